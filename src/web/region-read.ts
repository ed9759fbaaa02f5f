/** What a region's profile shows: of every indicator its newest value, beside a neighbour and the province. */
import { listAgencies } from "../catalogue/agencies.ts";
import { briefDatasets } from "../catalogue/dataset-brief.ts";
import type { Figure } from "../catalogue/indicator-figure.ts";
import { readProfile, readValues } from "../catalogue/indicator-figures.ts";
import { readTrails } from "../catalogue/indicator-trails.ts";
import { type Indicator, indicatorsBySlug } from "../catalogue/indicators.ts";
import { getRegion, listRegions, listTopics } from "../catalogue/reference.ts";
import type { Actor } from "../kernel/actor.ts";
import type { ReadTx } from "../store/transaction.ts";
import { TILES } from "./chart/tile-map.tsx";
import { REGENCIES, spread } from "./home-read.ts";

export type RegionView = Awaited<ReturnType<typeof readRegion>>;

export interface ProfileRow {
  readonly indicator: Indicator;
  readonly figure: Figure;
  /** Of the region that it is compared with. */
  readonly other: Figure | undefined;
}

/** Throws `region.unknown`. */
export async function readRegion(tx: ReadTx, actor: Actor, code: string, compareWith: string) {
  const region = await getRegion(tx, code);
  const topics = await listTopics(tx);
  const figures = (await readProfile(tx, actor, code)).filter(({ value }) => value !== null);
  const trails = await readTrails(tx, actor, code);
  const indicators = await indicatorsBySlug(
    tx,
    actor,
    figures.map(({ indicator }) => indicator),
  );
  const neighbour = neighbourOf(code, compareWith);
  const others = neighbour === undefined ? [] : await readProfile(tx, actor, neighbour);
  const all = figures.flatMap((figure): readonly ProfileRow[] => {
    const indicator = indicators.get(figure.indicator);
    const other = others.find((one) => one.indicator === figure.indicator && one.value !== null);
    return indicator === undefined ? [] : [{ indicator, figure, other }];
  });
  const rows = spread(all, topics);
  const first = TILES[code] === undefined ? undefined : rows.find(({ figure }) => figure.of !== null);
  const children = await listRegions(tx, { parent: code });
  const parent = region.parent === undefined ? undefined : await getRegion(tx, region.parent);
  const regencies = await listRegions(tx, { level: "regency" });
  return {
    region,
    parent,
    children,
    rows,
    trails,
    neighbour,
    regencies,
    map: first && {
      indicator: first.indicator,
      period: first.figure.compared,
      figures: await readValues(tx, actor, first.indicator, REGENCIES, first.figure.compared),
    },
    sources: await briefDatasets(
      tx,
      actor,
      figures.map(({ dataset }) => dataset),
    ),
    agencies: await listAgencies(tx),
  };
}

/** The one that is asked for, else the nearest tile; undefined for what is no regency. */
function neighbourOf(code: string, asked: string): string | undefined {
  const here = TILES[code];
  if (here === undefined) return undefined;
  if (asked !== code && Object.hasOwn(TILES, asked)) return asked;
  const distance = ([column, row]: readonly [number, number, string]): number =>
    (column - here[0]) ** 2 + (row - here[1]) ** 2;
  return Object.entries(TILES)
    .filter(([other]) => other !== code)
    .sort(([a, one], [b, two]) => distance(one) - distance(two) || (a < b ? -1 : 1))[0]?.[0];
}
