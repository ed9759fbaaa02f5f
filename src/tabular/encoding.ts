/**
 * Bytes to text, line by line: UTF-8 where a line is valid UTF-8, Windows-1252 where it is not. Officers paste rows of one program into a
 * file of another, so one file may hold both; no byte is ever lost to a replacement character.
 */
import { isUtf8 } from "node:buffer";

export type TextEncoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

/** 0x80–0x9F of Windows-1252; the five unassigned bytes become C1 controls, as the WHATWG encoding standard has it. */
const HIGH_CONTROLS =
  "\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f" +
  "\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178";

/** Bytes `start` to `end` as Windows-1252. Never fails. */
export function decodeWindows1252(bytes: Buffer, start: number, end: number): string {
  const text = bytes.toString("latin1", start, end);
  return text.replace(/[\u0080-\u009f]/g, (high) => HIGH_CONTROLS.charAt(high.charCodeAt(0) - 0x80));
}

/** The length of the valid UTF-8 sequence of two or more bytes at `at`, else 0. */
function sequenceLength(bytes: Buffer, at: number, end: number): number {
  const lead = bytes[at] ?? 0;
  const length =
    lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
  return length > 0 && at + length <= end && isUtf8(bytes.subarray(at, at + length)) ? length : 0;
}

/** Whether a stretch that is not valid UTF-8 as a whole has valid sequences in it all the same. */
export function hasUtf8Sequence(bytes: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    if ((bytes[at] ?? 0) >= 0xc2 && sequenceLength(bytes, at, end) > 0) return true;
  }
  return false;
}

/** UTF-8 sequences as UTF-8, every other high byte as Windows-1252: for a line that holds both. Never fails. */
function decodeMixed(bytes: Buffer, start: number, end: number): string {
  let text = "";
  let plainFrom = start;
  let at = start;
  while (at < end) {
    const length = (bytes[at] ?? 0) < 0x80 ? 0 : sequenceLength(bytes, at, end);
    if (length === 0) {
      at += 1;
      continue;
    }
    text += decodeWindows1252(bytes, plainFrom, at) + bytes.toString("utf8", at, at + length);
    at += length;
    plainFrom = at;
  }
  return text + decodeWindows1252(bytes, plainFrom, end);
}

type DecodeLine = (bytes: Buffer, start: number, end: number) => string;

const decodeAscii: DecodeLine = (bytes, start, end) => bytes.toString("latin1", start, end);
const decodeUtf8: DecodeLine = (bytes, start, end) => bytes.toString("utf8", start, end);

/** How the lines of this block are decoded: the quickest way that is right for all of them. */
export function lineDecoder(encoding: TextEncoding, isAsciiBlock: boolean, isUtf8Block: boolean): DecodeLine {
  if (isAsciiBlock) return decodeAscii;
  if (isUtf8Block) return decodeUtf8;
  if (encoding === "windows-1252") return decodeWindows1252;
  return (bytes, start, end) =>
    isUtf8(bytes.subarray(start, end)) ? bytes.toString("utf8", start, end) : decodeMixed(bytes, start, end);
}
