/** The metadata form: what is filled in holds for the next file, what is not on it stays, and it is nobody else's. */
import { readdir } from "node:fs/promises";
import ExcelJS from "exceljs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
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
    "standard-persentase-concept": "Kemiskinan",
    "standard-persentase-definition": "Penduduk di bawah garis kemiskinan <b>Maret</b>",
    "standard-persentase-measureType": "Persentase",
    "standard-persentase-unit": "persen",
    "standard-jumlah-unit": "jiwa",
    "standard-tahun-definition": "Tahun survei",
    "standard-tahun-unit": "tidak ada di formulir",
  };
  const saved = await officer.post(PAGE, form);
  expect([saved.status, saved.headers.get("location")]).toEqual([303, `${PAGE}?tersimpan=ya`]);
  const html = await (await officer.get(`${PAGE}?tersimpan=ya`)).text();
  expect(html).toContain("Metadata tersimpan");
  expect(html).toContain("4 dari 10 terisi");
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
  // Emptied again, all else as it was.
  expect((await officer.post(PAGE, { "standard-persentase-concept": "" })).status).toBe(303);
  expect((await fieldsNow()).persentase).not.toHaveProperty("concept");
});

it("takes the activity and the indicators, each in a part of its own, and tells what readers miss", async () => {
  const before = await (await officer.get(`${PAGE}/kegiatan`)).text();
  expect(before).toContain("isian yang paling dinanti pembaca masih kosong");
  expect(before).toContain('href="#activity-purpose"');
  const activity = {
    "activity-activityTitle": 'Survei "><i>Sosial</i>',
    "activity-year": "2025",
    "activity-collection": "survey",
    "activity-methods": ["", "interview", "observation"],
    "activity-pilot": "tidak",
    "activity-purpose": "Mengukur </textarea><b>kemiskinan.",
    "activity-email": "data@dinsos.example",
    "activity-collectionFrom": "2025-03-01",
    "activity-collectionUntil": "2025-03-31",
  };
  expect((await officer.post(`${PAGE}/kegiatan`, activity)).status).toBe(303);
  expect(
    (
      await officer.post(`${PAGE}/indikator`, {
        "indicator-persentase-formula": "miskin / penduduk × 100",
        "indicator-persentase-estimationLevel": "regency",
        "indicator-persentase-open": "ya",
      })
    ).status,
  ).toBe(303);
  const upload = await officerOf(server, token).send(SLUG, csv([2023]));
  const [row] = await server.service.store.read((tx) =>
    tx.query<{ package: { activity: unknown; schema: { fields: { name: string; indicator?: unknown }[] } } }>(
      "select package from catalogue.upload where id = $1",
      [upload.id],
    ),
  );
  expect(row?.package.activity).toEqual({
    activityTitle: 'Survei "><i>Sosial</i>',
    year: "2025",
    collection: "survey",
    methods: ["interview", "observation"],
    pilot: false,
    purpose: "Mengukur </textarea><b>kemiskinan.",
    email: "data@dinsos.example",
    collectionFrom: "2025-03-01",
    collectionUntil: "2025-03-31",
  });
  expect(row?.package.schema.fields.find(({ name }) => name === "persentase")?.indicator).toEqual({
    formula: "miskin / penduduk × 100",
    estimationLevel: "regency",
    open: true,
  });
  const after = await (await officer.get(`${PAGE}/kegiatan`)).text();
  expect(after).not.toContain('href="#activity-purpose"');
  for (const hostile of ['"><i>Sosial', "</textarea><b>"]) expect(after).not.toContain(hostile);
  expect(after).toMatch(/value="interview" checked/);
});

it("says at the question what cannot be taken, keeps what was typed, and saves nothing of it", async () => {
  const answer = await officer.post(`${PAGE}/kegiatan`, {
    "activity-year": "duapuluh",
    "activity-email": "bukan surel",
    "activity-purpose": "Tujuan yang belum tersimpan",
    "activity-collectionFrom": "2025-04-01",
    "activity-collectionUntil": "2025-03-31",
    "activity-sector": "astrologi",
  });
  expect(answer.status).toBe(422);
  const html = await answer.text();
  for (const item of ["year", "email", "sector"]) {
    expect(html).toContain(`<a href="#activity-${item}">`);
    expect(html).toContain(`id="activity-${item}-salah"`);
  }
  expect(html).toContain("Tujuan yang belum tersimpan");
  expect(await (await officer.get(`${PAGE}/kegiatan`)).text()).not.toContain("Tujuan yang belum tersimpan");
  const backwards = await officer.post(`${PAGE}/kegiatan`, { "activity-collectionUntil": "2025-02-01" });
  expect(await backwards.text()).toContain('<a href="#activity-collectionUntil">');
});

it("is a workbook of four sheets in the words of the forms", async () => {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(await (await officer.get(`${PAGE}.xlsx`)).arrayBuffer());
  expect(book.worksheets.map(({ name }) => name)).toEqual(["MS-Keg", "MS-Ind", "MS-Var", "Standar Data"]);
  const textOf = (sheet: string): readonly string[] => {
    const lines: string[] = [];
    book.getWorksheet(sheet)?.eachRow(({ values }) => void lines.push((values as unknown[]).slice(1).join(" | ")));
    return lines;
  };
  expect(textOf("MS-Keg")).toContain("4.6 | Metode pengumpulan data | wawancara, pengamatan");
  expect(textOf("MS-Keg")).toContain("3.3 | Pengumpulan data: mulai | 1 Maret 2025");
  expect(textOf("MS-Ind")).toHaveLength(3);
  expect(textOf("MS-Ind")[1]).toContain("miskin / penduduk × 100");
  expect(textOf("MS-Var")).toHaveLength(6);
  expect(textOf("Standar Data")[1]).toContain("persen");
});

describe("a workbook that was filled in", () => {
  const open = async (): Promise<ExcelJS.Workbook> => {
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(await (await officer.get(`${PAGE}.xlsx`)).arrayBuffer());
    return book;
  };
  const send = async (content: ExcelJS.Workbook | string): Promise<{ status: number; html: string }> => {
    const form = new FormData();
    const bytes = typeof content === "string" ? content : new Uint8Array(await content.xlsx.writeBuffer());
    form.append("file", new File([bytes], "metadata diisi.xlsx"));
    const answer = await officer.postFiles(`${PAGE}.xlsx`, form);
    return { status: answer.status, html: await answer.text() };
  };
  /** The last cell of the line with this question. */
  const answerTo = (book: ExcelJS.Workbook, question: string): ExcelJS.Cell => {
    const sheet = book.getWorksheet("MS-Keg");
    let found: ExcelJS.Cell | undefined;
    sheet?.eachRow((row) => {
      if (row.getCell(2).value === question) found = row.getCell(3);
    });
    return found ?? expect.fail(`no line “${question}”`);
  };
  const hiddenOf = (html: string): readonly (readonly [string, string])[] =>
    [...html.matchAll(/<input type="hidden" name="([a-z]+-[^"]+)" value="([^"]*)"/g)].map(
      ([, name = "", value = ""]) => [name, value],
    );

  it("takes nothing back when it says what is kept", async () => {
    const { status, html } = await send(await open());
    expect([status, html]).toEqual([200, expect.stringContaining("Isi buku kerja sama dengan yang tersimpan")]);
    expect(hiddenOf(html)).toEqual([]);
  });

  it("is shown answer by answer, wrong ones by cell, and replaces only what was shown once that is confirmed", async () => {
    const book = await open();
    answerTo(book, "Judul kegiatan").value = 'Survei "><b>Baru</b>';
    answerTo(book, "Tahun kegiatan").value = 2026;
    answerTo(book, "Metode pengumpulan data").value = "Pengamatan, wawancara";
    answerTo(book, "Pengolahan: mulai").value = "2 Juni 2025";
    // After an end that the workbook does not change.
    answerTo(book, "Pengumpulan data: mulai").value = "15 April 2025";
    answerTo(book, "Cara pengumpulan data").value = "menebak";
    answerTo(book, "Surel instansi").value = "bukan surel";
    const indicators = book.getWorksheet("MS-Ind");
    // Moved by hand: a line of the officer's own above the titles.
    indicators?.spliceRows(1, 0, ["Diisi oleh Rahmatia"]);
    const titles = (indicators?.getRow(2).values ?? []) as string[];
    const concept = indicators?.getRow(3).getCell(titles.indexOf("Konsep"));
    if (concept !== undefined) concept.value = "Kemiskinan absolut";
    const { status, html } = await send(book);
    expect(status).toBe(200);
    expect(html).not.toContain('"><b>Baru');
    expect(html).toMatch(/Tulis salah satu: pencacahan lengkap/);
    expect(html).toMatch(/MS-Keg!C\d+<[\s\S]*bukan surel/);
    expect(html).toMatch(/3 sel tidak dapat dipakai[\s\S]*15 April 2025[\s\S]*<form/);
    expect(html).toContain("MS-Ind!");
    const sent = hiddenOf(html);
    expect(sent.map(([name]) => name).sort()).toEqual(
      [
        "activity-activityTitle",
        "activity-methods",
        "activity-methods",
        "activity-processingFrom",
        "activity-year",
        "standard-persentase-concept",
      ].sort(),
    );
    const before = await (await officer.get(`${PAGE}/kegiatan`)).text();
    expect(before).not.toContain("Baru");
    const form: Record<string, string | string[]> = {};
    for (const [name, value] of sent)
      form[name] = [
        ...[form[name] ?? []].flat(),
        value.replaceAll("&lt;", "<").replaceAll("&#34;", '"').replaceAll("&amp;", "&"),
      ];
    expect((await officer.post(PAGE, form)).status).toBe(303);
    const after = await open();
    expect(answerTo(after, "Judul kegiatan").value).toBe('Survei "><b>Baru</b>');
    expect(answerTo(after, "Metode pengumpulan data").value).toBe("wawancara, pengamatan");
    expect(answerTo(after, "Pengolahan: mulai").value).toBe("2 Juni 2025");
    expect(answerTo(after, "Pengumpulan data: mulai").value).toBe("1 Maret 2025");
    expect(answerTo(after, "Tujuan kegiatan").value).toBe("Mengukur </textarea><b>kemiskinan.");
  });

  it("that is none is said to be none, and nothing is kept of it", async () => {
    const other = new ExcelJS.Workbook();
    other.addWorksheet("Data").addRow(["kode", 1]);
    for (const [content, said] of [
      [other, "tidak ada lembar MS-Keg"],
      ["bukan buku kerja", "MS-Keg"],
    ] as const) {
      const { status, html } = await send(content);
      expect([status, html]).toEqual([400, expect.stringContaining(said)]);
    }
    expect(await readdir(server.service.spool)).toEqual([]);
  });
});

it("is another agency's neither to see nor to change", async () => {
  const other = await signIn(server, "Petugas Dinkes", { role: "producer", agency: "dinkes" });
  for (const page of [PAGE, `${PAGE}/kegiatan`, `${PAGE}.xlsx`]) expect((await other.get(page)).status).toBe(404);
  expect((await other.post(PAGE, { "standard-persentase-concept": "x" })).status).toBe(404);
});
