/**
 * The first or the last row of a long sheet as the sum of all the others, where no word or code says so: a province that has no name, a
 * last line without a label. Kept are one sum for each column and two rows, however many rows stream by.
 */
import { classOf } from "./locate-cells.ts";
import type { GridRow } from "./locate-grid.ts";
import type { RawRow } from "./model.ts";
import { type DecimalMark, readDecimal } from "./numbers.ts";
import { provenMark, readFigures } from "./totals-figures.ts";

export interface EndSums {
  /** Rows of the body, in order. */
  readonly add: (row: RawRow) => void;
  /** The numbers of the rows, the first or the last, that are the sum of all others. */
  readonly totals: () => readonly number[];
}

interface Column {
  readonly at: number;
  readonly mark: DecimalMark;
  readonly place: number;
  sum: number;
  known: number;
}

/** Digits that must agree over all columns before chance is ruled out. */
const DIGITS = 6;

/** @param columns  Those whose unit may add up. */
export function createEndSums(head: readonly GridRow[], columns: readonly number[]): EndSums {
  const otherwise = provenMark(head, columns);
  const kept: Column[] = columns.map((column) => {
    const { place, mark } = readFigures(head, column, otherwise);
    return { at: column - 1, mark, place, sum: 0, known: 0 };
  });
  let first: RawRow | undefined;
  let last: RawRow | undefined;
  const figureOf = ({ cells, kinds }: RawRow, { at, mark }: Column): number | undefined => {
    const cell = cells[at] ?? "";
    if (cell === "" || classOf(cell, kinds?.[at]) !== "number") return undefined;
    const decimal = readDecimal(cell, mark);
    return decimal === undefined ? undefined : Number(decimal);
  };

  const isSum = (row: RawRow): boolean => {
    let digits = 0;
    for (const column of kept) {
      const whole = figureOf(row, column);
      if (whole === undefined) continue;
      const others = column.known - 1;
      if (others < 3) continue;
      // Rounded parts stray from their rounded sum as the root of their number.
      const room = column.place === 1 ? 0.25 : column.place * 3 * Math.sqrt(others);
      if (Math.abs(column.sum - 2 * whole) > room + Math.abs(whole) * 1e-12) return false;
      if (whole !== 0) digits += Math.max(0, Math.log10(Math.abs(whole) / Math.max(room, column.place)));
    }
    return digits >= DIGITS;
  };

  return {
    add: (row) => {
      for (const column of kept) {
        const value = figureOf(row, column);
        if (value === undefined) continue;
        column.sum += value;
        column.known += 1;
      }
      first ??= row;
      last = row;
    },
    totals: () => [first, last].flatMap((row) => (row !== undefined && isSum(row) ? [row.row] : [])).slice(0, 1),
  };
}
