/** `/masuk/sso`: to the single sign-on and back. Whoever it vouches for must be somebody here already. */
import { Router } from "express";
import { demandSameSubject, voidTemporaryPassword } from "../catalogue/account.ts";
import { findActorByName } from "../catalogue/people.ts";
import { beginStep, endStep, findStep } from "../catalogue/sign-in-steps.ts";
import { ownPath } from "../http/session.ts";
import type { SingleSignOn } from "../http/single-sign-on.ts";
import { Fault, isFault } from "../kernel/fault.ts";
import type { WebDeps } from "./deps.ts";
import { queryText } from "./send-page.ts";
import { goOn } from "./sign-in-finish.ts";
import { orShow, type ShowSignIn } from "./sign-in-state.ts";

export function ssoRoutes(deps: WebDeps, sso: SingleSignOn, show: ShowSignIn): Router {
  const { store, effects, stepCookie } = deps;
  const router = Router();

  router.get("/masuk/sso", (request, response) => {
    const next = ownPath(queryText(request, "next")) ?? "";
    return orShow(show, request, response, { next }, async () => {
      const { address, checks } = await sso.begin();
      const step = { kind: "sso", next, ...checks } as const;
      stepCookie.set(response, await store.write((tx) => beginStep(tx, step, effects.now())));
      response.setHeader("Cache-Control", "no-store").redirect(303, address);
    });
  });

  router.get("/masuk/sso/kembali", (request, response) =>
    orShow(show, request, response, { next: "" }, async () => {
      const secret = stepCookie.read(request);
      const step = secret && (await store.read((tx) => findStep(tx, secret, effects.now())));
      // Ended before it is used, so that an answer of the provider is looked at once.
      if (!secret || !step || step.kind !== "sso" || !(await store.write((tx) => endStep(tx, secret))))
        throw new Fault("session.step-over");
      stepCookie.clear(response);
      const query = /\?.*$/s.exec(request.originalUrl)?.[0] ?? "";
      const vouched = await sso.finish(query, step).catch((thrown: unknown) => {
        if (isFault(thrown)) effects.observe({ kind: "single-sign-on-failed", level: "warn", error: thrown.cause });
        throw thrown;
      });
      const actor = await store.read((tx) => findActorByName(tx, vouched.name));
      if (actor === undefined) throw new Fault("session.sso-unknown", { person: vouched.name });
      await store.write(async (tx) => {
        await demandSameSubject(tx, actor, vouched, effects);
        await voidTemporaryPassword(tx, actor, effects);
      });
      await goOn(deps, request, response, actor, step.next);
    }),
  );
  return router;
}
