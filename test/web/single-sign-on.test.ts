/** Single sign-on against a real OpenID provider on loopback: who gets in, and every answer that is not to be trusted. */
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { resetPassword } from "../../src/catalogue/account.ts";
import { SYSTEM } from "../../src/kernel/actor.ts";
import { openTestProvider, type TestProvider } from "../setup/oidc.ts";
import { givenPerson } from "../setup/people.ts";
import { openTestServer, type TestServer } from "../setup/server.ts";

let provider: TestProvider;
let server: TestServer;

beforeAll(async () => {
  provider = await openTestProvider();
  server = await openTestServer({ OIDC_ISSUER: provider.issuer, OIDC_CLIENT_SECRET: provider.secret });
  provider.admit(`${server.url}/masuk/sso/kembali`);
  await givenPerson(server.service.store, "andi.sso", { role: "producer", agency: "dinkes" });
  await givenPerson(server.service.store, "lama.sso", { role: "producer", agency: "dinkes", disabled: true });
}, 60_000);
afterAll(async () => {
  await server.close();
  await provider.close();
});
beforeEach(() => Object.assign(provider, { person: "andi.sso", subject: "seseorang", inIdToken: true, away: false }));

/** A browser: cookies by origin, and every redirect to be looked at. */
function openBrowser() {
  const jars = new Map<string, Map<string, string>>();
  const get = async (address: string): Promise<Response> => {
    const url = new URL(address, server.url);
    const jar = jars.get(url.origin) ?? new Map<string, string>();
    jars.set(url.origin, jar);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(url, { redirect: "manual", headers: { Cookie: cookie, Accept: "text/html" } });
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === "") jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  };
  const leaveFor = (response: Response, from: string): string =>
    new URL(response.headers.get("location") ?? "nowhere:", new URL(from, server.url)).href;
  return {
    get,
    /** To the provider, by way of `change`, and as far as the address it sends back to. */
    askProvider: async (next = "", change: (address: URL) => void = () => {}): Promise<URL> => {
      const path = `/masuk/sso${next}`;
      const asked = new URL(leaveFor(await get(path), path));
      change(asked);
      let address = asked.href;
      for (let step = 0; step < 8 && !address.startsWith(server.url); step += 1)
        address = leaveFor(await get(address), address);
      return new URL(address);
    },
  };
}

const isSignedIn = async (browser: ReturnType<typeof openBrowser>): Promise<boolean> =>
  (await browser.get("/kerja/akun")).status === 200;

/** The status of the last answer, and what it says is wrong. */
async function told(response: Response): Promise<readonly [status: number, problem: string]> {
  const [, problem = ""] = /role="alert"[^>]*>([^<]*)</.exec(await response.text()) ?? [];
  return [response.status, problem];
}

it("lets in whom the provider vouches for, under the name of this house, and leads on to where they wanted", async () => {
  const browser = openBrowser();
  const back = await browser.askProvider("?next=%2Fkerja%2Fpesan");
  const inside = await browser.get(back.href);
  expect([inside.status, inside.headers.get("location")]).toEqual([303, "/kerja/pesan"]);
  expect(await (await browser.get("/kerja/akun")).text()).toContain("andi.sso");
});

it("lets them in also where the name is told to whoever asks, and not in the ID token", async () => {
  provider.inIdToken = false;
  const browser = openBrowser();
  const inside = await browser.get((await browser.askProvider()).href);
  expect([inside.status, inside.headers.get("location")]).toEqual([303, "/kerja"]);
  expect(await isSignedIn(browser)).toBe(true);
});

it.each(["https://lain.example/", "//lain.example", "/\\lain.example", "javascript:alert(1)"])(
  "leads to nobody else's address: %s",
  async (next) => {
    const browser = openBrowser();
    const inside = await browser.get((await browser.askProvider(`?next=${encodeURIComponent(next)}`)).href);
    expect([inside.status, inside.headers.get("location")]).toEqual([303, "/kerja"]);
  },
);

it.each([
  ["somebody who is nobody here", "orang.lain", /orang\.lain/],
  ["somebody who was disabled", "lama.sso", /lama\.sso/],
])("keeps out %s, and says under which name they are known", async (_who, person, sentence) => {
  provider.person = person;
  const browser = openBrowser();
  const [status, problem] = await told(await browser.get((await browser.askProvider()).href));
  expect([status, problem]).toEqual([403, expect.stringMatching(sentence)]);
  expect(await isSignedIn(browser)).toBe(false);
});

it("keeps out somebody else to whom the provider has given a name again, until an administrator lets go of the one before", async () => {
  const { store, effects } = server.service;
  const { key } = await givenPerson(store, "bekas.sso", { role: "reviewer" });
  Object.assign(provider, { person: "bekas.sso", subject: "yang-dulu" });
  expect((await openBrowser().askProvider()).href).toContain("code=");
  const first = openBrowser();
  expect((await first.get((await first.askProvider()).href)).status).toBe(303);
  provider.subject = "yang-sekarang";
  const other = openBrowser();
  const [status, problem] = await told(await other.get((await other.askProvider()).href));
  expect([status, problem]).toEqual([403, expect.stringContaining("terikat pada orang lain")]);
  expect(await isSignedIn(other)).toBe(false);
  const person = key.slice("user:".length);
  await store.write((tx) => resetPassword(tx, SYSTEM, person, { forgetDevice: true }, effects));
  const again = openBrowser();
  expect((await again.get((await again.askProvider()).href)).status).toBe(303);
  provider.subject = "yang-dulu";
  const former = openBrowser();
  expect((await former.get((await former.askProvider()).href)).status).toBe(403);
});

it("keeps out whom the provider does not name", async () => {
  provider.person = undefined;
  const browser = openBrowser();
  const [status] = await told(await browser.get((await browser.askProvider()).href));
  expect([status, await isSignedIn(browser)]).toEqual([401, false]);
});

it.each([
  ["another state", (address: URL) => address.searchParams.set("state", "lain")],
  ["no state", (address: URL) => address.searchParams.delete("state")],
  ["another code", (address: URL) => address.searchParams.set("code", "lain")],
  ["another issuer", (address: URL) => address.searchParams.set("iss", "http://lain.example")],
  [
    "a refusal",
    (address: URL) => {
      address.searchParams.delete("code");
      address.searchParams.set("error", "access_denied");
    },
  ],
])("trusts no answer with %s, and looks at an answer once", async (_what, change) => {
  const browser = openBrowser();
  const back = await browser.askProvider();
  const right = back.href;
  change(back);
  const [status, problem] = await told(await browser.get(back.href));
  expect([status, problem !== ""]).toEqual([401, true]);
  expect((await told(await browser.get(right)))[0]).not.toBe(303);
  expect(await isSignedIn(browser)).toBe(false);
});

it("trusts no ID token that was made for another question", async () => {
  const browser = openBrowser();
  const back = await browser.askProvider("", (address) => address.searchParams.set("nonce", "lain"));
  expect(back.searchParams.has("code")).toBe(true);
  expect((await told(await browser.get(back.href)))[0]).toBe(401);
  expect(await isSignedIn(browser)).toBe(false);
});

it("takes no answer to a question of another browser", async () => {
  const back = await openBrowser().askProvider();
  const other = openBrowser();
  const [status, problem] = await told(await other.get(back.href));
  expect([status >= 400, problem !== "", await isSignedIn(other)]).toEqual([true, true, false]);
});

it("says that the provider is away, when it answers the second question no more", async () => {
  const browser = openBrowser();
  const back = await browser.askProvider();
  provider.away = true;
  expect((await told(await browser.get(back.href)))[0]).toBe(503);
  expect(await isSignedIn(browser)).toBe(false);
});
