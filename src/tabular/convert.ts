/**
 * `convert`: a table as canonical CSV, without a database. UTF-8, comma, LF, one header row of field names, a dot for decimals, no
 * grouping, no exponent, ISO periods, a missing value empty; no totals, no notes. Long by default; wide keeps the file's own columns.
 */
import { once } from "node:events";
import { basename } from "node:path";
import type { Writable } from "node:stream";
import { type ChosenTable, chooseSeries, chooseTable } from "./choose-table.ts";
import { csvLine } from "./csv-line.ts";
import type { InspectOptions } from "./inspect.ts";
import { type PlannedField, planTable } from "./inspect-plan.ts";
import { bodyRows } from "./locate.ts";
import type { LocatedTable } from "./located-table.ts";
import { readMissingSymbol, trimCell } from "./missing.ts";
import { type CellKind, type RawRow, Unreadable } from "./model.ts";
import { type DecimalMark, otherMark, readDecimal } from "./numbers.ts";
import type { Recipe } from "./recipe.ts";
import { proposeRecipe } from "./recipe-propose.ts";
import { createRegionBook } from "./regions.ts";
import { type Shape, shapeTable } from "./shape.ts";
import { openSource } from "./source.ts";
import { isCodeHead } from "./totals-labels.ts";

export interface ConvertOptions extends InspectOptions {
  /** The file's own columns: output column k is source column k. */
  readonly wide?: boolean | undefined;
  /** All sheets that hold the same table for another period, one after the other, with a column for the period. */
  readonly join?: boolean | undefined;
  /** How to make it long; proposed from the layout where absent. */
  readonly recipe?: Recipe | undefined;
}

export interface Converted {
  readonly rows: number;
}

/** What a cell becomes. */
type Canonical = (cell: string, kind: CellKind | undefined) => string;

/** Text and regions as written; what a number, a date or a period says in canonical form; what cannot be read, as written. */
function canonical(planned: PlannedField | undefined, isWide: boolean): Canonical {
  if (planned === undefined) return trimCell;
  const { field, read, decimalMark } = planned;
  const isNumeric = field.type === "number" || field.type === "integer";
  const isCode = field.role === "region" && isCodeHead(planned.title);
  if (field.role === "region" && (isWide || !isCode)) return (cell) => trimCell(cell);
  if (field.type === "string" && field.role !== "period" && field.role !== "region") return textCell;
  if (field.type === "boolean") return trimCell;
  return (cell, kind) => {
    if (cell === "") return "";
    const said = read(cell, kind);
    if (typeof said === "string") return said;
    if (said === null) return "";
    if (said.value !== null) return said.value;
    if (kind === "uncached-formula" || kind === "error") return "";
    if (said.problems.length === 0) return "";
    if (isCode) return trimCell(cell).replace(/^(\d+)\.0$/, "$1");
    return isNumeric ? (otherReading(cell, decimalMark) ?? trimCell(cell)) : trimCell(cell);
  };
}

/** What a cell means that only the other decimal mark explains: "8.97" among "8,97". */
const otherReading = (cell: string, mark: DecimalMark | null): string | undefined =>
  mark === null ? undefined : readDecimal(cell, otherMark(mark));

const textCell: Canonical = (cell, kind) => {
  if (kind === "uncached-formula" || kind === "error") return "";
  return readMissingSymbol(cell) === undefined ? trimCell(cell) : "";
};

/** The table without what is only read out of it: no columns of headings, no labels carried down. */
const asWritten = (table: LocatedTable): LocatedTable => ({
  ...table,
  columns: table.columns.filter(({ isHeading }) => isHeading !== true),
  groups: undefined,
  continued: undefined,
});

/** The file's own columns from 1 on. */
function wideHeader(table: LocatedTable): { readonly names: readonly string[]; readonly columns: readonly number[] } {
  const last = table.columns[table.columns.length - 1]?.column ?? 0;
  const names = new Map(table.columns.map(({ column, name }) => [column, name] as const));
  const columns = Array.from({ length: last }, (_, at) => at + 1);
  return { names: columns.map((column) => names.get(column) ?? `kolom_${column}`), columns };
}

function longShape(table: LocatedTable, recipe: Recipe | undefined): Shape {
  const { shape, findings } = shapeTable(table, recipe ?? proposeRecipe(table));
  if (shape === undefined || shape.columns.length === 0)
    throw new Unreadable(findings[0] ?? { code: "table/none", severity: "error", params: {} });
  return shape;
}

/**
 * Writes one table of the file to `out`, which stays open.
 *
 * @throws Unreadable before the first byte is written when there is no table, or a recipe does not fit it.
 */
export async function convertFile(path: string, options: ConvertOptions, out: Writable): Promise<Converted> {
  const { limits, signal } = options;
  const source = await openSource(path, { name: options.name ?? basename(path), limits, signal });
  try {
    const series =
      options.join === true
        ? await chooseSeries(source, signal)
        : [await chooseTable(source, { sheet: options.sheet, table: options.table, signal })];
    const parts: Part[] = [];
    for (const one of series) parts.push(await planPart(one, options));
    const [first] = parts;
    let rows = 0;
    let chunk = csvLine(first?.names ?? []);
    const flush = async (): Promise<void> => {
      const full = !out.write(chunk);
      chunk = "";
      if (full) await once(out, "drain", signal === undefined ? {} : { signal });
    };
    for (const { sheet, table, rowsOf } of parts) {
      for await (const batch of bodyRows(sheet, table, signal)) {
        for (const raw of batch) {
          for (const row of rowsOf(raw)) {
            chunk += csvLine(row);
            rows += 1;
          }
        }
        if (chunk.length > FLUSH) await flush();
      }
    }
    await flush();
    return { rows };
  } finally {
    await source.close();
  }
}

/** One table with what its rows become. */
interface Part extends ChosenTable {
  readonly names: readonly string[];
  readonly rowsOf: (row: RawRow) => readonly (readonly string[])[];
}

async function planPart(chosen: ChosenTable, { wide = false, regions, recipe, signal }: ConvertOptions): Promise<Part> {
  const { sheet } = chosen;
  const table = wide ? asWritten(chosen.table) : chosen.table;
  if (table.bodyRows === 0) throw new Unreadable({ code: "table/no-rows", severity: "error", params: {} });
  const book = regions === undefined ? undefined : createRegionBook(regions);
  const fields = new Map((await planTable(sheet, table, book, signal)).map((field) => [field.column, field] as const));
  const { names, columns } = wideHeader(table);
  const readers = columns.map((column) => canonical(fields.get(column), wide));
  const left = table.columns[0]?.column ?? 1;
  const read = ({ cells, kinds }: RawRow): readonly string[] =>
    readers.map((one, at) => (at + 1 < left ? "" : one(cells[at] ?? "", kinds?.[at])));
  if (wide) return { sheet, table, names, rowsOf: (raw) => [read(raw)] };
  const shape = longShape(table, recipe);
  return {
    sheet,
    table,
    names: shape.columns.map(({ name }) => name),
    rowsOf: (raw) => shape.shapeRow({ row: raw.row, cells: read(raw) }).map(({ cells }) => cells),
  };
}

const FLUSH = 64 * 1024;
