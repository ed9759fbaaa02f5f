/** PostgreSQL's COPY text format: tab between columns, LF behind rows, `\N` for null, a backslash before what would be mistaken. */

export const COPY_NULL = "\\N";

const SPECIAL = /[\\\n\r\t\b\f\v]/;
const escapes: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\b": "\\b",
  "\f": "\\f",
  "\v": "\\v",
};

/** A value as it stands in COPY text. NUL characters, which PostgreSQL cannot hold, are left out. */
export function copyText(value: string): string {
  const text = value.includes("\0") ? value.replaceAll("\0", "") : value;
  return SPECIAL.test(text) ? text.replace(/[\\\n\r\t\b\f\v]/g, (found) => escapes[found] ?? found) : text;
}

/** Gathers text and hands it on in chunks of whole lines, so that a million rows are a few hundred writes. */
export interface CopyBuffer {
  /** Adds whole lines. */
  readonly add: (lines: string) => void;
  /** Is a chunk full? Then `take` it. */
  readonly isFull: () => boolean;
  readonly take: () => Uint8Array;
  readonly isEmpty: () => boolean;
}

const CHUNK_CHARACTERS = 128 * 1024;

export function createCopyBuffer(): CopyBuffer {
  let text = "";
  return {
    add: (lines) => {
      text += lines;
    },
    isFull: () => text.length >= CHUNK_CHARACTERS,
    take: () => {
      const chunk = Buffer.from(text, "utf8");
      text = "";
      return chunk;
    },
    isEmpty: () => text.length === 0,
  };
}
