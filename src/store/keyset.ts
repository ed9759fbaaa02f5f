/**
 * Pages by keyset: the next page begins behind the last row's values, so a page costs the same however far in it is and never repeats
 * or skips a row. Every order is made total by the primary key, or by file order where there is none. Missing values come last in both
 * directions, unless the order says that they come first.
 */
import { Fault } from "../kernel/fault.ts";
import type { StorageKind } from "../kernel/package.ts";
import { type Column, getColumn, keyColumns, type TableRef } from "./dataset-table.ts";
import { bind, isBigint, joinSql, type Sql, sql } from "./sql.ts";

/** One step of an order. */
export interface OrderStep {
  readonly value: Sql;
  /** The physical column, where it is one of a field. */
  readonly column: string | undefined;
  readonly kind: StorageKind;
  readonly descending: boolean;
  /** May be missing; a key and a required field never are, and then an index serves both directions. */
  readonly nullable: boolean;
  readonly missingFirst: boolean;
}

/** A row's place in an order: the values of its steps as text. */
export type Cursor = readonly (string | null)[];

/** The wanted order, then whatever makes it total. */
export function orderSteps(
  table: TableRef,
  order: readonly {
    readonly field: string;
    readonly direction: "asc" | "desc";
    readonly missing?: "first" | undefined;
  }[],
): readonly OrderStep[] {
  const wanted = deciding(
    order.filter(({ field }, index) => order.findIndex((other) => other.field === field) === index),
    table.key,
  );
  const steps = wanted.map(({ field, direction, missing }) =>
    step(table, getColumn(table.columns, field), direction === "desc", missing === "first"),
  );
  const named = new Set<string>(wanted.map(({ field }) => field));
  if (table.key.length === 0) return [...steps, place(sql`pos`), place(sql`row_id`)];
  const rest = keyColumns(table).filter(({ field }) => !named.has(field.name));
  return [...steps, ...rest.map((column) => step(table, column, false))];
}

/** Behind the whole key nothing can be equal; a step there would only keep an index from giving the order. */
function deciding<Step extends { readonly field: string }>(
  order: readonly Step[],
  key: readonly string[],
): readonly Step[] {
  const places = key.map((name) => order.findIndex(({ field }) => field === name));
  return key.length === 0 || places.includes(-1) ? order : order.slice(0, Math.max(...places) + 1);
}

const place = (value: Sql): OrderStep => ({
  value,
  column: undefined,
  kind: "bigint",
  descending: false,
  nullable: false,
  missingFirst: false,
});

const step = (
  { key }: TableRef,
  { field, name, ident, kind }: Column,
  descending: boolean,
  missingFirst = false,
): OrderStep => ({
  value: sql`${ident}`,
  column: name,
  kind,
  descending,
  nullable: !key.includes(field.name),
  missingFirst,
});

export const orderBy = (steps: readonly OrderStep[]): Sql =>
  joinSql(
    steps.map(({ value, descending, nullable, missingFirst }) => {
      const directed = descending ? sql`${value} desc` : sql`${value}`;
      // PostgreSQL takes missing values for greater than all others.
      if (!nullable || missingFirst === descending) return directed;
      return missingFirst ? sql`${directed} nulls first` : sql`${directed} nulls last`;
    }),
    ", ",
  );

/** The rows behind `after`. Throws `request.bad-cursor` when it is no place in this order. */
export function behind(steps: readonly OrderStep[], after: Cursor): Sql {
  if (after.length !== steps.length) throw new Fault("request.bad-cursor");
  const values = steps.map((current, index) => boundValue(current, after[index] ?? null));
  const plain = steps.every(({ nullable, descending }) => !nullable && descending === steps[0]?.descending);
  // A row comparison is what an index over the same columns can begin at.
  if (plain) {
    const left = joinSql(
      steps.map(({ value }) => value),
      ", ",
    );
    const right = joinSql(
      values.map((value) => value.bound),
      ", ",
    );
    return steps[0]?.descending ? sql`(${left}) < (${right})` : sql`(${left}) > (${right})`;
  }
  const alternatives = steps.flatMap((current, index) => {
    const further = isFurther(current, values[index] ?? { bound: sql`null`, missing: true });
    if (further === undefined) return [];
    const equal = steps
      .slice(0, index)
      .map((earlier, at) => isSame(earlier, values[at]?.missing === true, values[at]?.bound ?? sql`null`));
    return [sql`(${joinSql([...equal, further], " and ")})`];
  });
  return alternatives.length === 0 ? sql`false` : sql`(${joinSql(alternatives, " or ")})`;
}

interface BoundValue {
  readonly bound: Sql;
  readonly missing: boolean;
}

const fits: { readonly [K in StorageKind]: (text: string) => boolean } = {
  text: (text) => !text.includes("\0"),
  bigint: isBigint,
  numeric: (text) => /^-?\d{1,1000}(?:\.\d{1,1000})?$/.test(text),
  boolean: (text) => text === "true" || text === "false",
};

/** A cursor has been outside: it is believed to be text, no more. */
function boundValue({ kind, nullable }: OrderStep, value: string | null): BoundValue {
  if (value === null ? !nullable : !fits[kind](value)) throw new Fault("request.bad-cursor");
  return { bound: bind(value, kind), missing: value === null };
}

/** Where missing values are last, behind one there is nothing, and behind a value there are they. */
function isFurther(
  { value, descending, nullable, missingFirst }: OrderStep,
  { bound, missing }: BoundValue,
): Sql | undefined {
  if (missing) return missingFirst ? sql`${value} is not null` : undefined;
  const beyond = descending ? sql`${value} < ${bound}` : sql`${value} > ${bound}`;
  return nullable && !missingFirst ? sql`(${beyond} or ${value} is null)` : beyond;
}

const isSame = ({ value }: OrderStep, missing: boolean, bound: Sql): Sql =>
  missing ? sql`${value} is null` : sql`${value} = ${bound}`;
