/**
 * Canonical CSV as raw records: each is kept as the bytes wrote it, so that a row that does not change is written again exactly. Quotes
 * decide where a record ends; nothing else is interpreted until a cell is asked for.
 */
import { StringDecoder } from "node:string_decoder";
import { BadAnswer } from "./description.ts";

/** Longer than this is no row of ours. */
const MOST_CHARACTERS = 1 << 24;

/** Records without their line end, in batches. Throws BadAnswer for one that does not end. */
export async function* readRecords(source: AsyncIterable<Uint8Array>): AsyncGenerator<readonly string[]> {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  for await (const chunk of source) {
    const text = rest + decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    const { records, end } = cut(text);
    rest = text.slice(end);
    if (rest.length > MOST_CHARACTERS) throw new BadAnswer("a row that does not end");
    if (records.length > 0) yield records;
  }
  if (rest + decoder.end() !== "") throw new BadAnswer("the last row is cut off");
}

function cut(text: string): { readonly records: readonly string[]; readonly end: number } {
  const records: string[] = [];
  let start = 0;
  let open = false;
  let from = 0;
  for (;;) {
    const end = text.indexOf("\n", from);
    if (end < 0) return { records, end: start };
    for (let quote = text.indexOf('"', from); quote >= 0 && quote < end; quote = text.indexOf('"', quote + 1))
      open = !open;
    from = end + 1;
    if (open) continue;
    records.push(text.slice(start, end));
    start = from;
  }
}

/** The cells of a record as they are written, quotes included. */
export function rawCells(record: string): readonly string[] {
  if (!record.includes('"')) return record.split(",");
  const cells: string[] = [];
  let start = 0;
  let quoted = false;
  for (let at = 0; at < record.length; at += 1) {
    const character = record.charCodeAt(at);
    if (character === 34) quoted = !quoted;
    else if (character === 44 && !quoted) {
      cells.push(record.slice(start, at));
      start = at + 1;
    }
  }
  cells.push(record.slice(start));
  return cells;
}

/** What a cell says. */
export const cellValue = (raw: string): string => (raw.startsWith('"') ? raw.slice(1, -1).replaceAll('""', '"') : raw);
