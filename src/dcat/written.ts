/**
 * Datasets written for a page of the catalogue, each kept for as long as it is what it was: after a change only what changed is written
 * anew. What several datasets name (agencies, regions, formats …) is written apart, since a page has it once.
 */
import { LRUCache } from "lru-cache";
import type { DatasetDetails } from "../catalogue/open-datasets.ts";
import type { DatasetSlug } from "../kernel/ids.ts";
import { createShared, describeDataset, type Surroundings } from "./dataset.ts";
import type { Writer } from "./graph.ts";

/** A node that several datasets name, by its address. */
type SharedNode = readonly [iri: string, text: string];

export interface WrittenDataset {
  readonly slug: DatasetSlug;
  /** The dataset and what is its own. */
  readonly nodes: readonly string[];
  readonly shared: readonly SharedNode[];
}

export function writeDataset(details: DatasetDetails, around: Surroundings, { node }: Writer): WrittenDataset {
  const shared = createShared();
  const nodes = describeDataset(details, around, shared).map(node);
  // Only what has an address is shared.
  return {
    slug: details.dataset.slug,
    nodes,
    shared: shared.nodes().map((named) => [named.iri ?? "", node(named)]),
  };
}

export interface WrittenMemory {
  readonly find: (key: string) => WrittenDataset | undefined;
  /** Returns it as it is kept. */
  readonly keep: (key: string, dataset: WrittenDataset) => WrittenDataset;
}

/** Characters, besides those of shared nodes. */
const MAX_TEXTS = 32 * 1024 ** 2;
/** What a dataset takes besides its own text, and for naming a shared node. */
const OVERHEAD = 300;
const REFERENCE = 8;
/** Shared nodes of which one text serves all who name them. */
const MAX_SHARED = 10_000;

export function createWrittenMemory(): WrittenMemory {
  const memory = new LRUCache<string, WrittenDataset>({
    maxSize: MAX_TEXTS,
    sizeCalculation: ({ nodes, shared }) =>
      nodes.reduce((sum, text) => sum + text.length, OVERHEAD + shared.length * REFERENCE),
  });
  const texts = new LRUCache<string, SharedNode>({ max: MAX_SHARED });
  const once = (named: SharedNode): SharedNode => {
    const known = texts.get(named[1]);
    if (known === undefined) texts.set(named[1], named);
    return known ?? named;
  };
  return {
    find: (key) => memory.get(key),
    keep: (key, { slug, nodes, shared }) => {
      const kept = { slug, nodes, shared: shared.map(once) };
      memory.set(key, kept);
      return kept;
    },
  };
}
