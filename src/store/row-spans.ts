/**
 * Everything that a dataset's table ever held under one key: each stored row with the version that bore it and the one that ended it.
 * Which of it may be told is decided by whoever asks.
 */
import { type Column, keyColumns, type TableRef } from "./dataset-table.ts";
import { asText, type Value } from "./rows.ts";
import { bind, joinSql, type Sql, sql } from "./sql.ts";
import type { ReadTx } from "./transaction.ts";

export interface RowSpan {
  readonly born: number;
  /** The first version that no longer has it; null while it lives. */
  readonly died: number | null;
  /** JSON by physical column, as stored. */
  readonly status: string | null;
  /** By physical column. */
  readonly values: ReadonlyMap<string, Value>;
}

/**
 * Oldest first, at most `limit`.
 *
 * @param table    A version whose primary key the values belong to, in its order.
 * @param columns  What to read of each row: columns of any version.
 */
export async function findRowSpans(
  tx: ReadTx,
  table: TableRef,
  key: readonly string[],
  columns: readonly Column[],
  limit: number,
): Promise<readonly RowSpan[]> {
  const same = joinSql(
    keyColumns(table).map(({ ident, kind }, index) => sql`${ident} = ${bind(key[index] ?? null, kind)}`),
    " and ",
  );
  const list = joinSql([sql`born, died, status`, ...columns.map(({ ident }) => sql`${ident}`)], ", ");
  // Rows that live are found by the key's index, which is of them alone.
  const branch = (alive: Sql): Sql => sql`select ${list} from ${table.table} where ${alive} and ${same}`;
  const rows = await tx.texts(
    sql`select ${joinSql([sql`born, died, status`, ...columns.map(asText)], ", ")} from (${branch(sql`died is null`)} union all ${branch(sql`died is not null`)}) spans order by born limit ${limit}`,
  );
  return rows.map(([born, died = null, status = null, ...values]) => ({
    born: Number(born),
    died: died === null ? null : Number(died),
    status,
    values: new Map(columns.map(({ name }, index) => [name, values[index] ?? null])),
  }));
}
