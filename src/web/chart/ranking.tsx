/** Bars in order of value, from zero, each with its number; the province as a dashed line. */
import { scaleLinear } from "d3-scale";
import { showDecimal } from "../../kernel/locale.ts";
import {
  BAR,
  CARD,
  type ChartFrame,
  type ChartValue,
  INK,
  isProvisional,
  MAROON,
  MUTED,
  px,
  TEAL,
  textWidth,
  toDrawn,
} from "./model.ts";
import { innerWidth, Picture } from "./picture.tsx";

export interface RankedBar extends ChartValue {
  readonly label: string;
  /** The number as it is written beside the bar, where not with all its digits. */
  readonly text?: string | undefined;
  readonly href?: string | undefined;
  /** The one that is pointed at. */
  readonly highlighted?: boolean | undefined;
}

export interface RankingProps extends ChartFrame {
  readonly width: number;
  /** In the order in which they are drawn. */
  readonly bars: readonly RankedBar[];
  readonly reference?: (ChartValue & { readonly label: string }) | undefined;
  readonly description: string;
}

const ROW = 26;
const SIZE = 13;

export function RankingChart({ bars, reference, width, lang, ...frame }: RankingProps): JSX.Element {
  const inner = innerWidth(width);
  const values = [...bars, ...(reference ? [reference] : [])].flatMap((bar) => toDrawn(bar) ?? []);
  const labels = Math.min(Math.max(...bars.map(({ label }) => textWidth(label, SIZE)), 40) + 8, inner * 0.48);
  const numbers = Math.max(...bars.map((bar) => textWidth(numberOf(bar, lang), SIZE)), 20) + 10;
  const negative = Math.min(0, ...values) < 0;
  const scale = scaleLinear()
    .domain([Math.min(0, ...values), Math.max(0, ...values) || 1])
    .range([labels + (negative ? numbers : 0), Math.max(inner - numbers, labels + 40)]);
  const height = bars.length * ROW + (reference ? 20 : 0);
  const referenceAt = reference && toDrawn(reference);
  return (
    <Picture {...frame} linked={bars.some(({ href }) => href !== undefined)} lang={lang} width={width} height={height}>
      {bars.map((bar, index) => (
        <Bar bar={bar} y={index * ROW} labels={labels} scale={scale} />
      ))}
      {reference !== undefined && referenceAt !== undefined && (
        <>
          <line
            class="chart-maroon-line"
            x1={px(scale(referenceAt))}
            x2={px(scale(referenceAt))}
            y1="0"
            y2={bars.length * ROW}
            stroke={MAROON}
            stroke-dasharray="4 3"
          />
          <text
            class="chart-maroon"
            x={px(Math.min(scale(referenceAt) + 4, inner - textWidth(reference.label, 12) - 40))}
            y={bars.length * ROW + 14}
            font-size={12}
            font-weight="650"
            fill={MAROON}
            safe
          >
            {`${reference.label} ${showDecimal(reference.value ?? "", lang)}`}
          </text>
        </>
      )}
      {bars.map((bar, index) => (
        <BarNumber bar={bar} y={index * ROW} scale={scale} lang={lang} />
      ))}
    </Picture>
  );
}

const numberOf = ({ text, value }: RankedBar, lang: ChartFrame["lang"]): string =>
  text ?? showDecimal(value ?? "", lang);

interface BarProps {
  readonly bar: RankedBar;
  readonly y: number;
  readonly labels: number;
  readonly scale: (value: number) => number;
}

function Bar({ bar, y, labels, scale }: BarProps): JSX.Element {
  const drawn = toDrawn(bar);
  const zero = scale(0);
  const end = drawn === undefined ? zero : scale(drawn);
  const hollow = isProvisional(bar);
  const colour = bar.highlighted ? TEAL : BAR;
  const label = (
    <text
      class={bar.highlighted ? "chart-ink chart-strong" : "chart-ink"}
      x={px(labels - 8)}
      y={y + 17}
      font-size={SIZE}
      font-weight={bar.highlighted ? "650" : "400"}
      text-anchor="end"
      fill={INK}
      safe
    >
      {bar.label}
    </text>
  );
  return (
    <g>
      {bar.href === undefined ? label : <a href={bar.href}>{label}</a>}
      {drawn !== undefined && (
        <rect
          class={`${bar.highlighted ? "chart-main" : "chart-bar"}${hollow ? " chart-hollow" : ""}`}
          x={px(Math.min(zero, end))}
          y={y + 4}
          width={px(Math.max(Math.abs(end - zero), 1))}
          height={ROW - 8}
          fill={hollow ? CARD : colour}
          stroke={colour}
        />
      )}
    </g>
  );
}

type NumberProps = Omit<BarProps, "labels"> & Pick<ChartFrame, "lang">;

/** Over the dashed line, so that it stays readable where the line is near. */
function BarNumber({ bar, y, scale, lang }: NumberProps): JSX.Element {
  const drawn = toDrawn(bar);
  const end = scale(drawn ?? 0);
  return (
    <text
      class={drawn === undefined ? "chart-muted" : "chart-ink chart-halo"}
      paint-order="stroke"
      stroke={CARD}
      stroke-width="6"
      x={px(drawn !== undefined && drawn < 0 ? end - 6 : end + 6)}
      y={y + 17}
      font-size={SIZE}
      text-anchor={drawn !== undefined && drawn < 0 ? "end" : "start"}
      fill={drawn === undefined ? MUTED : INK}
      safe
    >
      {drawn === undefined ? (lang === "id" ? "tidak ada angka" : "no figure") : numberOf(bar, lang)}
    </text>
  );
}
