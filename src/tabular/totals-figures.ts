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

/** The mark under which more of the cells are numbers; a dot when it makes no difference. */
function markOf(cells: readonly string[]): DecimalMark {
  let dot = 0;
  let comma = 0;
  for (const cell of cells.slice(0, 400)) {
    if (readDecimal(cell, ".") !== undefined) dot += 1;
    if (readDecimal(cell, ",") !== undefined) comma += 1;
  }
  return comma > dot ? "," : ".";
}

export function readFigures(rows: readonly GridRow[], column: number): Figures {
  const numbers = rows.map((row) => (classAt(row, column) === "number" ? cellAt(row, column) : ""));
  const mark = markOf(numbers.filter((cell) => cell !== ""));
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
