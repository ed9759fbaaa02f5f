/** What the front page shows: chosen, not only read. */
import { listAgencies } from "../catalogue/agencies.ts";
import { briefDatasets, listComing } from "../catalogue/dataset-brief.ts";
import type { RecallFacets } from "../catalogue/facets.ts";
import { listPeriods, readProfile, readValues } from "../catalogue/indicator-figures.ts";
import { readTrails } from "../catalogue/indicator-trails.ts";
import { type Indicator, indicatorsBySlug, listIndicators } from "../catalogue/indicators.ts";
import { listNews, type News } from "../catalogue/news.ts";
import { listRegions, listTopics, type Topic } from "../catalogue/reference.ts";
import type { Actor } from "../kernel/actor.ts";
import type { ReadTx } from "../store/transaction.ts";
import { isSample } from "./show.ts";

export const PROVINCE = "73";
export const REGENCIES = { level: "regency", within: PROVINCE } as const;
const PANES = 6;
const NEWS = 5;

export type Home = Awaited<ReturnType<typeof readHome>>;

export async function readHome(tx: ReadTx, actor: Actor, recallFacets: RecallFacets, wanted: string, now: Date) {
  const topics = await listTopics(tx);
  const panes = await readPanes(tx, actor, topics);
  const map = await readMap(tx, actor, topics, wanted, panes[0]?.indicator.slug);
  const { news } = await listNews(tx, actor, { first: 60 });
  const coming = await listComing(tx, actor, now, NEWS);
  const sources = [...panes.map(({ figure }) => figure.dataset), ...(map?.figures ?? []).map(({ dataset }) => dataset)];
  return {
    panes,
    map,
    coming,
    latest: onePerDataset(news).slice(0, NEWS),
    corrected: onePerDataset(news.filter(isCorrection)).slice(0, NEWS),
    facets: await recallFacets(tx, actor, {}),
    topics,
    agencies: await listAgencies(tx),
    regions: new Map((await listRegions(tx, { level: "regency" })).map((region) => [region.code as string, region])),
    sources: await briefDatasets(tx, actor, sources),
  };
}

/** The newest of each dataset. */
function onePerDataset(news: readonly News[]): readonly News[] {
  const seen = new Set<string>();
  return news.filter(({ change: { dataset, kind } }) => {
    if (kind === "removed" || kind === "metadata" || seen.has(dataset)) return false;
    seen.add(dataset);
    return true;
  });
}

/** What was said before was said otherwise. */
const isCorrection = ({ change, rows }: News): boolean =>
  change.kind === "published" && rows !== undefined && rows.changed + rows.removed > 0;

/** Real ones before samples, curated ones before a dataset's own measures. */
const rankOf = ({ curated, about }: Indicator): number => (isSample(about.title) ? 2 : curated ? 0 : 1);

/** In the order of their topics, what is about one topic alone before what is about several; of every topic the first before a second. */
export function spread<T extends { readonly indicator: Indicator }>(
  all: readonly T[],
  topics: readonly Topic[],
): readonly T[] {
  const place = ({ indicator: { about } }: T): number => topics.findIndex(({ slug }) => slug === about.topics[0]);
  const sorted = [...all].sort(
    (a, b) =>
      rankOf(a.indicator) - rankOf(b.indicator) ||
      place(a) - place(b) ||
      a.indicator.about.topics.length - b.indicator.about.topics.length,
  );
  const seen = new Set<string>();
  const firsts = sorted.filter(({ indicator }) => {
    const [topic = ""] = indicator.about.topics;
    return rankOf(indicator) === 0 && !seen.has(topic) && seen.add(topic);
  });
  return [...firsts, ...sorted.filter((one) => !firsts.includes(one))];
}

/** The province in a few figures, those that have come a way first. */
async function readPanes(tx: ReadTx, actor: Actor, topics: readonly Topic[]) {
  const figures = (await readProfile(tx, actor, PROVINCE)).filter(({ value }) => value !== null);
  const trails = await readTrails(tx, actor, PROVINCE);
  const indicators = await indicatorsBySlug(
    tx,
    actor,
    figures.map(({ indicator }) => indicator),
  );
  const all = figures.flatMap((figure) => {
    const indicator = indicators.get(figure.indicator);
    return indicator === undefined ? [] : [{ figure, indicator, trail: trails.get(figure.indicator) ?? [] }];
  });
  const chosen = spread(all, topics).slice(0, PANES);
  return [...chosen].sort((a, b) => Number(b.trail.length > 1) - Number(a.trail.length > 1));
}

const MAPS = 6;

/** One indicator of the 24: the one that is asked for, else the one of the first pane, else the first that has them. */
export async function readMap(
  tx: ReadTx,
  actor: Actor,
  topics: readonly Topic[],
  wanted: string,
  preferred: string | undefined,
) {
  const { nodes } = await listIndicators(tx, actor, { region: "73.71", first: 100 });
  const all = spread(
    nodes.map((indicator) => ({ indicator })),
    topics,
  ).slice(0, MAPS);
  const choices = all.map(({ indicator }) => indicator);
  const bySlug = (slug: string | undefined): Indicator | undefined => choices.find((choice) => choice.slug === slug);
  const indicator = bySlug(wanted) ?? bySlug(preferred) ?? choices[0];
  if (indicator === undefined) return undefined;
  const [period] = await listPeriods(tx, actor, indicator, REGENCIES);
  if (period === undefined) return undefined;
  return { indicator, choices, period, figures: await readValues(tx, actor, indicator, REGENCIES, period) };
}
