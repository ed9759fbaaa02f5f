/** What is seen during the load run: how long each answer took, what was wrong, the server's memory, and the delay of its event loop. */
import { readFile } from "node:fs/promises";

export interface Watch {
  readonly answered: (kind: string, ms: number) => void;
  readonly wrong: (what: string) => void;
  readonly errors: readonly string[];
  readonly times: ReadonlyMap<string, readonly number[]>;
  /** Resident memory of the server, one sample a second: [seconds since the start, MB]. */
  readonly memory: readonly (readonly [number, number])[];
  /**
   * 99th percentile of the event loop's delay since the last look, in ms, as the server itself measures it (every 10 ms, which the
   * figure includes); undefined where it could not be asked.
   */
  readonly loopDelay: () => Promise<number | undefined>;
  readonly stop: () => void;
}

/** So many errors are kept; more tell nothing new. */
const MOST_ERRORS = 50;

export function startWatch(url: string, pid: number): Watch {
  const began = performance.now();
  const times = new Map<string, number[]>();
  const errors: string[] = [];
  const memory: [number, number][] = [];
  const timer = setInterval(
    () =>
      void residentMb(pid).then(
        (mb) => memory.push([(performance.now() - began) / 1000, mb]),
        () => {},
      ),
    1_000,
  );
  const wrong = (what: string): void => {
    if (errors.length < MOST_ERRORS) errors.push(what);
  };
  return {
    answered: (kind, ms) => {
      const list = times.get(kind);
      if (list === undefined) times.set(kind, [ms]);
      else list.push(ms);
    },
    wrong,
    errors,
    times,
    memory,
    loopDelay: async () => {
      const text = await fetch(`${url}/metrics`).then((response) => response.text());
      const seconds = /^jendela_nodejs_eventloop_lag_p99_seconds (\S+)$/m.exec(text)?.[1];
      return seconds === undefined ? undefined : Number(seconds) * 1000;
    },
    stop: () => clearInterval(timer),
  };
}

async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024;
}

/** Of a list in any order; NaN of none. */
export function percentile(list: readonly number[], share: number): number {
  const sorted = list.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Mean of the samples within [from, to) seconds; NaN of none. */
export function meanBetween(samples: readonly (readonly [number, number])[], from: number, to: number): number {
  const within = samples.filter(([at]) => at >= from && at < to).map(([, value]) => value);
  return within.reduce((sum, value) => sum + value, 0) / within.length;
}
