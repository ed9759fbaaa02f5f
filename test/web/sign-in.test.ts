/** Signing in with a browser, and what a session is good for. */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPerson } from "../../src/catalogue/people.ts";
import { ownPath } from "../../src/http/session.ts";
import { SYSTEM } from "../../src/kernel/actor.ts";
import { fc } from "../setup/properties.ts";
import { openTestServer, type TestServer } from "../setup/server.ts";
import { signIn } from "../setup/signed-in.ts";

const PASSWORD = "pantai losari senja";
let server: TestServer;

beforeAll(async () => {
  server = await openTestServer();
  const { store, effects } = server.service;
  await store.write((tx) =>
    createPerson(tx, SYSTEM, { name: "rina", role: "producer", agency: "bkad", password: PASSWORD }, effects),
  );
}, 60_000);
afterAll(() => server.close());

const knock = (form: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}) =>
  fetch(`${server.url}/masuk`, {
    method: "POST",
    redirect: "manual",
    headers: { Origin: server.url, ...headers },
    body: new URLSearchParams(form),
  });

describe("signing in", () => {
  it("leads from a page of the desk to the form and back", async () => {
    const away = await fetch(`${server.url}/kerja/tinjau?urut=umur`, { redirect: "manual" });
    expect(away.status).toBe(303);
    expect(away.headers.get("location")).toBe("/masuk?next=%2Fkerja%2Ftinjau%3Furut%3Dumur");
    const form = await (await fetch(`${server.url}/masuk?next=%2Fkerja%2Ftinjau`)).text();
    expect(form).toContain('name="next" value="/kerja/tinjau"');
    const answer = await knock({ nama: "rina", kata_sandi: PASSWORD, next: "/kerja/tinjau" });
    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toBe("/kerja/tinjau");
    expect(answer.headers.get("set-cookie")).toMatch(
      /^jendela=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=43200$/,
    );
  });

  it("says the same of a wrong password and of a name that nobody has, in both languages", async () => {
    for (const nama of ["rina", "tidak ada"]) {
      const answer = await knock({ nama, kata_sandi: "salah semua" });
      expect(answer.status).toBe(401);
      expect(await answer.text()).toContain("Nama atau kata sandi tidak cocok.");
      expect(answer.headers.get("set-cookie")).toBeNull();
    }
    const english = await knock({ nama: "rina", kata_sandi: "salah" }, { Cookie: "lang=en" });
    expect(await english.text()).toContain("The name and the password do not match.");
  });

  it("looks at no more tries of a name after five that failed, and says how long to wait", async () => {
    for (let attempt = 0; attempt < 5; attempt += 1) await knock({ nama: "budi", kata_sandi: `salah ${attempt}` });
    const answer = await knock({ nama: "BUDI ", kata_sandi: "salah lagi" });
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await answer.text()).toContain("Terlalu banyak percobaan");
    expect((await knock({ nama: "rina", kata_sandi: PASSWORD })).status).toBe(303);
  });

  it("is refused from a form of another site", async () => {
    const form = { nama: "rina", kata_sandi: PASSWORD };
    for (const headers of [{ Origin: "https://lain.example" }, { "Sec-Fetch-Site": "cross-site" }, { Origin: "null" }])
      expect((await knock(form, headers)).status).toBe(403);
  });

  it("gives a new cookie even to a browser that brings one, and the old one is worth nothing", async () => {
    const old = await signIn(server, "fiksasi", { role: "producer", agency: "bkad" });
    const answer = await knock({ nama: "rina", kata_sandi: PASSWORD }, { Cookie: old.cookie });
    expect(answer.headers.get("set-cookie")).not.toContain(old.cookie);
    expect((await old.get("/kerja")).headers.get("location")).toMatch(/^\/masuk/);
  });

  it("never leads anywhere but to a path of this server", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.webUrl(),
          fc.string(),
          fc.string().map((text) => `/${text}`),
        ),
        (text) => {
          const path = ownPath(text);
          if (path === undefined) return true;
          return (
            new URL(path, "https://jendela.example").origin === "https://jendela.example" && /^\/(?![/\\])/.test(path)
          );
        },
      ),
      { numRuns: 2000 },
    );
    for (const text of ["//lain.example", "/\\lain.example", "https://lain.example", "", "kerja", "/\t/lain.example"])
      expect(ownPath(text)).toBeUndefined();
  });
});

describe("a session", () => {
  it("ends when the person signs out, with a form of ours only", async () => {
    const person = await signIn(server, "keluar", { role: "producer", agency: "bkad" });
    const forged = await fetch(`${server.url}/keluar`, {
      method: "POST",
      redirect: "manual",
      headers: { Cookie: person.cookie, Origin: server.url },
      body: new URLSearchParams({ _csrf: "x".repeat(43) }),
    });
    expect(forged.status).toBe(403);
    expect((await person.get("/masuk")).status).toBe(200);
    expect(await (await person.get("/masuk")).text()).toContain("Anda sudah masuk sebagai keluar.");
    const out = await person.post("/keluar");
    expect(out.status).toBe(303);
    expect(out.headers.get("set-cookie")).toContain("Max-Age=0");
    expect((await person.get("/kerja")).status).toBe(303);
  });

  it("is over when unused for two hours, twelve hours after it began, and when its person is disabled", async () => {
    const { store } = server.service;
    for (const [name, change] of [
      ["menganggur", "update catalogue.session set used_at = now() - interval '121 minutes' where person = $1"],
      ["lama", "update catalogue.session set expires_at = now() where person = $1"],
      ["nonaktif", "update catalogue.person set disabled_at = now() where id = $1"],
    ] as const) {
      const person = await signIn(server, name, { role: "producer", agency: "bkad" });
      expect(await (await person.get("/masuk")).text()).toContain(`masuk sebagai ${name}`);
      await store.write((tx) => tx.query(change, [person.actor.key.slice("user:".length)]));
      expect((await person.get("/kerja")).headers.get("location")).toMatch(/^\/masuk/);
    }
  });

  it("is nothing to the API, and a token nothing to a page", async () => {
    const person = await signIn(server, "pembaca", { role: "admin" });
    expect((await fetch(`${server.url}/api/v1/tokens`, { headers: { Cookie: person.cookie } })).status).toBe(401);
    const as = await server.token("admin");
    expect((await server.call("/kerja", { as, redirect: "manual" })).status).toBe(303);
  });

  it("shows pages that nobody keeps", async () => {
    const reviewer = await signIn(server, "peninjau", { role: "reviewer" });
    expect((await reviewer.get("/kerja/tinjau")).headers.get("cache-control")).toBe("private, no-store");
  });

  it("is kept as a hash", async () => {
    const person = await signIn(server, "rahasia", { role: "producer", agency: "bkad" });
    const rows = await server.service.store.read((tx) => tx.query("select s::text as row from catalogue.session s"));
    expect(JSON.stringify(rows)).not.toContain(person.cookie.slice("jendela=".length));
  });
});
