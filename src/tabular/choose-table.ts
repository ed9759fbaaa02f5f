/** Which sheets and tables of a file are meant: a sheet by name, a table by number, else the first visible sheet that has one. */
import type { Finding } from "../kernel/finding.ts";
import { locateSheet } from "./locate.ts";
import type { LocatedTable } from "./located-table.ts";
import { type Sheet, type Source, Unreadable } from "./model.ts";
import { findSeries, withPeriod } from "./sheet-periods.ts";

export interface Choice {
  readonly sheet?: string | undefined;
  /** From 1, the largest of its sheet first. */
  readonly table?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface ChosenTable {
  readonly sheet: Sheet;
  readonly table: LocatedTable;
}

const refuse = (finding: Finding): never => {
  throw new Unreadable(finding);
};

/** The sheets that are meant. Names are compared without white space and case at last. */
function sheetsOf(source: Source, name: string | undefined): readonly Sheet[] {
  if (name === undefined) return source.sheets;
  const loose = (text: string | null): string => (text ?? "").trim().toLowerCase();
  const found =
    source.sheets.find((sheet) => sheet.name === name) ??
    source.sheets.find((sheet) => sheet.name !== null && loose(sheet.name) === loose(name));
  if (found !== undefined) return [found];
  const sheets = source.sheets.map((sheet) => sheet.name ?? "").join(", ");
  return refuse({ code: "table/sheet-unknown", severity: "error", params: { sheet: name, sheets } });
}

/**
 * All tables of the sheets that are meant, sheet by sheet, each sheet's largest first.
 *
 * @throws Unreadable when there is not one, with the reason of the first visible sheet.
 */
export async function findAllTables(
  source: Source,
  choice: Choice,
): Promise<{ readonly tables: readonly ChosenTable[]; readonly findings: readonly Finding[] }> {
  const tables: ChosenTable[] = [];
  const findings: Finding[] = [];
  const reasons: Finding[] = [];
  for (const sheet of sheetsOf(source, choice.sheet)) {
    const located = await locateSheet(sheet, { fileName: source.facts.name, signal: choice.signal });
    for (const table of located.tables) tables.push({ sheet, table });
    if (located.tables.length === 0 && !sheet.hidden) reasons.push(...located.findings);
    else findings.push(...located.findings);
  }
  const isThere = choice.sheet === undefined ? tables.some(({ sheet }) => !sheet.hidden) : tables.length > 0;
  if (!isThere) return refuse(reasons[0] ?? { code: "table/none", severity: "error", params: {} });
  return { tables, findings: [...findings, ...reasons.map((reason) => ({ ...reason, severity: "warning" as const }))] };
}

/** The one table that `convert` writes. Other sheets are not looked at longer than needed. */
export async function chooseTable(source: Source, choice: Choice): Promise<ChosenTable> {
  const reasons: Finding[] = [];
  const sheets = sheetsOf(source, choice.sheet);
  for (const sheet of choice.sheet === undefined ? sheets.filter(({ hidden }) => !hidden) : sheets) {
    const located = await locateSheet(sheet, { fileName: source.facts.name, signal: choice.signal });
    if (located.tables.length > 0) return { sheet, table: pickTable(located.tables, choice.table) };
    reasons.push(...located.findings);
  }
  return refuse(reasons[0] ?? { code: "table/none", severity: "error", params: {} });
}

/**
 * The largest table of each visible sheet, where the sheets hold one table for several periods: each with a column that says which.
 *
 * @throws Unreadable when they do not.
 */
export async function chooseSeries(source: Source, signal?: AbortSignal): Promise<readonly ChosenTable[]> {
  const { tables } = await findAllTables(source, { signal });
  const largest = new Map<Sheet, ChosenTable>();
  for (const one of tables) if (!one.sheet.hidden && !largest.has(one.sheet)) largest.set(one.sheet, one);
  const series = findSeries([...largest.values()]);
  if (series.length === 0) return refuse({ code: "table/sheets-differ", severity: "error", params: {} });
  const name = series.every(({ period }) => /^\d{4}$/.test(period)) ? "tahun" : "periode";
  return series.map(({ sheet, table, period }) => ({ sheet, table: withPeriod(table, name, period) }));
}

/** Table `number` of those of one sheet. */
export function pickTable(tables: readonly LocatedTable[], number: number | undefined): LocatedTable {
  const table = tables[(number ?? 1) - 1];
  return (
    table ??
    refuse({ code: "table/number-unknown", severity: "error", params: { number: number ?? 1, count: tables.length } })
  );
}
