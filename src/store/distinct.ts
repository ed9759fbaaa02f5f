/** The different values of one field in a version, what a catalogue may offer to choose from; and the different rows of several. */
import type { FieldName } from "../kernel/ids.ts";
import { getColumn, idents, type TableRef, versionRows } from "./dataset-table.ts";
import { asText, chosenColumns, conditionsOf, limitOf, type RowCondition, type RowQuery, type Value } from "./rows.ts";
import { joinSql, type Sql, sql } from "./sql.ts";
import type { ReadTx } from "./transaction.ts";

/** In order; at most `most`, which ones where there are more is left open. Missing values are none. */
export async function distinctValues(
  tx: ReadTx,
  table: TableRef,
  field: FieldName,
  most: number,
): Promise<readonly string[]> {
  const { ident } = getColumn(table.columns, field);
  const rows = await tx.texts(
    sql`select value from (select distinct ${ident}::text as value from ${versionRows(table)} r where ${ident} is not null limit ${most}) d order by value`,
  );
  return rows.flatMap(([value]) => value ?? []);
}

/** The different rows of some fields, in the order of `order` and then of the fields. `order` names chosen fields only. */
export async function selectDistinctRows(
  tx: ReadTx,
  table: TableRef,
  {
    filters,
    order,
    fields,
    limit,
    offset,
  }: Pick<RowQuery, "filters" | "order" | "limit" | "offset"> & { readonly fields: readonly FieldName[] },
): Promise<readonly (readonly Value[])[]> {
  const rest = fields.filter((name) => !order.some(({ field }) => field === name));
  const steps = [...order, ...rest.map((field) => ({ field, direction: "asc" as const }))].map(
    ({ field, direction }) => {
      const { ident } = getColumn(table.columns, field);
      return direction === "desc" ? sql`${ident} desc nulls last` : sql`${ident}`;
    },
  );
  return tx.texts(
    sql`select ${joinSql(chosenColumns(table, fields).map(asText), ", ")} from (${distinctOf(table, filters, fields)}) d order by ${joinSql(steps, ", ")} ${limitOf({ limit, offset })}`,
  );
}

export async function countDistinctRows(
  tx: ReadTx,
  table: TableRef,
  filters: readonly RowCondition[],
  fields: readonly FieldName[],
): Promise<number> {
  const [row] = await tx.texts(sql`select count(*) from (${distinctOf(table, filters, fields)}) d`);
  return Number(row?.[0] ?? 0);
}

const distinctOf = (table: TableRef, filters: readonly RowCondition[], fields: readonly FieldName[]): Sql =>
  sql`select distinct ${idents(chosenColumns(table, fields))} from ${versionRows(table, { conditions: conditionsOf(table, { filters }) })} r`;
