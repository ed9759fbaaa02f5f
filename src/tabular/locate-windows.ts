/** Tables side by side: a sheet's columns are cut at a blank one when names and figures begin anew on both sides of it. */
import { classOf } from "./locate-cells.ts";
import type { Window } from "./locate-grid.ts";
import type { RawRow } from "./model.ts";

const SAMPLE = 500;
const WHOLE: Window = { left: 1, right: Number.POSITIVE_INFINITY };

/** At least one window; the whole sheet where its columns belong together. */
export function splitWindows(rows: readonly RawRow[]): readonly Window[] {
  const sample = rows.slice(0, SAMPLE);
  const shapes = sample.map((row) => row.cells.map((cell, at) => classOf(cell, row.kinds?.[at])));
  const width = Math.max(0, ...shapes.map((row) => row.length));
  const filled = (column: number): number =>
    shapes.filter(
      (row) => (row[column - 1] ?? "blank") !== "blank" && row.filter((shape) => shape !== "blank").length > 1,
    ).length;
  const windows: Window[] = [];
  let left = 1;
  for (let column = 1; column <= width + 1; column++) {
    if (column <= width && filled(column) > 0) continue;
    if (column > left && column - 1 >= left) windows.push({ left, right: column - 1 });
    left = column + 1;
  }
  const tables = windows.filter((window) => isTableLike(shapes, window));
  if (tables.length < 2 || tables.length !== windows.filter(({ left, right }) => right - left >= 1).length)
    return [WHOLE];
  return tables.map((window, at) => ({
    left: window.left,
    right: (tables[at + 1]?.left ?? Number.POSITIVE_INFINITY) - 1,
  }));
}

/** Rows with words on the left and a figure to the right of them, several of them. */
function isTableLike(shapes: readonly (readonly string[])[], { left, right }: Window): boolean {
  if (right - left < 1) return false;
  let rows = 0;
  let words = 0;
  for (const row of shapes) {
    const own = row.slice(left - 1, right);
    const first = own.indexOf("text");
    if (first < 0) continue;
    if (own.slice(first + 1).some((shape) => shape === "number" || shape === "missing")) rows += 1;
    else words += 1;
  }
  return rows >= 2 && words >= 1;
}
