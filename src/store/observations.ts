/**
 * Rows as observations: one line for each measure of a row, with the row's dimensions before it. PostgreSQL writes them, so that a million
 * cost this process no more than a copy.
 */
import type { Readable } from "node:stream";
import type { FieldName } from "../kernel/ids.ts";
import { readCopyLines } from "./copy-lines.ts";
import type { Store } from "./data-source.ts";
import { getColumn, type TableRef, versionRows } from "./dataset-table.ts";
import { type OrderStep, orderBy, orderSteps } from "./keyset.ts";
import { asText, conditionsOf, differing, type RowQuery, type Value } from "./rows.ts";
import { copyOut } from "./rows-out.ts";
import { bind, joinSql, type Sql, sql, toLiteralText } from "./sql.ts";

export interface Observations {
  readonly dimensions: readonly { readonly field: FieldName; readonly withoutDots: boolean }[];
  readonly measures: readonly { readonly field: FieldName; readonly unit: string | undefined }[];
  /** The dimension that changes first from line to line, behind the measures; absent: the measures do. */
  readonly innermost?: FieldName | undefined;
  /** What is told of each. */
  readonly told: readonly ("value" | "status" | "unit")[];
  /** For a dimension's missing value. */
  readonly untold: string;
  /** What each status is called. */
  readonly statuses: readonly (readonly [status: string, code: string])[];
  /** The status of a value, and of a missing one, that has none. */
  readonly normal: string;
  readonly missing: string;
}

type Selected = Pick<RowQuery, "filters" | "updatedAfter">;

/** CSV: `constants`, the dimensions, the measure and what is told of it; ordered by the dimensions, then as the measures are named. */
export function copyObservations(
  store: Pick<Store, "withClient">,
  table: TableRef,
  query: Selected,
  shape: Observations,
  constants: readonly string[],
  head: string,
): Readable {
  const select = observationsSql(table, query, shape, constants);
  return copyOut(store, `copy (${toLiteralText(select)}) to stdout (format csv)`, head);
}

/** The same as batches of values. */
export const streamObservations = (
  store: Pick<Store, "withClient">,
  table: TableRef,
  query: Selected,
  shape: Observations,
): AsyncGenerator<readonly (readonly Value[])[]> =>
  readCopyLines(copyOut(store, `copy (${toLiteralText(observationsSql(table, query, shape, []))}) to stdout`));

function observationsSql(table: TableRef, query: Selected, shape: Observations, constants: readonly string[]): Sql {
  const dimensions = shape.dimensions.map(({ field, withoutDots }) => {
    const text = asText(getColumn(table.columns, field));
    const code = withoutDots ? sql`replace(${text}, '.', '')` : text;
    return table.key.includes(field) ? code : sql`coalesce(${code}::text, ${bind(shape.untold, "text")})`;
  });
  const values = shape.measures.map(({ field, unit }, index) => {
    const { ident, name } = getColumn(table.columns, field);
    const none = sql`case when ${ident} is null then ${bind(shape.missing, "text")} else ${bind(shape.normal, "text")} end`;
    const status = sql`case when status is null then ${none} else coalesce(${codeOf(name, shape)}, ${none}) end`;
    return sql`(${index}, ${bind(field, "text")}, ${ident}::text, ${status}, ${bind(unit ?? null, "text")})`;
  });
  const ascending = (fields: readonly FieldName[]) =>
    orderSteps(
      table,
      fields.map((field) => ({ field, direction: "asc" })),
    );
  const outer = shape.dimensions.map(({ field }) => field).filter((field) => field !== shape.innermost);
  const inner = shape.innermost === undefined ? [] : [shape.innermost];
  // What makes the order total stands behind all of them; nothing stands behind a whole key.
  const all = ascending([...outer, ...inner]);
  const steps = differing(table, all, query.filters);
  const isOuter = (step: OrderStep): boolean => all.indexOf(step) < outer.length;
  const at = values.length === 1 ? [] : [sql`o.at`];
  const by = joinSql(
    [...listOf(steps.filter(isOuter)), ...at, ...listOf(steps.filter((step) => !isOuter(step)))],
    ", ",
  );
  // Ordered before they are told apart by measure, so that an index may give the order.
  const rows = versionRows(table, { conditions: conditionsOf(table, query), order: orderBy(steps) });
  const told = joinSql(
    shape.told.map((what) => TOLD[what]),
    " ",
  );
  const list = joinSql([...constants.map((text) => bind(text, "text")), ...dimensions], ", ");
  return sql`select ${list}, o.measure${told} from ${rows} r cross join lateral (values ${joinSql(values, ", ")}) o(at, measure, value, status, unit) order by ${by}`;
}

const TOLD = { value: sql`, o.value`, status: sql`, o.status`, unit: sql`, o.unit` } as const;

const listOf = (steps: readonly OrderStep[]): readonly Sql[] => (steps.length === 0 ? [] : [orderBy(steps)]);

const codeOf = (column: string, { statuses }: Observations): Sql =>
  sql`case status ->> ${bind(column, "text")} ${joinSql(
    statuses.map(([status, code]) => sql`when ${bind(status, "text")} then ${bind(code, "text")}`),
    " ",
  )} end`;
