/**
 * The groups that rows stand in: what a heading above them says ("Kabupaten", "I. PAJAK DAERAH"), or the row whose parts they are
 * ("Pendapatan Asli Daerah" above "- Pajak Daerah"). Told as columns of their own, so that no row loses its meaning when headings and
 * totals are left out. Only where it is clear: rows that would else be alike, or an outline that nearly all rows stand in.
 */
import { dimensionName, freeName } from "./dimension-names.ts";
import { oneLine, plain } from "./locate-cells.ts";
import { classAt, type GridRow } from "./locate-grid.ts";
import type { LocatedColumn, RowGroups } from "./located-table.ts";
import type { Body, TotalParts } from "./totals-body.ts";
import { labelOf } from "./totals-labels.ts";
import { formOfLabel } from "./totals-outline.ts";
import { isTotalWord, totalOf } from "./totals-words.ts";

/** Levels told at most. */
const MAX_LEVELS = 3;

interface Marked {
  readonly totals: ReadonlySet<number>;
  readonly headings: ReadonlySet<number>;
  /** Totals with their parts, as far as they are known. */
  readonly parents: readonly TotalParts[];
}

type Path = readonly string[];

const nameAt = (body: Body, index: number): string =>
  oneLine(labelOf(body.rows[index] as GridRow, body.labels)).replace(/\s*:$/, "");

/** What the headings above each row say, outermost first. */
function headingPaths(body: Body, { totals, headings }: Marked): Path[] {
  const { rows, labels } = body;
  let open: { readonly depth: number; readonly text: string }[] = [];
  const depthOf = depthsOf(body, headings);
  return rows.map((row, index) => {
    if (headings.has(index)) {
      const depth = depthOf(index);
      open = [...open.filter((other) => other.depth < depth), { depth, text: nameAt(body, index) }];
    } else if (totals.has(index)) {
      const subject = totalOf(labelOf(row, labels));
      const named = open.findIndex(({ text }) => plain(text).split(/\s*\/\s*/)[0] === subject);
      open = open.slice(0, named < 0 ? -1 : named);
    }
    return open.map(({ text }) => text);
  });
}

/** How deep a heading is: by its form, where headings stand right under headings; else all are alike. */
function depthsOf({ rows, labels }: Body, headings: ReadonlySet<number>): (index: number) => number {
  const form = (index: number): string => formOfLabel(labelOf(rows[index] as GridRow, labels));
  const order: string[] = [];
  let isNested = false;
  for (const index of [...headings].sort((a, b) => a - b)) {
    if (headings.has(index - 1) && form(index - 1) !== form(index)) isNested = true;
    if (!order.includes(form(index))) order.push(form(index));
  }
  return (index) => (isNested ? order.indexOf(form(index)) : 0);
}

/** The rows that each row is a part of, outermost first, where the upper row stands above its parts. */
function parentPaths(body: Body, parents: readonly TotalParts[]): Path[] {
  const ends = new Map<number, number>();
  const above = parents.filter(
    ({ total, parts }) => parts.length > 0 && parts.every((part) => part > total) && !isTotalWord(nameAt(body, total)),
  );
  for (const { total, parts } of [...above].sort((a, b) => b.total - a.total)) {
    const last = Math.max(...parts);
    ends.set(total, ends.get(last) ?? last);
  }
  const opening = [...ends].sort((a, b) => a[0] - b[0]);
  return body.rows.map((_, index) =>
    opening.flatMap(([total, end]) => (total < index && index <= end ? [nameAt(body, total)] : [])),
  );
}

/** Do some rows have the same words in all their labels? */
function hasTwins({ rows, labels }: Body, leaves: readonly number[]): boolean {
  const seen = new Set<string>();
  for (const index of leaves) {
    const row = rows[index] as GridRow;
    const words = labels
      .filter((column) => classAt(row, column) === "text")
      .map((column) => plain(row.cells[column - 1] ?? ""));
    const key = words.join("\u001f");
    if (key !== "" && seen.has(key)) return true;
    seen.add(key);
  }
  return false;
}

/** Nearly every row has a parent, and there are several. */
function isCovering(paths: readonly Path[], leaves: readonly number[]): boolean {
  const parents = new Set(leaves.map((index) => paths[index]?.[0] ?? ""));
  const covered = leaves.filter((index) => (paths[index]?.length ?? 0) > 0).length;
  return parents.size >= 2 && covered * 5 >= leaves.length * 4;
}

/**
 * @param columns  The table's own columns; the groups' stand behind them.
 * @param isOutline  Are the parents told by dashes, indents or sums, rather than by codes or numbering that stay in the labels?
 */
export function readGroups(
  body: Body,
  marked: Marked,
  columns: readonly LocatedColumn[],
  isOutline: boolean,
): RowGroups | undefined {
  const leaves = body.rows.flatMap((_, index) =>
    marked.totals.has(index) || marked.headings.has(index) ? [] : [index],
  );
  const heads = headingPaths(body, marked);
  const parents = parentPaths(body, marked.parents);
  const twins = body.keys.length === 0 && hasTwins(body, leaves);
  const useParents = (isOutline && isCovering(parents, leaves)) || twins;
  const paths = body.rows.map((_, index) => [...(heads[index] ?? []), ...(useParents ? (parents[index] ?? []) : [])]);
  const levels = varyingLevels(paths, leaves);
  if (levels.length === 0) return undefined;
  const taken = new Set(columns.map(({ name }) => name));
  const last = columns[columns.length - 1]?.column ?? 0;
  const made = levels.map((level, at): LocatedColumn => {
    const values = new Set(leaves.map((index) => paths[index]?.[level] ?? ""));
    const name = freeName(dimensionName(values, "kelompok", at), taken);
    return { column: last + at + 1, name, title: name, path: [name], isHeading: true };
  });
  return { columns: made, isByHeadings: !useParents, marks: marksOf(body, paths, levels, leaves) };
}

function varyingLevels(paths: readonly Path[], leaves: readonly number[]): number[] {
  const levels: number[] = [];
  for (let level = 0; level < MAX_LEVELS + 2 && levels.length < MAX_LEVELS; level++) {
    if (new Set(leaves.map((index) => paths[index]?.[level] ?? "")).size > 1) levels.push(level);
  }
  return levels;
}

/** From which row on which texts hold. */
function marksOf(
  { rows }: Body,
  paths: readonly Path[],
  levels: readonly number[],
  leaves: readonly number[],
): RowGroups["marks"] {
  const marks: { row: number; texts: readonly string[] }[] = [];
  for (const index of leaves) {
    const texts = levels.map((level) => paths[index]?.[level] ?? "");
    const before = marks[marks.length - 1]?.texts;
    if (before === undefined || texts.some((text, at) => text !== before[at]))
      marks.push({ row: rows[index]?.row ?? 0, texts });
  }
  return marks;
}
