/**
 * Faults as RFC 9457 problem details, or as a page for whoever looks with a browser; anything else that was thrown becomes
 * `server.internal` and tells nothing.
 */
import type { NextFunction, Request, Response } from "express";
import type { Observe } from "../kernel/effects.ts";
import { Fault, type FaultCode, faultMessage, isFault } from "../kernel/fault.ts";
import { asFault } from "../store/database-fault.ts";
import { contextOf, pathOf } from "./context.ts";

export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly detail_id: string;
  readonly code: string;
  readonly instance: string;
  readonly [extra: string]: unknown;
}

export function toProblem(fault: Fault, requestId: string): Problem {
  const { title, detail } = faultMessage(fault);
  return {
    ...fault.extra,
    type: `/docs/codes#${fault.code}`,
    title: title.en,
    status: fault.status,
    detail: detail.en,
    detail_id: detail.id,
    code: fault.code,
    instance: `urn:request:${requestId}`,
  };
}

/** The same for people, as HTML; handed in by `app.ts`. */
export type MakeFaultPage = (request: Request, fault: Fault) => string;

/** A browser names HTML before anything else; a program takes what comes. */
const prefersPage = (request: Request): boolean =>
  (request.method === "GET" || request.method === "HEAD") &&
  request.accepts(["application/problem+json", "application/json", "text/html"]) === "text/html";

function sendProblem(request: Request, response: Response, fault: Fault, makePage: MakeFaultPage | undefined): void {
  // What the handler meant to say about its body no longer holds.
  for (const name of [
    "ETag",
    "Last-Modified",
    "Content-Disposition",
    "Content-Encoding",
    "Repr-Digest",
    "Accept-Ranges",
    "Link",
    "Content-Location",
    "Dataset-Version",
    "Dataset-Since",
  ]) {
    response.removeHeader(name);
  }
  const retryAfter = fault.extra.retryAfter ?? (fault.status === 503 ? 5 : undefined);
  if (retryAfter !== undefined) response.setHeader("Retry-After", String(retryAfter));
  if (fault.status === 401 && !response.hasHeader("WWW-Authenticate"))
    response.setHeader("WWW-Authenticate", 'Bearer realm="jendela"');
  response.setHeader("Cache-Control", "no-store");
  response.vary("Accept");
  if (makePage !== undefined && prefersPage(request)) {
    response.status(fault.status).type("html").send(makePage(request, fault));
    return;
  }
  response
    .status(fault.status)
    .type("application/problem+json")
    .send(JSON.stringify(toProblem(fault, contextOf(request).requestId)));
}

/** The faults that express, its parsers and streams out of the database throw, as ours. */
function faultOf(thrown: unknown, request: Request): Fault {
  const known = asFault(thrown);
  if (isFault(known)) return known;
  const status = typeof thrown === "object" && thrown !== null && "status" in thrown ? thrown.status : undefined;
  if (status === 400 || status === 404) return new Fault("request.malformed", { path: request.path.slice(0, 200) });
  if (status === 413) return new Fault("request.too-large", { limit: "1 MB" });
  if (status === 415) return new Fault("request.wrong-type", { expected: "application/json" });
  return new Fault("server.internal", {}, {}, thrown);
}

/** Somebody known tried more than they may, or somebody tried to be who they are not: told, for whoever has to find out later. */
const BEYOND_RIGHTS: ReadonlySet<string> = new Set<FaultCode>([
  "rights.bad-token",
  "rights.not-allowed",
  "review.own-upload",
  "session.foreign-form",
  "session.locked",
]);

/** The last handler of the application. An answer that has begun cannot be mended: the connection is broken instead. */
export function answerFaults(observe: Observe, makePage?: MakeFaultPage) {
  return (thrown: unknown, request: Request, response: Response, _next: NextFunction): void => {
    const fault = faultOf(thrown, request);
    if (fault.code === "server.internal") {
      observe({
        kind: "request-failed",
        level: "error",
        requestId: contextOf(request).requestId,
        path: request.path,
        error: fault.cause ?? fault,
      });
    }
    if (BEYOND_RIGHTS.has(fault.code)) {
      const { requestId, actor } = contextOf(request);
      observe({
        kind: "refused",
        code: fault.code,
        requestId,
        actor: actor.key,
        method: request.method,
        path: pathOf(request),
      });
    }
    if (response.headersSent) response.destroy();
    else sendProblem(request, response, fault, makePage);
  };
}

/** Nothing else answered. */
export function answerNotFound(request: Request): never {
  throw new Fault("request.not-found", { path: request.path.slice(0, 200) });
}
