/** The table that a check reads, however it was found: columns, and rows that can be read as often as needed. */
import type { HeaderColumn } from "./fields.ts";
import type { RawRow } from "./model.ts";
import type { ShapedRow } from "./shape.ts";

export interface CheckedTable {
  readonly sheet: string | null;
  readonly headerRows: readonly [number, number] | null;
  readonly title: string | null;
  /** `column` is the place in a row's cells, from 1. */
  readonly columns: readonly HeaderColumn[];
  readonly rows: (signal?: AbortSignal) => AsyncIterable<readonly (RawRow | ShapedRow)[]>;
  /** Rows of totals left out, as far as the rows have been read: all once they have been. At most a thousand. */
  readonly totals: () => readonly LeftOutTotal[];
  /** Is the table made long by a recipe? Then a row carries the file's own column of each cell. */
  readonly isShaped: boolean;
  /** The file's own columns that column `column` of the table was made of; none where a header said it. */
  readonly sourcesOf: (column: number) => readonly number[];
}

export interface LeftOutTotal {
  readonly row: number;
  readonly value: string;
}
