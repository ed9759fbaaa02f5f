/**
 * Which field is the sum of others in every row, and which value of a dimension ("Jumlah") holds the sum of the rest in every group.
 * Candidates are made once and struck off as rows contradict them, so that most of them cost no more than the first few rows.
 */
import type { TableSchema } from "../kernel/package.ts";
import { absolute, compareDecimal, subtractDecimal, sumDecimals } from "./compare-decimal.ts";
import { isBorneOut, nameAt, type ProposedRule } from "./proposed-rule.ts";
import { shiftDecimal } from "./scale.ts";

type Values = readonly (string | null)[];

interface Candidate {
  readonly total: number;
  readonly parts: readonly number[];
  /** Parts that were more than nothing in some row. */
  readonly used: Set<number>;
  cases: number;
  exceptions: number;
  /** The largest difference that rounding explains. */
  rounding: string;
}

/** Beyond these numbers only neighbours are tried as parts. */
const MOST_FREE = 10;
const LONGEST_RUN = 8;
const MOST_MEASURES = 40;
/** So many contradictions strike a candidate off while it is young. */
const MOST_EXCEPTIONS = 3;

function partsOf(total: number, measures: readonly number[]): readonly (readonly number[])[] {
  const others = measures.filter((one) => one !== total);
  const found = new Map<string, readonly number[]>();
  const add = (parts: readonly number[]): void => void found.set(parts.join(), parts);
  for (let from = 0; from < others.length; from += 1)
    for (let to = from + 2; to <= Math.min(others.length, from + LONGEST_RUN); to += 1) add(others.slice(from, to));
  if (others.length <= MOST_FREE)
    others.forEach((a, i) => {
      others.slice(i + 1).forEach((b, j) => {
        add([a, b]);
        for (const c of others.slice(i + j + 2)) add([a, b, c]);
      });
    });
  return [...found.values()];
}

export interface SumProposer {
  readonly see: (values: Values) => void;
  readonly finish: () => readonly ProposedRule[];
}

/** @param measures  Places of numbers, in the order of the schema. Only those of one unit are added up. */
export function proposeSums(schema: TableSchema, measures: readonly number[]): SumProposer {
  const byUnit = new Map<string, number[]>();
  for (const place of measures.slice(0, MOST_MEASURES)) {
    const unit = schema.fields[place]?.unit ?? "";
    byUnit.set(unit, [...(byUnit.get(unit) ?? []), place]);
  }
  let candidates = [...byUnit.values()].flatMap((same) =>
    same.flatMap((total) =>
      partsOf(total, same).map(
        (parts): Candidate => ({ total, parts, used: new Set(), cases: 0, exceptions: 0, rounding: "0" }),
      ),
    ),
  );
  return {
    see: (values) => {
      for (const candidate of candidates) weigh(candidate, values);
      if (candidates.some(isStruckOff)) candidates = candidates.filter((one) => !isStruckOff(one));
    },
    finish: () => withoutDerived(candidates.filter(isConvincing)).map((one) => toRule(one, schema)),
  };
}

const isStruckOff = ({ cases, exceptions }: Candidate): boolean =>
  exceptions > MOST_EXCEPTIONS && exceptions > cases / 50;

function weigh(candidate: Candidate, values: Values): void {
  const total = values[candidate.total] ?? null;
  if (total === null) return;
  const parts: string[] = [];
  for (const place of candidate.parts) {
    const value = values[place] ?? null;
    if (value === null) return;
    parts.push(value);
  }
  // Nothing out of nothing proves nothing.
  const filled = candidate.parts.filter((_, index) => Number(parts[index]) !== 0);
  if (Number(total) === 0 && filled.length === 0) return;
  candidate.cases += 1;
  if (filled.length > 1) for (const place of filled) candidate.used.add(place);
  const difference = absolute(subtractDecimal(total, sumDecimals(parts)));
  if (Number(difference) === 0) return;
  const decimals = Math.max(...[total, ...parts].map((text) => text.split(".")[1]?.length ?? 0));
  const allowed = decimals === 0 ? "0" : (shiftDecimal(String(parts.length), -decimals) ?? "0");
  if (compareDecimal(difference, allowed) > 0) candidate.exceptions += 1;
  else if (compareDecimal(difference, candidate.rounding) > 0) candidate.rounding = difference;
}

const isConvincing = (one: Candidate): boolean =>
  one.used.size === one.parts.length && isBorneOut({ unit: "rows", ...one });

/** a = b + c and d = a + e say all; that d = b + c + e follows. */
function withoutDerived(candidates: readonly Candidate[]): readonly Candidate[] {
  const sorted = (parts: readonly number[]): string => [...parts].sort((a, b) => a - b).join();
  const derived = new Set(
    candidates.flatMap((outer) =>
      candidates
        .filter((inner) => inner !== outer && outer.parts.includes(inner.total))
        .map(
          (inner) =>
            `${outer.total}=${sorted([...outer.parts.filter((part) => part !== inner.total), ...inner.parts])}`,
        ),
    ),
  );
  return candidates.filter(({ total, parts }) => !derived.has(`${total}=${sorted(parts)}`));
}

function toRule({ total, parts, cases, exceptions, rounding }: Candidate, schema: TableSchema): ProposedRule {
  const name = nameAt(schema, total);
  return {
    name: `jumlah-${name}`,
    kind: "sum",
    severity: exceptions === 0 ? "error" : "warning",
    total: name,
    parts: parts.map((place) => nameAt(schema, place)),
    ...(rounding === "0" ? {} : { tolerance: rounding }),
    evidence: { unit: "rows", cases, exceptions },
  };
}

/** Values of a dimension beyond which none of them is a total. */
const MOST_VALUES = 30;
const SEPARATOR = "\u001f";

/** The total among the values of dimension `at`; groups are the rows that are alike in the rest of `identity`. */
export function proposeTotals(
  schema: TableSchema,
  identity: readonly number[],
  at: number,
  measures: readonly number[],
): SumProposer {
  const rest = identity.filter((place) => place !== at);
  const groups = new Map<string, Map<string, Values>>();
  const seen = new Set<string>();
  return {
    see: (values) => {
      const value = values[at] ?? null;
      if (value === null || seen.size > MOST_VALUES) return;
      seen.add(value);
      const key = rest.map((place) => values[place] ?? "").join(SEPARATOR);
      const group = groups.get(key);
      const own = measures.map((place) => values[place] ?? null);
      if (group === undefined) groups.set(key, new Map([[value, own]]));
      else group.set(value, own);
    },
    finish: () => {
      if (seen.size > MOST_VALUES || seen.size < 3) return [];
      return measures.flatMap((place, index) =>
        [...seen].flatMap((value): readonly ProposedRule[] => {
          const evidence = { unit: "groups" as const, ...weighTotal(groups, value, index) };
          if (!isBorneOut(evidence)) return [];
          const [field, dimension] = [nameAt(schema, place), nameAt(schema, at)];
          const severity = evidence.exceptions === 0 ? "error" : "warning";
          return [{ name: `jumlah-${dimension}-${field}`, kind: "total", severity, field, dimension, value, evidence }];
        }),
      );
    },
  };
}

function weighTotal(
  groups: ReadonlyMap<string, ReadonlyMap<string, Values>>,
  value: string,
  measure: number,
): { readonly cases: number; readonly exceptions: number } {
  let [cases, exceptions] = [0, 0];
  for (const group of groups.values()) {
    const total = group.get(value)?.[measure] ?? null;
    const parts = [...group].flatMap(([other, own]) => (other === value ? [] : [own[measure] ?? null]));
    const known = parts.filter((part) => part !== null);
    if (total === null || known.length < parts.length || known.filter((part) => Number(part) !== 0).length < 2)
      continue;
    cases += 1;
    if (compareDecimal(total, sumDecimals(known)) !== 0) exceptions += 1;
  }
  return { cases, exceptions };
}
