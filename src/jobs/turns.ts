/** Who may wait for whom: work that an officer waits for goes on at once, work that nobody waits for lets it pass. */

export interface Turns {
  /** Does work that somebody waits for. */
  readonly first: <T>(work: () => Promise<T>) => Promise<T>;
  /** Resolves when what runs now has ended. What begins later is not waited for, so that nobody waits for ever. */
  readonly letPass: () => Promise<void>;
}

export function createTurns(): Turns {
  const running = new Set<Promise<unknown>>();
  return {
    first: (work) => {
      const done = work().finally(() => running.delete(done));
      running.add(done);
      return done;
    },
    letPass: async () => {
      await Promise.allSettled(running);
    },
  };
}
