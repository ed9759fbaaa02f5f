/** Parts of a request, parsed at the edge: JSON bodies of at most one megabyte, and a clear fault for anything else. */
import express, { type NextFunction, type Request, type Response } from "express";
import { type Action, demand } from "../catalogue/rights.ts";
import { Fault } from "../kernel/fault.ts";
import { contextOf } from "./context.ts";

const parser = express.json({ limit: "1mb", type: ["application/json", "application/*+json"] });

/** Parses the body or answers 400 `request.bad-json`, 413, 415. An absent body is `undefined`. */
export function jsonBody(request: Request, response: Response, next: NextFunction): void {
  const hasBody = request.get("transfer-encoding") !== undefined || Number(request.get("content-length") ?? 0) > 0;
  if (hasBody && !request.is(["application/json", "application/*+json"])) {
    throw new Fault("request.wrong-type", { expected: "application/json" });
  }
  parser(request, response, (error?: unknown) => {
    if (error === undefined) return next();
    const type = typeof error === "object" && error !== null && "type" in error ? error.type : undefined;
    if (type === "entity.too.large") return next(new Fault("request.too-large", { limit: "1 MB" }));
    if (type === "entity.parse.failed") return next(new Fault("request.bad-json"));
    next(error);
  });
}

/** Likewise, but of those only who may do this to something: anybody else is refused before the body is looked at. */
export const jsonBodyFor =
  (action: Action) =>
  (request: Request, response: Response, next: NextFunction): void => {
    demand(contextOf(request).actor, action);
    jsonBody(request, response, next);
  };

/** A named part of the route's path, as the client wrote it. */
export function pathPart(request: Request, name: string): string {
  const part = request.params[name];
  return typeof part === "string" ? part : "";
}
