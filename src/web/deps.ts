/** What the pages are given. */
import type { States } from "../catalogue/states.ts";
import type { KeptAnswers } from "../http/kept-answers.ts";
import type { Effects } from "../kernel/effects.ts";
import type { Store } from "../store/data-source.ts";

export interface WebDeps {
  readonly store: Store;
  readonly states: States;
  /** Where public pages are kept. */
  readonly answers: KeptAnswers;
  readonly effects: Pick<Effects, "now">;
  /** Public address of this server, without a slash at its end. */
  readonly baseUrl: string;
}
