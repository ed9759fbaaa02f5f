/** What follows when somebody has shown who they are: a second step where they have one, else the session and the page they came for. */
import type { Request, Response } from "express";
import { isAllowed } from "../catalogue/rights.ts";
import { hasSecondStep } from "../catalogue/second-step.ts";
import { beginStep } from "../catalogue/sign-in-steps.ts";
import type { Actor } from "../kernel/actor.ts";
import type { WebDeps } from "./deps.ts";

const CODE_PAGE = "/masuk/kode";

type FinishDeps = Pick<WebDeps, "store" | "sessions" | "signInLimit" | "effects" | "stepCookie">;

/** After a password or a single sign-on. */
export async function goOn(
  deps: FinishDeps,
  request: Request,
  response: Response,
  actor: Actor,
  next: string,
): Promise<void> {
  const { store, effects, stepCookie } = deps;
  if (!(await store.read((tx) => hasSecondStep(tx, actor)))) return finish(deps, request, response, actor, next);
  const step = { kind: "code", person: actor.key.slice("user:".length), next } as const;
  stepCookie.set(response, await store.write((tx) => beginStep(tx, step, effects.now())));
  response.setHeader("Cache-Control", "no-store").redirect(303, CODE_PAGE);
}

/** Signed in. */
export async function finish(
  { sessions, signInLimit }: FinishDeps,
  request: Request,
  response: Response,
  actor: Actor,
  next: string,
): Promise<void> {
  await signInLimit.succeeded(actor.name, request.ip ?? "?");
  await sessions.begin(request, response, actor);
  response.setHeader("Cache-Control", "no-store").redirect(303, next || deskOf(actor));
}

/** Who reviews begins with what waits for them. */
const deskOf = (actor: Actor): string => (isAllowed(actor, "upload.return") ? "/kerja/tinjau" : "/kerja");
