/**
 * A long sheet: the rows held decide where the header is and what the columns are, the others are judged one by one. Totals are told by
 * their words and codes, and the first and last row by being the sum; nothing is kept but their row numbers.
 */
import type { Finding } from "../kernel/finding.ts";
import { oneLine } from "./locate-cells.ts";
import { isVoid } from "./locate-extent.ts";
import { cellAt, type GridRow, toGridRow } from "./locate-grid.ts";
import { type FoundTable, findTables, type Place } from "./locate-table.ts";
import type { LocatedTable, RowGroups, TableNote } from "./located-table.ts";
import type { RawRow } from "./model.ts";
import { beginsNotes, noteText } from "./notes.ts";
import { codeJudge, isCodeHead, isRegionHead } from "./totals-labels.ts";
import { findProvince, isCountry } from "./totals-provinces.ts";
import { createEndSums, type EndSums } from "./totals-stream.ts";
import { additivityOf } from "./totals-units.ts";
import { isTotalWord, mayBeTotal } from "./totals-words.ts";

const WINDOW = { left: 1, right: Number.POSITIVE_INFINITY };
/** Rows of the head that are looked at whole. */
const HEAD = 4_000;
const MAX_NOTES = 200;

export interface Streamed {
  readonly tables: readonly LocatedTable[];
  readonly findings: readonly Finding[];
}

type Verdict = "body" | "heading" | "total" | "skipped" | "note" | "blank";

/** How one row after the head is judged. */
function rowJudge({ table, anatomy }: FoundTable, head: readonly GridRow[]): (raw: RawRow) => Verdict {
  const titles = new Map(table.columns.map(({ column, title }) => [column, title] as const));
  const regions = table.columns.filter(({ title }) => isRegionHead(title)).map(({ column }) => column);
  const words = [...new Set([...anatomy.labels, ...regions])].filter(
    (column) => anatomy.frame.kinds.get(column) !== "number",
  );
  const codes = [...anatomy.labels, ...regions].flatMap((column) => {
    if (!isCodeHead(titles.get(column) ?? "")) return [];
    const judge = codeJudge(head.map((row) => cellAt(row, column)));
    return judge === undefined ? [] : [{ column, judge }];
  });
  const totals = new Set(table.totalRows);
  const named = new Set(
    head.filter((row) => totals.has(row.row)).flatMap((row) => words.map((column) => oneLine(cellAt(row, column)))),
  );
  const names = new Set([...named].filter((name) => findProvince(name) !== undefined || isCountry(name)));
  const headers = anatomy.header.map((row) => row.cells.map(oneLine).join("\u001f"));
  const firstHeads = new Set(anatomy.header.map((row) => oneLine(row.cells[0] ?? "")));
  const width = table.columns.length;
  const isGrouped = canStream(table.groups);
  const labels = new Set(anatomy.labels);
  const lastLabel = anatomy.labels.at(-1) ?? 1;
  return (raw) => {
    let filled = 0;
    for (const cell of raw.cells) if (cell !== "") filled += 1;
    if (filled === 0) return "blank";
    const first = raw.cells[0] ?? "";
    if (firstHeads.has(oneLine(first)) && headers.includes(raw.cells.map(oneLine).join("\u001f"))) return "skipped";
    if (filled * 3 <= width || filled === 1) {
      const grid = toGridRow(raw, WINDOW);
      if (grid === undefined) return "blank";
      if (filled <= 2 && width > 2 && beginsNotes(cellAt(grid, grid.filled[0] ?? 1))) return "note";
    }
    if ((raw.cells[lastLabel - 1] ?? "") === "") {
      const grid = toGridRow(raw, WINDOW);
      if (grid === undefined || isVoid(grid)) return "skipped";
    }
    if (isGrouped && filled <= labels.size && isOnlyLabels(raw, labels)) return "heading";
    for (const column of words) {
      const cell = raw.cells[column - 1] ?? "";
      if (names.has(cell) || (mayBeTotal(cell) && isTotalWord(cell))) return "total";
    }
    for (const { column, judge } of codes) {
      const cell = raw.cells[column - 1] ?? "";
      if ((cell.length <= 2 || cell.charCodeAt(cell.length - 1) === 48) && judge(cell)) return "total";
    }
    return "body";
  };
}

/** For a table whose rows are told apart by their labels alone; a long one has a total for each year. */
function endSums({ table, anatomy }: FoundTable, head: readonly GridRow[]): EndSums | undefined {
  if (anatomy.keys.length > 0) return undefined;
  const titles = new Map(table.columns.map((column) => [column.column, column] as const));
  const additive = anatomy.values.filter((column) => {
    const own = titles.get(column);
    return (
      additivityOf(`${table.title ?? ""} ${own?.title ?? ""}`, own?.unit ?? table.unit ?? undefined) !== "not-additive"
    );
  });
  return additive.length === 0 ? undefined : createEndSums(head, additive);
}

/** Headings of one level can be followed row by row; totals above their parts cannot. */
const canStream = (groups: RowGroups | undefined): groups is RowGroups =>
  groups?.isByHeadings === true && groups.columns.length === 1;

const isOnlyLabels = ({ cells }: RawRow, labels: ReadonlySet<number>): boolean =>
  cells.every((cell, at) => cell === "" || labels.has(at + 1));

/** The table without columns that hold for its head only. */
const withoutGroups = ({ groups, ...table }: LocatedTable): LocatedTable => ({
  ...table,
  columns: table.columns.filter((column) => groups?.columns.includes(column) !== true),
  findings: table.findings.filter(({ code }) => code !== "table/group-headings"),
});

/**
 * @param held   The rows read so far, no blank ones.
 * @param rest   What is left of the batch they ended in.
 * @param later  The batches after it.
 */
export async function readStreamed(
  held: readonly RawRow[],
  rest: readonly RawRow[],
  later: AsyncIterator<readonly RawRow[]>,
  place: Place,
): Promise<Streamed> {
  const head = held.slice(0, HEAD).flatMap((row) => toGridRow(row, WINDOW) ?? []);
  const { tables, findings } = findTables(head, place);
  const [largest] = [...tables].sort((a, b) => b.table.bodyRows - a.table.bodyRows);
  if (largest === undefined) return { tables: [], findings };
  const table = canStream(largest.table.groups) ? largest.table : withoutGroups(largest.table);
  const first: FoundTable = { ...largest, table };
  const marks = [...(table.groups?.marks ?? [])];
  const judge = rowJudge(first, head);
  const sums = endSums(first, head);
  const fromHead = new Set(table.totalRows);
  for (const row of head) {
    const isBody = row.row >= table.dataRows[0] && row.row <= table.dataRows[1];
    if (isBody && !fromHead.has(row.row) && !table.skippedRows.has(row.row)) sums?.add(row);
  }
  let body = table.bodyRows;
  let last = table.dataRows[1];
  const totalRows = [...table.totalRows];
  const skipped = new Set(table.skippedRows);
  let notes: TableNote[] = [...table.notes];
  const weigh = (raw: RawRow): void => {
    switch (judge(raw)) {
      case "blank":
        return;
      case "note":
        if (notes.length < MAX_NOTES) notes.push({ row: raw.row, text: noteText(toGridRow(raw, WINDOW) as GridRow) });
        return;
      case "heading":
        marks.push({ row: raw.row, texts: [oneLine(raw.cells.find((cell) => cell !== "") ?? "")] });
        skipped.add(raw.row);
        break;
      case "skipped":
        skipped.add(raw.row);
        break;
      case "total":
        totalRows.push(raw.row);
        break;
      case "body":
        // After notes, a row with most of its cells filled is data again; a line or two of text is a note still.
        if (notes.length > 0 && raw.cells.filter((cell) => cell !== "").length * 2 < table.columns.length) {
          if (notes.length < MAX_NOTES)
            notes.push({
              row: raw.row,
              text: raw.cells
                .filter((cell) => cell !== "")
                .map(oneLine)
                .join(" "),
            });
          return;
        }
        body += 1;
        sums?.add(raw);
        break;
    }
    last = raw.row;
  };
  for (let at = HEAD; at < held.length; at++) {
    const row = held[at];
    if (row !== undefined) weigh(row);
  }
  for (const row of rest) weigh(row);
  for (let next = await later.next(); next.done !== true; next = await later.next())
    for (const row of next.value) weigh(row);
  for (const row of sums?.totals() ?? []) {
    totalRows.push(row);
    body -= 1;
  }
  totalRows.sort((a, b) => a - b);
  for (const { row } of notes) if (row < last) skipped.add(row);
  notes = notes.filter(({ row }) => row > last || row < table.dataRows[0]);
  const groups = table.groups === undefined ? undefined : { ...table.groups, marks };
  return {
    tables: [
      { ...table, groups, bodyRows: body, dataRows: [table.dataRows[0], last], totalRows, skippedRows: skipped, notes },
    ],
    findings,
  };
}
