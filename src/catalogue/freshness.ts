/** How fresh a dataset is, measured by what its agency promised: the next version is due one interval after the last. No I/O. */
import type { Frequency } from "../kernel/package.ts";

const DAY_MS = 24 * 3600 * 1000;

const INTERVALS: { readonly [F in Frequency]: number | undefined } = {
  daily: 1,
  weekly: 7,
  monthly: 31,
  quarterly: 92,
  "four-monthly": 123,
  semesterly: 184,
  yearly: 366,
  // How many years was not promised.
  "multi-yearly": undefined,
  irregular: undefined,
};

/** The longest time between two versions that the promise allows; undefined where nothing definite was promised. */
export const intervalDays = (frequency: Frequency): number | undefined => INTERVALS[frequency];

export interface Freshness {
  /** Whole days since the last version. */
  readonly days: number;
  readonly frequency: Frequency | undefined;
  /** When the next version is expected at the latest; undefined where nothing definite was promised. */
  readonly due: Date | undefined;
  /** Whole days after that; 0 while it is on time. */
  readonly lateDays: number;
}

export function freshnessOf(publishedAt: Date, frequency: Frequency | undefined, now: Date): Freshness {
  const interval = frequency && intervalDays(frequency);
  const due = interval === undefined ? undefined : new Date(publishedAt.getTime() + interval * DAY_MS);
  const since = (time: Date): number => Math.max(0, Math.floor((now.getTime() - time.getTime()) / DAY_MS));
  return { days: since(publishedAt), frequency, due, lateDays: due === undefined ? 0 : since(due) };
}
