/** The thread's side of `worker-host.ts`: loads the task, tells what it says in batches, and waits when nobody takes them. */
import { parentPort, workerData } from "node:worker_threads";
import type { Finding } from "../kernel/finding.ts";
import { isUnreadable } from "./model.ts";
import type { TaskMessage, TaskSink, TaskStart } from "./worker-host.ts";

/** Batches under way before the thread waits. */
const WINDOW = 4;
const FINDINGS_PER_BATCH = 256;
const PROGRESS_EVERY_MS = 200;

type Run = (request: unknown, sink: TaskSink) => Promise<unknown>;

// Only ever started by worker-host.ts, with this as its data.
const start = workerData as TaskStart;
const taken = new Int32Array(start.taken);
let sent = 0;

const post = (message: TaskMessage, transfer: ArrayBuffer[] = []): void => parentPort?.postMessage(message, transfer);

/** Blocks this thread, which has nothing else to do, until the receiver has caught up. */
function postWhenTaken(message: TaskMessage, transfer?: ArrayBuffer[]): void {
  for (let seen = Atomics.load(taken, 0); sent - seen >= WINDOW; seen = Atomics.load(taken, 0))
    Atomics.wait(taken, 0, seen);
  sent += 1;
  post(message, transfer);
}

/** A chunk in a buffer of its own: what is a window on a larger one must not take that with it. */
function ownBuffer(chunk: Uint8Array): Uint8Array<ArrayBuffer> {
  const whole =
    chunk.byteOffset === 0 && chunk.byteLength === chunk.buffer.byteLength && chunk.buffer instanceof ArrayBuffer;
  return whole ? new Uint8Array(chunk.buffer as ArrayBuffer) : new Uint8Array(chunk);
}

function createSink(): { readonly sink: TaskSink; readonly flush: () => void } {
  let findings: Finding[] = [];
  let lastProgress = 0;
  const flush = (): void => {
    if (findings.length === 0) return;
    postWhenTaken({ kind: "findings", findings });
    findings = [];
  };
  const sink: TaskSink = {};
  if (start.wants.findings) {
    sink.finding = (finding) => {
      findings.push(finding);
      if (findings.length >= FINDINGS_PER_BATCH) flush();
    };
  }
  if (start.wants.rows) {
    sink.rows = (chunk) => {
      flush();
      const own = ownBuffer(chunk);
      postWhenTaken({ kind: "rows", chunk: own }, [own.buffer]);
    };
  }
  if (start.wants.progress) {
    sink.progress = ({ bytes, rows }) => {
      const now = Date.now();
      if (now - lastProgress < PROGRESS_EVERY_MS) return;
      lastProgress = now;
      post({ kind: "progress", bytes, rows });
    };
  }
  return { sink, flush };
}

async function run(): Promise<void> {
  const { sink, flush } = createSink();
  try {
    // The module is named by our own code, never by a request.
    const loaded = (await import(start.module)) as Record<string, Run | undefined>;
    const task = loaded[start.name];
    if (task === undefined) throw new Error(`${start.module} has no ${start.name}`);
    const result = await task(start.request, sink);
    flush();
    post({ kind: "done", result });
  } catch (error) {
    if (isUnreadable(error)) {
      flush();
      post({ kind: "unreadable", finding: error.finding });
      return;
    }
    const failure = error instanceof Error ? error : new Error(String(error));
    post({ kind: "failed", message: failure.message, stack: failure.stack });
  }
}

await run();
