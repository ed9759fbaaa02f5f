/** One's own account: password, second step, sessions; and what a temporary password opens. */
import { generateSync } from "otplib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { resetPassword } from "../../src/catalogue/account.ts";
import { createPerson, updatePerson } from "../../src/catalogue/people.ts";
import { SYSTEM } from "../../src/kernel/actor.ts";
import { openBrowser as openBrowserAt } from "../setup/cookie-jar.ts";
import { openTestServer, type TestServer } from "../setup/server.ts";
import { signIn } from "../setup/signed-in.ts";

const PASSWORD = "pantai losari senja";
let server: TestServer;

beforeAll(async () => {
  server = await openTestServer({ WEBHOOK_KEY: "kunci uji yang cukup panjang untuk ini" });
}, 60_000);
afterAll(() => server.close());

const givenAccount = async (name: string): Promise<string> => {
  const { store, effects } = server.service;
  const wanted = { name, role: "producer", agency: "dinkes", password: PASSWORD } as const;
  return (await store.write((tx) => createPerson(tx, SYSTEM, wanted, effects))).id;
};

const openBrowser = () => openBrowserAt(server.url, PASSWORD);

describe("a password", () => {
  it("is changed with the one before, ends the other sessions and keeps this one", async () => {
    await givenAccount("ganti");
    const [here, there] = [openBrowser(), openBrowser()];
    await here.signIn("ganti");
    await there.signIn("ganti");
    const wrong = await here.post("/kerja/akun/kata-sandi", {
      sekarang: "bukan",
      baru: "x".repeat(12),
      ulang: "x".repeat(12),
    });
    expect(wrong.status).toBe(400);
    expect(await wrong.text()).toContain("Kata sandi Anda yang sekarang tidak cocok.");
    const short = await here.post("/kerja/akun/kata-sandi", { sekarang: PASSWORD, baru: "pendek", ulang: "pendek" });
    expect(short.status).toBe(400);
    const other = await here.post("/kerja/akun/kata-sandi", {
      sekarang: PASSWORD,
      baru: "angin mamiri",
      ulang: "angin mammiri",
    });
    expect(await other.text()).toContain("Kedua kata sandi baru tidak sama.");
    const changed = await here.post("/kerja/akun/kata-sandi", {
      sekarang: PASSWORD,
      baru: "angin mamiri",
      ulang: "angin mamiri",
    });
    expect(changed.status).toBe(303);
    expect((await here.get("/kerja/akun")).status).toBe(200);
    expect((await there.get("/kerja/akun")).status).toBe(303);
    expect((await openBrowser().signIn("ganti")).status).toBe(401);
    expect((await openBrowser().signIn("ganti", "angin mamiri")).status).toBe(303);
  });

  it("that is temporary opens nothing but the page where it is changed", async () => {
    const id = await givenAccount("lupa");
    const { store, effects } = server.service;
    const old = openBrowser();
    await old.signIn("lupa");
    const { password } = await store.write((tx) => resetPassword(tx, SYSTEM, id, { forgetDevice: false }, effects));
    expect((await old.get("/kerja/akun")).headers.get("location")).toMatch(/^\/masuk/);
    const browser = openBrowser();
    expect((await browser.signIn("lupa", password)).status).toBe(303);
    for (const path of ["/kerja/akun", "/kerja/pesan", "/kerja/akun/dua-langkah", "/kerja/akun/kata-sandi/"])
      expect((await browser.get(path)).headers.get("location")).toBe("/kerja/akun/kata-sandi");
    const page = await (await browser.get("/kerja/akun/kata-sandi")).text();
    expect(page).toContain("Kata sandi Anda sementara.");
    const form = { sekarang: password, baru: PASSWORD, ulang: PASSWORD };
    expect((await browser.post("/kerja/akun/kata-sandi", form)).headers.get("location")).toBe(
      "/kerja/akun?tersimpan=1",
    );
    expect((await browser.get("/kerja/akun")).status).toBe(200);
  });
});

describe("a temporary password", () => {
  it("is good for a week, and its owner alone is told that it is over", async () => {
    const id = await givenAccount("lambat");
    const { store, effects } = server.service;
    const { password } = await store.write((tx) => resetPassword(tx, SYSTEM, id, { forgetDevice: false }, effects));
    const age = (interval: string) =>
      store.write((tx) =>
        tx.query("update catalogue.person set temporary_until = temporary_until - $2::interval where id = $1", [
          id,
          interval,
        ]),
      );
    await age("6 days 23 hours");
    expect((await openBrowser().signIn("lambat", password)).status).toBe(303);
    await age("1 hour");
    const over = await openBrowser().signIn("lambat", password);
    expect(over.status).toBe(401);
    expect(await over.text()).toContain("Kata sandi sementara ini tidak berlaku lagi.");
    const wrong = await (await openBrowser().signIn("lambat", "bukan ini")).text();
    expect(wrong).not.toContain("sementara ini");
    await store.write((tx) => updatePerson(tx, SYSTEM, id, { password: "senja pantai losari" }, effects));
    expect((await openBrowser().signIn("lambat", "senja pantai losari")).status).toBe(303);
  });
});

describe("the second step", () => {
  const setUp = async (name: string) => {
    await givenAccount(name);
    const browser = openBrowser();
    await browser.signIn(name);
    expect((await browser.get("/kerja/akun/dua-langkah")).headers.get("location")).toBe("/kerja/akun");
    const begun = await browser.post("/kerja/akun/dua-langkah", {});
    expect([begun.status, begun.headers.get("location")]).toEqual([303, "/kerja/akun/dua-langkah"]);
    const page = await (await browser.get("/kerja/akun/dua-langkah")).text();
    expect(page).toContain("<svg");
    const secret = /<code class="key">([^<]*)</.exec(page)?.[1]?.replaceAll(" ", "") ?? "";
    const code = (offset = 0) => generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + offset });
    expect((await browser.post("/kerja/akun/dua-langkah", { kode: "000000" })).status).toBe(400);
    const used = code();
    const done = await browser.post("/kerja/akun/dua-langkah", { kode: used });
    const recovery = [...(await done.text()).matchAll(/<code>([a-z0-9-]{29})<\/code>/g)].map(([, text = ""]) => text);
    expect(recovery).toHaveLength(10);
    return { browser, secret, code, used, recovery };
  };

  it("is asked for after the password, and without it nothing is open", async () => {
    const { code, secret } = await setUp("kode");
    const browser = openBrowser();
    const answer = await browser.signIn("kode");
    expect(answer.headers.get("location")).toBe("/masuk/kode");
    expect((await browser.get("/kerja/akun")).headers.get("location")).toMatch(/^\/masuk\?/);
    expect(await (await browser.get("/masuk/kode")).text()).toContain('name="kode"');
    expect((await browser.sendCode("123456")).status).toBe(401);
    expect((await browser.sendCode(code(30))).headers.get("location")).toBe("/kerja");
    expect((await browser.get("/kerja/akun")).status).toBe(200);
    const rows = await server.service.store.read((tx) => tx.query("select p::text as row from catalogue.person p"));
    expect(JSON.stringify(rows)).not.toContain(secret);
  });

  it("takes no code twice, whoever brings it", async () => {
    const { code, used } = await setUp("ulang");
    const browser = openBrowser();
    await browser.signIn("ulang");
    expect((await browser.sendCode(used)).status).toBe(401);
    const next = code(30);
    const [first, second] = [openBrowser(), openBrowser()];
    await first.signIn("ulang");
    await second.signIn("ulang");
    const statuses = (await Promise.all([first.sendCode(next), second.sendCode(next)])).map(({ status }) => status);
    expect(statuses.sort()).toEqual([303, 401]);
  });

  it("takes a recovery code once, however it is written", async () => {
    const { recovery } = await setUp("pulih");
    const [one = ""] = recovery;
    const browser = openBrowser();
    await browser.signIn("pulih");
    expect((await browser.sendCode(one.toUpperCase().replaceAll("-", " "))).status).toBe(303);
    expect(await (await browser.get("/kerja/akun")).text()).toContain("9 kode pemulihan");
    const again = openBrowser();
    await again.signIn("pulih");
    expect((await again.sendCode(one)).status).toBe(401);
  });

  it("counts wrong codes as failed tries", async () => {
    await setUp("tebak");
    const browser = openBrowser();
    await browser.signIn("tebak");
    for (let attempt = 0; attempt < 5; attempt += 1) await browser.sendCode(`00000${attempt}`);
    const answer = await browser.sendCode("000009");
    expect(answer.status).toBe(429);
    expect(await answer.text()).toContain("Terlalu banyak percobaan");
    expect((await openBrowser().signIn("tebak")).status).toBe(429);
  });

  it("is turned off with the password only", async () => {
    const { browser } = await setUp("mati");
    expect((await browser.post("/kerja/akun/dua-langkah/hapus", { sekarang: "salah" })).status).toBe(400);
    expect((await browser.post("/kerja/akun/dua-langkah/hapus", { sekarang: PASSWORD })).status).toBe(303);
    expect((await openBrowser().signIn("mati")).headers.get("location")).toBe("/kerja");
  });
});

describe("sessions", () => {
  it("are listed to their owner, who ends one, or all the others, and none of somebody else's", async () => {
    await givenAccount("banyak");
    const [here, there, third] = [openBrowser(), openBrowser(), openBrowser()];
    for (const each of [here, there, third]) await each.signIn("banyak");
    const stranger = await signIn(server, "orang lain", { role: "producer", agency: "dinkes" });
    const page = await (await here.get("/kerja/akun")).text();
    const ids = [...page.matchAll(/name="sesi" value="([0-9a-f]{32})"/g)].map(([, id = ""]) => id);
    expect(ids).toHaveLength(2);
    for (const id of ids) await stranger.post("/kerja/akun/sesi", { sesi: id });
    expect((await there.get("/kerja/akun")).status).toBe(200);
    await here.post("/kerja/akun/sesi", { sesi: ids[0] ?? "" });
    const open = async () =>
      Promise.all([here, there, third].map(async (each) => (await each.get("/kerja/akun")).status === 200));
    expect((await open()).filter(Boolean)).toHaveLength(2);
    await here.post("/kerja/akun/sesi", { sesi: "" });
    expect(await open()).toEqual([true, false, false]);
  });

  it("end when the role or the agency changes, so that rights never outlive it", async () => {
    const id = await givenAccount("pindah");
    const browser = openBrowser();
    await browser.signIn("pindah");
    const { store, effects } = server.service;
    await store.write((tx) => updatePerson(tx, SYSTEM, id, { role: "reviewer", agency: null }, effects));
    expect((await browser.get("/kerja/akun")).headers.get("location")).toMatch(/^\/masuk/);
    expect((await browser.signIn("pindah")).headers.get("location")).toBe("/kerja/tinjau");
  });

  it("are named to nobody by address or browser that could break the page", async () => {
    await givenAccount("aneh");
    const browser = openBrowser();
    await browser.signIn("aneh");
    await server.service.store.write((tx) =>
      tx.query("update catalogue.session set browser = '<script>alert(1)</script>', address = '<b>'"),
    );
    const page = await (await browser.get("/kerja/akun")).text();
    expect(page).not.toContain("<script>alert");
    expect(page).toContain("&lt;script>alert(1)");
  });
});
