/**
 * The way to PostgreSQL: three pools over one address. Reads have a pool whose sessions are read only (a single read needs no BEGIN)
 * and whose statements have a time limit; writes have one without; long streams (COPY) have a third, so that slow downloads never
 * starve pages. Whoever listens for announcements here has heard of a write when it returns.
 */
import pg from "pg";
import { DataSource, type EntityManager, type QueryRunner } from "typeorm";
import type { Observe } from "../kernel/effects.ts";
import { isFault } from "../kernel/fault.ts";
import { asFault } from "./database-fault.ts";
import { entities } from "./entities/all.ts";
import { type Listener, type Listening, listenTo } from "./listen.ts";
import { createStatementNames, type NameStatement } from "./prepared.ts";
import { type Sql, toQuery } from "./sql.ts";
import type { ReadTx, WriteTx } from "./transaction.ts";
import { createWatchStatement, type WatchStatement } from "./watch-statement.ts";

export interface Store {
  readonly url: string;
  /** Throws the Fault `server.database-away` when there is no connection to be had. */
  readonly read: <T>(work: (tx: ReadTx) => Promise<T>) => Promise<T>;
  readonly write: <T>(work: (tx: WriteTx) => Promise<T>) => Promise<T>;
  /** A connection of its own for COPY, outside of any transaction, without a time limit. Dropped when the work throws. */
  readonly withClient: <T>(work: (client: pg.PoolClient) => Promise<T>) => Promise<T>;
  /** Hears what is announced on a channel, until the store is closed. A `write` of this store resolves when its own were heard. */
  readonly listen: (channel: string, listener: Listener) => Promise<void>;
  /** How its connections are used at the moment. */
  readonly connections: () => readonly PoolUse[];
  readonly close: () => Promise<void>;
}

export interface PoolUse {
  readonly pool: "read" | "write" | "stream";
  readonly open: number;
  readonly idle: number;
  /** Work that waits for one. */
  readonly waiting: number;
}

export interface StoreOptions {
  readonly url: string;
  /** Connections for reads; writes and streams have half as many each. */
  readonly poolSize?: number | undefined;
  /** Milliseconds a statement of a read may take. */
  readonly readTimeout?: number | undefined;
  readonly observe?: Observe | undefined;
  /** Milliseconds from which a statement is told as slow; 0 or absent: none is. */
  readonly slowMs?: number | undefined;
}

const CONNECT_TIMEOUT = 10_000;

/**
 * The same text for dates and times whatever the server's own settings; JIT and parallel workers cost small queries more than they give.
 * What a killed process left running, or waiting with locks in its hands, is noticed within two seconds.
 */
const SESSION =
  "-c client_connection_check_interval=2000 -c TimeZone=UTC -c DateStyle=ISO -c IntervalStyle=iso_8601 -c standard_conforming_strings=on -c jit=off -c parallel_setup_cost=20000";

/** Connects. Throws the Fault `server.database-away` when the server cannot be reached. */
export async function openStore({
  url,
  poolSize = 10,
  readTimeout = 30_000,
  observe = () => {},
  slowMs = 0,
}: StoreOptions): Promise<Store> {
  const half = Math.max(2, Math.ceil(poolSize / 2));
  const lost = (error: Error) => observe({ kind: "database-connection-lost", level: "warn", message: error.message });
  const source = (extra: string, size: number) =>
    new DataSource({
      type: "postgres",
      url: withSession(url, `${SESSION} ${extra}`),
      entities: [...entities],
      applicationName: "jendela",
      connectTimeoutMS: CONNECT_TIMEOUT,
      installExtensions: false,
      poolErrorHandler: lost,
      poolSize: size,
      extra: { onConnect: outlive },
    });
  const reads = source(`-c default_transaction_read_only=on -c statement_timeout=${readTimeout}`, poolSize);
  const writes = source("-c idle_in_transaction_session_timeout=300000", half);
  const streams = new pg.Pool({
    connectionString: withSession(url, SESSION),
    application_name: "jendela",
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    max: half,
  });
  streams.on("error", lost);
  streams.on("connect", outlive);
  const listening: Listening[] = [];
  const close = async () => {
    await Promise.allSettled(listening.map(({ stop }) => stop()));
    await Promise.allSettled([
      reads.isInitialized && reads.destroy(),
      writes.isInitialized && writes.destroy(),
      streams.end(),
    ]);
  };
  const nameOf = createStatementNames();
  const watch = createWatchStatement(observe, slowMs);
  try {
    await Promise.all([reads.initialize(), writes.initialize()]);
  } catch (error) {
    await close();
    throw asFault(error);
  }
  return {
    url,
    read: (work) =>
      withRunner(reads, (runner, client) => work(transaction(runner.manager, client, nameOf, watch) as ReadTx)),
    write: async (work) => {
      const result = await withRunner(writes, async (runner, client) => {
        await runner.startTransaction();
        try {
          const result = await work(transaction(runner.manager, client, unnamed, watch) as WriteTx);
          await runner.commitTransaction();
          return result;
        } catch (error) {
          // When the connection is lost there is nothing to roll back; the first error is the one that matters.
          await runner.rollbackTransaction().catch(() => {});
          throw error;
        }
      });
      await Promise.all(listening.map(({ catchUp }) => catchUp()));
      return result;
    },
    listen: async (channel, listener) => void listening.push(await listenTo(url, channel, listener)),
    withClient: (work) => withClient(streams, work),
    connections: () => [usedOf("read", poolOf(reads)), usedOf("write", poolOf(writes)), usedOf("stream", streams)],
    close,
  };
}

/** TypeORM's PostgreSQL driver keeps pg's own pool, and types it as any. */
const poolOf = (source: DataSource): pg.Pool => (source.driver as unknown as { readonly master: pg.Pool }).master;

const usedOf = (pool: PoolUse["pool"], { totalCount, idleCount, waitingCount }: pg.Pool): PoolUse => ({
  pool,
  open: totalCount,
  idle: idleCount,
  waiting: waitingCount,
});

async function withRunner<T>(
  source: DataSource,
  work: (runner: QueryRunner, client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const runner = source.createQueryRunner();
  let client: pg.PoolClient | undefined;
  try {
    // TypeORM types the driver's own connection as any; its PostgreSQL driver gives a client of pg's pool.
    client = (await runner.connect()) as pg.PoolClient;
    return await work(runner, client);
  } catch (error) {
    const fault = asFault(error);
    // The server's last word arrives before its hanging up: nobody else must get this connection.
    if (isFault(fault) && fault.code === "server.database-away") void client?.end();
    throw fault;
  } finally {
    await runner.release();
  }
}

async function withClient<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  let client: pg.PoolClient | undefined;
  let failure: Error | undefined;
  const onError = (error: Error) => {
    failure = error;
  };
  try {
    client = await pool.connect();
    client.on("error", onError);
    return await work(client);
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error));
    throw asFault(error);
  } finally {
    client?.off("error", onError);
    client?.release(failure);
  }
}

/**
 * A database may say in one breath that a connection is made and that it ends. Between the pool, which listens no longer, and whoever was
 * promised the connection, who does not listen yet, that would end the process; so it is told by the next question.
 */
const outlive = (client: pg.ClientBase): void => void client.on("error", () => {});

/** What is written is seldom written again in the same words. */
const unnamed: NameStatement = () => undefined;

/** The brand of a transaction exists in types only: the caller says which it made. */
function transaction(
  manager: EntityManager,
  client: pg.PoolClient,
  nameOf: NameStatement,
  watch: WatchStatement,
): Omit<ReadTx, symbol> {
  return {
    manager,
    query: async <R extends object>(statement: string | Sql, values: readonly unknown[] = []) => {
      const { text, values: bound } =
        typeof statement === "string" ? { text: statement, values: [...values] } : toQuery(statement);
      return (await watch(text, () => client.query<R>({ name: nameOf(text), text, values: bound }))).rows;
    },
    texts: async (statement) => {
      const { text, values } = toQuery(statement);
      const name = nameOf(text);
      const result = await watch(text, () =>
        client.query<(string | null)[]>({ name, text, values, rowMode: "array", types: asText }),
      );
      return result.rows;
    },
  };
}

const asText = { getTypeParser: () => (text: string) => text } as unknown as pg.CustomTypesConfig; // every format is text here

/** Adds to the settings that the address itself may carry in `options`. */
function withSession(url: string, settings: string): string {
  const address = new URL(url);
  const own = address.searchParams.get("options");
  address.searchParams.set("options", own === null ? settings : `${own} ${settings}`);
  return address.href;
}
