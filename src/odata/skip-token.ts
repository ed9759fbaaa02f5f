/**
 * `$skiptoken`: where the next page begins. It names the version, so that a walk stays on the version on which it began, what is left of
 * `$top`, the length of a page, the total as it was counted, a mark of the question, and the place of the last row.
 */
import { createHash } from "node:crypto";
import { z } from "zod";
import { Fault } from "../kernel/fault.ts";
import { findVersionNumber, type VersionNumber } from "../kernel/ids.ts";
import type { Cursor } from "../store/keyset.ts";

export interface SkipToken {
  readonly version: VersionNumber;
  readonly left: number | undefined;
  readonly pageSize: number;
  readonly count: number | undefined;
  readonly mark: string;
  readonly place: Cursor;
}

const MAX_TOKEN = 12_000;
const whole = z.int().min(0);
const tokenShape = z.tuple([
  whole,
  whole.nullable(),
  whole,
  whole.nullable(),
  z.string(),
  z.array(z.string().nullable()).max(200),
]);

export const writeSkipToken = ({ version, left, pageSize, count, mark, place }: SkipToken): string =>
  Buffer.from(JSON.stringify([version, left ?? null, pageSize, count ?? null, mark, place])).toString("base64url");

/** Throws request.bad-cursor for whatever was not written here for this question. */
export function readSkipToken(text: string, mark: string): SkipToken {
  const read = tokenShape.safeParse(parse(text)).data;
  const version = findVersionNumber(String(read?.[0]));
  if (read === undefined || version === undefined || read[4] !== mark || read[2] < 1)
    throw new Fault("request.bad-cursor");
  const [, left, pageSize, count, , place] = read;
  return { version, left: left ?? undefined, pageSize, count: count ?? undefined, mark, place };
}

function parse(text: string): unknown {
  if (text.length > MAX_TOKEN) return undefined;
  try {
    return JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
}

/** Equal for equal questions. */
export const markOf = (...question: readonly (string | undefined)[]): string =>
  createHash("sha256").update(JSON.stringify(question)).digest("base64url").slice(0, 12);
