/**
 * What a dump says, put into an empty database whose migrations are those of the dump. One transaction: all of it or nothing. No trigger
 * fires and no reference is checked while rows come; references are checked when all are there.
 */
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { Fault } from "../kernel/fault.ts";
import { type DumpedTable, nameOf, quote } from "./dump.ts";

export interface Load {
  readonly table: (table: DumpedTable, rows: AsyncIterable<Buffer>) => Promise<void>;
}

interface Reference {
  readonly of: string;
  readonly name: string;
  readonly definition: string;
}

/** Throws `restore.not-empty`. */
export async function intoEmpty(client: pg.ClientBase, work: (load: Load) => Promise<void>): Promise<void> {
  await client.query("begin");
  try {
    await demandEmpty(client);
    const tables = await namesOf(client, "select oid::regclass::text as name from pg_class where relkind = 'r'");
    const references = await dropReferences(client);
    for (const table of tables) await client.query(`alter table ${table} disable trigger user`);
    await client.query(`truncate ${tables.join(", ")}`);
    const loaded: DumpedTable[] = [];
    await work({
      table: async (table, rows) => {
        await loadTable(client, table, rows);
        loaded.push(table);
      },
    });
    for (const { of, name, definition } of references)
      await client.query(`alter table ${of} add constraint ${quote(name)} ${definition}`);
    for (const table of tables) await client.query(`alter table ${table} enable trigger user`);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback").catch(() => {});
    throw error;
  }
  await client.query("analyze");
}

const OURS =
  "relnamespace in ('catalogue'::regnamespace, 'audit'::regnamespace) and oid <> 'catalogue.migration'::regclass";

async function namesOf(client: pg.ClientBase, sql: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(`${sql} and ${OURS}`);
  return rows.map(({ name }) => name);
}

/** Nobody has worked with it: only migrations have run. */
async function demandEmpty(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ used: boolean }>(
    `select exists (select from audit.entry) or exists (select from catalogue.dataset) or exists (select from catalogue.person)
       or exists (select from catalogue.token) or exists (select from catalogue.agency)
       or exists (select from pg_class where relnamespace in ('data'::regnamespace, 'stage'::regnamespace)) as used`,
  );
  if (rows[0]?.used !== false) throw new Fault("restore.not-empty");
}

async function dropReferences(client: pg.ClientBase): Promise<readonly Reference[]> {
  const { rows } = await client.query<Reference>(
    `select conrelid::regclass::text as of, conname as name, pg_get_constraintdef(oid) as definition from pg_constraint
     where contype = 'f' and conparentid = 0 and conrelid in (select oid from pg_class where ${OURS})`,
  );
  for (const { of, name } of rows) await client.query(`alter table ${of} drop constraint ${quote(name)}`);
  return rows;
}

/** Makes the table where no migration did, and fills it. */
export async function loadTable(client: pg.ClientBase, table: DumpedTable, rows: AsyncIterable<Buffer>): Promise<void> {
  const { made, columns, counter } = table;
  const name = nameOf(table);
  if (made !== null) {
    const definitions = made.columns.map((column) => `${quote(column.name)} ${column.definition}`);
    await client.query(`create ${made.unlogged ? "unlogged" : ""} table ${name} (${definitions.join(", ")})`);
    if (made.comment !== null) await client.query(`comment on table ${name} is ${literal(made.comment)}`);
  }
  await pipeline(
    Readable.from(rows, { objectMode: false }),
    client.query(copyFrom(`copy ${name} (${columns.map(quote).join(", ")}) from stdin`)),
  );
  for (const constraint of made?.constraints ?? []) await client.query(`alter table ${name} add ${constraint}`);
  for (const index of made?.indexes ?? []) await client.query(index);
  if (counter !== null && counter.last !== null)
    await client.query("select setval(pg_get_serial_sequence($1, $2), $3)", [name, counter.column, counter.last]);
}

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
