/** `inspect` in a thread of its own, for files that people send. */
import { type Inspection, type InspectOptions, inspectFile } from "./inspect.ts";
import { DEFAULT_TASK_LIMITS, hostTask } from "./worker-host.ts";

interface InspectRequest extends Omit<InspectOptions, "signal"> {
  readonly path: string;
}

/**
 * The thread's part, which it finds by this name.
 *
 * @public
 */
export const inspectRequest = ({ path, ...options }: InspectRequest): Promise<Inspection> => inspectFile(path, options);

/** @throws Unreadable when there is no table to see, or when it takes more memory or time than it may. */
export async function inspectInWorker(request: InspectRequest, signal?: AbortSignal): Promise<Inspection> {
  const module = new URL(import.meta.url);
  const limits = { ...DEFAULT_TASK_LIMITS, seconds: 60 };
  // What comes back is what inspectRequest returned, cloned.
  return (await hostTask({ module, name: "inspectRequest", request }, {}, limits, signal)) as Inspection;
}
