import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createAgency, getAgency, newAgencyShape } from "../../src/catalogue/agencies.ts";
import {
  createPerson,
  findActorByPerson,
  listPeople,
  type NewPerson,
  newPersonShape,
  updatePerson,
  verifyPassword,
} from "../../src/catalogue/people.ts";
import {
  createToken,
  findActorByToken,
  identifyToken,
  listTokens,
  type NewToken,
  newTokenShape,
  revokeToken,
} from "../../src/catalogue/tokens.ts";
import type { Store } from "../../src/store/data-source.ts";
import { actors, effects, faultOf, seededStore } from "./given.ts";

let store: Store;
beforeAll(async () => {
  store = await seededStore();
});
afterAll(() => store.close());

const token = (more: Partial<NewToken> = {}, actor: (typeof actors)[keyof typeof actors] = actors.admin) =>
  store.write((tx) =>
    createToken(tx, actor, { name: "e-Planning", role: "system", agency: "bappelitbangda", ...more }, effects),
  );

const bearer = (text: string) => store.read((tx) => findActorByToken(tx, text));

describe("tokens", () => {
  it("are shown once and kept as a hash", async () => {
    const { token: text, id } = await token();
    expect(text).toMatch(/^jds_[\w-]{43}$/);
    const [row] = await store.read((tx) =>
      tx.query<{ dump: string }>("select t::text as dump from catalogue.token t where id = $1", [id]),
    );
    expect(row?.dump).not.toContain(text);
    const [audit] = await store.read((tx) =>
      tx.query<{ dump: string }>("select string_agg(a::text, '') as dump from audit.entry a"),
    );
    expect(audit?.dump).not.toContain(text);
  });

  it("find their actor, with agency and named datasets", async () => {
    const { token: text, id } = await token({ datasets: ["rkpd" as never] });
    expect(await bearer(text)).toEqual({
      key: `token:${id}`,
      name: "e-Planning",
      role: "system",
      agency: "bappelitbangda",
      datasets: ["rkpd"],
    });
    expect(await bearer(`${text}x`)).toBeUndefined();
    expect(await bearer("")).toBeUndefined();
  });

  it("expire", async () => {
    const inMs = (ms: number) => ({ expiresAt: new Date(Date.now() + ms) });
    expect(await bearer((await token(inMs(3600_000))).token)).toBeDefined();
    // By the database's clock, which here is that of the machine.
    expect(await bearer((await token(inMs(-1_000))).token)).toBeUndefined();
  });

  it("are revoked, once or twice", async () => {
    const { token: text, id } = await token();
    await store.write((tx) => revokeToken(tx, actors.admin, id, effects));
    expect(await bearer(text)).toBeUndefined();
    await store.write((tx) => revokeToken(tx, actors.admin, id, effects));
    for (const unknown of ["x", "00000000-0000-0000-0000-000000000000"]) {
      expect(await faultOf(store.write((tx) => revokeToken(tx, actors.admin, unknown, effects)))).toBe("token.unknown");
    }
  });

  it("are listed without themselves, with their last use", async () => {
    const { token: text, id } = await token();
    await identifyToken(store, text, effects);
    const usedAt = async () =>
      (await store.read((tx) => listTokens(tx, actors.admin))).find((info) => info.id === id)?.lastUsedAt?.getTime();
    const first = await usedAt();
    expect(Math.abs(Date.now() - (first ?? 0))).toBeLessThan(10_000);
    await identifyToken(store, text, effects);
    expect(await usedAt()).toBe(first);
    await store.write((tx) =>
      tx.query("update catalogue.token set last_used_at = now() - interval '61 seconds' where id = $1", [id]),
    );
    await identifyToken(store, text, effects);
    expect(await usedAt()).toBeGreaterThanOrEqual(first ?? 0);
    const list = await store.read((tx) => listTokens(tx, actors.admin));
    expect(JSON.stringify(list)).not.toMatch(/hash|jds_/);
  });

  it("belong to an agency where the role does, and to one that is there", async () => {
    expect(await faultOf(token({ agency: undefined }))).toBe("rights.agency-needed");
    expect(await faultOf(token({ agency: "dinas-sihir" }))).toBe("agency.unknown");
    expect(await faultOf(token({ agency: undefined, role: "reviewer" }))).toBe("none");
  });

  it("are an administrator's to make, list and revoke", async () => {
    expect(await faultOf(token({}, actors.reviewer))).toBe("rights.not-allowed");
    expect(await faultOf(store.read((tx) => listTokens(tx, actors.producer)))).toBe("rights.not-allowed");
  });

  it("name datasets only where the role is bound to an agency", () => {
    const parse = (role: string) => newTokenShape.safeParse({ name: "x", role, datasets: ["a"] }).success;
    expect([parse("system"), parse("producer"), parse("reviewer"), parse("admin"), parse("public")]).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});

describe("people", () => {
  const person = (more: Partial<NewPerson> = {}) =>
    store.write((tx) =>
      createPerson(
        tx,
        actors.admin,
        { name: "budi", role: "producer", agency: "dinkes", password: "kata sandi budi", ...more },
        effects,
      ),
    );

  it("log in with their password, kept as argon2id", async () => {
    const { id } = await person();
    expect(await verifyPassword(store, "budi", "kata sandi budi")).toEqual({
      key: `user:${id}`,
      name: "budi",
      role: "producer",
      agency: "dinkes",
    });
    expect(await verifyPassword(store, "budi", "kata sandi Budi")).toBeUndefined();
    expect(await verifyPassword(store, "siapa", "kata sandi budi")).toBeUndefined();
    const [row] = await store.read((tx) =>
      tx.query<{ hash: string }>("select password_hash as hash from catalogue.person where id = $1", [id]),
    );
    expect(row?.hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it("have a name of their own, a password of some length, and an agency where the role is bound to one", async () => {
    await person({ name: "siti" });
    expect(await faultOf(person({ name: "siti" }))).toBe("person.exists");
    expect(await faultOf(person({ name: "andi", password: "pendek" }))).toBe("person.weak-password");
    expect(await faultOf(person({ name: "namasaya", password: "NamaSaya" }))).toBe("person.weak-password");
    expect(await faultOf(person({ name: "andi", agency: undefined }))).toBe("rights.agency-needed");
    expect(await faultOf(person({ name: "andi", agency: undefined, role: "admin" }))).toBe("none");
    expect(newPersonShape.safeParse({ name: "a\nb", role: "admin", password: "x" }).success).toBe(false);
  });

  it("are disabled, with their tokens, and enabled again", async () => {
    const { id } = await person({ name: "dewi" });
    const { token: text, id: tokenId } = await token();
    await store.write((tx) => tx.query("update catalogue.token set person = $2 where id = $1", [tokenId, id]));
    expect(await bearer(text)).toEqual({ key: `user:${id}`, name: "dewi", role: "producer", agency: "dinkes" });
    await store.write((tx) => updatePerson(tx, actors.admin, "dewi", { disabled: true }, effects));
    expect(await bearer(text)).toBeUndefined();
    expect(await verifyPassword(store, "dewi", "kata sandi budi")).toBeUndefined();
    expect(await store.read((tx) => findActorByPerson(tx, id))).toBeUndefined();
    await store.write((tx) => updatePerson(tx, actors.admin, id, { disabled: false }, effects));
    expect(await verifyPassword(store, "dewi", "kata sandi budi")).toBeDefined();
  });

  it("get a new password", async () => {
    await person({ name: "rani" });
    await store.write((tx) => updatePerson(tx, actors.admin, "rani", { password: "yang baru sekali" }, effects));
    expect(await verifyPassword(store, "rani", "kata sandi budi")).toBeUndefined();
    expect(await verifyPassword(store, "rani", "yang baru sekali")).toBeDefined();
    expect(
      await faultOf(store.write((tx) => updatePerson(tx, actors.admin, "hantu", { disabled: true }, effects))),
    ).toBe("person.unknown");
  });

  it("are listed without their hashes", async () => {
    const list = await store.read((tx) => listPeople(tx, actors.admin));
    expect(list.length).toBeGreaterThan(0);
    expect(JSON.stringify(list)).not.toContain("argon2");
  });
});

describe("agencies", () => {
  const make = (json: Record<string, unknown>, actor: (typeof actors)[keyof typeof actors] = actors.admin) =>
    store.write((tx) => createAgency(tx, actor, newAgencyShape.parse(json), effects));

  it("are made by administrators, once", async () => {
    await make({ slug: "dinas-baru", name: "Dinas Baru", region: "73" });
    expect(await store.read((tx) => getAgency(tx, "dinas-baru"))).toMatchObject({
      name: "Dinas Baru",
      kind: "province",
      region: "73",
    });
    expect(await faultOf(make({ slug: "dinas-baru", name: "Lagi" }))).toBe("agency.exists");
    expect(await faultOf(make({ slug: "di-mana", name: "Di mana", region: "99" }))).toBe("region.unknown");
    expect(await faultOf(make({ slug: "punyaku", name: "Punyaku" }, actors.reviewer))).toBe("rights.not-allowed");
  });
});
