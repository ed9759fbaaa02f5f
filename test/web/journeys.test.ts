/** Whole ways through the window in a real browser: somebody who writes, somebody who builds, and somebody who reads no Indonesian. */
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { importFolder } from "../../src/import-package.ts";
import { describeInBrowser } from "../setup/browser.ts";
import { openTestServer, type TestServer } from "../setup/server.ts";

const run = promisify(execFile);
let server: TestServer;

beforeAll(async () => {
  server = await openTestServer();
  for (const slug of ["penduduk-miskin-provinsi", "penduduk-miskin", "indeks-pembangunan-manusia"]) {
    const folder = fileURLToPath(new URL(`../../datasets/${slug}`, import.meta.url));
    await importFolder(server.service, folder, new AbortController().signal);
  }
}, 120_000);
afterAll(() => server.close());

/** What a page asked another host for, which must be nothing, and what went wrong in it. */
function watch(page: Page): readonly string[] {
  const troubles: string[] = [];
  page.on("request", (request) => {
    if (!request.url().startsWith(server.url) && !/^(?:data|blob):/.test(request.url())) troubles.push(request.url());
  });
  page.on("pageerror", (error) => troubles.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") troubles.push(message.text());
  });
  return troubles;
}

describeInBrowser("a visitor", (browser) => {
  it.each([true, false])(
    "who writes searches, sees the chart and takes the CSV (script: %s)",
    async (javaScriptEnabled) => {
      const page = await browser.newPage({ javaScriptEnabled, viewport: { width: 360, height: 780 } });
      const troubles = watch(page);
      await page.goto(`${server.url}/`);
      await page.getByRole("searchbox").fill("kemiskinan gowa 2023");
      await page.keyboard.press("Enter");
      await page.waitForURL(/\/dataset\?/);
      expect(await page.getByText("Wilayah: Gowa").first().isVisible()).toBe(true);
      await page
        .locator("main")
        .getByRole("link", { name: "Persentase penduduk miskin menurut kabupaten/kota" })
        .first()
        .click();
      await page.waitForURL(/\/dataset\/penduduk-miskin$/);
      expect(await page.getByRole("heading", { level: 1 }).innerText()).toContain("miskin");
      expect(await page.locator("main svg.chart:visible").first().isVisible()).toBe(true);
      expect(await page.locator("main").innerText()).toContain("Pangkep");
      const download = page.waitForEvent("download");
      await page
        .getByRole("link", { name: /^Unduh CSV/ })
        .first()
        .click();
      const csv = await readFile(await (await download).path(), "utf8");
      expect(csv).toBe(await (await server.call("/download/penduduk-miskin.csv")).text());
      expect(csv).toContain("73.06");
      expect(troubles).toEqual([]);
    },
    60_000,
  );

  it("who builds takes a snippet as it stands and gets the rows", async () => {
    const page = await browser.newPage();
    const troubles = watch(page);
    await page.goto(`${server.url}/dataset/penduduk-miskin`);
    await page.getByRole("link", { name: "Pakai data ini" }).first().click();
    const snippets = await page.locator("main pre").allInnerTexts();
    const graphql = snippets.find((text) => text.includes("/graphql") && text.includes("curl"));
    const javascript = snippets.find((text) => text.includes("await fetch"));
    expect([graphql, javascript]).not.toContain(undefined);
    const asked = await run("bash", ["-c", graphql ?? "false"]);
    expect(JSON.parse(asked.stdout)).toMatchObject({ data: { dataset: { rows: { nodes: expect.any(Array) } } } });
    const counted = await run(process.execPath, ["--input-type=module", "-e", javascript ?? ""]);
    expect(counted.stdout).toMatch(/^\d+ \{/);
    expect(troubles).toEqual([]);
  }, 60_000);

  it("who reads no Indonesian finds the window in English and stays in it", async () => {
    const page = await browser.newPage();
    const troubles = watch(page);
    await page.goto(`${server.url}/`);
    await page.getByRole("link", { name: "English" }).first().click();
    expect(await page.locator("html").getAttribute("lang")).toBe("en");
    await page.getByRole("searchbox").fill("poverty");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/dataset\?/);
    await page
      .locator("main")
      .getByRole("link", { name: /poor|poverty/i })
      .first()
      .click();
    await page.waitForURL(/\/dataset\/[a-z-]+/);
    expect(await page.locator("html").getAttribute("lang")).toBe("en");
    expect(await page.locator("main").innerText()).toMatch(/Download CSV/);
    for (const text of ["Unduh", "Kutip", "Versi lama"])
      expect(await page.locator("main").innerText()).not.toContain(text);
    expect(troubles).toEqual([]);
  }, 60_000);
});
