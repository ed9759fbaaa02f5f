/** The reviewer's pages in a real browser: accessible in both languages and themes, never wider than the screen, and without script. */
import type { BrowserContextOptions } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { checkInBothThemes, describeInBrowser, type TestBrowser } from "../setup/browser.ts";
import { changed, csv, givenReview, packageOf, type ReviewGiven, SLUG, type Visitor } from "./review-given.ts";

let given: ReviewGiven;
let reviewer: Visitor;
let id: string;

beforeAll(async () => {
  given = await givenReview();
  reviewer = await given.visitor("reviewer");
  const sent = await given.submit(SLUG, changed(), { note: "Data 2025 dari Susenas Maret 2025." });
  id = sent.id;
  await given.officer.declare(packageOf("panjang-jalan", "Panjang jalan provinsi menurut kondisi permukaan"));
  await given.submit("panjang-jalan", csv([2024, 2025]));
}, 60_000);
afterAll(() => given.server.close());

async function signedIn(browser: TestBrowser, options: BrowserContextOptions = {}) {
  const page = await browser.newPage(options);
  const [name = "", value = ""] = reviewer.signedIn.cookie.split("=", 2);
  await page.context().addCookies([{ name, value, url: given.server.url }]);
  return page;
}

describeInBrowser("the reviewer's pages in a browser", (browser) => {
  it.each([
    [1280, "id", "terang"],
    [360, "en", "gelap"],
  ] as const)(
    "have nothing that axe finds, and fit, at %d pixels (%s, %s)",
    async (width, lang, theme) => {
      const page = await signedIn(browser, { viewport: { width, height: 900 } });
      const found: string[] = [];
      for (const path of [`/kerja/tinjau/${id}`]) {
        const answer = await page.goto(`${given.server.url}${path}?lang=${lang}&tema=${theme}`);
        expect([path, answer?.status()]).toEqual([path, 200]);
        for (const details of await page.locator("main details").all())
          await details.evaluate((element) => element.setAttribute("open", ""));
        found.push(...(await checkInBothThemes(page)).map((one) => `${path}: ${one}`));
        const isWider = await page.evaluate("document.documentElement.scrollWidth > innerWidth");
        if (isWider === true) found.push(`${path}: wider than the screen`);
      }
      expect(found).toEqual([]);
    },
    60_000,
  );

  it("take a reviewer from the queue to a decision and to the next one, without script", async () => {
    const page = await signedIn(browser, { javaScriptEnabled: false });
    await page.goto(`${given.server.url}/kerja/tinjau`);
    await page.getByRole("link", { name: "Mulai dari yang pertama" }).click();
    await page.getByText("Kembalikan ke instansi").click();
    await page.getByLabel("Yang perlu diperbaiki, singkat").fill("Gowa 2024 tidak wajar");
    await page.getByLabel("Sel, misalnya C12 1").fill("D13");
    await page.getByLabel("Catatan 1", { exact: true }).fill("Periksa sumbernya");
    await page.getByRole("button", { name: "Kembalikan" }).click();
    expect(await page.getByRole("status").innerText()).toMatch(/Dikembalikan ke instansi[\s\S]*D13: Periksa sumbernya/);
    await page.getByRole("link", { name: /^Berikutnya: Panjang jalan/ }).click();
    await page.getByRole("button", { name: "Setujui dan terbitkan versi 1" }).click();
    expect(await page.getByRole("status").innerText()).toMatch(/Terbit sebagai versi 1[\s\S]*Antrean sudah kosong/);
  }, 60_000);
});
