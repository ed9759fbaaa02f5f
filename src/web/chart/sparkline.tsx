/** A line without axes that ends in a dot: beside a number, never instead of one. */
import { scaleLinear } from "d3-scale";
import { line as lineOf } from "d3-shape";
import { MAROON, px, TEAL, toDrawn } from "./model.ts";
import type { TrendPoint } from "./trend.tsx";

export interface SparklineProps {
  /** By period, ascending. */
  readonly points: readonly TrendPoint[];
  readonly role?: "main" | "province" | undefined;
}

const WIDTH = 120;
const HEIGHT = 32;

/** Nothing where fewer than two values are known. */
export function Sparkline({ points, role = "main" }: SparklineProps): JSX.Element {
  const drawn = points.map(toDrawn);
  const known = drawn.filter((value) => value !== undefined);
  if (known.length < 2) return "";
  const xAxis = scaleLinear()
    .domain([0, points.length - 1])
    .range([3, WIDTH - 5]);
  const yAxis = scaleLinear()
    .domain([Math.min(...known), Math.max(...known)])
    .range([HEIGHT - 5, 5]);
  const path = lineOf<number | undefined>()
    .defined((value) => value !== undefined)
    .x((_, index) => xAxis(index))
    .y((value) => yAxis(value ?? 0))
    .digits(1)(drawn);
  const last = drawn.findLastIndex((value) => value !== undefined);
  const colour = role === "main" ? TEAL : MAROON;
  return (
    <svg
      class={`spark chart-${role}`}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
      aria-hidden="true"
    >
      <path class="chart-stroke" d={path ?? ""} fill="none" stroke={colour} stroke-width="2" />
      <circle class="chart-dot" cx={px(xAxis(last))} cy={px(yAxis(drawn[last] ?? 0))} r="3.5" fill={colour} />
    </svg>
  );
}
