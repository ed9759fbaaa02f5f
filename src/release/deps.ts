/** What publishing works with; handed in by the application. */
import type { Jobs } from "../jobs/queue.ts";
import type { Effects } from "../kernel/effects.ts";
import type { Store } from "../store/data-source.ts";
import type { FileStore } from "../store/files.ts";

export interface ReleaseDeps {
  readonly store: Store;
  readonly files: FileStore;
  readonly effects: Effects;
  readonly send: Jobs["send"];
}
