/** The pages of administrators, of one's own account and of signing in, in a real browser: accessible, and never wider than the screen. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { checkAccessibility, describeInBrowser } from "../setup/browser.ts";
import { signIn } from "../setup/signed-in.ts";
import { csv, givenReview, packageOf, type ReviewGiven, SLUG, type Visitor } from "./review-given.ts";

let given: ReviewGiven;
let admin: Visitor;
let paths: readonly string[];

beforeAll(async () => {
  given = await givenReview();
  const { store } = given.server.service;
  admin = await given.visitor("admin");
  await signIn(given.server, "andi.petugas", { role: "producer", agency: "dinsos", mail: "andi@contoh.go.id" });
  await signIn(given.server, "lama", { role: "reviewer", disabled: true });
  await admin.post("/kerja/admin/token", { nama: "SIPD", peran: "system", instansi: "dinsos", sampai: "2099-01-31" });
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
  paths = [
    ...["", "/instansi", "/instansi/dinsos", "/orang", "/token", "/webhook", "/resep", `/resep/${SLUG}`, "/mutu"].map(
      (part) => `/kerja/admin${part}`,
    ),
    ...["/pekerjaan", "/penyimpanan", "/audit"].map((part) => `/kerja/admin${part}`),
    await find("/kerja/admin/orang", "andi\\.petugas"),
    await find("/kerja/admin/webhook", "Portal pusat"),
    "/kerja/akun",
    "/kerja/akun/kata-sandi",
    "/kerja/akun/dua-langkah",
    "/masuk",
  ];
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

describeInBrowser("the pages of administrators, accounts and signing in", (browser) => {
  it.each([
    [1280, "id", "terang"],
    [360, "en", "gelap"],
  ] as const)(
    "have nothing that axe finds, and fit, at %d pixels (%s, %s)",
    async (width, lang, theme) => {
      const page = await browser.newPage({ viewport: { width, height: 900 } });
      const [name = "", value = ""] = admin.signedIn.cookie.split("=", 2);
      const found: string[] = [];
      for (const path of paths) {
        if (path === "/masuk") await page.context().clearCookies();
        else await page.context().addCookies([{ name, value, url: given.server.url }]);
        const answer = await page.goto(`${given.server.url}${path}?lang=${lang}&tema=${theme}`);
        expect([path, answer?.status()]).toEqual([path, 200]);
        for (const details of await page.locator("main details").all())
          await details.evaluate((element) => element.setAttribute("open", ""));
        found.push(...(await checkAccessibility(page)).map((one) => `${path}: ${one}`));
        if ((await page.evaluate("document.documentElement.scrollWidth > innerWidth")) === true)
          found.push(`${path}: wider than the screen`);
      }
      expect(found).toEqual([]);
    },
    // Eighteen pages, each looked through whole.
    240_000,
  );
});
