/** Indexes that a dataset's table has, found by the names that this program gives. */
import type { DatasetId } from "../kernel/ids.ts";
import { type IndexIdent, type IndexKind, indexFromName } from "./ident.ts";
import { bind, sql } from "./sql.ts";
import type { ReadTx } from "./transaction.ts";

export async function findIndexes(
  tx: ReadTx,
  dataset: DatasetId,
  kinds: readonly IndexKind[],
): Promise<readonly IndexIdent[]> {
  const found = await tx.query<{ name: string }>(
    sql`select indexname as name from pg_indexes where schemaname = 'data' and tablename = ${bind(`d${dataset}`, "text")}`,
  );
  return kinds.flatMap((kind) => found.flatMap(({ name }) => indexFromName(dataset, kind, name) ?? []));
}
