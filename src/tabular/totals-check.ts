/**
 * Are the totals right? Where the unit adds up, a total is compared with the sum of its parts; where it does not, it must at least lie
 * between the smallest and the largest of them. A total whose parts have gaps is compared only upwards. Every doubt is a warning.
 */
import { type Finding, MAX_FINDING_VALUE } from "../kernel/finding.ts";
import { oneLine } from "./locate-cells.ts";
import { cellAt, type GridRow } from "./locate-grid.ts";
import type { Body, TotalParts } from "./totals-body.ts";
import { addsUp, type Figures } from "./totals-figures.ts";
import { labelOf } from "./totals-labels.ts";
import { additivityOf } from "./totals-units.ts";
import { isAverageWord } from "./totals-words.ts";

export interface Totals {
  readonly figures: readonly Figures[];
  readonly totals: ReadonlySet<number>;
  /** Those of a province or country. */
  readonly whole: ReadonlySet<number>;
  readonly headings: ReadonlySet<number>;
  readonly groups: readonly TotalParts[];
}

/** As many findings as one table may make of this. */
const MAX_FINDINGS = 50;

const held = (figures: readonly Figures[], total: number, parts: readonly number[]): number =>
  figures.filter((one) => verdictOf(one, total, parts) === "held").length;

type Verdict = "held" | "off" | "open";

function verdictOf({ values, place }: Figures, total: number, parts: readonly number[]): Verdict {
  const whole = values[total];
  if (whole === undefined || parts.length === 0) return "open";
  let sum = 0;
  let known = 0;
  for (const part of parts) {
    const value = values[part];
    if (value === undefined) continue;
    known += 1;
    sum += value;
  }
  if (known === 0) return "open";
  if (addsUp(whole, sum, known, place, false)) return "held";
  return known < parts.length && whole > sum ? "open" : "off";
}

const sumOf = ({ values }: Figures, parts: readonly number[]): number =>
  parts.reduce((sum, part) => sum + (values[part] ?? 0), 0);

/** The rows a total found by its word may sum: all others, or those since the last total or heading, whichever holds in more columns. */
function partsOf(body: Body, totals: Totals, index: number, additive: readonly Figures[]): TotalParts {
  const { rows } = body;
  const isLeaf = (at: number): boolean => !totals.totals.has(at) && !totals.headings.has(at);
  const sameKeys = (at: number): boolean =>
    body.keys.every((column) => cellAt(rows[at], column) === cellAt(rows[index], column));
  const all = rows.flatMap((_, at) => (isLeaf(at) && sameKeys(at) ? [at] : []));
  if (totals.whole.has(index) || body.keys.length > 0) return { total: index, parts: all, certain: true };
  const before: number[] = [];
  for (let at = index - 1; at >= 0 && isLeaf(at); at--) before.push(at);
  const after: number[] = [];
  for (let at = index + 1; at < rows.length && isLeaf(at); at++) after.push(at);
  const isEnd = index === 0 || index === rows.length - 1;
  const choices = [all, before, after].filter((parts) => parts.length > 0);
  const best = choices
    .map((parts) => ({ parts, count: held(additive, index, parts) }))
    .sort((a, b) => b.count - a.count)[0];
  if (best === undefined) return { total: index, parts: [], certain: false };
  const only = choices.every((parts) => parts.length === best.parts.length);
  return {
    total: index,
    parts: best.count > 0 ? best.parts : all,
    certain: best.count > 0 || only || (isEnd && totals.totals.size === 1),
  };
}

const shown = (value: number, place: number): string => value.toFixed(Math.max(0, Math.round(-Math.log10(place))));

export function checkTotals(body: Body, totals: Totals): Finding[] {
  const findings: Finding[] = [];
  const kindOf = (one: Figures) =>
    additivityOf(`${body.subject} ${body.titles.get(one.column) ?? ""}`, body.units.get(one.column));
  const additive = totals.figures.filter((one) => kindOf(one) !== "not-additive");
  const byTotal = new Map(totals.groups.map((group) => [group.total, group] as const));
  for (const index of [...totals.totals].sort((a, b) => a - b)) {
    const row = body.rows[index];
    if (row === undefined || isAverageWord(labelOf(row, body.labels))) continue;
    const group = byTotal.get(index) ?? partsOf(body, totals, index, additive);
    if (!group.certain || group.parts.length < 2) continue;
    const holding = held(additive, index, group.parts);
    for (const one of totals.figures) {
      if (findings.length >= MAX_FINDINGS) return findings;
      const kind = kindOf(one);
      const adds = kind === "additive" || (kind === "unknown" && holding * 2 > additive.length);
      const verdict = verdictOf(one, index, group.parts);
      if (adds && verdict === "off") findings.push(mismatch(body, row, one, group));
      else if (kind === "not-additive" && verdict === "off") findings.push(...outOfRange(body, row, one, group));
    }
  }
  return findings;
}

const place = (row: GridRow, one: Figures) => ({
  row: row.row,
  column: one.column,
  value: oneLine(cellAt(row, one.column)).slice(0, MAX_FINDING_VALUE),
});

const label = (body: Body, row: GridRow): string => oneLine(labelOf(row, body.labels)).slice(0, 80);

function mismatch(body: Body, row: GridRow, one: Figures, { parts }: TotalParts): Finding {
  const sum = shown(sumOf(one, parts), one.place);
  return {
    code: "table/total-mismatch",
    severity: "warning",
    ...place(row, one),
    params: { label: label(body, row), column: body.titles.get(one.column) ?? "", sum, parts: parts.length },
  };
}

function outOfRange(body: Body, row: GridRow, one: Figures, { total, parts }: TotalParts): Finding[] {
  const known = parts.flatMap((part) => one.values[part] ?? []);
  const whole = one.values[total];
  if (whole === undefined || known.length < 3 || known.length * 2 < parts.length) return [];
  const low = Math.min(...known);
  const high = Math.max(...known);
  if (low <= whole && whole <= high) return [];
  return [
    {
      code: "table/total-out-of-range",
      severity: "warning",
      ...place(row, one),
      params: {
        label: label(body, row),
        column: body.titles.get(one.column) ?? "",
        low: shown(low, one.place),
        high: shown(high, one.place),
      },
    },
  ];
}
