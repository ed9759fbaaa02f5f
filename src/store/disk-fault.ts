/** A disk without room, whoever finds it out: nothing that was accepted is lost by it, and it goes on by itself when there is room again. */
import { Fault } from "../kernel/fault.ts";

/** Seconds: somebody has to make room first. */
const RETRY_AFTER = 60;

/** No room, a quota, or a limit on the size of a file. */
const FULL = /^(?:ENOSPC|EDQUOT|EFBIG)$/;

export const storageFull = (cause: unknown): Fault =>
  new Fault("server.storage-full", {}, { retryAfter: RETRY_AFTER }, cause);

/** The Fault `server.storage-full` where that is what an error of the file system means, or the error itself. */
export function asDiskFault(error: unknown): unknown {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return FULL.test(code) ? storageFull(error) : error;
}
