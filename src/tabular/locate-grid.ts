/** Rows held in memory while a table is looked for, with the shape of every cell, and the sheet's merged ranges within reach. */
import { type CellClass, classOf } from "./locate-cells.ts";
import type { MergedRange, RawRow } from "./model.ts";

/** A row that holds something. `cells[i]` is column i + 1. */
export interface GridRow {
  readonly row: number;
  readonly cells: readonly string[];
  readonly classes: readonly CellClass[];
  /** Columns, from 1, that hold something. */
  readonly filled: readonly number[];
}

/** Columns from `left` to `right`, both included. */
export interface Window {
  readonly left: number;
  readonly right: number;
}

/** The row within the window; undefined when it holds nothing there. */
export function toGridRow(raw: RawRow, window: Window): GridRow | undefined {
  const cells: string[] = [];
  const classes: CellClass[] = [];
  const filled: number[] = [];
  const last = Math.min(window.right, raw.cells.length);
  for (let column = 1; column <= last; column++) {
    const cell = column < window.left ? "" : (raw.cells[column - 1] ?? "");
    const shape = classOf(cell, raw.kinds?.[column - 1]);
    cells.push(cell);
    classes.push(shape);
    if (shape !== "blank") filled.push(column);
  }
  return filled.length === 0 ? undefined : { row: raw.row, cells, classes, filled };
}

export const cellAt = (row: GridRow | undefined, column: number): string => row?.cells[column - 1] ?? "";
export const classAt = (row: GridRow | undefined, column: number): CellClass => row?.classes[column - 1] ?? "blank";

/** The merged range that begins at or covers the cell. */
export const mergeAt = (merges: readonly MergedRange[], row: number, column: number): MergedRange | undefined =>
  merges.find((range) => range.top <= row && row <= range.bottom && range.left <= column && column <= range.right);

/**
 * Writes a merged range's text into each of its cells, row by row as they pass. Must see every row from the range's first on; holds only
 * the ranges that are open.
 */
export function mergeFiller(merges: readonly MergedRange[]): (raw: RawRow) => RawRow {
  const waiting = [...merges].sort((a, b) => a.top - b.top);
  let next = 0;
  let open: { readonly range: MergedRange; text: string }[] = [];
  return (raw) => {
    if (next >= waiting.length && open.length === 0) return raw;
    open = open.filter(({ range }) => range.bottom >= raw.row);
    for (let range = waiting[next]; range !== undefined && range.top <= raw.row; range = waiting[next]) {
      next += 1;
      const text = range.top === raw.row ? (raw.cells[range.left - 1] ?? "") : "";
      if (range.bottom >= raw.row && text !== "") open.push({ range, text });
    }
    if (open.length === 0) return raw;
    const cells = [...raw.cells];
    for (const { range, text } of open) {
      for (let column = range.left; column <= range.right; column++) {
        while (cells.length < column) cells.push("");
        if (cells[column - 1] === "") cells[column - 1] = text;
      }
    }
    return { ...raw, cells };
  };
}
