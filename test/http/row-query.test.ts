import { describe, expect, it } from "vitest";
import { parseRowQuery, splitList } from "../../src/http/row-query.ts";
import { isFault } from "../../src/kernel/fault.ts";
import type { FieldName } from "../../src/kernel/ids.ts";
import type { Field, FieldType } from "../../src/kernel/package.ts";

const field = (name: string, type: FieldType, role?: Field["role"]): Field => ({ name: name as FieldName, type, role });
const fields = [
  field("kode", "string", "region"),
  field("tahun", "year", "period"),
  field("tanggal", "date"),
  field("nilai", "number", "measure"),
  field("jumlah", "integer"),
  field("aktif", "boolean"),
];
const parse = (query: string) => parseRowQuery(new URLSearchParams(query), fields, ["_bom"]);

function codeOf(query: string): string {
  try {
    parse(query);
    return "none";
  } catch (thrown) {
    if (isFault(thrown)) return thrown.code;
    throw thrown;
  }
}

describe("parseRowQuery(search, fields, others)", () => {
  it("reads equality, any of, and every operator", () => {
    expect(parse("tahun=2024&kode=73.06,73.71&kode=73.08&nilai.gte=1.50&nilai.lt=9&jumlah.ne=1,2").filters).toEqual([
      { field: "tahun", op: "eq", values: ["2024"] },
      { field: "kode", op: "in", values: ["73.06", "73.71", "73.08"] },
      { field: "nilai", op: "gte", values: ["1.50"] },
      { field: "nilai", op: "lt", values: ["9"] },
      { field: "jumlah", op: "ne", values: ["1", "2"] },
    ]);
  });

  it("reads columns, order, limit and status", () => {
    expect(parse("_columns=nilai,kode,nilai&_sort=kode,-nilai&_limit=5&_status=1&_bom=1")).toEqual({
      filters: [],
      columns: ["nilai", "kode"],
      order: [
        { field: "kode", direction: "asc" },
        { field: "nilai", direction: "desc" },
      ],
      limit: 5,
      status: true,
    });
  });

  it("takes an empty value for a missing one", () => {
    expect(parse("jumlah=&nilai.ne=").filters).toEqual([
      { field: "jumlah", op: "eq", values: [""] },
      { field: "nilai", op: "ne", values: [""] },
    ]);
  });

  it("brings values into the form of the store", () => {
    expect(parse("jumlah=007&aktif=1").filters.map(({ values }) => values[0])).toEqual(["7", "true"]);
  });

  it.each([
    ["_unknown=1", "request.unknown-parameter"],
    ["_excel=1", "request.unknown-parameter"],
    ["kabupaten=1", "request.unknown-field"],
    ["constructor=1", "request.unknown-field"],
    ["nilai.like=1", "request.unknown-operator"],
    ["nilai.gte.lte=1", "request.unknown-operator"],
    ["nilai.toString=1", "request.unknown-operator"],
    ["nilai=banyak", "request.bad-value"],
    ["nilai=1,5e3", "request.bad-value"],
    ["nilai=NaN", "request.bad-value"],
    ["jumlah=1.5", "request.bad-value"],
    ["jumlah=9223372036854775808", "request.bad-value"],
    ["jumlah.gte=", "request.bad-value"],
    ["kode.lt=", "request.bad-value"],
    ["tahun=2024%00", "request.bad-value"],
    ["kode=73%00", "request.bad-value"],
    ["tanggal=2024-02-30", "request.bad-value"],
    ["aktif=ya", "request.bad-value"],
    ["nilai.gte=1,2", "request.one-value"],
    ["nilai.gte=1&nilai.gte=2", "request.one-value"],
    ["_limit=1&_limit=2", "request.one-value"],
    ["_limit=-1", "request.over-limit"],
    ["_limit=1e3", "request.over-limit"],
    ["_sort=-", "request.unknown-field"],
    ["_columns=", "request.unknown-field"],
    ["_status=yes", "request.bad-parameter"],
  ])("refuses %s with %s", (query, code) => {
    expect(codeOf(query)).toBe(code);
  });
});

it("refuses more than a thousand values", () => {
  expect(codeOf(`jumlah=${"1,".repeat(1000)}1`)).toBe("request.over-limit");
});

it("keeps the commas of a value between double quotes", () => {
  expect(splitList('"a, b",c')).toEqual(["a, b", "c"]);
  expect(splitList('"say ""hi"""')).toEqual(['say "hi"']);
  expect(splitList('5" pipe,x')).toEqual(['5" pipe', "x"]);
  expect(splitList(",")).toEqual(["", ""]);
});
