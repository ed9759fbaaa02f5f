/**
 * The quick way for a large tidy CSV: its first row is a header that names every field of the schema, each once. Nothing has to be looked
 * for then, and the file is read twice instead of three times. Repeated headers, rows of totals and the notes under the table are known
 * row by row, as in `locate-stream.ts`.
 */
import type { TableSchema } from "../kernel/package.ts";
import type { CheckedTable } from "./checked-table.ts";
import { matchFields } from "./fields.ts";
import type { RawRow, Sheet } from "./model.ts";
import { beginsNotes } from "./notes.ts";
import { levelOfHeader } from "./region-column.ts";
import { isTotalWord, mayBeTotal } from "./totals-words.ts";

/** Smaller files are looked at whole. */
export const LARGE_FILE_BYTES = 4 * 1024 ** 2;

/** Undefined for a sheet that is not so plainly tidy. */
export async function openTidy(
  sheet: Sheet,
  schema: TableSchema,
  signal?: AbortSignal,
): Promise<CheckedTable | undefined> {
  const head = await firstRow(sheet, signal);
  if (head === undefined || head.cells.some((cell) => cell.trim() === "")) return undefined;
  const columns = head.cells.map((title, index) => ({ column: index + 1, title: title.trim() }));
  const match = matchFields(schema, columns);
  if (match.findings.length > 0 || match.columns.some((column) => column === undefined)) return undefined;
  const labels = columns.flatMap(({ title }, index) =>
    index === 0 || levelOfHeader(title) !== undefined ? [index] : [],
  );
  return {
    sheet: sheet.name,
    headerRows: [head.row, head.row],
    title: null,
    columns,
    isShaped: false,
    rows: (abort) => tidyRows(sheet, head, labels, abort ?? signal),
  };
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
  head: RawRow,
  labels: readonly number[],
  signal?: AbortSignal,
): AsyncGenerator<readonly RawRow[]> {
  const first = head.cells[0] ?? "";
  const header = head.cells.join("\u001f");
  const width = head.cells.length;
  const isData = (row: RawRow): boolean => {
    const { cells } = row;
    if (cells[0] === first && cells.join("\u001f") === header) return false;
    for (const label of labels) {
      const cell = cells[label] ?? "";
      if (mayBeTotal(cell) && isTotalWord(cell)) return false;
    }
    return cells.length === width || cells.some((cell) => cell.trim() !== "");
  };
  for await (const batch of sheet.rows(signal)) {
    const notes = batch.findIndex((row) => row.row > head.row && isNote(row, width));
    const rows = notes < 0 ? batch : batch.slice(0, notes);
    const kept = rows.filter((row) => row.row > head.row && isData(row) && !isEmpty(row));
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
