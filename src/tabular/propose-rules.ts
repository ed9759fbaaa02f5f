/**
 * Rules proposed from history: what a dataset's published rows bear out so well that the next file should be held to it. Rows stream by
 * once; what is held is bounded, and a larger dataset is judged by its first rows. People decide which of them are declared.
 */
import { isNumeric, type Rule, type TableSchema } from "../kernel/package.ts";
import { compareDecimal } from "./compare-decimal.ts";
import { identityOf } from "./previous.ts";
import { proposeRevision, proposeSeries } from "./propose-series.ts";
import { proposeSums, proposeTotals } from "./propose-sums.ts";
import { isBorneOut, nameAt, type ProposedRule, roundedUp } from "./proposed-rule.ts";
import { missingRegions } from "./region-column.ts";
import type { RegionBook } from "./regions.ts";
import { isPercentUnit } from "./units.ts";

type Values = readonly (string | null)[];

/** Rows of a version that are looked at. */
export const MOST_SEEN = 100_000;

export interface RuleProposer {
  /** A row of the version before the current one: all of them before the first of the current one. */
  readonly seeEarlier: (values: Values) => void;
  /** A row of the current version: a text for each field of the schema, null where missing. */
  readonly see: (values: Values) => void;
  readonly finish: () => readonly ProposedRule[];
}

interface Proposer {
  readonly see: (values: Values) => void;
  readonly finish: () => readonly ProposedRule[];
}

/** @param declared  Rules that there are already: not proposed again. */
export function createRuleProposer(schema: TableSchema, declared: readonly Rule[], book: RegionBook): RuleProposer {
  const places = schema.fields.map((_, place) => place);
  const identity = identityOf(schema).map((field) => schema.fields.indexOf(field));
  const isOf = (role: string) => (place: number) => schema.fields[place]?.role === role;
  const measures = places.filter((place) => {
    const field = schema.fields[place];
    return field !== undefined && isNumeric(field) && !identity.includes(place) && field.role !== "period";
  });
  const summed = measures.filter((place) => schema.fields[place]?.additive !== false);
  const [over, region] = [identity.find(isOf("period")), identity.find(isOf("region"))];
  const revision = proposeRevision(schema, identity, measures);
  const proposers: readonly Proposer[] = [
    proposeSums(schema, summed),
    ...identity.filter(isOf("dimension")).map((at) => proposeTotals(schema, identity, at, summed)),
    proposeBounds(schema, measures),
    ...(over === undefined ? [] : [proposeSeries(schema, identity, over, measures)]),
    ...(identity.length === 0 ? [] : [revision]),
    ...(region === undefined ? [] : [proposeComplete(schema, region, over, book)]),
  ];
  let [seen, seenEarlier] = [0, 0];
  return {
    seeEarlier: (values) => {
      seenEarlier += 1;
      if (seenEarlier <= MOST_SEEN) revision.seeEarlier(values);
    },
    see: (values) => {
      seen += 1;
      if (seen <= MOST_SEEN) for (const { see } of proposers) see(values);
    },
    finish: () => distinct(proposers.flatMap(({ finish }) => finish()).filter((rule) => !isDeclared(rule, declared))),
  };
}

/** Is there a rule of the same kind on the same field, whatever its bounds? */
const isDeclared = (rule: ProposedRule, declared: readonly Rule[]): boolean =>
  declared.some((one) => ["kind", "field", "total", "against", "region"].every((name) => one[name] === rule[name]));

/** Names tell rules apart in a report. */
function distinct(rules: readonly ProposedRule[]): readonly ProposedRule[] {
  const taken = new Map<string, number>();
  return rules.map((rule) => {
    const number = (taken.get(rule.name) ?? 0) + 1;
    taken.set(rule.name, number);
    return number === 1 ? rule : { ...rule, name: `${rule.name}-${number}` };
  });
}

/** Never below nothing, never more than all, or more than twice what was ever seen; only where the schema has no bound itself. */
function proposeBounds(schema: TableSchema, measures: readonly number[]): Proposer {
  const seen = measures.map((place) => ({ place, cases: 0, low: "", high: "" }));
  return {
    see: (values) => {
      for (const one of seen) {
        const value = values[one.place] ?? null;
        if (value === null) continue;
        if (one.cases === 0 || compareDecimal(value, one.low) < 0) one.low = value;
        if (one.cases === 0 || compareDecimal(value, one.high) > 0) one.high = value;
        one.cases += 1;
      }
    },
    finish: () =>
      seen.flatMap(({ place, cases, low, high }): readonly ProposedRule[] => {
        const evidence = { unit: "rows" as const, cases, exceptions: 0 };
        const { constraints = {}, unit } = schema.fields[place] ?? {};
        if (!isBorneOut(evidence)) return [];
        const isShare = isPercentUnit(unit) && Number(high) <= 100;
        const minimum = constraints.minimum === undefined && Number(low) >= 0 ? { minimum: "0" } : {};
        const most = isShare ? 100 : roundedUp(Number(high) * 2);
        const maximum =
          constraints.maximum === undefined && most > 0 && Number.isSafeInteger(Math.ceil(most))
            ? { maximum: String(most) }
            : {};
        if (Object.keys({ ...minimum, ...maximum }).length === 0) return [];
        const field = nameAt(schema, place);
        return [
          { name: `batas-${field}`, kind: "bounds", severity: "warning", field, ...minimum, ...maximum, evidence },
        ];
      }),
  };
}

/** Every region of the level in every period. */
function proposeComplete(schema: TableSchema, region: number, period: number | undefined, book: RegionBook): Proposer {
  const seen = new Map<string, Set<string>>();
  return {
    see: (values) => {
      const code = values[region] ?? null;
      const time = period === undefined ? "" : (values[period] ?? null);
      if (code === null || time === null) return;
      const codes = seen.get(time);
      if (codes === undefined) seen.set(time, new Set([code]));
      else codes.add(code);
    },
    finish: () => {
      const levels = [...seen.values()].flatMap((codes) => [...codes].map((code) => book.find(code)?.level));
      const level = levels.every((one) => one === levels[0]) ? levels[0] : undefined;
      if (level === undefined || level === "province") return [];
      const exceptions = [...seen.values()].filter((codes) => missingRegions(book, level, codes).length > 0).length;
      const evidence = { unit: "periods" as const, cases: seen.size, exceptions };
      if (!isBorneOut(evidence, 1)) return [];
      const over = period === undefined ? {} : { period: nameAt(schema, period) };
      const name = nameAt(schema, region);
      return [{ name: `lengkap-${name}`, kind: "complete", severity: "warning", region: name, ...over, evidence }];
    },
  };
}
