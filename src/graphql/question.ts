/** What one GraphQL request carries: who asks, and reference data read at most once however often the query mentions it. */
import type { Agency } from "../catalogue/agencies.ts";
import type { FindDatasets } from "../catalogue/dataset-finder.ts";
import type { RecallDataset } from "../catalogue/dataset-memory.ts";
import type { RecallFacets } from "../catalogue/facets.ts";
import { createReading, type Reading } from "../catalogue/reading.ts";
import type { Region, Topic } from "../catalogue/reference.ts";
import type { RecallReference } from "../catalogue/reference-memory.ts";
import type { States } from "../catalogue/states.ts";
import type { Actor } from "../kernel/actor.ts";
import type { Lang } from "../kernel/locale.ts";
import type { Store } from "../store/data-source.ts";

export interface Question {
  readonly store: Store;
  readonly actor: Actor;
  readonly baseUrl: string;
  readonly recallDataset: RecallDataset;
  readonly findDatasets: FindDatasets;
  readonly recallFacets: RecallFacets;
  /** Whoever reads notes here first what it is going to read. */
  readonly reading: Reading;
  readonly agencies: () => Promise<ReadonlyMap<string, Agency>>;
  readonly topics: () => Promise<ReadonlyMap<string, Topic>>;
  readonly regions: () => Promise<RegionTree>;
}

export interface RegionTree {
  readonly byCode: ReadonlyMap<string, Region>;
  /** By the parent's code; each list by code. */
  readonly children: ReadonlyMap<string, readonly Region[]>;
}

/** The argument of every title and description. */
export interface LangArgument {
  readonly lang: Lang;
}

/** What is the same for every question of a server. */
export interface Surroundings
  extends Pick<Question, "store" | "baseUrl" | "recallDataset" | "findDatasets" | "recallFacets"> {
  readonly recallReference: RecallReference;
  readonly states: States;
}

export function createQuestion(
  { store, baseUrl, recallDataset, findDatasets, recallFacets, recallReference, states }: Surroundings,
  { actor }: Pick<Question, "actor">,
): Question {
  const reference = once(recallReference);
  return {
    store,
    recallDataset,
    findDatasets,
    recallFacets,
    reading: createReading(states),
    actor,
    baseUrl,
    agencies: async () => (await reference()).agencies,
    topics: async () => (await reference()).topics,
    regions: once(async () => toTree([...(await reference()).regions.values()])),
  };
}

/** Loads when it is first asked for, and never again. */
export function once<T extends object | string>(load: () => T): () => T {
  let loaded: T | undefined;
  return () => {
    loaded ??= load();
    return loaded;
  };
}

/** Likewise, once for each key. */
export function oncePer<K, T extends object | string>(load: (key: K) => T): (key: K) => T {
  const loaded = new Map<K, T>();
  return (key) => {
    const known = loaded.get(key) ?? load(key);
    loaded.set(key, known);
    return known;
  };
}

function toTree(regions: readonly Region[]): RegionTree {
  const children = new Map<string, Region[]>();
  for (const region of regions) {
    if (region.parent === undefined) continue;
    const siblings = children.get(region.parent);
    if (siblings) siblings.push(region);
    else children.set(region.parent, [region]);
  }
  return { byCode: new Map(regions.map((region) => [region.code, region])), children };
}
