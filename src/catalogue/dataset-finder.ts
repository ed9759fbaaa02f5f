/**
 * Finds datasets by what somebody typed, for the outlets that are asked most. What the public asked is not asked again of PostgreSQL as
 * long as nothing was changed, whatever of the datasets is shown: which they are, and what is known of each.
 */
import type { Actor } from "../kernel/actor.ts";
import type { Store } from "../store/data-source.ts";
import { type DatasetListRequest, type DatasetPage, type FoundDatasets, findDatasets, pageOf } from "./dataset-list.ts";
import { createDatasetsMemory } from "./dataset-memory.ts";
import type { RecallKnowledge } from "./search-knowledge.ts";
import { prepareSearch } from "./search-terms.ts";
import { createStateMemory } from "./state-memory.ts";
import type { States } from "./states.ts";

export interface DatasetQuestion extends Omit<DatasetListRequest, "search" | "drafts"> {
  /** As it was typed. */
  readonly typed: string;
}

export type FindDatasets = (actor: Actor, question: DatasetQuestion) => Promise<DatasetPage>;

/** Pages that are kept, and how long one of them may be. */
const MOST_KEPT = 1_000;
const MOST_HITS = 100;

export function createDatasetFinder(store: Store, states: States, recallKnowledge: RecallKnowledge): FindDatasets {
  const recall = createStateMemory<FoundDatasets>(states, MOST_KEPT);
  const recallDatasets = createDatasetsMemory(states);
  return async (actor, { typed, ...request }) => {
    const find = async (): Promise<FoundDatasets> => {
      const knowledge = await recallKnowledge();
      return store.read(async (tx) =>
        findDatasets(tx, actor, { ...request, search: await prepareSearch(tx, knowledge, typed) }),
      );
    };
    const { filter = {}, orderBy, first, after } = request;
    const found =
      actor.role === "public" && first <= MOST_HITS
        ? await recall(JSON.stringify([typed, filter, orderBy ?? null, first, after ?? null]), find)
        : await find();
    const slugs = found.hits.slice(0, first).map(({ slug }) => slug);
    return pageOf(found, first, await recallDatasets(store.read, actor, slugs));
  };
}
