/**
 * Lines to records. A line without a quote is one `split`; a line with quotes is walked. Lenient as a spreadsheet is: a quote inside an
 * unquoted cell is a character, text behind a closing quote joins its cell; both are counted as stray. Line breaks inside a cell become LF.
 */

/** A record whose last cell was opened by a quote and not closed on the lines seen so far. */
export interface OpenRecord {
  readonly cells: string[];
  cell: string;
}

interface SplitResult {
  readonly cells: string[];
  /** Set when the record goes on in the next line. */
  readonly open?: OpenRecord | undefined;
  readonly stray: number;
}

/** Index of the quote that opens the cell starting at `at` (blanks before it are tolerated), else -1. */
function openingQuote(line: string, at: number, quote: string): number {
  let from = at;
  while (line.charCodeAt(from) === 32) from += 1;
  return line[from] === quote ? from : -1;
}

/** Splits one line, or goes on with the record that the line before left open. */
export function splitQuoted(line: string, delimiter: string, quote: string, unfinished?: OpenRecord): SplitResult {
  const cells = unfinished?.cells ?? [];
  let stray = 0;
  let at = 0;
  let cell = "";
  let inside = false;
  if (unfinished !== undefined) {
    cell = `${unfinished.cell}\n`;
    inside = true;
  }
  for (;;) {
    if (!inside) {
      const opening = openingQuote(line, at, quote);
      if (opening < 0) {
        const end = line.indexOf(delimiter, at);
        const plain = end < 0 ? line.slice(at) : line.slice(at, end);
        if (plain.includes(quote)) stray += 1;
        cells.push(plain);
        if (end < 0) return { cells, stray };
        at = end + 1;
        continue;
      }
      at = opening + 1;
      cell = "";
    }
    inside = false;
    for (;;) {
      const close = line.indexOf(quote, at);
      if (close < 0) return { cells, open: { cells, cell: cell + line.slice(at) }, stray };
      cell += line.slice(at, close);
      at = close + 1;
      if (line[at] !== quote) break;
      cell += quote;
      at += 1;
    }
    const end = line.indexOf(delimiter, at);
    const rest = end < 0 ? line.slice(at) : line.slice(at, end);
    if (rest.trim() !== "") stray += 1;
    cells.push(rest.trim() === "" ? cell : cell + rest);
    if (end < 0) return { cells, stray };
    at = end + 1;
  }
}
