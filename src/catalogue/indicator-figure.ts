/**
 * Figures: values of indicators with what makes them speak, in one statement however many there are. The value of a region and period is
 * that of the preferred source that has one; its rank is among the regions that lie in the same one (a regency among the 24), rank 1 to
 * the best by the indicator's direction, to the largest where it has none, ties shared; beside it stand the value of the period before
 * of the same length and the province's own, published or complete sum, never a mean. What is missing is missing: it has no rank, and a
 * status that says why.
 */
import type { Actor } from "../kernel/actor.ts";
import type { VersionNumber } from "../kernel/ids.ts";
import type { ReadTx } from "../store/transaction.ts";
import { growsInPercent } from "./indicator-measures.ts";
import { visibleSources } from "./indicators.ts";

/** Decimals as exact text; undefined is null here, as the outlets give it. */
export interface Figure {
  readonly indicator: string;
  readonly region: string;
  readonly period: string;
  /** The period under which it is compared: a year's, where its month stands for the year. */
  readonly compared: string;
  /** The period's last day. */
  readonly ends: string;
  readonly value: string | null;
  readonly status: string | null;
  readonly dataset: string;
  readonly version: VersionNumber;
  /** Summed from the regions in it. */
  readonly computed: boolean;
  readonly rank: number | null;
  /** How many regions are ranked. */
  readonly of: number | null;
  readonly previousPeriod: string | null;
  readonly previous: string | null;
  /** In the indicator's unit; percentage points where that is percent. */
  readonly change: string | null;
  /** In percent of the previous value; null where the unit does not allow it, or it was not above zero. */
  readonly growth: string | null;
  readonly provinceValue: string | null;
}

/** Collects bound values; gives each its `$n`. */
export type Bind = (value: unknown) => string;

/** Which figures, among all of the sources and regions that are looked at. */
export interface Choice {
  /** On the sources `s`. */
  readonly source: (bind: Bind) => string;
  /** On the values `x`. */
  readonly region: (bind: Bind) => string;
  /** On the figures `t`, after their previous ones are known. */
  readonly figure: (bind: Bind) => string;
  readonly before: typeof BEFORE_IN_SERIES | typeof BEFORE_EACH;
  readonly ranks: Ranks;
  readonly order: string;
}

interface Ranks {
  readonly rank: string;
  readonly of: string;
  readonly join: string;
}

/** Where several sources have a value: one that is there, one that was published, the preferred one. */
const best = (of: string): string => `(x.value is null), x.computed, array_position(${of}.sources, x.source)`;
/** Periods of one kind are of one length. */
const kind = (of: string): string =>
  `case when substr(${of}.period, 6, 1) in ('S', 'T', 'Q', 'W') then substr(${of}.period, 6, 1) else length(${of}.period)::text end`;

/** The previous figures, where all periods of few regions are looked at anyway. */
export const BEFORE_IN_SERIES = `select b.*, lag(b.period) over before as previous_period, lag(b.value) over before as previous
  from best b window before as (partition by b.indicator, b.region, ${kind("b")}, b.value is null order by b.ends)`;

/** The same, where one period of many regions is looked at. */
export const BEFORE_EACH = `select b.*, p.period as previous_period, p.value as previous
  from best b left join lateral (
    select x.period, x.value from catalogue.indicator_value x
    where x.region = b.region and x.source = any(b.sources) and x.ends < b.ends and x.value is not null and ${kind("x")} = ${kind("b")}
    order by x.ends desc, ${best("b")} limit 1
  ) p on b.value is not null`;

/** Among the regions that lie in the same one. */
export const AMONG_SIBLINGS: Ranks = {
  rank: "place.rank",
  of: "place.count",
  join: `left join lateral (
     select count(p.value)::integer as count,
       1 + count(*) filter (where case when t.direction = 'down' then p.value < t.value else p.value > t.value end)::integer as rank
     from (
       select distinct on (x.region) x.value from catalogue.indicator_value x
       where x.source = any(t.sources) and x.parent = t.parent and x.compared = t.compared
       order by x.region, (x.value is null), (x.period = x.compared) desc, ${best("t")}
     ) p
   ) place on t.parent <> ''`,
};

/** Among all that were chosen. */
export const AMONG_CHOSEN: Ranks = {
  rank: "rank() over (partition by t.value is null order by case when t.direction = 'down' then t.value else -t.value end)::integer",
  of: "count(t.value) over ()::integer",
  join: "",
};

export async function readFigures(tx: ReadTx, actor: Actor, choice: Choice): Promise<readonly Figure[]> {
  const visible = visibleSources(actor, 1);
  const values: unknown[] = [...visible.values];
  const bind: Bind = (value) => `$${values.push(value)}`;
  const rows = await tx.query<Figure & { unit: string | null }>(
    `with source as materialized (
       select s.*, i.about->>'direction' as direction, i.about->>'unit' as unit, array_agg(s.id) over (partition by s.indicator
         order by s.preference, s.id rows between unbounded preceding and unbounded following) as sources
       from ${visible.sql} s join catalogue.indicator i on i.slug = s.indicator where ${choice.source(bind)}
     ), best as (
       select distinct on (t.indicator, x.region, x.period) t.indicator, t.direction, t.unit, t.sources, t.dataset, t.version,
         x.region, x.parent, x.period, x.compared, x.ends, x.value, x.status, x.computed
       from source t join catalogue.indicator_value x on x.source = t.id
       where ${choice.region(bind)} order by t.indicator, x.region, x.period, ${best("t")}
     ), timed as (
       ${choice.before}
     ), chosen as (
       select * from timed t where ${choice.figure(bind)}
     )
     select t.indicator, t.unit, t.region, t.period, t.compared, t.ends::text as ends,
       t.value::text as value, t.status, t.dataset, t.version, t.computed,
       case when t.value is not null then ${choice.ranks.rank} end as rank, ${choice.ranks.of} as of,
       case when t.value is not null then t.previous_period end as "previousPeriod",
       case when t.value is not null then t.previous::text end as previous,
       (t.value - t.previous)::text as change,
       case when t.previous > 0 then round((t.value - t.previous) / t.previous * 100, 2)::text end as growth,
       province.value::text as "provinceValue"
     from chosen t ${choice.ranks.join}
     left join lateral (
       select x.value from catalogue.indicator_value x
       where x.source = any(t.sources) and x.parent = '' and x.region = left(t.region, 2) and x.compared = t.compared
       order by (x.value is null), (x.period = t.period) desc, ${best("t")} limit 1
     ) province on true
     order by ${choice.order}`,
    values,
  );
  return rows.map(({ unit, ...figure }) => (growsInPercent({ unit }) ? figure : { ...figure, growth: null }));
}
