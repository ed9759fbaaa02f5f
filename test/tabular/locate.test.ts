import { describe, expect, it } from "vitest";
import { bodyRows, locateSheet, locateTables } from "../../src/tabular/locate.ts";
import type { LocatedTable } from "../../src/tabular/located-table.ts";
import type { Sheet } from "../../src/tabular/model.ts";
import { fc } from "../setup/properties.ts";
import { sheetOf } from "./fixtures/sheets.ts";

async function only(sheet: Sheet): Promise<LocatedTable> {
  const tables = await locateTables(sheet);
  expect(tables).toHaveLength(1);
  return tables[0] as LocatedTable;
}

async function cellsOf(sheet: Sheet, table: LocatedTable): Promise<(readonly string[])[]> {
  const rows: (readonly string[])[] = [];
  for await (const batch of bodyRows(sheet, table)) rows.push(...batch.map(({ cells }) => cells));
  return rows;
}

const periods = (table: LocatedTable): string[] =>
  table.periodColumns.map(({ column, period }) => `${column}:${period}`);
const names = (table: LocatedTable): string[] => table.columns.map(({ name }) => name);
const codes = (table: LocatedTable): string[] => table.findings.map(({ code }) => code);

describe("the header", () => {
  it("is read from a download with the label in one row, the title in the next, then years and months", async () => {
    const table = await only(
      sheetOf([
        "Kabupaten/Kota,,,,,,",
        ",Jumlah Wisatawan (Orang),,,,,",
        ",2022,,,2023,,",
        ",Januari,Februari,Tahunan,Januari,Februari,Tahunan",
        "Bone,1,2,3,4,5,9",
        "Gowa,2,3,5,6,7,13",
        "Maros,10,20,30,40,50,90",
        "Sulawesi Selatan,13,25,38,50,62,112",
      ]),
    );
    expect(table).toMatchObject({
      headerRows: [1, 4],
      dataRows: [5, 8],
      bodyRows: 3,
      totalRows: [8],
      title: "Jumlah Wisatawan (Orang)",
      unit: "Orang",
      layout: "wide",
    });
    expect(periods(table)).toEqual(["2:2022-01", "3:2022-02", "4:2022", "5:2023-01", "6:2023-02", "7:2023"]);
  });

  it("may have categories above the years, or years above the categories", async () => {
    const above = await only(
      sheetOf([
        "Kab,Miskin (Ribu Jiwa),,Garis (Rp),",
        ",2022,2023,2022,2023",
        "Bone,80.1,81.2,400,410",
        "Gowa,50.5,51.2,420,430",
      ]),
    );
    expect(names(above)).toEqual(["kab", "miskin_2022", "miskin_2023", "garis_2022", "garis_2023"]);
    expect(above.columns.map(({ unit }) => unit)).toEqual([undefined, "Ribu Jiwa", "Ribu Jiwa", "Rp", "Rp"]);
    const below = await only(
      sheetOf(["Kab,,,,", ",2022,,2023,", ",Laki-laki,Perempuan,Laki-laki,Perempuan", "Bone,1,2,3,4", "Gowa,5,6,7,8"]),
    );
    expect(below.headerRows).toEqual([1, 3]);
    expect(periods(below)).toEqual(["2:2022", "3:2022", "4:2023", "5:2023"]);
  });

  it("of a yearbook has titles in two languages, a line of translations, one of units and one of column numbers", async () => {
    const table = await only(
      sheetOf(
        [
          "Tabel 3.1.1;;;;",
          "Table;;;;",
          "Jumlah Penduduk dan Laju Pertumbuhan Menurut Kabupaten/Kota;;;;",
          "di Provinsi Sulawesi Selatan, 2023;;;;",
          "Population and Growth Rate by Regency in Sulawesi Selatan Province, 2023;;;;",
          ";;;;",
          "Kabupaten/Kota;Penduduk;;Laju Pertumbuhan;",
          "Regency/Municipality;Population;;Growth Rate;",
          ";(jiwa);;(persen);",
          ";2022;2023;2022;2023",
          "(1);(2);(3);(4);(5)",
          "Kabupaten/Regency;;;;",
          "Bone;801.775;817.363;0,76;0,80",
          "Gowa;765.836;773.315;1,20;1,10",
          "Maros;391.774;396.924;1,10;1,00",
          "Kota/Municipality;;;;",
          "Makassar;1.423.877;1.427.619;0,60;0,50",
          "Parepare;151.454;152.922;1,50;1,40",
          "Sulawesi Selatan;3.534.716;3.568.143;1,00;0,96",
          ";;;;",
          "Catatan: *) Angka sementara;;;;",
          "Sumber: BPS, Sensus Penduduk 2020;;;;",
        ],
        { delimiter: ";" },
      ),
    );
    expect(table).toMatchObject({
      title: "Jumlah Penduduk dan Laju Pertumbuhan Menurut Kabupaten/Kota di Provinsi Sulawesi Selatan, 2023",
      headerRows: [7, 10],
      dataRows: [12, 19],
      bodyRows: 5,
      totalRows: [19],
      notes: [{ row: 21 }, { row: 22 }],
    });
    expect(table.columns.map(({ unit }) => unit)).toEqual([undefined, "jiwa", "jiwa", "persen", "persen", undefined]);
    expect([...table.skippedRows].sort()).toEqual([12, 16]);
  });

  it("reaches as far down as its merged cells, and its merged title is no header", async () => {
    const table = await only(
      sheetOf(
        [
          "Jumlah Guru Menurut Jenjang 2023,,,,",
          ",,,,",
          "No,Kecamatan,Jenjang,,",
          ",,SD,SMP,SMA",
          "1,Bara,1,2,3",
          "2,Wara,4,5,6",
          "Jumlah,,5,7,9",
        ],
        { merges: ["A1:E1", "A3:A4", "B3:B4", "C3:E3", "A7:B7"] },
      ),
    );
    expect(table).toMatchObject({
      title: "Jumlah Guru Menurut Jenjang 2023",
      headerRows: [3, 4],
      bodyRows: 2,
      totalRows: [7],
    });
    expect(names(table)).toEqual(["no", "kecamatan", "sd", "smp", "sma"]);
  });

  it("gives columns of one name their upper header, in two rows or in capitals beside them", async () => {
    const stacked = await only(
      sheetOf([
        "No,Kecamatan,Padi,,Jagung,",
        ",,Luas (Ha),Produksi (Ton),Luas (Ha),Produksi (Ton)",
        "1,Barru,10,50,5,20",
        "2,Balusu,20,100,6,24",
      ]),
    );
    expect(names(stacked)).toEqual(["no", "kecamatan", "padi_luas", "padi_produksi", "jagung_luas", "jagung_produksi"]);
    const flat = await only(sheetOf(["kelurahan,SUSPEK,Isolasi,PROBABLE,Isolasi", "A,10,2,3,1", "B,20,4,5,2"]));
    expect(names(flat)).toEqual(["kelurahan", "suspek", "suspek_isolasi", "probable", "probable_isolasi"]);
  });

  it("is missing where the first row is data already, and that is told", async () => {
    const table = await only(
      sheetOf(["7301,Selayar,2023,1.98", "7302,Bulukumba,2023,1.31", "7303,Bantaeng,2023,3.71"]),
    );
    expect(table).toMatchObject({ headerRows: null, bodyRows: 3 });
    expect(codes(table)).toEqual(["table/no-header"]);
  });

  it.each([
    ["Triwulan I 2024", "2024-Q1"],
    ["Q3-2024", "2024-Q3"],
    ["TW IV 2024", "2024-Q4"],
    ["Semester II 2023", "2023-S2"],
    ["Caturwulan I 2023", "2023-T1"],
    ["Jan-23", "2023-01"],
    ["2023*", "2023"],
    ["Tahun 2022", "2022"],
    ["IPM 2023", "2023"],
    ["2021/2022", "2021-07-01/P1Y"],
    ["2024-01-12", "2024-01-12"],
  ])("knows “%s” as the period %s", async (title, period) => {
    const table = await only(sheetOf([`Kab,${title}`, "Bone,1.5", "Gowa,2.5"]));
    expect(table.periodColumns).toEqual([{ column: 2, period }]);
  });

  it("takes the year of months across from the title", async () => {
    const table = await only(
      sheetOf(['"Curah Hujan di Maros, 2023 (mm)",,,', "Stasiun,Jan,Feb,Mar", "Maros,100,200,300", "Barru,90,80,70"]),
    );
    expect(table).toMatchObject({ unit: "mm", headerRows: [2, 2] });
    expect(periods(table)).toEqual(["2:2023-01", "3:2023-02", "4:2023-03"]);
  });

  it("keeps spans of years and base years as names", async () => {
    const table = await only(sheetOf(["Kab,Laju 2010-2020,PDRB Harga Konstan 2010", "Bone,1.5,10", "Gowa,2.5,20"]));
    expect(table.layout).toBe("long");
  });
});

describe("totals", () => {
  it.each([
    ["a word", ["Kec,Jumlah", "A,10", "B,20", "C,30", "Jumlah/Total,60"], [5]],
    ["a word first", ["Kec,Nilai", "TOTAL,60", "A,10", "B,20", "C,30"], [2]],
    ["a bilingual average", ["Kec,IPM", "A,70", "B,72", "C,74", "Rata-rata/Average,72"], [5]],
    ["the province among its regencies", ["Wilayah,IPM", "Sulawesi Selatan,72", "Bone,70", "Gowa,71", "Maros,73"], [2]],
    ["the country among provinces", ["Provinsi,Nilai", "ACEH,1", "RIAU,2", "BALI,3", "INDONESIA,6"], [5]],
    ["a code one level up", ["kode,nama,nilai", "7300,Sulsel,8.6", "7301,A,12.2", "7302,B,7.4", "7303,C,9.1"], [2]],
    ["the sum of the others", ["Kec,Jumlah", "A,1410", "B,2020", "C,3130", "Kota,6560"], [5]],
    ["the town below its districts", ["Kecamatan,Kepadatan", "Bara,10.5", "Wara,30.5", "Kota Palopo,21"], [4]],
    [
      "subtotals by word",
      ["OPD,Pagu", "A,100", "B,200", "Sub Total,300", "C,50", "D,60", "Sub Total,110", "Grand Total,410"],
      [4, 7, 8],
    ],
    [
      "districts above their villages",
      ["Kelurahan,Penduduk", "Kecamatan Wara,300", "A,100", "B,200", "Kecamatan Bara,700", "C,300", "D,400"],
      [2, 5],
    ],
    [
      "parents above dashes",
      ["Jenis,2022", "PAD,30", "- Pajak,10", "- Retribusi,20", "Transfer,50", "- DAU,20", "- DAK,30", "Jumlah,80"],
      [2, 5, 8],
    ],
    [
      "parents above numbers",
      ["Usaha,Nilai", "A. Pertanian,10", "1. Padi,4", "2. Jagung,6", "B. Industri,20", "PDRB,30"],
      [2, 6],
    ],
    [
      "codes of a budget",
      [
        "Kode,Uraian,Pagu",
        "5,BELANJA,300",
        "5.1,OPERASI,200",
        "5.1.01,Pegawai,120",
        "5.1.02,Barang,80",
        "5.2,MODAL,100",
        "5.2.01,Tanah,60",
        "5.2.02,Alat,40",
      ],
      [2, 3, 6],
    ],
  ] as const)("are known by %s", async (_, lines, rows) => {
    expect((await only(sheetOf(lines))).totalRows).toEqual(rows);
  });

  it.each([
    [
      "indicators that begin with “Jumlah”",
      [
        "Uraian,Satuan,2021,2022",
        "Jumlah Penduduk,jiwa,1000,1100",
        "Jumlah Rumah Tangga,KK,250,260",
        "Jumlah Desa,desa,20,20",
      ],
    ],
    [
      "a category of its own column",
      ["kab,jenis_kelamin,tahun,jumlah", "Bone,Laki-laki,2022,10", "Bone,Perempuan,2022,11", "Bone,Jumlah,2022,21"],
    ],
    ["provinces side by side", ["Provinsi,Nilai", "Sulawesi Utara,1.5", "Sulawesi Selatan,2.5", "Gorontalo,3.5"]],
    [
      "the regency of Gorontalo",
      ["Kabupaten,Nilai", "Boalemo,1.5", "Gorontalo,2.5", "Pohuwato,3.5", "Bone Bolango,3.1", "Kota Gorontalo,4.2"],
    ],
    ["residual regions", ["Kecamatan,Kasus", "Bara,10", "Wara,22", "Belum diketahui,3", "Luar kota,4"]],
    ["a plain numbered list", ["Jenis,2022", "1. Padi,10", "2. Jagung,30", "3. Kedelai,55"]],
  ] as const)("are not %s", async (_, lines) => {
    const table = await only(sheetOf(lines));
    expect(table.totalRows).toEqual([]);
    expect(table.bodyRows).toBe(lines.length - 1);
  });

  it("that differ from the sum of their parts are told, with the sum", async () => {
    const table = await only(
      sheetOf(["Kecamatan,Jumlah Penduduk (jiwa)", "Bara,100", "Wara,200", "Mungkajang,300", "Jumlah,650"]),
    );
    expect(table.findings).toEqual([
      expect.objectContaining({
        code: "table/total-mismatch",
        row: 5,
        column: 2,
        value: "650",
        params: expect.objectContaining({ sum: "600", parts: 3 }),
      }),
    ]);
  });

  it("of what does not add up must only lie between their parts", async () => {
    const lines = ["Provinsi,Garis Kemiskinan (Rp)", "ACEH,579227", "RIAU,605912", "BALI,485022"];
    expect(codes(await only(sheetOf([...lines, "INDONESIA,505469"])))).toEqual([]);
    expect(codes(await only(sheetOf([...lines, "INDONESIA,505"])))).toEqual(["table/total-out-of-range"]);
  });

  it("that are missing while their parts are known say nothing", async () => {
    const table = await only(sheetOf(["Bandara,2022", "A,225304", "B,1069185", "C,301152", "TOTAL,-"]));
    expect(table).toMatchObject({ totalRows: [5], findings: [] });
  });
});

describe("the body", () => {
  it("leaves out headings of groups, repeated headers and blank rows", async () => {
    const grouped = await only(
      sheetOf([
        "Uraian,2022",
        "Pendapatan,",
        "Pajak,100",
        "Retribusi,50",
        "Jumlah Pendapatan,150",
        "Belanja,",
        "Pegawai,80",
        "Barang,60",
        "Jumlah Belanja,140",
      ]),
    );
    expect(grouped).toMatchObject({ bodyRows: 4, totalRows: [5, 9] });
    const paged = await only(
      sheetOf(["No,Kab,Jumlah", "1,Bone,10", "2,Gowa,20", ",,", "No,Kab,Jumlah", "3,Barru,40", "Jumlah,,70"]),
    );
    expect(paged).toMatchObject({ bodyRows: 3, totalRows: [7], dataRows: [2, 7] });
  });

  it("leaves out a heading of dots whose total names it, and keeps a region whose figures are all missing", async () => {
    const heading = await only(
      sheetOf([
        "Kelompok,Kota,Desa",
        "Makanan/Food,...,...",
        "Padi,87522,96699",
        "Ikan,46501,37804",
        "Jumlah makanan/Total food,134023,134503",
      ]),
    );
    expect(heading).toMatchObject({ bodyRows: 2, totalRows: [5] });
    const region = await only(sheetOf(["Provinsi,2022", "Papua,10.5", "Papua Tengah,...", "Papua Selatan,"]));
    expect(region.bodyRows).toBe(3);
  });

  it("fills merged ranges from the ranges themselves", async () => {
    const sheet = sheetOf(
      ["Kabupaten,Kecamatan,2022", "Gowa,Somba Opu,1.5", ",Pallangga,3.5", "Maros,Turikale,5.5", ",Mandai,7.5"],
      { merges: ["A2:A3"] },
    );
    expect((await cellsOf(sheet, await only(sheet))).map(([first]) => first)).toEqual(["Gowa", "Gowa", "Maros", ""]);
  });

  it("ends at the first source or remark, with or without a blank row", async () => {
    const table = await only(
      sheetOf([
        "Kab,2022,2023",
        "Bone,10,20*",
        "Gowa,30,40",
        "*) Angka sementara,,",
        "1) Termasuk pindahan,,",
        "Sumber : Dinas,,",
      ]),
    );
    expect(table).toMatchObject({ dataRows: [2, 3], bodyRows: 2 });
    expect(table.notes.map(({ row }) => row)).toEqual([4, 5, 6]);
  });
});

describe("several tables", () => {
  it("one under the other are told apart, the largest first", async () => {
    const tables = await locateTables(
      sheetOf([
        "Tabel 1. Luas (km2),,",
        "Kecamatan,Luas,",
        "Wara,11.49,",
        "Bara,34.34,",
        "Sumber: BPN,,",
        ",,",
        "Tabel 2. Penduduk,,",
        "Kecamatan,Laki-laki,Perempuan",
        "Wara,10,20",
        "Bara,30,40",
        "Mungkajang,50,60",
      ]),
    );
    expect(tables.map(({ title, headerRows, bodyRows }) => ({ title, headerRows, bodyRows }))).toEqual([
      { title: "Penduduk", headerRows: [8, 8], bodyRows: 3 },
      { title: "Luas (km2)", headerRows: [2, 2], bodyRows: 2 },
    ]);
  });

  it("side by side are told apart", async () => {
    const tables = await locateTables(
      sheetOf(["Kabupaten,Jumlah,,Kecamatan,Luas", "Bone,1,,Wara,10", "Gowa,2,,Sukamaju,20", "Maros,3,,Malili,30"]),
    );
    expect(tables.map(names)).toEqual([
      ["kabupaten", "jumlah"],
      ["kecamatan", "luas"],
    ]);
  });

  it("that nobody has filled in, or that have no rows, give the reason instead", async () => {
    const form = await locateSheet(sheetOf(["Bulan,,Pemohon,Terbit", "1.,Januari,,", "2.,Februari,,", "3.,Maret,,"]));
    expect(form).toMatchObject({ tables: [], findings: [{ code: "table/no-values" }] });
    const bare = await locateSheet(sheetOf(["Kepolisian Daerah,", ",Jumlah Tindak Pidana", ",2014", ","]));
    expect(bare).toMatchObject({ tables: [], findings: [{ code: "table/no-rows" }] });
    const prose = await locateSheet(sheetOf(["Laporan tahunan", "Terlampir"]));
    expect(prose).toMatchObject({ tables: [], findings: [{ code: "table/none" }] });
  });
});

describe("a long sheet", () => {
  const long = (rows: number): Sheet =>
    sheetOf([
      "kode_kabupaten_kota,nama_kabupaten_kota,tahun,nilai",
      ...Array.from({ length: rows }, (_, at) =>
        at % 100 === 99
          ? `7300,SULAWESI SELATAN,${2000 + (at % 20)},1.5`
          : `73${String((at % 24) + 1).padStart(2, "0")},KAB ${at % 24},${2000 + (at % 20)},${at}.5`,
      ),
      ",,,",
      "Sumber: BPS,,,",
    ]);

  it("is judged row by row as it would be judged whole", async () => {
    const whole = await only(long(3_000));
    const [streamed] = await locateTables(long(3_000), { heldRows: 500 });
    expect({ ...streamed, skippedRows: [...(streamed?.skippedRows ?? [])] }).toEqual({
      ...whole,
      skippedRows: [...whole.skippedRows],
    });
    expect(whole).toMatchObject({ bodyRows: 2_970, dataRows: [2, 3_001], notes: [{ row: 3_003 }] });
  });

  it("finds the row that is the sum of all others, first or last, and no other", async () => {
    const villages = Array.from({ length: 2_000 }, (_, at) => [`Desa ${at}`, at * 7 + 3, at * 11 + 5] as const);
    const sum = (place: 1 | 2): number => villages.reduce((all, row) => all + row[place], 0);
    const whole = `Luar biasa,${sum(1)},${sum(2)}`;
    const lines = villages.map((row) => row.join(","));
    const totalsOf = async (rows: readonly string[]): Promise<readonly number[]> => {
      const sheet = sheetOf(["Wilayah,Laki-laki,Perempuan", ...rows]);
      const [table] = await locateTables(sheet, { heldRows: 500 });
      expect(await cellsOf(sheet, table as LocatedTable)).toHaveLength(table?.bodyRows ?? 0);
      return table?.totalRows ?? [];
    };
    expect(await totalsOf([whole, ...lines])).toEqual([2]);
    expect(await totalsOf([...lines, whole])).toEqual([2_002]);
    expect(await totalsOf([...lines, `Luar biasa,${sum(1)},${sum(2) + 1}`])).toEqual([]);
    expect(await totalsOf(lines)).toEqual([]);
  });

  it("gives as many body rows as it counted", async () => {
    const sheet = long(20_000);
    const table = await only(sheet);
    expect(await cellsOf(sheet, table)).toHaveLength(table.bodyRows);
  });
});

describe("any sheet whatever", () => {
  const cell = fc.oneof(
    fc.constantFrom(
      "",
      "",
      "Jumlah",
      "Total",
      "2022",
      "2023",
      "Januari",
      "(1)",
      "(2)",
      "1",
      "2",
      "3",
      "Sumber: x",
      "-",
      "...",
      "- a",
      "Kota A",
      "73",
      "7300",
      "7301",
      "1.5",
      "12,5",
      "Bone",
    ),
    fc.string({ maxLength: 8 }),
  );
  const grid = fc.array(fc.array(cell, { maxLength: 7 }), { maxLength: 18 });
  const range = fc.tuple(fc.nat(17), fc.nat(6), fc.nat(4), fc.nat(4)).map(([top, left, down, over]) => ({
    top: top + 1,
    left: left + 1,
    bottom: top + 1 + down,
    right: left + 1 + over,
  }));

  it("gives tables whose body has the rows that were counted, in order and inside the data rows, or none", async () => {
    await fc.assert(
      fc.asyncProperty(grid, fc.array(range, { maxLength: 3 }), async (lines, merges) => {
        const rows = lines.map((cells, at) => ({ row: at + 1, cells }));
        const sheet: Sheet = {
          name: "x",
          hidden: false,
          merges,
          rows: async function* () {
            yield rows;
          },
        };
        for (const table of await locateTables(sheet)) {
          const [first, last] = table.dataRows;
          const own: number[] = [];
          for await (const batch of bodyRows(sheet, table)) own.push(...batch.map(({ row }) => row));
          expect(own).toHaveLength(table.bodyRows);
          expect(own).toEqual([...own].sort((a, b) => a - b));
          expect(own.every((row) => row >= first && row <= last && !table.totalRows.includes(row))).toBe(true);
          expect(new Set(names(table)).size).toBe(table.columns.length);
          expect(names(table).every((name) => /^[a-z][a-z0-9_]{0,62}$/.test(name))).toBe(true);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
