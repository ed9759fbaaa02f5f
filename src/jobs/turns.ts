/**
 * Who may wait for whom: work that an officer waits for goes on at once, work that nobody waits for lets it pass. After a large file its
 * officer is about to go on (publish it, send the next), so the background holds back for as long as that file took, a few seconds at most.
 */
import { setTimeout as sleep } from "node:timers/promises";

export interface Turns {
  /** Does work that somebody waits for. */
  readonly first: <T>(work: () => Promise<T>) => Promise<T>;
  /** Does nothing of that kind run, and did none end just now? */
  readonly isQuiet: () => boolean;
  /** Resolves when it is quiet, at the latest after a minute, so that nobody waits for ever; rejects when `signal` aborts. */
  readonly letPass: (signal?: AbortSignal) => Promise<void>;
}

const MOST_HOLDING_BACK_MS = 3_000;
const MOST_WAITING_MS = 60_000;
const LOOK_MS = 100;

/** @param now  Milliseconds of a clock that never goes back. */
export function createTurns(now: () => number = () => performance.now()): Turns {
  const running = new Set<Promise<unknown>>();
  let heldUntil = 0;
  const isQuiet = (): boolean => running.size === 0 && now() >= heldUntil;
  return {
    first: (work) => {
      const began = now();
      const done = work().finally(() => {
        running.delete(done);
        heldUntil = Math.max(heldUntil, now() + Math.min(now() - began, MOST_HOLDING_BACK_MS));
      });
      running.add(done);
      return done;
    },
    isQuiet,
    letPass: async (signal) => {
      for (const began = now(); !isQuiet() && now() - began < MOST_WAITING_MS; )
        await sleep(LOOK_MS, undefined, signal && { signal });
    },
  };
}
