/** What the pipeline works with; handed in by the application. */
import type { QuotaLimits } from "../catalogue/agency-quota.ts";
import type { Jobs } from "../jobs/queue.ts";
import type { Effects } from "../kernel/effects.ts";
import type { Store } from "../store/data-source.ts";
import type { DiskRoom } from "../store/disk-room.ts";
import type { FileStore } from "../store/files.ts";
import type { checkFile } from "../tabular/check.ts";

export interface IntakeDeps {
  readonly store: Store;
  readonly files: FileStore;
  readonly effects: Effects;
  /** Reads and checks one file, in a worker that can be killed. */
  readonly check: typeof checkFile;
  readonly send: Jobs["send"];
  /** Folder for files in progress. */
  readonly spool: string;
  readonly maxUploadBytes: number;
  readonly disk: DiskRoom;
  readonly quotas: QuotaLimits;
}
