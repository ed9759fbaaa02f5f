/**
 * Labels that stand only on the first of their rows: "Bone" and then blanks down to "Gowa". They are carried down where the pattern is
 * plain: every value once, the blanks explained by a finer label beside them. Never into or across a total, never for figures.
 */
import { oneLine, plain } from "./locate-cells.ts";
import { type GridRow, mergeFiller } from "./locate-grid.ts";
import type { MergedRange, RawRow } from "./model.ts";
import { isTotalWord } from "./totals-words.ts";

interface Labelled {
  readonly rows: readonly GridRow[];
  /** Columns that say what a row is about, left to right. */
  readonly labels: readonly number[];
  /** Columns that tell rows of one label apart. */
  readonly keys: readonly number[];
  /** Indices of rows that are no data. */
  readonly totals: ReadonlySet<number>;
  readonly headings: ReadonlySet<number>;
  readonly merges: readonly MergedRange[];
}

/** The columns whose blanks continue the label above them, left to right. */
export function findContinued(body: Labelled): readonly number[] {
  const { labels, keys, totals, headings } = body;
  const fill = mergeFiller(body.merges);
  const rows = body.rows.map((row) => fill(row).cells.map(oneLine));
  const isLeaf = (index: number): boolean => !totals.has(index) && !headings.has(index);
  const found: number[] = [];
  for (const column of labels) {
    const blanks = rows.flatMap((cells, index) => (isLeaf(index) && (cells[column - 1] ?? "") === "" ? [index] : []));
    if (blanks.length * 3 < rows.length - totals.size - headings.size) continue;
    const outer = labels.filter((other) => other < column);
    const numbers = outer.filter((other) => !found.includes(other));
    const stands = numbers.every((other) => blanks.every((index) => /^\d*$/.test(rows[index]?.[other - 1] ?? "")));
    const isNumbered = numbers.some((other) => blanks.some((index) => (rows[index]?.[other - 1] ?? "") !== ""));
    const finer = [...labels, ...keys].filter((other) => other > column || keys.includes(other));
    if (stands && blanks.every((index) => finer.some((other) => (rows[index]?.[other - 1] ?? "") !== "")))
      if (isRegular(rows, { column, outer: found, finer, isNumbered }, isLeaf)) found.push(column);
  }
  return found;
}

interface Candidate {
  readonly column: number;
  readonly outer: readonly number[];
  readonly finer: readonly number[];
  /** Every row has a number of its own: the blanks are less likely to belong to the row above. */
  readonly isNumbered: boolean;
}

/** Has every row a value once it is carried down, each value only one run of rows, and no two rows of a run the same finer labels? */
function isRegular(
  rows: readonly (readonly string[])[],
  { column, outer, finer, isNumbered }: Candidate,
  isLeaf: (index: number) => boolean,
): boolean {
  const carry = carrier([...outer, column, ...finer]);
  /** Rows of each run. */
  const runs = new Map<string, number>();
  const seen = new Set<string>();
  for (const [index, cells] of rows.entries()) {
    const carried = carry(cells, isLeaf(index));
    const own = cells[column - 1] ?? "";
    const path = [...outer, column].map((one) => plain(carried[one - 1] ?? "")).join("\u001f");
    if (own !== "" && !isTotalWord(own)) {
      if (runs.has(path)) return false;
      runs.set(path, 0);
    }
    if (!isLeaf(index)) continue;
    if ((carried[column - 1] ?? "") === "") return false;
    runs.set(path, (runs.get(path) ?? 0) + 1);
    const whole = [path, ...finer.map((one) => plain(carried[one - 1] ?? ""))].join("\u001f");
    if (seen.has(whole)) return false;
    seen.add(whole);
  }
  // One run of a single row may be: a region with one product. Mostly single rows are gaps.
  const several = [...runs.values()].filter((rows) => rows >= 2).length;
  return runs.size >= 2 && several * 3 >= runs.size * (isNumbered ? 3 : 2);
}

/**
 * Carries labels down, row by row: an outer label that begins anew ends those to its right, and a total ends them all but where it is
 * itself the first row of its label.
 */
function carrier(columns: readonly number[]): (cells: readonly string[], isData: boolean) => readonly string[] {
  const ordered = [...columns].sort((a, b) => a - b);
  const carried = new Map<number, string>();
  return (cells, isData) => {
    let begun = false;
    for (const column of ordered) {
      const own = cells[column - 1] ?? "";
      const starts = own.trim() !== "" && (isData || !isTotalWord(own));
      if (starts) carried.set(column, own);
      else if (begun || !isData) carried.delete(column);
      begun ||= starts;
    }
    const filled = [...cells];
    for (const [column, text] of carried) {
      while (filled.length < column) filled.push("");
      if ((filled[column - 1] ?? "").trim() === "") filled[column - 1] = text;
    }
    return filled;
  };
}

/** Fills the rows of a table as they pass, totals and headings among them. */
export function labelFiller(columns: readonly number[] | undefined): (row: RawRow, isData: boolean) => RawRow {
  if (columns === undefined || columns.length === 0) return (row) => row;
  const carry = carrier(columns);
  return (row, isData) => ({ ...row, cells: carry(row.cells, isData) });
}
