/**
 * Datasets kept in memory by whoever reads them often. Each look asks PostgreSQL whether the rows behind a kept one are still the same
 * (by `xmin`, which every change of a row changes) and whether the actor may read it, so that nothing stale is ever given and several
 * servers need not tell each other; only reading and parsing two packages is spared.
 */
import type { Actor } from "../kernel/actor.ts";
import type { DatasetSlug } from "../kernel/ids.ts";
import type { ReadTx } from "../store/transaction.ts";
import { DATASET_FROM, type Dataset, findDataset } from "./datasets.ts";
import { readableCondition } from "./rights.ts";

/** Like `findDataset`: undefined where there is none that the actor may read. */
export type RecallDataset = (tx: ReadTx, actor: Actor, slug: DatasetSlug) => Promise<Dataset | undefined>;

interface Kept {
  readonly state: string;
  readonly dataset: Dataset;
}

export function createDatasetMemory(most = 500): RecallDataset {
  const memory = new Map<DatasetSlug, Kept>();
  return async (tx, actor, slug) => {
    const { sql, values } = readableCondition(actor, 2);
    // Asked first: a change between the two questions makes the state older than the dataset, and the next look reads it again.
    const [row] = await tx.query<{ state: string }>(
      `select concat(d.xmin, ' ', v.xmin) as state ${DATASET_FROM} where d.slug = $1 and ${sql}`,
      [slug, ...values],
    );
    if (row === undefined) return undefined;
    const kept = memory.get(slug);
    if (kept?.state === row.state) return kept.dataset;
    const dataset = await findDataset(tx, actor, slug);
    memory.delete(slug);
    if (dataset === undefined) return undefined;
    const [oldest] = memory.keys();
    if (memory.size >= most && oldest !== undefined) memory.delete(oldest);
    memory.set(slug, { state: row.state, dataset });
    return dataset;
  };
}
