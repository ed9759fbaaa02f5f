/**
 * One pass over the whole file before anything is read from it: its hash, its encoding, its line ends, and what makes it no text at all.
 * Decided over every byte, not a sample, so that a stray Windows-1252 line in row 900,000 is known at the start.
 */
import { isAscii, isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { hasUtf8Sequence, type TextEncoding } from "./encoding.ts";
import { type Limits, type LineEnding, Unreadable } from "./model.ts";
import { LineTooLong, type TextLayout, textBlocks } from "./text-blocks.ts";

/** Of one file's text; rows are lines from 1. */
export interface TextSurvey {
  readonly layout: TextLayout;
  readonly lineEnding: LineEnding | null;
  /** Lines that are not UTF-8 in a file that otherwise is: how many, and the first twenty. */
  readonly foreignLines: { readonly count: number; readonly first: readonly number[] };
  readonly isBlank: boolean;
}

const LF = 10;
const CR = 13;
const MAX_NAMED_LINES = 20;

/** Lower-case hex. */
export async function hashFile(path: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash("sha256");
  const options = { highWaterMark: 512 * 1024, ...(signal === undefined ? {} : { signal }) };
  for await (const chunk of createReadStream(path, options)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

/** By its byte order mark, or by where the zero bytes stand in the head; undefined for an eight-bit text. */
function utf16Of(head: Buffer): { encoding: TextEncoding; bomBytes: number } | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: "utf-16le", bomBytes: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: "utf-16be", bomBytes: 2 };
  const sample = head.subarray(0, 4096);
  const zeros = [0, 0];
  for (let at = 0; at < sample.length; at++) if (sample[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  const half = sample.length / 2;
  if (half < 4) return undefined;
  if (odd > half * 0.6 && even < half * 0.05) return { encoding: "utf-16le", bomBytes: 0 };
  if (even > half * 0.6 && odd < half * 0.05) return { encoding: "utf-16be", bomBytes: 0 };
  return undefined;
}

/** Control characters that no text holds, as a share of the head. */
function controlShare(head: Buffer): number {
  let controls = 0;
  for (const byte of head) if (byte < 9 || (byte > 13 && byte < 32 && byte !== 26 && byte !== 27)) controls += 1;
  return head.length === 0 ? 0 : controls / head.length;
}

function endingOf(lf: number, crlf: number, cr: number): LineEnding | null {
  const kinds: LineEnding[] = [];
  if (lf > crlf) kinds.push("LF");
  if (crlf > 0) kinds.push("CRLF");
  if (cr > crlf) kinds.push("CR");
  return kinds.length > 1 ? "mixed" : (kinds[0] ?? null);
}

interface Tally {
  lf: number;
  crlf: number;
  cr: number;
  nul: number;
  nulRow: number;
  utf8: boolean;
  foreign: number;
  readonly foreignRows: number[];
  ink: boolean;
}

const rowsIn = (tally: Tally): number => tally.lf + tally.cr - tally.crlf;

function countLineEnds(block: Buffer, tally: Tally): void {
  if (!block.includes(CR)) {
    for (let at = block.indexOf(LF); at >= 0; at = block.indexOf(LF, at + 1)) tally.lf += 1;
    return;
  }
  let previous = 0;
  for (let at = 0; at < block.length; at++) {
    const byte = block[at];
    if (byte === LF) {
      tally.lf += 1;
      if (previous === CR) tally.crlf += 1;
    } else if (byte === CR) tally.cr += 1;
    previous = byte ?? 0;
  }
}

function countNuls(block: Buffer, tally: Tally): void {
  for (let at = block.indexOf(0); at >= 0; at = block.indexOf(0, at + 1)) {
    if (tally.nul === 0)
      tally.nulRow =
        rowsIn(tally) +
        1 +
        block
          .subarray(0, at)
          .toString("latin1")
          .split(/\r\n?|\n/).length -
        1;
    tally.nul += 1;
  }
}

/** Line by line, only in a block that is not UTF-8 as a whole. */
function weighLines(block: Buffer, tally: Tally): void {
  let row = rowsIn(tally) + 1;
  for (let start = 0; start < block.length; row++) {
    let end = start;
    while (end < block.length && block[end] !== LF && block[end] !== CR) end++;
    const line = block.subarray(start, end);
    if (!isUtf8(line)) {
      tally.foreign += 1;
      if (tally.foreignRows.length < MAX_NAMED_LINES) tally.foreignRows.push(row);
      if (hasUtf8Sequence(block, start, end)) tally.utf8 = true;
    } else if (!isAscii(line)) tally.utf8 = true;
    start = end + (block[end] === CR && block[end + 1] === LF ? 2 : 1);
  }
}

const hasInk = (block: Buffer): boolean => block.some((byte) => byte > 32);

/**
 * Reads the whole text once.
 *
 * @throws Unreadable for binary noise, NUL bytes and a line over the limit.
 */
export async function surveyText(
  path: string,
  head: Buffer,
  limits: Limits,
  signal?: AbortSignal,
): Promise<TextSurvey> {
  const wide = utf16Of(head);
  const bomBytes = wide?.bomBytes ?? (head.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])) ? 3 : 0);
  if (wide === undefined && controlShare(head) > 0.02)
    throw new Unreadable({ code: "file/binary", severity: "error", params: {} });
  const tally: Tally = {
    lf: 0,
    crlf: 0,
    cr: 0,
    nul: 0,
    nulRow: 0,
    utf8: false,
    foreign: 0,
    foreignRows: [],
    ink: false,
  };
  const encoding = wide?.encoding ?? "utf-8";
  try {
    // Lone CRs are counted as they are; a file of them alone is one long line here, so it is cut by hand.
    for await (const block of textBlocks(path, { encoding, bomBytes, loneCr: false }, limits.maxRecordBytes, signal)) {
      if (block.includes(0)) countNuls(block, tally);
      if (!isAscii(block)) {
        if (isUtf8(block)) tally.utf8 = true;
        else weighLines(block, tally);
      }
      countLineEnds(block, tally);
      tally.ink ||= hasInk(block);
    }
  } catch (error) {
    if (!(error instanceof LineTooLong)) throw error;
    throw new Unreadable({
      code: "file/line-too-long",
      severity: "error",
      row: rowsIn(tally) + 1,
      params: { limit: limits.maxRecordBytes },
    });
  }
  if (tally.nul > 0) {
    throw new Unreadable({
      code: "file/nul-bytes",
      severity: "error",
      row: tally.nulRow,
      params: { count: tally.nul },
    });
  }
  const mixed = tally.foreign > 0 && tally.utf8;
  return {
    layout: {
      encoding: tally.foreign > 0 && !tally.utf8 ? "windows-1252" : encoding,
      bomBytes,
      loneCr: tally.cr > tally.crlf,
    },
    lineEnding: endingOf(tally.lf, tally.crlf, tally.cr),
    foreignLines: { count: mixed ? tally.foreign : 0, first: mixed ? tally.foreignRows : [] },
    isBlank: !tally.ink,
  };
}
