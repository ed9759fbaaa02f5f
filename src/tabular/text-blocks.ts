/**
 * A text file as blocks of whole lines in UTF-8 or Windows-1252 bytes, whatever it was: UTF-16 is transcoded, lone CRs become LF, the BOM
 * is left out. A block always ends with a line end, save the last. Memory: one block, and one line's carry up to the limit.
 */
import { type FileHandle, open } from "node:fs/promises";
import type { TextEncoding } from "./encoding.ts";

export interface TextLayout {
  readonly encoding: TextEncoding;
  readonly bomBytes: number;
  /** Lone CRs end lines too (old Mac files, and mixed ones). */
  readonly loneCr: boolean;
}

const READ_BYTES = 256 * 1024;
const LF = 10;
const CR = 13;

/** A line grew past `limit` bytes; `row` is filled in by whoever counts lines. */
export class LineTooLong extends Error {}

/** Turns a lone CR into LF in place; a CR at the very end must have been held back unless the file ends there. */
function mendLoneCr(block: Buffer): void {
  for (let at = block.indexOf(CR); at >= 0; at = block.indexOf(CR, at + 1)) {
    if (block[at + 1] !== LF) block[at] = LF;
  }
}

/** Behind the last LF, or the last CR that no LF follows; 0 where there is none. */
function lastLineEnd(block: Buffer, safe: number): number {
  const lf = block.lastIndexOf(LF, safe - 1) + 1;
  const cr = block.lastIndexOf(CR, safe - 1) + 1;
  return cr > lf && cr < block.length ? cr : lf;
}

/** UTF-16 units to UTF-8. An even number of bytes, no half of a pair at the end. */
function fromUtf16(raw: Buffer, bigEndian: boolean): Buffer {
  if (bigEndian) raw.swap16();
  return Buffer.from(raw.toString("utf16le"), "utf8");
}

/** How many bytes at the end cannot be converted yet: an odd byte, or the first half of a surrogate pair. */
function unfinishedUtf16(raw: Buffer, bigEndian: boolean): number {
  const odd = raw.length % 2;
  const last = raw.length - odd - 2;
  if (last < 0) return odd;
  const unit = bigEndian ? raw.readUInt16BE(last) : raw.readUInt16LE(last);
  return unit >= 0xd800 && unit < 0xdc00 ? odd + 2 : odd;
}

async function* rawChunks(file: FileHandle, from: number, signal: AbortSignal | undefined): AsyncGenerator<Buffer> {
  for (let position = from; ; ) {
    signal?.throwIfAborted();
    // A fresh buffer each time: carried lines and blocks may outlive the read.
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(READ_BYTES), 0, READ_BYTES, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

async function* utf8Chunks(raw: AsyncGenerator<Buffer>, encoding: TextEncoding): AsyncGenerator<Buffer> {
  if (encoding === "utf-8" || encoding === "windows-1252") {
    yield* raw;
    return;
  }
  const bigEndian = encoding === "utf-16be";
  let carry: Buffer = Buffer.alloc(0);
  for await (const chunk of raw) {
    const all = carry.length === 0 ? chunk : Buffer.concat([carry, chunk]);
    const cut = all.length - unfinishedUtf16(all, bigEndian);
    carry = Buffer.from(all.subarray(cut));
    yield fromUtf16(Buffer.from(all.subarray(0, cut)), bigEndian);
  }
  const rest = carry.length - (carry.length % 2);
  if (rest > 0) yield fromUtf16(Buffer.from(carry.subarray(0, rest)), bigEndian);
}

/**
 * @param maxLineBytes  A longer line throws {@link LineTooLong}.
 * @throws LineTooLong, the signal's reason, or what the file system says.
 */
export async function* textBlocks(
  path: string,
  layout: TextLayout,
  maxLineBytes: number,
  signal?: AbortSignal,
): AsyncGenerator<Buffer> {
  const file = await open(path, "r");
  try {
    let carry: Buffer | undefined;
    for await (const chunk of utf8Chunks(rawChunks(file, layout.bomBytes, signal), layout.encoding)) {
      const all = carry === undefined ? chunk : Buffer.concat([carry, chunk]);
      // A CR that ends the chunk may be half of a CRLF: it waits.
      const safe = layout.loneCr && all[all.length - 1] === CR ? all.length - 1 : all.length;
      if (layout.loneCr) mendLoneCr(all.subarray(0, safe));
      const end = lastLineEnd(all, safe);
      if (end > 0) yield all.subarray(0, end);
      carry = end === all.length ? undefined : all.subarray(end);
      if (carry !== undefined && carry.length > maxLineBytes) throw new LineTooLong();
    }
    if (carry !== undefined) {
      if (layout.loneCr) mendLoneCr(carry);
      yield carry;
    }
  } finally {
    await file.close();
  }
}
