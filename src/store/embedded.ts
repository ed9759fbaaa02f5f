/**
 * The default database: a real PostgreSQL beside the server, with nothing to install or set up.
 *
 * Whoever needs it (a server, a command beside it) attaches; the first to come starts it and the last to go stops it. Attached means
 * to hold a shared advisory lock on a connection of its own, so a process that is killed counts as gone at once, and a database that
 * outlived its server is simply attached to by the next one. Nobody's exit hook is installed: the server's own SIGTERM handling calls
 * `stop`. Why the shipped wrapper is not used: docs/decisions/embedded-postgresql.md.
 */
import { randomBytes } from "node:crypto";
import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { Observe } from "../kernel/effects.ts";
import { Fault } from "../kernel/fault.ts";
import {
  type Cluster,
  findPostmaster,
  initialiseCluster,
  type Settings,
  SUPERUSER,
  startCluster,
  stopCluster,
} from "./embedded-cluster.ts";
import { preparePlace } from "./embedded-place.ts";
import { findPrograms } from "./embedded-programs.ts";

interface EmbeddedOptions {
  /** JENDELA_HOME: the database lies in `<home>/postgres`, its port and password in `<home>/postgres.json`. */
  readonly home: string;
  /** Port to listen on; absent: a free one, remembered. */
  readonly port?: number | undefined;
  /** Settings of postgresql.conf over the defaults. */
  readonly settings?: Settings | undefined;
  readonly observe?: Observe | undefined;
}

interface Embedded {
  readonly url: string;
  /** Lets go; the last one to let go stops the database. May be called again. */
  readonly stop: () => Promise<void>;
}

interface Access {
  readonly port: number;
  readonly password: string;
}

const DATABASE = "jendela";
/** Of whoever is attached. Any number will do as long as everybody uses the same. */
const ATTACHED = 7_300_002;
const PATIENCE = 120_000;
/** Between two attempts to start a database that will not. */
const AGAIN_MS = 2_000;
/** After a crash a start may fail once: a process of the old one is still there, or recovery met what it left half made. */
const STARTS = 3;

/** Attaches to the database of `home`, making and starting it as needed. Throws Faults `embedded.*` that say what to do. */
export async function startEmbedded({
  home,
  port,
  settings = {},
  observe = () => {},
}: EmbeddedOptions): Promise<Embedded> {
  const place = await preparePlace(home);
  const cluster: Cluster = { place, programs: await findPrograms(place), settings };
  const file = join(resolve(home), "postgres.json");
  const { password } = await readAccess(file, port);
  await initialiseCluster(cluster, password);

  let stopped: Promise<void> | undefined;
  let keeper = await attach(cluster, file);
  /** Settles when a lost connection has been replaced, or cannot be. */
  let attaching: Promise<void> = Promise.resolve();
  /** For as long as anybody works here: a disk that is full today may have room tomorrow. */
  const attachAgain = async (): Promise<pg.Client | undefined> => {
    while (stopped === undefined) {
      const again = await attach(cluster, file).catch((error: unknown) =>
        observe({ kind: "embedded-database-gone", level: "error", error }),
      );
      if (again) return again;
      await sleep(AGAIN_MS);
    }
    return undefined;
  };
  const keep = () => {
    keeper.once("end", () => {
      if (stopped !== undefined) return;
      observe({ kind: "embedded-database-lost", level: "warn" });
      attaching = attachAgain().then((again) => {
        if (again === undefined) return;
        keeper = again;
        keep();
      });
    });
  };
  keep();
  return {
    url: addressOf({ port: keeper.port, password }, DATABASE),
    stop: () => {
      // What was begun again must be let go, too.
      stopped ??= attaching.then(() => detach(cluster, keeper));
      return stopped;
    },
  };
}

/** Connects, starting the cluster if nobody has; returns the connection that holds the lock. */
async function attach(cluster: Cluster, file: string): Promise<pg.Client> {
  const deadline = Date.now() + PATIENCE;
  let refused: unknown;
  let starts = 0;
  while (Date.now() < deadline) {
    const running = await findPostmaster(cluster.place);
    if (running === undefined) {
      starts += 1;
      await startOnFreePort(cluster, file).catch((error: unknown) => {
        if (starts >= STARTS) throw error;
        return sleep(AGAIN_MS);
      });
      continue;
    }
    const { password } = await readAccess(file);
    const keeper = await connect({ port: running.port, password }).catch((error: unknown) => {
      refused = error;
      return undefined;
    });
    if (keeper) return keeper;
    if ((refused as { code?: string }).code === "28P01")
      throw new Fault("embedded.not-started", { log: "password" }, {}, refused);
    // Starting up, shutting down or recovering.
    await sleep(100);
  }
  throw new Fault("embedded.not-started", { log: String(refused) }, {}, refused);
}

async function startOnFreePort(cluster: Cluster, file: string): Promise<void> {
  const access = await readAccess(file);
  const port = (await isFree(access.port)) ? access.port : await freePort();
  if (port !== access.port) await writeAccess(file, { ...access, port });
  try {
    await startCluster(cluster, port);
  } catch (error) {
    // Another process started it in between, or took the port: the caller's loop tries again in the first case.
    if ((await findPostmaster(cluster.place)) === undefined && (await isFree(port))) throw error;
  }
}

async function connect(access: Access): Promise<pg.Client> {
  const open = async (database: string) => {
    const client = new pg.Client({
      connectionString: addressOf(access, database),
      application_name: "jendela-keeper",
      keepAlive: true,
    });
    client.on("error", () => {});
    await client.connect();
    return client;
  };
  try {
    const client = await open(DATABASE);
    // Waits while the last one to go is stopping the database; its end then ends this connection, too.
    await client.query("select pg_advisory_lock_shared($1)", [ATTACHED]);
    return client;
  } catch (error) {
    if ((error as { code?: string }).code !== "3D000") throw error;
    const client = await open("postgres");
    // Refused when another process made it in between.
    await client.query(`create database ${DATABASE}`).catch(() => {});
    await client.end();
    throw error;
  }
}

async function detach(cluster: Cluster, keeper: pg.Client): Promise<void> {
  const alone = await keeper
    .query("select pg_advisory_unlock_shared($1), pg_try_advisory_lock($1) as alone", [ATTACHED])
    .then(({ rows }) => rows[0]?.alone === true)
    .catch(() => undefined);
  // Without an answer the database is gone already or going.
  if (alone) await stopCluster(cluster);
  await keeper.end().catch(() => {});
}

const addressOf = ({ port, password }: Access, database: string) =>
  `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}`;

/** Reads `<home>/postgres.json`, or writes it first; readable by its owner only. */
async function readAccess(file: string, wantedPort?: number): Promise<Access> {
  const found = await readFile(file, "utf8").catch(() => undefined);
  if (found === undefined) {
    const fresh = { port: wantedPort ?? (await freePort()), password: randomBytes(24).toString("hex") };
    const draft = await writeDraft(file, fresh);
    // Of two first starts one gives its file the name, both read; a file that has the name is whole.
    await link(draft, file)
      .catch((error: NodeJS.ErrnoException) => {
        if (error.code !== "EEXIST") throw error;
      })
      .finally(() => rm(draft, { force: true }));
    return readAccess(file, wantedPort);
  }
  const access = JSON.parse(found) as Access;
  if (wantedPort === undefined || wantedPort === access.port) return access;
  const moved = { ...access, port: wantedPort };
  await writeAccess(file, moved);
  return moved;
}

async function writeAccess(file: string, access: Access): Promise<void> {
  await rename(await writeDraft(file, access), file);
}

async function writeDraft(file: string, access: Access): Promise<string> {
  // Among the drafts of the cluster, which are swept.
  const draft = join(dirname(file), "postgres", `draft-access-${randomBytes(6).toString("hex")}`);
  await writeFile(draft, JSON.stringify(access), { mode: 0o600 });
  return draft;
}

const isFree = (port: number): Promise<boolean> => listenOnce(port).then((got) => got !== undefined);

const freePort = async (): Promise<number> => (await listenOnce(0)) ?? freePort();

function listenOnce(port: number): Promise<number | undefined> {
  return new Promise((done) => {
    const server = createServer();
    server.once("error", () => done(undefined));
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => done(typeof address === "object" && address !== null ? address.port : undefined));
    });
  });
}
