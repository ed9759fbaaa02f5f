/** What every request carries: its number, who asks, and in which language they read. Found once, at the door. */
import { randomUUID } from "node:crypto";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import type { NextFunction, Request, Response } from "express";
import { type Actor, PUBLIC } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import type { Lang } from "../kernel/locale.ts";

export interface Context {
  readonly requestId: string;
  readonly actor: Actor;
  readonly lang: Lang;
}

/** Who bears this token; undefined: nobody, or no longer. Handed in by `app.ts`. */
export type FindActor = (token: string) => Promise<Actor | undefined>;

const contexts = new WeakMap<IncomingMessage, Context>();

export function contextOf(request: IncomingMessage): Context {
  return contexts.get(request) ?? { requestId: "-", actor: PUBLIC, lang: "id" };
}

/** A caller's own number is kept when it is harmless, so that two systems can speak of one request. */
const HARMLESS_ID = /^[\w.:-]{1,100}$/;

export function requestIdOf({ "x-request-id": offered }: IncomingHttpHeaders): string {
  return typeof offered === "string" && HARMLESS_ID.test(offered) ? offered : randomUUID();
}

/** The path of the address as it came, whatever a router has made of it since. */
export function pathOf(request: IncomingMessage): string {
  const address = "originalUrl" in request ? String(request.originalUrl) : (request.url ?? "");
  return address.split("?", 1)[0] ?? "";
}

/** Gives the request its number; must be first, so that every answer and every log line can name it. */
export function numberRequests(request: Request, response: Response, next: NextFunction): void {
  const requestId = requestIdOf(request.headers);
  contexts.set(request, { requestId, actor: PUBLIC, lang: languageOf(request) });
  response.setHeader("X-Request-Id", requestId);
  next();
}

/** From here on the request is this actor's. */
export function actAs(request: IncomingMessage, actor: Actor): void {
  contexts.set(request, { ...contextOf(request), actor });
}

/** Finds the actor by `Authorization: Bearer`. A token nobody bears is 401 on every path; no token is the public. */
export function identify(findActor: FindActor) {
  return async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    const header = request.get("authorization");
    if (header !== undefined) {
      const token = /^Bearer ([\x21-\x7e]{1,200})$/i.exec(header.trim())?.[1];
      const actor = token === undefined ? undefined : await findActor(token);
      if (actor === undefined) {
        response.setHeader("WWW-Authenticate", 'Bearer realm="jendela"');
        throw new Fault("rights.bad-token");
      }
      actAs(request, actor);
    }
    next();
  };
}

/** `?lang=en` or `?_lang=en`, else what this browser chose before, else Indonesian. */
function languageOf(request: Request): Lang {
  const { lang, _lang } = request.query;
  const chosen = lang ?? _lang ?? /(?:^|;\s*)lang=(id|en)(?:;|$)/.exec(request.get("cookie") ?? "")?.[1];
  return chosen === "en" ? "en" : "id";
}
