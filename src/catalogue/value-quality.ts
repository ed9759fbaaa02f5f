/**
 * How good the values of a version are, from 0 to 100, with the reasons: are they all there, do they agree with each other and with what
 * was before, and did they come when they were promised. Computed once, when the version is profiled; no I/O.
 *
 * - complete: measured values that there are, out of those that there should be. "None or zero" and "negligible" are answers. Where the
 *   key is region and period alone, a pair without a row is missing too.
 * - consistent: rows about which the checks had no doubt. A doubt that somebody has explained counts for half.
 * - timely: from the end of the last period to the publication; within one interval of the promise is all of it, three are none.
 * The whole is five parts complete, three consistent, two timely; what cannot be judged is left out.
 */
import type { DataPackage, Field, Frequency } from "../kernel/package.ts";
import type { RowProfile } from "../store/row-profile.ts";
import { intervalDays } from "./freshness.ts";

export interface ValueQuality {
  /** Undefined where nothing can be judged. */
  readonly score: number | undefined;
  readonly completeness: { readonly score: number; readonly present: number; readonly expected: number } | undefined;
  readonly consistency: {
    readonly score: number;
    readonly rows: number;
    readonly warnings: number;
    readonly explained: number;
  };
  readonly timeliness:
    | { readonly score: number; readonly days: number; readonly frequency: Frequency; readonly period: string }
    | undefined;
}

export interface QualityFacts {
  readonly package: DataPackage;
  readonly rows: number;
  readonly profile: RowProfile;
  /** Of the report of the check that let it through; those that somebody explained are not among them. */
  readonly warnings: number;
  readonly explained: number;
  /** Days from the end of the last period to the publication; undefined where there is no period. */
  readonly delayDays: number | undefined;
}

export function weighQuality(facts: QualityFacts): ValueQuality {
  const { rows, warnings, explained } = facts;
  const completeness = weighCompleteness(facts);
  const doubted = Math.min(rows, warnings + explained / 2);
  const consistency = { score: share(rows - doubted, rows), rows, warnings, explained };
  const timeliness = weighTimeliness(facts);
  return { score: wholeScore(rows, completeness, consistency, timeliness), completeness, consistency, timeliness };
}

function wholeScore(
  rows: number,
  ...[completeness, consistency, timeliness]: [
    ValueQuality["completeness"],
    ValueQuality["consistency"],
    ValueQuality["timeliness"],
  ]
): number | undefined {
  if (rows === 0) return undefined;
  const parts = [
    [5, completeness?.score],
    [3, consistency.score],
    [2, timeliness?.score],
  ] as const;
  const known = parts.flatMap(([weight, score]) => (score === undefined ? [] : [{ weight, score }]));
  const weights = known.reduce((sum, { weight }) => sum + weight, 0);
  return Math.round(known.reduce((sum, { weight, score }) => sum + weight * score, 0) / weights);
}

/** Never 100 where something is missing. */
const share = (part: number, whole: number): number =>
  whole === 0 ? 100 : part >= whole ? 100 : Math.max(0, Math.min(99, Math.round((part / whole) * 100)));

const ANSWERS = ["nil-or-zero", "negligible"] as const;

function weighCompleteness({ package: { schema }, rows, profile }: QualityFacts): ValueQuality["completeness"] {
  const measures = schema.fields.filter(({ role }) => role === "measure");
  if (measures.length === 0) return undefined;
  const expected = Math.max(rows, gridSize(schema.primaryKey, schema.fields, profile) ?? 0) * measures.length;
  const present = measures.reduce((sum, { name }) => {
    const { filled = 0, statuses = {} } = profile[name] ?? {};
    return sum + Math.min(rows, filled + ANSWERS.reduce((more, status) => more + (statuses[status] ?? 0), 0));
  }, 0);
  return { score: share(present, expected), present, expected };
}

/** Every region at every period, where those two are the key. */
function gridSize(key: readonly string[], fields: readonly Field[], profile: RowProfile): number | undefined {
  const parts = key.map((name) => fields.find((field) => field.name === name));
  const roles = parts.map((field) => field?.role).toSorted();
  if (roles.join() !== "period,region") return undefined;
  const sizes = parts.map((field) => (field === undefined ? undefined : profile[field.name]?.values?.length));
  return sizes.every((size) => size !== undefined) ? sizes.reduce((product, size) => product * size, 1) : undefined;
}

function weighTimeliness({ package: pkg, profile, delayDays }: QualityFacts): ValueQuality["timeliness"] {
  const { frequency, schema } = pkg;
  const interval = frequency && intervalDays(frequency);
  const period = schema.fields.find(({ role }) => role === "period");
  const last = period && profile[period.name]?.range?.[1];
  if (frequency === undefined || interval === undefined || delayDays === undefined || last === undefined)
    return undefined;
  const late = Math.max(0, delayDays - interval);
  return {
    score: Math.max(0, Math.round(100 - (late / (2 * interval)) * 100)),
    days: delayDays,
    frequency,
    period: last,
  };
}
