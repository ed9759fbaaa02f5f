/** The metadata form: what is filled in holds for the next file, what is not on it stays, and it is nobody else's. */
import ExcelJS from "exceljs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { checkFile } from "../../src/tabular/check.ts";
import { officerOf } from "../setup/officer.ts";
import { openTestServer, type TestServer } from "../setup/server.ts";
import { type SignedIn, signIn } from "../setup/signed-in.ts";
import { csv, packageOf, SLUG } from "./review-given.ts";

let server: TestServer;
let officer: SignedIn;
let token: string;

beforeAll(async () => {
  server = await openTestServer({}, checkFile);
  officer = await signIn(server, "Petugas Dinsos", { role: "producer", agency: "dinsos" });
  token = await server.token("producer", "dinsos");
  await officerOf(server, token).declare(packageOf(SLUG));
}, 60_000);
afterAll(() => server.close());

const PAGE = `/kerja/dataset/${SLUG}/metadata`;

const fieldsNow = async (): Promise<Readonly<Record<string, Record<string, unknown>>>> => {
  const upload = await officerOf(server, token).send(SLUG, csv([2022]));
  const rows = await server.service.store.read((tx) =>
    tx.query<{ package: { schema: { fields: { name: string }[] } } }>(
      "select package from catalogue.upload where id = $1",
      [upload.id],
    ),
  );
  return Object.fromEntries((rows[0]?.package.schema.fields ?? []).map((field) => [field.name, { ...field }]));
};

it("is reached from the dataset, saved, escaped, and declared of the next file", async () => {
  expect(await (await officer.get(`/kerja/dataset/${SLUG}`)).text()).toContain(`href="${PAGE}"`);
  expect(await (await officer.get(PAGE)).text()).not.toContain("Metadata tersimpan");
  const before = await fieldsNow();
  const form = {
    "concept-persentase": "Kemiskinan",
    "definition-persentase": "Penduduk di bawah garis kemiskinan <b>Maret</b>",
    "measureType-persentase": "Persentase",
    "unit-persentase": "persen",
    "unit-jumlah": "jiwa",
    "definition-tahun": "Tahun survei",
    "unit-tahun": "tidak ada di formulir",
  };
  const saved = await officer.post(PAGE, form);
  expect([saved.status, saved.headers.get("location")]).toEqual([303, `${PAGE}?tersimpan=ya`]);
  const html = await (await officer.get(`${PAGE}?tersimpan=ya`)).text();
  expect(html).toContain("Metadata tersimpan");
  expect(html).toContain("4 dari 5 terisi");
  expect(html).not.toContain("<b>Maret</b>");
  const after = await fieldsNow();
  expect(after).toEqual({
    ...before,
    persentase: {
      ...before.persentase,
      concept: "Kemiskinan",
      definition: "Penduduk di bawah garis kemiskinan <b>Maret</b>",
      measureType: "Persentase",
    },
    jumlah: { ...before.jumlah, unit: "jiwa" },
    tahun: { ...before.tahun, definition: "Tahun survei" },
  });
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(await (await officer.get(`${PAGE}.xlsx`)).arrayBuffer());
  const rows: unknown[] = [];
  book.worksheets[0]?.eachRow(({ values }) => void rows.push((values as unknown[]).slice(1, 8)));
  expect(rows).toHaveLength(6);
  expect(rows[4]).toEqual([
    "Penduduk miskin",
    "persentase",
    "Kemiskinan",
    "Penduduk di bawah garis kemiskinan <b>Maret</b>",
    undefined,
    "Persentase",
    "persen",
  ]);
  // Emptied again, all else as it was.
  expect((await officer.post(PAGE, { "concept-persentase": "" })).status).toBe(303);
  expect((await fieldsNow()).persentase).not.toHaveProperty("concept");
});

it("is another agency's neither to see nor to change", async () => {
  const other = await signIn(server, "Petugas Dinkes", { role: "producer", agency: "dinkes" });
  for (const page of [PAGE, `${PAGE}.xlsx`]) expect((await other.get(page)).status).toBe(404);
  expect((await other.post(PAGE, { "concept-persentase": "x" })).status).toBe(404);
});
