import { utils, write } from "@e965/xlsx";
import { describe, expect, it } from "vitest";
import type { FieldName } from "../../src/kernel/ids.ts";
import type { Rule } from "../../src/kernel/package.ts";
import { trimCell } from "../../src/tabular/missing.ts";
import { fc } from "../setup/properties.ts";
import { check, schemaOf } from "./given.ts";

const simple = schemaOf(
  [
    { name: "kode", constraints: { required: true } },
    { name: "tahun", type: "year", role: "period" },
    { name: "nilai", type: "number", role: "measure" },
  ],
  ["kode", "tahun"],
);

/** One column of numbers beside a key, as stored. */
async function numbers(cells: readonly string[], field: Partial<Parameters<typeof schemaOf>[0][number]> = {}) {
  const schema = schemaOf([{ name: "id" }, { name: "nilai", type: "number", ...field }]);
  const text = ["id;nilai", ...cells.map((cell, index) => `a${index};${cell}`)].join("\n");
  const checked = await check({ text, schema });
  return { ...checked, stored: checked.rows.map((row) => row[2]), statuses: checked.rows.map((row) => row[3]) };
}

const unescaped: Readonly<Record<string, string>> = {
  n: "\n",
  r: "\r",
  t: "\t",
  b: "\b",
  f: "\f",
  v: "\v",
  "\\": "\\",
};

/** What PostgreSQL makes of a cell of COPY text. */
const fromCopy = (cell = ""): string => cell.replace(/\\(.)/g, (_, letter: string) => unescaped[letter] ?? letter);

describe("checkFile(request, sink)", () => {
  it("hands on rows as COPY text with their own row numbers and statuses", async () => {
    const text = 'Nilai;TAHUN;Kode\r\n1.234,50;2024;A\r\n...;2024;B\r\n12,5*;2024;"C\\d"\r\n';
    const { result, rows, codes } = await check({ text, schema: simple });
    expect(codes).toEqual([]);
    expect(rows).toEqual([
      ["2", "A", "2024", "1234.50", "\\N"],
      ["3", "B", "2024", "\\N", '{"nilai":"not-available"}'],
      ["4", "C\\\\d", "2024", "12.5", '{"nilai":"provisional"}'],
    ]);
    expect(result).toMatchObject({ rows: 3, file: { format: "csv", delimiter: ";", headerRows: [1, 1] } });
  });

  it("counts rows as the officer's program does, blank rows included", async () => {
    const { findings } = await check({ text: "kode,tahun,nilai\nA,2024,1\n\n\nB,2024,x\n", schema: simple });
    expect(findings).toMatchObject([{ code: "cell/not-a-number", row: 5, column: 3, field: "nilai", value: "x" }]);
  });

  it.each([
    ["an empty file", "", "file/empty"],
    ["a file of blanks", "\n\n  \n", "file/empty"],
    ["binary noise", new Uint8Array(Array.from({ length: 4096 }, (_, i) => (i * 7919) % 256)), undefined],
    [
      "a lock file",
      new Uint8Array([5, 65, 100, 109, 105, 110, ...new Array<number>(159).fill(32)]),
      "file/lock-file",
      "~$data.xlsx",
    ],
  ])("answers %s with one error and no rows", async (_what, text, code, name = "data.csv") => {
    const { result, rows } = await check({ text, schema: simple, name });
    expect(result.report.errors).toBe(1);
    expect(result.rows).toBe(0);
    expect(rows).toEqual([]);
    if (code !== undefined) expect(Object.keys(result.report.byCode)).toContain(code);
  });

  it("answers a file with only a header", async () => {
    const { result } = await check({ text: "kode,tahun,nilai\n", schema: simple });
    expect(result.report.errors).toBeGreaterThan(0);
    expect(result.rows).toBe(0);
  });

  it("tells of keys that come twice, with the row that was first, and of keys that are not there", async () => {
    const { findings } = await check({
      text: "kode,tahun,nilai\nA,2024,1\nB,2024,2\nA,2024,3\nC,,4\n",
      schema: simple,
    });
    // A key that came before is told a few rows later.
    const byRow = [...findings].sort((a, b) => (a.row ?? 0) - (b.row ?? 0));
    expect(byRow).toMatchObject([
      { code: "row/duplicate-key", severity: "error", row: 4, params: { first: 2, key: "kode = A, tahun = 2024" } },
      { code: "row/key-missing", severity: "error", row: 5, field: "tahun" },
    ]);
  });

  it("tells of rows that are too long or too short", async () => {
    const text = "kode,tahun,nilai\nA,2024,1\nB,2024,2,3\nC,2024\nD,2024,4,\n";
    const { findings } = await check({ text, schema: simple });
    expect(findings).toMatchObject([
      { code: "row/too-many-cells", row: 3, column: 4, value: "3", params: { cells: 4, columns: 3 } },
      { code: "row/too-few-cells", row: 4, params: { cells: 2, columns: 3 } },
    ]);
  });

  it("checks every constraint of Table Schema and says which broke", async () => {
    const schema = schemaOf([
      { name: "a", constraints: { required: true, unique: true, minLength: 2, maxLength: 3 } },
      { name: "b", constraints: { enum: ["Laki-laki", "Perempuan"], pattern: "[A-Z].*" } },
      { name: "c", type: "integer", constraints: { minimum: "0", maximum: "10" } },
      { name: "d", type: "number", constraints: { exclusiveMinimum: "0", exclusiveMaximum: "1.5" } },
      { name: "e", type: "date", constraints: { minimum: "2024-01-01" } },
    ]);
    const text = [
      "a,b,c,d,e",
      "aa,Laki-laki,0,1.49,2024-01-01",
      "aa,perempuan,11,0,2023-12-31",
      ",Perempuan,-1,1.50,2024-02-30",
      "a,Perempuan,1.5,0.1,2024-03-01",
      "aaaa,Perempuan,,,",
    ].join("\n");
    const { findings } = await check({ text, schema });
    expect(findings.map(({ code, row, field }) => [row, field, code])).toEqual([
      [3, "b", "cell/not-in-list"],
      [3, "b", "cell/pattern"],
      [3, "c", "cell/above-maximum"],
      [3, "d", "cell/below-minimum"],
      [3, "e", "cell/below-minimum"],
      [3, "a", "cell/not-unique"],
      [4, "a", "cell/required"],
      [4, "c", "cell/below-minimum"],
      [4, "d", "cell/above-maximum"],
      [4, "e", "cell/not-a-date"],
      [5, "a", "cell/too-short"],
      [5, "c", "cell/not-whole"],
      [6, "a", "cell/too-long"],
    ]);
    expect(findings[0]?.suggestion).toBe("Perempuan");
  });

  it("reads every type of Table Schema into its canonical form", async () => {
    const schema = schemaOf([
      { name: "b", type: "boolean" },
      { name: "dt", type: "datetime" },
      { name: "t", type: "time" },
      { name: "y", type: "year" },
      { name: "ym", type: "yearmonth" },
      { name: "d", type: "date", format: "%d-%m-%Y" },
      { name: "g", type: "geopoint" },
      { name: "o", type: "object" },
      { name: "du", type: "duration" },
      { name: "em", format: "email" },
    ]);
    const text =
      'b;dt;t;y;ym;d;g;o;du;em\nYa;31 Mei 2020 Pukul 09.00;9.30 WITA;TA 2024;Mei 2024;17-05-2024;"119.4,-5.1";"{""a"":1}";P1Y;a@b.go.id\n';
    const { rows, codes } = await check({ text, schema });
    expect(codes).toEqual([]);
    expect(rows[0]?.slice(1, 10)).toEqual([
      "true",
      "2020-05-31T09:00:00",
      "09:30:00",
      "2024",
      "2024-05",
      "2024-05-17",
      "119.4,-5.1",
      '{"a":1}',
      "P1Y",
    ]);
    const bad = await check({
      text: "b;dt;t;y;ym;d;g;o;du;em\nmungkin;x;25:00;24;2024;32-01-2024;200,1;{;1Y;a\n",
      schema,
    });
    expect(bad.result.report.errors).toBe(10);
  });

  it("keeps integers within what PostgreSQL can hold", async () => {
    const { stored, codes } = await numbers(["9223372036854775807", "9223372036854775808", "12.0"], {
      type: "integer",
    });
    expect(stored).toEqual(["9223372036854775807", "\\N", "12"]);
    expect(codes).toEqual(["cell/number-too-large"]);
  });

  it("checks references, one field or several, and suggests the nearest", async () => {
    const keys = [{ fields: ["kode" as FieldName], reference: { resource: "instansi", fields: ["slug"] } }];
    const schema = schemaOf([{ name: "kode" }], [], keys);
    const references = [{ resource: "instansi", fields: ["slug"], keys: ["dinkes", "disdik"] }];
    const { findings } = await check({ text: "kode\ndinkes\ndinkess\n\nx\n", schema, more: { references } });
    expect(findings).toMatchObject([
      { code: "cell/reference-unknown", row: 3, suggestion: "dinkes" },
      { code: "cell/reference-unknown", row: 5 },
    ]);
  });

  it("hands on every text and number as it was written, whatever is in it", async () => {
    const text = fc
      .string({ unit: "grapheme", maxLength: 20 })
      .map((rest) => trimCell(`x${rest.replaceAll("\0", "").replaceAll("\r", "")}`));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(text, fc.bigInt({ min: -(2n ** 60n), max: 2n ** 60n })), { minLength: 1, maxLength: 20 }),
        async (given) => {
          const schema = schemaOf([{ name: "teks" }, { name: "angka", type: "integer" }]);
          const lines = given.map(([cell, number]) => `"${cell.replaceAll('"', '""')}",${number}`);
          const { rows } = await check({ text: `teks,angka\n${lines.join("\n")}\n`, schema });
          expect(rows.map(([, cell, number]) => [fromCopy(cell), number])).toEqual(
            given.map(([cell, number]) => [cell, String(number)]),
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  it("applies the officer's corrections and reads the rest as before", async () => {
    const more = {
      decisions: [{ issue: { code: "cell/not-a-number", row: 3, column: 3 }, correct: "12,5", reason: "salah ketik" }],
    };
    const { rows, codes } = await check({ text: "kode;tahun;nilai\nA;2024;1,5\nB;2024;x\n", schema: simple, more });
    expect(rows.map((row) => row[3])).toEqual(["1.5", "12.5"]);
    expect(codes).toEqual([]);
  });

  it("takes the one region column under another header, and says so", async () => {
    const schema = schemaOf([
      { name: "kode_wilayah", role: "region" },
      { name: "nilai", type: "integer", role: "measure" },
    ]);
    const { rows, codes } = await check({ text: "Daerah,Nilai\nGowa,1\nMaros,2\n", schema });
    expect(rows.map((row) => row[1])).toEqual(["73.06", "73.09"]);
    expect(codes).toEqual(["table/column-by-content"]);
  });
});

describe("numbers in a column", () => {
  it("are refused with both readings where nothing decides", async () => {
    const { findings, result } = await numbers(["1.234", "5.678"]);
    expect(result.report.errors).toBe(1);
    expect(findings).toMatchObject([
      { code: "column/two-readings", row: 2, value: "1.234", params: { decimal: "1.234", grouped: "1234", count: 2 } },
    ]);
  });

  it("are read by the type, the unit, or the officer's word, and it is told", async () => {
    expect(await numbers(["1.234"], { type: "integer" })).toMatchObject({
      stored: ["1234"],
      codes: ["column/reading-chosen"],
    });
    expect(await numbers(["1.234"], { unit: "jiwa" })).toMatchObject({
      stored: ["1234"],
      codes: ["column/reading-chosen"],
    });
    expect(await numbers(["1.234"], { unit: "persen" })).toMatchObject({ stored: ["1.234"] });
    expect(await numbers(["1.234"], { decimalChar: "," })).toMatchObject({ stored: ["1234"], codes: [] });
  });

  it("that contradict the column's mark are errors with the number as it was probably meant", async () => {
    const { stored, findings } = await numbers(["1,5", "2,5", "3.75"]);
    expect(stored).toEqual(["1.5", "2.5", "\\N"]);
    expect(findings).toMatchObject([
      { code: "column/mixed-marks", severity: "warning" },
      { code: "cell/number-other-mark", severity: "error", row: 4, suggestion: "3,75" },
    ]);
  });

  it("with three decimals among whole things are suspected to have lost their grouping", async () => {
    const { stored, findings } = await numbers(["394.0", "4.204", "12.0", "1.886"], { unit: "orang" });
    expect(stored).toEqual(["394.0", "4.204", "12.0", "1.886"]);
    expect(findings.map(({ code, suggestion }) => [code, suggestion])).toEqual([
      ["cell/lost-grouping", "4204"],
      ["cell/lost-grouping", "1886"],
    ]);
    expect((await numbers(["394.0", "4.204"], { type: "integer" })).findings).toMatchObject([
      { code: "cell/not-whole", severity: "error", suggestion: "4204" },
    ]);
  });

  it("a thousand times off their neighbours are suspected", async () => {
    const cells = [...Array.from({ length: 20 }, (_, i) => String(400_000 + i * 1_000)), "505"];
    const { findings } = await numbers(cells, { unit: "rupiah" });
    expect(findings).toMatchObject([{ code: "cell/far-from-others", severity: "warning", value: "505" }]);
    expect((await numbers(["1", "20", "300", "4000", "50000", "1", "2", "3", "4"])).codes).toEqual([]);
  });

  it("over a hundred per cent are told, and never stopped", async () => {
    const { findings, result } = await numbers(["99,5", "25674,58"], { unit: "persen" });
    expect(findings).toMatchObject([{ code: "cell/percent-over-100", severity: "warning", row: 3 }]);
    expect(result.report.errors).toBe(0);
    const growth = { unit: "persen", constraints: { maximum: "1000" } };
    expect((await numbers(["99,5", "256,58"], growth)).codes).toEqual([]);
    expect((await numbers(["99,5", "256,58"], { ...growth, constraints: { maximum: "100" } })).codes).toContain(
      "cell/percent-over-100",
    );
  });

  it("with words for powers of ten are multiplied exactly, unless the unit says them too", async () => {
    expect(await numbers(["1,5 juta"])).toMatchObject({ stored: ["1500000"], codes: ["cell/number-scaled"] });
    expect(await numbers(["1,5 juta"], { unit: "juta rupiah" })).toMatchObject({ stored: ["1.5"] });
  });

  it("of another unit than the column's are errors", async () => {
    expect((await numbers(["12 ha", "5 ekor"], { unit: "ha" })).findings).toMatchObject([
      { code: "cell/other-unit", row: 3 },
    ]);
    expect((await numbers(["80%"], { unit: "persen" })).stored).toEqual(["80"]);
  });

  it("that are missing keep their sign's meaning and are no findings", async () => {
    const { stored, statuses, codes } = await numbers(["-", "...", "NA", "", "~0", "5 r)"]);
    expect(stored).toEqual(["\\N", "\\N", "\\N", "\\N", "0", "5"]);
    const names = statuses.map((text) => (text === "\\N" ? undefined : JSON.parse(text ?? "").nilai));
    expect(names).toEqual(["nil-or-zero", "not-available", "suppressed", undefined, "negligible", "revised"]);
    expect(codes).toEqual([]);
  });

  it("with a letter for a digit are errors with the number that was meant, never half a number", async () => {
    expect((await numbers(["1O5", "12,5"])).findings).toMatchObject([{ code: "cell/not-a-number", suggestion: "105" }]);
  });
});

describe("what Excel damages", () => {
  it("is recognised and named", async () => {
    const schema = schemaOf([{ name: "kode" }, { name: "tanggal", type: "date" }]);
    const { findings } = await check({
      text: "kode;tanggal\n7,37101E+15;45429\n01-Mei;2024-05-17\n5-1;2024-05-18\n5-2;2024-05-19\n5-3;2024-05-20\n",
      schema,
    });
    expect(findings.map(({ code, suggestion }) => [code, suggestion])).toEqual([
      ["cell/id-in-exponent", undefined],
      ["cell/excel-date-number", "2024-05-17"],
      ["cell/code-became-date", undefined],
    ]);
  });
});

describe("dates in a column", () => {
  const schema = schemaOf([
    { name: "tanggal", type: "date" },
    { name: "n", type: "integer" },
  ]);
  const dates = async (...cells: readonly string[]) => {
    const checked = await check({ text: ["tanggal;n", ...cells.map((cell) => `${cell};1`)].join("\n"), schema });
    return { ...checked, stored: checked.rows.map((row) => row[1]) };
  };

  it("follow the order that one of them proves", async () => {
    expect(await dates("05/06/2024", "25/06/2024")).toMatchObject({ stored: ["2024-06-05", "2024-06-25"], codes: [] });
    expect(await dates("5/6/2024", "9/29/2013")).toMatchObject({ stored: ["2024-05-06", "2013-09-29"], codes: [] });
  });

  it("are read day first where nothing proves it, with both readings told", async () => {
    const { stored, findings } = await dates("05/06/2024");
    expect(stored).toEqual(["2024-06-05"]);
    expect(findings).toMatchObject([
      { code: "column/date-order", severity: "warning", params: { chosen: "2024-06-05", other: "2024-05-06" } },
    ]);
  });

  it("are refused where they prove both", async () => {
    expect((await dates("13/06/2024", "06/13/2024", "05/06/2024")).codes).toContain("column/mixed-date-orders");
  });
});

describe("workbooks", () => {
  it("give exact numbers whatever the marks of other cells, and tell of formulas without a value", async () => {
    const sheet = utils.aoa_to_sheet([
      ["kode", "tahun", "nilai"],
      ["A", 2024, 1234.5],
      ["B", 2024, "1.234,75"],
      ["C", 2024, "..."],
    ]);
    const book = utils.book_new();
    utils.book_append_sheet(book, sheet, "Data");
    const text = new Uint8Array(write(book, { type: "array", bookType: "xlsx" }) as ArrayBuffer);
    const { rows, codes, result } = await check({ text, schema: simple, name: "a.xlsx" });
    expect(rows.map((row) => row[3])).toEqual(["1234.5", "1234.75", "\\N"]);
    expect(codes).toEqual([]);
    expect(result.file).toMatchObject({ format: "xlsx", sheet: "Data" });
    const other = await check({ text, schema: simple, name: "a.xlsx", more: { sheet: "Lain" } });
    expect(other.codes).toEqual(["table/sheet-unknown"]);
  });
});

describe("cross-row rules", () => {
  const schema = schemaOf(
    [
      { name: "kode", role: "region" },
      { name: "tahun", type: "year", role: "period" },
      { name: "l", type: "integer" },
      { name: "p", type: "integer" },
      { name: "jumlah", type: "integer", role: "measure" },
    ],
    ["kode", "tahun"],
  );
  const rule = (kind: string, more: Record<string, unknown>, severity: Rule["severity"] = "error"): Rule => ({
    name: kind,
    kind,
    severity,
    ...more,
  });
  const text = "kode,tahun,l,p,jumlah\n73.06,2023,1,2,3\n73.06,2024,2,2,5\n73.09,2023,5,5,10\n73.09,2024,1,...,4\n";

  it.each([
    [rule("sum", { total: "jumlah", parts: ["l", "p"] }), [["row/rule-sum", 3]]],
    [rule("sum", { total: "jumlah", parts: ["l", "p"], tolerance: 1 }), []],
    [
      rule("compare", { left: "l", op: "<", right: "p" }),
      [
        ["row/rule-compare", 3],
        ["row/rule-compare", 4],
      ],
    ],
    [rule("bounds", { field: "jumlah", maximum: 5 }), [["row/rule-bounds", 4]]],
    [rule("monotone", { field: "jumlah", over: "tahun", direction: "increasing" }), [["row/rule-monotone", 5]]],
    [rule("change", { field: "jumlah", over: "tahun", percent: 65 }), [["row/rule-change", 3]]],
    [
      rule("complete", { region: "kode", period: "tahun" }),
      [
        ["table/rule-incomplete", undefined],
        ["table/rule-incomplete", undefined],
      ],
    ],
    [rule("sum", { total: "jumlah", parts: ["x"] }), [["table/rule-not-applied", undefined]]],
    [rule("unheard-of", {}), [["table/rule-not-applied", undefined]]],
  ])("%j", async (one, expected) => {
    const { findings } = await check({ text, schema, rules: [one] });
    expect(findings.map(({ code, row }) => [code, row])).toEqual(expected);
  });

  it("sum the rows of a group against its total", async () => {
    const long = schemaOf(
      [{ name: "tahun", type: "year" }, { name: "jenis" }, { name: "n", type: "number" }],
      ["tahun", "jenis"],
    );
    const rows = "tahun,jenis,n\n2023,A,1.5\n2023,B,2.5\n2023,Semua,4\n2024,A,1\n2024,B,2\n2024,Semua,4\n";
    const { findings } = await check({
      text: rows,
      schema: long,
      rules: [rule("total", { field: "n", dimension: "jenis", value: "Semua" }, "warning")],
    });
    expect(findings).toMatchObject([
      {
        code: "table/rule-total",
        severity: "warning",
        row: 7,
        params: { total: "4", sum: "3", group: "tahun = 2024" },
      },
    ]);
  });

  it("can be overruled with a reason", async () => {
    const decisions = [
      { issue: { code: "row/rule-sum", row: 3 }, override: true, reason: "satu orang tidak tercatat" },
    ];
    const { result } = await check({
      text,
      schema,
      rules: [rule("sum", { total: "jumlah", parts: ["l", "p"] })],
      more: { decisions },
    });
    expect(result.report).toMatchObject({ errors: 0, notes: 1 });
  });
});

describe("a large tidy file", () => {
  it("is read as a small one is: totals, repeated headers and notes are no rows", async () => {
    const schema = schemaOf([{ name: "kode" }, { name: "uraian" }, { name: "nilai", type: "number" }], ["kode"]);
    const body = Array.from({ length: 100_000 }, (_, i) => `K${i},uraian yang agak panjang nomor ${i},${i}.5`);
    body.splice(50_000, 0, "kode,uraian,nilai");
    const text = ["kode,uraian,nilai", ...body, "Jumlah,,4999950000", "Sumber: BPS,,", "catatan,,"].join("\n");
    const { result, rows, codes } = await check({ text, schema });
    expect(codes).toEqual(["row/total-not-stored"]);
    expect(result.rows).toBe(100_000);
    expect(rows.at(-1)).toEqual(["100002", "K99999", "uraian yang agak panjang nomor 99999", "99999.5", "\\N"]);
  });
});
