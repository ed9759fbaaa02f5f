/** The whole application on a database of its own: real HTTP on loopback, real queue, real worker. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Express } from "express";
import pg from "pg";
import { createApp } from "../../src/app.ts";
import { seedReference } from "../../src/catalogue/seed.ts";
import { createToken } from "../../src/catalogue/tokens.ts";
import { type Config, readConfig } from "../../src/config/settings.ts";
import { createLog } from "../../src/http/log.ts";
import { createMetrics } from "../../src/http/metrics.ts";
import { listen } from "../../src/http/server.ts";
import { openJobs } from "../../src/jobs/queue.ts";
import { type Role, SYSTEM } from "../../src/kernel/actor.ts";
import { type Effects, type Observation, realEffects } from "../../src/kernel/effects.ts";
import type { AgencySlug } from "../../src/kernel/ids.ts";
import { beginWork } from "../../src/main.ts";
import { createKeptFiles } from "../../src/release/kept-files.ts";
import { limitsOf, type Service } from "../../src/service.ts";
import { openFileStore } from "../../src/store/files.ts";
import { runCheck } from "../../src/tabular/run-in-worker.ts";
import { openTestStore } from "./store.ts";

export interface TestServer {
  readonly url: string;
  /** Every route of the application. */
  readonly routes: Express;
  readonly service: Service;
  readonly config: Config;
  readonly seen: readonly Observation[];
  /** Every line of the log, as at its most talkative. */
  readonly logged: readonly string[];
  /** A new token of this role; `agency` for producers and systems. */
  readonly token: (role: Exclude<Role, "public">, agency?: string) => Promise<string>;
  /** A request with a bearer token, or as the public. */
  readonly call: (path: string, options?: RequestInit & { readonly as?: string }) => Promise<Response>;
  readonly close: () => Promise<void>;
}

const SEEDS = fileURLToPath(new URL("../../seeds", import.meta.url));

/**
 * Without sample datasets. `settings` are environment variables over the defaults. A test of what checks say, rather than of where they
 * run, gives `checkFile` itself: a thread of its own costs seconds from sources.
 */
export async function openTestServer(
  settings: Readonly<Record<string, string>> = {},
  check: Service["check"] = runCheck,
): Promise<TestServer> {
  const home = await mkdtemp(join(tmpdir(), "jendela-server-"));
  const config = readConfig({ JENDELA_HOME: home, ...settings });
  const seen: Observation[] = [];
  const logged: string[] = [];
  const log = createLog("trace", { write: (line) => void logged.push(line) });
  const effects: Effects = realEffects((what) => {
    seen.push(what);
    log.write(what);
  });
  const store = await openTestStore({ poolSize: 6 });
  await store.write((tx) => seedReference(tx, SEEDS));
  const pool = new pg.Pool({ connectionString: store.url, max: 2 });
  pool.on("error", () => {});
  const jobs = await openJobs(
    (text, values) => store.withClient((client) => client.query(text, [...values])),
    effects.observe,
  );
  const files = await openFileStore(join(home, "files"));
  const service: Service = {
    store,
    files,
    kept: createKeptFiles({ store, files, effects }, config.renderRows),
    effects,
    jobs,
    pool,
    check,
    send: jobs.send,
    spool: join(home, "spool"),
    maxUploadBytes: config.maxUploadBytes,
    ...limitsOf(config),
    close: async () => {
      await jobs.stop();
      await pool.end();
      await store.close();
    },
  };
  const stopping = new AbortController();
  const listener = await listen("127.0.0.1", 0);
  const url = `http://127.0.0.1:${listener.port}`;
  await beginWork(service, config, url);
  const app = await createApp({
    ...service,
    config,
    baseUrl: url,
    metrics: createMetrics(),
    log,
    stopping: stopping.signal,
  });
  listener.serve(app.answer);
  return {
    url,
    routes: app.routes,
    service,
    config,
    seen,
    logged,
    token: async (role, agency) => {
      const { token } = await store.write((tx) =>
        createToken(tx, SYSTEM, { name: `${role} uji`, role, agency: agency as AgencySlug | undefined }, effects),
      );
      return token;
    },
    call: (path, { as, headers, ...options } = {}) =>
      fetch(`${url}${path}`, {
        ...options,
        headers: { ...(as === undefined ? {} : { Authorization: `Bearer ${as}` }), ...headers },
      }),
    close: async () => {
      stopping.abort();
      await listener.close(1_000);
      await service.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}
