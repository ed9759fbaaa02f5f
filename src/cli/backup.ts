/**
 * `jendela backup FILE` and `jendela restore FILE`: database and files together in one file, beside a running server, and back into an
 * empty place. `backup` ends with 1 when files were lost; `restore` changes nothing unless the whole file is good.
 */
import { createReadStream, createWriteStream } from "node:fs";
import { access, open, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Command } from "commander";
import { makeBackup } from "../backup/make.ts";
import { checkBackup, restoreBackup } from "../backup/restore.ts";
import { recordBackup } from "../catalogue/background-work.ts";
import type { Config } from "../config/settings.ts";
import type { OpenDatabase } from "../database.ts";
import { Fault } from "../kernel/fault.ts";
import { openFileStore } from "../store/files.ts";
import { type AdministrationDeps, withStore } from "./administration.ts";
import { EXIT, Exit } from "./program.ts";

export interface BackupVerbDeps extends AdministrationDeps {
  /** With these variables over those of the environment. */
  readonly loadConfig: (over?: Readonly<Record<string, string>>) => Config;
  readonly connect: (config: Config) => Promise<OpenDatabase>;
}

interface Options {
  readonly keyFile?: string;
  readonly json?: boolean;
}

interface RestoreOptions extends Options {
  readonly databaseUrl?: string;
  readonly home?: string;
}

export function addBackupCommands(program: Command, deps: BackupVerbDeps): void {
  program
    .command("backup")
    .description("Cadangkan basis data dan berkas ke satu berkas / database and files into one file")
    .argument("<file>", "berkas baru / a new file")
    .option("--key-file <path>", "kunci enkripsi / the key to encrypt with")
    .option("--json", "hasil sebagai JSON / as JSON")
    .action((file: string, options: Options) => backup(deps, file, options));

  program
    .command("restore")
    .description("Pulihkan cadangan ke tempat kosong / bring a backup back, into an empty place")
    .argument("<file>", "cadangan / the backup")
    .option("--key-file <path>", "kunci cadangan / the backup's key")
    .option("--database-url <url>", "basis data kosong / an empty database; absent: DATABASE_URL")
    .option("--home <folder>", "folder berkas dan basis data tertanam / absent: JENDELA_HOME")
    .option("--json", "hasil sebagai JSON / as JSON")
    .action((file: string, options: RestoreOptions) => restore(deps, file, options));
}

async function backup(deps: BackupVerbDeps, file: string, { keyFile, json }: Options): Promise<void> {
  const config = deps.loadConfig();
  const secret = await readKey(keyFile, config);
  if (await isThere(file)) throw new Fault("backup.exists", { path: file });
  const files = await openFileStore(join(config.home, "files"));
  // The name stands for a whole backup or for none.
  const draft = `${file}.part`;
  try {
    const at = deps.effects.now();
    const made = await withStore(deps, async (store) => {
      const written = await makeBackup({ store, files }, secret, at, (bytes) =>
        pipeline(bytes, createWriteStream(draft, { mode: 0o600 })),
      );
      await sync(draft);
      await rename(draft, file);
      await store.write((tx) => recordBackup(tx, at));
      return written;
    });
    const encrypted = secret !== undefined;
    if (json === true) deps.print(JSON.stringify({ ...made, encrypted }));
    else
      deps.say(
        `${made.tables} tabel dan ${made.files} berkas dicadangkan${encrypted ? ", terenkripsi" : ""}. / ${made.tables} tables and ${made.files} files backed up${encrypted ? ", encrypted" : ""}.`,
      );
    tellLost(deps, made.lost);
  } finally {
    await rm(draft, { force: true });
  }
}

async function restore(deps: BackupVerbDeps, file: string, options: RestoreOptions): Promise<void> {
  const { keyFile, databaseUrl, home, json } = options;
  const config = deps.loadConfig({
    ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
    // A place that was named and nothing else: its own embedded database.
    ...(home === undefined ? {} : { JENDELA_HOME: home, DATABASE_URL: databaseUrl ?? "" }),
  });
  const secret = await readKey(keyFile, config);
  await access(file).catch(() => {
    throw new Exit(EXIT.usage, `Tidak dapat dibaca: ${file} / cannot be read`);
  });
  const open = () => createReadStream(file, { highWaterMark: 1024 * 1024 }) as AsyncIterable<Buffer>;
  const about = await checkBackup(open, secret);
  const database = await deps.connect(config);
  try {
    const files = await openFileStore(join(config.home, "files"));
    const restored = await restoreBackup({ store: database.store, files }, about, open, secret);
    if (json === true) deps.print(JSON.stringify(restored));
    else
      deps.say(
        `Keadaan ${restored.createdAt.toISOString()} dipulihkan: ${restored.tables} tabel, ${restored.files} berkas. / That of then is restored: ${restored.tables} tables, ${restored.files} files.`,
      );
    tellLost(deps, restored.lost);
  } finally {
    await database.close();
  }
}

function tellLost({ say }: AdministrationDeps, lost: readonly string[]): void {
  if (lost.length === 0) return;
  for (const sha256 of lost) say(sha256);
  say(
    `${lost.length} berkas hilang atau rusak sebelumnya: jalankan “jendela verify”. / ${lost.length} files were lost or damaged before: run “jendela verify”.`,
  );
  throw new Exit(EXIT.invalid);
}

/** The key file's text, without the end of its line; else the setting. Ends with 2 when the file has none. */
async function readKey(path: string | undefined, { backupKey }: Config): Promise<string | undefined> {
  if (path === undefined) return backupKey;
  const key = (await readFile(path, "utf8").catch(() => "")).trim();
  if (key === "") throw new Exit(EXIT.usage, `Tidak ada kunci di ${path}. / There is no key in ${path}.`);
  return key;
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
