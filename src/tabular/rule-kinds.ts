/**
 * The cross-row rules a package may declare, and their parameters. `readRule` is the one place that knows them: the catalogue refuses a
 * package with a rule that it does not read, the checks apply those that it does.
 *
 * - `sum` { total, parts, tolerance? }: in each row, `total` is the sum of `parts`.
 * - `compare` { left, op, right }: in each row, `left` op `right`, both fields; op is one of < <= = >= > !=.
 * - `bounds` { field, minimum?, maximum? }: a bound as a rule, so that its severity can be a warning.
 * - `total` { field, dimension, value, by?, tolerance? }: the row whose `dimension` is `value` ("Jumlah") holds the sum of the others.
 * - `monotone` { field, over, by?, direction: increasing | decreasing }: over the periods, `field` does not turn back.
 * - `change` { field, over, by?, percent }: from one period to the next, `field` changes by at most so many per cent.
 * - `change` { field, against: "last-version", by?, percent }: likewise from the last published version to this file, row by row, or for
 *   the sums over the rows of `by` (a region, say) that both have.
 * - `complete` { region, period? }: each period has every region of the column's level.
 *
 * `by` names the fields that make a series or a group; without it, those of the primary key that the rule does not use otherwise.
 */
import type { Rule, TableSchema } from "../kernel/package.ts";

export const RULE_KINDS = ["sum", "compare", "bounds", "total", "monotone", "change", "complete"] as const;
export type RuleKind = (typeof RULE_KINDS)[number];
export type CompareOp = "<" | "<=" | "=" | ">=" | ">" | "!=";

interface Named {
  readonly name: string;
  readonly severity: Rule["severity"];
}

/** Fields are places in the schema, from 0. */
export type ReadRule = Named &
  (
    | { readonly kind: "sum"; readonly total: number; readonly parts: readonly number[]; readonly tolerance: string }
    | { readonly kind: "compare"; readonly left: number; readonly op: CompareOp; readonly right: number }
    | { readonly kind: "bounds"; readonly field: number; readonly minimum?: string; readonly maximum?: string }
    | {
        readonly kind: "total";
        readonly field: number;
        readonly dimension: number;
        readonly value: string;
        readonly by: readonly number[];
        readonly tolerance: string;
      }
    | {
        readonly kind: "monotone";
        readonly field: number;
        readonly over: number;
        readonly by: readonly number[];
        readonly isRising: boolean;
      }
    | {
        readonly kind: "change";
        readonly field: number;
        readonly over: number;
        readonly by: readonly number[];
        readonly percent: number;
      }
    | {
        readonly kind: "version-change";
        readonly field: number;
        /** Empty: row by row. */
        readonly by: readonly number[];
        readonly percent: number;
      }
    | { readonly kind: "complete"; readonly region: number; readonly period: number | undefined }
  );

/** What is wrong with a rule: which parameter, and how. */
export interface RuleProblem {
  readonly parameter: string;
  readonly reason: "unknown-kind" | "unknown-field" | "missing" | "wrong-value";
}

const OPS: readonly CompareOp[] = ["<", "<=", "=", ">=", ">", "!="];
const DECIMAL = /^-?\d+(?:\.\d+)?$/;

/** Reads a rule against its schema; throws nothing. */
export function readRule(rule: Rule, schema: TableSchema): ReadRule | RuleProblem {
  const place = (parameter: string): number => {
    const name = rule[parameter];
    if (name === undefined) throw refuse(parameter, "missing");
    const found = schema.fields.findIndex((field) => field.name === name);
    if (found < 0) throw refuse(parameter, "unknown-field");
    return found;
  };
  const places = (parameter: string): readonly number[] => {
    const names = rule[parameter];
    if (!Array.isArray(names) || names.length === 0)
      throw refuse(parameter, names === undefined ? "missing" : "wrong-value");
    return names.map((name: unknown) => {
      const found = schema.fields.findIndex((field) => field.name === name);
      if (found < 0) throw refuse(parameter, "unknown-field");
      return found;
    });
  };
  const decimal = (parameter: string): string | undefined => {
    const value = rule[parameter];
    if (value === undefined) return undefined;
    const text = String(value);
    if (!DECIMAL.test(text)) throw refuse(parameter, "wrong-value");
    return text;
  };
  const group = (used: readonly number[]): readonly number[] => {
    if (rule["by"] !== undefined) return places("by");
    return schema.primaryKey
      .map((name) => schema.fields.findIndex((field) => field.name === name))
      .filter((index) => index >= 0 && !used.includes(index));
  };
  const named = { name: rule.name, severity: rule.severity };
  try {
    switch (rule.kind) {
      case "sum":
        return {
          ...named,
          kind: "sum",
          total: place("total"),
          parts: places("parts"),
          tolerance: decimal("tolerance") ?? "0",
        };
      case "compare": {
        const op = OPS.find((known) => known === rule["op"]);
        if (op === undefined) throw refuse("op", rule["op"] === undefined ? "missing" : "wrong-value");
        return { ...named, kind: "compare", left: place("left"), op, right: place("right") };
      }
      case "bounds": {
        const [minimum, maximum] = [decimal("minimum"), decimal("maximum")];
        if (minimum === undefined && maximum === undefined) throw refuse("minimum", "missing");
        const bounds = { ...(minimum === undefined ? {} : { minimum }), ...(maximum === undefined ? {} : { maximum }) };
        return { ...named, kind: "bounds", field: place("field"), ...bounds };
      }
      case "total": {
        const [field, dimension] = [place("field"), place("dimension")];
        const value = rule["value"];
        if (typeof value !== "string") throw refuse("value", value === undefined ? "missing" : "wrong-value");
        const tolerance = decimal("tolerance") ?? "0";
        return { ...named, kind: "total", field, dimension, value, by: group([field, dimension]), tolerance };
      }
      case "monotone": {
        const [field, over] = [place("field"), place("over")];
        const direction = rule["direction"] ?? "increasing";
        if (direction !== "increasing" && direction !== "decreasing") throw refuse("direction", "wrong-value");
        return {
          ...named,
          kind: "monotone",
          field,
          over,
          by: group([field, over]),
          isRising: direction === "increasing",
        };
      }
      case "change": {
        const against = rule["against"];
        const percent = Number(rule["percent"]);
        if (!Number.isFinite(percent) || percent <= 0)
          throw refuse("percent", rule["percent"] === undefined ? "missing" : "wrong-value");
        if (against === "last-version") {
          const by = rule["by"] === undefined ? [] : places("by");
          return { ...named, kind: "version-change", field: place("field"), by, percent };
        }
        if (against !== undefined) throw refuse("against", "wrong-value");
        const [field, over] = [place("field"), place("over")];
        return { ...named, kind: "change", field, over, by: group([field, over]), percent };
      }
      case "complete":
        return {
          ...named,
          kind: "complete",
          region: place("region"),
          period: rule["period"] === undefined ? undefined : place("period"),
        };
      default:
        throw refuse("kind", "unknown-kind");
    }
  } catch (thrown) {
    if (thrown instanceof RuleRefusal) return thrown.problem;
    throw thrown;
  }
}

class RuleRefusal extends Error {
  readonly problem: RuleProblem;
  constructor(problem: RuleProblem) {
    super(problem.reason);
    this.problem = problem;
  }
}

const refuse = (parameter: string, reason: RuleProblem["reason"]): RuleRefusal =>
  new RuleRefusal({ parameter, reason });

export const isRuleProblem = (read: ReadRule | RuleProblem): read is RuleProblem => "reason" in read;
