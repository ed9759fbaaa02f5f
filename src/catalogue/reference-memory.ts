/** Agencies, topics and regions by their slugs and codes, in memory for as long as none of them changes. */
import type { Store } from "../store/data-source.ts";
import { type Agency, listAgencies } from "./agencies.ts";
import { listRegions, listTopics, type Region, type Topic } from "./reference.ts";
import { REFERENCE, type States } from "./states.ts";

export interface Reference {
  /** What they were made from; undefined while this server does not hear of changes. */
  readonly state: string | undefined;
  readonly agencies: ReadonlyMap<string, Agency>;
  readonly topics: ReadonlyMap<string, Topic>;
  readonly regions: ReadonlyMap<string, Region>;
}

export type RecallReference = () => Promise<Reference>;

export function createReferenceMemory(store: Store, states: States): RecallReference {
  let kept: Reference | undefined;
  return async () => {
    // Asked first: what changes while they are read is read again next time.
    const state = states.of(REFERENCE);
    if (kept !== undefined && state !== undefined && kept.state === state) return kept;
    kept = await store.read(async (tx) => ({
      state,
      agencies: new Map((await listAgencies(tx)).map((agency) => [agency.slug, agency])),
      topics: new Map((await listTopics(tx)).map((topic) => [topic.slug, topic])),
      regions: new Map((await listRegions(tx)).map((region) => [region.code, region])),
    }));
    return kept;
  };
}
