/** `/masuk` and `/keluar`. A wrong name and a wrong password look the same and take as long. */
import { type Request, type Response, Router, urlencoded } from "express";
import { verifyPassword } from "../catalogue/people.ts";
import { isAllowed } from "../catalogue/rights.ts";
import { contextOf } from "../http/context.ts";
import { demandSameOrigin, ownPath, sessionOf } from "../http/session.ts";
import type { Actor } from "../kernel/actor.ts";
import { Fault, faultMessage, isFault } from "../kernel/fault.ts";
import { csrfField } from "./csrf-field.tsx";
import type { WebDeps } from "./deps.ts";
import { queryText, sendPage } from "./send-page.ts";
import { SignInPage } from "./sign-in-page.tsx";

/** Mounted behind `sessions.identify`. */
export function signInRoutes({ store, sessions, signInLimit, effects }: WebDeps): Router {
  const router = Router();
  const form = urlencoded({ extended: false, limit: "20kb", parameterLimit: 20 });

  const show = async (
    request: Request,
    response: Response,
    { next, name = "", problem }: { readonly next: string; readonly name?: string; readonly problem?: string },
  ): Promise<void> => {
    const { lang, actor } = contextOf(request);
    const signedIn = sessionOf(request) && { name: actor.name, csrf: csrfField(request) };
    sendPage(request, response, await SignInPage({ lang, next, name, problem, signedIn }));
  };

  router.get("/masuk", (request, response) =>
    show(request, response, { next: ownPath(queryText(request, "next")) ?? "" }),
  );

  router.post("/masuk", form, async (request, response) => {
    demandSameOrigin(request);
    const name = field(request, "nama").slice(0, 100);
    const next = ownPath(field(request, "next")) ?? "";
    const address = request.ip ?? "?";
    try {
      await signInLimit.demand(name, address);
      const actor = await verifyPassword(store, name, field(request, "kata_sandi"));
      if (actor === undefined) {
        await signInLimit.failed(name, address);
        effects.observe({ kind: "sign-in-failed", level: "warn" });
        throw new Fault("session.wrong");
      }
      await signInLimit.succeeded(name, address);
      await sessions.begin(request, response, actor);
      response.setHeader("Cache-Control", "no-store");
      response.redirect(303, next || deskOf(actor));
    } catch (thrown) {
      if (!isFault(thrown) || !thrown.code.startsWith("session.")) throw thrown;
      response.status(thrown.status);
      if (typeof thrown.extra.retryAfter === "number") response.setHeader("Retry-After", thrown.extra.retryAfter);
      await show(request, response, { next, name, problem: faultMessage(thrown).detail[contextOf(request).lang] });
    }
  });

  router.post("/keluar", async (request, response) => {
    await sessions.end(request, response);
    response.setHeader("Cache-Control", "no-store");
    response.redirect(303, "/masuk");
  });
  return router;
}

/** Who reviews begins with what waits for them. */
const deskOf = (actor: Actor): string => (isAllowed(actor, "upload.return") ? "/kerja/tinjau" : "/kerja");

function field(request: Request, name: string): string {
  const body: unknown = request.body;
  const value = typeof body === "object" && body !== null ? Reflect.get(body, name) : undefined;
  return typeof value === "string" ? value : "";
}
