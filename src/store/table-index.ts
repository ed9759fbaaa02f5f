/**
 * The few indexes of a dataset's table, from its key and its roles.
 *
 * Before a version is published, built when its rows are loaded: the key (or, without one, file order) of the rows that live; what came
 * after the first version and what has ended. After it, since nothing waits for them: places (`place-index.ts`) and, where it pays,
 * figures (`figures-index.ts`).
 */
import type { VersionNumber } from "../kernel/ids.ts";
import { idents, keyColumns, passingIndexSql, type TableRef } from "./dataset-table.ts";
import { figureColumns } from "./figures-index.ts";
import { type IndexIdent, type IndexKind, type SqlIdent, stageIndex, tableIndex } from "./ident.ts";
import { findIndexes } from "./index-names.ts";
import { placeColumns } from "./place-index.ts";
import { type Sql, sql } from "./sql.ts";
import type { StageRef } from "./stage.ts";
import type { WriteTx } from "./transaction.ts";

type Keyed = Pick<TableRef, "columns" | "key">;

/** Those that a version is published with. */
type PromptKind = Exclude<IndexKind, "figures" | "place">;

/**
 * Builds them on a stage that is made like a dataset's table, all but those that it was made with. Two rows with one key are
 * PostgreSQL's error 23505.
 */
export async function indexStage(tx: WriteTx, stage: StageRef): Promise<void> {
  await tx.query("set local maintenance_work_mem = '256MB'");
  for (const kind of kindsOf(stage))
    if (kind !== "born" && kind !== "died")
      await makeIndex(tx, stage.table, kind, stageIndex(stage.upload, kind), stage);
}

/** Which indexes a table with this key and these roles has from its publication on. */
export const kindsOf = (table: Keyed): readonly PromptKind[] => [
  table.key.length > 0 ? "key" : "order",
  "born",
  "died",
];

/** Before rows are exchanged: drops what no longer fits. Returns the kinds to be made anew once they are. */
export async function dropUnfitIndexes(tx: WriteTx, before: TableRef, after: TableRef): Promise<readonly PromptKind[]> {
  const wanted = kindsOf(after);
  const unfit = [...new Set<IndexKind>([...kindsOf(before), ...wanted, "place", "figures"])].filter(
    (kind) => columnsOf(before, kind).join() !== columnsOf(after, kind).join(),
  );
  if (unfit.length === 0) return [];
  const gone = await findIndexes(tx, before.dataset, unfit);
  await tx.query("set local lock_timeout = '5s'");
  for (const index of gone) await tx.query(sql`drop index ${index.inData}`);
  await tx.query("set local lock_timeout = 0");
  return wanted.filter((kind) => unfit.includes(kind));
}

export async function makeTableIndexes(
  tx: WriteTx,
  table: TableRef,
  kinds: readonly PromptKind[],
  version: VersionNumber,
): Promise<void> {
  for (const kind of kinds) await makeIndex(tx, table.table, kind, tableIndex(table.dataset, kind, version), table);
}

async function makeIndex(tx: WriteTx, on: SqlIdent, kind: PromptKind, name: IndexIdent, table: Keyed): Promise<void> {
  const definition: { readonly [K in PromptKind]: () => Sql } = {
    key: () => sql`create unique index ${name.bare} on ${on} (${idents(keyColumns(table))}) where died is null`,
    order: () => sql`create index ${name.bare} on ${on} (pos, row_id) where died is null`,
    born: () => passingIndexSql.born(name, on),
    died: () => passingIndexSql.died(name, on),
  };
  await tx.query(definition[kind]());
}

/** Physical names, so that tables with equal ones have equal indexes. */
function columnsOf(table: Keyed, kind: IndexKind): readonly string[] {
  const none = ["none"];
  if (kind === "figures") return figureColumns(table)?.all.map(({ name }) => name) ?? none;
  if (kind === "place") return placeColumns(table).map(({ name }) => name);
  if (!kindsOf(table).includes(kind)) return none;
  return kind === "key" ? keyColumns(table).map(({ name }) => name) : [];
}
