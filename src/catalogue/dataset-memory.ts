/**
 * Datasets kept in memory by whoever reads them often. While the server hears of changes it knows by itself whether a kept one is still
 * the same; while it does not, each look asks PostgreSQL for the rows' `xmin`, which every change of a row changes. Nothing stale is
 * ever given, and what the actor may not read is not there for them.
 */
import type { Actor } from "../kernel/actor.ts";
import type { DatasetSlug } from "../kernel/ids.ts";
import type { ReadTx } from "../store/transaction.ts";
import { DATASET_FROM, type Dataset, findDataset, subjectOf } from "./datasets.ts";
import { isAllowed, readableCondition } from "./rights.ts";
import { NOTHING_KNOWN, type States } from "./states.ts";

/** Like `findDataset`: undefined where there is none that the actor may read. `read` is called only where memory does not do. */
export type RecallDataset = (read: Read, actor: Actor, slug: DatasetSlug) => Promise<Dataset | undefined>;

type Read = <T>(work: (tx: ReadTx) => Promise<T>) => Promise<T>;

interface Kept {
  readonly state: string;
  readonly dataset: Dataset;
}

export function createDatasetMemory(states: States = NOTHING_KNOWN, most = 500): RecallDataset {
  const memory = new Map<DatasetSlug, Kept>();
  const keep = (slug: DatasetSlug, state: string, dataset: Dataset): void => {
    memory.delete(slug);
    const [oldest] = memory.keys();
    if (memory.size >= most && oldest !== undefined) memory.delete(oldest);
    memory.set(slug, { state, dataset });
  };
  return async (read, actor, slug) => {
    // Asked before the dataset is read: a change between the two makes the state older than the dataset, and the next look reads anew.
    const known = states.of(slug);
    const kept = memory.get(slug);
    if (known !== undefined && kept?.state === known)
      return isAllowed(actor, "dataset.read", subjectOf(kept.dataset)) ? kept.dataset : undefined;
    return read(async (tx) => {
      const state = known ?? (await askState(tx, actor, slug));
      if (state === undefined) return undefined;
      if (kept?.state === state) return kept.dataset;
      const dataset = await findDataset(tx, actor, slug);
      if (dataset !== undefined) keep(slug, state, dataset);
      return dataset;
    });
  };
}

/** Undefined where there is none that the actor may read. */
async function askState(tx: ReadTx, actor: Actor, slug: DatasetSlug): Promise<string | undefined> {
  const { sql, values } = readableCondition(actor, 2);
  const [row] = await tx.query<{ state: string }>(
    `select concat(d.xmin, ' ', v.xmin) as state ${DATASET_FROM} where d.slug = $1 and ${sql}`,
    [slug, ...values],
  );
  return row?.state;
}
