/**
 * Totals that only the figures tell: a row that is the sum of the rows after it, before it, or of all the others, in every column whose
 * unit may add up. Chance is kept out by asking for enough agreeing digits.
 */
import { addsUp, type Figures } from "./totals-figures.ts";

/** A total and the rows it sums, by index. */
export interface Block {
  readonly total: number;
  readonly parts: readonly number[];
}

/** Longest group looked at; beyond it a table's groups are told by their labels. */
const MAX_PARTS = 600;

interface Agreement {
  readonly agrees: boolean;
  /** Digits that agree, over all columns. */
  readonly digits: number;
}

/** Does the row `total` hold the sums of `parts` in every column where all of them have a number? */
export function compareSum(figures: readonly Figures[], total: number, parts: readonly number[]): Agreement {
  let digits = 0;
  let compared = 0;
  for (const { values, place } of figures) {
    const whole = values[total];
    if (whole === undefined) continue;
    let sum = 0;
    let nonZero = 0;
    let known = 0;
    for (const part of parts) {
      const value = values[part];
      if (value === undefined) continue;
      known += 1;
      if (value !== 0) nonZero += 1;
      sum += value;
    }
    if (known === 0) continue;
    if (!addsUp(whole, sum, known, place, true)) return { agrees: false, digits: 0 };
    compared += 1;
    if (nonZero >= 2 && whole !== 0) digits += Math.max(0, Math.log10(Math.abs(whole) / place));
  }
  return { agrees: compared > 0 && digits > 0, digits };
}

/** The first column in which a run can be followed: every row has a number, none is negative. */
function guide(figures: readonly Figures[]): Figures | undefined {
  const usable = figures.filter(({ values }) => values.every((value) => value === undefined || value >= 0));
  return usable.sort(
    (a, b) => b.values.filter((v) => v !== undefined).length - a.values.filter((v) => v !== undefined).length,
  )[0];
}

/** Walks away from `start` until the guide's sum reaches the row's value, and tries each reach that fits. */
function follow(
  figures: readonly Figures[],
  lead: Figures,
  start: number,
  step: 1 | -1,
  end: number,
  skip: ReadonlySet<number>,
): (Block & { digits: number }) | undefined {
  const target = lead.values[start];
  if (target === undefined || target === 0) return undefined;
  const parts: number[] = [];
  let sum = 0;
  for (let at = start + step; at !== end && parts.length < MAX_PARTS; at += step) {
    if (skip.has(at)) {
      if (parts.length === 0) continue;
      break;
    }
    const value = lead.values[at];
    parts.push(at);
    sum += value ?? 0;
    if (parts.length >= 2 && addsUp(target, sum, parts.length, lead.place, true)) {
      const agreement = compareSum(figures, start, parts);
      if (agreement.agrees) return { total: start, parts: [...parts], digits: agreement.digits };
    }
    if (sum > target * 1.0001 + lead.place) return undefined;
  }
  return undefined;
}

/**
 * Groups found by their sums: totals above their parts, or below them.
 *
 * @param count  Rows.
 * @param known  Totals and headings already known: they end a group and are no part of one.
 */
export function blocksBySum(figures: readonly Figures[], count: number, known: ReadonlySet<number>): Block[] {
  const lead = guide(figures);
  if (lead === undefined || count < 4) return [];
  const forward = collect(figures, lead, count, known, 1);
  const backward = collect(figures, lead, count, known, -1);
  const covered = (blocks: readonly Block[]): number => blocks.reduce((all, block) => all + block.parts.length + 1, 0);
  return covered(forward) >= covered(backward) ? forward : backward;
}

function collect(
  figures: readonly Figures[],
  lead: Figures,
  count: number,
  known: ReadonlySet<number>,
  step: 1 | -1,
): Block[] {
  const found: (Block & { digits: number })[] = [];
  let at = step === 1 ? 0 : count - 1;
  while (at >= 0 && at < count) {
    const block = known.has(at) ? undefined : follow(figures, lead, at, step, step === 1 ? count : -1, known);
    if (block === undefined) {
      at += step;
      continue;
    }
    found.push(block);
    at += step * (block.parts.length + 1);
  }
  const inBlocks = found.reduce((all, block) => all + block.parts.length + 1, 0);
  const tiles = found.length >= 2 && inBlocks >= (count - known.size) * 0.9;
  return found.filter(({ digits, parts }) => digits >= (tiles ? 2.5 : parts.length >= 3 ? 7 : 9));
}

/** Is this row, the first or the last, the sum of all the others? `leaves` leaves out totals. */
export function isWholeSum(figures: readonly Figures[], row: number, leaves: readonly number[]): boolean {
  const parts = leaves.filter((leaf) => leaf !== row);
  if (parts.length < 3) return false;
  const { agrees, digits } = compareSum(figures, row, parts);
  return agrees && digits >= 2.5;
}
