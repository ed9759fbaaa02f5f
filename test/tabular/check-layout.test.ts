import { describe, expect, it } from "vitest";
import { check, ofCode, schemaOf } from "./given.ts";
import { REGION_FACTS } from "./region-facts.ts";

const schema = schemaOf(
  [
    { name: "jenis_kelamin", role: "dimension" },
    { name: "kelompok_umur", title: "Kelompok Umur", role: "dimension" },
    { name: "jumlah", type: "integer", role: "measure", unit: "jiwa" },
  ],
  ["jenis_kelamin", "kelompok_umur"],
);

describe("the check of a table with headings down its rows", () => {
  it("takes them for the one dimension that no column is", async () => {
    const checked = await check({
      text: "Kelompok Umur,Jumlah\nLaki-laki,\n0-4,10\n5-9,20\nPerempuan,\n0-4,11\n5-9,21\n",
      schema: { ...schema, fields: schema.fields.map((field) => ({ ...field })) },
    });
    expect(checked.rows.map((row) => row.slice(0, 4))).toEqual([
      ["3", "Laki-laki", "0-4", "10"],
      ["4", "Laki-laki", "5-9", "20"],
      ["6", "Perempuan", "0-4", "11"],
      ["7", "Perempuan", "5-9", "21"],
    ]);
    expect(checked.result.report.errors).toBe(0);
    expect(ofCode(checked, "table/group-headings")).toHaveLength(1);
  });

  it("says nothing of a column for them where the schema wants none", async () => {
    const checked = await check({
      text: "Kecamatan,Jumlah\nPegunungan:,\nAlla,10\nBaraka,20\nPesisir:,\nSuppa,11\nLembang,21\n",
      schema: schemaOf([{ name: "kecamatan" }, { name: "jumlah", type: "integer", role: "measure" }], ["kecamatan"]),
    });
    expect(checked.rows.map((row) => row[1])).toEqual(["Alla", "Baraka", "Suppa", "Lembang"]);
    expect(checked.codes).not.toContain("table/unknown-column");
  });
});

describe("the check of a table with labels on the first of their rows only", () => {
  it("carries them down, also where the header is the schema's own", async () => {
    const checked = await check({
      text: "jenis_kelamin,kelompok_umur,jumlah\nLaki-laki,0-4,10\n,5-9,20\n,10-14,30\nPerempuan,0-4,11\n,5-9,21\n,10-14,31\n",
      schema,
    });
    expect(checked.rows.map((row) => row[1])).toEqual([
      "Laki-laki",
      "Laki-laki",
      "Laki-laki",
      "Perempuan",
      "Perempuan",
      "Perempuan",
    ]);
    expect(ofCode(checked, "table/labels-continued")).toMatchObject([{ severity: "note", column: 1 }]);
  });

  it("leaves a label that is missing here and there missing", async () => {
    const checked = await check({
      text: "jenis_kelamin,kelompok_umur,jumlah\nLaki-laki,0-4,10\n,5-9,20\nLaki-laki,10-14,30\nPerempuan,0-4,11\n,5-9,21\n",
      schema,
    });
    expect(ofCode(checked, "table/labels-continued")).toHaveLength(0);
    expect(checked.result.report.errors).toBeGreaterThan(0);
  });
});

describe("the check of a table whose period only the title says", () => {
  const dated = schemaOf(
    [
      { name: "kecamatan" },
      { name: "periode", role: "period" },
      { name: "jumlah", type: "integer", role: "measure", unit: "orang" },
    ],
    ["kecamatan", "periode"],
  );
  const lines = (title: string): string => `${title}\n\nKecamatan,Jumlah\nAlla,10\nBaraka,20\nSuppa,11\n`;

  it("takes it from there, with a word about it", async () => {
    const checked = await check({ text: lines("Rekapitulasi Pencari Kerja Triwulan II Tahun 2024"), schema: dated });
    expect(checked.rows.map((row) => row[2])).toEqual(["2024-Q2", "2024-Q2", "2024-Q2"]);
    expect(ofCode(checked, "table/period-from-title")).toMatchObject([{ severity: "warning", value: "2024-Q2" }]);
    expect(checked.result.report.errors).toBe(0);
  });

  it("does not where the title names two", async () => {
    const checked = await check({ text: lines("Pencari Kerja Januari 2024 dan Januari 2023"), schema: dated });
    expect(checked.codes).toContain("table/column-missing");
  });
});

describe("the check of regions against their time", () => {
  const yearly = schemaOf(
    [
      { name: "kode", role: "region" },
      { name: "tahun", type: "year", role: "period" },
      { name: "jumlah", type: "integer", role: "measure", unit: "orang" },
    ],
    ["kode", "tahun"],
  );

  it("tells of a figure for a regency that was not there yet, not of its absence", async () => {
    const text = "kode,tahun,jumlah\n73.18,2005,40\n73.26,2005,12\n73.26,2006,13\n73.26,2007,-\n73.26,2008,14\n";
    const checked = await check({ text, schema: yearly });
    expect(ofCode(checked, "table/region-before-its-time")).toMatchObject([
      {
        severity: "warning",
        row: 3,
        column: 1,
        params: { region: "Toraja Utara (73.26)", begins: "2008", count: 2 },
      },
    ]);
  });

  it("misses no regency that began after the last period", async () => {
    const codes = REGION_FACTS.filter(({ level }) => level === "regency").map(({ code }) => code);
    const text = (year: number): string =>
      `kode,tahun,jumlah\n${codes
        .filter((code) => code !== "73.26")
        .map((code) => `${code},${year},1`)
        .join("\n")}\n`;
    expect((await check({ text: text(2006), schema: yearly })).codes).not.toContain("table/regions-missing");
    expect((await check({ text: text(2020), schema: yearly })).codes).toContain("table/regions-missing");
  });
});
