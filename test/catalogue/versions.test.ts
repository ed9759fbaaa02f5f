import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listAudit } from "../../src/catalogue/audit.ts";
import { listChanges, recordChange } from "../../src/catalogue/changes.ts";
import type { Dataset } from "../../src/catalogue/datasets.ts";
import { listUnrendered, listVersionFiles, recordVersionFile } from "../../src/catalogue/version-files.ts";
import { demandData, getVersion, listVersions, withdrawVersion } from "../../src/catalogue/versions.ts";
import { PUBLIC } from "../../src/kernel/actor.ts";
import type { Sha256, VersionNumber } from "../../src/kernel/ids.ts";
import type { Store } from "../../src/store/data-source.ts";
import { actors, effects, faultOf, givenDataset, givenPublished, givenVersion, seededStore } from "./given.ts";

let store: Store;
let dataset: Dataset;
const n = (number: number) => number as VersionNumber;
beforeAll(async () => {
  store = await seededStore();
  dataset = await givenPublished(store, "penduduk");
  await givenVersion(store, dataset, 2);
  await givenVersion(store, dataset, 3);
});
afterAll(() => store.close());

describe("getVersion(tx, dataset, …)", () => {
  it("gives the current one, one by number, and the one of a time", async () => {
    const current = await store.read((tx) => getVersion(tx, dataset));
    expect(current).toMatchObject({
      number: 3,
      current: true,
      slug: "penduduk",
      rows: 1,
      publishedBy: "user:r",
      uploadedBy: "user:p",
    });
    const second = await store.read((tx) => getVersion(tx, dataset, { number: n(2) }));
    expect(second).toMatchObject({ number: 2, current: false, withdrawn: undefined });
    const asOf = (time: Date) => store.read((tx) => getVersion(tx, dataset, { asOf: time }));
    expect((await asOf(second.publishedAt)).number).toBe(2);
    expect((await asOf(new Date(second.publishedAt.getTime() - 1))).number).toBe(1);
    expect((await asOf(new Date("2999-01-01"))).number).toBe(3);
  });

  it("throws for one that is not there, for a time before the first, and where there is none", async () => {
    expect(await faultOf(store.read((tx) => getVersion(tx, dataset, { number: n(9) })))).toBe("version.unknown");
    expect(await faultOf(store.read((tx) => getVersion(tx, dataset, { asOf: new Date("1999-01-01") })))).toBe(
      "version.none-then",
    );
    const empty = await givenDataset(store, "kosong");
    expect(await faultOf(store.read((tx) => getVersion(tx, empty)))).toBe("version.none-yet");
  });
});

it("lists versions from the newest, by pages", async () => {
  const first = await store.read((tx) => listVersions(tx, dataset, { first: 2 }));
  expect([first.totalCount, first.nodes.map(({ number }) => number), first.pageInfo.hasNextPage]).toEqual([
    3,
    [3, 2],
    true,
  ]);
  const rest = await store.read((tx) => listVersions(tx, dataset, { first: 2, after: first.pageInfo.endCursor ?? "" }));
  expect([rest.nodes.map(({ number }) => number), rest.pageInfo.hasNextPage]).toEqual([[1], false]);
});

describe("recordVersion(tx, …)", () => {
  it("lets one of two publications from the same base win", async () => {
    const racing = await givenPublished(store, "balapan");
    const publish = () => faultOf(givenVersion(store, racing, 2));
    expect((await Promise.all([publish(), publish(), publish()])).sort()).toEqual([
      "dataset.moved-on",
      "dataset.moved-on",
      "none",
    ]);
  });
});

describe("withdrawVersion(tx, …)", () => {
  it("keeps the version in the list and refuses its data with the reason, once", async () => {
    const withdraw = (actor = actors.reviewer) =>
      store.write((tx) => withdrawVersion(tx, actor, dataset, n(2), "Salah satuan", effects));
    expect(await faultOf(withdraw(actors.producer as never))).toBe("rights.not-allowed");
    const version = await withdraw();
    expect(version.withdrawn?.reason).toBe("Salah satuan");
    expect(() => demandData(version)).toThrow("version.withdrawn");
    expect(await faultOf(withdraw())).toBe("version.already-withdrawn");
    const page = await store.read((tx) => listVersions(tx, dataset, { first: 10 }));
    expect(page.nodes.map(({ withdrawn }) => withdrawn?.reason)).toEqual([undefined, "Salah satuan", undefined]);
  });
});

describe("the feed of changes", () => {
  it("has no gaps, whoever writes at once", async () => {
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        store
          .write(async (tx) => {
            await recordChange(tx, { kind: "metadata", dataset: dataset.id }, effects.now());
            if (index % 3 === 0) throw new Error("rolled back");
          })
          .catch(() => {}),
      ),
    );
    const page = await store.read((tx) => listChanges(tx, actors.admin, { first: 1000 }));
    expect(page.nodes.map(({ seq }) => seq)).toEqual(page.nodes.map((_, index) => index + 1));
  });

  it("goes on from a cursor, a number or a time", async () => {
    const changes = (since: string | Date | undefined, first = 1000) =>
      store.read((tx) => listChanges(tx, PUBLIC, { since, first }));
    const head = await changes(undefined, 2);
    expect(head.pageInfo.hasNextPage).toBe(true);
    const rest = await changes(head.pageInfo.endCursor ?? "");
    expect(rest.nodes[0]?.seq).toBe(3);
    expect(await changes("2")).toEqual(rest);
    expect((await changes(head.nodes[0]?.at)).nodes[0]?.seq).toBe(2);
    expect(await faultOf(changes("omong kosong"))).toBe("request.bad-cursor");
  });

  it("tells the public nothing of what it may not read", async () => {
    await givenPublished(store, "tertutup", { access: "closed" });
    const of = async (actor = PUBLIC) =>
      (await store.read((tx) => listChanges(tx, actor, { first: 1000 }))).nodes.map((change) => change.dataset);
    expect(await of()).not.toContain("tertutup");
    expect(await of(actors.reviewer)).toContain("tertutup");
  });
});

it("remembers who did what, for administrators", async () => {
  const page = await store.read((tx) => listAudit(tx, actors.admin, { first: 500 }));
  const actions = page.nodes.map(({ action }) => action);
  expect(actions).toContain("dataset.create");
  expect(page.nodes.find(({ action }) => action === "version.withdraw")).toMatchObject({
    actor: "user:r",
    subject: "dataset:penduduk",
    detail: { version: 2, reason: "Salah satuan" },
  });
  expect(await faultOf(store.read((tx) => listAudit(tx, actors.reviewer, { first: 1 })))).toBe("rights.not-allowed");
});

it("keeps the first rendering of a file", async () => {
  const version = await store.read((tx) => getVersion(tx, dataset, { number: n(1) }));
  const record = (sha256: string) =>
    store.write((tx) =>
      recordVersionFile(tx, version, { ending: "csv", sha256: sha256 as Sha256, bytes: 5 }, effects.now()),
    );
  expect(
    (await store.read((tx) => listUnrendered(tx, "csv", 100))).some(
      (one) => one.dataset === dataset.id && one.number === 1,
    ),
  ).toBe(true);
  expect([await record("a"), await record("b")]).toEqual([true, false]);
  expect(await store.read((tx) => listVersionFiles(tx, version))).toMatchObject([
    { ending: "csv", sha256: "a", bytes: 5 },
  ]);
  expect(
    (await store.read((tx) => listUnrendered(tx, "csv", 100))).some(
      (one) => one.dataset === dataset.id && one.number === 1,
    ),
  ).toBe(false);
});
