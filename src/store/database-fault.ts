/**
 * What PostgreSQL's errors mean to whoever asked. A lost or refused connection is `server.database-away`, a statement over its time is
 * `server.query-too-slow`, a lock that was not to be had in time or that two waited for crosswise `server.database-busy`, a full disk
 * `server.storage-full`; every other error is a mistake of the program and stays as it is.
 */
import { Fault, isFault } from "../kernel/fault.ts";
import { storageFull } from "./disk-fault.ts";

/** Seconds after which trying again is worth it. */
const RETRY_AFTER = 5;

/** Node's names for a server that cannot be reached, and SQLSTATE's (class 08, shutdown, starting up, too many clients). */
const AWAY =
  /^(?:ECONN(?:REFUSED|RESET|ABORTED)|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|08...|57P0[1-4]|53300)$/;
/** node-postgres has no code for these; the last is TypeORM's, which takes a connection away when it breaks. */
const AWAY_TEXT =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed|Query runner already released/i;

/** The Fault that `error` means, or `error` itself. */
export function asFault(error: unknown): unknown {
  if (isFault(error) || !(error instanceof Error)) return error;
  const code = codeOf(error);
  if (AWAY.test(code) || AWAY_TEXT.test(error.message))
    return new Fault("server.database-away", {}, { retryAfter: RETRY_AFTER }, error);
  if (code === "57014") return new Fault("server.query-too-slow", {}, { retryAfter: RETRY_AFTER }, error);
  if (code === "55P03" || code === "40P01")
    return new Fault("server.database-busy", {}, { retryAfter: RETRY_AFTER }, error);
  if (code === "53100") return storageFull(error);
  return error;
}

/** SQLSTATE or Node's code; TypeORM wraps the driver's error, an unreachable host gives an AggregateError. */
function codeOf(error: Error & { code?: unknown; driverError?: unknown; errors?: unknown }): string {
  if (typeof error.code === "string") return error.code;
  if (error.driverError instanceof Error) return codeOf(error.driverError);
  if (Array.isArray(error.errors) && error.errors[0] instanceof Error) return codeOf(error.errors[0]);
  return "";
}
