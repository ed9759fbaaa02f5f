/**
 * The staged rows of an upload in flight: a table of its own, filled by one COPY from the check's lines.
 *
 * A stage has its own columns (c1 … in the order of the schema). That of a dataset's first version is made like the dataset's table, and
 * frozen, because publication only has to rename it; all others are thrown away. None is unlogged: PostgreSQL empties such a table after
 * a crash, and what has been checked would be published without its rows.
 */
import type { Writable } from "node:stream";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import type { FieldName, UploadId } from "../kernel/ids.ts";
import { storageOf, type TableSchema } from "../kernel/package.ts";
import type { Store } from "./data-source.ts";
import { type Column, columnDefinition, idents, passingIndexSql, type TableRef, versionRows } from "./dataset-table.ts";
import { columnIdent, columnName, deltaTable, type SqlIdent, stageIndex, stageTable, uploadOfStage } from "./ident.ts";
import { bind, joinSql, type Sql, sql, toLiteralText, toQuery } from "./sql.ts";
import type { ReadTx, WriteTx } from "./transaction.ts";

export interface StageRef {
  readonly upload: UploadId;
  readonly schema: TableSchema;
  readonly table: SqlIdent;
  /** Which rows differ from the stored ones; made by `compareStaged`. */
  readonly delta: SqlIdent;
  readonly columns: readonly Column[];
  readonly key: readonly FieldName[];
}

/** Where the rows of an upload with this schema are, or would be. */
export function stageOf(upload: UploadId, schema: TableSchema): StageRef {
  return {
    upload,
    schema,
    table: stageTable(upload),
    delta: deltaTable(upload),
    key: schema.primaryKey,
    columns: schema.fields.map((field, index) => ({
      field,
      name: columnName(index + 1),
      ident: columnIdent(index + 1),
      kind: storageOf(field),
    })),
  };
}

/** Takes whole lines of COPY text; resolves when there is room for more, rejects when PostgreSQL refused. */
type WriteLines = (lines: Uint8Array) => Promise<void>;

/**
 * Makes the upload's stage anew and fills it with what `fill` writes: lines of COPY text with the file's row number, one column for
 * each field in order, and the statuses as JSON by field name or `\N`. When `fill` or PostgreSQL fails there is no stage afterwards.
 *
 * @param first  The dataset has no version yet: the stage may become its table.
 */
export async function stageRows<T>(
  store: Store,
  stage: StageRef,
  first: boolean,
  fill: (write: WriteLines) => Promise<T>,
): Promise<{ readonly rows: number; readonly result: T }> {
  return store.withClient(async (client) => {
    const run = (statement: Sql) => client.query(toLiteralText(statement));
    await client.query("begin");
    // A worker that lost its lease may still be filling the same stage.
    await client.query("set local lock_timeout = '30s'");
    await run(dropStageSql(stage));
    await run(createStageSql(stage, first));
    // Of a first version these hold nothing, and so cost nothing while its rows are loaded.
    for (const kind of first ? (["born", "died"] as const) : [])
      await run(passingIndexSql[kind](stageIndex(stage.upload, kind), stage.table));
    let hasStatuses = false;
    const staged = await copyLines(client, copyStageSql(stage, first), (write) =>
      fill((lines) => {
        hasStatuses ||= endsAnyInStatus(lines);
        return write(lines);
      }),
    );
    if (hasStatuses) await run(nameStatusesSql(stage));
    // A small sample will do: it is asked how many rows there are and how they compare, no more.
    await client.query("set local default_statistics_target = 10");
    await run(sql`analyze ${stage.table}`);
    await client.query("commit");
    return staged;
  });
}

/** Stages the rows of a version again, so that they can become the next one. */
export async function stageVersion(tx: WriteTx, stage: StageRef, version: TableRef): Promise<number> {
  await tx.query(dropStageSql(stage));
  await tx.query(createStageSql(stage, false));
  const list = sql`pos, status, ${idents(stage.columns)}`;
  const values = joinSql(
    stage.columns.map(({ field }) => {
      const column = version.columns.find((other) => other.field.name === field.name);
      return column ? sql`${column.ident}` : sql`null`;
    }),
    ", ",
  );
  const pairs = stage.columns.flatMap(({ field, name }) => {
    const column = version.columns.find((other) => other.field.name === field.name);
    return column ? [[column.name, name] as const] : [];
  });
  await tx.query(
    sql`insert into ${stage.table} (${list}) select pos, ${renamedStatus(sql`status`, pairs)}, ${values} from ${versionRows(version)} r order by pos, row_id`,
  );
  await tx.query(sql`analyze ${stage.table}`);
  return countStaged(tx, stage);
}

export async function countStaged(tx: ReadTx, stage: StageRef): Promise<number> {
  const [row] = await tx.texts(sql`select count(*) from ${stage.table}`);
  return Number(row?.[0] ?? 0);
}

/** Is there a stage? It may have been swept, or never been made. */
export async function hasStage(tx: ReadTx, stage: StageRef): Promise<boolean> {
  const [row] = await tx.texts(sql`select to_regclass(${bind(stage.table.quoted, "text")})`);
  return row?.[0] != null;
}

/** Was it made like a dataset's table? */
export async function isFirstStage(tx: ReadTx, stage: StageRef): Promise<boolean> {
  const rows = await tx.texts(
    sql`select 1 from pg_attribute where attrelid = to_regclass(${bind(stage.table.quoted, "text")}) and attname = 'born'`,
  );
  return rows.length > 0;
}

/** Rows of the file that have the same key, by key; at most `limit` keys. Empty where there is no key. */
export async function findDuplicateKeys(
  tx: ReadTx,
  stage: StageRef,
  limit: number,
): Promise<readonly { readonly key: readonly (string | null)[]; readonly rows: readonly number[] }[]> {
  if (stage.key.length === 0) return [];
  const key = idents(stage.columns.filter(({ field }) => stage.key.includes(field.name)));
  const rows = await tx.texts(
    sql`select array_to_json((array_agg(pos order by pos))[1:20]), ${key} from ${stage.table} group by ${key} having count(*) > 1 order by min(pos) limit ${limit}`,
  );
  return rows.map(([positions, ...values]) => ({ key: values, rows: JSON.parse(positions ?? "[]") as number[] }));
}

export async function dropStage(tx: WriteTx, upload: UploadId): Promise<void> {
  await tx.query(sql`drop table if exists ${stageTable(upload)}, ${deltaTable(upload)}`);
}

/** Drops the stages of uploads that are not among `wanted`, in the order in which a backup holds them. Returns how many uploads lost theirs. */
export async function sweepStages(tx: WriteTx, wanted: readonly UploadId[]): Promise<number> {
  const tables = await tx.query<{ name: string }>(
    "select relname as name from pg_class where relnamespace = 'stage'::regnamespace and relkind = 'r' order by relname",
  );
  const keep = new Set<string>(wanted);
  const gone = new Set(tables.flatMap(({ name }) => uploadOfStage(name) ?? []).filter((upload) => !keep.has(upload)));
  for (const upload of gone) await dropStage(tx, upload);
  return gone.size;
}

/** `status` with its keys renamed from … to …; unchanged where the names are the same. Rows without a status cost nothing. */
export function renamedStatus(status: Sql, pairs: readonly (readonly [from: string, to: string])[]): Sql {
  if (pairs.every(([from, to]) => from === to)) return status;
  const names = joinSql(
    pairs.map(([from, to]) => sql`(${bind(from, "text")}, ${bind(to, "text")})`),
    ", ",
  );
  return sql`case when ${status} is null then null else (select jsonb_object_agg(renamed.new, kept.value) from jsonb_each(${status}) kept join (values ${names}) renamed (old, new) on renamed.old = kept.key) end`;
}

const dropStageSql = ({ table, delta }: StageRef): Sql => sql`drop table if exists ${table}, ${delta}`;

/** Fixed columns first and by falling width, so that rows need no padding. */
function createStageSql({ table, columns }: StageRef, first: boolean): Sql {
  const definitions = joinSql(
    columns.map(({ ident, kind }) => columnDefinition(ident, kind)),
    ", ",
  );
  const head = sql`row_id bigint generated by default as identity (cache 1000), pos bigint not null`;
  return first
    ? sql`create table ${table} (${head}, born integer not null default 1, died integer, ${definitions}, status jsonb)`
    : sql`create table ${table} (${head}, ${definitions}, status jsonb)`;
}

const copyStageSql = ({ table, columns }: StageRef, first: boolean): Sql =>
  first
    ? sql`copy ${table} (pos, ${idents(columns)}, status) from stdin (freeze true)`
    : sql`copy ${table} (pos, ${idents(columns)}, status) from stdin`;

/** The check knows fields; what is stored knows columns, which outlive a field's name. */
const nameStatusesSql = ({ table, columns }: StageRef): Sql =>
  sql`update ${table} set status = ${renamedStatus(
    sql`status`,
    columns.map(({ field, name }) => [field.name, name] as const),
  )} where status is not null`;

/** A row's last column is its statuses: a JSON object, or null. */
const endsAnyInStatus = (lines: Uint8Array): boolean =>
  Buffer.from(lines.buffer, lines.byteOffset, lines.byteLength).includes("}\n");

async function copyLines<T>(
  client: pg.PoolClient,
  statement: Sql,
  fill: (write: WriteLines) => Promise<T>,
): Promise<{ readonly rows: number; readonly result: T }> {
  const copy = client.query(copyFrom(toQuery(statement).text, { highWaterMark: 1 << 20 }));
  let refuse: (error: Error) => void = () => {};
  const refused = new Promise<never>((_, reject) => {
    refuse = reject;
  });
  refused.catch(() => {});
  copy.on("error", (error) => refuse(error));
  const finished = new Promise<void>((done) => {
    copy.once("finish", () => done());
  });
  try {
    const result = await Promise.race([fill((lines) => Promise.race([writeTo(copy, lines), refused])), refused]);
    copy.end();
    await Promise.race([finished, refused]);
    return { rows: copy.rowCount, result };
  } catch (error) {
    copy.destroy();
    throw error;
  }
}

function writeTo(stream: Writable, lines: Uint8Array): Promise<void> {
  if (stream.write(lines)) return Promise.resolve();
  return new Promise((done) => {
    stream.once("drain", done);
  });
}
