/** A person with a browser: signed in, with the cookie and the hidden field that forms carry. */
import { beginSession, csrfTokenOf } from "../../src/catalogue/sessions.ts";
import type { Actor } from "../../src/kernel/actor.ts";
import { givenPerson } from "./people.ts";
import type { TestServer } from "./server.ts";

export interface SignedIn {
  readonly actor: Actor;
  readonly cookie: string;
  readonly csrf: string;
  /** Redirects are not followed. */
  readonly get: (path: string, init?: RequestInit) => Promise<Response>;
  /** A form as a browser sends it, with its hidden field; several values of one name as an array. */
  readonly post: (path: string, form?: Readonly<Record<string, string | readonly string[]>>) => Promise<Response>;
  /** A form with files, the hidden field first. */
  readonly postFiles: (path: string, form: FormData) => Promise<Response>;
}

export async function signIn(
  { service: { store }, url }: Pick<TestServer, "service" | "url">,
  name: string,
  person: Parameters<typeof givenPerson>[2],
): Promise<SignedIn> {
  const actor = await givenPerson(store, name, person);
  const life = { hours: 12, idleMinutes: 60 };
  const secret = await store.write((tx) => beginSession(tx, actor, {}, life, new Date()));
  const cookie = `jendela=${secret}`;
  const csrf = csrfTokenOf(secret);
  const send = (path: string, { headers, ...init }: RequestInit): Promise<Response> =>
    fetch(`${url}${path}`, { redirect: "manual", ...init, headers: { Cookie: cookie, Origin: url, ...headers } });
  return {
    actor,
    cookie,
    csrf,
    get: (path, init = {}) => send(path, init),
    post: (path, form = {}) => {
      const body = new URLSearchParams({ _csrf: csrf });
      for (const [key, value] of Object.entries(form))
        for (const each of typeof value === "string" ? [value] : value) body.append(key, each);
      return send(path, { method: "POST", body });
    },
    postFiles: (path, form) => {
      const body = new FormData();
      body.append("_csrf", csrf);
      for (const [key, value] of form.entries()) body.append(key, value);
      return send(path, { method: "POST", body });
    },
  };
}
