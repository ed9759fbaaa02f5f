/**
 * How rows are set in under each other: "- Pajak Daerah" under "PAD", "1. Tanaman Pangan" under "A. Pertanian", "5.1.02" under "5.1" in a
 * column of codes. Only the form is read here; whether an upper row is the sum of those under it is for the figures to say.
 */
import { cellAt, type GridRow } from "./locate-grid.ts";
import { labelOf } from "./totals-labels.ts";

export interface Outline {
  /** By index of the row, 0 outermost; -1 for rows left out. */
  readonly depths: readonly number[];
  /** Dashes are made for nothing else; numbering and codes may be a plain list. */
  readonly isCertain: boolean;
  /** Set in by dashes or blanks: the labels themselves do not say whose parts they are. */
  readonly isIndented: boolean;
}

const DASH = /^\s*(?:[-–—•·*]|o)\s+\p{L}/u;
const INDENT = /^(?: {2,}|\t|\u00a0{2,})\S/;
const KINDS: readonly RegExp[] = [
  /^\s*(?:I|II|III|IV|V|VI|VII|VIII|IX|X|XI|XII)[.)]\s+\S/,
  /^\s*[A-Z](?:[,\-/][A-Z])*[.)]?\s+\p{Lu}/u,
  /^\s*\d{1,2}[.)]\s+\p{L}/u,
  /^\s*[a-z][.)]\s+\p{L}/u,
  DASH,
];
const CODE = /^\d{1,2}(?:\.\d{1,4})*\.?$/;

/** Which kind of numbering a label has, or how else it is written: labels of one form are of one depth. */
export function formOfLabel(label: string): string {
  const kind = KINDS.findIndex((pattern) => pattern.test(label));
  if (kind >= 0) return `kind ${kind}`;
  if (INDENT.test(label)) return "indent";
  return /\p{Lu}{3}/u.test(label) && label === label.toUpperCase() ? "capitals" : "plain";
}

/** Undefined where all rows stand side by side. */
export function readOutline(
  rows: readonly GridRow[],
  labels: readonly number[],
  skip: ReadonlySet<number>,
): Outline | undefined {
  const texts = rows.map((row, index) => (skip.has(index) ? undefined : labelOf(row, labels)));
  return byDashes(texts) ?? byCodes(rows, labels, skip) ?? byNumbering(texts);
}

const hasBoth = (depths: readonly number[]): boolean => depths.includes(0) && depths.some((depth) => depth > 0);

function byDashes(texts: readonly (string | undefined)[]): Outline | undefined {
  const dashed = texts.map((text) => (text === undefined ? -1 : DASH.test(text) ? 1 : 0));
  if (hasBoth(dashed) && !texts.some((text) => text !== undefined && KINDS.slice(0, 4).some((kind) => kind.test(text))))
    return { depths: dashed, isCertain: true, isIndented: true };
  const indented = texts.map((text) => (text === undefined ? -1 : INDENT.test(text) ? 1 : 0));
  return hasBoth(indented) ? { depths: indented, isCertain: false, isIndented: true } : undefined;
}

/** Codes of budgets and the like: "5", "5.1", "5.1.02". */
function byCodes(rows: readonly GridRow[], labels: readonly number[], skip: ReadonlySet<number>): Outline | undefined {
  for (const column of labels) {
    const codes = rows.map((row) => cellAt(row, column).trim());
    const coded = codes.filter((code) => CODE.test(code)).length;
    if (coded * 10 < rows.length * 9 || !codes.some((code) => code.includes(".") && code.split(".").length > 2))
      continue;
    const depths = codes.map((code, at) =>
      skip.has(at) || !CODE.test(code) ? -1 : code.replace(/\.$/, "").split(".").length - 1,
    );
    const least = Math.min(...depths.filter((depth) => depth >= 0));
    const nested = codes.every(
      (code, at) =>
        at === 0 ||
        depths[at] === -1 ||
        (depths[at] ?? 0) <= (depths[at - 1] ?? 0) ||
        depths[at - 1] === -1 ||
        code.startsWith(codes[at - 1] ?? ""),
    );
    if (nested && depths.some((depth) => depth > least))
      return {
        depths: depths.map((depth) => (depth < 0 ? depth : depth - least)),
        isCertain: false,
        isIndented: false,
      };
  }
  return undefined;
}

/** The kinds of numbering in the order in which they first appear, outermost first. */
function byNumbering(texts: readonly (string | undefined)[]): Outline | undefined {
  const kinds = texts.map((text) => (text === undefined ? -1 : KINDS.findIndex((kind) => kind.test(text))));
  const order: number[] = [];
  for (const kind of kinds) if (kind >= 0 && !order.includes(kind)) order.push(kind);
  const bare = texts.some((text, at) => text !== undefined && kinds[at] === -1);
  const numbered = kinds.filter((kind) => kind >= 0).length;
  if (order.length === 0 || (order.length === 1 && !bare) || numbered * 2 < texts.length * (order.length > 1 ? 1 : 0.5))
    return undefined;
  const base = bare && kinds[0] === -1 ? 1 : 0;
  const depths = texts.map((text, at) =>
    text === undefined ? -1 : kinds[at] === -1 ? 0 : order.indexOf(kinds[at] ?? -1) + base,
  );
  return hasBoth(depths) ? { depths, isCertain: false, isIndented: false } : undefined;
}
