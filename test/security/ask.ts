/** One request of the walk, as one of its callers. Only the status counts; the body is let go of, for some answers never end. */
import type { SessionCaller, TokenCaller, World } from "./callers.ts";

export interface Asked {
  readonly method: string;
  /** With `{names}`. */
  readonly path: string;
  readonly body?: unknown;
  /** Sent beside the token. */
  readonly cookie?: string;
}

async function statusOf(url: string, init: RequestInit): Promise<number> {
  const stop = new AbortController();
  const response = await fetch(url, { redirect: "manual", signal: stop.signal, ...init });
  stop.abort();
  return response.status;
}

/** What is there to read for whoever may, by cookie and token of an administrator or as somebody else. */
export const readAs = (
  world: World,
  path: string,
  headers: Readonly<Record<string, string>> = { Authorization: `Bearer ${world.tokens.admin}` },
): Promise<Response> => fetch(addressOf(world, path), { redirect: "manual", headers });

/** What a program is answered to a body of JSON. */
export async function textByToken(world: World, path: string, body: unknown, who: TokenCaller): Promise<string> {
  const token = world.tokens[who];
  const headers = {
    "Content-Type": "application/json",
    ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
  };
  return (await fetch(addressOf(world, path), { method: "POST", headers, body: JSON.stringify(body) })).text();
}

const addressOf = ({ server, names }: World, path: string): string =>
  server.url + path.replaceAll(/\{(\w+)\}/g, (_, name: string) => names[name] ?? "");

/** As a body: JSON that ends too early. */
export const BROKEN = Symbol("broken");

export const MAY_HAVE_BODY = new Set(["POST", "PUT", "PATCH"]);

/** A call as a program makes it: a token, JSON. */
export function askByToken(world: World, { method, path, body, cookie }: Asked, who: TokenCaller): Promise<number> {
  const token = world.tokens[who];
  return statusOf(addressOf(world, path), {
    method,
    headers: {
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      ...(cookie === undefined ? {} : { Cookie: cookie }),
      ...(MAY_HAVE_BODY.has(method) ? { "Content-Type": "application/json" } : {}),
    },
    ...(MAY_HAVE_BODY.has(method) ? { body: body === BROKEN ? "{" : JSON.stringify(body ?? {}) } : {}),
  });
}

/** A form as a browser sends it: a cookie, the token that the page had. */
export function askBySession(world: World, { method, path }: Asked, who: SessionCaller): Promise<number> {
  const person = who === "public" ? undefined : world.people[who];
  const page = path.startsWith("/kerja/unggah/tus")
    ? { "Tus-Resumable": "1.0.0", "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream" }
    : { "Content-Type": "application/x-www-form-urlencoded" };
  return statusOf(addressOf(world, path), {
    method,
    headers: {
      Origin: world.server.url,
      ...(person === undefined ? {} : { Cookie: person.cookie, "X-CSRF-Token": person.csrf }),
      ...(method === "GET" ? {} : page),
    },
  });
}
