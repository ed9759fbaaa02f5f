/**
 * A typed filter and order, from GraphQL's arguments to what the store takes. Values go through the same check as those of a URL. How
 * much one filter may hold is bounded, its joins included.
 */
import { getField, makeFilter } from "../../http/row-query.ts";
import { Fault } from "../../kernel/fault.ts";
import type { Field } from "../../kernel/package.ts";
import type { RowCondition, RowOp, RowOrder } from "../../store/rows.ts";

export type FilterInput = Readonly<Record<string, unknown>>;

export interface OrderInput {
  readonly field: string;
  readonly direction: "asc" | "desc";
}

/** Conditions, joins and listed values together. */
const MAX_PARTS = 1000;
const MAX_NESTING = 8;

const OPS: readonly string[] = ["eq", "ne", "in", "lt", "lte", "gt", "gte"] satisfies readonly RowOp[];
const isOp = (name: string): name is RowOp => OPS.includes(name);

/** Throws request.unknown-field, request.bad-value, request.over-limit, graphql.bad-variable. */
export function readFilter(fields: readonly Field[], input: FilterInput | null | undefined): readonly RowCondition[] {
  let parts = 0;
  const count = (more: number): void => {
    parts += more;
    if (parts > MAX_PARTS) throw overLimit("filter", parts, MAX_PARTS);
  };
  const readAll = (filter: FilterInput, nesting: number): readonly RowCondition[] => {
    if (nesting > MAX_NESTING) throw overLimit("filter", nesting, MAX_NESTING);
    return Object.entries(filter).flatMap(([name, value]): readonly RowCondition[] => {
      if (value === null) throw nullCondition(name);
      // The schema has made sure of the form: a list of filters, a filter, or the conditions on one field.
      const inner = (each: unknown): readonly RowCondition[] => readAll(each as FilterInput, nesting + 1);
      switch (name) {
        case "_and":
          count((value as readonly unknown[]).length);
          return (value as readonly unknown[]).flatMap(inner);
        case "_or":
          count((value as readonly unknown[]).length);
          return [{ or: (value as readonly unknown[]).map(inner) }];
        case "_not":
          count(1);
          return [{ not: inner(value) }];
        default:
          return readConditions(getField(fields, name), value as FilterInput, count);
      }
    });
  };
  return input === null || input === undefined ? [] : readAll(input, 1);
}

function readConditions(field: Field, conditions: FilterInput, count: (more: number) => void): readonly RowCondition[] {
  return Object.entries(conditions).map(([op, value]) => {
    if (value === null) throw nullCondition(`${field.name}.${op}`);
    const texts = Array.isArray(value) ? value.map(String) : [String(value)];
    count(Math.max(1, texts.length));
    if (isOp(op)) return makeFilter(field, op, texts);
    return makeFilter(field, value === true ? "eq" : "ne", [""]);
  });
}

const nullCondition = (name: string): Fault =>
  new Fault("graphql.bad-variable", { reason: `${name} is null. Leave it out, or ask for missing values by isNull.` });

const overLimit = (name: string, value: number, maximum: number): Fault =>
  new Fault("request.over-limit", { name, value, minimum: 0, maximum });

/** Throws request.unknown-field where the version that is asked for has none. */
export const readOrder = (
  fields: readonly Field[],
  inputs: readonly OrderInput[] | null | undefined,
): readonly RowOrder[] =>
  (inputs ?? []).map(({ field, direction }) => ({ field: getField(fields, field).name, direction }));
