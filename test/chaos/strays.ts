/**
 * What must not be left of all those deaths once the server's own sweep has been over it: stages, unfinished files, files without a row
 * and rows without a file, leases. The clock is not waited for: everything in the folders is made to look old.
 */
import { access, readdir, utimes } from "node:fs/promises";
import { join } from "node:path";
import { readConfig } from "../../src/config/settings.ts";
import { sweepKeptFiles, sweepUploads } from "../../src/intake/sweep.ts";
import { realEffects } from "../../src/kernel/effects.ts";
import { openService } from "../../src/service.ts";
import type { ReadTx } from "../../src/store/transaction.ts";
import { runVerb } from "./process.ts";

const DAYS = 5;

/** No server runs. Throws with everything that is left. */
export async function checkStrays(program: readonly string[], home: string): Promise<void> {
  const old = new Date(Date.now() - DAYS * 24 * 3600_000);
  for (const path of await filesUnder(home, (folder) => folder !== join(home, "postgres", "data")))
    await utimes(path, old, old);
  const service = await openService(readConfig({ JENDELA_HOME: home }), realEffects());
  const wrong: string[] = [];
  try {
    await sweepUploads(service);
    await sweepKeptFiles(service);
    wrong.push(...(await service.store.read(leftInDatabase)));
    wrong.push(...(await leftInFolders(home, await service.store.read(filesOnRecord))));
  } finally {
    await service.close();
  }
  const verified = await runVerb(program, home, "verify");
  if (verified.code !== 0) wrong.push(`verify ended with ${verified.code}: ${verified.said}`);
  const help = await runVerb(program, home, "--help");
  if (/^ {2}audit /m.test(help.said)) {
    const chain = await runVerb(program, home, "audit", "verify");
    if (chain.code !== 0) wrong.push(`audit verify ended with ${chain.code}: ${chain.said}`);
  }
  if (wrong.length > 0) throw new Error(wrong.join("\n"));
}

async function leftInDatabase(tx: ReadTx): Promise<readonly string[]> {
  const questions = {
    "stage of nobody": `select relname as name from pg_class where relnamespace = 'stage'::regnamespace and relkind = 'r'
      and not exists (select from catalogue.upload u where strpos(relname, replace(u.id::text, '-', '')) > 0
        and u.status in ('ready', 'submitted', 'scheduled'))`,
    "stage lost": `select id::text as name from catalogue.upload u where status in ('ready', 'submitted', 'scheduled')
      and not exists (select from pg_class where relnamespace = 'stage'::regnamespace and strpos(relname, replace(u.id::text, '-', '')) > 0)`,
    "lease of nobody":
      "select id::text as name from catalogue.upload where lease_owner is not null or lease_until is not null",
    "upload in flight": "select id::text as name from catalogue.upload where status in ('received', 'checking')",
    "lock held": `select l.objid::text as name from pg_locks l join pg_stat_activity a using (pid)
      where l.locktype = 'advisory' and a.datname = current_database() and a.application_name <> 'jendela-keeper'`,
  };
  const left: string[] = [];
  for (const [what, question] of Object.entries(questions))
    for (const { name } of await tx.query<{ name: string }>(question)) left.push(`${what}: ${name}`);
  return left;
}

async function filesOnRecord(tx: ReadTx): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ sha256: string }>(
    "select sha256 from catalogue.version_file union select file ->> 'sha256' from catalogue.upload",
  );
  return new Set(rows.map(({ sha256 }) => sha256));
}

async function leftInFolders(home: string, onRecord: ReadonlySet<string>): Promise<readonly string[]> {
  const left: string[] = [];
  const store = join(home, "files");
  const there = await filesUnder(store, () => true);
  const names = new Set(there.map((path) => path.split("/").at(-1) ?? ""));
  for (const name of names) if (!onRecord.has(name)) left.push(`file without a row: ${name}`);
  for (const name of onRecord) if (!names.has(name)) left.push(`row without a file: ${name}`);
  for (const folder of ["spool", "spool-unfinished"])
    for (const path of await filesUnder(join(home, folder), () => true)) left.push(`unfinished file: ${path}`);
  for (const name of [...(await readdir(home)), ...(await readdir(join(home, "postgres")))])
    if (/^draft-|^postgres\.json\./.test(name)) left.push(`draft: ${name}`);
  return left;
}

async function filesUnder(folder: string, enter: (folder: string) => boolean): Promise<readonly string[]> {
  const there = await access(folder).then(
    () => true,
    () => false,
  );
  if (!there || !enter(folder)) return [];
  const entries = await readdir(folder, { withFileTypes: true });
  const nested = await Promise.all(
    entries.map((entry) =>
      entry.isDirectory() ? filesUnder(join(folder, entry.name), enter) : [join(folder, entry.name)],
    ),
  );
  return nested.flat();
}
