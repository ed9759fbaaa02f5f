/**
 * A copy in a schema of PostgreSQL: one table for each dataset, named after its slug, typed as its fields are. The bytes arrive in a
 * temporary table while nothing is locked; then one transaction changes rows and columns, reads the table out again as canonical CSV and
 * commits only if it has the announced hash. Readers see the version before, or the new one.
 */
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import type { DatasetSlug } from "../kernel/ids.ts";
import { type Description, parseDescription } from "./description.ts";
import { Mismatch } from "./merge.ts";
import {
  applyDelta,
  columnList,
  copyOut,
  createDeltaStage,
  createTable,
  createWholeStage,
  insertWhole,
  reshapeTable,
  tableNameOf,
  tablePath,
} from "./postgres-table.ts";
import { type FollowState, type Target, verified } from "./target.ts";

/** Somebody else follows into this schema at the moment. */
export class SchemaBusy extends Error {}

/** Waiting longer for readers to let go of a table is given up until the next round. */
const LOCK_TIMEOUT = "30s";

export async function openPostgres(url: string, schema: string): Promise<Target> {
  const client = new pg.Client({ connectionString: url, application_name: "jendela-follow" });
  // A lost connection fails the statement that is under way; there is nothing more to do about it.
  client.on("error", () => {});
  await client.connect();
  try {
    await prepare(client, schema);
  } catch (error) {
    await client.end();
    throw error;
  }
  const records = `${pg.escapeIdentifier(schema)}._jendela_dataset`;
  const states = `${pg.escapeIdentifier(schema)}._jendela_state`;

  const record = (status: string, slug: DatasetSlug, reason: string | null): Promise<unknown> =>
    client.query(`update ${records} set status = $2, reason = $3, updated_at = now() where slug = $1`, [
      slug,
      status,
      reason,
    ]);
  const recordCurrent = ({ slug, version, sha256, text }: Description): Promise<unknown> =>
    client.query(
      `insert into ${records} (slug, table_name, status, version, sha256, package) values ($1, $2, 'current', $3, $4, $5)
       on conflict (slug) do update set status = 'current', reason = null, version = $3, sha256 = $4, package = $5, updated_at = now()`,
      [slug, tableNameOf(slug), version, sha256, text],
    );
  /** The shape of the table, current or emptied; undefined where there is no table. */
  const findTable = async (slug: DatasetSlug): Promise<{ description: Description; current: boolean } | undefined> => {
    const { rows } = await client.query<{ package: string; status: string }>(
      `select package::text, status from ${records} where slug = $1 and to_regclass($2) is not null`,
      [slug, tablePath(schema, slug)],
    );
    const [row] = rows;
    return row && { description: parseDescription(row.package, slug), current: row.status === "current" };
  };
  const verify = async (description: Description): Promise<void> => {
    const header = Buffer.from(`${description.fields.map(({ name }) => name).join(",")}\n`);
    const rows = client.query(copyTo(copyOut(schema, description)));
    for await (const _ of verified(prefixed(header, rows), description)) {
      // Only the hash at their end is wanted.
    }
  };

  return {
    readState: async () => {
      const { rows } = await client.query<{ state: FollowState }>(`select state from ${states}`);
      return rows[0]?.state;
    },
    writeState: async (state) => {
      await client.query(
        `insert into ${states} (state) values ($1::json) on conflict (one) do update set state = $1::json, updated_at = now()`,
        [JSON.stringify(state)],
      );
    },
    list: async () => {
      const { rows } = await client.query<{ slug: DatasetSlug }>(`select slug from ${records} order by slug`);
      return rows.map(({ slug }) => slug);
    },
    find: async (slug) => {
      const table = await findTable(slug);
      return table?.current === true ? table.description : undefined;
    },
    describe: async (description) => void (await recordCurrent(description)),
    adopt: async () => false,
    replace: async (description, csv) => {
      const before = await findTable(description.slug);
      await stage(
        client,
        createWholeStage(description),
        `copy _whole (${columnList(description)})`,
        verified(csv, description),
      );
      await inTransaction(client, async () => {
        if (before === undefined) await client.query(createTable(schema, description));
        else {
          await client.query(`delete from ${tablePath(schema, description.slug)}`);
          for (const statement of reshapeTable(schema, before.description, description)) await client.query(statement);
        }
        await client.query(insertWhole(schema, description));
        await verify(description);
        await recordCurrent(description);
      });
    },
    step: async (from, to, diff) => {
      await asMismatch(stage(client, createDeltaStage(to), "copy _delta", diff));
      await inTransaction(client, async () => {
        for (const statement of reshapeTable(schema, from, to)) await client.query(statement);
        for (const statement of applyDelta(schema, to)) await asMismatch(client.query(statement));
        await verify(to);
        await recordCurrent(to);
      });
    },
    takeDown: (slug, kind, reason) =>
      inTransaction(client, async () => {
        if ((await findTable(slug)) !== undefined) await client.query(`delete from ${tablePath(schema, slug)}`);
        await record(kind, slug, reason);
      }),
    close: () => client.end(),
  };
}

async function prepare(client: pg.Client, schema: string): Promise<void> {
  const name = pg.escapeIdentifier(schema);
  await client.query("set client_encoding = 'UTF8'");
  const { rows } = await client.query<{ free: boolean }>(
    "select pg_try_advisory_lock(hashtextextended($1, 7300)) as free",
    [`jendela-follow ${schema}`],
  );
  if (rows[0]?.free !== true) throw new SchemaBusy(schema);
  await client.query(`create schema if not exists ${name}`);
  await client.query(
    `create table if not exists ${name}._jendela_state (one boolean primary key default true check (one), state json not null, updated_at timestamptz not null default now())`,
  );
  await client.query(
    `create table if not exists ${name}._jendela_dataset (slug text primary key, table_name text not null, status text not null check (status in ('current', 'withdrawn', 'removed')),
       reason text, version integer not null, sha256 text not null, package json not null, updated_at timestamptz not null default now())`,
  );
}

/** Fills a temporary table with CSV as it arrives. */
async function stage(client: pg.Client, create: string, copy: string, csv: AsyncIterable<Uint8Array>): Promise<void> {
  await client.query("drop table if exists pg_temp._whole, pg_temp._delta");
  await client.query(create);
  await pipeline(
    Readable.from(csv, { objectMode: false }),
    client.query(copyFrom(`${copy} from stdin (format csv, header true)`)),
  );
}

async function inTransaction(client: pg.Client, work: () => Promise<void>): Promise<void> {
  await client.query("begin");
  try {
    await client.query(`set local lock_timeout = '${LOCK_TIMEOUT}'`);
    await work();
    await client.query("commit");
  } catch (error) {
    await client.query("rollback").catch(() => {});
    throw error;
  }
}

/** Rows that PostgreSQL cannot read (class 22) or will not keep (class 23) are not those of the version. */
async function asMismatch<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof pg.DatabaseError && /^2[23]/.test(error.code ?? "")) throw new Mismatch(error.message);
    throw error;
  }
}

async function* prefixed(header: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield header;
  yield* rest;
}
