/** What series over the periods have always done: never turned back, never moved by more than so much; and how far versions were revised. */
import type { TableSchema } from "../kernel/package.ts";
import { compareDecimal } from "./compare-decimal.ts";
import { changeInPercent } from "./gathering-rules.ts";
import { isBorneOut, nameAt, type ProposedRule, roundedUp } from "./proposed-rule.ts";

type Values = readonly (string | null)[];

const SEPARATOR = "\u001f";
const FEWEST_STEPS = 12;
/** A series that hardly moves says nothing of a direction. */
const LEAST_MOVING = 0.5;
/** What changes by more than this is no news at any bound. */
const MOST_PERCENT = 200;
/** Room above what was seen. */
const MARGIN = 1.25;

export interface SeriesProposer {
  readonly see: (values: Values) => void;
  readonly finish: () => readonly ProposedRule[];
}

/** @param over  The place of the period; the rest of `identity` makes a series. */
export function proposeSeries(
  schema: TableSchema,
  identity: readonly number[],
  over: number,
  measures: readonly number[],
): SeriesProposer {
  const by = identity.filter((place) => place !== over);
  const series = new Map<string, { readonly period: string; readonly own: Values }[]>();
  return {
    see: (values) => {
      const period = values[over] ?? null;
      if (period === null) return;
      const key = by.map((place) => values[place] ?? "").join(SEPARATOR);
      const point = { period, own: measures.map((place) => values[place] ?? null) };
      const points = series.get(key);
      if (points === undefined) series.set(key, [point]);
      else points.push(point);
    },
    finish: () => {
      for (const points of series.values()) points.sort((a, b) => (a.period < b.period ? -1 : 1));
      return measures.flatMap((place, index) => {
        const steps = [...series.values()].flatMap((points) => stepsOf(points.map(({ own }) => own[index] ?? null)));
        const common = { field: nameAt(schema, place), over: nameAt(schema, over) };
        return [...monotone(steps, common), ...usualChange(steps, common)];
      });
    },
  };
}

type Step = readonly [before: string, after: string];

function stepsOf(values: Values): readonly Step[] {
  const known = values.filter((value) => value !== null);
  return known.slice(1).map((after, index): Step => [known[index] ?? "0", after]);
}

interface Common {
  readonly field: string;
  readonly over: string;
}

function monotone(steps: readonly Step[], common: Common): readonly ProposedRule[] {
  const orders = steps.map(([before, after]) => compareDecimal(after, before));
  const [rises, falls] = [orders.filter((order) => order > 0).length, orders.filter((order) => order < 0).length];
  if (Math.max(rises, falls) < steps.length * LEAST_MOVING) return [];
  const evidence = { unit: "steps" as const, cases: steps.length, exceptions: Math.min(rises, falls) };
  if (!isBorneOut(evidence, FEWEST_STEPS)) return [];
  const direction = rises > falls ? "increasing" : "decreasing";
  return [{ name: `arah-${common.field}`, kind: "monotone", severity: "warning", ...common, direction, evidence }];
}

function usualChange(steps: readonly Step[], common: Common): readonly ProposedRule[] {
  const changes = steps.flatMap(([before, after]) => changeInPercent(before, after) ?? []).sort((a, b) => a - b);
  const bound = boundOf(changes);
  if (bound === undefined) return [];
  const evidence = { unit: "steps" as const, ...bound };
  const { percent, ...counted } = { ...evidence };
  return [
    { name: `perubahan-${common.field}`, kind: "change", severity: "warning", ...common, percent, evidence: counted },
  ];
}

/** Above everything that was seen, or above all but one in a hundred where a few were beyond all measure. */
function boundOf(
  sorted: readonly number[],
): { readonly percent: number; readonly cases: number; readonly exceptions: number } | undefined {
  const cases = sorted.length;
  if (cases < FEWEST_STEPS) return undefined;
  const most = sorted[cases - 1] ?? 0;
  const usual = most <= MOST_PERCENT ? most : (sorted[Math.floor(cases * 0.99) - 1] ?? most);
  const percent = Math.max(1, roundedUp(usual * MARGIN));
  if (usual > MOST_PERCENT) return undefined;
  return { percent, cases, exceptions: sorted.filter((change) => change > percent).length };
}

/** How far the rows of an earlier version and the current one are apart, as a bound on what the next may revise. */
export function proposeRevision(
  schema: TableSchema,
  identity: readonly number[],
  measures: readonly number[],
): SeriesProposer & { readonly seeEarlier: (values: Values) => void } {
  const earlier = new Map<string, Values>();
  const changes = measures.map((): number[] => []);
  const keyOf = (values: Values): string => identity.map((place) => values[place] ?? "").join(SEPARATOR);
  const ownOf = (values: Values): Values => measures.map((place) => values[place] ?? null);
  return {
    seeEarlier: (values) => void earlier.set(keyOf(values), ownOf(values)),
    see: (values) => {
      const before = earlier.get(keyOf(values));
      if (before === undefined) return;
      ownOf(values).forEach((after, index) => {
        const was = before[index] ?? null;
        const change = was === null || after === null ? undefined : changeInPercent(was, after);
        if (change !== undefined) changes[index]?.push(change);
      });
    },
    finish: () =>
      measures.flatMap((place, index): readonly ProposedRule[] => {
        const bound = boundOf((changes[index] ?? []).sort((a, b) => a - b));
        if (bound === undefined) return [];
        const { percent, ...counted } = bound;
        const field = nameAt(schema, place);
        const evidence = { unit: "rows" as const, ...counted };
        const rule = { kind: "change", severity: "warning" as const, field, against: "last-version", percent };
        return [{ name: `revisi-${field}`, ...rule, evidence }];
      }),
  };
}
