/**
 * The schema's history: numbered `.sql` files, each run once, in order, in a transaction of its own. Two servers that start together
 * do not race (advisory lock), and a server refuses a database that a newer one has already changed.
 */
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { DataSource, type MigrationInterface, type QueryRunner } from "typeorm";
import { Fault } from "../kernel/fault.ts";
import type { Store } from "./data-source.ts";
import { asFault } from "./database-fault.ts";

const FOLDER = fileURLToPath(new URL("./migrations/", import.meta.url));
/** Any number will do as long as every server uses the same. */
const LOCK = 7_300_001;

interface MigrateOptions {
  readonly folder?: string;
  /** No others than these; a database that is to take an older one's rows needs that one's schema. */
  readonly only?: readonly string[];
}

/** Runs what is missing. Returns the names of the migrations that ran, in order. Throws `server.database-newer`. */
export async function migrate(
  store: Pick<Store, "url">,
  { folder = FOLDER, only }: MigrateOptions = {},
): Promise<readonly string[]> {
  const known = await migrationFiles(folder);
  refuseNewer(known, only ?? []);
  const files = only === undefined ? known : known.filter((name) => only.includes(name));
  const lock = new pg.Client({ connectionString: store.url, application_name: "jendela-migrate" });
  lock.on("error", () => {});
  try {
    await lock.connect();
    await lock.query("select pg_advisory_lock($1)", [LOCK]);
    refuseNewer(known, await ranMigrations(lock));
    await lock.query("create schema if not exists catalogue");
    return await runFiles(store.url, folder, files);
  } catch (error) {
    throw asFault(error);
  } finally {
    await lock.end().catch(() => {});
  }
}

/** Names of the migrations this server knows and the database has not seen. Throws `server.database-newer`. */
export async function pendingMigrations(
  store: Pick<Store, "read">,
  folder: string = FOLDER,
): Promise<readonly string[]> {
  const files = await migrationFiles(folder);
  return store.read(async (tx) => {
    const ran = await ranMigrations({ query: async (sql) => ({ rows: await tx.query<{ name: string }>(sql) }) });
    refuseNewer(files, ran);
    return files.filter((file) => !ran.includes(file));
  });
}

/** "0001-catalogue" …, in order. */
async function migrationFiles(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder);
  return names.flatMap((name) => /^(\d{4}-[a-z0-9-]+)\.sql$/.exec(name)?.[1] ?? []).sort();
}

interface Queryable {
  readonly query: (sql: string) => Promise<{ rows: { name: string }[] }>;
}

/** Names, in the order in which they ran. */
export async function ranMigrations(client: Queryable): Promise<readonly string[]> {
  const { rows } = await client.query("select to_regclass('catalogue.migration')::text as name");
  if (!rows[0]?.name) return [];
  const ran = await client.query("select name from catalogue.migration order by id");
  return ran.rows.map(({ name }) => name.replace(/-\d{13}$/, ""));
}

function refuseNewer(known: readonly string[], ran: readonly string[]): void {
  const unknown = ran.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Fault("server.database-newer", { migrations: unknown.join(", ") });
}

async function runFiles(url: string, folder: string, files: readonly string[]): Promise<readonly string[]> {
  const migrations = await Promise.all(
    files.map(async (name) => asMigration(name, await readFile(`${folder}/${name}.sql`, "utf8"))),
  );
  const source = new DataSource({
    type: "postgres",
    url,
    schema: "catalogue",
    migrationsTableName: "migration",
    migrations,
    poolSize: 2,
    installExtensions: false,
  });
  try {
    await source.initialize();
    const ran = await source.runMigrations({ transaction: "each" });
    return ran.map(({ name }) => name.replace(/-\d{13}$/, ""));
  } finally {
    if (source.isInitialized) await source.destroy();
  }
}

/** TypeORM orders migrations by thirteen digits at the end of a name. There is no way back: a mistake is mended by the next file. */
function asMigration(file: string, text: string): new () => MigrationInterface {
  return class implements MigrationInterface {
    readonly name = `${file}-${file.slice(0, 4).padStart(13, "0")}`;
    async up(runner: QueryRunner): Promise<void> {
      await runner.query(text);
    }
    down(): Promise<void> {
      throw new Error(`${file} cannot be taken back; write the next migration`);
    }
  };
}
