/** What one GraphQL request carries: who asks, and reference data read at most once however often the query mentions it. */
import { type Agency, listAgencies } from "../catalogue/agencies.ts";
import type { RecallDataset } from "../catalogue/dataset-memory.ts";
import { createReading, type Reading } from "../catalogue/reading.ts";
import { listRegions, listTopics, type Region, type Topic } from "../catalogue/reference.ts";
import type { RecallKnowledge } from "../catalogue/search-knowledge.ts";
import type { States } from "../catalogue/states.ts";
import type { Actor } from "../kernel/actor.ts";
import type { Lang } from "../kernel/locale.ts";
import type { Store } from "../store/data-source.ts";

export interface Question {
  readonly store: Store;
  readonly actor: Actor;
  readonly baseUrl: string;
  readonly recallDataset: RecallDataset;
  readonly recallKnowledge: RecallKnowledge;
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
export interface Surroundings extends Pick<Question, "store" | "baseUrl" | "recallDataset" | "recallKnowledge"> {
  readonly states: States;
}

export function createQuestion(
  { store, baseUrl, recallDataset, recallKnowledge, states }: Surroundings,
  { actor }: Pick<Question, "actor">,
): Question {
  return {
    store,
    recallDataset,
    recallKnowledge,
    reading: createReading(states),
    actor,
    baseUrl,
    agencies: once(async () => bySlug(await store.read(listAgencies))),
    topics: once(async () => bySlug(await store.read(listTopics))),
    regions: once(async () => toTree(await store.read((tx) => listRegions(tx)))),
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

const bySlug = <T extends { readonly slug: string }>(things: readonly T[]): ReadonlyMap<string, T> =>
  new Map(things.map((thing) => [thing.slug, thing]));

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
