/**
 * Datasets kept in memory by whoever reads them often. While the server hears of changes it knows by itself whether a kept one is still
 * the same; while it does not, each look asks PostgreSQL for the rows' `xmin`, which every change of a row changes. Nothing stale is
 * ever given, and what the actor may not read is not there for them.
 */
import { LRUCache } from "lru-cache";
import type { Actor } from "../kernel/actor.ts";
import type { DatasetSlug } from "../kernel/ids.ts";
import type { ReadTx } from "../store/transaction.ts";
import { DATASET_FROM, type Dataset, findDataset, readDatasets, subjectOf } from "./datasets.ts";
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
  const memory = new LRUCache<DatasetSlug, Kept>({ max: most });
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
      if (dataset !== undefined) memory.set(slug, { state, dataset });
      return dataset;
    });
  };
}

/** Like `readDatasets`: those of them that the actor may read. */
export type RecallDatasets = (
  read: Read,
  actor: Actor,
  slugs: readonly DatasetSlug[],
) => Promise<ReadonlyMap<DatasetSlug, Dataset>>;

/** For lists: what memory lacks is read at once. While nothing is known of changes, everything is. */
export function createDatasetsMemory(states: States, most = 500): RecallDatasets {
  const memory = new LRUCache<DatasetSlug, Kept>({ max: most });
  return async (read, actor, slugs) => {
    // Asked before they are read, as above.
    const known = slugs.map((slug) => [slug, states.of(slug)] as const);
    const there = known.flatMap(([slug, state]) => {
      const kept = memory.get(slug);
      return kept !== undefined && kept.state === state ? [[slug, kept.dataset] as const] : [];
    });
    const recalled = new Map(there);
    const lacking = known.filter(([slug]) => !recalled.has(slug));
    const fetched: ReadonlyMap<DatasetSlug, Dataset> =
      lacking.length === 0
        ? new Map()
        : await read((tx) =>
            readDatasets(
              tx,
              actor,
              lacking.map(([slug]) => slug),
            ),
          );
    for (const [slug, state] of lacking) {
      const dataset = fetched.get(slug);
      if (state !== undefined && dataset !== undefined) memory.set(slug, { state, dataset });
    }
    const readable = there.filter(([, dataset]) => isAllowed(actor, "dataset.read", subjectOf(dataset)));
    return new Map([...readable, ...fetched]);
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
