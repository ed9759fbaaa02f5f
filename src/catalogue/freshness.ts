/**
 * How fresh a dataset is, measured by what its agency promised: the next version is due one interval after the last, by the clock of
 * South Sulawesi. The one table of intervals; `promises.ts` asks the database the same. No I/O.
 */
import type { Frequency } from "../kernel/package.ts";

const DAY_MS = 24 * 3600 * 1000;

/** Of Makassar, which keeps no summer time. */
const OFFSET_MS = 8 * 3600 * 1000;

export interface Interval {
  readonly months: number;
  readonly days: number;
  /** The days that it may last at the longest. */
  readonly longest: number;
  /** How many days before its end the agency is reminded; 0: not before. */
  readonly remindDays: number;
}

/** Nothing where nothing definite was promised: how many years are several? */
export const INTERVALS: { readonly [F in Frequency]?: Interval } = {
  daily: { months: 0, days: 1, longest: 1, remindDays: 0 },
  weekly: { months: 0, days: 7, longest: 7, remindDays: 1 },
  monthly: { months: 1, days: 0, longest: 31, remindDays: 5 },
  quarterly: { months: 3, days: 0, longest: 92, remindDays: 10 },
  "four-monthly": { months: 4, days: 0, longest: 123, remindDays: 14 },
  semesterly: { months: 6, days: 0, longest: 184, remindDays: 14 },
  yearly: { months: 12, days: 0, longest: 366, remindDays: 30 },
};

/** The longest time between two versions that the promise allows; undefined where nothing definite was promised. */
export const intervalDays = (frequency: Frequency): number | undefined => INTERVALS[frequency]?.longest;

/** As PostgreSQL counts: a month after 31 January is the last of February. */
function after(time: Date, { months, days }: Interval): Date {
  const local = new Date(time.getTime() + OFFSET_MS);
  const day = local.getUTCDate();
  local.setUTCDate(1);
  local.setUTCMonth(local.getUTCMonth() + months);
  const last = new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + 1, 0)).getUTCDate();
  local.setUTCDate(Math.min(day, last));
  return new Date(local.getTime() + days * DAY_MS - OFFSET_MS);
}

export interface Freshness {
  readonly frequency: Frequency | undefined;
  /** When the next version is expected at the latest; undefined where nothing definite was promised. */
  readonly due: Date | undefined;
  /** Whole days after that; 0 while it is on time. */
  readonly lateDays: number;
}

export function freshnessOf(publishedAt: Date, frequency: Frequency | undefined, now: Date): Freshness {
  const interval = frequency && INTERVALS[frequency];
  const due = interval && after(publishedAt, interval);
  const lateDays = due === undefined ? 0 : Math.max(0, Math.floor((now.getTime() - due.getTime()) / DAY_MS));
  return { frequency, due, lateDays };
}
