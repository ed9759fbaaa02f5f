import exceljs from "exceljs";
import { describe } from "vitest";
import { reads } from "./fixtures/family.ts";

type Cell = string | number | boolean | Date | null | { formula: string; result?: string | number };

interface Made {
  readonly name?: string;
  readonly state?: "visible" | "hidden";
  readonly rows: readonly (readonly Cell[])[];
  readonly merges?: readonly string[];
  /** By cell. */
  readonly formats?: Readonly<Record<string, string>>;
  readonly hiddenRows?: readonly number[];
  readonly hiddenColumns?: readonly number[];
}

/** A workbook as a program would save it. */
const workbook =
  (sheets: readonly Made[], options: { readonly date1904?: boolean } = {}) =>
  async (): Promise<Uint8Array> => {
    const book = new exceljs.Workbook();
    if (options.date1904 === true) book.properties.date1904 = true;
    sheets.forEach(({ name, state, rows, merges = [], formats = {}, hiddenRows = [], hiddenColumns = [] }, at) => {
      const sheet = book.addWorksheet(name ?? `Sheet${at + 1}`, { state: state ?? "visible" });
      for (const row of rows) sheet.addRow(row as unknown[]);
      for (const range of merges) sheet.mergeCells(range);
      for (const [cell, format] of Object.entries(formats)) sheet.getCell(cell).numFmt = format;
      for (const row of hiddenRows) sheet.getRow(row).hidden = true;
      for (const column of hiddenColumns) sheet.getColumn(column).hidden = true;
    });
    return new Uint8Array(await book.xlsx.writeBuffer());
  };

describe("a workbook", () => {
  reads("with a merged title, four header rows and a total in formulas", {
    name: "Penduduk.xlsx",
    file: workbook([
      {
        rows: [
          ["Jumlah Penduduk Menurut Kecamatan dan Jenis Kelamin di Kabupaten Barru"],
          ["Tahun 2022-2023 (jiwa)"],
          [],
          ["No", "Kecamatan", "Jenis Kelamin", null, null, null],
          [null, null, "Laki-laki", null, "Perempuan", null],
          [null, null, 2022, 2023, 2022, 2023],
          [1, 2, 3, 4, 5, 6],
          [1, "Tanete Riaja", 10500, 10610, 11200, 11310],
          [2, "Barru", 19800, 20011, 20700, 20912],
          [3, "Mallusetasi", 12400, 12455, 12900, 13010],
          [
            null,
            "Jumlah",
            { formula: "SUM(C8:C10)", result: 42700 },
            { formula: "SUM(D8:D10)", result: 43076 },
            { formula: "SUM(E8:E10)", result: 44800 },
            { formula: "SUM(F8:F10)", result: 45232 },
          ],
          ["Sumber: Dinas Kependudukan dan Pencatatan Sipil"],
        ],
        merges: ["A1:F1", "A2:F2", "A4:A6", "B4:B6", "C4:F4", "C5:D5", "E5:F5", "A12:F12"],
      },
    ]),
    long: [
      "no,kecamatan,jenis_kelamin,tahun,nilai",
      "1,Tanete Riaja,Laki-laki,2022,10500",
      "1,Tanete Riaja,Laki-laki,2023,10610",
      "1,Tanete Riaja,Perempuan,2022,11200",
      "1,Tanete Riaja,Perempuan,2023,11310",
      "2,Barru,Laki-laki,2022,19800",
      "2,Barru,Laki-laki,2023,20011",
      "2,Barru,Perempuan,2022,20700",
      "2,Barru,Perempuan,2023,20912",
      "3,Mallusetasi,Laki-laki,2022,12400",
      "3,Mallusetasi,Laki-laki,2023,12455",
      "3,Mallusetasi,Perempuan,2022,12900",
      "3,Mallusetasi,Perempuan,2023,13010",
    ],
    unit: "jiwa",
    header: [4, 6],
    totals: [11],
    notes: [12],
  });

  reads("with regions merged over their rows", {
    name: "Produksi.xlsx",
    file: workbook([
      {
        rows: [
          ["Kabupaten", "Komoditas", "Luas (ha)", "Produksi (ton)"],
          ["Luwu", "Kakao", 28000.5, 21000],
          [null, "Cengkeh", 5100.25, 2100],
          ["Luwu Utara", "Kakao", 31000, 25000.75],
          [null, "Cengkeh", 310, 99.5],
          [null, "Lada", 1200, 640],
        ],
        merges: ["A2:A3", "A4:A6"],
      },
    ]),
    long: [
      "kabupaten,komoditas,luas,produksi",
      "Luwu,Kakao,28000.5,21000",
      "Luwu,Cengkeh,5100.25,2100",
      "Luwu Utara,Kakao,31000,25000.75",
      "Luwu Utara,Cengkeh,310,99.5",
      "Luwu Utara,Lada,1200,640",
    ],
    untold: ["table/labels-continued"],
  });

  reads("with a hidden draft first, hidden rows and columns told", {
    name: "IKM.xlsx",
    file: workbook([
      {
        name: "draft",
        state: "hidden",
        rows: [
          ["Kabupaten", "Nilai"],
          ["Bone", 1],
          ["Gowa", 2],
          ["Maros", 3],
        ],
      },
      {
        name: "final",
        rows: [
          ["Kabupaten", "Kode", "Industri", "Pekerja"],
          ["Bone", "73.08", 12, 40],
          ["Gowa", "73.06", 20, 66],
          ["Maros", "73.09", 31, 90],
        ],
        hiddenRows: [3],
        hiddenColumns: [2],
      },
    ]),
    long: ["kabupaten,kode,industri,pekerja", "Bone,73.08,12,40", "Gowa,73.06,20,66", "Maros,73.09,31,90"],
    told: ["file/hidden-cells"],
  });

  reads("whose dates count from 1904, whose months are dates", {
    name: "Harga.xlsx",
    file: workbook(
      [
        {
          rows: [
            ["Tanggal", "Komoditas", "Harga (Rp/kg)"],
            [new Date(Date.UTC(2024, 0, 15)), "Beras", 14500],
            [new Date(Date.UTC(2024, 1, 29)), "Beras", 15000],
            [new Date(Date.UTC(2024, 2, 1)), "Cabai", 62000],
          ],
          formats: { A2: "dd/mm/yyyy", A3: "dd/mm/yyyy", A4: "dd/mm/yyyy" },
        },
      ],
      { date1904: true },
    ),
    long: ["tanggal,komoditas,harga", "2024-01-15,Beras,14500", "2024-02-29,Beras,15000", "2024-03-01,Cabai,62000"],
  });

  reads("with numbers kept as text, dots and commas of two habits", {
    name: "UMK.xlsx",
    file: workbook([
      {
        rows: [
          ["Kabupaten/Kota", "UMK 2023", "UMK 2024", "Kenaikan (%)"],
          ["Makassar", "3.529.181", "3.643.321", "3,23"],
          ["Gowa", "3.385.145", "3.434.298", "1,45"],
          ["Maros", "3.385.145", "3.434.298", "1,45"],
        ],
      },
    ]),
    long: [
      "kabupaten_kota,kenaikan,tahun,nilai",
      "Makassar,3.23,2023,3529181",
      "Makassar,3.23,2024,3643321",
      "Gowa,1.45,2023,3385145",
      "Gowa,1.45,2024,3434298",
      "Maros,1.45,2023,3385145",
      "Maros,1.45,2024,3434298",
    ],
  });

  reads("with percentages and codes by their number formats", {
    name: "Kode.xlsx",
    file: workbook([
      {
        rows: [
          ["Kode", "Kecamatan", "Cakupan"],
          [1, "Biringbulu", 0.9512],
          [2, "Bontolempangan", 0.8],
          [7, "Somba Opu", 1.0125],
        ],
        formats: { A2: "000", A3: "000", A4: "000", C2: "0.00%", C3: "0.00%", C4: "0.00%" },
      },
    ]),
    long: ["kode,kecamatan,cakupan", "001,Biringbulu,95.12", "002,Bontolempangan,80", "007,Somba Opu,101.25"],
  });

  reads("with two tables side by side", {
    name: "Guru.xlsx",
    file: workbook([
      {
        rows: [
          ["SMA", null, null, "SMK", null],
          ["Kabupaten", "Guru", null, "Kabupaten", "Guru"],
          ["Bone", 910, null, "Bone", 455],
          ["Gowa", 870, null, "Gowa", 402],
          ["Wajo", 511, null, "Wajo", 300],
          ["Barru", 301, null, null, null],
        ],
      },
    ]),
    long: ["kabupaten,guru", "Bone,910", "Gowa,870", "Wajo,511", "Barru,301"],
    told: ["table/several"],
  });

  reads("with a note inside a cell and a formula that was never calculated", {
    name: "Capaian.xlsx",
    file: workbook([
      {
        rows: [
          ["Perangkat Daerah", "Target", "Realisasi", "Persentase"],
          ["Dinas Kesehatan", 100, 95, { formula: "C2/B2*100", result: 95 }],
          ["Dinas Sosial", 80, "belum dilaporkan", { formula: "C3/B3*100" }],
          ["Dinas Pendidikan", 120, 118, { formula: "C4/B4*100", result: 98.33 }],
        ],
      },
    ]),
    long: [
      "perangkat_daerah,target,realisasi,persentase",
      "Dinas Kesehatan,100,95,95",
      "Dinas Sosial,80,belum dilaporkan,",
      "Dinas Pendidikan,120,118,98.33",
    ],
    told: ["cell/formula-without-value"],
  });

  reads("of a ministry's system: indented names, a subtotal above its parts", {
    name: "dapodik.xlsx",
    file: workbook([
      {
        rows: [
          ["Data Satuan Pendidikan per Kabupaten"],
          ["No", "Wilayah", "SD", "SMP"],
          [1, "Kab. Gowa", 400, 120],
          [2, "Kab. Bone", 700, 160],
          [3, "Kota Makassar", 480, 210],
          [null, "Prov. Sulawesi Selatan", 1580, 490],
        ],
        merges: ["A1:D1"],
      },
    ]),
    long: ["no,wilayah,sd,smp", "1,Kab. Gowa,400,120", "2,Kab. Bone,700,160", "3,Kota Makassar,480,210"],
    totals: [6],
  });

  reads("with groups of regions in merged bars across the table", {
    name: "Kawasan.xlsx",
    file: workbook([
      {
        rows: [
          ["Kabupaten/Kota", "Hotel", "Restoran"],
          ["KAWASAN MAMMINASATA", null, null],
          ["Makassar", 310, 900],
          ["Gowa", 22, 110],
          ["Maros", 19, 80],
          ["KAWASAN AJATAPPARENG", null, null],
          ["Parepare", 30, 140],
          ["Pinrang", 14, 66],
        ],
        merges: ["A2:C2", "A6:C6"],
      },
    ]),
    long: [
      "kelompok,kabupaten_kota,hotel,restoran",
      "KAWASAN MAMMINASATA,Makassar,310,900",
      "KAWASAN MAMMINASATA,Gowa,22,110",
      "KAWASAN MAMMINASATA,Maros,19,80",
      "KAWASAN AJATAPPARENG,Parepare,30,140",
      "KAWASAN AJATAPPARENG,Pinrang,14,66",
    ],
  });
});

describe("a workbook with a sheet for each year", () => {
  const yearly = (year: number, ...values: readonly number[]): Made => ({
    name: String(year),
    rows: [
      [`Jumlah Koperasi Aktif Tahun ${year}`],
      ["Kabupaten", "Koperasi", "Anggota"],
      ["Bone", values[0] ?? null, 4000],
      ["Gowa", values[1] ?? null, 3000],
      ["Maros", values[2] ?? null, 2000],
      ["Jumlah", (values[0] ?? 0) + (values[1] ?? 0) + (values[2] ?? 0), 9000],
    ],
  });
  const file = workbook([
    yearly(2022, 10, 20, 30),
    yearly(2023, 11, 21, 31),
    { name: "Catatan", rows: [["Sumber: dinas"]] },
  ]);

  reads("is its first sheet, and the others are told", {
    name: "Koperasi.xlsx",
    file,
    long: ["kabupaten,koperasi,anggota", "Bone,10,4000", "Gowa,20,3000", "Maros,30,2000"],
    told: ["table/sheets-are-periods"],
  });

  reads("is one table when its sheets are joined", {
    name: "Koperasi.xlsx",
    file,
    join: true,
    long: [
      "tahun,kabupaten,koperasi,anggota",
      "2022,Bone,10,4000",
      "2022,Gowa,20,3000",
      "2022,Maros,30,2000",
      "2023,Bone,11,4000",
      "2023,Gowa,21,3000",
      "2023,Maros,31,2000",
    ],
  });

  reads("is not joined with a sheet of other columns", {
    name: "Koperasi.xlsx",
    file: workbook([
      yearly(2022, 10, 20, 30),
      {
        name: "2023",
        rows: [
          ["Kecamatan", "Luas"],
          ["Alla", 1],
          ["Baraka", 2],
          ["Suppa", 3],
        ],
      },
    ]),
    long: ["kabupaten,koperasi,anggota", "Bone,10,4000", "Gowa,20,3000", "Maros,30,2000"],
    untold: ["table/sheets-are-periods"],
  });
});
