/**
 * What a cell looks like before anything is known about its column: blank, a number, a sign that a value is missing, or text. Only the
 * shape counts here; which decimal mark a column uses is decided later, from all its values.
 */
import { readMissing, readMissingSymbol, trimCell } from "./missing.ts";
import type { CellKind, RawRow } from "./model.ts";

export type CellClass = "blank" | "number" | "missing" | "text";

const NUMBER =
  /^[(+\-−±]?\s*(?:rp\.?|idr|us\$|usd|\$)?\s*[-−]?(?:\d{1,3}(?:[.,' \u00a0]\d{3})+|\d+)?(?:[.,]\d+)?\s*[%)]?\s*(?:\*{1,3}|[xer](?:\))?|\d\))?(?:,-)?$/i;

/** The shape of one cell. `kind` is the workbook's own word for it, where there is one. */
export function classOf(cell: string, kind?: CellKind): CellClass {
  if (cell === "") return "blank";
  if (kind === "uncached-formula" || kind === "error") return "number";
  const text = trimCell(cell);
  if (text === "") return "blank";
  if (text.length <= 5 && (readMissingSymbol(text) ?? readMissing(text)) !== undefined) return "missing";
  return text.length <= 40 && /\d/.test(text) && NUMBER.test(text) ? "number" : "text";
}

/** A cell's words for comparison: lower case, one space, no line breaks, no underscores in place of spaces. */
export const plain = (cell: string): string =>
  cell
    .replace(/[\s_\u00a0]+/g, " ")
    .trim()
    .toLowerCase();

/** A cell as one line of text. */
export const oneLine = (cell: string): string => cell.replace(/[\s\u00a0]+/g, " ").trim();

/** Is there nothing in the row, white space apart? */
export function isBlankRow(row: RawRow): boolean {
  for (const cell of row.cells) {
    if (cell !== "" && cell.trim() !== "") return false;
  }
  return true;
}
