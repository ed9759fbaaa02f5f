/**
 * Does jobs of one kind, one after another: at once while there are any, else when it is called or after a second. It outlives whatever
 * happens to the database: a job whose end could not be written down is found by the sweeps.
 */

interface Job {
  readonly id: string;
}

interface Work<J extends Job> {
  /** Empty when there is nothing to do, or nobody to ask. */
  readonly fetch: () => Promise<readonly J[]>;
  /** Does it and writes down how it ended. */
  readonly perform: (job: J) => Promise<void>;
  readonly broke: (error: unknown) => void;
}

export interface Worker {
  /** There is work: look at once. */
  readonly call: () => void;
  /** Resolves when it has ended, after `signal` aborted. Never rejects. */
  readonly ended: Promise<void>;
}

const LOOK_MS = 1_000;

export function startWorker<J extends Job>({ fetch, perform, broke }: Work<J>, signal: AbortSignal): Worker {
  let called = false;
  let wake = (): void => {};
  const call = (): void => {
    called = true;
    wake();
  };
  const rest = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, LOOK_MS);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const labour = async (): Promise<void> => {
    while (!signal.aborted) {
      called = false;
      const jobs = await fetch().catch((error: unknown) => {
        broke(error);
        return [];
      });
      for (const job of jobs) await perform(job).catch(broke);
      // Whoever called in between is not kept waiting.
      if (jobs.length === 0 && !called && !signal.aborted) await rest();
    }
  };
  signal.addEventListener("abort", () => wake(), { once: true });
  return { call, ended: labour() };
}
