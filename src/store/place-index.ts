/**
 * The index of a place and a time: region and period, then the rest of the key, so that a page of one regency and year is read in the
 * order in which it is answered. It holds all versions, because a partial one would leave a page "as of" an earlier version to a scan;
 * it costs little, since most rows live. Built after the publication: a page that comes before it is right, only slower.
 */
import type { Store } from "./data-source.ts";
import { type Column, keyColumns, type TableRef } from "./dataset-table.ts";
import { tableIndex } from "./ident.ts";
import { findIndexes } from "./index-names.ts";
import { joinSql, type Sql, sql, toLiteralText } from "./sql.ts";

type Keyed = Pick<TableRef, "columns" | "key">;

/** Empty where no field is a region. */
export function placeColumns(table: Keyed): readonly Column[] {
  const withRole = (role: string) => table.columns.filter(({ field }) => field.role === role).slice(0, 1);
  const region = withRole("region");
  if (region.length === 0) return [];
  const first = [...region, ...withRole("period")];
  return [...first, ...keyColumns(table).filter(({ name }) => !first.some((column) => column.name === name))];
}

/** Builds it where it is missing. */
export async function indexPlaces(store: Store, table: TableRef): Promise<void> {
  const columns = placeColumns(table);
  if (columns.length === 0) return;
  const found = await store.read((tx) => findIndexes(tx, table.dataset, ["place"]));
  if (found.length > 0) return;
  const fileOrder: readonly Sql[] = table.key.length > 0 ? [] : [sql`pos`, sql`row_id`];
  const list = joinSql([...columns.map(({ ident }) => sql`${ident}`), ...fileOrder], ", ");
  const name = tableIndex(table.dataset, "place", table.version);
  await store.withClient(async (client) => {
    await client.query("begin");
    await client.query("set local maintenance_work_mem = '256MB'");
    await client.query("set local lock_timeout = '30s'");
    await client.query(toLiteralText(sql`create index if not exists ${name.bare} on ${table.table} (${list})`));
    await client.query("commit");
  });
}
