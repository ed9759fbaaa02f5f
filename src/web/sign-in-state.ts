/** What the page of signing in shows again when a step went wrong. */
import type { Request, Response } from "express";
import { contextOf } from "../http/context.ts";
import { faultMessage, isFault } from "../kernel/fault.ts";

export interface SignInState {
  readonly next: string;
  readonly name?: string;
  readonly problem?: string;
}

export type ShowSignIn = (request: Request, response: Response, state: SignInState) => Promise<void>;

/** A fault of signing in is said above the form that is filled in as it was. */
export async function orShow(
  show: ShowSignIn,
  request: Request,
  response: Response,
  state: SignInState,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    if (!isFault(thrown) || !thrown.code.startsWith("session.") || thrown.code === "session.foreign-form") throw thrown;
    response.status(thrown.status);
    if (typeof thrown.extra.retryAfter === "number") response.setHeader("Retry-After", thrown.extra.retryAfter);
    await show(request, response, { ...state, problem: faultMessage(thrown).detail[contextOf(request).lang] });
  }
}
