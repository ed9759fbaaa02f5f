/** What the pages are given. */
import type { RequestHandler } from "express";
import type { States } from "../catalogue/states.ts";
import type { KeptAnswers } from "../http/kept-answers.ts";
import type { Sessions } from "../http/session.ts";
import type { SignInLimit } from "../http/sign-in-limit.ts";
import type { SingleSignOn } from "../http/single-sign-on.ts";
import type { StepCookie } from "../http/step-cookie.ts";
import type { IntakeDeps } from "../intake/deps.ts";
import type { ReleaseDeps } from "../release/deps.ts";

export interface WebDeps extends IntakeDeps, ReleaseDeps {
  readonly states: States;
  /** Where public pages are kept. */
  readonly answers: KeptAnswers;
  readonly sessions: Sessions;
  readonly signInLimit: SignInLimit;
  /** Lets so many uploads pass. */
  readonly limitUploads: RequestHandler;
  readonly stepCookie: StepCookie;
  /** Undefined where none is configured. */
  readonly singleSignOn: SingleSignOn | undefined;
  /** Seals what has to be kept readable; undefined: it lies in the database as it is. */
  readonly secretsKey: string | undefined;
  /** May messages to webhooks go over http? */
  readonly plainHttp: boolean;
  /** Public address of this server, without a slash at its end. */
  readonly baseUrl: string;
}
