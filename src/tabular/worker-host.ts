/**
 * Runs a task over a file in a thread of its own, so that no file can take the server's memory or time: the thread has a heap limit and a
 * clock, and is killed on abort, whatever it is doing. Row chunks are transferred, not copied; when the receiver is slow the thread waits.
 */
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { type ResourceLimits, Worker } from "node:worker_threads";
import type { Finding } from "../kernel/finding.ts";
import { Unreadable } from "./model.ts";

/** What a task may tell while it runs. Receivers may return a promise: the thread then waits for it. */
export interface TaskSink {
  progress?(progress: { bytes: number; rows: number }): void;
  rows?(chunk: Uint8Array): Promise<void> | void;
  finding?(finding: Finding): void;
}

/** `module` exports `name`: a function of (request, sink) that returns a promise. */
export interface Task {
  readonly module: URL;
  readonly name: string;
  /** Survives structured cloning. */
  readonly request: unknown;
}

export interface TaskLimits {
  /** Of the thread's heap. */
  readonly memoryMb: number;
  /** By the clock. */
  readonly seconds: number;
}

export const DEFAULT_TASK_LIMITS: TaskLimits = { memoryMb: 768, seconds: 900 };

/** What the thread is started with. */
export interface TaskStart {
  readonly module: string;
  readonly name: string;
  readonly request: unknown;
  /** One 32-bit counter: batches that the receiver has taken. */
  readonly taken: SharedArrayBuffer;
  readonly wants: { readonly rows: boolean; readonly findings: boolean; readonly progress: boolean };
}

export type TaskMessage =
  | { readonly kind: "rows"; readonly chunk: Uint8Array }
  | { readonly kind: "findings"; readonly findings: readonly Finding[] }
  | { readonly kind: "progress"; readonly bytes: number; readonly rows: number }
  | { readonly kind: "done"; readonly result: unknown }
  | { readonly kind: "unreadable"; readonly finding: Finding }
  | { readonly kind: "failed"; readonly message: string; readonly stack: string | undefined };

const isTypeScript = import.meta.url.endsWith(".ts");

/** The build's own file; from sources (development, tests) the same by way of tsx, which Node 20 takes only from inside the thread. */
function threadEntry(): URL {
  if (!isTypeScript) return new URL("./worker.js", import.meta.url);
  const found = createRequire(import.meta.url).resolve("tsx/esm/api");
  const tsx = pathToFileURL(found.replace(/\.cjs$/, ".mjs")).href;
  const entry = new URL("./worker.ts", import.meta.url).href;
  const script = `import { register } from ${JSON.stringify(tsx)}; register(); await import(${JSON.stringify(entry)});`;
  return new URL(`data:text/javascript,${encodeURIComponent(script)}`);
}

function startThread(task: Task, sink: TaskSink, limits: TaskLimits, taken: SharedArrayBuffer): Worker {
  const resourceLimits: ResourceLimits = {
    maxOldGenerationSizeMb: limits.memoryMb,
    maxYoungGenerationSizeMb: 64,
    stackSizeMb: 8,
  };
  const workerData: TaskStart = {
    module: task.module.href,
    name: task.name,
    request: task.request,
    taken,
    wants: {
      rows: sink.rows !== undefined,
      findings: sink.finding !== undefined,
      progress: sink.progress !== undefined,
    },
  };
  return new Worker(threadEntry(), {
    workerData,
    resourceLimits,
    // None of the process's own flags: some are refused in a thread.
    execArgv: [],
    // The thread reads a file and nothing of ours.
    env: {},
    stdout: false,
    stderr: false,
  });
}

async function takeFindings(findings: readonly Finding[], sink: TaskSink): Promise<void> {
  for (const finding of findings) {
    // Declared void; a receiver that streams elsewhere may return a promise.
    const waiting: unknown = sink.finding?.(finding);
    if (waiting instanceof Promise) await waiting;
  }
}

const overLimit = (error: unknown, limits: TaskLimits): unknown =>
  (error as NodeJS.ErrnoException | undefined)?.code === "ERR_WORKER_OUT_OF_MEMORY"
    ? new Unreadable({ code: "file/out-of-memory", severity: "error", params: { limit: limits.memoryMb } })
    : error;

/**
 * @returns  What the task returns. Everything it told has been taken by the sink before.
 * @throws   Unreadable when the file is, or when it takes more memory or time than it may; the signal's reason when aborted; an Error with
 *           the thread's message when the task itself fails; whatever the sink throws.
 */
export function hostTask(task: Task, sink: TaskSink, limits: TaskLimits, signal?: AbortSignal): Promise<unknown> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(signal.reason);
      return;
    }
    const taken = new SharedArrayBuffer(4);
    const counter = new Int32Array(taken);
    const thread = startThread(task, sink, limits, taken);
    let settled = false;
    /** Messages are taken one after the other, however slow the sink. */
    let queue: Promise<void> = Promise.resolve();

    const settle = (act: () => void): void => {
      if (settled) return;
      settled = true;
      clearTimeout(clock);
      signal?.removeEventListener("abort", abort);
      void thread.terminate().then(act, act);
    };
    const fail = (error: unknown): void => settle(() => reject(error));
    const abort = (): void => fail(signal?.reason);
    const clock = setTimeout(() => {
      fail(new Unreadable({ code: "file/timed-out", severity: "error", params: { seconds: limits.seconds } }));
    }, limits.seconds * 1000);
    signal?.addEventListener("abort", abort, { once: true });

    const take = async (message: TaskMessage): Promise<void> => {
      switch (message.kind) {
        case "rows":
          await sink.rows?.(message.chunk);
          break;
        case "findings":
          await takeFindings(message.findings, sink);
          break;
        case "progress":
          sink.progress?.({ bytes: message.bytes, rows: message.rows });
          return;
        case "done":
          settle(() => resolve(message.result));
          return;
        case "unreadable":
          fail(new Unreadable(message.finding));
          return;
        case "failed":
          fail(Object.assign(new Error(message.message), { stack: message.stack }));
          return;
      }
      Atomics.add(counter, 0, 1);
      Atomics.notify(counter, 0);
    };

    thread.on("message", (message: TaskMessage) => {
      queue = queue.then(() => (settled ? undefined : take(message))).catch(fail);
    });
    thread.on("error", (error) => fail(overLimit(error, limits)));
    thread.on("exit", (code) => {
      // Behind the last message; a thread that ends without a word has crashed.
      queue = queue.then(() => fail(new Error(`the reading thread ended with code ${code}`)));
    });
  });
}
