/**
 * One PostgreSQL for the whole run: TEST_DATABASE_URL, else an embedded one in a temporary folder, thrown away afterwards. A template
 * database holds the migrated schema; `store.ts` clones it for each test file.
 */
import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { startEmbedded } from "../../src/store/embedded.ts";
import { migrate } from "../../src/store/migrate.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Address of the server, in its own maintenance database. */
    readonly databaseServer: string;
    readonly databaseTemplate: string;
  }
}

/** Nothing here outlives the run, so nothing needs to reach the disk. */
const SETTINGS = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  max_connections: "300",
  autovacuum: "off",
};

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL;
  const home = given === undefined ? await mkdtemp(join(tmpdir(), "jendela-test-")) : undefined;
  // Under root the database's own user must be able to enter.
  if (home !== undefined) await chmod(home, 0o755);
  const embedded = home === undefined ? undefined : await startEmbedded({ home, settings: SETTINGS });
  const server = given ?? embedded?.url ?? "";
  const template = `jendela_template_${randomBytes(6).toString("hex")}`;
  await onServer(server, `create database ${template} template template0 encoding 'UTF8'`);
  await migrate({ url: withDatabase(server, template) });
  project.provide("databaseServer", server);
  project.provide("databaseTemplate", template);
  return async () => {
    if (embedded === undefined) await onServer(server, `drop database if exists ${template} with (force)`);
    await embedded?.stop();
    if (home !== undefined) await rm(home, { recursive: true, force: true });
  };
}

/** Runs one statement outside of any transaction. */
export async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** The same server, another database. */
export function withDatabase(url: string, database: string): string {
  const address = new URL(url);
  address.pathname = `/${database}`;
  return address.href;
}
