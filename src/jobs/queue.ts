/**
 * The queue: work that outlives the request that asked for it. pg-boss keeps it in PostgreSQL, so any server may do it.
 *
 * pg-boss has no heartbeat: the job of a killed worker stays "active" until it expires. Running work therefore holds a lease of its
 * own (on the upload's row), and a sweep sends a job anew when a lease has lapsed. A job is a hint that there is work, never the
 * proof: a handler looks at the row first and does nothing when the work is done or somebody else has it.
 */
import PgBoss from "pg-boss";
import type { Observe } from "../kernel/effects.ts";
import { traced } from "../kernel/traced.ts";
import { startWorker, type Worker } from "./worker.ts";

export interface JobData {
  readonly "check-upload": { readonly upload: string };
  readonly "render-version": { readonly dataset: number; readonly version: number };
  readonly "deliver-webhook": { readonly webhook: string };
  readonly "run-harvest": { readonly run: string };
}

export type JobName = keyof JobData;

/** Does the work, or stops soon after `signal` aborts and leaves it to be taken up again. */
export type Handler<N extends JobName> = (data: JobData[N], signal: AbortSignal) => Promise<void>;

export type Handlers = { readonly [N in JobName]: Handler<N> };

type Send = <N extends JobName>(name: N, data: JobData[N]) => Promise<void>;

/** Looks for what was left lying. */
export interface Sweep {
  readonly everyMs: number;
  readonly run: () => Promise<void>;
}

export interface Jobs {
  /** Asks for work. Returns once it is written down. */
  readonly send: Send;
  /** Likewise, for a sweep that finds the same work again and again: not while it is in the queue, and at most once in five seconds. */
  readonly sendAgain: Send;
  /** Begins to work: `concurrency` jobs of each kind at a time, and each sweep as often as it says. */
  readonly work: (handlers: Handlers, concurrency: number, sweeps: readonly Sweep[]) => void;
  /** Parks running work and ends. */
  readonly stop: () => Promise<void>;
}

/** Runs one SQL statement; handed in, so that the queue shares the store's connections. */
export type ExecuteSql = (text: string, values: readonly unknown[]) => Promise<{ rows: unknown[] }>;

const NAMES: readonly JobName[] = ["check-upload", "render-version", "deliver-webhook", "run-harvest"];
const DELIVERIES = 3;
const HARVESTS = 2;
const AGAIN_SECONDS = 5;
const EXPIRES_SECONDS = 6 * 3600;

/** A hint that nobody has taken yet says the same as a second one, and whoever waits in a long queue must not make it longer. */
const ASKED_ALREADY =
  "select from jobs.job where name = $1 and state < 'active' and start_after <= now() and data = $2::jsonb limit 1";

export async function openJobs(executeSql: ExecuteSql, observe: Observe): Promise<Jobs> {
  // pg-boss declares mutable arrays where we promise not to change ours.
  const boss = new PgBoss({
    db: { executeSql: (text, values) => executeSql(text, values ?? []) as Promise<{ rows: object[] }> },
    schema: "jobs",
    schedule: false,
  });
  boss.on("error", (error) => observe({ kind: "queue-error", level: "warn", error }));
  await boss.start();
  for (const name of NAMES)
    await boss.createQueue(name, {
      name,
      retryLimit: 5,
      retryDelay: 2,
      retryBackoff: true,
      expireInSeconds: EXPIRES_SECONDS,
    });

  const workers = new Map<JobName, Worker[]>();
  const stopping = new AbortController();
  /** Sweeps that run right now. */
  const sweeping = new Set<Promise<void>>();
  const timers = new Map<Sweep, NodeJS.Timeout>();
  const broke = (error: unknown): void => observe({ kind: "queue-error", level: "warn", error });

  const start = <N extends JobName>(name: N, handler: Handler<N>, concurrency: number): void => {
    const work = {
      fetch: () => boss.fetch<JobData[N]>(name),
      perform: async ({ id, data }: PgBoss.Job<JobData[N]>) => {
        try {
          await traced(name, { ...data }, () => handler(data, stopping.signal));
        } catch (error) {
          if (stopping.signal.aborted) observe({ kind: "job-parked", level: "info", job: name });
          else observe({ kind: "job-failed", level: "error", job: name, error });
          await boss.fail(name, id, error instanceof Error ? error : new Error(String(error)));
          return;
        }
        await boss.complete(name, id);
      },
      broke,
    };
    workers.set(
      name,
      Array.from({ length: concurrency }, () => startWorker(work, stopping.signal)),
    );
  };

  const sweepLater = (sweep: Sweep): void => {
    const again = async (): Promise<void> => {
      await sweep.run().catch((error: unknown) => observe({ kind: "sweep-failed", level: "warn", error }));
      if (!stopping.signal.aborted) sweepLater(sweep);
    };
    timers.set(
      sweep,
      setTimeout(() => {
        const running = again().finally(() => sweeping.delete(running));
        sweeping.add(running);
      }, sweep.everyMs),
    );
  };
  const wake = (name: JobName): void => {
    for (const worker of workers.get(name) ?? []) worker.call();
  };

  return {
    send: async (name, data) => {
      await boss.send(name, data);
      wake(name);
    },
    sendAgain: async (name, data) => {
      const { rows } = await executeSql(ASKED_ALREADY, [name, JSON.stringify(data)]);
      if (rows.length === 0)
        await boss.send(name, data, { singletonKey: JSON.stringify(data), singletonSeconds: AGAIN_SECONDS });
      wake(name);
    },
    work: (handlers, concurrency, sweeps) => {
      start("check-upload", handlers["check-upload"], concurrency);
      start("render-version", handlers["render-version"], Math.min(concurrency, 1));
      // Waiting for others, mostly: a receiver that is slow must not keep the rest waiting.
      start("deliver-webhook", handlers["deliver-webhook"], DELIVERIES);
      // Likewise, and nobody waits for them.
      start("run-harvest", handlers["run-harvest"], HARVESTS);
      for (const sweep of sweeps) sweepLater(sweep);
    },
    stop: async () => {
      stopping.abort();
      for (const timer of timers.values()) clearTimeout(timer);
      await Promise.all([...sweeping, ...[...workers.values()].flat().map(({ ended }) => ended)]);
      await boss.stop({ graceful: true, wait: true, timeout: 5_000 }).catch(broke);
    },
  };
}
