/**
 * Where a table begins and ends among a sheet's rows: its first row of figures, the rows that belong to it after that, and where notes or
 * another table take over.
 */
import { isColumnNumbers, isDataRow, isPeriodRow } from "./header-rows.ts";
import { oneLine } from "./locate-cells.ts";
import type { Frame } from "./locate-frame.ts";
import { cellAt, classAt, type GridRow } from "./locate-grid.ts";
import { beginsNotes } from "./notes.ts";

/** The first row of figures at or after `from`; -1 when there is none. A lone one counts only when no other follows. */
export function findFirstData(rows: readonly GridRow[], from: number): number {
  let lone = -1;
  for (let at = from; at < rows.length; at++) {
    const row = rows[at];
    if (row === undefined || !isDataRow(rows, at) || isKeyValue(row)) continue;
    if (isSupported(rows, at)) return at;
    if (lone < 0) lone = at;
  }
  return lone;
}

/** "Tahun: 2023" over two cells, above a table. */
const isKeyValue = (row: GridRow): boolean =>
  row.filled.length <= 2 && /[:=]\s*$/.test(cellAt(row, row.filled[0] ?? 1));

/** Another row soon after has figures in one of its columns. */
function isSupported(rows: readonly GridRow[], at: number): boolean {
  const row = rows[at];
  for (let next = at + 1; next <= at + 4 && next < rows.length; next++) {
    const other = rows[next];
    if (row === undefined || other === undefined) return false;
    if (!isDataRow(rows, next)) continue;
    if (row.filled.some((column) => isFigure(row, column) && isFigure(other, column))) return true;
  }
  return false;
}

const isFigure = (row: GridRow, column: number): boolean => {
  const shape = classAt(row, column);
  return shape === "number" || shape === "missing";
};

export interface Extent {
  /** Rows that hold data, totals among them, in order. */
  readonly body: readonly GridRow[];
  /** Rows between them that hold none: repeated headers, column numbers, headings of groups. */
  readonly skipped: readonly GridRow[];
  readonly notes: readonly GridRow[];
  /** Index of the first row after the table and its notes. */
  readonly next: number;
}

const sameCells = (one: GridRow, other: GridRow): boolean =>
  one.filled.length === other.filled.length &&
  one.filled.every((column) => oneLine(cellAt(one, column)) === oneLine(cellAt(other, column)));

/** Reads from `rows[at]`, the first data row, to where the table and its notes end. */
export function readExtent(rows: readonly GridRow[], at: number, frame: Frame, header: readonly GridRow[]): Extent {
  const body: GridRow[] = [];
  const skipped: GridRow[] = [];
  const numeric = [...frame.kinds].flatMap(([column, kind]) => (kind === "number" ? [column] : []));
  let index = at;
  for (; index < rows.length; index++) {
    const row = rows[index];
    if (row === undefined) break;
    if (header.some((one) => sameCells(one, row)) || isColumnNumbers(row)) {
      skipped.push(row);
      continue;
    }
    if (isNote(row, frame)) break;
    if (isVoid(row)) {
      skipped.push(row);
      continue;
    }
    const isNext = index === at || row.row - (rows[index - 1]?.row ?? row.row) === 1;
    if (frame.isPlain === true && isNext) {
      body.push(row);
      continue;
    }
    if (belongs(row, frame, numeric)) {
      if (index > at && startsAnother(rows, index, numeric, frame)) return { body, skipped, notes: [], next: index };
      body.push(row);
      continue;
    }
    const later = findFirstData(rows, index);
    if (later < 0) {
      if (!isEmptyRow(row, rows[index - 1], frame) || header.length === 0) break;
      body.push(row);
      continue;
    }
    if (later === index) {
      // Figures where this table has none: a row with a fault, or the first of another table.
      if (row.row - (rows[index - 1]?.row ?? row.row) > 1) return { body, skipped, notes: [], next: index };
      body.push(row);
      continue;
    }
    const between = rows.slice(index, later);
    if (between.some((one) => isNote(one, frame))) break;
    if (between.length === 1 && isStrayRow(row, rows[index - 1], numeric, frame)) {
      body.push(row);
      continue;
    }
    if (between.some((one, nth) => isHeaderLike(one, numeric) || isPeriodRow(rows, index + nth))) {
      const repeated = between.filter((one) => header.some((own) => sameCells(own, one)));
      if (repeated.length === between.filter((one) => isHeaderLike(one, numeric)).length && repeated.length > 0) {
        skipped.push(...between);
        index = later - 1;
        continue;
      }
      return { body, skipped, notes: [], next: index };
    }
    if (between.length > 3 && !between.every((one, nth) => isEmptyRow(one, rows[index + nth - 1], frame))) break;
    for (const one of between)
      (one.filled.every((column) => column <= Math.max(1, frame.labels)) ? body : skipped).push(one);
    index = later - 1;
  }
  return { body, skipped, ...readNotes(rows, index) };
}

/** Nothing but signs of missing values: no row of anything. */
export const isVoid = (row: GridRow): boolean => row.filled.every((column) => classAt(row, column) === "missing");

const isNote = (row: GridRow, frame: Frame): boolean => {
  const first = row.filled[0] ?? 1;
  const text = cellAt(row, first);
  const alone =
    row.filled.length === 1 ||
    row.filled.every((column) => column <= Math.max(1, frame.labels)) ||
    row.filled.length <= 2 ||
    row.filled.every((column) => column === first || classAt(row, column) === "missing");
  return (
    alone &&
    classAt(row, first) === "text" &&
    !row.filled.some((column) => column !== first && classAt(row, column) === "number") &&
    beginsNotes(text)
  );
};

/** A label right below the others, with nothing beside it: a row whose figures are all missing. */
function isEmptyRow(row: GridRow, before: GridRow | undefined, frame: Frame): boolean {
  if (before === undefined || row.row - before.row > 1 || frame.labels === 0) return false;
  const text = oneLine(cellAt(row, row.filled[0] ?? 1));
  return row.filled.every((column) => column <= frame.labels) && text.length <= 40 && !/[.:;)*]$|^[*(\d]/.test(text);
}

/** Figures where the table has figures; in a table without figures, enough filled cells. */
function belongs(row: GridRow, frame: Frame, numeric: readonly number[]): boolean {
  if (numeric.some((column) => isFigure(row, column))) return true;
  if (numeric.length === 0) return row.filled.length >= 2 || frame.kinds.size === 1;
  const texts = [...frame.kinds.values()].filter((kind) => kind === "text").length;
  const here = row.filled.filter(
    (column) => frame.kinds.get(column) === "text" && classAt(row, column) === "text",
  ).length;
  const strays = row.filled.filter((column) => numeric.includes(column)).length;
  return texts >= 2 && here >= 2 && here * 2 >= texts && strays * 2 <= numeric.length;
}

/** A word or two where figures belong, right among the other rows: a row with a fault, not the header of another table. */
function isStrayRow(row: GridRow, before: GridRow | undefined, numeric: readonly number[], frame: Frame): boolean {
  if (before === undefined || row.row - before.row > 1 || classAt(row, Math.max(1, frame.labels)) === "blank")
    return false;
  const words = row.filled.filter((column) => numeric.includes(column) && classAt(row, column) === "text").length;
  return words === 1 && (numeric.length === 1 || words * 2 < numeric.length);
}

/** Names where the table has figures. */
const isHeaderLike = (row: GridRow, numeric: readonly number[]): boolean =>
  row.filled.length >= 2 && row.filled.some((column) => numeric.includes(column) && classAt(row, column) === "text");

/** After a gap, figures in other columns than before, under names of their own. */
function startsAnother(rows: readonly GridRow[], at: number, numeric: readonly number[], frame: Frame): boolean {
  const row = rows[at];
  const before = rows[at - 1];
  if (row === undefined || before === undefined || row.row - before.row < 2) return false;
  if (isPeriodRow(rows, at)) return true;
  const texts = row.filled.filter((column) => numeric.includes(column) && classAt(row, column) === "text").length;
  return (
    texts >= 2 &&
    texts > row.filled.filter((column) => numeric.includes(column) && classAt(row, column) === "number").length &&
    frame.kinds.size > 2
  );
}

/** Everything from `from` to the next table's first line, or to the end. */
function readNotes(rows: readonly GridRow[], from: number): { notes: GridRow[]; next: number } {
  for (let data = findFirstData(rows, from); data >= 0 && data < rows.length; data = findFirstData(rows, data + 1)) {
    let top = data - 1;
    while (
      top > from &&
      (rows[top + 1]?.row ?? 0) - (rows[top]?.row ?? 0) === 1 &&
      (rows[top]?.filled.length ?? 0) >= 2
    )
      top -= 1;
    const hasHeader =
      rows.slice(Math.max(from, top), data).some((row) => row.filled.length >= 2) && isSupported(rows, data);
    if (!hasHeader) continue;
    let start = data;
    while (start > from && !beginsNotes(cellAt(rows[start - 1], rows[start - 1]?.filled[0] ?? 1))) start -= 1;
    const gap = rows.findIndex(
      (row, at) => at > from && at >= start && at < data && row.row - (rows[at - 1]?.row ?? row.row) > 1,
    );
    const next = gap > 0 ? gap : start;
    return { notes: rows.slice(from, next), next };
  }
  return { notes: rows.slice(from), next: rows.length };
}
