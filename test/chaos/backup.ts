/** The verbs `backup` and `restore`, killed or bereft of what they work on: a backup's name stands for all of it, and what was broken off is done anew. */
import { createReadStream } from "node:fs";
import { access, chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { checkBackup } from "../../src/backup/restore.ts";
import { openStore } from "../../src/store/data-source.ts";
import { startEmbedded } from "../../src/store/embedded.ts";
import type { Home } from "./home.ts";
import { versionName } from "./ledger.ts";
import { HELD_FOR_BACKUPS, RESTORING, waitForMoment } from "./moments.ts";
import { databaseUrl, killPostmaster, runVerb, startVerb, type VerbProcess } from "./process.ts";
import type { Random } from "./random.ts";
import { watchDatabase } from "./watch.ts";

/** A verb takes its time to begin. */
const PATIENCE = 180_000;

export interface Backup {
  readonly verb: VerbProcess;
  readonly file: string;
  /** Versions that had been promised when it began. */
  readonly promised: readonly string[];
  /** It waits half done until this is called. */
  readonly release: () => Promise<void>;
}

export async function beginBackup(program: readonly string[], { folder, ledger }: Home): Promise<Backup> {
  const file = join(folder, `cadangan-${ledger.nextNote}.jendela`);
  const release = await holdBackups(folder);
  return { verb: startVerb(program, folder, "backup", file), file, promised: [...ledger.promised], release };
}

async function holdBackups(folder: string): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: await databaseUrl(folder), application_name: "chaos" });
  client.on("error", () => {});
  await client.connect();
  await client.query(`begin; lock table catalogue.${HELD_FOR_BACKUPS} in access exclusive mode`);
  return () => client.end().catch(() => {});
}

/** @param harmed  The verb or its database was killed. No server runs. */
export async function judgeBackup(
  program: readonly string[],
  home: Home,
  { verb, file, promised, release }: Backup,
  harmed: boolean,
  random: Random,
): Promise<void> {
  await release();
  const first = await verb.ended;
  const isThere = await exists(file);
  if (first.code !== 0 && !harmed) throw new Error(`a backup ended with ${first.code}: ${first.said}`);
  if (first.code === 0 && !isThere) throw new Error("a backup was made, and is not there");
  if (!isThere) {
    const again = await runVerb(program, home.folder, "backup", file);
    if (again.code !== 0) throw new Error(`a new backup ended with ${again.code}: ${again.said}`);
  }
  await checkBackup(() => createReadStream(file) as AsyncIterable<Buffer>, undefined); // of Buffers without an encoding
  if (await exists(`${file}.part`)) throw new Error(`${file}.part is left`);
  await restoreTwice(program, file, promised, random);
  await rm(file);
}

/** Into an empty home, killed in the middle; then once more. */
async function restoreTwice(
  program: readonly string[],
  file: string,
  promised: readonly string[],
  random: Random,
): Promise<void> {
  const other = await mkdtemp(join(tmpdir(), "jendela-chaos-restored-"));
  await chmod(other, 0o755);
  const first = startVerb(program, other, "restore", file);
  const watch = watchDatabase(other);
  await Promise.race([first.ended, waitForMoment(RESTORING, { ...watch, hear: () => {} }, random, PATIENCE)]);
  await first.kill();
  await watch.close();
  if (random.chance(0.3)) await killPostmaster(other);
  const second = await runVerb(program, other, "restore", file);
  // Whoever was killed with the last line on the lips had done everything.
  if (second.code !== 0 && !/restore\.not-empty|tidak kosong|sudah berisi/.test(second.said))
    throw new Error(`the second restore ended with ${second.code}: ${second.said}`);
  const database = await startEmbedded({ home: other });
  try {
    const verified = await runVerb(program, other, "verify");
    if (verified.code !== 0) throw new Error(`verify of the restored: ${verified.code}: ${verified.said}`);
    const store = await openStore({ url: database.url, poolSize: 2 });
    const versions = await store
      .read((tx) =>
        tx.query<{ slug: string; number: number }>(
          "select slug, number from catalogue.version v join catalogue.dataset d on d.id = v.dataset",
        ),
      )
      .finally(() => store.close());
    const there = new Set(versions.map(({ slug, number }) => versionName(slug, number)));
    const lost = promised.filter((name) => !there.has(name));
    if (lost.length > 0) throw new Error(`not in the backup: ${lost.join(", ")}`);
  } finally {
    await database.stop();
  }
  await rm(other, { recursive: true, force: true });
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
