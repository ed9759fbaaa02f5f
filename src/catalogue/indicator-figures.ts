/**
 * Figures: values of indicators with what makes them speak, in one statement however many there are. The value of a region and period is
 * that of the preferred source that has one; its rank is among the regions that lie in the same one (a regency among the 24), rank 1 to
 * the best by the indicator's direction, to the largest where it has none, ties shared; beside it stand the value of the period before
 * of the same length and the province's own, published or complete sum, never a mean. What is missing is missing: it has no rank, and a
 * status that says why.
 */
import type { Actor } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import type { VersionNumber } from "../kernel/ids.ts";
import type { RegionLevel } from "../store/entities/region.ts";
import type { ReadTx } from "../store/transaction.ts";
import { growsInPercent } from "./indicator-measures.ts";
import { type Indicator, visibleSources } from "./indicators.ts";

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
type Bind = (value: unknown) => string;

/** Which figures, among all of the sources and regions that are looked at. */
interface Choice {
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
const BEFORE_IN_SERIES = `select b.*, lag(b.period) over before as previous_period, lag(b.value) over before as previous
  from best b window before as (partition by b.indicator, b.region, ${kind("b")}, b.value is null order by b.ends)`;

/** The same, where one period of many regions is looked at. */
const BEFORE_EACH = `select b.*, p.period as previous_period, p.value as previous
  from best b left join lateral (
    select x.period, x.value from catalogue.indicator_value x
    where x.region = b.region and x.source = any(b.sources) and x.ends < b.ends and x.value is not null and ${kind("x")} = ${kind("b")}
    order by x.ends desc, ${best("b")} limit 1
  ) p on b.value is not null`;

/** Among the regions that lie in the same one. */
const AMONG_SIBLINGS: Ranks = {
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
const AMONG_CHOSEN: Ranks = {
  rank: "rank() over (partition by t.value is null order by case when t.direction = 'down' then t.value else -t.value end)::integer",
  of: "count(t.value) over ()::integer",
  join: "",
};

async function readFigures(tx: ReadTx, actor: Actor, choice: Choice): Promise<readonly Figure[]> {
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

/** Values of one indicator for one region, by the end of their periods. Throws `request.bad-period`. */
export function readSeries(
  tx: ReadTx,
  actor: Actor,
  indicator: Indicator,
  region: string,
  span: Span = {},
): Promise<readonly Figure[]> {
  return readCompared(tx, actor, indicator, [region], span);
}

export interface Span {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** The same of several regions: one region after the other. */
export function readCompared(
  tx: ReadTx,
  actor: Actor,
  { slug }: Indicator,
  regions: readonly string[],
  { from, to }: Span = {},
): Promise<readonly Figure[]> {
  for (const bound of [from, to]) if (bound !== undefined) demandPeriod(bound);
  return readFigures(tx, actor, {
    source: (bind) => `s.indicator = ${bind(slug)}`,
    region: (bind) => `x.region = any(${bind(regions.filter(isCode))})`,
    figure: (bind) =>
      [
        "true",
        ...(from === undefined ? [] : [`t.ends >= lower(catalogue.period_days(${bind(from)}))`]),
        ...(to === undefined ? [] : [`t.ends < upper(catalogue.period_days(${bind(to)}))`]),
      ].join(" and "),
    before: BEFORE_IN_SERIES,
    ranks: AMONG_SIBLINGS,
    order: "t.region, t.ends, t.period",
  });
}

/** A region's profile: of every indicator the newest period that has a value; where none has, the newest. By the indicators' slugs. */
export function readProfile(tx: ReadTx, actor: Actor, region: string): Promise<readonly Figure[]> {
  return readFigures(tx, actor, {
    source: () => "true",
    region: (bind) => `x.region = ${bind(isCode(region) ? region : "")}`,
    figure: () =>
      `(t.indicator, t.period) in (select distinct on (o.indicator) o.indicator, o.period from timed o
         order by o.indicator, (o.value is null), o.ends desc, o.period)`,
    before: BEFORE_IN_SERIES,
    ranks: AMONG_SIBLINGS,
    order: "t.indicator",
  });
}

const CODE_LENGTH: Readonly<Record<RegionLevel, number>> = { province: 2, regency: 5, district: 8, village: 13 };

export interface Place {
  readonly level: RegionLevel;
  /** Only regions in this one. */
  readonly within?: string | undefined;
}

const inPlace =
  ({ level, within }: Place) =>
  (bind: Bind): string => {
    const inside = within === undefined ? "" : ` and x.region like ${bind(isCode(within) ? `${within}.%` : "")}`;
    return `length(x.region) = ${CODE_LENGTH[level]}${inside}`;
  };

/**
 * The regions of one level at one period, by code; ranks are among all of them. Without a period it is the newest at which any of them has
 * a value. Throws `request.bad-period`.
 */
export async function readValues(
  tx: ReadTx,
  actor: Actor,
  indicator: Indicator,
  place: Place,
  period?: string | undefined,
): Promise<readonly Figure[]> {
  if (period !== undefined) demandPeriod(period);
  const at = period ?? (await listPeriods(tx, actor, indicator, place))[0];
  if (at === undefined) return [];
  return readFigures(tx, actor, {
    source: (bind) => `s.indicator = ${bind(indicator.slug)}`,
    region: (bind) => `x.compared = ${bind(at)} and ${inPlace(place)(bind)}`,
    // A month that stands for the year gives way to the year itself.
    figure: () => `(t.region, t.period) in (select distinct on (o.region) o.region, o.period from timed o
      order by o.region, (o.value is null), (o.period = o.compared) desc, o.period)`,
    before: BEFORE_EACH,
    ranks: AMONG_CHOSEN,
    order: "t.region",
  });
}

/** The same, those with a value only, the best first; among equals by code. */
export async function readRanking(
  tx: ReadTx,
  actor: Actor,
  indicator: Indicator,
  place: Place,
  period?: string | undefined,
): Promise<readonly Figure[]> {
  const ranked = (await readValues(tx, actor, indicator, place, period)).filter(({ value }) => value !== null);
  return ranked.sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0) || (a.region < b.region ? -1 : 1));
}

/** The periods at which regions of a level may be compared, the newest first. */
export async function listPeriods(
  tx: ReadTx,
  actor: Actor,
  { slug }: Indicator,
  place: Place,
): Promise<readonly string[]> {
  const visible = visibleSources(actor, 1);
  const values: unknown[] = [...visible.values];
  const bind: Bind = (value) => `$${values.push(value)}`;
  const rows = await tx.query<{ compared: string }>(
    `select x.compared, max(x.ends) as ends from ${visible.sql} s join catalogue.indicator_value x on x.source = s.id
     where s.indicator = ${bind(slug)} and x.value is not null and ${inPlace(place)(bind)}
     group by x.compared order by ends desc, x.compared`,
    values,
  );
  return rows.map(({ compared }) => compared);
}

const isCode = (text: string): boolean => /^[\d.]{1,13}$/.test(text);

const PERIOD =
  /^(?:19|20)\d{2}(?:-(?:S[12]|T[1-3]|Q[1-4]|W(?:0[1-9]|[1-4]\d|5[0-3])|(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?))?$/;

/** Throws `request.bad-period`. */
function demandPeriod(text: string): void {
  if (!PERIOD.test(text)) throw new Fault("request.bad-period", { value: text.slice(0, 40) });
}
