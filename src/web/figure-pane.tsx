/** One figure in a pane: value, unit, period, change, the way it took, and whose version of which dataset it is from. */
import type { Agency } from "../catalogue/agencies.ts";
import type { DatasetBrief } from "../catalogue/dataset-brief.ts";
import type { Figure } from "../catalogue/indicator-figure.ts";
import { changeUnit } from "../catalogue/indicator-measures.ts";
import type { TrailPoint } from "../catalogue/indicator-trails.ts";
import type { Indicator } from "../catalogue/indicators.ts";
import { inLanguage, type Lang } from "../kernel/locale.ts";
import { Sparkline } from "./chart/sparkline.tsx";
import { isSample, showText } from "./show.ts";
import { movementOf, showChange, showScaled, showUnit } from "./show-figure.ts";
import { showPeriod } from "./show-period.ts";
import { windowWords } from "./words-window.ts";

export interface FigurePaneProps {
  readonly lang: Lang;
  readonly indicator: Indicator;
  readonly figure: Figure;
  readonly trail: readonly TrailPoint[];
  readonly source: DatasetBrief | undefined;
  readonly agency: Agency | undefined;
}

export function FigurePane({ lang, indicator, figure, trail, source, agency }: FigurePaneProps): JSX.Element {
  const { number, scale } = showScaled(figure.value ?? "", lang);
  const unit = showUnit(indicator.about.unit, lang, scale);
  const context = contextOf(indicator, source, lang);
  return (
    <>
      <h3>
        <a href={`/indikator/${indicator.slug}`} safe>
          {titleOf(indicator, lang)}
        </a>
        {isSample(indicator.about.title) && (
          <span class="tag sample" safe>{` ${windowWords[lang].figure.sample}`}</span>
        )}
      </h3>
      {context !== "" && (
        <p class="meta" safe>
          {context}
        </p>
      )}
      <p class="figure-line">
        <span class="number" safe>
          {number}
        </span>{" "}
        <span safe>{/^(?:persen|percent)$/.test(unit) ? "%" : unit}</span>
      </p>
      <Sparkline points={trail} />
      <p class="meta" safe>
        {[showPeriod(figure.period, lang), sayChange(figure, indicator, lang)]
          .filter((part) => part !== "")
          .join(" · ")}
      </p>
      <p class="meta">
        <a href={`/dataset/${figure.dataset}`}>
          <span safe>{nameAgency(agency, source, lang)}</span> · v{figure.version}
        </a>
      </p>
    </>
  );
}

/** Without the words that say that it is a sample: a mark says so. */
export const titleOf = ({ about }: Pick<Indicator, "about">, lang: Lang): string =>
  inLanguage(about.title, lang).replace(/ \((?:data contoh|sample data)[^)]*\)$/, "");

/** The dataset's title, for a measure that is called by its column alone ("Hilang", "Luka/Sakit"); empty for a curated indicator. */
export const contextOf = (
  { curated }: Pick<Indicator, "curated">,
  source: Pick<DatasetBrief, "title"> | undefined,
  lang: Lang,
): string => (curated ? "" : showText(source?.title, lang));

/** "turun 0,17 poin persen dari Maret 2025"; empty where there is nothing before. */
export function sayChange({ change, previousPeriod }: Figure, { about }: Indicator, lang: Lang): string {
  const movement = movementOf(change);
  if (movement === undefined || change === null || previousPeriod === null) return "";
  const t = windowWords[lang].figure;
  const before = showPeriod(previousPeriod, lang);
  return movement === "same" ? t.same(before) : t[movement](showChange(change, changeUnit(about), lang), before);
}

/** Short, for whoever reads beside a number. */
export const nameAgency = (agency: Agency | undefined, source: DatasetBrief | undefined, lang: Lang): string =>
  agency?.shortName ?? agency?.name ?? source?.agency ?? showText(source?.title, lang);
