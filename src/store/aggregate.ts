/** Grouped figures of a version, computed by PostgreSQL on exact decimals. Which field may be summed is decided at the edge. */
import type { FieldName } from "../kernel/ids.ts";
import { getColumn, type TableRef, versionRows } from "./dataset-table.ts";
import { asText, conditionOf, type RowCondition, type Value, where } from "./rows.ts";
import { joinSql, type Sql, sql } from "./sql.ts";
import type { ReadTx } from "./transaction.ts";

export type AggregateOp = "sum" | "avg" | "min" | "max" | "count";

export interface Measure {
  /** Absent with `count`: the rows themselves are counted. */
  readonly field?: FieldName | undefined;
  readonly op: AggregateOp;
}

export interface GroupQuery {
  readonly filters: readonly RowCondition[];
  readonly groupBy: readonly FieldName[];
  readonly measures: readonly Measure[];
}

/** What a measure is called in the answer: `sum_nilai`, or `count` of rows. */
export const measureName = ({ op, field }: Measure): string => (field === undefined ? op : `${op}_${field}`);

/**
 * One object for each group, in the groups' order: the grouping fields, then `<op>_<field>`. Exact text; null for the minimum, maximum,
 * sum or average of nothing but missing values. Without `groupBy` one object, even of no rows.
 */
export async function aggregateRows(
  tx: ReadTx,
  table: TableRef,
  query: GroupQuery & { readonly limit?: number | undefined },
): Promise<readonly Readonly<Record<string, Value>>[]> {
  const groups = query.groupBy.map((name) => getColumn(table.columns, name));
  const measures = query.measures.map((measure) => measureSql(table, measure));
  const list = joinSql([...groups.map(asText), ...measures], ", ");
  const by = joinSql(
    groups.map(({ ident }) => sql`${ident}`),
    ", ",
  );
  const grouping = groups.length === 0 ? sql`` : sql`group by ${by} order by ${by}`;
  const limit = query.limit === undefined ? sql`` : sql`limit ${query.limit}`;
  const conditions = query.filters.map((filter) => conditionOf(table, filter));
  const rows = await tx.texts(
    sql`select ${list} from ${versionRows(table)} r ${where(conditions)} ${grouping} ${limit}`,
  );
  const names = [...query.groupBy, ...query.measures.map(measureName)];
  return rows.map((row) => Object.fromEntries(names.map((name, index) => [name, row[index] ?? null])));
}

function measureSql(table: TableRef, { field, op }: Measure): Sql {
  if (field === undefined) return sql`count(*)`;
  const column = getColumn(table.columns, field);
  // PostgreSQL has no least or greatest boolean; as text "false" comes before "true".
  const value = asText(column);
  switch (op) {
    case "sum":
      return sql`sum(${value})`;
    case "avg":
      return sql`avg(${value})`;
    case "min":
      return sql`min(${value})`;
    case "max":
      return sql`max(${value})`;
    case "count":
      return sql`count(${value})`;
  }
}
