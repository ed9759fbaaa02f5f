/** The front page from real datasets: figures, the map, what is new, corrected and to come; and that it is asked for only once. */
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { importFolder } from "../../src/import-package.ts";
import { checkAccessibility, describeInBrowser } from "../setup/browser.ts";
import { openTestServer, type TestServer } from "../setup/server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer();
  for (const slug of ["indeks-pembangunan-manusia", "penduduk-miskin-provinsi", "penduduk-miskin"]) {
    const folder = fileURLToPath(new URL(`../../datasets/${slug}`, import.meta.url));
    await importFolder(server.service, folder, new AbortController().signal);
  }
});
afterAll(() => server.close());

const html = async (path: string, headers: Record<string, string> = {}): Promise<string> =>
  (await server.call(path, { headers })).text();

describe("the front page", () => {
  it("shows the province with value, unit, period, change, source and version", async () => {
    const page = await html("/");
    for (const text of [
      'href="/indikator/persentase-penduduk-miskin"',
      "7,43",
      "September 2025 · turun 0,17 poin persen dari Maret 2025",
      'class="spark',
      'href="/dataset/penduduk-miskin-provinsi"',
      "BPS Sulsel</span> · v3",
    ])
      expect(page).toContain(text);
  });

  it("draws the map of the indicator that is chosen and says what it says", async () => {
    expect(await html("/")).toContain("Pangkep dan Jeneponto tertinggi;");
    expect(await html("/?indikator=indeks-pembangunan-manusia")).toContain(
      "<title>Kota Makassar: 85,23, 2024, peringkat 1 dari 24</title>",
    );
    expect(await html("/?indikator=%3Cb%3E")).toContain("Pangkep dan Jeneponto tertinggi;");
  });

  it("tells what is new, what was corrected and what comes next", async () => {
    const page = await html("/");
    const below = (heading: string): string => page.slice(page.indexOf(`>${heading}</h2>`));
    expect(below("Baru terbit")).toContain("/dataset/penduduk-miskin");
    expect(below("Dikoreksi")).toContain("dikoreksi · v3");
    expect(below("Jadwal rilis")).toMatch(/dijanjikan<\/p><\/div><time class="when"/);
  });

  it("speaks English", async () => {
    const page = await html("/?lang=en");
    for (const text of [
      "The province now",
      "down 0.17 percentage points from March 2025",
      "Pangkep and Jeneponto highest;",
    ])
      expect(page).toContain(text);
  });
});

describe("a page that a browser has", () => {
  it("is not sent again until something that it read has changed", async () => {
    let etag = "";
    const ask = async (path = "/", headers: Record<string, string> = {}): Promise<number> =>
      (await server.call(path, { headers: { "If-None-Match": etag, ...headers } })).status;
    // Files that are still being made after a publication are a change too.
    await expect
      .poll(
        async () => {
          etag = (await server.call("/")).headers.get("etag") ?? "";
          return ask();
        },
        { timeout: 30_000, interval: 500 },
      )
      .toBe(304);
    expect(etag).toMatch(/^"[\w-]+"$/);
    // Another language, theme or address is another page.
    expect([
      await ask("/", { Cookie: "lang=en" }),
      await ask("/", { Cookie: "tema=gelap" }),
      await ask("/?indikator=x"),
    ]).toEqual([200, 200, 200]);
    const token = await server.token("reviewer");
    const withdrawn = await server.call("/api/v1/datasets/penduduk-miskin/versions/1/withdraw", {
      method: "POST",
      as: token,
      headers: { "Content-Type": "application/json" },
      body: '{"reason":"uji"}',
    });
    expect(withdrawn.status).toBe(200);
    await expect.poll(() => ask()).toBe(200);
  });

  it("comes compressed to whoever takes that", async () => {
    const response = await server.call("/", { headers: { "Accept-Encoding": "br" } });
    expect(response.headers.get("content-encoding")).toBe("br");
    expect(Number(response.headers.get("content-length"))).toBeLessThan(20_000);
  });
});

describe("what is not there", () => {
  const BROWSER = { Accept: "text/html,application/xhtml+xml,*/*;q=0.8" };

  it("is a page for people and problem details for programs", async () => {
    const page = await server.call("/tidak/ada/%3Cscript%3E", { headers: BROWSER });
    expect([page.status, page.headers.get("content-type")]).toEqual([404, "text/html; charset=utf-8"]);
    const text = await page.text();
    expect(text).toContain("Halaman ini tidak ada");
    expect(text).not.toContain("<script>");
    const problem = await server.call("/tidak/ada");
    expect([problem.status, problem.headers.get("content-type")]).toEqual([
      404,
      "application/problem+json; charset=utf-8",
    ]);
  });

  it("is said in English, and is never kept", async () => {
    const page = await server.call("/dataset/tidak-ada?lang=en", { headers: BROWSER });
    expect([page.status, page.headers.get("cache-control")]).toEqual([404, "no-store"]);
    expect(await page.text()).toContain("There is no such page");
  });
});

describeInBrowser("the front page in a browser", ({ newPage }) => {
  it.each([
    ["/", "light"],
    ["/?lang=en", "dark"],
    ["/tidak-ada", "light"],
  ] as const)("is accessible: %s, %s", async (path, colorScheme) => {
    const page = await newPage({ colorScheme });
    await page.goto(`${server.url}${path}`);
    expect(await checkAccessibility(page)).toEqual([]);
  });

  it("does not scroll sideways on a small telephone", async () => {
    const page = await newPage({ viewport: { width: 320, height: 600 } });
    await page.goto(`${server.url}/`);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(320);
  });
});
