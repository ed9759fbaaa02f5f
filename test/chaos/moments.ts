/**
 * When the server is killed: at a line of its log, at a statement that the database is running for it, at a time, or while a client is
 * in the middle of sending. Nothing in the server knows of this; what does not come about in time is killed all the same.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import type { LogLine } from "./process.ts";
import type { Random } from "./random.ts";
import type { Watch } from "./watch.ts";

export interface Moment {
  readonly name: string;
  /** While the server starts, rather than while it works. */
  readonly starting?: boolean;
  readonly line?: (line: LogLine) => boolean;
  /** The text of a statement that runs, or that an open transaction ran last. */
  readonly statement?: RegExp;
  /** The home is taken back to an older schema before the start. */
  readonly older?: boolean;
  /** The verb `backup` runs beside the server, and may be the one that is killed. */
  readonly backup?: boolean;
}

/** A table that only backups look into: where it is locked they wait, half done. */
export const HELD_FOR_BACKUPS = "harvest_document";

/** A backup is being brought back. */
export const RESTORING: Moment = { name: "restoring", statement: /^copy .* from stdin/i };

export const MOMENTS: readonly (readonly [weight: number, moment: Moment])[] = [
  [3, { name: "at any time" }],
  [2, { name: "starting", starting: true }],
  [2, { name: "migrating", starting: true, older: true, statement: /create (table|index)|alter table/ }],
  [2, { name: "uploading", line: ({ kind, path }) => kind === "sending" || path === "/kerja/unggah/tus" }],
  [2, { name: "accepting", statement: /insert into catalogue\.upload/ }],
  [2, { name: "received", line: ({ kind }) => kind === "upload-received" }],
  [2, { name: "checking", statement: /lease_until = clock_timestamp/ }],
  [3, { name: "loading", statement: /^copy "?stage/i }],
  [3, { name: "comparing", statement: /as live_tid|enable_mergejoin|comment on table/ }],
  [2, { name: "checked", line: ({ kind }) => kind === "upload-checked" }],
  [
    3,
    {
      name: "publishing",
      statement: /set died = |alter table "?stage|insert into catalogue\.version |insert into catalogue\.change/,
    },
  ],
  [2, { name: "published", line: ({ kind }) => kind === "version-published" || kind === "version-restored" }],
  [3, { name: "rendering", statement: /\bto stdout|insert into catalogue\.version_file/i }],
  [2, { name: "backing up", backup: true, statement: new RegExp(`^lock table catalogue."${HELD_FOR_BACKUPS}"`) }],
  [2, { name: "rendered", line: ({ kind }) => kind === "version-rendered" }],
];

interface Watched extends Pick<Watch, "database" | "isOver"> {
  readonly hear: (listener: (line: LogLine) => void) => void;
}

/** Resolves at the moment, a few milliseconds later, or when `patience` is over. True: it came about. */
export async function waitForMoment(
  { line, statement, starting }: Moment,
  { hear, database, isOver }: Watched,
  random: Random,
  patience: number,
): Promise<boolean> {
  const deadline = Date.now() + patience;
  const later = random.pick([
    [2, 0],
    [1, random.whole(0, 5)],
    [1, random.whole(0, 60)],
  ]);
  if (line === undefined && statement === undefined) {
    await sleep(random.whole(0, starting === true ? 3_500 : patience));
    return true;
  }
  let came = false;
  if (line !== undefined)
    hear((heard) => {
      came ||= line(heard);
    });
  while (!came && !isOver() && Date.now() < deadline) {
    if (statement !== undefined) came = await isRunning(await database(), statement);
    if (!came) await sleep(2);
  }
  if (came) await sleep(later);
  return came;
}

async function isRunning(client: pg.Client | undefined, statement: RegExp): Promise<boolean> {
  if (client === undefined) return false;
  const found = await client
    .query<{ query: string }>("select query from pg_stat_activity where state <> 'idle' and pid <> pg_backend_pid()")
    .catch(() => undefined);
  return found?.rows.some(({ query }) => statement.test(query)) === true;
}
