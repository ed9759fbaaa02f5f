/**
 * Cursors: opaque outside, inside a kind and a few values. A cursor names what it belongs to (dataset, version, filter, order), so that
 * one taken from another question is refused instead of giving a wrong page, and a walk stays on the version on which it began.
 */
import { hash } from "node:crypto";
import { Fault } from "../kernel/fault.ts";

/** What a cursor may carry. */
export type CursorValue = string | number | null;

const MAX_CURSOR = 20_000;

export const writeCursor = (kind: string, values: readonly CursorValue[]): string =>
  Buffer.from(JSON.stringify([kind, ...values]), "utf8").toString("base64url");

/** The values of a cursor of that kind. Throws request.bad-cursor for anything else. */
export function readCursor(kind: string, cursor: string): readonly CursorValue[] {
  const [found, ...values] = decode(cursor);
  if (found !== kind) throw badCursor();
  return values;
}

export const badCursor = (): Fault => new Fault("request.bad-cursor");

function decode(cursor: string): readonly CursorValue[] {
  if (cursor.length > MAX_CURSOR || !/^[\w-]+$/.test(cursor)) throw badCursor();
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    if (Array.isArray(parsed) && parsed.every(isCursorValue)) return parsed;
  } catch {
    // Not JSON: as bad as any other.
  }
  throw badCursor();
}

const isCursorValue = (value: unknown): value is CursorValue =>
  value === null || typeof value === "number" || (typeof value === "string" && !value.includes("\0"));

/** A short mark of a question: equal for equal questions. */
export const fingerprint = (question: unknown): string =>
  hash("sha256", JSON.stringify(question), "base64url").slice(0, 16);
