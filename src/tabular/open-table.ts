/**
 * The table that a check reads: which sheet and which table of it, its columns, and its body rows, made long by a recipe where the file
 * has periods or categories across. Rows can be read as often as needed.
 */
import type { Finding } from "../kernel/finding.ts";
import type { TableSchema } from "../kernel/package.ts";
import type { CheckedTable } from "./checked-table.ts";
import { matchFields, titleOf } from "./fields.ts";
import { bodyRows, locateSheet } from "./locate.ts";
import type { LocatedTable } from "./located-table.ts";
import type { RawRow, Sheet, Source } from "./model.ts";
import { fieldsOf, type Recipe } from "./recipe.ts";
import { proposeForSchema } from "./recipe-for-schema.ts";
import { matchRecipe } from "./recipe-match.ts";
import type { UsedRecipe } from "./recipe-used.ts";
import { type ShapedRow, shapeTable } from "./shape.ts";
import { findPeriodOf, isWithoutPeriod, withPeriod } from "./sheet-periods.ts";
import { openTidy } from "./tidy-table.ts";

export interface TableChoice {
  readonly sheet?: string | undefined;
  /** From 1, the largest first. */
  readonly table?: number | undefined;
  /** Of the dataset, or of an earlier reading of the same file. */
  readonly recipe?: UsedRecipe | undefined;
  readonly schema: TableSchema;
  readonly fileName: string;
}

export interface TableOpening {
  readonly table: CheckedTable | undefined;
  readonly findings: readonly Finding[];
  /** By which the table is read, and the table as it lies in the file; absent where it is read as it is. */
  readonly used?: { readonly recipe: UsedRecipe; readonly located: LocatedTable } | undefined;
}

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
  for (const sheet of candidates) {
    const tidy = (choice.table ?? 1) === 1 ? await openTidy(sheet, choice.schema, signal) : undefined;
    if (tidy !== undefined) return { table: tidy, findings: await totalsOf(sheet, source.facts.bytes, choice, signal) };
    const located = await locateSheet(sheet, { fileName: choice.fileName, signal });
    const table = located.tables[(choice.table ?? 1) - 1];
    if (table === undefined) {
      findings.push(...located.findings);
      continue;
    }
    const dated = withTitlePeriod(table, choice.schema);
    const opening = openLocated(sheet, dated.table, choice);
    return { ...opening, findings: [...located.findings, ...table.findings, ...dated.findings, ...opening.findings] };
  }
  return { table: undefined, findings };
}

/** The declared period that no column gives, from the sheet's name or the title, with a word about it. */
function withTitlePeriod(
  table: LocatedTable,
  schema: TableSchema,
): { readonly table: LocatedTable; readonly findings: readonly Finding[] } {
  const { columns } = matchFields(schema, table.columns);
  const [field, ...others] = schema.fields.filter(
    ({ role }, index) => role === "period" && columns[index] === undefined,
  );
  const period = findPeriodOf(table);
  if (field === undefined || others.length > 0 || period === undefined || !isWithoutPeriod(table))
    return { table, findings: [] };
  if (field.type === "year" && period.length !== 4) return { table, findings: [] };
  const params = { name: titleOf(field) };
  return {
    table: withPeriod(table, field.name, period),
    findings: [{ code: "table/period-from-title", severity: "warning", field: field.name, value: period, params }],
  };
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

function openLocated(sheet: Sheet, table: LocatedTable, choice: TableChoice): TableOpening {
  const recipe = recipeFor(table, choice);
  const totals = table.totalRows.slice(0, 1_000).map((row) => ({ row, value: "" }));
  const common = { sheet: table.sheet, headerRows: table.headerRows, title: table.title, totals: () => totals };
  if (recipe === undefined) {
    const rows = (signal?: AbortSignal): AsyncIterable<readonly RawRow[]> => bodyRows(sheet, table, signal);
    const sourcesOf = (column: number): readonly number[] => [column];
    return { table: { ...common, columns: table.columns, rows, isShaped: false, sourcesOf }, findings: [] };
  }
  const used = { recipe, located: table };
  const { shape, guess, findings } = shapeTable(table, recipe.recipe);
  const made = shape ?? guess;
  if (made === undefined) return { table: undefined, findings, used };
  const rows = async function* (signal?: AbortSignal): AsyncGenerator<readonly ShapedRow[]> {
    for await (const batch of bodyRows(sheet, table, signal)) yield batch.flatMap((row) => made.shapeRow(row));
  };
  const columns = made.columns.map(({ name, title, from }, index) => ({
    column: index + 1,
    name,
    title: title === "" ? name : title,
    ...(from === "heading" ? { isHeading: true as const } : {}),
  }));
  const sourcesOf = (column: number): readonly number[] => made.columns[column - 1]?.sources ?? [];
  return { table: { ...common, columns, rows, isShaped: true, sourcesOf }, findings, used };
}

/** The recipe that this table needs: the one at hand unless the table is long already, else what the layout suggests. */
function recipeFor(table: LocatedTable, { recipe, schema }: TableChoice): UsedRecipe | undefined {
  if (recipe === undefined) {
    const proposed = proposeForSchema(table, schema);
    return proposed === undefined ? undefined : { origin: "proposed", recipe: proposed };
  }
  if (recipe.recipe.melt === undefined) return recipe;
  const isLong = table.layout === "long" && matchRecipe(table, recipe.recipe).melted.length === 0;
  return isLong ? undefined : { ...recipe, recipe: withDeclared(recipe.recipe, table, schema) };
}

/** A column that the recipe does not know but the schema does, by its very name, is read: the field is newer than the recipe. */
function withDeclared(recipe: Recipe, table: LocatedTable, schema: TableSchema): Recipe {
  const filled = new Set(fieldsOf(recipe));
  const { columns } = matchFields(schema, table.columns);
  const fresh = schema.fields.flatMap(({ name }, index) => {
    const column = table.columns.find((one) => one.column === columns[index]);
    if (column === undefined || column.period !== undefined || filled.has(name) || speaksOf(recipe, column.title))
      return [];
    return [{ title: column.title, name: name as string }];
  });
  return fresh.length === 0 ? recipe : { ...recipe, keep: [...recipe.keep, ...fresh] };
}

const speaksOf = ({ keep, melt, drop }: Recipe, title: string): boolean =>
  drop.includes(title) ||
  keep.some((column) => column.title === title) ||
  (melt !== undefined && melt.columns !== "periods" && melt.columns.some((column) => column.title === title));
