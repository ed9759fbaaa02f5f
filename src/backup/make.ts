/** A backup: the database of one moment and every file that it knows, as one stream. Files never change and are never taken away. */
import { createHash } from "node:crypto";
import { NEEDED_FILES } from "../catalogue/file-hold.ts";
import type { Sha256 } from "../kernel/ids.ts";
import type { Store } from "../store/data-source.ts";
import { type Dump, type DumpedTable, inSnapshot } from "../store/dump.ts";
import type { FileStore } from "../store/files.ts";
import { sealFrames } from "./frames.ts";
import { type Member, writeMembers } from "./members.ts";

export interface BackupDeps {
  readonly store: Pick<Store, "withClient">;
  readonly files: Pick<FileStore, "has" | "openRead">;
}

export interface Made {
  tables: number;
  files: number;
  /** Files that are known and gone, or are not what they were. The backup is good without them. */
  readonly lost: string[];
}

/** @param write  Takes the backup's bytes, to their end. */
export async function makeBackup(
  { store, files }: BackupDeps,
  secret: string | undefined,
  at: Date,
  write: (bytes: AsyncIterable<Buffer>) => Promise<void>,
): Promise<Made> {
  const made: Made = { tables: 0, files: 0, lost: [] };
  await store.withClient((client) =>
    inSnapshot(client, async (dump, rowsOf) => {
      const { rows } = await client.query<{ sha256: Sha256 }>(
        `select distinct sha256 from (${NEEDED_FILES}) needed order by 1`,
      );
      const hashes = rows.map(({ sha256 }) => sha256);
      await write(sealFrames(writeMembers(membersOf(dump, rowsOf, files, hashes, at, made)), secret));
    }),
  );
  return made;
}

async function* membersOf(
  { migrations, tables }: Dump,
  rowsOf: (table: DumpedTable) => AsyncIterable<Buffer>,
  files: BackupDeps["files"],
  hashes: readonly Sha256[],
  at: Date,
  made: Made,
): AsyncGenerator<Member> {
  yield {
    description: { kind: "about", createdAt: at.toISOString(), migrations: [...migrations] },
    bytes: nothing(),
  };
  for (const table of tables) {
    made.tables += 1;
    const { schema, name, columns, counter, made: making } = table;
    yield {
      description: { kind: "table", table: { schema, name, columns, counter, made: making } },
      bytes: rowsOf(table),
    };
  }
  for (const sha256 of hashes) {
    if (!(await files.has(sha256))) {
      made.lost.push(sha256);
      continue;
    }
    made.files += 1;
    yield { description: { kind: "file", sha256 }, bytes: readFile(files, sha256, made) };
  }
}

async function* nothing(): AsyncGenerator<Buffer> {}

async function* readFile(files: BackupDeps["files"], sha256: Sha256, made: Made): AsyncGenerator<Buffer> {
  const hash = createHash("sha256");
  for await (const piece of files.openRead(sha256) as AsyncIterable<Buffer>) {
    hash.update(piece);
    yield piece;
  }
  if (hash.digest("hex") !== sha256) made.lost.push(sha256);
}
