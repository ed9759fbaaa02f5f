/**
 * What an upload would change: staged rows against the rows of the version they would follow.
 *
 * Rows with the same key are one row: changed when a value or a status differs (1.5 and 1.50 do not, and the first digits stay). Without
 * a key, or when the key itself has changed, rows are compared by content as a multiset: nothing is "changed", only added and removed.
 * The rows that differ are kept in the stage's delta table, so that publication touches nothing else.
 */
import { Fault } from "../kernel/fault.ts";
import type { DatasetId, VersionNumber } from "../kernel/ids.ts";
import type { UpdateMode } from "../kernel/package.ts";
import { sameKey, type TableRef, versionRows } from "./dataset-table.ts";
import { bind, joinSql, type Sql, sql, toLiteralText } from "./sql.ts";
import { countStaged, isFirstStage, type StageRef } from "./stage.ts";
import {
  cellDiffers,
  comparedContents,
  pairColumns,
  stagedStatus,
  storedStatus,
  storedValue,
  valueDiffers,
} from "./staged-columns.ts";
import { indexStage } from "./table-index.ts";
import type { ReadTx, WriteTx } from "./transaction.ts";

/** `added + changed + unchanged` is the number of rows of the version that would come. */
export interface Changes {
  readonly base: VersionNumber | null;
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  readonly unchanged: number;
  /** By field: in how many of the changed rows its value or status is another. Absent where no row is "changed". */
  readonly cells?: Readonly<Record<string, number>> | undefined;
}

/** Both sides, and how many physical columns the dataset has had. */
interface Comparison {
  readonly stage: StageRef;
  readonly base: TableRef;
  readonly used: number;
  readonly mode: UpdateMode;
}

/**
 * Compares, and remembers the difference for `publishStaged`. Reads the whole of both sides.
 *
 * @param base  The latest version; undefined: there is none yet, and every row is added.
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
  if (mode === "append") refuseUnfit(stage, base);
  const comparison: Comparison = { stage, base, mode, used: await countColumns(tx, base.dataset) };
  const byKey = sameKey(stage.schema, base);
  await tx.query("set local work_mem = '64MB'");
  // The planner takes each key column for itself and so fears a hash join over them, which is three times as quick here.
  await tx.query("set local enable_mergejoin = off");
  const rows = byKey ? keyedDelta(comparison) : mode === "append" ? everyStagedRow(stage) : contentDelta(comparison);
  // CREATE TABLE AS cannot bind, nor can COMMENT.
  await tx.query(toLiteralText(sql`create table ${stage.delta} as ${rows}`));
  await tx.query(toLiteralText(sql`comment on table ${stage.delta} is ${deltaMark(base.version, mode)}`));
  await tx.query(sql`analyze ${stage.delta}`);
  return byKey ? countKeyed(tx, comparison) : countByContent(tx, comparison);
}

/** What the delta was made against, so that a stale one is never published. A bare literal: COMMENT takes no expression. */
const deltaMark = (base: VersionNumber, mode: UpdateMode): Sql => ({
  parts: [{ value: `${mode} on version ${base}`, as: "text" }],
});

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
  if (lost) throw new Fault("upload.append-unfit", { field: lost.field.name });
  const key = [...stage.key, ...base.key];
  if (key.length > 0 && !sameKey(stage.schema, base)) throw new Fault("upload.append-unfit", { field: key[0] ?? "" });
}

async function countColumns(tx: ReadTx, dataset: DatasetId): Promise<number> {
  const [row] = await tx.query<{ used: number }>(
    "select next_column - 1 as used from catalogue.dataset where id = $1",
    [dataset],
  );
  return row?.used ?? 0;
}

function keyedDelta({ stage, base, used, mode }: Comparison): Sql {
  const pairs = pairColumns(stage, base);
  const isKey = (name: string) => stage.key.some((key) => key === name);
  const same = pairs
    .filter(({ staged }) => isKey(staged.field.name))
    .map(({ staged, stored }) => sql`s.${staged.ident} = ${storedValue(stored)}`);
  const others = pairs.filter(({ staged }) => !isKey(staged.field.name));
  const differs = others.map(valueDiffers);
  // Which cells differ is asked only of rows that do, while both sides are at hand.
  const cells = others.map(
    (pair) =>
      sql`case when l.row_id is not null and s.row_id is not null then ${cellDiffers(pair)} end as ${pair.staged.ident}`,
  );
  const statusDiffers = sql`(${stagedStatus(stage, base)}) is distinct from (${storedStatus(stage, base, used)})`;
  const join = mode === "append" ? sql`left join` : sql`full join`;
  return sql`select ${joinSql([DIFFERING, ...cells], ", ")} from ${stage.table} s ${join} ${versionRows(base)} l on ${joinSql(same, " and ")} where l.row_id is null or s.row_id is null or ${joinSql([...differs, statusDiffers], " or ")}`;
}

/** The rows of a difference, and where they lie. */
const DIFFERING = sql`l.row_id as live, l.tid as live_tid, s.row_id as staged, s.ctid as staged_tid`;

const everyStagedRow = ({ table }: StageRef): Sql =>
  sql`select null::bigint as live, null::tid as live_tid, row_id as staged, ctid as staged_tid from ${table}`;

/**
 * Without a key a stored row stays when content and place in the file are the same. A sheet's row may have become several rows with one
 * place: they stay or go together, so that they keep their order.
 */
function contentDelta({ stage, base, used }: Comparison): Sql {
  const { staged, stored } = comparedContents(stage, base, used);
  const left = sql`select s.pos, ${staged} from ${stage.table} s`;
  const right = sql`select l.pos, ${stored} from ${versionRows(base)} l`;
  return sql`with moved as materialized (select pos from ((${left} except all ${right}) union all (${right} except all ${left})) differing group by pos)
    select l.row_id as live, l.tid as live_tid, null::bigint as staged, null::tid as staged_tid from ${versionRows(base)} l where l.pos in (select pos from moved)
    union all select null, null, s.row_id, s.ctid from ${stage.table} s where s.pos in (select pos from moved)`;
}

async function countKeyed(tx: ReadTx, { stage, base, mode }: Comparison): Promise<Changes> {
  const others = stage.columns.filter(({ field }) => !stage.key.includes(field.name));
  const counts = [
    sql`count(*) filter (where live is null)`,
    sql`count(*) filter (where staged is null)`,
    sql`count(*) filter (where live is not null and staged is not null)`,
    ...others.map(({ ident }) => sql`count(*) filter (where ${ident})`),
  ];
  const [row] = await tx.texts(sql`select ${joinSql(counts, ", ")} from ${stage.delta}`);
  const [added = 0, removed = 0, changed = 0, ...differing] = (row ?? []).map(Number);
  const cells = Object.fromEntries(
    others.flatMap(({ field }, index) => (differing[index] ? [[field.name, differing[index]] as const] : [])),
  );
  const unchanged =
    mode === "append" ? (await countLive(tx, base)) - changed : (await countStaged(tx, stage)) - added - changed;
  return { base: base.version, added, removed, changed, unchanged, ...(changed > 0 ? { cells } : {}) };
}

async function countByContent(tx: ReadTx, { stage, base, used, mode }: Comparison): Promise<Changes> {
  const total = await countStaged(tx, stage);
  if (mode === "append") {
    return { base: base.version, added: total, removed: 0, changed: 0, unchanged: await countLive(tx, base) };
  }
  // Only rows of the delta can differ: the others are the same on both sides.
  const { staged, stored } = comparedContents(stage, base, used);
  const left = sql`select ${staged} from ${stage.table} s where s.row_id in (select staged from ${stage.delta})`;
  const right = sql`select ${stored} from ${versionRows(base)} l where l.row_id in (select live from ${stage.delta})`;
  const [row] = await tx.texts(
    sql`select (select count(*) from (${left} except all ${right}) a), (select count(*) from (${right} except all ${left}) r)`,
  );
  const [added = 0, removed = 0] = (row ?? []).map(Number);
  return { base: base.version, added, removed, changed: 0, unchanged: total - added };
}

async function countLive(tx: ReadTx, base: TableRef): Promise<number> {
  const [row] = await tx.texts(sql`select count(*) from ${versionRows(base)} l`);
  return Number(row?.[0] ?? 0);
}
