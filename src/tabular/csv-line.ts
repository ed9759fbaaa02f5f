/** One record of canonical CSV: commas, quotes only where they are needed, LF at the end. */

const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/;

/** A lone empty cell is quoted, so that its line is not taken for a blank one. */
export function csvLine(cells: readonly string[]): string {
  if (cells.length === 1 && cells[0] === "") return '""\n';
  let line = "";
  for (let at = 0; at < cells.length; at++) {
    const cell = cells[at] ?? "";
    if (at > 0) line += ",";
    line += cell !== "" && NEEDS_QUOTES.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
  }
  return `${line}\n`;
}
