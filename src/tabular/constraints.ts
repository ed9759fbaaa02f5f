/** Table Schema's constraints on one value, compiled once for each field. */
import type { Field } from "../kernel/package.ts";
import { compareDecimal } from "./compare-decimal.ts";
import { plainHeader } from "./fields.ts";
import { problem } from "./reading.ts";
import { editDistance } from "./region-names.ts";
import type { Problem } from "./report.ts";

/** The problems of a canonical value; an empty list for a good one. */
export type ConstraintCheck = (value: string) => readonly Problem[];

type Bound = readonly [
  bound: string,
  isBroken: (order: number) => boolean,
  code: "cell/below-minimum" | "cell/above-maximum",
];

const NONE: readonly Problem[] = [];
/** A pattern is tried on no longer text, so that a clumsy one cannot stop the check. */
const LONGEST_FOR_PATTERN = 2_000;

/** @param compare  How two values of the field's type are ordered. @param canonical  A bound as the field's values are written. */
export function compileConstraints(
  field: Field,
  compare: (a: string, b: string) => number,
  canonical: (bound: string) => string | undefined,
): ConstraintCheck | undefined {
  const { constraints } = field;
  if (constraints === undefined) return undefined;
  const checks = [
    listCheck(constraints.enum, canonical),
    patternCheck(constraints.pattern),
    lengthCheck(constraints.minLength, constraints.maxLength),
    boundsCheck(boundsOf(field, canonical), compare),
  ].filter((check) => check !== undefined);
  if (checks.length === 0) return undefined;
  const [only] = checks;
  if (checks.length === 1 && only !== undefined) return only;
  return (value) => checks.flatMap((check) => check(value));
}

function boundsOf(field: Field, canonical: (bound: string) => string | undefined): readonly Bound[] {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = field.constraints ?? {};
  const given: readonly (readonly [string | undefined, Bound[1], Bound[2]])[] = [
    [minimum, (order) => order < 0, "cell/below-minimum"],
    [exclusiveMinimum, (order) => order <= 0, "cell/below-minimum"],
    [maximum, (order) => order > 0, "cell/above-maximum"],
    [exclusiveMaximum, (order) => order >= 0, "cell/above-maximum"],
  ];
  return given.flatMap(([bound, isBroken, code]): Bound[] => {
    const text = bound === undefined ? undefined : canonical(bound);
    return text === undefined ? [] : [[text, isBroken, code]];
  });
}

function boundsCheck(bounds: readonly Bound[], compare: (a: string, b: string) => number): ConstraintCheck | undefined {
  if (bounds.length === 0) return undefined;
  return (value) => {
    for (const [bound, isBroken, code] of bounds) {
      if (isBroken(compare(value, bound))) {
        return [problem(code, "error", code === "cell/below-minimum" ? { minimum: bound } : { maximum: bound })];
      }
    }
    return NONE;
  };
}

function listCheck(
  list: readonly string[] | undefined,
  canonical: (bound: string) => string | undefined,
): ConstraintCheck | undefined {
  if (list === undefined) return undefined;
  const known = new Set(list.map((entry) => canonical(entry) ?? entry));
  const shown = list.slice(0, 12).join(", ") + (list.length > 12 ? ", …" : "");
  return (value) => {
    if (known.has(value)) return NONE;
    return [problem("cell/not-in-list", "error", { list: shown }, nearestEntry(value, list))];
  };
}

/** The entry that differs only by case and signs, else the one with the fewest slips. */
export function nearestEntry(value: string, entries: Iterable<string>): string | undefined {
  const plain = plainHeader(value).replaceAll("_", "");
  if (plain === "") return undefined;
  let best: string | undefined;
  let least = Math.min(3, Math.floor(plain.length / 4)) + 1;
  for (const entry of entries) {
    const distance = editDistance(plain, plainHeader(entry).replaceAll("_", ""), least);
    if (distance < least) {
      least = distance;
      best = entry;
    }
  }
  return best;
}

function patternCheck(pattern: string | undefined): ConstraintCheck | undefined {
  if (pattern === undefined) return undefined;
  const expression = compilePattern(pattern);
  if (expression === undefined) return undefined;
  return (value) =>
    value.length <= LONGEST_FOR_PATTERN && expression.test(value)
      ? NONE
      : [problem("cell/pattern", "error", { pattern })];
}

/** XML Schema's patterns match the whole value. Undefined for one that JavaScript does not understand. */
function compilePattern(pattern: string): RegExp | undefined {
  for (const flags of ["u", ""]) {
    try {
      return new RegExp(`^(?:${pattern})$`, flags);
    } catch {}
  }
  return undefined;
}

function lengthCheck(least: number | undefined, most: number | undefined): ConstraintCheck | undefined {
  if (least === undefined && most === undefined) return undefined;
  return (value) => {
    const length = value.length > (most ?? 0) || least !== undefined ? [...value].length : value.length;
    if (least !== undefined && length < least) return [problem("cell/too-short", "error", { length: least })];
    if (most !== undefined && length > most) return [problem("cell/too-long", "error", { length: most })];
    return NONE;
  };
}

export const byDecimal = compareDecimal;

/** Text that sorts by code point: dates, periods, codes. */
export const byCodePoint = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
