/** Everything the server and the commands beside it work with, opened in order and closed in reverse. */
import { join } from "node:path";
import pg from "pg";
import type { Config } from "./config/settings.ts";
import { openDatabase } from "./database.ts";
import type { ImportDeps } from "./import-package.ts";
import { type Jobs, openJobs } from "./jobs/queue.ts";
import type { Effects } from "./kernel/effects.ts";
import { createKeptFiles } from "./release/kept-files.ts";
import { openDiskRoom } from "./store/disk-room.ts";
import { openFileStore } from "./store/files.ts";
import { runCheck } from "./tabular/run-in-worker.ts";

export interface Service extends ImportDeps {
  readonly jobs: Jobs;
  /** Connections for what a library counts by itself. */
  readonly pool: pg.Pool;
  /** Parks running work, closes connections, and stops the embedded database when nobody else uses it. */
  readonly close: () => Promise<void>;
}

/** Opens the database with every migration applied, the file store and the queue. Closes what it opened when it throws. */
export async function openService(config: Config, effects: Effects): Promise<Service> {
  const closers: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (const each of closers.splice(0).reverse()) await each();
  };
  try {
    const { store, close: closeDatabase } = await openDatabase(config, effects.observe);
    closers.push(closeDatabase);
    const files = await openFileStore(join(config.home, "files"));
    const pool = new pg.Pool({ connectionString: store.url, max: 2, application_name: "jendela-limits" });
    pool.on("error", (error) =>
      effects.observe({ kind: "database-connection-lost", level: "warn", message: error.message }),
    );
    closers.push(() => pool.end());
    const jobs = await openJobs(
      (text, values) => store.withClient((client) => client.query(text, [...values])),
      effects.observe,
    );
    closers.push(() => jobs.stop());
    const limits = { memoryMb: config.checkMemoryMb, seconds: config.checkTimeoutSeconds };
    return {
      store,
      files,
      effects,
      jobs,
      pool,
      check: (request, sink, signal) => runCheck(request, sink, signal, limits),
      send: jobs.send,
      kept: createKeptFiles({ store, files, effects }, config.renderRows),
      spool: join(config.home, "spool"),
      maxUploadBytes: config.maxUploadBytes,
      ...limitsOf(config),
      close,
    };
  } catch (error) {
    await close().catch(() => {});
    throw error;
  }
}

/** What files may take, as the environment has it. */
export function limitsOf(config: Config): Pick<Service, "disk" | "quotas"> {
  return {
    disk: openDiskRoom(config.home, { reserve: config.minFreeMb * 1_000_000, warnPercent: config.warnFreePercent }),
    quotas: { quotaMb: config.agencyQuotaMb, waiting: config.agencyUploadsWaiting },
  };
}
