/**
 * What is known before anybody searches: the names of regions, and which words mean the same. Kept in memory for as long as reference data
 * has not changed.
 */
import type { Store } from "../store/data-source.ts";
import { listRegions } from "./reference.ts";
import { type FindRegionByName, regionFinder } from "./search-query.ts";
import { REFERENCE, type States } from "./states.ts";

export interface SearchKnowledge {
  readonly findRegion: FindRegionByName;
  /** Folded phrase → other ways to say it, each as the text of a tsquery. */
  readonly synonyms: ReadonlyMap<string, readonly string[]>;
}

export type RecallKnowledge = () => Promise<SearchKnowledge>;

export function createSearchKnowledge(store: Store, states: States): RecallKnowledge {
  let kept: { readonly state: string; readonly knowledge: SearchKnowledge } | undefined;
  return async () => {
    // Asked first: what changes while it is read is read again next time.
    const state = states.of(REFERENCE);
    if (kept !== undefined && kept.state === state) return kept.knowledge;
    const knowledge = await loadKnowledge(store);
    kept = state === undefined ? undefined : { state, knowledge };
    return knowledge;
  };
}

async function loadKnowledge(store: Store): Promise<SearchKnowledge> {
  return store.read(async (tx) => {
    const regions = await listRegions(tx);
    const rows = await tx.query<{ phrase: string; meanings: string[] }>(
      `select phrase, array(select plainto_tsquery(config::regconfig, m)::text from unnest(meanings) m, unnest('{simple,indonesian}'::text[]) config)
         as meanings
       from catalogue.search_synonym`,
    );
    return {
      findRegion: regionFinder(regions),
      synonyms: new Map(rows.map(({ phrase, meanings }) => [phrase, meanings])),
    };
  });
}
