/** What a process that died may leave behind: stages of uploads that are over, unfinished files, old idempotency keys. */
import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { listNeededFiles } from "../catalogue/file-hold.ts";
import { forgetOldKeys } from "../catalogue/idempotency.ts";
import { listStagedUploads } from "../catalogue/uploads.ts";
import { sweepStages } from "../store/stage.ts";
import type { IntakeDeps } from "./deps.ts";
import { UNFINISHED_MS, unfinishedFolder } from "./unfinished.ts";

/** Longer than any transfer or report may take. */
const ABANDONED_MS = 6 * 3600_000;

export async function sweepUploads({ store, files, effects, spool }: IntakeDeps): Promise<void> {
  const now = effects.now();
  const abandoned = now.getTime() - ABANDONED_MS;
  const stages = await store.write(async (tx) => sweepStages(tx, await listStagedUploads(tx)));
  const drafts =
    (await files.sweep(ABANDONED_MS)) +
    (await sweepFolder(spool, abandoned)) +
    (await sweepFolder(unfinishedFolder({ spool }), now.getTime() - UNFINISHED_MS));
  await store.write((tx) => forgetOldKeys(tx, now));
  if (stages + drafts > 0) effects.observe({ kind: "swept", stages, drafts });
}

/** Looks at every file that is kept, and so is for once in a few hours. */
export async function sweepKeptFiles({
  store,
  files,
  effects,
}: Pick<IntakeDeps, "store" | "files" | "effects">): Promise<void> {
  const unknown = await files.sweepUnknown(ABANDONED_MS, (names) => store.read((tx) => listNeededFiles(tx, names)));
  if (unknown > 0) effects.observe({ kind: "swept", unknown });
}

async function sweepFolder(folder: string, before: number): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  let gone = 0;
  for (const name of names) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined);
    if (found === undefined || found.mtimeMs >= before) continue;
    await rm(path, { force: true });
    gone += 1;
  }
  return gone;
}
