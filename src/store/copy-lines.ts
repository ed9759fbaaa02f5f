/** PostgreSQL's COPY text, read back: rows of values from chunks that are cut anywhere. */
import type { Value } from "./rows.ts";

const LINE_FEED = 0x0a;

/** Batches of rows, one for each chunk that completes any. */
export async function* readCopyLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<readonly (readonly Value[])[]> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    // A line feed within a value is written as \n, so a bare one always ends a row, and never lies within a character.
    const all =
      rest.length === 0 ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength) : Buffer.concat([rest, chunk]);
    const end = all.lastIndexOf(LINE_FEED);
    if (end === -1) {
      rest = Buffer.from(all);
      continue;
    }
    rest = Buffer.from(all.subarray(end + 1));
    yield all.toString("utf8", 0, end).split("\n").map(readLine);
  }
}

const readLine = (line: string): readonly Value[] => line.split("\t").map(readValue);

const ESCAPES: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" };

function readValue(text: string): Value {
  if (!text.includes("\\")) return text;
  return text === "\\N" ? null : text.replace(/\\(.)/gs, (_, letter: string) => ESCAPES[letter] ?? letter);
}

/** A value as COPY text reads it; for tests and for whoever stages rows that are not in a file. */
export function writeCopyValue(value: Value): string {
  if (value === null) return "\\N";
  return value.replace(/[\\\b\f\n\r\t\v]/g, (letter) => {
    const name = Object.entries(ESCAPES).find(([, character]) => character === letter)?.[0];
    return name === undefined ? `\\${letter}` : `\\${name}`;
  });
}
