/** What the pages are given. */
import type { States } from "../catalogue/states.ts";
import type { Store } from "../store/data-source.ts";

export interface WebDeps {
  readonly store: Store;
  readonly states: States;
  /** Public address of this server, without a slash at its end. */
  readonly baseUrl: string;
}
