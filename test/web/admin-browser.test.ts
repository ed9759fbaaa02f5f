/** Every page behind the log-in, as the router knows them, in a real browser: accessible, and never wider than the screen. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { routesOf } from "../security/routes-of.ts";
import { checkInBothThemes, describeInBrowser } from "../setup/browser.ts";
import { signIn } from "../setup/signed-in.ts";
import { csv, givenReview, packageOf, type ReviewGiven, SLUG, type Visitor } from "./review-given.ts";

let given: ReviewGiven;
let admin: Visitor;
let pages: readonly string[];

/** Files, what scripts ask for, ways to elsewhere; and a draft, which the officer's test has. */
const NO_PAGE = /\.xlsx$|\/berkas$|\/keadaan$|\/tus|pesan\/:id$|baru\/:id$/;

beforeAll(async () => {
  given = await givenReview();
  const { store } = given.server.service;
  admin = await given.visitor("admin");
  await signIn(given.server, "andi.petugas", { role: "producer", agency: "dinsos", mail: "andi@contoh.go.id" });
  await signIn(given.server, "lama", { role: "reviewer", disabled: true });
  await admin.post("/kerja/admin/token", { nama: "SIPD", peran: "system", instansi: "dinsos", sampai: "2099-01-31" });
  await admin.post("/kerja/admin/panen", {
    nama: "Kabupaten Contoh",
    jenis: "ckan",
    alamat: "https://data.contoh.example",
    instansi: "dinsos",
    jam: "24",
  });
  await admin.post("/kerja/admin/webhook", { nama: "Portal pusat", alamat: "https://portal.example/kabar" });
  const recipe = { headerRows: 1 };
  await store.write(async (tx) => {
    await tx.query(
      `insert into catalogue.recipe (dataset, number, recipe, kept_by, kept_by_name, kept_at)
       select id, 1, $1::jsonb, 'system', 'Sistem', now() from catalogue.dataset where slug = $2`,
      [JSON.stringify(recipe), SLUG],
    );
    await tx.query(
      `insert into jobs.job (name, data, state, retry_count, completed_on, output)
       values ('check-upload', '{"upload": "00000000-0000-4000-8000-000000000000"}', 'failed', 5, now(), '{"message": "cakram penuh"}')`,
    );
    await tx.query("update catalogue.version set published_at = now() - interval '3 years'");
  });
  await given.officer.declare(packageOf("panjang-jalan", "Panjang jalan provinsi menurut kondisi permukaan"));
  await given.submit("panjang-jalan", csv([2024, 2025]));
  await admin.post("/kerja/akun/dua-langkah");
  const find = async (list: string, name: string): Promise<string> =>
    new RegExp(`href="(${list}/[^"]+)"[^>]*>${name}<`).exec((await admin.get(list)).html)?.[1] ?? `${list}/none`;
  const [upload = ""] = await given.waiting();
  const one: Readonly<Record<string, readonly string[]>> = {
    "/kerja/admin/instansi/:agency": ["/kerja/admin/instansi/dinsos"],
    "/kerja/admin/resep/:slug": [`/kerja/admin/resep/${SLUG}`],
    "/kerja/admin/orang/:person": [await find("/kerja/admin/orang", "andi\\.petugas")],
    "/kerja/admin/webhook/:id": [await find("/kerja/admin/webhook", "Portal pusat")],
    "/kerja/admin/panen/:id": [await find("/kerja/admin/panen", "Kabupaten Contoh")],
    "/kerja/admin/hapus-data": ["/kerja/admin/hapus-data", `/kerja/admin/hapus-data?dataset=${SLUG}`],
    "/kerja/unggahan/:id": [`/kerja/unggahan/${upload}`],
    "/kerja/tinjau/:id": [`/kerja/tinjau/${upload}`],
  };
  pages = routesOf(given.server.routes)
    .flatMap((route) => (route.startsWith("GET /kerja") ? [route.slice("GET ".length)] : []))
    .filter((path) => !NO_PAGE.test(path))
    .flatMap((path) => one[path] ?? [path.replace(":slug", SLUG)]);
}, 120_000);
afterAll(() => given.server.close());

it("tell which agency is late, and what its datasets take and are worth", async () => {
  const { html } = await admin.get("/kerja/admin/mutu");
  expect(html).toMatch(/Persentase penduduk miskin<[\s\S]*tag late[^>]*>terlambat</);
  expect(html).toContain("1 dari 1");
  expect((await admin.get("/kerja/admin/penyimpanan")).html).toMatch(/Persentase penduduk miskin<[\s\S]*\d KB/);
  expect((await admin.get("/kerja/admin/resep")).html).toContain(`/kerja/admin/resep/${SLUG}`);
  expect((await admin.get("/kerja/admin/resep/tidak-ada")).status).toBe(404);
});

describeInBrowser("every page behind the log-in", (browser) => {
  it.each([
    [1280, "id", "terang"],
    [360, "en", "gelap"],
  ] as const)(
    "have nothing that axe finds, and fit, at %d pixels (%s, %s)",
    async (width, lang, theme) => {
      const page = await browser.newPage({ viewport: { width, height: 900 } });
      const [name = "", value = ""] = admin.signedIn.cookie.split("=", 2);
      const found: string[] = [];
      await page.context().addCookies([{ name, value, url: given.server.url }]);
      expect(pages.filter((path) => path.includes(":") || path.endsWith("/none"))).toEqual([]);
      for (const path of pages) {
        const answer = await page.goto(
          `${given.server.url}${path}${path.includes("?") ? "&" : "?"}lang=${lang}&tema=${theme}`,
        );
        expect([path, answer?.status()]).toEqual([path, 200]);
        for (const details of await page.locator("main details").all())
          await details.evaluate((element) => element.setAttribute("open", ""));
        found.push(...(await checkInBothThemes(page)).map((one) => `${path}: ${one}`));
        if ((await page.evaluate("document.documentElement.scrollWidth > innerWidth")) === true)
          found.push(`${path}: wider than the screen`);
      }
      expect(found).toEqual([]);
    },
    // Some thirty pages, each looked through whole.
    400_000,
  );
});

it("erase what was published, once the slug has been typed again and not before", async () => {
  const erase = "/kerja/admin/hapus-data";
  const file = () => given.server.call(`/download/${SLUG}/v1.csv`);
  const form = { dataset: SLUG, apa: "kolom", kolom: "jumlah", alasan: "memuat data pribadi" };
  expect((await admin.get(`${erase}?dataset=tidak-ada`)).status).toBe(404);
  for (const wrong of [
    { ...form, setuju: "ya" },
    { ...form, setuju: SLUG, alasan: "" },
    { dataset: SLUG, setuju: SLUG },
  ]) {
    const refused = await admin.post(erase, wrong);
    expect([refused.status, refused.html]).toEqual([400, expect.stringContaining("Belum ada yang dihapus")]);
  }
  expect((await file()).status).toBe(200);
  const done = await admin.post(erase, { ...form, setuju: SLUG });
  expect([done.status, done.html]).toEqual([200, expect.stringContaining("Sudah dihapus: versi 1; 15 baris")]);
  expect(done.html).toContain("Cadangan yang dibuat sebelum ini");
  const gone = await file();
  expect([gone.status, await gone.text()]).toEqual([410, expect.stringContaining("memuat data pribadi")]);
  expect((await admin.get("/kerja/admin/audit?tindakan=dataset.takedown")).html).toContain(`dataset:${SLUG}`);
});
