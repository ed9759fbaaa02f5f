/**
 * What an upload would change: staged rows against the rows of the version they would follow.
 *
 * Rows with the same key are one row: changed when a value or a status differs (1.5 and 1.50 do not, and the first digits stay). Without
 * a key, or when the key itself has changed, rows are compared by content as a multiset: nothing is "changed", only added and removed.
 * The rows that differ are kept in the stage's delta table, so that publication touches nothing else.
 */

import { Fault } from "../kernel/fault.ts";
import type { VersionNumber } from "../kernel/ids.ts";
import type { UpdateMode } from "../kernel/package.ts";
import { type Column, matchColumns, sameKey, type TableRef, versionRows } from "./dataset-table.ts";
import { bind, joinSql, type Sql, sql, toLiteralText } from "./sql.ts";
import { countStaged, isFirstStage, renamedStatus, type StageRef } from "./stage.ts";
import { indexStage } from "./table-index.ts";
import type { ReadTx, WriteTx } from "./transaction.ts";

/** `added + changed + unchanged` is the number of rows of the version that would come. */
export interface Changes {
  readonly base: VersionNumber | null;
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  readonly unchanged: number;
}

/**
 * Compares, and remembers the difference for `publishStaged`. Reads the whole of both sides.
 *
 * @param base  The current version; undefined: there is none yet, and every row is added.
 */
export async function compareStaged(
  tx: WriteTx,
  stage: StageRef,
  base: TableRef | undefined,
  mode: UpdateMode,
): Promise<Changes> {
  await tx.query(sql`drop table if exists ${stage.delta}`);
  if (base === undefined) {
    if (await isFirstStage(tx, stage)) await indexStage(tx, stage);
    return { base: null, added: await countStaged(tx, stage), removed: 0, changed: 0, unchanged: 0 };
  }
  const byKey = sameKey(stage.schema, base);
  if (mode === "append") refuseUnfit(stage, base);
  await tx.query("set local work_mem = '64MB'");
  // CREATE TABLE AS cannot bind.
  const rows = byKey
    ? keyedDelta(stage, base, mode)
    : mode === "append"
      ? everyStagedRow(stage)
      : contentDelta(stage, base);
  await tx.query(toLiteralText(sql`create unlogged table ${stage.delta} as ${rows}`));
  await tx.query(toLiteralText(sql`analyze ${stage.delta}`));
  await tx.query(toLiteralText(sql`comment on table ${stage.delta} is ${deltaMark(base.version, mode)}`));
  return byKey ? countKeyed(tx, stage, base, mode) : countByContent(tx, stage, base, mode);
}

/** What the delta was made against, so that a stale one is never published. */
export const deltaMark = (base: VersionNumber, mode: UpdateMode): Sql => literalMark(`${mode} on version ${base}`);

/** A bare literal: COMMENT takes no expression. */
const literalMark = (text: string): Sql => ({ parts: [{ value: text, as: "text" }] });

/** Is the delta there, and made against this version in this mode? */
export async function isDeltaFresh(
  tx: ReadTx,
  stage: StageRef,
  base: VersionNumber,
  mode: UpdateMode,
): Promise<boolean> {
  const [row] = await tx.texts(
    sql`select obj_description(to_regclass(${bind(stage.delta.quoted, "text")}), 'pg_class') = ${deltaMark(base, mode)}`,
  );
  return row?.[0] === "t";
}

/** Rows that stay must mean the same afterwards: what an append keeps cannot change its type or its key. */
function refuseUnfit(stage: StageRef, base: TableRef): void {
  const lost = base.columns.find(({ field, kind }) =>
    stage.columns.some((column) => column.field.name === field.name && column.kind !== kind),
  );
  const keyed = stage.key.length > 0 || base.key.length > 0;
  if (lost) throw new Fault("upload.append-unfit", { field: lost.field.name });
  if (keyed && !sameKey(stage.schema, base))
    throw new Fault("upload.append-unfit", { field: stage.key.join(", ") || base.key.join(", ") });
}

/** Each staged column beside the stored one that holds the same field, if any does yet. */
export interface ColumnPair {
  readonly staged: Column;
  readonly stored: Column | undefined;
}

export function pairColumns(stage: StageRef, base: TableRef): readonly ColumnPair[] {
  const stored = matchColumns(stage.schema, base.columns);
  return stage.columns.map((staged, index) => ({ staged, stored: stored[index] }));
}

/** A staged row's status under the names of the stored columns; a field that is not stored yet keeps a name nothing else has. */
export const stagedStatus = (stage: StageRef, base: TableRef): Sql =>
  renamedStatus(
    sql`s.status`,
    pairColumns(stage, base).map(({ staged, stored }) => [staged.name, stored?.name ?? `new ${staged.name}`] as const),
  );

/**
 * The stored row's status, without the statuses of fields that the next version no longer has.
 */
function storedStatus(stage: StageRef, base: TableRef): Sql {
  const kept = pairColumns(stage, base).flatMap(({ stored }) => stored?.name ?? []);
  const dropped = base.columns.map(({ name }) => name).filter((name) => !kept.includes(name));
  return dropped.length === 0 ? sql`l.status` : sql`nullif(l.status - ${bind(dropped, "text[]")}, '{}')`;
}

function keyedDelta(stage: StageRef, base: TableRef, mode: UpdateMode): Sql {
  const pairs = pairColumns(stage, base);
  const isKey = ({ staged }: ColumnPair) => stage.key.includes(staged.field.name);
  const same = pairs.filter(isKey).map(({ staged, stored }) => sql`s.${staged.ident} = ${storedValue(stored)}`);
  const differs = pairs
    .filter((pair) => !isKey(pair))
    .map(({ staged, stored }) => sql`s.${staged.ident} is distinct from ${storedValue(stored)}`);
  const statusDiffers = sql`(${stagedStatus(stage, base)}) is distinct from (${storedStatus(stage, base)})`;
  const join = mode === "append" ? sql`left join` : sql`full join`;
  return sql`select l.row_id as live, s.row_id as staged from ${stage.table} s ${join} ${liveRows(base)} l on ${joinSql(same, " and ")} where l.row_id is null or s.row_id is null or ${joinSql([...differs, statusDiffers], " or ")}`;
}

const storedValue = (stored: Column | undefined): Sql => (stored ? sql`l.${stored.ident}` : sql`null`);

/** Only the current version is ever compared against, under the dataset's lock or checked again under it. */
const liveRows = (base: TableRef): Sql => versionRows(base);

const everyStagedRow = ({ table }: StageRef): Sql => sql`select null::bigint as live, row_id as staged from ${table}`;

/** The rows of both sides as they are compared. */
function contents(stage: StageRef, base: TableRef): { readonly staged: Sql; readonly stored: Sql } {
  const pairs = pairColumns(stage, base);
  const staged = joinSql(
    pairs.map(({ staged: column }) => sql`s.${column.ident}`),
    ", ",
  );
  const stored = joinSql(
    pairs.map((pair) => storedValue(pair.stored)),
    ", ",
  );
  return { staged: sql`${staged}, ${stagedStatus(stage, base)}`, stored: sql`${stored}, ${storedStatus(stage, base)}` };
}

/**
 * Without a key a stored row stays when content and place in the file are the same. A sheet's row may have become several rows with one
 * place: they stay or go together, so that they keep their order.
 */
function contentDelta(stage: StageRef, base: TableRef): Sql {
  const { staged, stored } = contents(stage, base);
  const left = sql`select s.pos, ${staged} from ${stage.table} s`;
  const right = sql`select l.pos, ${stored} from ${liveRows(base)} l`;
  return sql`with moved as materialized (select pos from ((${left} except all ${right}) union all (${right} except all ${left})) differing group by pos)
    select l.row_id as live, null::bigint as staged from ${liveRows(base)} l where l.pos in (select pos from moved)
    union all select null, s.row_id from ${stage.table} s where s.pos in (select pos from moved)`;
}

async function countKeyed(tx: ReadTx, stage: StageRef, base: TableRef, mode: UpdateMode): Promise<Changes> {
  const [row] = await tx.texts(
    sql`select count(*) filter (where live is null), count(*) filter (where staged is null), count(*) filter (where live is not null and staged is not null) from ${stage.delta}`,
  );
  const [added = 0, removed = 0, changed = 0] = (row ?? []).map(Number);
  const kept =
    mode === "append" ? (await countLive(tx, base)) - changed : (await countStaged(tx, stage)) - added - changed;
  return { base: base.version, added, removed, changed, unchanged: kept };
}

async function countByContent(tx: ReadTx, stage: StageRef, base: TableRef, mode: UpdateMode): Promise<Changes> {
  const total = await countStaged(tx, stage);
  const live = await countLive(tx, base);
  if (mode === "append") return { base: base.version, added: total, removed: 0, changed: 0, unchanged: live };
  // Only rows of the delta can differ: the others are the same on both sides.
  const { staged, stored } = contents(stage, base);
  const left = sql`select ${staged} from ${stage.table} s where s.row_id in (select staged from ${stage.delta})`;
  const right = sql`select ${stored} from ${liveRows(base)} l where l.row_id in (select live from ${stage.delta})`;
  const [row] = await tx.texts(
    sql`select (select count(*) from (${left} except all ${right}) a), (select count(*) from (${right} except all ${left}) r)`,
  );
  const [added = 0, removed = 0] = (row ?? []).map(Number);
  return { base: base.version, added, removed, changed: 0, unchanged: total - added };
}

async function countLive(tx: ReadTx, base: TableRef): Promise<number> {
  const [row] = await tx.texts(sql`select count(*) from ${liveRows(base)} l`);
  return Number(row?.[0] ?? 0);
}
