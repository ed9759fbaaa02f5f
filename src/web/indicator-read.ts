/** What the page of an indicator shows: one period of the 24, chosen regions over time, and the last periods side by side. */
import { listAgencies } from "../catalogue/agencies.ts";
import { briefDatasets } from "../catalogue/dataset-brief.ts";
import type { Figure } from "../catalogue/indicator-figure.ts";
import { listPeriods, readCompared, readValues } from "../catalogue/indicator-figures.ts";
import { findIndicator } from "../catalogue/indicators.ts";
import { listRegions, listTopics } from "../catalogue/reference.ts";
import type { Actor } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import type { ReadTx } from "../store/transaction.ts";
import { PROVINCE, REGENCIES } from "./home-read.ts";

/** More columns do not fit beside each other, and more lines cannot be told apart. */
const COLUMNS = 6;
const MOST_LINES = 4;

export interface IndicatorChoice {
  readonly period: string;
  readonly regions: readonly string[];
}

export type IndicatorView = Awaited<ReturnType<typeof readIndicator>>;

/** What was chosen and is not there is as if it were not chosen. Throws `indicator.unknown`. */
export async function readIndicator(tx: ReadTx, actor: Actor, slug: string, choice: IndicatorChoice) {
  const indicator = await findIndicator(tx, actor, slug);
  if (indicator === undefined) throw new Fault("indicator.unknown", { slug: slug.slice(0, 200) });
  const periods = await listPeriods(tx, actor, indicator, REGENCIES);
  const period = periods.find((one) => one === choice.period) ?? periods[0];
  const figures = period === undefined ? [] : await readValues(tx, actor, indicator, REGENCIES, period);
  const all = [...(await listRegions(tx, { level: "regency" })), ...(await listRegions(tx, { level: "province" }))];
  const regions = new Map(all.map((region) => [region.code as string, region]));
  const asked = choice.regions.filter((code) => regions.has(code) && code !== PROVINCE);
  const chosen = asked.length > 0 ? [...new Set(asked)].slice(0, MOST_LINES) : extremes(figures);
  const lines = await readCompared(tx, actor, indicator, [...chosen, PROVINCE]);
  const shown = periods.slice(0, COLUMNS);
  const oldest = shown.at(-1);
  const table =
    oldest === undefined ? [] : await readCompared(tx, actor, indicator, [...regions.keys()], { from: oldest });
  return {
    indicator,
    periods,
    period,
    figures,
    regions,
    chosen,
    lines,
    shown,
    table,
    sources: await briefDatasets(
      tx,
      actor,
      indicator.sources.map(({ dataset }) => dataset),
    ),
    agencies: await listAgencies(tx),
    topics: await listTopics(tx),
  };
}

/** The highest and the lowest. */
function extremes(figures: readonly Figure[]): readonly string[] {
  const known = figures
    .filter(({ value }) => value !== null)
    .sort((a, b) => Number(b.value) - Number(a.value))
    .map(({ region }) => region);
  return [...new Set([known[0], known.at(-1)])].filter((code) => code !== undefined);
}
