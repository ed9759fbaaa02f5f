/**
 * Lines over time with their names at their ends instead of a legend. The province is a dashed maroon line; one line is pointed at, the
 * rest are quiet. Where a value is missing the line has a gap; a provisional value is hollow.
 */
import { scaleLinear } from "d3-scale";
import { line as lineOf } from "d3-shape";
import { showDecimal } from "../../kernel/locale.ts";
import { placeOfPeriod, showPeriod, showPeriodShort } from "../show-period.ts";
import {
  CARD,
  type ChartFrame,
  type ChartValue,
  INK,
  isProvisional,
  LINE,
  MAROON,
  MUTED,
  px,
  TEAL,
  textWidth,
  toDrawn,
} from "./model.ts";
import { innerWidth, Picture } from "./picture.tsx";

export interface TrendPoint extends ChartValue {
  readonly period: string;
}

export interface TrendLine {
  readonly label: string;
  /** By period, ascending. */
  readonly points: readonly TrendPoint[];
  readonly role: "main" | "province" | "quiet";
}

export interface TrendProps extends ChartFrame {
  readonly width: number;
  readonly lines: readonly TrendLine[];
  readonly description: string;
}

const HEIGHT = 260;
const AXIS = 24;
const SIZE = 12;
const MOST_NAMED = 8;
const COLOURS = { main: TEAL, province: MAROON, quiet: "#A6CFD0" } as const;

interface Placed {
  readonly point: TrendPoint;
  readonly x: number;
  readonly y: number | undefined;
}

export function TrendChart({ lines, width, lang, ...frame }: TrendProps): JSX.Element {
  const inner = innerWidth(width);
  const points = lines.flatMap((each) => each.points);
  const drawn = points.flatMap((point) => toDrawn(point) ?? []);
  const places = points.flatMap(({ period }) => placeOfPeriod(period) ?? []);
  const yAxis = scaleLinear()
    .domain(drawn.length === 0 ? [0, 1] : [Math.min(...drawn), Math.max(...drawn)])
    .nice(4)
    .range([HEIGHT - AXIS, 10]);
  const ticks = yAxis.ticks(4);
  const left = Math.max(...ticks.map((tick) => textWidth(showTick(tick, lang), SIZE)), 16) + 8;
  const ends = lines.map((each) => endOf(each, lang));
  const right = Math.min(Math.max(...ends.map((text) => textWidth(text, SIZE) + 16), 40), inner * 0.45);
  const [first = 0, last = 1] = [Math.min(...places), Math.max(...places)];
  const xAxis = scaleLinear()
    .domain(first === last ? [first - 1, last] : [first, last])
    .range([left + 6, inner - right]);
  const placed = lines.map((each) => ({
    ...each,
    placed: each.points.flatMap((point): readonly Placed[] => {
      const place = placeOfPeriod(point.period);
      const value = toDrawn(point);
      return place === undefined ? [] : [{ point, x: xAxis(place), y: value === undefined ? undefined : yAxis(value) }];
    }),
  }));
  const labels = placeLabels(
    placed.flatMap(({ role, placed: own }, index) => {
      // Many quiet lines are a background; their names would hide each other.
      if (role === "quiet" && lines.length > MOST_NAMED) return [];
      const end = own.findLast(({ y }) => y !== undefined);
      return end?.y === undefined ? [] : [{ text: ends[index] ?? "", role, x: end.x, y: end.y }];
    }),
  );
  return (
    <Picture {...frame} lang={lang} width={width} height={HEIGHT}>
      {ticks.map((tick) => (
        <>
          <line
            class="chart-grid"
            x1={px(left)}
            x2={px(inner - right)}
            y1={px(yAxis(tick))}
            y2={px(yAxis(tick))}
            stroke={LINE}
          />
          <text
            class="chart-muted"
            x={px(left - 6)}
            y={px(yAxis(tick) + 4)}
            font-size={SIZE}
            text-anchor="end"
            fill={MUTED}
            safe
          >
            {showTick(tick, lang)}
          </text>
        </>
      ))}
      {axisPeriods(
        points.map(({ period }) => period),
        inner - right - left,
      ).map((period) => (
        <text
          class="chart-muted"
          x={px(xAxis(placeOfPeriod(period) ?? first))}
          y={HEIGHT - 4}
          font-size={SIZE}
          text-anchor="middle"
          fill={MUTED}
          safe
        >
          {showPeriodShort(period, lang)}
        </text>
      ))}
      {[...placed].sort(byRole).map(({ label, role, placed: own }) => (
        <g class={`chart-${role}`}>
          <path
            class="chart-stroke"
            d={pathOf(own)}
            fill="none"
            stroke={COLOURS[role]}
            stroke-width={role === "quiet" ? 1.5 : 2.5}
            {...(role === "province" ? { "stroke-dasharray": "5 4" } : {})}
          />
          {role !== "quiet" &&
            own.map(({ point, x, y }) =>
              y === undefined ? (
                ""
              ) : (
                <circle
                  class={isProvisional(point) ? "chart-dot chart-hollow" : "chart-dot"}
                  cx={px(x)}
                  cy={px(y)}
                  r="3.5"
                  fill={isProvisional(point) ? CARD : COLOURS[role]}
                  stroke={COLOURS[role]}
                  stroke-width="1.5"
                >
                  <title
                    safe
                  >{`${label}, ${showPeriod(point.period, lang)}: ${showDecimal(point.value ?? "", lang)}`}</title>
                </circle>
              ),
            )}
        </g>
      ))}
      {labels.map(({ text, role, x, at }) => (
        <text
          class={role === "province" ? "chart-maroon" : role === "main" ? "chart-ink chart-strong" : "chart-muted"}
          x={px(x + 8)}
          y={px(at + 4)}
          font-size={SIZE}
          font-weight={role === "quiet" ? "400" : "650"}
          fill={role === "province" ? MAROON : role === "main" ? INK : MUTED}
          safe
        >
          {text}
        </text>
      ))}
    </Picture>
  );
}

/** Quiet lines below, the one that is pointed at on top. */
const ORDER = { quiet: 0, province: 1, main: 2 } as const;
const byRole = (one: TrendLine, other: TrendLine): number => ORDER[one.role] - ORDER[other.role];

/** With gaps where there is no value. */
const pathOf = (points: readonly Placed[]): string =>
  lineOf<Placed>()
    .defined(({ y }) => y !== undefined)
    .x(({ x }) => x)
    .y(({ y }) => y ?? 0)
    .digits(1)([...points]) ?? "";

/** What stands at the end of a line: its name and last value. */
function endOf({ label, points }: TrendLine, lang: ChartFrame["lang"]): string {
  const last = points.findLast((point) => toDrawn(point) !== undefined && placeOfPeriod(point.period) !== undefined);
  if (last === undefined) return label;
  return `${label} ${showShort(toDrawn(last) ?? 0, lang) ?? showDecimal(last.value ?? "", lang)}`;
}

const BILLION = 1e9;

/** From a billion on, in words: "914,8 miliar". The exact figure is in the point's title and in the table. */
function showShort(value: number, lang: ChartFrame["lang"]): string | undefined {
  if (Math.abs(value) < BILLION) return undefined;
  const form = { notation: "compact", compactDisplay: "long", maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(lang, form).format(value).replaceAll("\u00a0", " ");
}

function showTick(tick: number, lang: ChartFrame["lang"]): string {
  return showShort(tick, lang) ?? showDecimal(String(Math.round(tick * 1e6) / 1e6), lang);
}

/** As many periods as there is room for, the first and the last among them. */
function axisPeriods(periods: readonly string[], width: number): readonly string[] {
  const all = [...new Set(periods)].filter((period) => placeOfPeriod(period) !== undefined).sort();
  const widest = Math.max(...all.map((period) => textWidth(period, SIZE)), 1) + 24;
  const step = Math.max(1, Math.ceil((all.length * widest) / Math.max(width, 1)));
  return all.filter((_, index) => (all.length - 1 - index) % step === 0);
}

interface Label {
  readonly text: string;
  readonly role: TrendLine["role"];
  readonly x: number;
  readonly y: number;
}

/** Labels that would cover each other are moved apart, downwards from the top. */
function placeLabels(labels: readonly Label[]): readonly (Label & { readonly at: number })[] {
  let free = Number.NEGATIVE_INFINITY;
  return [...labels]
    .sort((a, b) => a.y - b.y)
    .map((label) => {
      const at = Math.max(label.y, free);
      free = at + SIZE + 3;
      return { ...label, at };
    });
}
