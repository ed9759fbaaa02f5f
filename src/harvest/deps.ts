/** What harvesting works with; handed in by the application. */
import type { IntakeDeps } from "../intake/deps.ts";
import type { Get } from "../outgoing/get.ts";
import type { ReleaseDeps } from "../release/deps.ts";

export interface HarvestDeps extends IntakeDeps, ReleaseDeps {
  readonly get: Get;
  /** Lets work pass that somebody waits for. */
  readonly letPass?: (signal: AbortSignal) => Promise<void>;
}
