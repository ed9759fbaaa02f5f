/**
 * A walk through the pages of a dataset's rows. Its cursors carry the version on which it began, so that all pages are of the same rows
 * even if another version is published between them, and a mark of filter and order, so that they cannot serve another question.
 */
import type { VersionNumber } from "../kernel/ids.ts";
import type { Cursor } from "../store/keyset.ts";
import { badCursor, fingerprint, readCursor, writeCursor } from "./cursor.ts";
import { once } from "./question.ts";
import type { VersionInput } from "./row-request.ts";

/** Where a walk has come to. */
interface Begun {
  readonly version: number;
  readonly mark: string;
  readonly place: Cursor;
}

export interface Walk {
  /** Where this page begins; undefined: at the start. */
  readonly after: Cursor | undefined;
  readonly toCursor: (place: Cursor) => string;
}

/** Undefined for a walk that begins now. Throws request.bad-cursor. */
export function beginWalk(after: string | null | undefined): Begun | undefined {
  if (after === undefined || after === null) return undefined;
  const [version, mark, ...place] = readCursor("rows", after);
  if (typeof version !== "number" || typeof mark !== "string" || !place.every((value) => typeof value !== "number"))
    throw badCursor();
  return { version, mark, place };
}

/** A walk stays on its version unless the question names one itself. */
export const versionOfWalk = ({ version, asOf }: VersionInput, begun: Begun | undefined): VersionInput =>
  begun === undefined || (asOf ?? undefined) !== undefined || (version ?? undefined) !== undefined
    ? { version, asOf }
    : { version: begun.version };

/** The walk on the chosen version. Throws request.bad-cursor where it was begun on another one, or with another question. */
export function goOn(begun: Begun | undefined, version: VersionNumber, question: readonly unknown[]): Walk {
  // Asked for by cursors alone, which not every page has.
  const mark = once(() => fingerprint(question));
  if (begun !== undefined && (begun.version !== version || begun.mark !== mark())) throw badCursor();
  return { after: begun?.place, toCursor: (place) => writeCursor("rows", [version, mark(), ...place]) };
}
