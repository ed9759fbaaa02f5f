/**
 * Truth with a third value. OData's `null` is neither true nor false and stays so under `not`, so each expression is kept as two conditions
 * on a row: when it is true, and when it is false. A row for which neither holds is not in the answer.
 */
import type { FieldName } from "../kernel/ids.ts";
import type { RowCondition, RowMatch } from "../store/rows.ts";

export interface Truth {
  readonly yes: RowCondition;
  readonly no: RowCondition;
}

const NEVER: RowCondition = { or: [] };
const ALWAYS: RowCondition = { not: [NEVER] };

export const TRUE: Truth = { yes: ALWAYS, no: NEVER };
export const FALSE: Truth = { yes: NEVER, no: ALWAYS };
export const UNKNOWN: Truth = { yes: NEVER, no: NEVER };

/** A comparison is true or false whatever is missing. */
export const decided = (yes: RowCondition): Truth => ({ yes, no: { not: [yes] } });

export const isMissing = (field: FieldName): RowCondition => ({ field, op: "eq", values: [""] });
const isPresent = (field: FieldName): RowCondition => ({ field, op: "ne", values: [""] });

/** Of a missing value nobody knows whether it contains something. */
export const matched = (match: RowMatch): Truth => ({
  yes: match,
  no: both({ not: [match] }, isPresent(match.field)),
});

const both = (...conditions: readonly RowCondition[]): RowCondition => ({ or: [conditions] });
const either = (...conditions: readonly RowCondition[]): RowCondition => ({ or: conditions.map((one) => [one]) });

export const not = ({ yes, no }: Truth): Truth => ({ yes: no, no: yes });

export const and = (parts: readonly Truth[]): Truth => ({
  yes: both(...parts.map(({ yes }) => yes)),
  no: either(...parts.map(({ no }) => no)),
});

export const or = (parts: readonly Truth[]): Truth => not(and(parts.map(not)));
