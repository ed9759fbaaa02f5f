/** A column's cells as numbers for adding up: quick, approximate in the last place, with the column's own rounding known. */

import { cellAt, classAt, type GridRow } from "./locate-grid.ts";
import { type DecimalMark, readDecimal } from "./numbers.ts";

export interface Figures {
  readonly column: number;
  /** By index of the row; undefined for a cell that holds no number. */
  readonly values: readonly (number | undefined)[];
  /** Signs of missing values count as missing, blank cells too. */
  readonly missing: readonly boolean[];
  /** The last place written: 1 for whole numbers, 0.01 for two decimals. */
  readonly place: number;
  readonly mark: DecimalMark;
}

const decimalsOf = (canonical: string): number => {
  const at = canonical.indexOf(".");
  return at < 0 ? 0 : canonical.length - at - 1;
};

/** Enough cells of a column to know its mark. */
const LOOKED_AT = 400;

const numbersOf = (rows: readonly GridRow[], column: number): readonly string[] =>
  rows.map((row) => (classAt(row, column) === "number" ? cellAt(row, column) : ""));

/** How many more cells are numbers under a comma than under a dot. */
function commaOverDot(cells: readonly string[]): number {
  let more = 0;
  for (const cell of cells.filter((text) => text !== "").slice(0, LOOKED_AT)) {
    if (readDecimal(cell, ",") !== undefined) more += 1;
    if (readDecimal(cell, ".") !== undefined) more -= 1;
  }
  return more;
}

/** What the other columns of a body prove, for one whose cells can all be read either way ("1.200", "2.345"). */
export function provenMark(rows: readonly GridRow[], columns: readonly number[]): DecimalMark {
  const more = columns.reduce((sum, column) => sum + commaOverDot(numbersOf(rows, column)), 0);
  return more > 0 ? "," : ".";
}

/** @param otherwise  The mark where the column's own cells prove none: see {@link provenMark}. */
export function readFigures(rows: readonly GridRow[], column: number, otherwise: DecimalMark): Figures {
  const numbers = numbersOf(rows, column);
  const more = commaOverDot(numbers);
  const mark = more > 0 ? "," : more < 0 ? "." : otherwise;
  let decimals = 0;
  const values = numbers.map((cell) => {
    const canonical = cell === "" ? undefined : readDecimal(cell, mark);
    if (canonical === undefined) return undefined;
    decimals = Math.max(decimals, decimalsOf(canonical));
    return Number(canonical);
  });
  return {
    column,
    values,
    missing: values.map((value) => value === undefined),
    place: 10 ** -Math.min(decimals, 12),
    mark,
  };
}

/** May `total` be the rounded sum of `parts` rounded numbers? Whole numbers are expected to add up exactly when `exact`. */
export function addsUp(total: number, sum: number, parts: number, place: number, exact: boolean): boolean {
  const room = exact && place === 1 ? 0.25 : 0.5 * place * (parts + 1) * 1.0001;
  return Math.abs(total - sum) <= room + Math.abs(total) * 1e-9;
}
