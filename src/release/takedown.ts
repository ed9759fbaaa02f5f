/** Erases what should never have been published: the database first, in one transaction, then staged rows, files and the table's pages. */
import { type Takedown, type TakenDown, takeDown } from "../catalogue/takedown.ts";
import type { Actor } from "../kernel/actor.ts";
import type { DatasetSlug } from "../kernel/ids.ts";
import { rewriteTable } from "../store/erase-rows.ts";
import { dropStage } from "../store/stage.ts";
import type { ReleaseDeps } from "./deps.ts";
import { eraseFiles } from "./erase-files.ts";

export interface TakedownDone extends TakenDown {
  /** Files that are gone. */
  readonly files: number;
}

/** May be repeated: what a process that died left undone is done then. `forgetUnfinished` drops files of the dataset still arriving. */
export async function takeDownDataset(
  deps: ReleaseDeps & { readonly forgetUnfinished: (slug: DatasetSlug) => Promise<number> },
  actor: Actor,
  slug: DatasetSlug,
  asked: Takedown,
): Promise<TakedownDone> {
  const { store, effects } = deps;
  const done = await store.write((tx) => takeDown(tx, actor, slug, asked, effects));
  for (const upload of done.uploads) await store.write((tx) => dropStage(tx, upload));
  const unfinished = await deps.forgetUnfinished(slug);
  const files = (await eraseFiles(deps)) + unfinished;
  if (done.dataset.current !== undefined) await rewriteTable(store, done.dataset.id);
  effects.observe({ kind: "taken-down", level: "warn", dataset: slug, versions: done.versions.length, files });
  return { ...done, files };
}

/** As the interface and the command line tell it. Backups are the operator's own: nobody here knows where they lie. */
export const showTakedown = ({ dataset, ...done }: TakedownDone): Record<string, unknown> => ({
  dataset: dataset.slug,
  ...done,
  backups: {
    id: "Cadangan yang dibuat sebelum ini masih memuat data itu. Hapus cadangan itu, atau buat yang baru sebagai gantinya.",
    en: "Backups made before this still hold the data. Destroy them, or replace them with a new one.",
  },
});
