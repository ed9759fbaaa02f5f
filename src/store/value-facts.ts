/** What the values of a version's rows are like, counted by PostgreSQL: sizes of its decimals, forms of its dates, statuses that occur. */
import type { FieldName } from "../kernel/ids.ts";
import { VALUE_STATUSES, type ValueStatus } from "../kernel/value-status.ts";
import { type TableRef, versionRows } from "./dataset-table.ts";
import { conditionOf, type RowCondition, statusNames, where } from "./rows.ts";
import { joinSql, sql } from "./sql.ts";
import type { ReadTx } from "./transaction.ts";

/** Digits before and behind the point that hold every value of a field; both 0 where there is none. */
export interface DecimalSize {
  readonly whole: number;
  readonly scale: number;
}

export interface ValueForms {
  readonly decimals: ReadonlyMap<FieldName, DecimalSize>;
  /** Fields of type date whose every value is a full day, YYYY-MM-DD. */
  readonly days: ReadonlySet<FieldName>;
}

/** Reads the rows that pass once. */
export async function findValueForms(
  tx: ReadTx,
  table: TableRef,
  filters: readonly RowCondition[],
): Promise<ValueForms> {
  const decimals = table.columns.filter(({ kind }) => kind === "numeric");
  const dates = table.columns.filter(({ field, kind }) => field.type === "date" && kind === "text");
  if (decimals.length + dates.length === 0) return { decimals: new Map(), days: new Set() };
  const list = joinSql(
    [
      ...decimals.flatMap(({ ident }) => [
        sql`coalesce(max(scale(${ident})), 0)`,
        sql`coalesce(length(nullif(trunc(max(abs(${ident}))), 0)::text), 0)`,
      ]),
      ...dates.map(({ ident }) => sql`coalesce(bool_and(${ident} ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'), true)`),
    ],
    ", ",
  );
  const conditions = filters.map((filter) => conditionOf(table, filter));
  const [row = []] = await tx.texts(sql`select ${list} from ${versionRows(table)} r ${where(conditions)}`);
  return {
    decimals: new Map(
      decimals.map(({ field }, index) => [
        field.name,
        { scale: Number(row[2 * index]), whole: Number(row[2 * index + 1]) },
      ]),
    ),
    days: new Set(dates.filter((_, index) => row[2 * decimals.length + index] === "t").map(({ field }) => field.name)),
  };
}

export interface StatusCount {
  readonly field: FieldName;
  readonly status: ValueStatus;
  readonly count: number;
}

/** How often which status occurs in which field, in the order of fields and of VALUE_STATUSES. */
export async function countStatuses(
  tx: ReadTx,
  table: TableRef,
  filters: readonly RowCondition[],
): Promise<readonly StatusCount[]> {
  const conditions = [...filters.map((filter) => conditionOf(table, filter)), sql`r.status is not null`];
  const rows = await tx.texts(
    sql`select e.key, e.value, count(*) from ${versionRows(table)} r cross join lateral jsonb_each_text(r.status) e ${where(conditions)} group by e.key, e.value`,
  );
  const names = statusNames(table.columns);
  const counts = new Map(
    rows.map(([column, status, count]) => [`${names.get(column ?? "")} ${status}`, Number(count)]),
  );
  return table.columns.flatMap(({ field }) =>
    VALUE_STATUSES.flatMap((status) => {
      const count = counts.get(`${field.name} ${status}`);
      return count === undefined ? [] : [{ field: field.name, status, count }];
    }),
  );
}
