/** The columns of a table by what its rows hold: labels on the left, figures, texts, and columns with nothing in them. */
import { headerTime } from "./header-periods.ts";
import { cellAt, classAt, type GridRow } from "./locate-grid.ts";
import { readPeriod } from "./periods.ts";

export type ColumnKind = "number" | "text" | "empty";

export interface Frame {
  readonly left: number;
  readonly right: number;
  readonly kinds: ReadonlyMap<number, ColumnKind>;
  /** The last column that only says what a row is about; 0 when there is none. */
  readonly labels: number;
  /** The header is one row of field names: whatever follows without a gap is a row. */
  readonly isPlain?: true | undefined;
}

const SAMPLE = 400;

/** How the columns are filled in `rows`, a sample of the body. */
export function readFrame(rows: readonly GridRow[]): Frame {
  const kinds = new Map<number, ColumnKind>();
  let left = Number.POSITIVE_INFINITY;
  let right = 0;
  const sample = rows.slice(0, SAMPLE);
  for (const row of sample) {
    left = Math.min(left, row.filled[0] ?? left);
    right = Math.max(right, row.filled[row.filled.length - 1] ?? 0);
  }
  for (let column = left; column <= right; column++) kinds.set(column, kindOf(sample, column));
  return { left, right, kinds, labels: lastLabel(kinds, left, right) };
}

function kindOf(rows: readonly GridRow[], column: number): ColumnKind {
  let numbers = 0;
  let missing = 0;
  let texts = 0;
  for (const row of rows) {
    const shape = classAt(row, column);
    if (shape === "number") numbers += 1;
    else if (shape === "missing") missing += 1;
    else if (shape === "text") texts += 1;
  }
  if (numbers + missing + texts === 0) return "empty";
  if (numbers === 0) return texts > 0 || missing === 0 ? "text" : "number";
  return numbers >= texts ? "number" : "text";
}

/** Serial numbers and codes left of the first text are labels too. */
function lastLabel(kinds: ReadonlyMap<number, ColumnKind>, left: number, right: number): number {
  let first = left;
  while (first <= right && kinds.get(first) !== "text") first += 1;
  if (first > right || first - left > 4) return kinds.size > 1 ? left : 0;
  let last = first;
  while (last < right && kinds.get(last + 1) !== "number" && last - first < 8) last += 1;
  while (last > first && kinds.get(last) === "empty") last -= 1;
  return last;
}

const TIME_HEAD =
  /^(?:tahun|thn|year|periode|period|bulan|month|tanggal|date|minggu|week|triwulan|quarter|semester|waktu|periode_update|periode_data|tgl)\b/i;

/** Does the column hold periods, by its header and its first cells? */
export function isTimeColumn(title: string, rows: readonly GridRow[], column: number): boolean {
  if (!TIME_HEAD.test(title.trim().replace(/_/g, " "))) return false;
  const cells = rows
    .slice(0, 50)
    .map((row) => cellAt(row, column).trim())
    .filter((cell) => cell !== "");
  return (
    cells.length > 0 &&
    cells.filter((cell) => readPeriod(cell) !== undefined || headerTime(cell)?.rest === "" || /^\d{1,2}$/.test(cell))
      .length *
      2 >
      cells.length
  );
}
