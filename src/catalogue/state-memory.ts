/**
 * What is worked out of the public catalogue, kept for as long as nothing of it changes. Whoever asks while it is being worked out waits
 * for the same. Where the server does not hear of changes, everything is worked out each time.
 */
import { LRUCache } from "lru-cache";
import { EVERYTHING, type States } from "./states.ts";

/** `key` says all that decides what `make` makes, for the public. */
export type Recall<T> = (key: string, make: () => Promise<T>) => Promise<T>;

/** Of questions longer than this nobody asks the same again. */
const MAX_KEY = 2_000;

export function createStateMemory<T>(states: States, most: number): Recall<T> {
  const memory = new LRUCache<string, { readonly state: string; readonly made: Promise<T> }>({ max: most });
  return async (key, make) => {
    // Asked first: what changes while it is being made is made again next time.
    const state = states.of(EVERYTHING);
    if (state === undefined || key.length > MAX_KEY) return make();
    const kept = memory.get(key);
    if (kept?.state === state) return kept.made;
    const made = make();
    memory.set(key, { state, made });
    try {
      return await made;
    } catch (thrown) {
      if (memory.peek(key)?.made === made) memory.delete(key);
      throw thrown;
    }
  };
}
