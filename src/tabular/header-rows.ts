/**
 * Which rows above a table's first data row are its header, which are titles, and which is the row of column numbers. Read upwards from
 * the data: a header row names several columns, or spans the value columns; a line that stands alone in the first column is a title,
 * unless nothing below it names that column.
 */
import { isPureTime, isYear } from "./header-periods.ts";
import { unitRow } from "./header-units.ts";
import { oneLine } from "./locate-cells.ts";
import { cellAt, classAt, type GridRow, mergeAt } from "./locate-grid.ts";
import type { MergedRange } from "./model.ts";

export interface HeaderBlock {
  /** Top to bottom, column numbers left out. */
  readonly header: readonly GridRow[];
  readonly columnNumbers: readonly GridRow[];
  /** What stands above, top to bottom. */
  readonly above: readonly GridRow[];
  /** Rows between header and data that head the first group of rows. */
  readonly headings: readonly GridRow[];
}

const COLUMN_NUMBER = /^[([]?\s*(\d{1,3})[a-z]?\s*(?:[=:].*)?[)\]]?$/i;
const BRACKETED_NUMBER = /^[([]\s*\d{1,3}[a-z]?\s*(?:[=:][\d+\-:x×/*() ]+)?\s*[)\]]$/i;

/** "(1) (2) (3)", or 1, 2, 3 … one after the other in a row of their own. */
export function isColumnNumbers(row: GridRow): boolean {
  const texts = row.filled.map((column) => cellAt(row, column).trim());
  if (texts.length < 2) return false;
  if (texts.every((text) => BRACKETED_NUMBER.test(text))) return /^[([]\s*[01]\b/.test(texts[0] ?? "");
  if (texts.length < 3) return false;
  const first = Number(texts[0]);
  if (first !== 1) return false;
  return texts.every((text, at) => Number(COLUMN_NUMBER.exec(text)?.[1] ?? Number.NaN) === at + 1);
}

/** Years or parts of a year across, at least one, with nothing else but names of columns. */
export function isPeriodRow(rows: readonly GridRow[], at: number): boolean {
  const row = rows[at];
  if (row === undefined) return false;
  const numbers = row.filled.filter((column) => classAt(row, column) === "number");
  if (numbers.length === 0 || row.filled.some((column) => classAt(row, column) === "missing")) return false;
  if (!numbers.every((column) => isYear(cellAt(row, column)))) return false;
  const texts = row.filled.filter((column) => classAt(row, column) === "text");
  const next = rows[at + 1];
  if (next === undefined)
    return (
      texts.length === 0 && at > 0 && rows.slice(0, at).some((other) => (other.filled[0] ?? 1) < (row.filled[0] ?? 1))
    );
  const below = rows
    .slice(at + 1, at + 6)
    .find((other) => numbers.some((column) => classAt(other, column) !== "blank"));
  const nextIsYears =
    below === undefined ||
    numbers.every((column) => isYear(cellAt(below, column)) || classAt(below, column) === "blank");
  if (texts.every((column) => isPureTime(cellAt(row, column)))) {
    const leftmost = Math.min(row.filled[0] ?? 0, ...rows.slice(at + 1, at + 4).map((other) => other.filled[0] ?? 1));
    return (row.filled[0] ?? 0) > leftmost || (numbers.length > 1 && !nextIsYears && texts.length > 0);
  }
  if (nextIsYears) return false;
  // A row of names above it, with a name over each of these years, makes this row data: "Bagelen; 1999; 2003".
  const above = rows[at - 1];
  const label = row.filled[0] ?? 1;
  const namedAbove = above !== undefined && above.row === row.row - 1 && classAt(above, label) === "text";
  return !(namedAbove && numbers.every((column) => classAt(above, column) === "text"));
}

/** Words over the figures of the next row, and a dash or two for columns that have no name. */
function namesFigures(rows: readonly GridRow[], at: number, marks: number): boolean {
  const row = rows[at];
  const next = rows[at + 1];
  if (row === undefined || next === undefined) return false;
  const texts = row.filled.filter((column) => classAt(row, column) === "text");
  return texts.length > marks && texts.some((column) => classAt(next, column) === "number") && texts.length >= 2;
}

/** A row of figures: at least one number or sign of a missing one, and neither column numbers nor periods. */
export function isDataRow(rows: readonly GridRow[], at: number): boolean {
  const row = rows[at];
  if (row === undefined || isColumnNumbers(row)) return false;
  const figures = row.classes.filter((shape) => shape === "number").length;
  const marks = row.classes.filter((shape) => shape === "missing").length;
  if (figures + marks === 0 || (figures === 0 && row.filled.length === 1)) return false;
  if (figures === 0 && namesFigures(rows, at, marks)) return false;
  return !isPeriodRow(rows, at);
}

const TITLE_WORDS =
  /^\s*(?:tabel|table|lampiran|judul)\b|\b(?:menurut|berdasarkan|by regency|according to)\b|\b(?:provinsi|kabupaten|kota)\s+\p{L}+.*,?\s*(?:tahun\s*)?(?:19|20)\d{2}/iu;

/** Long, or with the words of a title rather than a column's. */
const looksLikeTitle = (text: string): boolean => {
  const line = oneLine(text.replace(/_/g, " "));
  return line.length > 60 || TITLE_WORDS.test(line);
};

const ENGLISH_HEADS =
  /^(?:regency|municipality|district|subdistrict|sub ?district|village|province|year|month|description|type|items?|kind|category|region|sex|number|group|commodity|indicator)\b/i;

/** Distinct texts of a row, a merged range counted once. */
const distinct = (row: GridRow): number => new Set(row.filled.map((column) => oneLine(cellAt(row, column)))).size;

interface Reading {
  readonly rows: readonly GridRow[];
  readonly merges: readonly MergedRange[];
  /** The last column of labels, 1 at least. */
  readonly labels: number;
  readonly right: number;
}

/**
 * The block above `rows[at]`, the first data row.
 *
 * @param from  The first of `rows` that may belong to this table.
 */
export function readHeaderBlock(reading: Reading, from: number, at: number): HeaderBlock {
  const { rows } = reading;
  const columnNumbers: GridRow[] = [];
  const headings: GridRow[] = [];
  const header: GridRow[] = [];
  let next = at - 1;
  while (next >= from) {
    const row = rows[next];
    if (row === undefined) break;
    if (isColumnNumbers(row)) {
      columnNumbers.unshift(row);
      next -= 1;
      continue;
    }
    const below = rows[next + 1];
    const verdict = judge(reading, header, row, rows.slice(from, next), below, at);
    if (verdict === "stop") break;
    if (verdict === "heading") headings.unshift(row);
    else header.unshift(row);
    next -= 1;
    if (verdict === "top" || header.length >= 7) break;
  }
  return { header, columnNumbers, headings, above: rows.slice(from, next + 1) };
}

/** The row of names above rows that only have a label, with no gap between them. */
function headAbove(row: GridRow, above: readonly GridRow[], labels: number): GridRow | undefined {
  let below = row;
  for (let at = above.length - 1; at >= 0; at--) {
    const over = above[at];
    if (over === undefined || over.row !== below.row - 1) return undefined;
    if (distinct(over) >= 2) return over;
    if ((over.filled[0] ?? 1) > labels) return undefined;
    below = over;
  }
  return undefined;
}

type Verdict = "header" | "top" | "heading" | "stop";

function judge(
  { merges, labels, right, rows }: Reading,
  header: readonly GridRow[],
  row: GridRow,
  above: readonly GridRow[],
  below: GridRow | undefined,
  dataAt: number,
): Verdict {
  const data = rows[dataAt];
  const gap = (below ?? data)?.row ?? row.row + 1;
  const hasGap = gap - row.row > 1 && mergeAt(merges, row.row + 1, row.filled[0] ?? 1) === undefined;
  const first = row.filled[0] ?? 1;
  const range = mergeAt(merges, row.row, first);
  const text = cellAt(row, first);
  if (distinct(row) >= 2) {
    // Under a blank row, only what still lacks a header is one.
    return !hasGap || header.length === 0 ? "header" : "stop";
  }
  const spans = range === undefined ? 1 : range.right - range.left + 1;
  if (unitRow(text) !== undefined && first > labels) return header.length === 0 && !hasGap ? "header" : "stop";
  if (first > labels) {
    if (hasGap) return "stop";
    const labelled = header.some((other) => other.filled.some((column) => column <= labels));
    if (labelled && looksLikeTitle(text) && (range === undefined || range.right < right)) {
      return above.length > 0 && above.some((other) => (other.filled[0] ?? 1) <= labels) ? "header" : "stop";
    }
    // Two lines alone above a header that names every column are titles set in the middle.
    const over = above[above.length - 1];
    const isPair = over !== undefined && over.row === row.row - 1 && distinct(over) === 1 && range === undefined;
    return labelled && (header.length === 0 || isPair) ? "stop" : "header";
  }
  if (right <= 1 && header.length === 0 && !hasGap) return "top";
  // A bar across the whole table, right under the names of its columns, heads the rows below it.
  const isBar = header.length === 0 && !hasGap && first === 1 && headAbove(row, above, labels) !== undefined;
  if (spans > labels && right > labels) return isBar ? "heading" : "stop";
  const labelNamed = header.some((other) => classAt(other, first) !== "blank");
  if (labelNamed) return "stop";
  if (header.length === 0) {
    if (hasGap) return "stop";
    const over = headAbove(row, above, labels);
    if (over === undefined) return "stop";
    const isSecondLine = over.row === row.row - 1 && ENGLISH_HEADS.test(text.trim()) && classAt(over, first) === "text";
    return isSecondLine ? "header" : "heading";
  }
  if (hasGap) return "stop";
  const spanning = header[0];
  const followsBps = spanning !== undefined && (spanning.filled[0] ?? 1) > labels;
  if (!followsBps) return "stop";
  const single = distinct(spanning) === 1;
  return single || !looksLikeTitle(text) ? "top" : "stop";
}
