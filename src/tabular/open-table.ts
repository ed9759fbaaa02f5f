/**
 * The table that a check reads: which sheet and which table of it, its columns, and its body rows, made long by a recipe where the file
 * has periods or categories across. Rows can be read as often as needed.
 */
import type { Finding } from "../kernel/finding.ts";
import type { TableSchema } from "../kernel/package.ts";
import type { CheckedTable } from "./checked-table.ts";
import { matchFields } from "./fields.ts";
import { bodyRows, locateSheet } from "./locate.ts";
import type { LocatedTable } from "./located-table.ts";
import type { RawRow, Sheet, Source } from "./model.ts";
import type { Recipe } from "./recipe.ts";
import { proposeRecipe } from "./recipe-propose.ts";
import { type ShapedRow, shapeTable } from "./shape.ts";
import { openTidy } from "./tidy-table.ts";

export interface TableChoice {
  readonly sheet?: string | undefined;
  /** From 1, the largest first. */
  readonly table?: number | undefined;
  readonly recipe?: Recipe | undefined;
  readonly schema: TableSchema;
  readonly fileName: string;
}

export type TableOpening = { readonly table: CheckedTable | undefined; readonly findings: readonly Finding[] };

export async function openTable(source: Source, choice: TableChoice, signal?: AbortSignal): Promise<TableOpening> {
  const { sheets } = source;
  const named = choice.sheet === undefined ? undefined : sheets.find(({ name }) => name === choice.sheet);
  if (choice.sheet !== undefined && named === undefined && sheets.some(({ name }) => name !== null)) {
    const names = sheets.map(({ name }) => `“${name ?? ""}”`).join(", ");
    const params = { sheet: choice.sheet, sheets: names };
    return { table: undefined, findings: [{ code: "table/sheet-unknown", severity: "error", params }] };
  }
  const candidates = named === undefined ? sheets.filter(({ hidden }) => !hidden) : [named];
  const findings: Finding[] = [];
  const mayBeTidy = choice.recipe === undefined && (choice.table ?? 1) === 1;
  for (const sheet of candidates) {
    const tidy = mayBeTidy ? await openTidy(sheet, choice.schema, signal) : undefined;
    if (tidy !== undefined) return { table: tidy, findings: await totalsOf(sheet, source.facts.bytes, choice, signal) };
    const located = await locateSheet(sheet, { fileName: choice.fileName, signal });
    const table = located.tables[(choice.table ?? 1) - 1];
    if (table === undefined) {
      findings.push(...located.findings);
      continue;
    }
    const shaped = shape(sheet, table, choice);
    return { table: shaped.table, findings: [...located.findings, ...table.findings, ...shaped.findings] };
  }
  return { table: undefined, findings };
}

/** Larger files are not looked at whole. */
const LARGE_FILE_BYTES = 2 * 1024 ** 2;

/** What a tidy table's totals have to say: whether they are the sum of their parts. */
async function totalsOf(
  sheet: Sheet,
  bytes: number,
  choice: TableChoice,
  signal?: AbortSignal,
): Promise<readonly Finding[]> {
  if (bytes > LARGE_FILE_BYTES) return [];
  const { tables } = await locateSheet(sheet, { fileName: choice.fileName, signal });
  return (tables[0]?.findings ?? []).filter(({ code }) => code.startsWith("table/total-"));
}

function shape(sheet: Sheet, table: LocatedTable, choice: TableChoice): TableOpening {
  const proposed = choice.recipe === undefined && table.layout === "wide" && !fitsAsItIs(table, choice.schema);
  const recipe = choice.recipe ?? (proposed ? proposeRecipe(table) : undefined);
  const totals = table.totalRows.slice(0, 1_000).map((row) => ({ row, value: "" }));
  const common = { sheet: table.sheet, headerRows: table.headerRows, title: table.title, totals: () => totals };
  if (recipe === undefined) {
    const rows = (signal?: AbortSignal): AsyncIterable<readonly RawRow[]> => bodyRows(sheet, table, signal);
    return { table: { ...common, columns: table.columns, rows, isShaped: false }, findings: [] };
  }
  const { shape: made, findings } = shapeTable(table, recipe);
  if (made === undefined) return { table: undefined, findings };
  const told: readonly Finding[] = proposed
    ? [{ code: "table/recipe-proposed", severity: "warning", params: { count: table.periodColumns.length } }]
    : [];
  const rows = async function* (signal?: AbortSignal): AsyncGenerator<readonly ShapedRow[]> {
    for await (const batch of bodyRows(sheet, table, signal)) yield batch.flatMap((row) => made.shapeRow(row));
  };
  const columns = made.columns.map(({ name, title }, index) => ({
    column: index + 1,
    name,
    title: title === "" ? name : title,
  }));
  return { table: { ...common, columns, rows, isShaped: true }, findings: [...told, ...findings] };
}

/** Does the schema itself have the file's period columns as fields ("2022", "2023")? Then nothing is turned. */
function fitsAsItIs(table: LocatedTable, schema: TableSchema): boolean {
  const match = matchFields(schema, table.columns);
  const periods = new Set(table.periodColumns.map(({ column }) => column));
  return match.columns.some((column) => column !== undefined && periods.has(column));
}
