/** The pages over real HTTP: both languages, search, a dataset, and what must never be in them. */
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { importFolder } from "../../src/import-package.ts";
import { openTestServer, type TestServer } from "../setup/server.ts";

const SAMPLE = fileURLToPath(new URL("../../datasets/indeks-pembangunan-manusia", import.meta.url));
let server: TestServer;

beforeAll(async () => {
  server = await openTestServer();
  await importFolder(server.service, SAMPLE, new AbortController().signal);
});

afterAll(() => server.close());

const page = async (
  path: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; html: string; cookie: string | null }> => {
  const response = await server.call(path, { headers });
  return { status: response.status, html: await response.text(), cookie: response.headers.get("set-cookie") };
};

describe("pages", () => {
  it("are Indonesian whatever the browser speaks, English when asked, and remember it", async () => {
    expect((await page("/", { "Accept-Language": "en-US" })).html).toContain('<html lang="id">');
    const english = await page("/?lang=en");
    expect([english.html.includes('<html lang="en">'), english.cookie]).toEqual([
      true,
      expect.stringContaining("lang=en"),
    ]);
    expect((await page("/", { Cookie: "lang=en" })).html).toContain('<html lang="en">');
  });

  it("list what is published and find it", async () => {
    expect((await page("/")).html).toContain('href="/dataset/indeks-pembangunan-manusia"');
    expect((await page("/dataset?q=pembangunan+manusia")).html).toContain(
      "<span>Indeks </span><mark>pembangunan</mark><span> </span><mark>manusia</mark>",
    );
    expect((await page("/dataset?q=zzzzqqqq")).html).toContain("Tidak ada dataset yang cocok");
  });

  it("show a dataset with its numbers as Indonesians write them", async () => {
    const { html } = await page("/dataset/indeks-pembangunan-manusia");
    for (const text of [
      "71,98",
      "Versi",
      "/download/indeks-pembangunan-manusia/v1.csv",
      "Kolom kategori ditambahkan.",
    ]) {
      expect(html).toContain(text);
    }
  });

  it("escape what people type, and have no inline script and no other host", async () => {
    const { html } = await page(`/dataset?q=${encodeURIComponent('"><script>alert(1)</script>')}`);
    // In an attribute the quote is what matters, in text the bracket.
    expect(html).not.toContain('"><script');
    expect(html).toContain("“&#34;>&lt;script>");
    // The pages' own script is a file; nothing is written between its tags.
    expect(html.replace(/="[^"]*"/g, "").replaceAll("<script type src></script>", "")).not.toContain("<script");
    expect(html).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
  });

  it.each(["/dataset/tidak-ada", "/dataset/..%2f", "/assets/..%2fpackage.json", "/assets/__proto__"])(
    "answer 404 for %s",
    async (path) => {
      expect((await page(path)).status).toBe(404);
    },
  );
});
