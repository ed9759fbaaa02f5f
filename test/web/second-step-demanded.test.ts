/** Where the operator demands a second step of a role, nothing at the desk is open to it without one. */
import { generateSync } from "otplib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPerson } from "../../src/catalogue/people.ts";
import { SYSTEM } from "../../src/kernel/actor.ts";
import { type Browser, openBrowser } from "../setup/cookie-jar.ts";
import { openTestServer, type TestServer } from "../setup/server.ts";

const PASSWORD = "pantai losari senja";
const SET_UP = "/kerja/akun/dua-langkah";
let server: TestServer;

beforeAll(async () => {
  server = await openTestServer({ REQUIRE_SECOND_STEP: "reviewers" });
}, 60_000);
afterAll(() => server.close());

async function signedIn(name: string, role: "producer" | "reviewer" | "admin"): Promise<Browser> {
  const { store, effects } = server.service;
  const agency = role === "producer" ? { agency: "dinkes" } : {};
  await store.write((tx) => createPerson(tx, SYSTEM, { name, role, ...agency, password: PASSWORD }, effects));
  const browser = openBrowser(server.url, PASSWORD);
  await browser.signIn(name);
  return browser;
}

describe("a second step that is demanded", () => {
  it.each(["reviewer", "admin"] as const)("is set up by a %s before anything else opens", async (role) => {
    const browser = await signedIn(`wajib ${role}`, role);
    for (const path of ["/kerja", "/kerja/tinjau", "/kerja/akun", "/kerja/akun/kata-sandi"])
      expect((await browser.get(path)).headers.get("location")).toBe(SET_UP);
    expect(await (await browser.get(SET_UP)).text()).toContain("wajib memakai langkah kedua");
    expect(await (await browser.get(`${SET_UP}?lang=en`)).text()).toContain("must use a second step");
    expect((await browser.post(SET_UP, {}, SET_UP)).headers.get("location")).toBe(SET_UP);
    const page = await (await browser.get(SET_UP)).text();
    const secret = /<code class="key">([^<]*)</.exec(page)?.[1]?.replaceAll(" ", "") ?? "";
    expect((await browser.get("/kerja/tinjau")).headers.get("location")).toBe(SET_UP);
    expect((await browser.post(SET_UP, { kode: generateSync({ secret }) }, SET_UP)).status).toBe(200);
    expect((await browser.get("/kerja/tinjau")).status).toBe(200);
    // Whoever turns it off, to set it up on another phone, is where they were.
    await browser.post(`${SET_UP}/hapus`, { sekarang: PASSWORD });
    expect((await browser.get("/kerja/tinjau")).headers.get("location")).toBe(SET_UP);
  });

  it("is not asked of others, and lets everybody sign out", async () => {
    const officer = await signedIn("petugas", "producer");
    expect((await officer.get("/kerja")).status).toBe(200);
    const reviewer = await signedIn("pergi", "reviewer");
    expect((await reviewer.post("/keluar", {}, SET_UP)).headers.get("location")).toBe("/masuk");
  });
});
