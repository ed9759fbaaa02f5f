/**
 * The straight way for a tidy table: the sheet's first row is a header that names what the schema needs. Then the declared schema knows
 * better than any guess where the table is, no row can be mistaken for a header, and a million rows are read twice instead of three
 * times. Repeated headers, rows of totals and the notes under the table are known row by row, as in `locate-stream.ts`.
 */
import type { Field, TableSchema } from "../kernel/package.ts";
import type { CheckedTable } from "./checked-table.ts";
import { findContinued } from "./continued-labels.ts";
import { detach } from "./detach.ts";
import { isNeeded, matchFields } from "./fields.ts";
import { looksLikeHeading } from "./headings.ts";
import { toGridRow } from "./locate-grid.ts";
import type { RawRow, Sheet } from "./model.ts";
import { beginsNotes } from "./notes.ts";
import { levelOfHeader } from "./region-column.ts";
import { isTotalWord, mayBeTotal } from "./totals-words.ts";

/** Undefined for a sheet that is not so plainly tidy. */
export async function openTidy(
  sheet: Sheet,
  schema: TableSchema,
  signal?: AbortSignal,
): Promise<CheckedTable | undefined> {
  if (sheet.merges.length > 0) return undefined;
  const [head, ...sample] = await firstRows(sheet, signal);
  if (head === undefined) return undefined;
  const width = head.cells.findLastIndex((cell) => cell.trim() !== "") + 1;
  const columns = head.cells.slice(0, width).map((title, index) => ({ column: index + 1, title: title.trim() }));
  if (columns.some(({ title }) => title === "")) return undefined;
  const { columns: matched } = matchFields(schema, columns);
  const found = matched.filter((column) => column !== undefined).length;
  const lacks = schema.fields.some((field, index) => matched[index] === undefined && isNeeded(field, schema));
  if (lacks || found * 2 < Math.max(width, schema.fields.length)) return undefined;
  const notes = sample.findIndex((row) => isNote(row, width));
  const data = (notes < 0 ? sample : sample.slice(0, notes)).filter(({ cells }) => !cells.some(isTotalWord));
  if (hasLayout(data, schema, matched)) return undefined;
  const labels = columns.flatMap(({ title }, index) =>
    index === 0 || levelOfHeader(title) !== undefined ? [index] : [],
  );
  // "Jumlah" that the schema lists as a value is data.
  const listed = new Set(schema.fields.flatMap((field) => field.constraints?.enum ?? []));
  const totals = new Map<number, string>();
  const tidy: Tidy = { head, width, labels, listed, totals };
  return {
    sheet: sheet.name,
    headerRows: [head.row, head.row],
    title: null,
    columns,
    isShaped: false,
    sourcesOf: (column) => [column],
    totals: () => [...totals].map(([row, value]) => ({ row, value })),
    rows: (abort) => tidyRows(sheet, tidy, abort ?? signal),
  };
}

interface Tidy {
  readonly head: RawRow;
  readonly width: number;
  /** Places of cells that may say "Jumlah". */
  readonly labels: readonly number[];
  readonly listed: ReadonlySet<string>;
  /** Found so far, by row. */
  readonly totals: Map<number, string>;
}

/** The first row that holds something, with those after it in its batch. */
async function firstRows(sheet: Sheet, signal?: AbortSignal): Promise<readonly RawRow[]> {
  for await (const batch of sheet.rows(signal)) {
    const rows = batch.filter((row) => !isEmpty(row));
    if (rows.length > 0) return rows.slice(0, SAMPLE);
  }
  return [];
}

const SAMPLE = 500;

/** Do headings stand between the rows, or labels on the first of their rows only? Then the table is not that tidy. */
function hasLayout(rows: readonly RawRow[], schema: TableSchema, matched: readonly (number | undefined)[]): boolean {
  const placesOf = (isOne: (field: Field) => boolean): number[] =>
    schema.fields.flatMap((field, index) => (isOne(field) ? (matched[index] ?? []) : []));
  const keys = placesOf((field) => schema.primaryKey.includes(field.name) || isAbout(field));
  const measures = placesOf((field) => field.role === "measure");
  const isBlank = (row: RawRow, column: number): boolean => (row.cells[column - 1] ?? "").trim() === "";
  const isGapped = (row: RawRow): boolean => keys.some((column) => isBlank(row, column));
  const isHeading = (row: RawRow): boolean =>
    measures.every((column) => isBlank(row, column)) && (isGapped(row) || row.cells.some(looksLikeHeading));
  if (measures.length > 0 && rows.some(isHeading)) return true;
  if (!rows.some(isGapped)) return false;
  const grid = rows.flatMap((row) => toGridRow(row, { left: 1, right: Number.POSITIVE_INFINITY }) ?? []);
  const none: ReadonlySet<number> = new Set();
  return findContinued({ rows: grid, labels: keys, keys: [], totals: none, headings: none, merges: [] }).length > 0;
}

const isAbout = ({ role }: Field): boolean => role === "region" || role === "period" || role === "dimension";

async function* tidyRows(
  sheet: Sheet,
  { head, width, labels, listed, totals }: Tidy,
  signal?: AbortSignal,
): AsyncGenerator<readonly RawRow[]> {
  const first = head.cells[0] ?? "";
  const header = head.cells.join("\u001f");
  const isData = (row: RawRow): boolean => {
    const { cells } = row;
    if (row.row <= head.row || isEmpty(row)) return false;
    if (cells[0] === first && cells.join("\u001f") === header) return false;
    for (const label of labels) {
      const cell = cells[label] ?? "";
      if (mayBeTotal(cell) && isTotalWord(cell) && !listed.has(cell)) {
        if (totals.size < 1_000) totals.set(row.row, detach(cell));
        return false;
      }
    }
    return true;
  };
  for await (const batch of sheet.rows(signal)) {
    const notes = batch.findIndex((row) => row.row > head.row && isNote(row, width));
    const kept = (notes < 0 ? batch : batch.slice(0, notes)).filter(isData);
    if (kept.length > 0) yield kept;
    if (notes >= 0) return;
  }
}

const isEmpty = ({ cells }: RawRow): boolean => {
  for (const cell of cells) if (cell !== "" && cell.trim() !== "") return false;
  return true;
};

/** Hardly anything in the row, and what there is begins a note: the table is over. */
function isNote({ cells }: RawRow, width: number): boolean {
  if (width > 2 && (cells[1] ?? "") !== "" && (cells[2] ?? "") !== "") return false;
  const filled = cells.filter((cell) => cell !== "");
  return filled.length > 0 && filled.length <= 2 && width > 2 && beginsNotes(filled[0] ?? "");
}
