/** The pages of a dataset in a real browser: accessible in both languages and themes, on a narrow screen, with a script and without. */
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { importFolder } from "../../src/import-package.ts";
import { checkFile } from "../../src/tabular/check.ts";
import { checkAccessibility, describeInBrowser } from "../setup/browser.ts";
import { openTestServer, type TestServer } from "../setup/server.ts";

const IPM = "/dataset/indeks-pembangunan-manusia";
let server: TestServer;

beforeAll(async () => {
  server = await openTestServer({}, checkFile);
  const folder = fileURLToPath(new URL("../../datasets/indeks-pembangunan-manusia", import.meta.url));
  await importFolder(server.service, folder, new AbortController().signal);
});
afterAll(() => server.close());

describeInBrowser("a dataset's pages in a browser", ({ newPage }) => {
  it.each(
    [
      "",
      "?tampil=peta",
      "?tampil=tren",
      "?tampil=tabel",
      "?tampil=definisi",
      "/v2",
      "/v1..v3",
      "/pakai",
      "/sisip",
    ].flatMap(
      (path) =>
        [
          [path, "id", "light"],
          [path, "en", "dark"],
        ] as const,
    ),
  )("have nothing that axe finds: %s, %s, %s", async (path, lang, colorScheme) => {
    const page = await newPage({ colorScheme });
    await page.goto(`${server.url}${IPM}${path}${path.includes("?") ? "&" : "?"}lang=${lang}`);
    expect(await checkAccessibility(page)).toEqual([]);
  });

  it("do not scroll sideways on a narrow screen, and their list is as accessible", async () => {
    const page = await newPage({ viewport: { width: 360, height: 740 } });
    for (const path of [
      IPM,
      `${IPM}?tampil=tabel`,
      `${IPM}/v1..v3`,
      `${IPM}/pakai`,
      "/dataset?topik=pembangunan-manusia",
    ]) {
      await page.goto(`${server.url}${path}`);
      expect([path, await page.evaluate("document.documentElement.scrollWidth - innerWidth")]).toEqual([path, 0]);
    }
    expect(await checkAccessibility(page)).toEqual([]);
  });

  it("choose with a script by choosing, and without one by a button", async () => {
    const page = await newPage();
    await page.goto(`${server.url}${IPM}`);
    await page.selectOption('select[name="tahun"]', "2022");
    await page.waitForURL(/tahun=2022/);
    const plain = await newPage({ javaScriptEnabled: false });
    await plain.goto(`${server.url}${IPM}`);
    await plain.selectOption('select[name="tahun"]', "2022");
    await plain.click("form.options button");
    await plain.waitForURL(/tahun=2022/);
  });
});
