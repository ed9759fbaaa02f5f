/** `/masuk` and `/keluar`. A wrong name and a wrong password look the same and take as long. */
import { Router, urlencoded } from "express";
import { verifyPassword } from "../catalogue/people.ts";
import { contextOf } from "../http/context.ts";
import { demandSameOrigin, ownPath, sessionOf } from "../http/session.ts";
import { Fault } from "../kernel/fault.ts";
import { csrfField } from "./csrf-field.tsx";
import type { WebDeps } from "./deps.ts";
import { typedText } from "./form-text.ts";
import { queryText, sendPage } from "./send-page.ts";
import { codeRoutes } from "./sign-in-code.tsx";
import { goOn } from "./sign-in-finish.ts";
import { SignInPage } from "./sign-in-page.tsx";
import { ssoRoutes } from "./sign-in-sso.ts";
import { orShow, type ShowSignIn } from "./sign-in-state.ts";

/** Mounted behind `sessions.identify`. */
export function signInRoutes(deps: WebDeps): Router {
  const { store, sessions, signInLimit, effects, singleSignOn } = deps;
  const router = Router();
  const form = urlencoded({ extended: false, limit: "20kb", parameterLimit: 20 });

  const show: ShowSignIn = async (request, response, { next, name = "", problem }) => {
    const { lang, actor } = contextOf(request);
    const signedIn = sessionOf(request) && { name: actor.name, csrf: csrfField(request) };
    response.setHeader("Cache-Control", "no-store");
    const sso = singleSignOn !== undefined;
    sendPage(request, response, await SignInPage({ lang, next, name, problem, signedIn, sso }));
  };

  router.get("/masuk", (request, response) =>
    show(request, response, { next: ownPath(queryText(request, "next")) ?? "" }),
  );

  router.post("/masuk", form, async (request, response) => {
    demandSameOrigin(request);
    const name = typedText(request, "nama").trim().slice(0, 100);
    const next = ownPath(typedText(request, "next")) ?? "";
    const address = request.ip ?? "?";
    await orShow(show, request, response, { next, name }, async () => {
      await signInLimit.demand(name, address);
      const actor = await verifyPassword(store, name, typedText(request, "kata_sandi"));
      if (actor === undefined) {
        await signInLimit.failed(name, address);
        // Without the name: people type their password there.
        const { requestId } = contextOf(request);
        effects.observe({ kind: "sign-in-failed", level: "warn", requestId, address });
        throw new Fault("session.wrong");
      }
      await goOn(deps, request, response, actor, next);
    });
  });

  router.post("/keluar", async (request, response) => {
    await sessions.end(request, response);
    response.setHeader("Cache-Control", "no-store");
    response.redirect(303, "/masuk");
  });
  router.use(codeRoutes(deps, show));
  if (singleSignOn !== undefined) router.use(ssoRoutes(deps, singleSignOn, show));
  return router;
}
