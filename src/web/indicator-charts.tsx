/** The three pictures of an indicator: on its page, and each alone in a file. */
import type { Figure } from "../catalogue/indicator-figure.ts";
import { inLanguage, type Lang } from "../kernel/locale.ts";
import type { ValueStatus } from "../kernel/value-status.ts";
import { TrendChart, type TrendLine } from "./chart/trend.tsx";
import { PROVINCE } from "./home-read.ts";
import type { IndicatorView } from "./indicator-read.ts";
import { nameWithin, RegencyMap, RegencyRanking } from "./regency-map.tsx";
import { scaled, scaleOf, showUnit } from "./show-figure.ts";
import { sourceLine } from "./source-line.ts";
import { windowWords } from "./words-window.ts";

export const PICTURES = ["peta", "peringkat", "tren"] as const;
export type PictureName = (typeof PICTURES)[number];

export interface PictureOptions {
  readonly lang: Lang;
  readonly width: number;
  /** Beginning of addresses, for a picture that stands alone. */
  readonly baseUrl?: string | undefined;
}

/** Undefined where there is nothing to draw. */
export function drawPicture(name: PictureName, view: IndicatorView, options: PictureOptions): JSX.Element | undefined {
  const { indicator, period, figures, regions, chosen, sources, agencies } = view;
  if (name === "tren") return drawTrend(view, options);
  if (period === undefined) return undefined;
  const source = sourceLine(figures, sources, agencies, options.lang);
  const props = { indicator, period, figures, regions, source, pointed: chosen, ...options };
  return name === "peta" ? <RegencyMap {...props} pointed={[]} /> : <RegencyRanking {...props} />;
}

function drawTrend(view: IndicatorView, { lang, width }: PictureOptions): JSX.Element | undefined {
  const { indicator, lines, chosen, regions, sources, agencies } = view;
  const ofRegion = (code: string): readonly Figure[] => lines.filter(({ region }) => region === code);
  // A sum of all regions would press the lines of each to the ground.
  const province = chosen.length > 0 && indicator.about.additive === true ? [] : ofRegion(PROVINCE);
  const drawn = [...chosen.flatMap(ofRegion), ...province];
  const scale = scaleOf(
    drawn.map(({ value }) => value),
    lang,
  );
  const t = windowWords[lang].indicator;
  const toLine = (label: string, role: TrendLine["role"], figures: readonly Figure[]): TrendLine => ({
    label,
    role,
    points: withGaps(alike(figures, chosen.length > 0)).map(({ period, value, status }) => ({
      period,
      value: value === null ? null : scaled(value, scale),
      status: (status ?? undefined) as ValueStatus | undefined, // what the reader of files wrote
    })),
  });
  const all = [
    ...chosen.map((code) => toLine(nameWithin(width, regions, code), "main", ofRegion(code))),
    ...(province.length === 0 ? [] : [toLine(t.province, "province", province)]),
  ].filter(({ points }) => points.filter(({ value }) => value !== null).length > 1);
  if (all.length === 0) return undefined;
  const title = inLanguage(indicator.about.title, lang);
  return (
    <TrendChart
      lang={lang}
      width={width}
      lines={all}
      title={t.trendTitle(title)}
      subtitle={[showUnit(indicator.about.unit, lang, scale), province.length === 0 ? "" : t.dashedLine]
        .filter((part) => part !== "")
        .join(" · ")}
      source={sourceLine(drawn, sources, agencies, lang)}
      description={t.describeTrend(all.map(({ label }) => label).join(", "))}
    />
  );
}

/** Where years are compared, a month that stands for its year stands there, and other months do not. */
function alike(figures: readonly Figure[], compared: boolean): readonly Point[] {
  const yearly = figures.some((figure) => figure.compared !== figure.period);
  if (!compared || !yearly) return figures;
  return figures
    .filter(({ compared: year }) => year.length === 4)
    .map(({ compared: period, value, status }) => ({ period, value, status }));
}

interface Point {
  readonly period: string;
  readonly value: string | null;
  readonly status: string | null;
}

/** A year that is not there is a gap, not a line across. */
function withGaps(points: readonly Point[]): readonly Point[] {
  if (!points.every(({ period }) => /^\d{4}$/.test(period))) return points;
  return points.flatMap((point, index) => {
    const before = points[index - 1];
    const missing = before === undefined ? 0 : Number(point.period) - Number(before.period) - 1;
    return missing > 0 ? [{ period: String(Number(point.period) - 1), value: null, status: null }, point] : [point];
  });
}
