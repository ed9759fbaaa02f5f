import { describe, expect, it } from "vitest";
import type { FieldName } from "../../src/kernel/ids.ts";
import { matchFields, tellLeftovers } from "../../src/tabular/fields.ts";
import { schemaOf } from "./given.ts";

const schema = schemaOf(
  [
    { name: "kode_kabupaten_kota", title: { id: "Kode Kabupaten/Kota", en: "Regency code" }, role: "region" },
    { name: "tahun", type: "year", role: "period" },
    {
      name: "jumlah_penduduk",
      title: "Jumlah Penduduk",
      type: "integer",
      role: "measure",
      previousNames: ["penduduk" as FieldName],
    },
    { name: "catatan" },
  ],
  ["kode_kabupaten_kota", "tahun"],
);
const header = (...titles: readonly string[]) => titles.map((title, index) => ({ column: index + 1, title }));

describe("matchFields(schema, header)", () => {
  it.each([
    [
      ["kode_kabupaten_kota", "tahun", "jumlah_penduduk", "catatan"],
      [1, 2, 3, 4],
    ],
    [
      ["CATATAN", "Jumlah Penduduk (jiwa)", "TAHUN", "KODE KABUPATEN / KOTA"],
      [4, 3, 2, 1],
    ],
    [
      ["Regency code", "Tahun", "penduduk"],
      [1, 2, 3, undefined],
    ],
    [
      ["kodekabupatenkota", "tahun ", "Jumlah_Penduduk"],
      [1, 2, 3, undefined],
    ],
  ])("matches %j by name, title or former name, never by position", (titles, columns) => {
    expect(matchFields(schema, header(...titles)).columns).toEqual(columns);
  });

  it("tells of a column that comes twice", () => {
    const { findings, unknown } = matchFields(schema, header("tahun", "Tahun", "kode_kabupaten_kota"));
    expect(findings).toMatchObject([{ code: "table/column-twice", column: 2, field: "tahun", params: { first: 1 } }]);
    expect(unknown).toEqual([]);
  });
});

describe("tellLeftovers(schema, match, header)", () => {
  const tell = (...titles: readonly string[]) =>
    tellLeftovers(schema, matchFields(schema, header(...titles)), header(...titles));

  it("asks for what a row cannot do without, warns of the rest, and suggests the nearest", () => {
    expect(tell("kode_kab_kota", "tahun", "jumlah_pendudk", "Provinsi")).toMatchObject([
      { code: "table/column-missing", severity: "error", field: "kode_kabupaten_kota", suggestion: "kode_kab_kota" },
      { code: "table/column-missing", severity: "error", field: "jumlah_penduduk", suggestion: "jumlah_pendudk" },
      { code: "table/column-missing", severity: "warning", field: "catatan" },
      { code: "table/unknown-column", severity: "warning", column: 1 },
      { code: "table/unknown-column", severity: "warning", column: 3, suggestion: "Jumlah Penduduk" },
      { code: "table/unknown-column", severity: "warning", column: 4 },
    ]);
  });

  it("says one thing where nothing fits", () => {
    expect(tell("nama", "harga")).toMatchObject([{ code: "table/no-known-column", severity: "error" }]);
  });
});
