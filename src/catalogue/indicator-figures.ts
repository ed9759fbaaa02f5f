/**
 * What is asked of indicators: the series of a region, regions side by side, a region's profile, a map or a ranking of regions at one
 * period, and at which periods there is one. Codes that are none have no figures; a bound that is no period is refused.
 */
import type { Actor } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import type { RegionLevel } from "../store/entities/region.ts";
import type { ReadTx } from "../store/transaction.ts";
import {
  AMONG_CHOSEN,
  AMONG_SIBLINGS,
  BEFORE_EACH,
  BEFORE_IN_SERIES,
  type Bind,
  type Figure,
  readFigures,
} from "./indicator-figure.ts";
import { type Indicator, visibleSources } from "./indicators.ts";

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
