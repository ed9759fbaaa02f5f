/**
 * Cells that say "no value", and marks that stand beside a value. "-" is nil *or* zero and "..." is not available: neither is ever
 * turned into 0. Source: the symbols' legend of Badan Pusat Statistik.
 */
import type { ValueStatus } from "../kernel/value-status.ts";

export interface Missing {
  readonly status?: ValueStatus | undefined;
}

const NOTHING: Missing = {};
const NOT_AVAILABLE: Missing = { status: "not-available" };
const NIL_OR_ZERO: Missing = { status: "nil-or-zero" };
const SUPPRESSED: Missing = { status: "suppressed" };

const symbols: ReadonlyMap<string, Missing> = new Map([
  ["...", NOT_AVAILABLE],
  ["..", NOT_AVAILABLE],
  ["....", NOT_AVAILABLE],
  ["…", NOT_AVAILABLE],
  ["-", NIL_OR_ZERO],
  ["--", NIL_OR_ZERO],
  ["---", NIL_OR_ZERO],
  ["–", NIL_OR_ZERO],
  ["—", NIL_OR_ZERO],
  ["−", NIL_OR_ZERO],
  ["‐", NIL_OR_ZERO],
  ["‑", NIL_OR_ZERO],
]);

const words: ReadonlyMap<string, Missing> = new Map([
  ["na", SUPPRESSED],
  ["n/a", NOT_AVAILABLE],
  ["n.a", NOT_AVAILABLE],
  ["n.a.", NOT_AVAILABLE],
  ["nihil", NIL_OR_ZERO],
  ["nil", NIL_OR_ZERO],
  ["tidak ada", NIL_OR_ZERO],
  ["tidak ada data", NOT_AVAILABLE],
  ["tidak tersedia", NOT_AVAILABLE],
  ["data tidak tersedia", NOT_AVAILABLE],
  ["belum tersedia", NOT_AVAILABLE],
  ["belum ada data", NOT_AVAILABLE],
  ["belum rilis", NOT_AVAILABLE],
  ["null", NOTHING],
  ["none", NOTHING],
  ["nan", NOTHING],
]);

/** White space as spreadsheets make it: no-break and thin spaces, zero-width marks. */
const EDGE_SPACE =
  /^[\s\u00a0\u180e\u2000-\u200f\u202f\u205f\u2060\u3000\ufeff]+|[\s\u00a0\u180e\u2000-\u200f\u202f\u205f\u2060\u3000\ufeff]+$/g;

const isEdgeSpace = (code: number): boolean =>
  code <= 32 ||
  code === 0xa0 ||
  code === 0xfeff ||
  (code >= 0x2000 && code <= 0x200f) ||
  code === 0x202f ||
  code === 0x205f ||
  code === 0x2060 ||
  code === 0x3000 ||
  code === 0x180e;

/** The cell without white space of any sort at its ends. Quick where there is none. */
export function trimCell(cell: string): string {
  if (cell.length === 0) return cell;
  if (!isEdgeSpace(cell.charCodeAt(0)) && !isEdgeSpace(cell.charCodeAt(cell.length - 1))) return cell;
  return cell.replace(EDGE_SPACE, "");
}

/** Only signs ("-", "…") and emptiness, no words: what means "no value" in a column of text too, where "tidak ada" may be a label. */
export function readMissingSymbol(cell: string): Missing | undefined {
  if (cell.length === 0) return NOTHING;
  const text = trimCell(cell);
  if (text.length === 0) return NOTHING;
  return text.length > 4 ? undefined : symbols.get(text);
}

/**
 * What an empty-looking cell means.
 *
 * @returns undefined for a cell that holds something; `{}` for an empty one; else the status its symbol or word stands for.
 */
export function readMissing(cell: string): Missing | undefined {
  if (cell.length === 0) return NOTHING;
  if (cell.length > 40) return trimCell(cell).length === 0 ? NOTHING : undefined;
  const first = cell.charCodeAt(0);
  if (first >= 48 && first <= 57) return undefined;
  const text = trimCell(cell);
  if (text.length === 0) return NOTHING;
  return symbols.get(text) ?? (text.length > 20 ? undefined : words.get(text.toLowerCase()));
}

export interface Marked {
  /** The cell without its mark. */
  readonly text: string;
  readonly status?: ValueStatus | undefined;
}

const marks: ReadonlyMap<string, ValueStatus> = new Map([
  ["*", "provisional"],
  ["**", "very-provisional"],
  ["***", "very-very-provisional"],
  ["e", "estimated"],
  ["r", "revised"],
  ["a", "rse-25-50"],
  ["b", "rse-over-50"],
]);

const MARKED = /^(.*\d\)?)\s*(\*{1,3}|[erab])\s*\)?$/su;

/**
 * Parts a number from the mark behind it: "84,45*" is 84,45 and provisional; "1.234 r)" is revised; "~0" is 0 and negligible.
 * Text without a mark comes back as it is, trimmed.
 */
export function readMark(cell: string): Marked {
  const text = trimCell(cell);
  if (text === "~0") return { text: "0", status: "negligible" };
  const last = text.charCodeAt(text.length - 1);
  if (last >= 48 && last <= 57) return { text };
  const match = MARKED.exec(text);
  const mark = match?.[2];
  if (match === null || mark === undefined) return { text };
  return { text: match[1] ?? "", status: marks.get(mark) };
}
