/**
 * Waiting for the feed to move. However many wait on this server, they share one look at the newest number a quarter of a second, and
 * none is taken while nobody waits. Beyond a bound nobody waits: the answer comes at once, and the caller asks again.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { lastChange } from "../catalogue/changes.ts";
import type { Store } from "../store/data-source.ts";

const LOOK_MS = 250;
const MOST_WAITING = 200;

/** Resolves when the feed is beyond `seen`, when the time is over, or when the caller has gone. */
type Watch = (seen: number, seconds: number, gone: AbortSignal) => Promise<void>;

/** `stopping`: the server is, and nobody should wait any longer. */
export function createFeedWatch(store: Store, stopping: AbortSignal): Watch {
  let waiting = 0;
  let look: { readonly at: number; readonly newest: Promise<number> } | undefined;
  const newest = (): Promise<number> => {
    if (look === undefined || performance.now() - look.at >= LOOK_MS)
      look = { at: performance.now(), newest: store.read(lastChange) };
    return look.newest;
  };
  return async (seen, seconds, gone) => {
    if (waiting >= MOST_WAITING) return;
    const over = AbortSignal.any([gone, stopping]);
    waiting += 1;
    const until = performance.now() + seconds * 1000;
    try {
      while (!over.aborted && performance.now() < until && (await newest()) <= seen)
        await sleep(Math.min(LOOK_MS, Math.max(0, until - performance.now())), undefined, { signal: over }).catch(
          () => {},
        );
    } finally {
      waiting -= 1;
    }
  };
}
