/** `inspect`: what the reader sees in a file, without a database. Tables, fields, notes and issues as the contract names them. */
import { basename } from "node:path";
import { type Finding, type Issue, toIssue } from "../kernel/finding.ts";
import type { FieldRole, FieldType } from "../kernel/package.ts";
import { type ChosenTable, findAllTables, pickTable } from "./choose-table.ts";
import { readDecisions } from "./decisions.ts";
import { type InspectedMelt, inspectMelt } from "./inspect-melt.ts";
import { type PlannedField, planTable } from "./inspect-plan.ts";
import { bodyRows } from "./locate.ts";
import type { LocatedTable, TableNote } from "./located-table.ts";
import type { FileFacts, Limits } from "./model.ts";
import type { DecimalMark } from "./numbers.ts";
import { findPersonalColumns } from "./personal-findings.ts";
import { createRegionBook, type RegionBook, type RegionFact } from "./regions.ts";
import { createReport, type Report } from "./report.ts";
import { findSeries } from "./sheet-periods.ts";
import { openSource } from "./source.ts";
import { provinceName, provincesIn } from "./totals-provinces.ts";

export interface InspectOptions {
  /** As the officer named the file; its base name otherwise. */
  readonly name?: string | undefined;
  readonly sheet?: string | undefined;
  /** From 1, the largest of its sheet first. */
  readonly table?: number | undefined;
  /** Known regions, for codes and names. Without them columns of regions are told by their headers. */
  readonly regions?: readonly RegionFact[] | undefined;
  readonly limits?: Partial<Limits> | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface InspectedField {
  readonly column: number;
  readonly name: string;
  readonly title: string;
  readonly type: FieldType;
  readonly role: FieldRole | null;
  readonly unit: string | null;
  readonly decimalMark: DecimalMark | null;
  /** Cells without a value. */
  readonly missing: number;
}

export interface InspectedTable {
  readonly sheet: string | null;
  readonly hidden: boolean;
  readonly title: string | null;
  readonly unit: string | null;
  readonly layout: "long" | "wide";
  readonly headerRows: readonly [number, number] | null;
  readonly dataRows: readonly [number, number];
  readonly bodyRows: number;
  readonly totalRows: readonly number[];
  readonly notes: readonly TableNote[];
  readonly fields: readonly InspectedField[];
  readonly periodColumns: readonly { readonly column: number; readonly period: string }[];
  readonly longRows: number;
  /** What the period columns become; null for a long table. */
  readonly melt: InspectedMelt | null;
}

export interface Inspection {
  readonly file: FileFacts;
  readonly tables: readonly InspectedTable[];
  /** At most a hundred, errors first. */
  readonly issues: readonly Issue[];
}

/** How many rows the long form has: one for each body row and period column, missing cells counted. */
const longRowsOf = (table: LocatedTable): number => table.bodyRows * Math.max(1, table.periodColumns.length);

/**
 * Looks at a file.
 *
 * @throws Unreadable when there is no table to see, with the one sentence that says what to do.
 */
export async function inspectFile(path: string, options: InspectOptions = {}): Promise<Inspection> {
  const { limits, signal } = options;
  const source = await openSource(path, { name: options.name ?? basename(path), limits, signal });
  try {
    const found = await findAllTables(source, { sheet: options.sheet, signal });
    const chosen = options.table === undefined ? found.tables : chooseOne(found.tables, options.table);
    const book = options.regions === undefined ? undefined : createRegionBook(options.regions);
    const report = createReport(readDecisions([]));
    const tables: InspectedTable[] = [];
    for (const one of chosen) tables.push(await inspectTable(one, book, report, signal));
    const isAll = options.sheet === undefined && options.table === undefined;
    for (const finding of [
      ...found.findings,
      ...severalTables(chosen),
      ...(isAll ? tellSeries(chosen) : []),
      ...lyingTitle(chosen, source.facts.name),
    ])
      report.add(finding);
    for (const finding of source.findings) report.add(finding);
    return { file: source.facts, tables, issues: report.summary().issues.map(toIssue) };
  } finally {
    await source.close();
  }
}

/** Of the named sheet, or of the first visible one that has tables. */
function chooseOne(tables: readonly ChosenTable[], number: number): ChosenTable[] {
  const sheet = (tables.find((one) => !one.sheet.hidden) ?? tables[0])?.sheet;
  const own = tables.filter((one) => one.sheet === sheet);
  const table = pickTable(
    own.map((one) => one.table),
    number,
  );
  return own.filter((one) => one.table === table);
}

async function inspectTable(
  { sheet, table }: ChosenTable,
  book: RegionBook | undefined,
  report: Report,
  signal?: AbortSignal,
): Promise<InspectedTable> {
  const fields = await planTable(sheet, table, book, signal);
  const isHeading = new Set(table.groups?.columns.map(({ column }) => column));
  const names = new Map(fields.map(({ column, field }) => [column, field.name as string] as const));
  const personal = findPersonalColumns(
    fields.map(({ evidence }) => evidence),
    (column) => names.get(column),
  );
  for (const column of personal.masked) report.mask(column);
  for (const finding of [...table.findings, ...personal.findings, ...fields.flatMap(({ findings }) => findings)])
    report.add(finding);
  await readCells({ sheet, table }, fields, report, signal);
  return {
    sheet: table.sheet,
    hidden: table.hidden,
    title: table.title,
    unit: table.unit,
    layout: table.layout,
    headerRows: table.headerRows,
    dataRows: table.dataRows,
    bodyRows: table.bodyRows,
    totalRows: table.totalRows,
    notes: table.notes,
    // Columns of headings are no columns of the file.
    fields: fields.filter(({ column }) => !isHeading.has(column)).map(shown),
    periodColumns: table.periodColumns,
    longRows: longRowsOf(table),
    melt: inspectMelt(table),
  };
}

const shown = ({ column, title, field, decimalMark, missing }: PlannedField): InspectedField => ({
  column,
  name: field.name,
  title,
  type: field.type,
  role: field.role ?? null,
  unit: field.unit ?? null,
  decimalMark,
  missing,
});

/** Every cell once, for what single cells have to say. */
async function readCells(
  { sheet, table }: ChosenTable,
  fields: readonly PlannedField[],
  report: Report,
  signal?: AbortSignal,
): Promise<void> {
  for await (const batch of bodyRows(sheet, table, signal)) {
    for (const { cells, kinds, row } of batch) {
      for (const { column, field, read } of fields) {
        const cell = cells[column - 1] ?? "";
        if (cell === "") continue;
        const said = read(cell, kinds?.[column - 1]);
        if (typeof said !== "object" || said === null) continue;
        for (const problem of said.problems) report.addCell(problem, row, column, field.name, cell);
      }
    }
  }
}

function severalTables(tables: readonly ChosenTable[]): Finding[] {
  const counts = new Map<string, number>();
  for (const { table } of tables) counts.set(table.sheet ?? "", (counts.get(table.sheet ?? "") ?? 0) + 1);
  return [...counts].flatMap(([sheet, count]) =>
    count < 2 ? [] : [{ code: "table/several" as const, severity: "note" as const, params: { sheet, count } }],
  );
}

/** Sheets that hold one table, each for its own period. */
function tellSeries(tables: readonly ChosenTable[]): Finding[] {
  const largest = new Map<unknown, ChosenTable>();
  for (const one of tables) if (!one.sheet.hidden && !largest.has(one.sheet)) largest.set(one.sheet, one);
  const series = findSeries([...largest.values()]);
  if (series.length === 0) return [];
  const periods = series.map(({ period }) => period).join(", ");
  return [{ code: "table/sheets-are-periods", severity: "note", params: { count: series.length, periods } }];
}

/** The file is named for one province, its title for another. */
function lyingTitle(tables: readonly ChosenTable[], fileName: string): Finding[] {
  const named = provincesIn(fileName.replace(/\.[a-z]{2,5}$/i, ""));
  if (named.size !== 1) return [];
  const [file = ""] = named;
  return tables.flatMap(({ table }) => {
    const titled = provincesIn(table.title ?? "");
    if (titled.size === 0 || titled.has(file)) return [];
    const params = { title: [...titled].map(provinceName).join(", "), file: provinceName(file) };
    return [
      {
        code: "table/title-names-other-region" as const,
        severity: "warning" as const,
        row: table.headerRows?.[0],
        params,
      },
    ];
  });
}
