/** The officer's desk in a real browser: a broken workbook mended to a submitted one, with and without script; accessible, never too wide. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ExcelJS from "exceljs";
import type { BrowserContextOptions, Page, Request } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { checkFile } from "../../src/tabular/check.ts";
import { checkInBothThemes, describeInBrowser, type TestBrowser } from "../setup/browser.ts";
import { officerOf } from "../setup/officer.ts";
import { openTestServer, type TestServer } from "../setup/server.ts";
import { type SignedIn, signIn } from "../setup/signed-in.ts";
import { csv, packageOf, SLUG } from "./review-given.ts";

let server: TestServer;
let officer: SignedIn;

beforeAll(async () => {
  server = await openTestServer({}, checkFile);
  officer = await signIn(server, "Rahmatia Dg. Ngai", { role: "producer", agency: "dinsos" });
  const declared = officerOf(server, await server.token("producer", "dinsos"));
  await declared.declare(packageOf(SLUG));
  await declared.declare(packageOf("panjang-jalan", "Panjang jalan provinsi menurut kondisi permukaan"));
}, 60_000);
afterAll(() => server.close());

async function signedIn(browser: TestBrowser, options: BrowserContextOptions = {}): Promise<Page> {
  const page = await browser.newPage(options);
  await admit(page);
  return page;
}

async function admit(page: Page): Promise<void> {
  const [name = "", value = ""] = officer.cookie.split("=", 2);
  await page.context().addCookies([{ name, value, url: server.url }]);
}

/** Of two pieces. */
const BIG = `kode_kabupaten_kota,tahun,persentase,jumlah\n${"73.06,2022,12,1000\n".repeat(260_000)}`;

/** A workbook as offices send it: a title above the table, a total below, words where a number belongs. */
async function workbook(change: (sheet: ExcelJS.Worksheet) => void = () => {}) {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet("Kemiskinan");
  sheet.addRow(["Persentase Penduduk Miskin Menurut Kabupaten/Kota"]);
  sheet.addRow([]);
  for (const line of csv([2022, 2023]).trim().split("\n"))
    sheet.addRow(
      line.split(",").map((cell) => (/^\d{1,4}(\.\d{2})?$/.test(cell) && !/^73\./.test(cell) ? Number(cell) : cell)),
    );
  change(sheet);
  const buffer = Buffer.from(await book.xlsx.writeBuffer());
  return {
    name: "Kemiskinan 2023.xlsx",
    mimeType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    buffer,
  };
}

/** Words for a figure, and a figure above what is possible. */
const broken = () =>
  workbook((sheet) => {
    sheet.getCell("D6").value = "dua belas";
    sheet.getCell("D9").value = 147.5;
  });

describeInBrowser("the officer's desk in a browser", (browser) => {
  it.each([
    ["with script", true],
    ["without script", false],
  ] as const)(
    "takes a broken workbook to a submitted one, %s",
    async (_name, javaScriptEnabled) => {
      const slug = javaScriptEnabled ? SLUG : "panjang-jalan";
      const page = await signedIn(browser, { javaScriptEnabled });
      const pieces: string[] = [];
      page.on("request", (request) => {
        if (new URL(request.url()).pathname.startsWith("/kerja/unggah/tus")) pieces.push(request.method());
      });
      await page.goto(`${server.url}/kerja`);
      await page.locator(`a[href^="/kerja/dataset/${slug}"]`).last().click();
      await page.getByLabel("Berkas Excel atau CSV").setInputFiles(await broken());
      await page.getByLabel("Catatan untuk walidata").fill("Percobaan pertama");
      await page.getByRole("button", { name: "Kirim dan periksa" }).click();
      await page.getByRole("heading", { level: 1, name: "2 hal harus diperbaiki" }).waitFor();
      expect(await page.locator(".sheet .mark-error").allInnerTexts()).toEqual(
        expect.arrayContaining([expect.stringContaining("dua belas"), expect.stringContaining("147.5")]),
      );
      // One of the two is mended on the page.
      await page.getByLabel(/D6.*dua belas/).fill("12,25");
      await page.getByRole("button", { name: "Simpan dan periksa lagi" }).click();
      // Its column is written with a point: the page says so and offers the figure.
      await page.getByLabel("Pakai 12.25 untuk D6").check();
      await page.getByRole("button", { name: "Simpan dan periksa lagi" }).click();
      await page.getByRole("heading", { level: 1, name: "1 hal harus diperbaiki" }).waitFor();
      expect(await page.locator("#putusan").innerText()).toMatch(/dua belas[\s\S]*12.25/);
      // The rest in the file, sent again from the same page.
      await page
        .locator("#unggah-lagi")
        .getByLabel("Berkas Excel atau CSV")
        .setInputFiles(await workbook());
      await page.locator("#unggah-lagi").getByRole("button").last().click();
      const submit = page.getByRole("button", { name: "Ajukan kepada walidata" });
      await submit.waitFor();
      expect(await page.locator(".next-step").innerText()).toContain("versi pertama: 10 baris");
      await submit.click();
      await page.getByRole("heading", { level: 1, name: "Menunggu keputusan walidata" }).waitFor();
      expect(pieces).toEqual(javaScriptEnabled ? ["POST", "PATCH", "POST", "PATCH"] : []);
    },
    90_000,
  );

  it("goes on sending in the same page when a session was lost in the middle and the officer signs in again", async () => {
    const page = await signedIn(browser);
    let pieces = 0;
    await page.route("**/kerja/unggah/tus/*", async (route) => {
      if (route.request().method() !== "PATCH") return route.continue();
      pieces += 1;
      if (pieces === 2) await page.context().clearCookies();
      await route.continue();
    });
    await page.goto(`${server.url}/kerja/dataset/panjang-jalan`);
    const buffer = Buffer.from(BIG);
    await page.getByLabel("Berkas Excel atau CSV").setInputFiles({ name: "besar.csv", mimeType: "text/csv", buffer });
    await page.getByRole("button", { name: "Kirim dan periksa" }).click();
    await page.getByText("Anda sudah tidak masuk").waitFor();
    expect(await page.getByRole("link", { name: "Masuk lagi" }).getAttribute("href")).toMatch(/^\/masuk\?next=/);
    await admit(page);
    await page.waitForURL(/\/kerja\/unggahan\//);
    // The first piece was sent once, the second twice: refused, then taken.
    expect(pieces).toBe(3);
  }, 60_000);

  it("goes on where it stopped after the browser was closed in the middle and the same file is chosen again", async () => {
    const folder = await mkdtemp(join(tmpdir(), "profil-"));
    const path = join(folder, "sangat besar.csv");
    await writeFile(path, BIG);
    const open = async (see: (request: Request) => void): Promise<Page> => {
      const page = await browser.openProfile(join(folder, "profil"));
      await admit(page);
      page.on("request", (request) => request.url().includes("/kerja/unggah/tus") && see(request));
      await page.goto(`${server.url}/kerja/dataset/panjang-jalan`);
      return page;
    };
    const send = async (page: Page): Promise<void> => {
      await page.getByLabel("Berkas Excel atau CSV").setInputFiles(path);
      await page.getByRole("button", { name: "Kirim dan periksa" }).click();
    };
    let pieces = 0;
    const before = await open(() => {});
    const closed = new Promise<void>((done) => {
      void before.route("**/kerja/unggah/tus/*", async (route) => {
        pieces += 1;
        // The second piece never leaves.
        if (pieces === 2) return done();
        await route.continue();
      });
    });
    await send(before);
    await closed;
    await before.context().close();

    const asked: string[] = [];
    const after = await open((request) =>
      asked.push(`${request.method()} ${request.headers()["upload-offset"] ?? ""}`),
    );
    await after.getByText("Pilih berkas yang sama untuk melanjutkan").waitFor();
    await send(after);
    await after.waitForURL(/\/kerja\/unggahan\//);
    // Some of the second piece may have come through before the browser was closed.
    expect(asked).toEqual(["HEAD ", expect.stringMatching(/^PATCH \d+$/)]);
    expect(Number(asked[1]?.slice("PATCH ".length))).toBeGreaterThanOrEqual(4_194_304);
    await after.context().close();
    await rm(folder, { recursive: true });
  }, 150_000);

  it.each([
    [1280, "id", "terang"],
    [360, "en", "gelap"],
  ] as const)(
    "has nothing that axe finds, and fits, at %d pixels (%s, %s)",
    async (width, lang, theme) => {
      const page = await signedIn(browser, { viewport: { width, height: 900 } });
      await page.goto(`${server.url}/kerja/dataset/${SLUG}?lang=id`);
      await page.getByLabel("Berkas Excel atau CSV").setInputFiles(await broken());
      await page.getByRole("button", { name: "Kirim dan periksa" }).click();
      await page.getByRole("heading", { level: 1, name: "2 hal harus diperbaiki" }).waitFor();
      const withErrors = new URL(page.url()).pathname;
      await page
        .locator("#unggah-lagi")
        .getByLabel("Berkas Excel atau CSV")
        .setInputFiles(await workbook());
      await page.locator("#unggah-lagi").getByRole("button").last().click();
      await page.getByRole("button", { name: "Ajukan kepada walidata" }).waitFor();
      const ready = new URL(page.url()).pathname;
      await page.goto(`${server.url}/kerja/baru`);
      await page.locator("input[type=file]").setInputFiles(await workbook());
      await page.locator("form.send-file, main form").last().locator("button").last().click();
      // A thread that looks at the file starts slowly from sources.
      await page.locator("input[name=alamat]").waitFor({ timeout: 60_000 });
      const confirm = new URL(page.url()).pathname;
      const found: string[] = [];
      for (const path of [confirm, withErrors, ready]) {
        const answer = await page.goto(`${server.url}${path}?lang=${lang}&tema=${theme}`);
        expect([path, answer?.status()]).toEqual([path, 200]);
        for (const details of await page.locator("main details").all())
          await details.evaluate((element) => element.setAttribute("open", ""));
        found.push(...(await checkInBothThemes(page)).map((one) => `${path}: ${one}`));
        const isWider = await page.evaluate("document.documentElement.scrollWidth > innerWidth");
        if (isWider === true) found.push(`${path}: wider than the screen`);
      }
      expect(found).toEqual([]);
    },
    150_000,
  );
});
