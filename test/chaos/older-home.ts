/**
 * A home as a server of before some migrations left it: the schema that those it had make, and of everything that is there as much as
 * that schema has room for. Starting on it migrates it, with real rows in every table.
 */

import { readFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import type pg from "pg";
import { openStore } from "../../src/store/data-source.ts";
import { type DumpedTable, inSnapshot } from "../../src/store/dump.ts";
import { startEmbedded } from "../../src/store/embedded.ts";
import { loadTable } from "../../src/store/load.ts";
import { migrate, ranMigrations } from "../../src/store/migrate.ts";
import type { Home } from "./home.ts";
import type { Random } from "./random.ts";

/** What came before is not old enough to have versions as they are now. */
const OLDEST = "0007-version-agency";

interface Kept {
  readonly table: DumpedTable;
  /** As COPY writes them: a line each, columns between tabs. */
  readonly rows: string;
}

/** No server runs. Returns the names of the migrations that are missing now. Sessions and the queue's jobs are lost. */
export async function makeOlder(home: Home, random: Random): Promise<readonly string[]> {
  const database = await startEmbedded({ home: home.folder });
  const store = await openStore({ url: database.url, poolSize: 2 });
  try {
    const all = await store.withClient(ranMigrations);
    const had = all.slice(0, random.whole(all.indexOf(OLDEST) + 1, all.length - 1));
    const kept = await store.withClient(keepRows);
    await store.withClient((client) =>
      client.query("drop schema if exists catalogue, audit, data, stage, jobs cascade"),
    );
    await migrate(store, { only: had });
    await store.withClient((client) => fill(client, kept));
    return all.slice(had.length);
  } finally {
    // Invited anew: their sessions were of the schema that is gone.
    home.people = undefined;
    await store.close();
    await database.stop();
  }
}

/** By which the database tells that it runs this migration. */
export async function beginningOf(migration: string): Promise<RegExp> {
  const text = await readFile(new URL(`../../src/store/migrations/${migration}.sql`, import.meta.url), "utf8");
  return new RegExp(`^${text.slice(0, 60).replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`);
}

async function keepRows(client: pg.ClientBase): Promise<readonly Kept[]> {
  return inSnapshot(client, async ({ tables }, rowsOf) => {
    const kept: Kept[] = [];
    for (const table of tables) kept.push({ table, rows: (await buffer(rowsOf(table))).toString() });
    return kept;
  });
}

/** As a superuser, who need not care for the order of the tables. */
async function fill(client: pg.ClientBase, kept: readonly Kept[]): Promise<void> {
  await client.query("set session_replication_role = replica");
  const { rows } = await client.query<{ name: string; columns: string[] }>(
    `select table_schema || '.' || table_name as name, array_agg(column_name::text) as columns
     from information_schema.columns where table_schema in ('catalogue', 'audit') group by 1`,
  );
  const there = new Map(rows.map(({ name, columns }) => [name, columns]));
  for (const each of kept) {
    const { table, rows } = beforeTheChain(each, there);
    const columns = table.made === null ? there.get(`${table.schema}.${table.name}`) : table.columns;
    if (columns === undefined) continue;
    if (table.made === null) await client.query(`delete from ${table.schema}.${table.name}`);
    const left = table.columns.filter((column) => columns.includes(column));
    await loadTable(client, { ...table, columns: left }, pick(rows, table.columns, left));
  }
  await client.query("reset session_replication_role");
}

/** The audit trail was a table like others. */
const beforeTheChain = (kept: Kept, there: ReadonlyMap<string, unknown>): Kept =>
  kept.table.schema === "audit" && !there.has("audit.entry")
    ? { ...kept, table: { ...kept.table, schema: "catalogue", name: "audit" } }
    : kept;

async function* pick(rows: string, all: readonly string[], some: readonly string[]): AsyncGenerator<Buffer> {
  const places = some.map((column) => all.indexOf(column));
  for (const line of rows.split("\n").slice(0, -1)) {
    const values = line.split("\t");
    yield Buffer.from(`${places.map((place) => values[place]).join("\t")}\n`);
  }
}
