/**
 * What a careful person reads in real files of Indonesian agencies. The files stay outside the project; without JENDELA_REALDATA, the
 * folder that holds them, these tests are skipped.
 */
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readRegionFacts } from "../../src/cli/region-facts.ts";
import { type Inspection, inspectFile } from "../../src/tabular/inspect.ts";
import { isUnreadable } from "../../src/tabular/model.ts";
import type { RegionFact } from "../../src/tabular/regions.ts";
import { convertToText, parseCanonical, sumOfColumn } from "./fixtures/converted.ts";

const FOLDER = process.env.JENDELA_REALDATA;

interface Table {
  readonly sheet?: string;
  readonly header: readonly [number, number] | null;
  readonly data: readonly [number, number];
  readonly body: number;
  readonly totals?: readonly number[];
  readonly title?: string | null;
  readonly unit?: string | null;
  /** The periods of all period columns, or how many there are. */
  readonly periods?: readonly string[] | number;
  readonly notes?: readonly number[];
  /** By column: its sum over the body rows. */
  readonly sums?: Readonly<Record<number, number>>;
  /** By column: what its field is. */
  readonly fields?: Readonly<Record<number, Readonly<Record<string, unknown>>>>;
}

interface Expected {
  readonly file?: Readonly<Record<string, unknown>>;
  readonly tables?: readonly Table[];
  readonly issues?: readonly string[];
  /** The file is refused, with this code. */
  readonly refused?: string;
}

const years = (from: number, to: number): string[] =>
  Array.from({ length: Math.abs(to - from) + 1 }, (_, at) => String(from + (to > from ? at : -at)));
const months = [...Array.from({ length: 12 }, (_, at) => `2022-${String(at + 1).padStart(2, "0")}`), "2022"];
const quarters = ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2025"];
const jabar = { 1: { role: null }, 4: { type: "string", role: "region" }, 8: { type: "year", role: "period" } };

const expectations: Readonly<Record<string, Expected>> = {
  "Angka Partisipasi Murni.xlsx": {
    tables: [
      {
        sheet: "Sheet1",
        header: [1, 3],
        data: [4, 31],
        body: 27,
        totals: [4],
        title: "Angka Partisipasi Murni",
        periods: ["2017", "2018", "2019", "2017", "2018", "2019", "2017", "2018", "2019", "2017", "2018", "2019"],
        notes: [34, 35],
        sums: { 2: 2634.96, 13: 410.11 },
        fields: { 1: { role: "region" }, 2: { type: "number", role: "measure", decimalMark: "." } },
      },
    ],
  },
  "Dataset kemiskinan - pesawaran.csv": {
    tables: [
      {
        header: [1, 1],
        data: [2, 445],
        body: 444,
        sums: { 5: 41758.27, 8: 201841216, 14: 44498346 },
        fields: {
          4: { type: "year", role: "period" },
          6: { decimalMark: "," },
          8: { decimalMark: "," },
          14: { decimalMark: "," },
        },
      },
    ],
    issues: ["cell/number-other-mark"],
  },
  "IPM Jawa Timur 2010-2023.xlsx": {
    tables: [
      {
        sheet: "table",
        header: [1, 1],
        data: [2, 40],
        body: 38,
        totals: [2],
        periods: years(2023, 2010),
        sums: { 2: 2799.85, 15: 2485.88 },
      },
    ],
  },
  "IPM.xlsx": {
    tables: [
      { sheet: "UHH", header: [1, 1], data: [2, 21], body: 19, totals: [2], periods: ["2022"], sums: { 2: 1342.4 } },
      {
        sheet: "HLS",
        header: [1, 2],
        data: [3, 22],
        body: 19,
        totals: [3],
        title: "HLS",
        periods: ["2022"],
        sums: { 3: 263.22 },
        fields: { 1: { type: "string", role: "region" } },
      },
      { sheet: "RLS", header: [1, 2], data: [3, 22], body: 19, totals: [3], periods: ["2022"], sums: { 3: 178.38 } },
      {
        sheet: "Perkapita",
        header: [1, 2],
        data: [3, 22],
        body: 19,
        totals: [3],
        periods: ["2022"],
        sums: { 3: 209208 },
      },
      { sheet: "IPM", header: [1, 2], data: [3, 22], body: 19, totals: [3], periods: ["2022"], sums: { 3: 1392.85 } },
    ],
  },
  "Jumlah Penduduk Kota Mojokerto Akhir Tahun 2022.xls": {
    file: { format: "xls" },
    tables: [
      { sheet: "Luas Wilayah", header: [1, 2], data: [3, 24], body: 18, totals: [3, 10, 17, 24], sums: { 2: 140730 } },
      {
        sheet: "Penggunaan Lahan",
        header: [2, 3],
        data: [4, 30],
        body: 26,
        totals: [30],
        title: "Luas Tanah berdasarkan penggunaan lahan di Kota Mojokerto (Ha), 2021",
        unit: "Ha",
        periods: ["2020", "2021"],
        sums: { 2: 2021.32, 3: 0 },
      },
      {
        sheet: "Pengg Lhn per Kel",
        header: [3, 5],
        data: [6, 27],
        body: 18,
        totals: [6, 13, 20, 27],
        unit: "Ha",
        periods: ["2020", "2020", "2021", "2021"],
        sums: { 2: 1052.67, 3: 968.64 },
      },
    ],
    issues: ["table/no-values"],
  },
  "Jumlah Penumpang Pesawat di Bandara Utama, 2022.csv": {
    file: { bom: true },
    tables: [
      {
        header: [1, 5],
        data: [6, 12],
        body: 6,
        totals: [12],
        title: "Jumlah Penumpang Pesawat di Bandara Utama (Orang)",
        unit: "Orang",
        periods: [...months, ...months],
        sums: { 2: 2125039, 27: 6858119 },
        fields: { 2: { type: "integer", missing: 1 }, 27: { missing: 2 } },
      },
    ],
  },
  "Jumlah Tindak Pidana Menurut Kepolisian Daerah, 2014.csv": { refused: "table/no-rows" },
  "Jumlah dan Persentase Penduduk Miskin Menurut Provinsi, 2015.csv": {
    tables: [
      {
        header: [1, 1],
        data: [2, 36],
        body: 34,
        totals: [36],
        periods: 0,
        sums: { 2: 28592.83 },
        fields: { 2: { unit: "Ribu", role: "measure" } },
      },
    ],
  },
  "Jumlah dan Persentase Penduduk Miskin Menurut Provinsi, 2022.csv": {
    tables: [
      {
        header: [1, 1],
        data: [2, 40],
        body: 38,
        totals: [40],
        notes: [42, 43],
        sums: { 2: 18709723, 4: 26161.19 },
        fields: { 2: { type: "integer", missing: 4, unit: "Rp" }, 3: { missing: 38 } },
      },
    ],
    issues: ["table/total-out-of-range"],
  },
  "Klasifikasi Tingkat Kemiskinan di Indonesia.csv": {
    file: { delimiter: ";" },
    tables: [
      {
        header: [1, 1],
        data: [2, 515],
        body: 514,
        sums: { 11: 35704.73, 12: 11289535826 },
        fields: { 3: { decimalMark: "," }, 11: { decimalMark: "," } },
      },
    ],
    issues: ["column/mixed-marks", "cell/number-other-mark"],
  },
  "PERSENTASE.xlsx": {
    tables: [
      {
        sheet: "Sheet1",
        header: [1, 1],
        data: [2, 133],
        body: 132,
        sums: { 3: 7330 },
        fields: { 1: { type: "string", role: "dimension" } },
      },
    ],
  },
  "Penduduk, Laju Pertumbuhan Penduduk, Distribusi Persentase Penduduk Kepadatan Penduduk, Rasio Jenis Kelamin Penduduk Menurut Kabupaten_Kota di Provinsi Jawa Timur, 2024.csv":
    {
      tables: [
        { header: [1, 1], data: [2, 40], body: 38, totals: [40], notes: [42, 43], sums: { 2: 41814.7, 5: 74263 } },
      ],
    },
  "Rata-rata Pengeluaran per Kapita Sebulan Menurut Kelompok Komoditas dan Klasifikasi Desa di Provinsi Jawa Timur (rupiah), 2024.csv":
    {
      tables: [{ header: [1, 1], data: [2, 26], body: 20, totals: [17, 25, 26], unit: "Rp", sums: { 2: 1547730 } }],
    },
  "SULAWESI SELATAN.xlsx": {
    tables: (
      [
        ["2020", 11030],
        ["2021", 30491],
        ["2022", 10454],
        ["2023", 444],
      ] as const
    ).map(([sheet, sum]) => ({ sheet, header: [3, 3], data: [4, 15], body: 12, sums: { 2: sum } })),
  },
  "Standar Kelurahan Data Corona (31 Juli 2020 Pukul 09.00).xlsx": {
    tables: [
      {
        sheet: "data",
        header: [1, 1],
        data: [2, 271],
        body: 269,
        totals: [2],
        sums: { 6: 58603 },
        fields: {
          8: { name: "suspek_isolasi_di_rumah", title: "Isolasi di Rumah" },
          15: { name: "pelaku_perjalanan_isolasi_di_rumah" },
          18: { name: "kontak_erat_isolasi_di_rumah" },
        },
      },
      { sheet: "data_kecamatan", header: [1, 1], data: [2, 48], body: 46, totals: [2], sums: { 5: 58603 } },
    ],
  },
  "Standar Kelurahan Data Corona (31 Maret 2020 Pukul 08.00).xlsx": {
    tables: [
      {
        sheet: "data",
        header: [1, 1],
        data: [2, 271],
        body: 269,
        totals: [2],
        sums: { 7: 2372 },
        fields: { 1: { name: "id_kel" }, 2: { name: "id_kel_2" } },
      },
      {
        sheet: "pivot kecamatan",
        header: [3, 3],
        data: [4, 50],
        body: 46,
        totals: [50],
        title: null,
        sums: { 2: 2372 },
      },
      { sheet: "data_kecamatan", header: [1, 1], data: [2, 48], body: 46, totals: [48], sums: { 5: 2372 } },
    ],
  },
  "[Seri 2010] PDRB Menurut Lapangan Usaha (17 Sektor) Triwulanan , 2025.csv": {
    tables: [
      {
        header: [1, 5],
        data: [6, 23],
        body: 17,
        totals: [23],
        title: "[Seri 2010] PDRB Menurut Lapangan Usaha (17 Sektor) Triwulanan (Miliar Rupiah)",
        unit: "Miliar Rupiah",
        periods: [...quarters, ...quarters],
        sums: { 2: 819299.45, 8: 509453.92 },
        fields: { 4: { missing: 17 } },
      },
    ],
  },
  "angka_garis_kemiskinan_per_kapita_per_bulan__kabupaten_data.csv": {
    tables: [
      {
        header: [1, 1],
        data: [2, 82],
        body: 81,
        unit: "RUPIAH",
        sums: { 6: 33618699 },
        fields: { ...jabar, 6: { type: "integer", unit: "RUPIAH" } },
      },
    ],
  },
  "csv_produksi_padi.csv": {
    tables: [
      {
        header: [1, 2],
        data: [3, 20],
        body: 17,
        totals: [20],
        title: "Produksi Padi (Ton)",
        unit: "Ton",
        periods: ["2018", "2019", "2020"],
        notes: [21, 23, 24],
        sums: { 2: 2994191.84, 4: 2696877.46 },
      },
    ],
  },
  "derived-lock-sulsel_lock.xlsx": { refused: "file/lock-file" },
  "derived-penduduk_jatim_2024_windows1252.csv": {
    file: { encoding: "windows-1252" },
    tables: [{ header: [1, 1], data: [2, 40], body: 38, totals: [40], notes: [42, 43], sums: { 2: 41814.7 } }],
  },
  "derived-sulsel_dda_style_table.csv": {
    file: { encoding: "windows-1252", delimiter: ";", lineEnding: "CRLF" },
    tables: [
      {
        header: [5, 6],
        data: [8, 32],
        body: 24,
        totals: [32],
        title:
          "Indeks Pembangunan Manusia dan Persentase Penduduk Miskin Menurut Kabupaten/Kota di Provinsi Sulawesi Selatan, 2024",
        notes: [34, 35],
        sums: { 3: 1787.72, 4: 206.41 },
        fields: { 2: { name: "kabupaten_kota", role: "region" }, 3: { decimalMark: "," }, 4: { unit: "%" } },
      },
    ],
  },
  "derived-sulsel_kode_float_and_hidden_sheet.xlsx": {
    tables: [
      {
        sheet: "Kode",
        header: [1, 1],
        data: [2, 26],
        body: 24,
        totals: [26],
        sums: { 3: 324000 },
        fields: { 1: { type: "string", role: "region" } },
      },
      { sheet: "rahasia", header: [1, 1], data: [2, 2], body: 1 },
    ],
    issues: ["file/hidden-sheet", "cell/region-zero-lost", "personal/nik"],
  },
  "derived-umk_semicolon_rp_thousanddot_decimalcomma.csv": {
    file: { delimiter: ";", bom: true },
    tables: [
      {
        header: [1, 1],
        data: [2, 191],
        body: 190,
        sums: { 7: 501093805.81 },
        fields: { 7: { decimalMark: ",", unit: "RUPIAH" } },
      },
    ],
  },
  "derived-umk_sep_directive.csv": {
    file: { delimiter: ";" },
    tables: [{ header: [2, 2], data: [3, 192], body: 190, sums: { 7: 501093805.81 } }],
  },
  "derived-umk_utf16le_tab_excel_unicode_text.txt": {
    file: { encoding: "utf-16le", delimiter: "\t" },
    tables: [{ header: [1, 1], data: [2, 191], body: 190, sums: { 7: 501093805.81 } }],
  },
  "gariskemiskinanjabar.xls": { refused: "file/html-unjoinable" },
  "ipm.csv": {
    file: { delimiter: ";", bom: true },
    tables: [
      {
        header: [1, 1],
        data: [2, 11],
        body: 10,
        periods: years(2015, 2023),
        sums: { 2: 694.47, 10: 734.14 },
        fields: { 2: { decimalMark: "," } },
      },
    ],
  },
  "jumlah penduduk kota mojokerto 2023.xlsx": {
    tables: [
      {
        sheet: "Jumlah penduduk menurut jenis k",
        header: [3, 4],
        data: [5, 26],
        body: 18,
        totals: [5, 12, 19, 26],
        title: "Jumlah Penduduk Akhir Tahun Menurut Kelurahan dan Jenis Kelamin, 2023",
        sums: { 4: 70490, 6: 141785 },
        fields: { 4: { name: "laki_laki" }, 7: { name: "persentase" } },
      },
    ],
  },
  "jumlah_penduduk_miskin_berdasarkan_kabupatenkota_data.csv": {
    tables: [{ header: [1, 1], data: [2, 514], body: 513, unit: "RIBU JIWA", sums: { 6: 87076.63 }, fields: jabar }],
  },
  "jumlah_tenaga_kerja_koperasi.csv": {
    tables: [
      {
        header: [1, 1],
        data: [2, 1597],
        body: 1596,
        sums: { 9: 1034313.508 },
        fields: { 7: { role: "period" }, 8: { role: "dimension" }, 9: { decimalMark: "." } },
      },
    ],
    issues: ["cell/lost-grouping"],
  },
  "kode_rekening_template.xlsx": {
    tables: [{ sheet: "Worksheet", header: [1, 1], data: [2, 3], body: 2, fields: { 1: { type: "string" } } }],
    issues: ["table/no-numbers"],
  },
  "nilai_modal_usaha_atas_izin_usaha_kecil_menurut_kabkota.csv": {
    tables: [
      {
        header: [1, 1],
        data: [2, 381],
        body: 380,
        sums: { 7: 32.64 },
        fields: { 7: { decimalMark: "," }, 8: { role: "period" } },
      },
    ],
  },
  "nilai_tambah_umkm_atas_dasar_harga_berlaku_di_38_kab_kota.csv": {
    tables: [
      { header: [1, 1], data: [2, 191], body: 190, sums: { 7: 3936038.957 }, fields: { 7: { decimalMark: "." } } },
    ],
  },
  "pgn_kekeringan.csv": {
    tables: [
      {
        header: [1, 1],
        data: [2, 24],
        body: 23,
        sums: { 5: 2532.328 },
        fields: { 3: { type: "date", role: "period" }, 4: { type: "time" }, 9: { type: "string" } },
      },
    ],
    issues: ["file/mixed-encoding"],
  },
  "sulsel-EXCERPT_bnpb_kejadian_sulsel_2025.csv": {
    tables: [
      {
        header: [1, 1],
        data: [2, 16],
        body: 15,
        sums: { 18: 4769 },
        fields: { 8: { type: "string", role: "region" } },
      },
    ],
  },
  "sulsel-EXCERPT_bps_persen_penduduk_miskin_sulsel_2014_2015.csv": {
    tables: [
      {
        header: [1, 1],
        data: [2, 51],
        body: 48,
        totals: [2, 3],
        sums: { 5: 496.24 },
        fields: { 2: { type: "string", role: "region" }, 3: { type: "string" } },
      },
    ],
    issues: ["column/region-system"],
  },
  "sulsel-EXCERPT_simdasi_penduduk_sulsel.csv": {
    tables: [{ header: [1, 1], data: [2, 28], body: 27, sums: { 4: 12847.662 } }],
  },
  "sulsel-atlas_sulsel.csv": {
    tables: [
      {
        header: [1, 1],
        data: [2, 73],
        body: 72,
        sums: { 3: 5315.08, 4: 654.02 },
        fields: { 1: { role: "region" }, 2: { type: "year", role: "period" } },
      },
    ],
  },
  "sulsel-padsulsel.csv": {
    tables: [
      {
        header: [1, 2],
        data: [3, 21],
        body: 15,
        totals: [3, 8, 14, 21],
        unit: "Ribu Rupiah",
        periods: years(2016, 2021),
        // 2,885,186,111 is the file's own total: the leaves add up to it although one subtotal is wrong.
        sums: { 2: 2885186111, 7: 3869815598 },
      },
    ],
    issues: ["table/total-mismatch", "table/title-names-other-region"],
  },
  "sulsel-padsulut.csv": {
    tables: [
      {
        header: [1, 2],
        data: [3, 18],
        body: 15,
        totals: [3],
        unit: "Ribu Rupiah",
        periods: years(2017, 2023),
        sums: { 2: 13264032371, 8: 9230970563 },
      },
    ],
    issues: ["table/total-mismatch"],
  },
  "sulsel-tim6_data_bersih_tpt_rls.csv": {
    tables: [{ header: [1, 1], data: [2, 73], body: 72, sums: { 4: 270.86 }, fields: { 1: { role: "region" } } }],
  },
};

const isThere = FOLDER !== undefined && existsSync(FOLDER);

describe.skipIf(!isThere)("a careful reading of real files (JENDELA_REALDATA)", () => {
  const folder = FOLDER ?? "";
  let regions: readonly RegionFact[] = [];
  let scratch = "";

  beforeAll(async () => {
    regions = await readRegionFacts();
    scratch = mkdtempSync(join(tmpdir(), "jendela-realdata-"));
  });
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  it("has an expectation for every file of the folder", () => {
    const files = readdirSync(folder).filter((name) => name !== "MANIFEST.tsv");
    expect(Object.keys(expectations).sort()).toEqual(files.sort());
  });

  describe.each(Object.entries(expectations))("%s", (name, expected) => {
    const path = join(folder, name);

    if (expected.refused !== undefined) {
      it(`is refused as ${expected.refused}`, async () => {
        const thrown = await inspectFile(path, { regions }).then(
          () => undefined,
          (error: unknown) => error,
        );
        expect(isUnreadable(thrown) ? thrown.finding.code : thrown).toBe(expected.refused);
      });
      return;
    }

    it("is seen as it is", async () => {
      const inspection = await inspectFile(path, { regions });
      expect(inspection.file).toMatchObject(expected.file ?? {});
      expect(inspection.tables.map(({ sheet }) => sheet ?? undefined)).toEqual(
        expected.tables?.map(({ sheet }) => sheet),
      );
      for (const [at, table] of (expected.tables ?? []).entries()) expectTable(inspection, table, at);
      const codes = new Set(inspection.issues.map(({ code }) => code as string));
      expect([...codes]).toEqual(expect.arrayContaining([...(expected.issues ?? [])]));
    });

    for (const table of expected.tables ?? []) {
      it(`is converted whole${table.sheet === undefined ? "" : ` (${table.sheet})`}`, async () => {
        const options = { regions, ...(table.sheet === undefined ? {} : { sheet: table.sheet }) };
        const wide = parseCanonical(await convertToText(path, { ...options, wide: true }));
        expect(wide.rows).toHaveLength(table.body);
        for (const [column, sum] of Object.entries(table.sums ?? {}))
          expect(sumOfColumn(wide, Number(column)), `column ${column}`).toBeCloseTo(sum, 3);
        const periods = typeof table.periods === "number" ? table.periods : (table.periods?.length ?? 0);
        const text = await convertToText(path, options);
        expect(parseCanonical(text).rows).toHaveLength(table.body * Math.max(1, periods));
        const again = join(scratch, "again.csv");
        writeFileSync(again, text);
        expect(await convertToText(again, { regions })).toBe(text);
      });
    }
  });
});

function expectTable(inspection: Inspection, expected: Table, at: number): void {
  const table = inspection.tables[at];
  const periods = table?.periodColumns.map(({ period }) => period) ?? [];
  expect(table?.headerRows).toEqual(expected.header);
  expect(table?.dataRows).toEqual(expected.data);
  expect(table?.bodyRows).toBe(expected.body);
  expect(table?.totalRows).toEqual(expected.totals ?? []);
  if (expected.title !== undefined) expect(table?.title).toBe(expected.title);
  if (expected.unit !== undefined) expect(table?.unit).toBe(expected.unit);
  if (typeof expected.periods === "number") expect(periods).toHaveLength(expected.periods);
  else expect(periods).toEqual(expected.periods ?? []);
  expect(table?.layout).toBe(periods.length > 0 ? "wide" : "long");
  expect(table?.longRows).toBe(expected.body * Math.max(1, periods.length));
  expect(table?.notes.map(({ row }) => row)).toEqual(expected.notes ?? []);
  for (const [column, field] of Object.entries(expected.fields ?? {})) {
    expect(table?.fields.find((one) => one.column === Number(column))).toMatchObject(field);
  }
}
