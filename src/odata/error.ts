/** What went wrong, in OData's own form: `{ "error": { "code", "message" } }`, in the reader's language. */
import type { NextFunction, Request, Response } from "express";
import { contextOf } from "../http/context.ts";
import { faultMessage, isFault } from "../kernel/fault.ts";

/** The last handler of the outlet. Mistakes of the program, and what comes too late to be told, go on to the application's. */
export function answerErrors(thrown: unknown, request: Request, response: Response, next: NextFunction): void {
  if (!isFault(thrown) || thrown.code === "server.internal" || response.headersSent) {
    next(thrown);
    return;
  }
  for (const name of ["ETag", "Content-Encoding", "Preference-Applied", "Dataset-Version"]) response.removeHeader(name);
  if (thrown.status === 503) response.setHeader("Retry-After", "5");
  response.setHeader("OData-Version", "4.0");
  response.setHeader("Cache-Control", "no-store");
  response.setHeader("Content-Type", "application/json;odata.metadata=minimal;charset=utf-8");
  const message = faultMessage(thrown).detail[contextOf(request).lang];
  response.status(thrown.status).end(JSON.stringify({ error: { code: thrown.code, message } }));
}
