/**
 * Everything that the database keeps, as of one moment: which tables there are, how those that no migration made are made, and their rows
 * as COPY writes them. One read-only transaction of one snapshot; writers go on meanwhile. Uploads in flight come first, under a lock
 * that keeps their tables from being renamed or dropped; of the others each is held only while it is read.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { z } from "zod";
import { ranMigrations } from "./migrate.ts";

const text = z.string();
const madeShape = z.object({
  unlogged: z.boolean(),
  columns: z.array(z.object({ name: text, definition: text })),
  constraints: z.array(text),
  indexes: z.array(text),
  comment: text.nullable(),
});
export const dumpedTableShape = z.object({
  schema: z.enum(["catalogue", "audit", "data", "stage"]),
  name: text,
  columns: z.array(text),
  /** The column that numbers itself, and how far it has come. */
  counter: z.object({ column: text, last: text.nullable() }).nullable(),
  /** Of a table that no migration makes. */
  made: madeShape.nullable(),
});
export type DumpedTable = z.output<typeof dumpedTableShape>;

export interface Dump {
  /** Names of the migrations that made the schema. */
  readonly migrations: readonly string[];
  readonly tables: readonly DumpedTable[];
}

/** Who is signed in and how often whom is of the moment; migrations are run, not copied; an inbox is empty between transactions. */
const LEFT_OUT = [
  "catalogue.migration",
  "catalogue.rate_limit",
  "catalogue.session",
  "catalogue.sign_in_step",
  "audit.inbox",
];
const PATIENCE = 50;

interface FoundTable extends DumpedTable {
  readonly oid: string;
  readonly place: string;
}
type ListedTable = Omit<FoundTable, "counter"> & {
  /** The sequence's name is quoted. */
  readonly counting: { readonly column: string; readonly sequence: string } | null;
};

const SEQUENCES_AT_ONCE = 100;

/** Runs `work` on the snapshot, the stages locked; `tables` gives each table's rows, stages first, and is to be read to its end. */
export async function inSnapshot<T>(
  client: pg.ClientBase,
  work: (dump: Dump, rowsOf: (table: DumpedTable) => AsyncIterable<Buffer>) => Promise<T>,
): Promise<T> {
  const tables = await beginSnapshot(client);
  try {
    const migrations = await ranMigrations(client);
    const result = await work({ migrations, tables }, (table) => copyOut(client, table));
    await client.query("commit");
    return result;
  } catch (error) {
    await client.query("rollback").catch(() => {});
    throw error;
  }
}

/** A table of the snapshot may be gone by now, or be another one of its name: then everything begins anew, a moment later. */
async function beginSnapshot(client: pg.ClientBase): Promise<readonly FoundTable[]> {
  for (let attempt = 1; ; attempt += 1) {
    await client.query("begin isolation level repeatable read read only");
    try {
      await client.query("savepoint stages");
      // How a table is made PostgreSQL tells as of now, also of one that the snapshot still sees.
      const tables = await withCounters(client, await listTables(client));
      for (const table of tables.filter(({ schema }) => schema === "stage")) await lock(client, table);
      return tables;
    } catch (error) {
      await client.query("rollback");
      if (attempt === PATIENCE) throw error;
      await sleep(100);
    }
  }
}

/** Throws when the table is not what the snapshot saw. */
async function lock(client: pg.ClientBase, table: FoundTable): Promise<void> {
  await client.query(`lock table ${nameOf(table)} in access share mode`);
  const { rows } = await client.query<{ same: boolean }>(
    "select to_regclass($1)::oid::text = $2 and pg_relation_filenode($2::oid)::text = $3 as same",
    [nameOf(table), table.oid, table.place],
  );
  if (rows[0]?.same !== true) throw new Error(`${nameOf(table)} is not what it was`);
}

async function* copyOut(client: pg.ClientBase, table: DumpedTable): AsyncGenerator<Buffer> {
  if (table.schema !== "stage") await client.query("rollback to savepoint stages");
  if (table.schema !== "stage") await lock(client, table as FoundTable); // what is handed out is what was found
  yield* client.query(copyTo(`copy ${nameOf(table)} (${table.columns.map(quote).join(", ")}) to stdout`));
}

export const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;
export const nameOf = ({ schema, name }: Pick<DumpedTable, "schema" | "name">): string => `${schema}.${quote(name)}`;

/**
 * Sequences are read as tables are, and let go again: PostgreSQL's functions for them lock a sequence until the transaction's end, and
 * whoever publishes would wait for the whole backup.
 */
async function withCounters(client: pg.ClientBase, listed: readonly ListedTable[]): Promise<readonly FoundTable[]> {
  const sequences = listed.flatMap(({ counting }) => counting?.sequence ?? []);
  const last = new Map<string, string | null>();
  for (let at = 0; at < sequences.length; at += SEQUENCES_AT_ONCE) {
    const some = sequences.slice(at, at + SEQUENCES_AT_ONCE);
    const { rows } = await client.query<{ last: string | null; nth: number }>(
      some
        .map((name, nth) => `select ${nth} as nth, case when is_called then last_value::text end as last from ${name}`)
        .join(" union all "),
    );
    for (const row of rows) last.set(some[row.nth] ?? "", row.last);
    await client.query("rollback to savepoint stages");
  }
  return listed.map(({ counting, ...table }) => ({
    ...table,
    counter: counting && { column: counting.column, last: last.get(counting.sequence) ?? null },
  }));
}

/** Stages first. */
async function listTables(client: pg.ClientBase): Promise<readonly ListedTable[]> {
  const { rows } = await client.query<ListedTable>(
    `select c.oid::text as oid, c.relfilenode::text as place, n.nspname as schema, c.relname as name,
       (select json_agg(a.attname order by a.attnum) from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
       (select json_build_object('column', a.attname, 'sequence', pg_get_serial_sequence(c.oid::regclass::text, a.attname))
        from pg_attribute a where a.attrelid = c.oid and a.attidentity <> '' and not a.attisdropped) as counting,
       case when n.nspname in ('data', 'stage') then json_build_object(
         'unlogged', c.relpersistence = 'u',
         'comment', obj_description(c.oid, 'pg_class'),
         'columns', (select json_agg(json_build_object('name', a.attname, 'definition', concat_ws(' ',
              format_type(a.atttypid, a.atttypmod),
              case when a.attcollation <> t.typcollation then (select 'collate ' || quote_ident(s.nspname) || '.' || quote_ident(l.collname)
                from pg_collation l join pg_namespace s on s.oid = l.collnamespace where l.oid = a.attcollation) end,
              case when a.attnotnull then 'not null' end,
              case a.attidentity when 'd' then 'generated by default as identity (cache 1000)'
                when 'a' then 'generated always as identity' end,
              'default ' || pg_get_expr(d.adbin, d.adrelid))) order by a.attnum)
            from pg_attribute a join pg_type t on t.oid = a.atttypid
              left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
            where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped),
         'constraints', (select coalesce(json_agg(format('constraint %I %s', k.conname, pg_get_constraintdef(k.oid)) order by k.conname), '[]')
            from pg_constraint k where k.conrelid = c.oid and k.contype in ('p', 'u', 'c', 'x')),
         'indexes', (select coalesce(json_agg(pg_get_indexdef(i.indexrelid) order by i.indexrelid), '[]') from pg_index i
            where i.indrelid = c.oid and i.indisvalid and not exists (select from pg_constraint k where k.conindid = i.indexrelid))
       ) end as made
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('catalogue', 'audit', 'data', 'stage') and c.relkind = 'r'
       and n.nspname || '.' || c.relname <> all($1)
     order by n.nspname <> 'stage', n.nspname, c.relname`,
    [LEFT_OUT],
  );
  return rows;
}
