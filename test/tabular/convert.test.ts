import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ConvertOptions } from "../../src/tabular/convert.ts";
import { inspectFile } from "../../src/tabular/inspect.ts";
import { isUnreadable } from "../../src/tabular/model.ts";
import { fc } from "../setup/properties.ts";
import { convertToText } from "./fixtures/converted.ts";
import { REGION_FACTS } from "./region-facts.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "jendela-convert-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function given(text: string | readonly string[], name = "berkas.csv"): string {
  const path = join(folder, name);
  writeFileSync(path, typeof text === "string" ? text : `${text.join("\n")}\n`);
  return path;
}

const convert = async (lines: readonly string[], options: ConvertOptions = {}): Promise<string[]> =>
  (await convertToText(given(lines), options)).trimEnd().split("\n");

describe("convert", () => {
  it("writes the long form: no totals or notes, dot decimals, ISO periods, missing values empty", async () => {
    const lines = await convert([
      "Produksi Padi (Ton);;",
      "Kabupaten;2022;2023*",
      "Bone;1.234,50;-",
      "Gowa;234,5 r);...",
      "Maros;34,5;1.000.000,25",
      "Jumlah;1.503,5;1.000.000,25",
      "Sumber: BPS;;",
    ]);
    expect(lines).toEqual([
      "kabupaten,tahun,nilai",
      "Bone,2022,1234.50",
      "Bone,2023,",
      "Gowa,2022,234.5",
      "Gowa,2023,",
      "Maros,2022,34.5",
      "Maros,2023,1000000.25",
    ]);
  });

  it("keeps the file's own columns with --wide: column k is source column k, empty ones too", async () => {
    const lines = await convert([",Kabupaten,,2022,Capaian", ',Bone,,1,"80,5%"', ',"Gowa, lama",,3,"75,25%"'], {
      wide: true,
    });
    expect(lines).toEqual(["kolom_1,kabupaten,kolom_3,tahun_2022,capaian", ",Bone,,1,80.5", ',"Gowa, lama",,3,75.25']);
  });

  it("writes periods and dates as ISO, rupiah without dots, regions as written", async () => {
    const lines = await convert(
      [
        "Kab,Tanggal,Triwulan,Upah",
        "KAB. BONE,24 Agustus 2019,Triwulan I 2024,Rp2.000.500",
        "Gowa,9/29/2019,Triwulan II 2024,Rp3.000.500",
      ],
      { wide: true, regions: REGION_FACTS },
    );
    expect(lines).toEqual([
      "kab,tanggal,triwulan,upah",
      "KAB. BONE,2019-08-24,2024-Q1,2000500",
      "Gowa,2019-09-29,2024-Q2,3000500",
    ]);
  });

  it("gives codes of regions their dots in the long form only", async () => {
    const file = ["kode,nama,nilai", "73.1,Pangkajene dan Kepulauan,1.5", "73.08,Bone,2.5", "73.06,Gowa,3.5"];
    expect((await convert(file, { regions: REGION_FACTS }))[1]).toBe("73.10,Pangkajene dan Kepulauan,1.5");
    expect((await convert(file, { regions: REGION_FACTS, wide: true }))[1]).toBe("73.1,Pangkajene dan Kepulauan,1.5");
  });

  it("writes a number that only the other decimal mark explains, and leaves words as they are", async () => {
    expect(
      await convert(["Kab;Nilai", "Bone;12,5", "Gowa;8.97", "Maros;1,25", "Wajo;rusak", "Barru;4,5", "Luwu;3,5"], {}),
    ).toEqual(["kab,nilai", "Bone,12.5", "Gowa,8.97", "Maros,1.25", "Wajo,rusak", "Barru,4.5", "Luwu,3.5"]);
  });

  it("takes another table of the sheet by its number", async () => {
    const file = [
      "Kec,Luas,",
      "Wara,11.5,",
      "Bara,34.5,",
      ",,",
      "Kec,L,P",
      "Wara,10,20",
      "Bara,30,40",
      "Mungkajang,50,60",
    ];
    expect((await convert(file, { table: 2 }))[0]).toBe("kec,luas");
    await expect(convert(file, { table: 3 })).rejects.toSatisfy(
      (error) => isUnreadable(error) && error.finding.code === "table/number-unknown",
    );
  });

  it("of nothing writes nothing", async () => {
    await expect(convert(["Kepolisian,", ",Jumlah", ",2014", ","])).rejects.toSatisfy(isUnreadable);
  });

  it("of what it wrote is the same again, whatever the table", async () => {
    const name = fc.stringMatching(/^[A-Z][a-z]{3,9}( [A-Z][a-z]{3,9})?$/);
    const number = fc.oneof(
      fc.integer({ min: -5_000, max: 9_999_999 }).map(String),
      fc
        .tuple(fc.integer({ min: 0, max: 99_999 }), fc.integer({ min: 0, max: 99 }))
        .map(([whole, part]) => `${whole},${part}`),
      fc.constantFrom("", "-", "...", "12,5*", "7,25 r)"),
    );
    const table = fc.record({
      labels: fc.uniqueArray(name, { minLength: 3, maxLength: 12 }),
      first: fc.integer({ min: 1990, max: 2030 }),
      years: fc.integer({ min: 1, max: 4 }),
      cells: fc.array(fc.array(number, { minLength: 4, maxLength: 4 }), { minLength: 12, maxLength: 12 }),
      upper: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(table, fc.boolean(), async ({ labels, first, years, cells, upper }, wide) => {
        const heads = Array.from({ length: years }, (_, at) => String(first + at));
        const top = upper
          ? [`Kecamatan;Jumlah (jiwa)${";".repeat(years - 1)}`, `;${heads.join(";")}`]
          : [`Kecamatan;${heads.join(";")}`];
        const rows = labels.map((label, at) => [label, ...(cells[at] ?? []).slice(0, years)].join(";"));
        const path = given([...top, ...rows]);
        const once = await convertToText(path, { wide }).catch((error: unknown) =>
          isUnreadable(error) ? undefined : Promise.reject(error),
        );
        if (once === undefined) return;
        expect(await convertToText(given(once, "lagi.csv"), { wide })).toBe(once);
      }),
      { numRuns: 150 },
    );
  });
});

describe("convert of a table in groups", () => {
  it("of what it wrote is the same again, whatever headings, totals, notes and gaps it had", async () => {
    const name = fc.stringMatching(/^[A-Z][a-z]{3,9}( [A-Z][a-z]{3,9})?$/);
    const number = fc.oneof(
      fc.integer({ min: 0, max: 99_999 }).map(String),
      fc.constantFrom("", "-", "...", "NA", "12,5"),
    );
    const group = fc.record({
      heading: fc.constantFrom("Kabupaten", "Kota", "I. PAJAK DAERAH", "Laki-laki", "PESISIR", ""),
      isNested: fc.boolean(),
      labels: fc.uniqueArray(name, { minLength: 1, maxLength: 5 }),
      total: fc.constantFrom("Jumlah", "", "Sub Total", "-"),
    });
    const layout = fc.record({
      groups: fc.array(group, { minLength: 1, maxLength: 4 }),
      cells: fc.array(fc.array(number, { minLength: 3, maxLength: 3 }), { minLength: 28, maxLength: 28 }),
      years: fc.boolean(),
      hasNumbers: fc.boolean(),
      hasTitle: fc.boolean(),
      note: fc.constantFrom("Sumber: BPS", "* angka sementara", ""),
    });
    await fc.assert(
      fc.asyncProperty(layout, fc.boolean(), async ({ groups, cells, years, hasNumbers, hasTitle, note }, wide) => {
        const lead = hasNumbers ? [""] : [];
        const heads = years ? ["2021", "2022", "2023"] : ["Negeri", "Swasta", "Lainnya"];
        const rows: (readonly string[])[] = [[...(hasNumbers ? ["No"] : []), "Uraian", ...heads]];
        let next = 0;
        for (const { heading, isNested, labels, total } of groups) {
          if (isNested) rows.push([...lead, "A. BAGIAN"]);
          if (heading !== "") rows.push([...lead, heading]);
          for (const label of labels)
            rows.push([...(hasNumbers ? [String(next + 1)] : []), label, ...(cells[next++] ?? [])]);
          if (total !== "") rows.push([...lead, total, ...(cells[next++] ?? [])]);
        }
        // With no figure at all it would be a form that nobody has filled in.
        rows.push([...(hasNumbers ? [String(next + 1)] : []), "Sisanya", "7", "1200", "35"]);
        const title = hasTitle ? ["Tabel 1. Banyaknya Unit Menurut Uraian", ""] : [];
        const path = given([...title, ...rows.map((row) => row.join(";")), ...(note === "" ? [] : ["", note])]);
        const once = await convertToText(path, { wide }).catch((error: unknown) =>
          isUnreadable(error) ? undefined : Promise.reject(error),
        );
        if (once === undefined) return;
        expect(await convertToText(given(once, "lagi.csv"), { wide })).toBe(once);
      }),
      { numRuns: 150 },
    );
  });
});

describe("inspect", () => {
  it("says what each column is", async () => {
    const path = given([
      "No;Kode BPS;Kabupaten;Tahun;Jumlah (jiwa);Persentase (%);Ket",
      "1;7308;Maros;2022;1.234;10,5;*",
      "2;7311;Bone;2022;12.345;...;",
      "3;7306;Gowa;2022;123.456;3,25;",
    ]);
    const { tables, file } = await inspectFile(path, { regions: REGION_FACTS });
    expect(file).toMatchObject({ name: "berkas.csv", format: "csv", delimiter: ";", encoding: "utf-8" });
    expect(tables[0]?.fields).toEqual([
      { column: 1, name: "no", title: "No", type: "integer", role: null, unit: null, decimalMark: null, missing: 0 },
      {
        column: 2,
        name: "kode_bps",
        title: "Kode BPS",
        type: "string",
        role: "region",
        unit: null,
        decimalMark: null,
        missing: 0,
      },
      {
        column: 3,
        name: "kabupaten",
        title: "Kabupaten",
        type: "string",
        role: "dimension",
        unit: null,
        decimalMark: null,
        missing: 0,
      },
      {
        column: 4,
        name: "tahun",
        title: "Tahun",
        type: "year",
        role: "period",
        unit: null,
        decimalMark: null,
        missing: 0,
      },
      {
        column: 5,
        name: "jumlah",
        title: "Jumlah (jiwa)",
        type: "integer",
        role: "measure",
        unit: "jiwa",
        decimalMark: ",",
        missing: 0,
      },
      {
        column: 6,
        name: "persentase",
        title: "Persentase (%)",
        type: "number",
        role: "measure",
        unit: "%",
        decimalMark: ",",
        missing: 1,
      },
      { column: 7, name: "ket", title: "Ket", type: "string", role: null, unit: null, decimalMark: null, missing: 2 },
    ]);
  });

  it("tells of a title that names another province than the file", async () => {
    const path = given(
      [
        "Jenis,Realisasi Pemerintah Provinsi Sulawesi Utara (Ribu Rupiah),",
        ",2022,2023",
        "Pajak,1.5,2.5",
        "Hibah,3.5,4.5",
      ],
      "padsulsel.csv",
    );
    const { issues } = await inspectFile(path);
    expect(issues).toMatchObject([
      { code: "table/title-names-other-region", message: { id: expect.stringContaining("Sulawesi Utara") } },
    ]);
  });

  it("counts the long form by its period columns, missing cells too", async () => {
    const path = given(["Kab,2022,2023,2024", "Bone,1,,3", "Gowa,4,5,-"]);
    expect((await inspectFile(path)).tables[0]).toMatchObject({
      bodyRows: 2,
      longRows: 6,
      layout: "wide",
      periodColumns: [{ period: "2022" }, { period: "2023" }, { period: "2024" }],
    });
  });
});
