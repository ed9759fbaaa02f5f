/**
 * Sessions of browsers, for the pages behind the log-in and for nothing else: a cookie never authenticates the API, and a token never a
 * page. A form that changes something must come from a page of this server (Origin, Sec-Fetch-Site) and carry the session's own token.
 */
import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { type NextFunction, type Request, type Response, urlencoded } from "express";
import {
  beginSession,
  csrfTokenOf,
  endSession,
  findSession,
  noteSessionUse,
  readSecret,
  type Session,
  type SessionLife,
  type SessionSecret,
} from "../catalogue/sessions.ts";
import { type Actor, PUBLIC } from "../kernel/actor.ts";
import type { Effects } from "../kernel/effects.ts";
import { Fault } from "../kernel/fault.ts";
import type { Store } from "../store/data-source.ts";
import { actAs, pathOf } from "./context.ts";

export interface SessionDeps {
  readonly store: Store;
  readonly effects: Pick<Effects, "now" | "observe">;
  readonly life: SessionLife;
  /** Public address of the server; over https the cookie is bound to it. */
  readonly baseUrl: string;
  /** Must this actor have a second step? */
  readonly demandsSecondStep: (actor: Actor) => boolean;
}

/** Begins and ends sessions, and finds the one of a request. */
export interface Sessions {
  readonly life: SessionLife;
  /** Express: who is signed in becomes the actor; nobody else is, whatever token the request bears. */
  readonly identify: (request: Request, response: Response, next: NextFunction) => Promise<void>;
  /** A new session in place of whatever the browser had. */
  readonly begin: (request: Request, response: Response, actor: Actor) => Promise<void>;
  readonly end: (request: Request, response: Response) => Promise<void>;
}

interface Known extends Session {
  readonly secret: SessionSecret;
  /** A second step is demanded and not set up: nothing is open but the page where it is. */
  readonly owesSecondStep: boolean;
}

const known = new WeakMap<IncomingMessage, Known>();

/** The session of a request that went through `identify`. */
export const sessionOf = (request: IncomingMessage): Omit<Known, "secret"> | undefined => known.get(request);

export function createSessions({ store, effects, life, baseUrl, demandsSecondStep }: SessionDeps): Sessions {
  const isSecure = baseUrl.startsWith("https:");
  // The prefix binds the cookie to this host and to https; browsers refuse it over http.
  const name = isSecure ? "__Host-jendela" : "jendela";
  const attributes = `Path=/; HttpOnly; SameSite=Lax${isSecure ? "; Secure" : ""}`;
  const secretOf = (request: Request): SessionSecret | undefined => readSecret(cookieOf(request, name));

  return {
    life,
    identify: async (request, _response, next) => {
      const secret = secretOf(request);
      const session = secret && (await store.read((tx) => findSession(tx, secret, life)));
      actAs(request, session?.actor ?? PUBLIC);
      if (session !== undefined && secret !== undefined) {
        const owesSecondStep = !session.hasSecondStep && demandsSecondStep(session.actor);
        known.set(request, { ...session, secret, owesSecondStep });
        if (session.isUseOld)
          await store
            .write((tx) => noteSessionUse(tx, secret))
            .catch((error: unknown) => effects.observe({ kind: "session-use-unwritten", level: "warn", error }));
      }
      next();
    },
    begin: async (request, response, actor) => {
      const before = secretOf(request);
      const place = { address: request.ip, browser: request.get("user-agent") };
      const secret = await store.write(async (tx) => {
        const now = effects.now();
        if (before !== undefined) await endSession(tx, before, now);
        return beginSession(tx, actor, place, life, now);
      });
      response.append("Set-Cookie", `${name}=${secret}; ${attributes}; Max-Age=${life.hours * 3600}`);
    },
    end: async (request, response) => {
      const secret = secretOf(request);
      if (secret !== undefined) await store.write((tx) => endSession(tx, secret, effects.now()));
      response.append("Set-Cookie", `${name}=; ${attributes}; Max-Age=0`);
    },
  };
}

export function cookieOf(request: Request, name: string): string | undefined {
  for (const part of (request.get("cookie") ?? "").split(";")) {
    const [key, value] = part.split("=", 2);
    if (key?.trim() === name) return value?.trim();
  }
  return undefined;
}

/** Where a temporary password is changed. */
const PASSWORD_PAGE = "/kerja/akun/kata-sandi";
/** Where a second step is set up. */
const SECOND_STEP_PAGE = "/kerja/akun/dua-langkah";

/** What somebody signed in owes before anything else is open. */
const owedPageOf = ({ mustChange, owesSecondStep }: Omit<Known, "secret">): string | undefined =>
  mustChange ? PASSWORD_PAGE : owesSecondStep ? SECOND_STEP_PAGE : undefined;

/**
 * Express: nobody signed in goes to sign in, and comes back to the page they asked for; a temporary password is changed first, and a
 * second step that is demanded is set up.
 */
export function requireSession(request: Request, response: Response, next: NextFunction): void {
  const session = sessionOf(request);
  if (session !== undefined) {
    const [path, owed] = [pathOf(request), owedPageOf(session)];
    if (owed === undefined || path === owed || path === "/keluar") next();
    else response.setHeader("Cache-Control", "no-store").redirect(303, owed);
    return;
  }
  const back = request.method === "GET" ? request.originalUrl : "/kerja";
  response.setHeader("Cache-Control", "no-store");
  // A script of a page carries the token in a header; it is told, not led to a page that it would take for its answer.
  if (request.get(FORM_HEADER) !== undefined) {
    response.sendStatus(401);
    return;
  }
  response.redirect(303, `/masuk?next=${encodeURIComponent(back)}`);
}

/** A path of this server and nothing that a browser could take for another host; else undefined. */
export function ownPath(text: string): string | undefined {
  if (!/^\/(?![/\\])[\x21-\x7e]*$/.test(text) || text.includes("\\") || text.length > 1000) return undefined;
  const there = new URL(text, "http://own.invalid");
  return there.host === "own.invalid" ? `${there.pathname}${there.search}` : undefined;
}

const FORM_FIELD = "_csrf";
const FORM_HEADER = "x-csrf-token";
const HARMLESS = new Set(["GET", "HEAD", "OPTIONS"]);

/** The hidden field that every form with method post has; empty for nobody signed in. */
export function csrfOf(request: IncomingMessage): string {
  const session = known.get(request);
  return session === undefined ? "" : csrfTokenOf(session.secret);
}

/** Its name in a form. */
export const CSRF_FIELD = FORM_FIELD;

const readForm = urlencoded({ extended: false, limit: "500kb", parameterLimit: 5000 });

/**
 * Express: reads an ordinary form into `request.body` and refuses what does not come from one of our own pages. The token of a form with
 * files stands in its first field, which only whoever reads the files can see: they call `demandCsrf`. A script sends it in a header.
 */
export function requireOwnForm(request: Request, response: Response, next: NextFunction): void {
  if (!HARMLESS.has(request.method)) demandSameOrigin(request);
  if (HARMLESS.has(request.method) || request.is("multipart/form-data")) {
    next();
    return;
  }
  readForm(request, response, (error?: unknown) => {
    if (error !== undefined) return next(new Fault("request.too-large", { limit: "500 kB" }));
    try {
      const body: unknown = request.body;
      const field = typeof body === "object" && body !== null ? Reflect.get(body, FORM_FIELD) : undefined;
      demandCsrf(request, request.get(FORM_HEADER) ?? (typeof field === "string" ? field : undefined));
      next();
    } catch (fault) {
      next(fault);
    }
  });
}

/** Throws `session.stale-form`. */
export function demandCsrf(request: Request, given: string | undefined): void {
  const wanted = Buffer.from(csrfOf(request));
  const found = Buffer.from(given ?? "");
  if (wanted.length === 0 || wanted.length !== found.length || !timingSafeEqual(wanted, found))
    throw new Fault("session.stale-form");
}

/** What browsers say of where a form stood. Throws `session.foreign-form`. */
export function demandSameOrigin(request: Request): void {
  const site = request.get("sec-fetch-site");
  const origin = request.get("origin");
  const isOurs =
    site !== undefined ? site === "same-origin" : origin === undefined || hostOf(origin) === request.get("host");
  if (!isOurs) throw new Fault("session.foreign-form");
}

const hostOf = (origin: string): string | undefined => (URL.canParse(origin) ? new URL(origin).host : undefined);
