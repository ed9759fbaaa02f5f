/** Which columns of a table say what a row is about, which hold figures, and which tell rows of one label apart. */
import { plain } from "./locate-cells.ts";
import { type Frame, isTimeColumn } from "./locate-frame.ts";
import { cellAt, type GridRow } from "./locate-grid.ts";
import type { LocatedColumn } from "./located-table.ts";
import { isCodeHead } from "./totals-labels.ts";

/** What reading a table as it streams by needs besides the table itself. */
export interface TableAnatomy {
  readonly header: readonly GridRow[];
  readonly frame: Frame;
  readonly labels: readonly number[];
  readonly values: readonly number[];
  readonly keys: readonly number[];
}

export function anatomyOf(
  header: readonly GridRow[],
  frame: Frame,
  columns: readonly LocatedColumn[],
  body: readonly GridRow[],
): TableAnatomy {
  const titleOf = new Map(columns.map(({ column, title }) => [column, title] as const));
  const labels: number[] = [];
  const values: number[] = [];
  const keys: number[] = [];
  for (const { column, period } of columns) {
    const title = titleOf.get(column) ?? "";
    const kind = frame.kinds.get(column) ?? "empty";
    const isTime = period === undefined && kind !== "empty" && isTimeColumn(title, body, column);
    const isCode = isCodeHead(title) && period === undefined;
    if (isTime && (kind === "number" || column > frame.labels || labels.length > 0)) keys.push(column);
    else if (column <= Math.max(1, frame.labels) || (isCode && column <= frame.labels + 2)) labels.push(column);
    else if (kind === "number" && !isCode) values.push(column);
    else if (kind === "text" && isDimension(body, column)) keys.push(column);
  }
  return {
    header,
    frame: { ...frame },
    labels,
    values,
    keys: values.length > 0 ? keysThatRepeat(keys, body, labels) : [],
  };
}

/** Few words again and again: "Laki-laki", "Perempuan". A remark here and there is none. */
function isDimension(body: readonly GridRow[], column: number): boolean {
  const cells = body
    .slice(0, 400)
    .map((row) => plain(cellAt(row, column)))
    .filter((cell) => cell !== "");
  return cells.length * 10 > body.length * 9 && new Set(cells).size > 1 && new Set(cells).size * 4 <= cells.length;
}

/** A period that is the same in every row tells no rows apart. */
const keysThatRepeat = (keys: readonly number[], body: readonly GridRow[], labels: readonly number[]): number[] =>
  labels.length === 0 ? [] : keys.filter((column) => new Set(body.map((row) => cellAt(row, column))).size > 1);
