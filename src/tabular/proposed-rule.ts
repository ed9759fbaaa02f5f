/** A rule that history bears out, ready to be declared, with its evidence beside it. */
import type { Rule, TableSchema } from "../kernel/package.ts";

export interface Evidence {
  /** What was counted. */
  readonly unit: "rows" | "groups" | "steps" | "periods";
  readonly cases: number;
  /** Cases that the rule would have told of. */
  readonly exceptions: number;
}

/** Also an entry of a package's `rules`: there, `evidence` says no more than why the rule was declared. */
export type ProposedRule = Rule & { readonly evidence: Evidence };

/** Fewer cases are chance. */
const FEWEST_CASES = 6;
/** A rule may have been broken by mistakes that nobody saw: one case in fifty. */
const MOST_BROKEN = 0.02;

export const isBorneOut = ({ cases, exceptions }: Evidence, fewest = FEWEST_CASES): boolean =>
  cases >= fewest && exceptions <= cases * MOST_BROKEN;

export const nameAt = (schema: TableSchema, place: number): string => schema.fields[place]?.name ?? "";

/** Rounded up to two digits that count: 13.2 → 14, 187 → 190, 0.31 → 0.31. */
export function roundedUp(value: number): number {
  if (value <= 0) return 0;
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Number((Math.ceil(value / unit - 1e-9) * unit).toPrecision(2));
}
