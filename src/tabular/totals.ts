/**
 * Which rows of a body are totals, subtotals and headings of groups, and whether the totals hold what their parts add up to. Words, codes
 * and names come first (`totals-labels.ts`), then sums (`totals-sums.ts`). Works on rows held in memory.
 */
import type { Finding } from "../kernel/finding.ts";
import { findHeadings } from "./headings.ts";
import { plain } from "./locate-cells.ts";
import { classAt, type GridRow } from "./locate-grid.ts";
import type { Body, TotalParts } from "./totals-body.ts";
import { checkTotals } from "./totals-check.ts";
import { type Figures, provenMark, readFigures } from "./totals-figures.ts";
import { isDistrictLabel, labelOf, totalsByLabel, wholeByName } from "./totals-labels.ts";
import { readOutline } from "./totals-outline.ts";
import { findProvince, isCountry } from "./totals-provinces.ts";
import { blocksBySum, compareSum, isWholeSum } from "./totals-sums.ts";
import { additivityOf } from "./totals-units.ts";
import { totalOf } from "./totals-words.ts";

export interface BodyRows {
  /** Indices of `rows`. */
  readonly totals: ReadonlySet<number>;
  readonly headings: ReadonlySet<number>;
  /** Rows above the rows that they are the sum of. */
  readonly parents: readonly TotalParts[];
  /** Only the place of the rows says whose parts they are. */
  readonly isIndented: boolean;
  readonly findings: readonly Finding[];
}

/** More rows than this are not held: they are judged as they stream by. */
const MAX_ROWS_FOR_SUMS = 8_000;

const isEmptyOfFigures = (row: GridRow, values: readonly number[]): boolean =>
  values.every((column) => classAt(row, column) === "blank");

/** Rows set in under a row that is not, by dashes, numbering or codes: the upper row is a subtotal where it has figures. */
function findParents(
  { rows, labels, values }: Body,
  figures: readonly Figures[],
  skip: ReadonlySet<number>,
): { readonly parents: readonly TotalParts[]; readonly isIndented: boolean } {
  const none = { parents: [], isIndented: false };
  const outline = readOutline(rows, labels, skip);
  if (outline === undefined) return none;
  const { depths, isCertain, isIndented } = outline;
  const parents: TotalParts[] = [];
  let agreeing = 0;
  rows.forEach((row, at) => {
    const depth = depths[at] ?? -1;
    if (depth < 0 || isEmptyOfFigures(row, values)) return;
    const parts: number[] = [];
    for (let child = at + 1; (depths[child] ?? -1) > depth; child++)
      if (depths[child] === depths[at + 1]) parts.push(child);
    if (parts.length === 0) return;
    const held = figures.filter((one) => compareSum([one], at, parts).agrees || isOnlyChild(one, at, parts)).length;
    if (held > 0 && held * 2 >= figures.length) agreeing += 1;
    parents.push({ total: at, parts, certain: true });
  });
  return agreeing > 0 && (isCertain || agreeing * 2 >= parents.length) ? { parents, isIndented } : none;
}

const isOnlyChild = ({ values }: Figures, total: number, parts: readonly number[]): boolean =>
  parts.length === 1 && values[total] !== undefined && values[total] === values[parts[0] ?? -1];

/** "Kecamatan X" among bare names of its villages. */
function findDistricts({ rows, labels }: Body, skip: ReadonlySet<number>): TotalParts[] {
  const flags = rows.map((row, index) => !skip.has(index) && isDistrictLabel(labelOf(row, labels)));
  const count = flags.filter(Boolean).length;
  if (count === 0 || count * 3 > rows.length) return [];
  const groups: TotalParts[] = [];
  flags.forEach((flag, at) => {
    if (!flag) return;
    const parts: number[] = [];
    for (let next = at + 1; next < rows.length && flags[next] !== true && !skip.has(next); next++) parts.push(next);
    if (parts.length > 0) groups.push({ total: at, parts, certain: false });
  });
  return groups;
}

/** The whole of it: see the file's head. */
export function classifyBody(body: Body): BodyRows {
  const { rows, labels, values, titles, units, subject } = body;
  const byLabel = totalsByLabel(rows, labels, titles);
  const totals = new Set(byLabel.totals);
  const whole = new Set(byLabel.whole);
  const named = wholeByName(rows, labels, titles, subject);
  if (named !== undefined && body.keys.length === 0) {
    totals.add(named);
    whole.add(named);
  }
  const headings = findHeadings(body, totals);
  const groups: TotalParts[] = [];
  const isLong = body.keys.length > 0;
  const held = rows.length > MAX_ROWS_FOR_SUMS ? [] : values;
  const otherwise = provenMark(rows, held);
  const figures = held.map((column) => readFigures(rows, column, otherwise));
  const summable = figures.filter(
    ({ column }) => additivityOf(`${subject} ${titles.get(column) ?? ""}`, units.get(column)) !== "not-additive",
  );
  const known = (): Set<number> => new Set([...totals, ...headings]);
  const add = (group: TotalParts): void => {
    totals.add(group.total);
    headings.delete(group.total);
    groups.push(group);
  };
  let isIndented = true;
  if (!isLong && figures.length > 0) {
    const outline = findParents(body, summable, known());
    for (const group of outline.parents) add(group);
    if (groups.length > 0) isIndented = outline.isIndented;
    if (groups.length === 0) for (const group of findDistricts(body, known())) add(group);
    if (summable.length > 0 && groups.length === 0) {
      for (const block of blocksBySum(summable, rows.length, known())) add({ ...block, certain: true });
    }
    addNamedSums(body, summable, totals, headings, add);
    addEnds(body, summable, totals, headings);
  }
  const findings = figures.length === 0 ? [] : checkTotals(body, { figures, totals, whole, headings, groups });
  return { totals, headings, parents: groups, isIndented, findings };
}

const NAMED_REGION = /^(?:kabupaten|kota|kab\.?|kecamatan|kec\.?|provinsi|prov\.?)\s+(?!dan\b)\p{L}{3}/u;

/** "Jumlah makanan": a total where it names a heading above it, a region, or adds up. */
function addNamedSums(
  body: Body,
  figures: readonly Figures[],
  totals: Set<number>,
  headings: ReadonlySet<number>,
  add: (group: TotalParts) => void,
): void {
  const { rows, labels } = body;
  const heads = new Set(
    [...headings].map((index) => plain(labelOf(rows[index] as GridRow, labels)).split(/\s*\/\s*/)[0] ?? ""),
  );
  let start = 0;
  rows.forEach((row, index) => {
    const label = labelOf(row, labels);
    const subject = totalOf(label);
    if (headings.has(index) || totals.has(index)) {
      start = index + 1;
      return;
    }
    if (subject === undefined) return;
    const parts = Array.from({ length: index - start }, (_, offset) => start + offset);
    const isRegion = NAMED_REGION.test(subject) || findProvince(subject) !== undefined || isCountry(subject);
    const sums = parts.length >= 2 && figures.length > 0 && compareSum(figures, index, parts).agrees;
    if (heads.has(subject) || isRegion || sums) {
      add({ total: index, parts, certain: heads.has(subject) || sums });
      start = index + 1;
    }
  });
}

/** The first or last row that is the sum of all the others, and one that carries no label at all. */
function addEnds(
  { rows, labels, values }: Body,
  figures: readonly Figures[],
  totals: Set<number>,
  headings: ReadonlySet<number>,
): void {
  const last = rows.length - 1;
  for (const index of [0, last]) {
    const row = rows[index];
    if (row === undefined || totals.has(index) || headings.has(index)) continue;
    const leaves = rows.flatMap((_, at) => (totals.has(at) || headings.has(at) ? [] : [at]));
    // A row with words in another column is told apart by them.
    const unlabelled =
      labels.length > 0 &&
      labels.every((column) => classAt(row, column) === "blank" || classAt(row, column) === "missing") &&
      row.filled.every((column) => classAt(row, column) !== "text") &&
      values.some((column) => classAt(row, column) === "number");
    if ((unlabelled && rows.length >= 4) || (figures.length > 0 && isWholeSum(figures, index, leaves)))
      totals.add(index);
  }
}
