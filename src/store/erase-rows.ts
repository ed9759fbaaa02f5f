/**
 * Rows and values that must not exist any more: taken out of a dataset's table for good, whatever version held them. Afterwards the table
 * is written anew, so that neither its pages nor the planner's statistics still have them.
 */
import type { DatasetId, VersionNumber } from "../kernel/ids.ts";
import type { Store } from "./data-source.ts";
import { columnFromName, tableOf } from "./ident.ts";
import { bind, joinSql, sql, toLiteralText } from "./sql.ts";
import type { WriteTx } from "./transaction.ts";

/** Removes the rows that none of the versions `staying` holds. Returns how many. */
export async function eraseRows(tx: WriteTx, dataset: DatasetId, staying: readonly VersionNumber[]): Promise<number> {
  const kept = bind(staying.map(String), "bigint[]");
  const [gone] = await tx.query<{ count: string }>(
    sql`with gone as (delete from ${tableOf(dataset)} r where not exists (
          select from unnest(${kept}) v where r.born <= v and (r.died is null or r.died > v)) returning 1)
        select count(*) as count from gone`,
  );
  return Number(gone?.count ?? 0);
}

/** Empties these physical columns ("c12") and the status of their values in every row. Returns in how many there was something. */
export async function blankColumns(tx: WriteTx, dataset: DatasetId, columns: readonly string[]): Promise<number> {
  const set = columns.map((name) => sql`${columnFromName(name)} = null`);
  const filled = columns.map((name) => sql`${columnFromName(name)} is not null`);
  const names = bind([...columns], "text[]");
  const [done] = await tx.query<{ count: string }>(
    sql`with done as (update ${tableOf(dataset)} set ${joinSql(set, ", ")}, status = status - ${names}
          where ${joinSql(filled, " or ")} or status ?| ${names} returning 1)
        select count(*) as count from done`,
  );
  return Number(done?.count ?? 0);
}

/** The different texts in a physical column, up to `most`. */
export async function textsOf(
  tx: WriteTx,
  dataset: DatasetId,
  column: string,
  most: number,
): Promise<readonly string[]> {
  const ident = columnFromName(column);
  const rows = await tx.texts(
    sql`select distinct ${ident}::text from ${tableOf(dataset)} where ${ident} is not null limit ${most}`,
  );
  return rows.flatMap(([text]) => text ?? []);
}

/** Writes the dataset's table anew and forgets what the planner knew of it. Nobody reads the table meanwhile. */
export async function rewriteTable(store: Pick<Store, "withClient">, dataset: DatasetId): Promise<void> {
  const table = toLiteralText(sql`${tableOf(dataset)}`);
  await store.withClient(async (client) => {
    const { rows } = await client.query(`select 1 from ${table} limit 1`);
    if (rows.length === 0) {
      // An empty table keeps its old statistics: a row that no version holds makes others.
      await client.query("begin");
      await client.query(`insert into ${table} (pos, born, died) values (0, 1, 1)`);
      await client.query(`analyze ${table}`);
      await client.query(`delete from ${table}`);
      await client.query("commit");
      await client.query(`vacuum (full) ${table}`);
    } else await client.query(`vacuum (full, analyze) ${table}`);
    await client.query(
      `vacuum (analyze) catalogue.upload, catalogue.version, catalogue.search_entry, catalogue.search_word,
       catalogue.indicator_value, catalogue.version_profile, catalogue.recipe`,
    );
  });
}
