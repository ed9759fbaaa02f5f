/** `/masuk/kode`: the second step, a code of the person's device or one of their recovery codes. */
import { type Request, type Response, Router, urlencoded } from "express";
import { findActorByPerson } from "../catalogue/people.ts";
import { takeSecondStep } from "../catalogue/second-step.ts";
import { endStep, findStep } from "../catalogue/sign-in-steps.ts";
import { contextOf } from "../http/context.ts";
import { demandSameOrigin } from "../http/session.ts";
import type { Actor } from "../kernel/actor.ts";
import { Fault, faultMessage, isFault } from "../kernel/fault.ts";
import type { WebDeps } from "./deps.ts";
import { fieldText } from "./form-text.ts";
import { sendPage } from "./send-page.ts";
import { CodePage } from "./sign-in-code-page.tsx";
import { finish } from "./sign-in-finish.ts";
import { orShow, type ShowSignIn } from "./sign-in-state.ts";

interface Owed {
  readonly secret: string;
  readonly actor: Actor;
  readonly next: string;
}

export function codeRoutes(deps: WebDeps, showSignIn: ShowSignIn): Router {
  const { store, effects, stepCookie, signInLimit, secretsKey } = deps;
  const router = Router();
  const form = urlencoded({ extended: false, limit: "20kb", parameterLimit: 20 });

  /** Who owes a code here. Throws `session.step-over`. */
  const owedBy = async (request: Request): Promise<Owed> => {
    const secret = stepCookie.read(request);
    const found = await store.read(async (tx) => {
      const step = secret === undefined ? undefined : await findStep(tx, secret, effects.now());
      if (step?.kind !== "code") return undefined;
      const actor = await findActorByPerson(tx, step.person);
      return actor && { actor, next: step.next };
    });
    if (secret === undefined || found === undefined) throw new Fault("session.step-over");
    return { secret, ...found };
  };

  const show = async (request: Request, response: Response, problem?: string): Promise<void> => {
    response.setHeader("Cache-Control", "no-store");
    sendPage(request, response, await CodePage({ lang: contextOf(request).lang, problem }));
  };

  router.get("/masuk/kode", (request, response) =>
    orShow(showSignIn, request, response, { next: "" }, async () => {
      await owedBy(request);
      await show(request, response);
    }),
  );

  router.post("/masuk/kode", form, (request, response) =>
    orShow(showSignIn, request, response, { next: "" }, async () => {
      demandSameOrigin(request);
      const { secret, actor, next } = await owedBy(request);
      const address = request.ip ?? "?";
      try {
        await signInLimit.demand(actor.name, address);
        const right = await store.write((tx) =>
          takeSecondStep(tx, actor, fieldText(request, "kode"), secretsKey, effects.now()),
        );
        if (!right) {
          await signInLimit.failed(actor.name, address);
          throw new Fault("session.wrong-code");
        }
      } catch (thrown) {
        if (!isFault(thrown) || !thrown.code.startsWith("session.")) throw thrown;
        response.status(thrown.status);
        return show(request, response, faultMessage(thrown).detail[contextOf(request).lang]);
      }
      if (!(await store.write((tx) => endStep(tx, secret)))) throw new Fault("session.step-over");
      stepCookie.clear(response);
      await finish(deps, request, response, actor, next);
    }),
  );
  return router;
}
