/** Sources and remarks under a table: how the first of them is known, and which lines in the body are remarks rather than data. */
import { oneLine, plain } from "./locate-cells.ts";
import type { GridRow } from "./locate-grid.ts";

const FIRST_WORDS =
  /^(?:[*([]*\s*)?(?:sumber(?: data)?|source(?: url| of data)?s?|catatan|cat|keterangan|ket|notes?|remarks?|footnotes?|access(?:ed)? time|diakses|waktu akses|url|tautan|diolah|data diolah|disclaimer|last update|diperbarui|terakhir diperbarui|penjelasan|tanda|simbol|legend|dicetak|diunduh)\b\s*(?:\/\s*\w+(?: \w+)?\s*)?(?:[:.=]|$|\/|-)/;
const LOOSE = /^(?:sumber|source|data diolah|diolah (?:dari|oleh)|access time|source url|https?:\/\/|www\.)/;
const FOOTNOTE =
  /^(?:\*{1,4}\)?|[¹²³⁴]|\d{1,2}\s*\)|[a-z]\)|[xre]\)|r\s*[:=]|\.\.\.\s*[:=]|[-–]\s*[:=]|\^)\s*(?:=|:)?\s*[\p{L}(]/iu;

/** Does the line begin a table's notes: "Sumber: BPS", "Catatan", "Access Time: …", "*) Angka sementara"? */
export function beginsNotes(text: string): boolean {
  const words = plain(text);
  if (words === "") return false;
  return FIRST_WORDS.test(words) || LOOSE.test(words) || FOOTNOTE.test(oneLine(text));
}

/** The row's cells as one line of text. */
export const noteText = (row: GridRow): string =>
  row.filled
    .map((column) => oneLine(row.cells[column - 1] ?? ""))
    .filter((text, at, all) => text !== all[at - 1])
    .join(" ");
