/**
 * A CSV as batches of raw rows with the file's own line numbers. Ragged rows stay as they are; blank ones are left out. The quick path
 * decodes a line and splits it; csv-parse is its oracle in the tests. A quote that is never closed is told with the line it opened on.
 */
import { isAscii, isUtf8 } from "node:buffer";
import type { Finding } from "../kernel/finding.ts";
import { type OpenRecord, splitQuoted } from "./csv-records.ts";
import { lineDecoder } from "./encoding.ts";
import { type Limits, type RawRow, Unreadable } from "./model.ts";
import type { Dialect } from "./sniff.ts";
import { LineTooLong, type TextLayout, textBlocks } from "./text-blocks.ts";

const BATCH_ROWS = 1024;
const LF = 10;
const CR = 13;

interface CsvFile {
  readonly path: string;
  readonly layout: TextLayout;
  readonly dialect: Dialect;
  readonly limits: Limits;
  /** Told once per reading, at its end. */
  readonly found: (finding: Finding) => void;
  /** Told after each block of bytes. */
  readonly read?: ((bytes: number) => void) | undefined;
}

const refuse = (code: Finding["code"], row: number, params: Finding["params"] = {}): Unreadable =>
  new Unreadable({ code, severity: "error", row, params });

/**
 * @returns Batches of at most 1,024 rows, in file order.
 * @throws  Unreadable for an unclosed quote, a line, a cell or a number of columns or rows over the limit; the signal's reason.
 */
export async function* csvRows(file: CsvFile, signal?: AbortSignal): AsyncGenerator<readonly RawRow[]> {
  const { layout, dialect, limits } = file;
  const { delimiter, quote } = dialect;
  const quoteByte = quote.charCodeAt(0);
  let batch: RawRow[] = [];
  let row = 0;
  let open: OpenRecord | undefined;
  let openRow = 0;
  let stray = 0;
  let strayRow = 0;

  const add = (at: number, cells: string[]): void => {
    if (cells.length > limits.maxColumns) {
      throw refuse("file/too-many-columns", at, { columns: cells.length, limit: limits.maxColumns });
    }
    batch.push({ row: at, cells });
  };

  const addQuoted = (line: string): void => {
    if (open === undefined) openRow = row;
    const split = splitQuoted(line, delimiter, quote, open);
    if (split.stray > 0 && stray === 0) strayRow = row;
    stray += split.stray;
    open = split.open;
    if (open === undefined) add(openRow, split.cells);
    else if (open.cell.length > limits.maxCellBytes) throw refuse("file/unclosed-quote", openRow);
  };

  try {
    for await (const block of textBlocks(file.path, layout, limits.maxRecordBytes, signal)) {
      const ascii = isAscii(block);
      const decode = lineDecoder(layout.encoding, ascii, ascii || isUtf8(block));
      let nextQuote = block.indexOf(quoteByte);
      for (let start = 0; start < block.length; ) {
        const lf = block.indexOf(LF, start);
        const next = lf < 0 ? block.length : lf + 1;
        let end = lf < 0 ? block.length : lf;
        if (block[end - 1] === CR && end > start) end -= 1;
        row += 1;
        if (nextQuote >= 0 && nextQuote < start) nextQuote = block.indexOf(quoteByte, start);
        const hasQuote = nextQuote >= 0 && nextQuote < end;
        if (row === 1 && dialect.hasSepLine) {
          // Excel's own instruction is no row, but it is a line.
        } else if (open !== undefined || hasQuote) {
          addQuoted(decode(block, start, end));
        } else if (end > start) {
          const line = decode(block, start, end);
          const cells = line.split(delimiter);
          // A line of delimiters and nothing else is blank.
          if (line.length >= cells.length) add(row, cells);
        }
        start = next;
        if (batch.length >= BATCH_ROWS) {
          if (row > limits.maxRows) throw refuse("file/too-many-rows", row, { limit: limits.maxRows });
          yield batch;
          batch = [];
        }
      }
      file.read?.(block.length);
    }
  } catch (error) {
    if (!(error instanceof LineTooLong)) throw error;
    throw refuse("file/line-too-long", row + 1, { limit: limits.maxRecordBytes });
  }
  if (open !== undefined) throw refuse("file/unclosed-quote", openRow);
  if (stray > 0) file.found({ code: "file/stray-quote", severity: "warning", row: strayRow, params: { count: stray } });
  if (batch.length > 0) yield batch;
}
