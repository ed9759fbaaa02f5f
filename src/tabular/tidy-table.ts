/**
 * The straight way for a tidy table: the sheet's first row is a header that names what the schema needs. Then the declared schema knows
 * better than any guess where the table is, no row can be mistaken for a header, and a million rows are read twice instead of three
 * times. Repeated headers, rows of totals and the notes under the table are known row by row, as in `locate-stream.ts`.
 */
import type { TableSchema } from "../kernel/package.ts";
import type { CheckedTable } from "./checked-table.ts";
import { detach } from "./detach.ts";
import { isNeeded, matchFields } from "./fields.ts";
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
  const head = await firstRow(sheet, signal);
  if (head === undefined) return undefined;
  const width = head.cells.findLastIndex((cell) => cell.trim() !== "") + 1;
  const columns = head.cells.slice(0, width).map((title, index) => ({ column: index + 1, title: title.trim() }));
  if (columns.some(({ title }) => title === "")) return undefined;
  const { columns: matched } = matchFields(schema, columns);
  const found = matched.filter((column) => column !== undefined).length;
  const lacks = schema.fields.some((field, index) => matched[index] === undefined && isNeeded(field, schema));
  if (lacks || found * 2 < Math.max(width, schema.fields.length)) return undefined;
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

async function firstRow(sheet: Sheet, signal?: AbortSignal): Promise<RawRow | undefined> {
  for await (const batch of sheet.rows(signal)) {
    const row = batch.find(({ cells }) => cells.some((cell) => cell !== ""));
    if (row !== undefined) return row;
  }
  return undefined;
}

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
