/**
 * Where the tables of a sheet are. A sheet that fits in a small memory is looked at whole; of a longer one the head decides the layout and
 * the rest is judged row by row as it streams by (`locate-stream.ts`), so that a million rows cost no more memory than a thousand.
 */

import type { Finding } from "../kernel/finding.ts";
import { labelFiller } from "./continued-labels.ts";
import { isBlankRow } from "./locate-cells.ts";
import { type GridRow, mergeFiller, toGridRow, type Window } from "./locate-grid.ts";
import { readStreamed } from "./locate-stream.ts";
import { type FoundTable, findTables, type Place } from "./locate-table.ts";
import { splitWindows } from "./locate-windows.ts";
import type { LocatedTable, RowGroups } from "./located-table.ts";
import type { RawRow, Sheet } from "./model.ts";

export interface LocateContext {
  /** As the officer named the file. */
  readonly fileName?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Rows held at most; more are streamed. */
  readonly heldRows?: number | undefined;
}

export interface Located {
  /** Largest first. */
  readonly tables: readonly LocatedTable[];
  /** Why a sheet gave none, or less than it seems to hold. */
  readonly findings: readonly Finding[];
}

const HELD_ROWS = 8_000;
const HELD_CELLS = 600_000;

/** The tables of a sheet, largest first; none when there is none. Rows are read to the end once. */
export async function locateTables(sheet: Sheet, context: LocateContext = {}): Promise<readonly LocatedTable[]> {
  return (await locateSheet(sheet, context)).tables;
}

/** Like {@link locateTables}, with the reasons where there is none. */
export async function locateSheet(sheet: Sheet, context: LocateContext = {}): Promise<Located> {
  const place: Place = {
    sheet: sheet.name,
    hidden: sheet.hidden,
    merges: sheet.merges,
    fileName: context.fileName ?? "",
  };
  const limit = context.heldRows ?? HELD_ROWS;
  const held: RawRow[] = [];
  let cells = 0;
  const batches = sheet.rows(context.signal)[Symbol.asyncIterator]();
  let rest: readonly RawRow[] | undefined;
  while (rest === undefined) {
    const { value, done } = await batches.next();
    if (done === true) break;
    for (let at = 0; at < value.length; at++) {
      const row = value[at];
      if (row === undefined || isBlankRow(row)) continue;
      held.push(row);
      cells += row.cells.length;
      if (held.length > limit || cells > HELD_CELLS) {
        rest = value.slice(at + 1);
        break;
      }
    }
  }
  if (rest !== undefined) return readStreamed(held, rest, batches, place);
  const windows = splitWindows(held);
  const found = windows.map((window) => findTables(toGrid(held, window), place));
  return {
    tables: sortBySize(found.flatMap(({ tables }) => tables)),
    findings: found.flatMap(({ findings }) => findings),
  };
}

const toGrid = (rows: readonly RawRow[], window: Window): GridRow[] =>
  rows.flatMap((row) => toGridRow(row, window) ?? []);

const sortBySize = (tables: readonly FoundTable[]): LocatedTable[] =>
  tables
    .map(({ table }) => table)
    .sort((a, b) => b.bodyRows * b.columns.length - a.bodyRows * a.columns.length || a.dataRows[0] - b.dataRows[0]);

/**
 * The table's body rows, in file order, with merged ranges and continued labels filled, and what headings say of them: no totals, headings, repeated headers, notes or blank rows. Reads
 * the sheet again.
 */
export async function* bodyRows(
  sheet: Sheet,
  table: LocatedTable,
  signal?: AbortSignal,
): AsyncGenerator<readonly RawRow[]> {
  const [first, last] = table.dataRows;
  const left = table.columns[0]?.column ?? 1;
  const right = table.columns.findLast(({ isHeading }) => isHeading !== true)?.column ?? 1;
  const totals = new Set(table.totalRows);
  const fill = mergeFiller(sheet.merges);
  const label = labelFiller(table.continued);
  const group = groupFiller(table.groups);
  for await (const batch of sheet.rows(signal)) {
    const kept: RawRow[] = [];
    for (const raw of batch) {
      if (raw.row > last) break;
      const row = fill(raw);
      if (raw.row < first || isBlankWithin(raw, left, right)) continue;
      const isData = !totals.has(raw.row) && !table.skippedRows.has(raw.row);
      const labelled = label(row, isData);
      if (isData) kept.push(group(labelled));
    }
    if (kept.length > 0) yield kept;
    if ((batch[batch.length - 1]?.row ?? 0) > last) return;
  }
}

/** Writes what the headings above a row say into the columns behind the file's own. Must see the rows in order. */
function groupFiller(groups: RowGroups | undefined): (row: RawRow) => RawRow {
  if (groups === undefined) return (row) => row;
  const { columns, marks } = groups;
  let next = 0;
  let texts: readonly string[] = [];
  return (row) => {
    for (let mark = marks[next]; mark !== undefined && mark.row <= row.row; mark = marks[++next]) texts = mark.texts;
    const cells = [...row.cells];
    const kinds = row.kinds === undefined ? undefined : [...row.kinds];
    columns.forEach(({ column }, at) => {
      while (cells.length < column) cells.push("");
      cells[column - 1] = texts[at] ?? "";
      if (kinds !== undefined) while (kinds.length < column) kinds.push("text");
      if (kinds !== undefined) kinds[column - 1] = "text";
    });
    return { row: row.row, cells, kinds };
  };
}

function isBlankWithin(row: RawRow, left: number, right: number): boolean {
  for (let at = left - 1; at < right && at < row.cells.length; at++) {
    const cell = row.cells[at];
    if (cell !== undefined && cell !== "" && cell.trim() !== "") return false;
  }
  return true;
}
