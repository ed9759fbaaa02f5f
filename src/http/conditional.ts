/**
 * Conditional requests and ranges by RFC 9110, decided here because Express answers 200 to a conditional request that says
 * `cache-control: no-cache` (Node's own fetch does), and gives weak tags. Everything is pure: headers in, a decision out.
 */
import { createHash } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

/** A strong entity tag, quotes included. */
export type ETag = `"${string}"`;

export interface Validators {
  readonly etag: ETag;
  readonly lastModified?: Date | undefined;
}

/** The tag of bytes that are at hand. */
export const etagOf = (bytes: string | Uint8Array): ETag =>
  `"${createHash("sha256").update(bytes).digest("base64url")}"`;

/** May the client keep what it has (304)? `If-None-Match` decides alone where it is present; a weak tag compares by its value. */
export function isFresh(headers: IncomingHttpHeaders, validators: Validators): boolean {
  const noneMatch = headers["if-none-match"];
  if (noneMatch !== undefined) return noneMatch.trim() === "*" || listTags(noneMatch).includes(validators.etag);
  const since = parseHttpDate(headers["if-modified-since"]);
  return since !== undefined && validators.lastModified !== undefined && wholeSeconds(validators.lastModified) <= since;
}

export interface ByteRange {
  readonly start: number;
  /** The last byte, inclusive. */
  readonly end: number;
}

/**
 * The part that was asked for: a range, "whole" (none asked, several asked, unreadable, or `If-Range` names another state), or
 * "unsatisfiable" (416).
 */
export function chooseRange(
  headers: IncomingHttpHeaders,
  size: number,
  validators: Validators,
): ByteRange | "whole" | "unsatisfiable" {
  const match = /^bytes=\s*(?:(\d{1,15})\s*-\s*(\d{1,15})?|-\s*(\d{1,15}))\s*$/i.exec(headers.range ?? "");
  if (!match || !rangeStillHolds(headers["if-range"], validators)) return "whole";
  const [, from, to, suffix] = match;
  if (suffix !== undefined) {
    const length = Math.min(Number(suffix), size);
    return length === 0 ? "unsatisfiable" : { start: size - length, end: size - 1 };
  }
  const start = Number(from);
  const end = to === undefined ? size - 1 : Math.min(Number(to), size - 1);
  if (to !== undefined && Number(to) < start) return "whole";
  return start >= size ? "unsatisfiable" : { start, end };
}

/** `If-Range` needs a strong match: the very tag, or the very date. */
function rangeStillHolds(ifRange: string | string[] | undefined, { etag, lastModified }: Validators): boolean {
  if (ifRange === undefined) return true;
  if (typeof ifRange !== "string") return false;
  if (ifRange.includes('"')) return ifRange.trim() === etag;
  return lastModified !== undefined && parseHttpDate(ifRange) === wholeSeconds(lastModified);
}

/** The tags of an `If-None-Match`, quotes included; a weak one compares by its value. */
export const listTags = (header: string): readonly string[] => header.match(/"[^"]*"/g) ?? [];

const wholeSeconds = (date: Date): number => Math.floor(date.getTime() / 1000) * 1000;

/** Milliseconds, or undefined for anything that is no IMF-fixdate. */
function parseHttpDate(text: string | undefined): number | undefined {
  if (text === undefined || !/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(text.trim()))
    return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}
