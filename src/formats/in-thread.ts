/**
 * A file made in a thread of its own. What PostgreSQL writes costs this process nothing; rows that we write ourselves would hold up every
 * other request for as long as it takes, which for a long version is seconds.
 */
import { once } from "node:events";
import { PassThrough, type Readable } from "node:stream";
import type { Version } from "../catalogue/versions.ts";
import { Fault, isFault } from "../kernel/fault.ts";
import { openStore } from "../store/data-source.ts";
import { hostTask, type TaskSink } from "../tabular/worker-host.ts";
import { findFormat } from "./formats.ts";
import { sourceOf } from "./source.ts";

interface ThreadRequest {
  /** Of the database. */
  readonly url: string;
  readonly version: Version;
  readonly ending: string;
}

const LIMITS = { memoryMb: 256, seconds: 3600 };

/** The whole version's bytes; fails when the thread does. A reader that goes away ends the thread. */
export function createInThread(request: ThreadRequest): Readable {
  const out = new PassThrough({ highWaterMark: 1 << 18 });
  const gone = new AbortController();
  out.once("close", () => gone.abort(new Error("nobody reads")));
  const rows = async (chunk: Uint8Array): Promise<void> => {
    if (!out.write(chunk)) await once(out, "drain", { signal: gone.signal });
  };
  hostTask({ module: new URL(import.meta.url), name: "writeFile", request }, { rows }, LIMITS, gone.signal).then(
    (told) => {
      const fault = told as ToldFault | undefined; // the thread's own answer
      if (fault === undefined) out.end();
      else out.destroy(new Fault(fault.code, fault.params, fault.extra));
    },
    (error: unknown) => out.destroy(error instanceof Error ? error : new Error(String(error))),
  );
  return out;
}

/** A fault as it leaves the thread: an error would arrive as its message alone, and a database that is away be told as our mistake. */
type ToldFault = Pick<Fault, "code" | "params" | "extra">;

/**
 * The thread's side, found by its name.
 * @public
 */
export async function writeFile(request: ThreadRequest, sink: TaskSink): Promise<ToldFault | undefined> {
  try {
    await write(request, sink);
    return undefined;
  } catch (thrown) {
    if (!isFault(thrown)) throw thrown;
    const { code, params, extra } = thrown;
    return { code, params, extra };
  }
}

async function write({ url, version, ending }: ThreadRequest, sink: TaskSink): Promise<void> {
  const format = findFormat(ending);
  if (format === undefined) throw new RangeError(`no format ${ending}`);
  const store = await openStore({ url, poolSize: 2, readTimeout: LIMITS.seconds * 1000 });
  try {
    for await (const chunk of await format.create(sourceOf(store, version))) await sink.rows?.(chunk as Uint8Array); // bytes all
  } finally {
    await store.close();
  }
}
