/**
 * Every public page, by the table of docs/api.md, in a real browser: at 400 % zoom (320 × 256 CSS pixels) nothing but tables and code
 * scrolls sideways, and axe finds nothing in either language and theme. A page that is new in the table fails here until it is given an
 * address to be looked at.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { importFolder } from "../../src/import-package.ts";
import { checkInBothThemes, describeInBrowser } from "../setup/browser.ts";
import { openTestServer, type TestServer } from "../setup/server.ts";

/** Where each page of the table is looked at. */
const ADDRESSES: Readonly<Record<string, readonly string[]>> = {
  "/": ["/"],
  "/indikator": ["/indikator"],
  "/indikator/{slug}": ["/indikator/persentase-penduduk-miskin"],
  "/wilayah": ["/wilayah"],
  "/wilayah/{code}": ["/wilayah/73.06?banding=73.71", "/wilayah/73", "/wilayah/73.06.01"],
  "/instansi": ["/instansi"],
  "/instansi/{slug}": ["/instansi/bps-sulsel"],
  "/topik": ["/topik"],
  "/topik/{slug}": ["/topik/kemiskinan"],
  "/tentang": ["/tentang"],
  "/pengembang": ["/pengembang"],
  "/status": ["/status"],
  "/dataset": ["/dataset", "/dataset?q=kemiskinan+gowa+2023", "/dataset?q=zzzqqq"],
  "/dataset/{slug}": ["peringkat", "peta", "tren", "tabel", "definisi"].map(
    (view) => `/dataset/penduduk-miskin?tampil=${view}`,
  ),
  "/dataset/{slug}/v{n}": ["/dataset/penduduk-miskin/v1"],
  "/dataset/{slug}/v{m}..v{n}": ["/dataset/penduduk-miskin/v1..v2"],
  "/dataset/{slug}/pakai": ["/dataset/penduduk-miskin/pakai"],
  "/dataset/{slug}/sisip": ["/dataset/penduduk-miskin/sisip"],
  "/dataset/{slug}/v{n}/sisip": ["/dataset/penduduk-miskin/v1/sisip"],
  "/masuk": ["/masuk"],
  "/api/rujukan": ["/api/rujukan"],
  "/docs/codes": ["/docs/codes"],
  "no such page": ["/tidak-ada"],
};

/** Pictures, files and steps on the way into the desk, which has tests of its own. */
const NOT_LOOKED_AT = /^\/(?:kerja|masuk\/|keluar|assets)|\.bib$|\{picture\}|\{ending\}/;

const documented = (): readonly string[] => {
  const text = readFileSync(fileURLToPath(new URL("../../docs/api.md", import.meta.url)), "utf8");
  const pages = text.slice(text.indexOf("\n## Pages")).split(/\n## (?!Pages)/)[0] ?? "";
  return [...pages.matchAll(/`GET (\/[^`]*)`/g)].flatMap(([, path = ""]) => (NOT_LOOKED_AT.test(path) ? [] : [path]));
};

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer();
  for (const slug of ["penduduk-miskin", "penduduk-miskin-provinsi", "jumlah-penduduk"])
    await importFolder(
      server.service,
      fileURLToPath(new URL(`../../datasets/${slug}`, import.meta.url)),
      new AbortController().signal,
    );
});
afterAll(() => server.close());

it("has an address for every page of the table", () => {
  expect(documented().length).toBeGreaterThan(10);
  expect(documented().filter((path) => ADDRESSES[path] === undefined)).toEqual([]);
});

describeInBrowser("every public page", ({ newPage }) => {
  it.each(Object.entries(ADDRESSES))("%s", { timeout: 60_000 }, async (_page, paths) => {
    const page = await newPage({ viewport: { width: 320, height: 256 }, reducedMotion: "reduce" });
    for (const path of paths) {
      for (const [lang, tema] of [
        ["id", "terang"],
        ["en", "gelap"],
      ]) {
        const address = `${path}${path.includes("?") ? "&" : "?"}lang=${lang}&tema=${tema}`;
        await page.goto(`${server.url}${address}`);
        const beyond = await page.evaluate(
          "document.documentElement.scrollWidth - document.documentElement.clientWidth",
        );
        expect({ address, beyond, found: await checkInBothThemes(page) }).toEqual({ address, beyond: 0, found: [] });
      }
    }
  });
});
