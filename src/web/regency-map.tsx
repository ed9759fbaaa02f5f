/** The 24 tiles and the bars of one indicator at one period, made from figures. */
import type { Figure } from "../catalogue/indicator-figure.ts";
import type { Indicator } from "../catalogue/indicators.ts";
import type { Region } from "../catalogue/reference.ts";
import { inLanguage, type Lang, showDecimal } from "../kernel/locale.ts";
import type { ValueStatus } from "../kernel/value-status.ts";
import { RankingChart } from "./chart/ranking.tsx";
import { TILES, TileMap } from "./chart/tile-map.tsx";
import { sayExtremes, scaled, scaleOf, showUnit } from "./show-figure.ts";
import { showPeriod } from "./show-period.ts";
import { windowWords } from "./words-window.ts";

export interface RegencyChartProps {
  readonly lang: Lang;
  readonly indicator: Indicator;
  /** In words; the code of the period. */
  readonly period: string;
  /** Of regencies at that period. */
  readonly figures: readonly Figure[];
  readonly regions: ReadonlyMap<string, Region>;
  /** "Sumber: …" */
  readonly source: string;
  readonly width: number;
  /** Codes that are pointed at. */
  readonly pointed?: readonly string[] | undefined;
  /** Beginning of the links' addresses, for a picture that stands alone. */
  readonly baseUrl?: string | undefined;
}

/** A name that fits where regions stand in rows. */
export const shortNameOf = (regions: ReadonlyMap<string, Region>, code: string): string =>
  regions.get(code)?.shortName ?? code;

const NARROW = 400;

/** As the tiles call it where a picture is narrow. */
export const nameWithin = (width: number, regions: ReadonlyMap<string, Region>, code: string): string =>
  (width < NARROW ? TILES[code]?.[2] : undefined) ?? shortNameOf(regions, code);

/** What the numbers say. */
export const headlineOf = ({ figures, lang }: Pick<RegencyChartProps, "figures" | "lang">): string =>
  sayExtremes(
    figures.map(({ region, value }) => ({ name: TILES[region]?.[2] ?? region, value })),
    lang,
  );

const frameOf = ({ lang, indicator, period, figures, source }: RegencyChartProps) => {
  const scale = scaleOf(
    figures.map(({ value }) => value),
    lang,
  );
  const title = inLanguage(indicator.about.title, lang);
  const headline = headlineOf({ figures, lang });
  const unit = showUnit(indicator.about.unit, lang, scale);
  return {
    scale,
    lang,
    source,
    title: headline === "" ? title : headline,
    subtitle: [title, unit, showPeriod(period, lang)].filter((part) => part !== "").join(", "),
  };
};

export function RegencyMap(props: RegencyChartProps): JSX.Element {
  const { lang, figures, regions, period, width, pointed = [], baseUrl = "" } = props;
  const { scale, ...frame } = frameOf(props);
  const t = windowWords[lang].indicator;
  const byCode = new Map(figures.map((figure) => [figure.region, figure]));
  const tiles = Object.keys(TILES).map((code) => {
    const figure = byCode.get(code);
    return {
      code,
      name: shortNameOf(regions, code),
      href: `${baseUrl}/wilayah/${code}`,
      value: figure?.value == null ? null : scaled(figure.value, scale),
      status: (figure?.status ?? undefined) as ValueStatus | undefined, // what the reader of files wrote
      rank: figure?.rank ?? undefined,
      highlighted: pointed.includes(code),
    };
  });
  const known = figures.filter(({ value }) => value !== null).length;
  const periodWords = showPeriod(period, lang);
  return (
    <TileMap
      {...frame}
      width={width}
      tiles={tiles}
      period={periodWords}
      description={t.describeMap(String(known), periodWords)}
    />
  );
}

export function RegencyRanking(props: RegencyChartProps): JSX.Element {
  const { lang, figures, regions, width, period, pointed = [], baseUrl = "" } = props;
  const { scale, ...frame } = frameOf(props);
  const t = windowWords[lang].indicator;
  const known = figures
    .filter(({ value }) => value !== null)
    .sort((a, b) => Number(b.value) - Number(a.value) || (a.region < b.region ? -1 : 1));
  const missing = figures.filter(({ value }) => value === null);
  const province = figures.find(({ provinceValue }) => provinceValue !== null)?.provinceValue;
  // A sum of the regions is no mark among them.
  const reference = province == null || isSum(figures, province) ? undefined : scaled(province, scale);
  return (
    <RankingChart
      {...frame}
      subtitle={
        reference === undefined ? frame.subtitle : `${frame.subtitle} · ${t.dashed(showDecimal(reference, lang))}`
      }
      width={width}
      bars={[...known, ...missing].map(({ region, value, status }) => ({
        label: nameWithin(width, regions, region),
        href: `${baseUrl}/wilayah/${region}`,
        value: value === null ? null : scaled(value, scale),
        status: (status ?? undefined) as ValueStatus | undefined, // what the reader of files wrote
        highlighted: pointed.includes(region),
      }))}
      reference={reference === undefined ? undefined : { label: t.province.toLowerCase(), value: reference }}
      description={t.describeMap(String(known.length), showPeriod(period, lang))}
    />
  );
}

const isSum = (figures: readonly Figure[], province: string): boolean =>
  Number(province) > Math.max(...figures.map(({ value }) => Number(value ?? 0)));
