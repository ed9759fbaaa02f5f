/** The way that values took to where they are, for lines beside a number: no ranks, nothing compared. */
import type { Actor } from "../kernel/actor.ts";
import type { ValueStatus } from "../kernel/value-status.ts";
import type { ReadTx } from "../store/transaction.ts";
import { visibleSources } from "./indicators.ts";

export interface TrailPoint {
  readonly period: string;
  readonly value: string | null;
  readonly status: ValueStatus | undefined;
}

/** By the indicator's slug: points by the end of their periods, all of the kind of the newest value's period, at most `most`. */
export type Trails = ReadonlyMap<string, readonly TrailPoint[]>;

const MOST = 24;

export async function readTrails(tx: ReadTx, actor: Actor, region: string, most = MOST): Promise<Trails> {
  const visible = visibleSources(actor, 2);
  const rows = await tx.query<{ indicator: string; period: string; value: string | null; status: ValueStatus | null }>(
    `select indicator, period, value::text as value, status from (
       select distinct on (s.indicator, x.period) s.indicator, x.period, x.ends, x.value, x.status
       from ${visible.sql} s join catalogue.indicator_value x on x.source = s.id
       where x.region = $1 order by s.indicator, x.period, (x.value is null), x.computed, s.preference, s.id
     ) best order by indicator, ends, period`,
    [region, ...visible.values],
  );
  const trails = new Map<string, TrailPoint[]>();
  for (const { indicator, period, value, status } of rows) {
    const point = { period, value, status: status ?? undefined };
    trails.set(indicator, [...(trails.get(indicator) ?? []), point]);
  }
  return new Map([...trails].map(([indicator, points]) => [indicator, ofNewestKind(points).slice(-most)]));
}

function ofNewestKind(points: readonly TrailPoint[]): readonly TrailPoint[] {
  const newest = points.findLast(({ value }) => value !== null);
  return newest === undefined ? [] : points.filter(({ period }) => kindOf(period) === kindOf(newest.period));
}

/** Periods of one kind are of one length: years, half-years, quarters, weeks, months, days. */
const kindOf = (period: string): string => /^\d{4}-([STQW])/.exec(period)?.[1] ?? String(period.length);
