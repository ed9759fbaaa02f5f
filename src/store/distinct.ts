/** The different values of one field in a version: what a catalogue may offer to choose from. */
import type { FieldName } from "../kernel/ids.ts";
import { getColumn, type TableRef, versionRows } from "./dataset-table.ts";
import { sql } from "./sql.ts";
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
