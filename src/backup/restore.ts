/**
 * A backup brought back, into an empty database and a file store. The whole file is read and checked before anything is written; then
 * the files, which are only bytes under their hashes, and the database in one transaction. A backup of an older version is brought up to
 * date afterwards; one of a newer version is refused.
 */
import { Readable } from "node:stream";
import { Fault } from "../kernel/fault.ts";
import type { Sha256 } from "../kernel/ids.ts";
import type { Store } from "../store/data-source.ts";
import type { FileStore } from "../store/files.ts";
import { intoEmpty, type Load } from "../store/load.ts";
import { migrate } from "../store/migrate.ts";
import { openFrames } from "./frames.ts";
import { type Description, type Member, readMembers } from "./members.ts";

export interface RestoreDeps {
  readonly store: Store;
  readonly files: Pick<FileStore, "put" | "remove">;
}

export interface Restored {
  readonly createdAt: Date;
  tables: number;
  files: number;
  /** Files that were damaged already when the backup was made; left out. */
  readonly lost: string[];
}

export type About = Extract<Description, { kind: "about" }>;

/** Opens the file anew; it is read twice. */
export type OpenBackup = () => AsyncIterable<Buffer>;

/** Reads all of it. Throws `backup.unknown-form`, `backup.needs-key`, `backup.wrong-key`, `backup.damaged`. */
export async function checkBackup(open: OpenBackup, secret: string | undefined): Promise<About> {
  let about: About | undefined;
  for await (const { description } of readMembers(openFrames(open(), secret)))
    if (description.kind === "about") about ??= description;
  if (about === undefined) throw new Fault("backup.damaged");
  return about;
}

/** @param about  What `checkBackup` said of this file. Throws `server.database-newer`, `restore.not-empty`. */
export async function restoreBackup(
  { store, files }: RestoreDeps,
  { createdAt, migrations }: About,
  open: OpenBackup,
  secret: string | undefined,
): Promise<Restored> {
  await migrate(store, { only: migrations });
  const restored: Restored = { createdAt: new Date(createdAt), tables: 0, files: 0, lost: [] };
  await store.withClient((client) =>
    intoEmpty(client, async (load) => {
      for await (const member of readMembers(openFrames(open(), secret)))
        await takeMember(member, load, files, restored);
    }),
  );
  await migrate(store);
  return restored;
}

async function takeMember(
  { description, bytes }: Member,
  load: Load,
  files: RestoreDeps["files"],
  restored: Restored,
): Promise<void> {
  if (description.kind === "table") {
    await load.table(description.table, bytes);
    restored.tables += 1;
  } else if (description.kind === "file") {
    const wanted = description.sha256 as Sha256; // its shape was checked
    const { sha256 } = await files.put(Readable.from(bytes, { objectMode: false }));
    if (sha256 === wanted) restored.files += 1;
    else {
      await files.remove(sha256);
      restored.lost.push(wanted);
    }
  }
}
