/**
 * The endings that are text, from rows as PostgreSQL writes their values: csv in every dialect, json as an array of objects, ndjson.
 * Each takes batches of rows and gives pieces of text, so that no more than a batch is in memory. Minimal quotes and LF, as COPY writes
 * them: a canonical csv from here equals the one from COPY byte for byte.
 */
import { Readable } from "node:stream";
import { type JsonColumn, rowToJson } from "./row-json.ts";

export type Row = readonly (string | null)[];
export type Batches = AsyncIterable<readonly Row[]>;

export interface CsvDialect {
  readonly delimiter: string;
  readonly bom: boolean;
  /** For a spreadsheet in Indonesia: numbers with a decimal comma, text that a program would take for a formula made harmless. */
  readonly spreadsheet: boolean;
}

export const CANONICAL: CsvDialect = { delimiter: ",", bom: false, spreadsheet: false };

/** Text as a stream of UTF-8 that fails when the text does. */
export const asBytes = (pieces: AsyncIterable<string>): Readable =>
  Readable.from(encode(pieces), { objectMode: false, highWaterMark: 1 << 18 });

async function* encode(pieces: AsyncIterable<string>): AsyncGenerator<Buffer> {
  for await (const piece of pieces) if (piece !== "") yield Buffer.from(piece, "utf8");
}

export async function* writeCsv(
  columns: readonly JsonColumn[],
  batches: Batches,
  dialect: CsvDialect,
): AsyncGenerator<string> {
  const toCells = cellWriter(columns, dialect);
  const header = columns.map(({ name }) => name).join(dialect.delimiter);
  yield `${dialect.bom ? "\uFEFF" : ""}${header}\n`;
  for await (const rows of batches) {
    let text = "";
    for (const row of rows) text += toCells(row);
    yield text;
  }
}

function cellWriter(columns: readonly JsonColumn[], { delimiter, spreadsheet }: CsvDialect): (row: Row) => string {
  const needsQuotes = new RegExp(`["\\n\\r${delimiter === "\t" ? "\\t" : `\\${delimiter}`}]`);
  const alone = columns.length === 1;
  const quote = (text: string): string =>
    text === "" || needsQuotes.test(text) || (alone && text === "\\.") ? `"${text.replaceAll('"', '""')}"` : text;
  const kinds = columns.map(({ kind }) => kind);
  return (row) => {
    let line = "";
    for (let index = 0; index < kinds.length; index += 1) {
      if (index > 0) line += delimiter;
      const value = row[index] ?? null;
      if (value === null) continue;
      const kind = kinds[index];
      if (kind === "text") line += quote(spreadsheet ? withoutFormula(value) : value);
      else line += kind === "numeric" && spreadsheet ? quote(value.replace(".", ",")) : value;
    }
    return `${line}\n`;
  };
}

/** A leading apostrophe keeps a spreadsheet from computing what somebody wrote into a cell. */
const withoutFormula = (text: string): string => (/^[\t\r]|^\s*[=+\-@]/.test(text) ? `'${text}` : text);

/** An array of objects, one on each line. */
export async function* writeJsonArray(columns: readonly JsonColumn[], batches: Batches): AsyncGenerator<string> {
  const toJson = rowToJson(columns);
  let separator = "[\n";
  for await (const rows of batches) {
    let text = "";
    for (const row of rows) {
      text += separator + toJson(row);
      separator = ",\n";
    }
    yield text;
  }
  yield separator === "[\n" ? "[]\n" : "\n]\n";
}

/** One object a line. */
export async function* writeNdjson(columns: readonly JsonColumn[], batches: Batches): AsyncGenerator<string> {
  const toJson = rowToJson(columns);
  for await (const rows of batches) {
    let text = "";
    for (const row of rows) text += `${toJson(row)}\n`;
    yield text;
  }
}
