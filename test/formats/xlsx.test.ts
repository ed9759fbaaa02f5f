import { buffer } from "node:stream/consumers";
import exceljs from "exceljs";
import { expect, it } from "vitest";
import { writeXlsx } from "../../src/formats/xlsx.ts";

const columns = [
  { name: "kode", kind: "text" },
  { name: "nilai", kind: "numeric" },
] as const;
const time = new Date("2025-01-01T00:00:00Z");

async function* batches(...rows: readonly (readonly [string | null, string | null])[]) {
  for (const row of rows) yield [row];
}
async function* failing(): AsyncGenerator<readonly (readonly (string | null)[])[]> {
  yield [["a", "1"]];
  throw new Error("lost");
}
async function read(bytes: Buffer): Promise<exceljs.Workbook> {
  const workbook = new exceljs.Workbook();
  await workbook.xlsx.load(bytes as unknown as ArrayBuffer); // exceljs types it by an older Buffer
  return workbook;
}
const write = (source: ReturnType<typeof batches>, maxSheetRows?: number) =>
  buffer(writeXlsx(columns, source, { sheetName: "Data: [2024]/uji", time, maxSheetRows }));

it("goes on in another sheet where one is full", async () => {
  const workbook = await read(await write(batches(["1", "1"], ["2", "2"], ["3", "3"]), 3));
  expect(workbook.worksheets.map(({ name, rowCount }) => [name, rowCount])).toEqual([
    ["Data   2024  uji", 3],
    ["Data   2024  uji (2)", 2],
  ]);
  expect(workbook.worksheets[1]?.getRow(2).values).toEqual([undefined, "3", 3]);
});

it("has a header even where there are no rows", async () => {
  expect((await read(await write(batches()))).worksheets[0]?.getRow(1).values).toEqual([undefined, "kode", "nilai"]);
});

it("keeps whatever a text may hold", async () => {
  const texts = ["<a> & b", "  spasi  ", "baris\nbaru", "a\u0001b", "_x0041_", "007", "😀"];
  const { worksheets } = await read(await write(batches(...texts.map((text) => [text, null] as const))));
  // exceljs does not read the escapes of control characters back; a spreadsheet does.
  expect(texts.map((_, index) => worksheets[0]?.getCell(`A${index + 2}`).value)).toEqual([
    "<a> & b",
    "  spasi  ",
    "baris\nbaru",
    "a_x0001_b",
    "_x005F_x0041_",
    "007",
    "😀",
  ]);
});

it("is the same bytes for the same rows", async () => {
  const [one, two] = [await write(batches(["a", "1.50"])), await write(batches(["a", "1.50"]))];
  expect(one.equals(two)).toBe(true);
});

it("fails when its rows fail", async () => {
  await expect(buffer(writeXlsx(columns, failing(), { sheetName: "x", time }))).rejects.toThrow("lost");
});
