import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { describe, expect, it } from "vitest";
import { writeParquet } from "../../src/formats/parquet.ts";
import { parquetColumn, unscaled } from "../../src/formats/parquet-column.ts";
import type { Row } from "../../src/formats/text.ts";
import type { FieldName } from "../../src/kernel/ids.ts";
import type { Field, FieldType, StorageKind } from "../../src/kernel/package.ts";
import type { ValueForms } from "../../src/store/value-facts.ts";
import { fc } from "../setup/properties.ts";

const column = (name: string, type: FieldType, kind: StorageKind, forms: Partial<ValueForms> = {}, isKey = false) => {
  const field: Field = { name: name as FieldName, type };
  return parquetColumn({ name, kind }, field, isKey, { decimals: new Map(), days: new Set(), ...forms });
};
const sized = (name: string, whole: number, scale: number): Partial<ValueForms> => ({
  decimals: new Map([[name as FieldName, { whole, scale }]]),
});

async function* batches(rows: readonly Row[]) {
  for (const row of rows) yield [row];
}
const write = async (columns: Parameters<typeof writeParquet>[0], rows: readonly Row[], groupRows?: number) =>
  new Uint8Array(await buffer(Readable.from(writeParquet(columns, batches(rows), { dataset: "uji" }, groupRows))))
    .buffer;

describe("a field's type in Parquet", () => {
  it("holds codes as text, whole numbers as INT64, decimals as DECIMAL, days as DATE", async () => {
    const columns = [
      column("kode", "string", "text", {}, true),
      column("tahun", "year", "bigint"),
      column("nilai", "number", "numeric", sized("nilai", 5, 2)),
      column("resmi", "boolean", "boolean"),
      column("tanggal", "date", "text", { days: new Set(["tanggal" as FieldName]) }),
    ];
    const file = await write(columns, [
      ["007", "2024", "-12345.6", "true", "2024-02-29"],
      ["73.06", "9223372036854775807", null, "f", null],
      ["", null, "0.05", null, "1969-12-31"],
    ]);
    expect(await parquetReadObjects({ file })).toEqual([
      { kode: "007", tahun: 2024n, nilai: -12345.6, resmi: true, tanggal: new Date("2024-02-29") },
      { kode: "73.06", tahun: 9223372036854775807n, nilai: null, resmi: false, tanggal: null },
      { kode: "", tahun: null, nilai: 0.05, resmi: null, tanggal: new Date("1969-12-31") },
    ]);
    const { schema, created_by, key_value_metadata } = parquetMetadata(file);
    expect(
      schema.slice(1).map(({ type, converted_type, repetition_type }) => [type, converted_type, repetition_type]),
    ).toEqual([
      ["BYTE_ARRAY", "UTF8", "REQUIRED"],
      ["INT64", undefined, "OPTIONAL"],
      ["INT64", "DECIMAL", "OPTIONAL"],
      ["BOOLEAN", undefined, "OPTIONAL"],
      ["INT32", "DATE", "OPTIONAL"],
    ]);
    expect([created_by, key_value_metadata]).toEqual(["jendela-sulsel", [{ key: "dataset", value: "uji" }]]);
  });

  it("is text where no DECIMAL is large enough, or a day is not whole", async () => {
    const columns = [column("besar", "number", "numeric", sized("besar", 39, 0)), column("sejak", "date", "text")];
    const file = await write(columns, [["123456789012345678901234567890123456789", "2024-05"]]);
    expect(await parquetReadObjects({ file })).toEqual([
      { besar: "123456789012345678901234567890123456789", sejak: "2024-05" },
    ]);
  });

  it("keeps every digit of a decimal", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.bigInt(-(10n ** 19n), 10n ** 19n), fc.nat(10 ** 6 - 1)), { minLength: 1 }),
        async (numbers) => {
          const texts = numbers.map(([whole, part]) => `${whole}.${String(part).padStart(6, "0")}`);
          const columns = [column("n", "number", "numeric", sized("n", 20, 6))];
          const bytes = await write(
            columns,
            texts.map((text) => [text]),
          );
          // Read as its unscaled digits: hyparquet itself gives a DECIMAL as a binary float.
          const metadata = parquetMetadata(bytes);
          for (const element of metadata.schema) {
            delete element.converted_type;
            delete element.logical_type;
          }
          const rows = await parquetReadObjects({ file: bytes, metadata, utf8: false });
          expect(rows.map(({ n }) => wholeOf(n as Uint8Array))).toEqual(texts.map((text) => unscaled(text, 6)));
        },
      ),
      { numRuns: 30 },
    );
  });
});

/** Two's complement, the highest byte first. */
const wholeOf = (bytes: Uint8Array): bigint =>
  BigInt.asIntN(
    128,
    bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n),
  );

it("writes a group of rows at a time, with what each holds at least and at most", async () => {
  const rows = Array.from({ length: 10 }, (_, index): Row => [String(index), index === 9 ? null : "x"]);
  const columns = [column("n", "integer", "bigint"), column("teks", "string", "text")];
  const file = await write(columns, rows, 4);
  const { row_groups, num_rows } = parquetMetadata(file);
  expect([num_rows, row_groups.map((group) => group.num_rows)]).toEqual([10n, [4n, 4n, 2n]]);
  const [n, text] = row_groups[2]?.columns.map(({ meta_data }) => meta_data?.statistics) ?? [];
  expect([n?.min_value, n?.max_value, text?.null_count]).toEqual([8n, 9n, 1n]);
  expect((await parquetReadObjects({ file })).map(({ n: value }) => value)).toEqual(
    rows.map(([value]) => BigInt(value ?? "")),
  );
});

it("has its columns even where there are no rows", async () => {
  const file = await write([column("n", "integer", "bigint")], []);
  expect(parquetMetadata(file).schema.map(({ name }) => name)).toEqual(["schema", "n"]);
  expect(await parquetReadObjects({ file })).toEqual([]);
});

it("is the same bytes for the same rows", async () => {
  const once = () => write([column("a", "string", "text")], [["x"], ["y"]]);
  expect(Buffer.from(await once()).equals(Buffer.from(await once()))).toBe(true);
});
