/**
 * A table's one period where no column says it: the sheet is called "2023", or the title ends with "Triwulan II 2024". Told as a column
 * of its own, in the same way as headings down the rows; and sheets of one layout, one for each period, are one table in parts.
 */
import { plainHeader } from "./fields.ts";
import { headerTime, joinPeriod, yearInTitle } from "./header-periods.ts";
import { oneLine } from "./locate-cells.ts";
import type { LocatedColumn, LocatedTable } from "./located-table.ts";
import { readPeriod } from "./periods.ts";

/** The finer periods that a title may name before its year. */
const PART_AND_YEAR =
  /((?:triwulan|tw|kuartal|semester|sem)\.?\s*(?:i{1,3}|iv|[1-4])|\p{L}{3,10})[\s,]+(?:tahun\s+)?((?:19|20)\d{2})/giu;

/** An SDMX period; undefined where neither sheet nor title says one and only one. */
export function findPeriodOf({ sheet, title }: Pick<LocatedTable, "sheet" | "title">): string | undefined {
  const named = sheet === null ? undefined : headerTime(sheet);
  if (named?.year !== undefined) return joinPeriod(named.year, named.part);
  const words = oneLine(title ?? "");
  const found = new Set<string>();
  for (const [, part = "", year = ""] of words.matchAll(PART_AND_YEAR)) {
    const period = readPeriod(`${part} ${year}`);
    if (period !== undefined && period.length > 4) found.add(period);
  }
  if (found.size === 1) return [...found][0];
  return found.size === 0 ? yearInTitle(words) : undefined;
}

/** Has the table no period of its own: none across, and no column whose header speaks of time? */
export const isWithoutPeriod = ({ layout, columns }: LocatedTable): boolean =>
  layout === "long" &&
  !columns.some(({ name }) =>
    /(?:^|_)(?:tahun|thn|year|periode|period|bulan|month|tanggal|tgl|triwulan|semester)(?:_|$)/.test(name),
  );

/** The table with a column that says `period` in every row. */
export function withPeriod(table: LocatedTable, name: string, period: string): LocatedTable {
  const last = table.columns[table.columns.length - 1]?.column ?? 0;
  const column: LocatedColumn = { column: last + 1, name, title: name, path: [name], isHeading: true };
  const groups = table.groups ?? { columns: [], isByHeadings: true, marks: [{ row: table.dataRows[0], texts: [] }] };
  return {
    ...table,
    columns: [...table.columns, column],
    groups: {
      ...groups,
      columns: [...groups.columns, column],
      marks: groups.marks.map(({ row, texts }) => ({ row, texts: [...texts, period] })),
    },
  };
}

/** What two tables have in common when one goes on where the other ends: their columns, years in the names left aside. */
const layoutOf = ({ columns }: LocatedTable): string =>
  columns.map(({ title }) => plainHeader(title).replace(/(?:19|20)\d{2}/g, "")).join("\u001f");

/** Of several sheets' tables, those that are the first one's for another period; at least two, or none. */
export function findSeries<T extends { readonly table: LocatedTable }>(
  chosen: readonly T[],
): readonly (T & { readonly period: string })[] {
  const [first] = chosen;
  if (first === undefined || !isWithoutPeriod(first.table)) return [];
  const layout = layoutOf(first.table);
  const series = new Map<string, T & { readonly period: string }>();
  for (const one of chosen) {
    const period = findPeriodOf(one.table);
    if (period === undefined || layoutOf(one.table) !== layout) continue;
    // Two sheets of one period are no parts of one table.
    if (series.has(period)) return [];
    series.set(period, { ...one, period });
  }
  return series.size < 2 || ![...series.values()].some(({ table }) => table === first.table)
    ? []
    : [...series.values()];
}
