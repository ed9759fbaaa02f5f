/** The picture of a dataset: chosen by its plan, with a headline that says what the numbers say, and where they are from inside it. */
import type { Lang } from "../kernel/locale.ts";
import { showDecimal } from "../kernel/locale.ts";
import type { Field } from "../kernel/package.ts";
import type { ChartFrame } from "./chart/model.ts";
import { RankingChart } from "./chart/ranking.tsx";
import { TILES, TileMap } from "./chart/tile-map.tsx";
import { TrendChart, type TrendLine } from "./chart/trend.tsx";
import type { Figure } from "./dataset-figures.ts";
import type { ChartPlan } from "./dataset-plan.ts";
import { showScaled } from "./show-figure.ts";
import { showPeriod } from "./show-period.ts";
import { fieldTitle, type NameValue } from "./value-names.ts";
import { datasetWords } from "./words-dataset.ts";

export interface ChartProps {
  readonly lang: Lang;
  readonly plan: ChartPlan;
  readonly figures: readonly Figure[];
  readonly nameOf: NameValue;
  /** Source, dataset, version. */
  readonly source: string;
  readonly width: number;
  /** Before the addresses of its links: empty on a page, this server's own where the picture travels. */
  readonly base: string;
}

const MOST_BARS = 40;

/** Its row beside those of its regencies is no region among them: a line to compare with. */
const PROVINCE = "73";

/** Undefined where there is nothing to draw. */
export function DatasetChart(given: ChartProps): JSX.Element | undefined {
  const apart = given.plan.category?.role === "region" && given.figures.some(({ code }) => code !== PROVINCE);
  const province = apart ? given.figures.filter(({ code }) => code === PROVINCE) : [];
  const props = apart ? { ...given, figures: given.figures.filter(({ code }) => code !== PROVINCE) } : given;
  const { plan, figures, lang, width, base, source } = props;
  if (plan.measure === undefined || figures.every(({ value }) => value === null)) return undefined;
  const frame: ChartFrame & { readonly description: string } = {
    lang,
    title: asSentence(headlineOf(props)),
    subtitle: subtitleOf(props),
    source,
    description: datasetWords[lang].chartDescription,
  };
  if (plan.view === "tren") return <TrendChart {...frame} width={width} lines={linesOf(props, province)} />;
  if (plan.view === "peta") {
    const ranked = inOrder(figures);
    const tiles = Object.keys(TILES).map((code) => {
      const at = ranked.findIndex((figure) => figure.code === code);
      const figure = ranked[at];
      return {
        code,
        name: labelOf(props, figure ?? noFigure(code)),
        href: `${base}/wilayah/${code}`,
        value: figure?.value ?? null,
        status: figure?.status,
        rank: figure?.value == null ? undefined : at + 1,
        highlighted: plan.highlighted.includes(code),
      };
    });
    return <TileMap {...frame} width={width} tiles={tiles} period={showPeriod(plan.period?.chosen ?? "", lang)} />;
  }
  const ranked = inOrder(figures);
  const shares = plan.view === "komposisi" ? sharesOf(ranked) : undefined;
  const isRegion = plan.view === "peringkat" && plan.category?.role === "region";
  const bars = ranked.slice(0, MOST_BARS).map((figure, index) => ({
    label: `${barLabel(props, figure)}${shares === undefined ? "" : ` · ${shares[index] ?? ""}`}`,
    value: figure.value,
    ...(figure.value === null ? {} : { text: shortNumber(figure.value, lang) }),
    status: figure.status,
    href: isRegion ? `${base}/wilayah/${figure.code}` : undefined,
    highlighted: plan.highlighted.includes(figure.code),
  }));
  return <RankingChart {...frame} width={width} bars={bars} reference={referenceOf(props, province[0])} />;
}

/** A sum of the regions is no mark among them. */
function referenceOf({ plan, figures, lang }: ChartProps, province: Figure | undefined) {
  const { value = null, status } = province ?? {};
  if (plan.view !== "peringkat" || value === null) return undefined;
  if (Number(value) > Math.max(...figures.map((figure) => Number(figure.value ?? 0)))) return undefined;
  return { label: datasetWords[lang].province, value, status };
}

/** "8,03 triliun": all digits are in the table beneath. */
function shortNumber(value: string, lang: Lang): string {
  const { number, scale } = showScaled(value, lang);
  return `${number} ${scale.word}`.trim();
}

/** Names of values may begin small. */
const asSentence = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

const NARROW = 500;

/** As the tiles call it, and cut, where there is little room. */
function barLabel(props: ChartProps, figure: Figure): string {
  const narrow = props.width < NARROW;
  const label = narrow ? shortLabel(props, figure) : labelOf(props, figure);
  const most = narrow ? 18 : 34;
  return label.length <= most ? label : `${label.slice(0, most - 1)}…`;
}

/** Regions by the names that people call them by, as on the tiles. */
const shortLabel = (props: Pick<ChartProps, "plan" | "nameOf">, figure: Figure): string =>
  (props.plan.view === "komposisi" ? undefined : TILES[figure.code]?.[2]) ?? labelOf(props, figure);

const noFigure = (code: string): Figure => ({ code, label: undefined, period: "", value: null });

function labelOf({ plan, nameOf }: Pick<ChartProps, "plan" | "nameOf">, { code, label }: Figure): string {
  const field = plan.view === "komposisi" ? plan.parts : plan.category;
  if (field === undefined) return code;
  const name = nameOf(field, code);
  return name === code ? (label ?? (code === "" ? "—" : code)) : name;
}

/** Highest first; what has no value last. For drawing and ranking floats will do. */
export function inOrder(figures: readonly Figure[]): readonly Figure[] {
  const size = ({ value }: Figure): number => (value === null ? Number.NEGATIVE_INFINITY : Number(value));
  return figures.toSorted((a, b) => size(b) - size(a) || (a.code < b.code ? -1 : 1));
}

/** "38%"; what is there is never nothing. */
function sharesOf(figures: readonly Figure[]): readonly string[] {
  const values = figures.map(({ value }) => Math.max(0, Number(value ?? 0)));
  const sum = values.reduce((total, value) => total + value, 0);
  const percent = (value: number): number => (value / sum) * 100;
  return values.map((value) =>
    sum === 0 ? "" : value > 0 && percent(value) < 1 ? "< 1%" : `${Math.round(percent(value))}%`,
  );
}

function subtitleOf({ plan, lang, nameOf }: ChartProps): string {
  const { measure, period, dimensions, view } = plan;
  if (measure === undefined) return "";
  const span = period?.values;
  const when =
    period === undefined
      ? []
      : view === "tren" && span !== undefined && span.length > 1
        ? [`${showPeriod(span.at(-1) ?? "", lang)}–${showPeriod(span[0] ?? "", lang)}`]
        : [showPeriod(period.chosen ?? "", lang)];
  const chosen = dimensions.flatMap(({ field, chosen: value }) =>
    value === undefined ? [] : [`${fieldTitle(field, lang)}: ${nameOf(field, value)}`],
  );
  const unit = measure.unit === undefined ? [] : [measure.unit];
  return [fieldTitle(measure, lang), ...unit, ...when, ...chosen].join(" · ");
}

/** What the numbers say, in a short sentence. */
function headlineOf(props: ChartProps): string {
  const { plan, figures, lang, nameOf } = props;
  const t = datasetWords[lang];
  const measure = plan.measure;
  if (measure === undefined) return "";
  if (plan.view === "tren") return trendHeadline(props, measure);
  const known = inOrder(figures).filter(({ value }) => value !== null);
  const [first, second] = known;
  const last = known.at(-1);
  if (first === undefined || last === undefined) return fieldTitle(measure, lang);
  const name = (figure: Figure): string => shortLabel({ plan, nameOf }, figure);
  if (plan.view === "komposisi") return t.largestPart(name(first), sharesOf(known)[0] ?? "");
  if (known.length < 4 || second === undefined) return t.highest(name(first), showDecimal(first.value ?? "", lang));
  return t.extremes(name(first), name(second), name(last));
}

function trendHeadline({ plan, figures, lang, nameOf }: ChartProps, measure: Field): string {
  const t = datasetWords[lang];
  const lines = byCode(figures);
  const moves = [...lines.values()].flatMap((points) => {
    const known = points.filter(({ value }) => value !== null);
    const [from, to] = [known[0], known.at(-1)];
    return from === undefined || to === undefined || from === to
      ? []
      : [{ from, to, by: Number(to.value) - Number(from.value) }];
  });
  const [only] = moves;
  if (only === undefined) return fieldTitle(measure, lang);
  const since = showPeriod(only.from.period, lang);
  if (moves.length === 1) {
    const who = only.from.code === "" ? fieldTitle(measure, lang) : shortLabel({ plan, nameOf }, only.from);
    const [from, to] = [showDecimal(only.from.value ?? "", lang), showDecimal(only.to.value ?? "", lang)];
    return t.moved(who, Math.sign(only.by), from, since, to, showPeriod(only.to.period, lang));
  }
  const up = moves.filter(({ by }) => by > 0).length;
  const down = moves.filter(({ by }) => by < 0).length;
  return up >= down ? t.rose(up, moves.length, since) : t.fell(down, moves.length, since);
}

function byCode(figures: readonly Figure[]): ReadonlyMap<string, readonly Figure[]> {
  const lines = new Map<string, Figure[]>();
  for (const figure of figures) {
    const line = lines.get(figure.code);
    if (line === undefined) lines.set(figure.code, [figure]);
    else line.push(figure);
  }
  for (const line of lines.values()) line.sort((a, b) => (a.period < b.period ? -1 : 1));
  return lines;
}

/** Those that were asked for stand out; else the highest and the lowest at the end. */
function linesOf(props: ChartProps, province: readonly Figure[]): readonly TrendLine[] {
  const { plan, figures, lang } = props;
  const lines = byCode(figures);
  const ends = inOrder([...lines.values()].flatMap((points) => points.findLast(({ value }) => value !== null) ?? []));
  const extremes = [ends[0]?.code, ends.at(-1)?.code];
  const chosen = plan.highlighted.length > 0 ? plan.highlighted : lines.size <= 4 ? [...lines.keys()] : extremes;
  const regions = [...lines].map(
    ([code, points]): TrendLine => ({
      label: code === "" ? datasetWords[lang].allTogether : barLabel(props, points[0] ?? noFigure(code)),
      points,
      role: chosen.includes(code) ? "main" : "quiet",
    }),
  );
  const whole = byCode(province).get(PROVINCE);
  // A sum of all regions would press the lines of each to the ground.
  if (whole === undefined || plan.measure?.additive === true) return regions;
  return [...regions, { label: datasetWords[lang].province, points: whole, role: "province" }];
}
