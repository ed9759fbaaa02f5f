/**
 * One table out of the rows held: its first row of figures, the header above it, its extent, then names, units, periods, totals and notes
 * put together. Pure; what cannot be a table gives a finding instead.
 */
import type { Finding } from "../kernel/finding.ts";
import { isFieldName } from "../kernel/ids.ts";
import { findContinued } from "./continued-labels.ts";
import { type HeaderReading, readColumns } from "./header-columns.ts";
import { headerTime, yearInTitle } from "./header-periods.ts";
import { type HeaderBlock, isPeriodRow, readHeaderBlock } from "./header-rows.ts";
import { anatomyOf, type TableAnatomy } from "./locate-anatomy.ts";
import { type Extent, findFirstData, readExtent } from "./locate-extent.ts";
import { type Frame, readFrame } from "./locate-frame.ts";
import { cellAt, classAt, type GridRow, mergeAt } from "./locate-grid.ts";
import { readTitle } from "./locate-title.ts";
import { commonUnit, unitOfNotes } from "./locate-units.ts";
import type { LocatedColumn, LocatedTable, RowGroups } from "./located-table.ts";
import type { MergedRange } from "./model.ts";
import { beginsNotes, noteText } from "./notes.ts";
import { readGroups } from "./row-groups.ts";
import { classifyBody } from "./totals.ts";
import type { Body } from "./totals-body.ts";

export interface Place {
  readonly sheet: string | null;
  readonly hidden: boolean;
  readonly merges: readonly MergedRange[];
  /** As the officer named it: a last hope for a year that the sheet does not tell. */
  readonly fileName: string;
}

export interface FoundTable {
  readonly table: LocatedTable;
  readonly anatomy: TableAnatomy;
}

export interface Found {
  readonly tables: readonly FoundTable[];
  /** Why there is none. */
  readonly findings: readonly Finding[];
}

/** Every table of the rows, top to bottom. */
export function findTables(rows: readonly GridRow[], place: Place): Found {
  const tables: FoundTable[] = [];
  const findings: Finding[] = [];
  let from = 0;
  while (from < rows.length && tables.length < MAX_TABLES) {
    const start = startOf(rows, from, place);
    if (start === undefined) {
      if (tables.length === 0 && findings.length === 0) findings.push(nothingIn(rows, place));
      break;
    }
    const extent = readExtent(rows, start.at, start.frame, start.block.header);
    const found = assemble(start, extent, place);
    if ("code" in found) findings.push(found);
    else if (tables.length === 0 || isWorthwhile(found)) tables.push(found);
    from = Math.max(extent.next, start.at + 1);
  }
  return { tables, findings };
}

/** A header without rows, or nothing that looks like a table. */
function nothingIn(rows: readonly GridRow[], { sheet }: Place): Finding {
  const hasHeader = rows.some((row, at) => row.filled.length >= 2 || isPeriodRow(rows, at));
  return { code: hasHeader ? "table/no-rows" : "table/none", severity: "error", params: { sheet: sheet ?? "" } };
}

const MAX_TABLES = 200;

/** A second table must look like one. */
const isWorthwhile = ({ table }: FoundTable): boolean =>
  table.bodyRows + table.totalRows.length >= 2 && table.headerRows !== null && table.columns.length >= 2;

interface Start {
  readonly block: HeaderBlock;
  /** Index of the first data row. */
  readonly at: number;
  readonly frame: Frame;
}

/** So many rows of words above the first figure: the figure is a stray, the table one of words. */
const TEXT_ROWS = 8;

function startOf(rows: readonly GridRow[], from: number, { merges }: Place): Start | undefined {
  const plain = plainStart(rows, from, merges);
  if (plain !== undefined) return plain;
  const at = findFirstData(rows, from);
  const worded = rows.slice(from, at < 0 ? rows.length : at).filter((row) => row.filled.length >= 2).length;
  if (at < 0 || worded > TEXT_ROWS) return textStart(rows, from, merges);
  const frame = readFrame(sampleFrom(rows, at));
  const block = readHeaderBlock({ rows, merges, labels: Math.max(1, frame.labels), right: frame.right }, from, at);
  return { block, at, frame: widen(frame, block.header) };
}

/**
 * A first row that is nothing but field names, one over each column: what a program wrote, ours too. It is the whole header, however
 * much the rows below look like one.
 */
function plainStart(rows: readonly GridRow[], from: number, merges: readonly MergedRange[]): Start | undefined {
  const [head, ...others] = rows;
  if (from !== 0 || head === undefined || others.length === 0) return undefined;
  const width = head.filled.length;
  const names = new Set(head.filled.map((column) => cellAt(head, column).trim()));
  if (width < 2 || head.filled[width - 1] !== width || names.size < width || ![...names].every(isFieldName))
    return undefined;
  if (merges.some(({ top }) => top === head.row) || others.some(({ filled }) => (filled.at(-1) ?? 0) > width))
    return undefined;
  const frame: Frame = { ...readFrame(sampleFrom(rows, 1)), isPlain: true };
  return { block: { header: [head], columnNumbers: [], headings: [], above: [] }, at: 1, frame: widen(frame, [head]) };
}

/** The rows that show how a table's columns are filled: up to the first gap that is no mere blank line near its top. */
function sampleFrom(rows: readonly GridRow[], at: number): readonly GridRow[] {
  let end = at + 1;
  while (end < rows.length && end - at < 400) {
    const gap = (rows[end]?.row ?? 0) - (rows[end - 1]?.row ?? 0);
    if (gap > 1 && end - at >= 4) break;
    end += 1;
  }
  return rows.slice(at, end);
}

/** A table of words: the first row with several cells names the columns of those below, with the rows that its labels reach down to. */
function textStart(rows: readonly GridRow[], from: number, merges: readonly MergedRange[]): Start | undefined {
  const head = rows.findIndex((row, index) => index >= from && row.filled.length >= 2);
  const top = rows[head];
  if (top === undefined || head + 1 >= rows.length) return undefined;
  const label = top.filled[0] ?? 1;
  const bottom = mergeAt(merges, top.row, label)?.bottom ?? top.row;
  let at = head + 1;
  while ((rows[at]?.row ?? Number.POSITIVE_INFINITY) <= bottom || isPeriodRow(rows, at)) at += 1;
  if (rows[at] === undefined) return undefined;
  const header = rows.slice(head, at);
  const frame = readFrame(rows.slice(at));
  return {
    at,
    block: { header, columnNumbers: [], headings: [], above: rows.slice(from, head) },
    frame: widen(frame, header),
  };
}

/** A column may have a header and nothing below it, or only a stray cell far down. */
function widen(frame: Frame, rows: readonly GridRow[]): Frame {
  let { left, right } = frame;
  for (const { filled } of rows) {
    left = Math.min(left, filled[0] ?? left);
    right = Math.max(right, filled[filled.length - 1] ?? right);
  }
  return { ...frame, left, right };
}

/** Names without anything below them but labels: a form that nobody has filled in. */
function isTemplate(body: readonly GridRow[], header: readonly GridRow[], labels: number): boolean {
  const named = new Set(header.flatMap((row) => row.filled));
  const filled = new Set(body.flatMap((row) => row.filled));
  const empty = [...named].filter((column) => !filled.has(column));
  return (
    empty.length > 0 && empty.length * 2 >= named.size && [...filled].every((column) => column <= Math.max(labels, 2))
  );
}

function assemble({ block, frame: seen }: Start, extent: Extent, place: Place): FoundTable | Finding {
  const heads = readTitle(block.above);
  const body = [...block.headings, ...extent.body];
  const frame = widen(seen, body);
  const first = body[0] ?? extent.body[0];
  const last = body[body.length - 1];
  if (first === undefined || last === undefined || body.every((row) => row.filled.length === 0)) {
    return { code: "table/no-rows", severity: "error", params: { sheet: place.sheet ?? "" } };
  }
  if (isTemplate(body, block.header, frame.labels)) {
    return { code: "table/no-values", severity: "error", row: first.row, params: { sheet: place.sheet ?? "" } };
  }
  const year = yearFor(heads.title, place);
  const reading = readColumnsOf(block, frame, place, { year, subject: heads.title ?? "" });
  const columns = reading.columns;
  const anatomy = anatomyOf(block.header, frame, columns, body);
  const units = new Map(columns.flatMap(({ column, unit }) => (unit === undefined ? [] : [[column, unit] as const])));
  const unit =
    heads.unit ?? reading.spanningUnit ?? commonUnit(columns, anatomy, body) ?? unitOfNotes(extent.notes) ?? null;
  if (unit !== null) for (const column of anatomy.values) if (!units.has(column)) units.set(column, unit);
  const judged: Body = {
    rows: body,
    labels: anatomy.labels,
    values: anatomy.values,
    titles: new Map(columns.map(({ column, title }) => [column, title])),
    units,
    subject: [heads.title, reading.spanning].filter((text) => text != null).join(" "),
    keys: anatomy.keys,
  };
  const { totals, headings, parents, isIndented, findings } = classifyBody(judged);
  const continued = findContinued({ ...judged, totals, headings, merges: place.merges });
  const groups = readGroups(judged, { totals, headings, parents }, columns, isIndented);
  const periods = columns.flatMap(({ column, period }) => (period === undefined ? [] : [{ column, period }]));
  const rowsOf = (indices: ReadonlySet<number>): number[] =>
    body.flatMap((row, index) => (indices.has(index) ? [row.row] : []));
  const bodyCount = body.length - totals.size - headings.size;
  if (bodyCount === 0 && totals.size === 0) {
    return { code: "table/no-rows", severity: "error", params: { sheet: place.sheet ?? "" } };
  }
  const headerFirst = block.header[0];
  const headerLast = block.header[block.header.length - 1];
  const table: LocatedTable = {
    sheet: place.sheet,
    hidden: place.hidden,
    title: heads.title ?? reading.spanning ?? null,
    subtitle: heads.title === null ? heads.subtitle : (reading.spanning ?? heads.subtitle),
    unit,
    layout: periods.length > 0 ? "wide" : "long",
    headerRows:
      headerFirst === undefined || headerLast === undefined
        ? null
        : [headerFirst.row, lastHeaderRow(headerLast, place.merges, first.row)],
    dataRows: [first.row, last.row],
    bodyRows: bodyCount,
    totalRows: rowsOf(totals),
    skippedRows: new Set([...rowsOf(headings), ...extent.skipped.map(({ row }) => row)]),
    notes: [...block.above.filter((row) => beginsNotes(noteText(row))), ...extent.notes].map((row) => ({
      row: row.row,
      text: noteText(row),
    })),
    columns: [...columns.map((column) => tellBlank(column, body)), ...(groups?.columns ?? [])],
    ...(groups === undefined ? {} : { groups }),
    ...(continued.length === 0 ? {} : { continued }),
    periodColumns: periods,
    findings: [
      ...findings,
      ...tableFindings(block, anatomy, place, body),
      ...tellGroups(groups, headings.size),
      ...continued.map((column) => tellContinued(column, columns)),
    ],
  };
  return { table, anatomy };
}

/** Labels merged downwards make the header reach as far as they do. */
function lastHeaderRow(last: GridRow, merges: readonly MergedRange[], data: number): number {
  const reach = last.filled.map((column) => mergeAt(merges, last.row, column)?.bottom ?? last.row);
  return Math.min(data - 1, Math.max(last.row, ...reach));
}

/** A year for months and quarters that stand without one: the title's, else the sheet's name, else the end of the file's. */
function yearFor(title: string | null, { sheet, fileName }: Place): string | undefined {
  const fromTitle = title === null ? undefined : yearInTitle(title);
  if (fromTitle !== undefined) return fromTitle;
  if (sheet !== null && /^(?:tahun\s*)?(?:19|20)\d{2}$/i.test(sheet.trim())) return sheet.trim().slice(-4);
  return title === null ? yearInTitle(fileName.replace(/\.[a-z]{2,5}$/i, "")) : undefined;
}

function readColumnsOf(
  { header }: HeaderBlock,
  frame: Frame,
  { merges }: Place,
  { year, subject }: { readonly year: string | undefined; readonly subject: string },
): HeaderReading {
  const labels = Math.max(1, frame.labels);
  const figures = [...frame.kinds].flatMap(([column, kind]) => (kind === "number" && column > labels ? [column] : []));
  const given = { left: frame.left, right: frame.right, labels, merges, year, subject };
  // A column may be blank all the way down, for figures still to come: it is a value column when its header is a time.
  const blank = [...frame.kinds].flatMap(([column, kind]) => (kind === "empty" && column > labels ? [column] : []));
  const beyond = Array.from({ length: frame.right }, (_, at) => at + 1).filter(
    (column) => column > labels && !frame.kinds.has(column),
  );
  const draft = readColumns(header, { ...given, values: [...figures, ...blank, ...beyond] });
  const timed = new Set(draft.columns.filter(({ period }) => period !== undefined).map(({ column }) => column));
  const values = [...figures, ...[...blank, ...beyond].filter((column) => timed.has(column))].sort((a, b) => a - b);
  const reading = readColumns(header, { ...given, values });
  return { ...reading, columns: monthsOfFirsts(dropLonePeriods(reading.columns, new Set(values))) };
}

/** A spreadsheet keeps "Jan-24" as the first of January: where every period is the first of another month, months are meant. */
function monthsOfFirsts(columns: readonly LocatedColumn[]): LocatedColumn[] {
  const periods = columns.flatMap(({ period }) => period ?? []);
  const firsts = new Set(periods.filter((period) => /^\d{4}-\d{2}-01$/.test(period)));
  if (periods.length < 2 || firsts.size !== periods.length) return [...columns];
  return columns.map((column) =>
    column.period === undefined ? column : { ...column, period: column.period.slice(0, 7) },
  );
}

/** One column with a year beside its name among columns without is a name, not a layout. */
function dropLonePeriods(columns: readonly LocatedColumn[], values: ReadonlySet<number>): LocatedColumn[] {
  const timed = columns.filter(({ period }) => period !== undefined);
  const plainly = timed.some(({ path }) => path.some((text) => headerTime(text)?.rest === ""));
  const others = columns.filter(({ column, period }) => values.has(column) && period === undefined).length;
  if (timed.length === 0 || plainly || timed.length > 1 || others === 0) return [...columns];
  return columns.map(({ period: _, ...column }) => column);
}

const tellBlank = (column: LocatedColumn, body: readonly GridRow[]): LocatedColumn =>
  body.some((row) => classAt(row, column.column) !== "blank") ? column : { ...column, isBlank: true };

function tellGroups(groups: RowGroups | undefined, count: number): Finding[] {
  if (groups === undefined) return [];
  const names = groups.columns.map(({ name }) => name).join(", ");
  return [{ code: "table/group-headings", severity: "note", row: groups.marks[0]?.row, params: { count, names } }];
}

function tellContinued(column: number, columns: readonly LocatedColumn[]): Finding {
  const own = columns.find((one) => one.column === column);
  const name = own === undefined || own.title === "" ? (own?.name ?? "") : own.title;
  return { code: "table/labels-continued", severity: "note", column, params: { name } };
}

function tableFindings(
  { header }: HeaderBlock,
  anatomy: TableAnatomy,
  place: Place,
  body: readonly GridRow[],
): Finding[] {
  const findings: Finding[] = [];
  const sheet = place.sheet ?? "";
  if (header.length === 0)
    findings.push({ code: "table/no-header", severity: "warning", row: body[0]?.row, params: { sheet } });
  if (![...anatomy.frame.kinds.values()].includes("number"))
    findings.push({ code: "table/no-numbers", severity: "note", params: { sheet } });
  return findings;
}
