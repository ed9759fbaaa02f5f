/** Structured logs: one JSON line for each observation and each request. Never a token, a body, or a value from a file. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { type DestinationStream, type Logger, pino } from "pino";
import type { Observe } from "../kernel/effects.ts";
import { contextOf, pathOf } from "./context.ts";

export interface Log {
  readonly write: Observe;
  readonly requests: (request: IncomingMessage, response: ServerResponse, next: () => void) => void;
}

/** Without `to`, lines go to stderr. */
export function createLog(level: string, to: DestinationStream = pino.destination(2)): Log {
  const logger: Logger = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, redact: ["token", "password", "authorization"] },
    to,
  );
  return {
    write: ({ kind, level: at = "info", error, ...detail }) => {
      logger[at]({ kind, ...detail, ...(error === undefined ? {} : { err: error }) });
    },
    requests: (request, response, next) => {
      const began = process.hrtime.bigint();
      response.once("close", () => {
        const ms = Number((process.hrtime.bigint() - began) / 1_000_000n);
        const { requestId, actor } = contextOf(request);
        // The query may hold filters of people's choosing and is left out; the path names the dataset.
        logger.debug({
          kind: "request",
          requestId,
          actor: actor.key,
          method: request.method ?? "",
          path: pathOf(request),
          status: response.statusCode,
          ms,
          whole: response.writableFinished,
        });
      });
      next();
    },
  };
}
