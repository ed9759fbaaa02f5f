/**
 * One indicator divided by another: people by area, money by people. Only where both are quantities that may be summed; a ratio of
 * percentages, indices or means says nothing, and is refused. Two values belong together when their periods end on the same day: people
 * at the end of the second half of 2024 and the area of 2024.
 */
import type { Actor } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import type { ReadTx } from "../store/transaction.ts";
import type { Figure } from "./indicator-figure.ts";
import { type Place, readCompared, readValues, type Span } from "./indicator-figures.ts";
import { isQuantity } from "./indicator-measures.ts";
import type { Indicator } from "./indicators.ts";

export interface Ratio {
  readonly numerator: Indicator;
  readonly denominator: Indicator;
  /** "jiwa/km²". */
  readonly unit: string;
}

export interface RatioFigure {
  readonly region: string;
  /** Of the numerator. */
  readonly period: string;
  /** To ten decimals; null where one of them is missing or the denominator is zero. */
  readonly value: string | null;
  readonly numerator: Figure;
  readonly denominator: Figure;
}

/** Throws `indicator.no-ratio`. */
export function makeRatio(numerator: Indicator, denominator: Indicator): Ratio {
  for (const { slug, about } of [numerator, denominator]) {
    if (!isQuantity(about)) throw new Fault("indicator.no-ratio", { slug, unit: about.unit ?? "–" });
  }
  return { numerator, denominator, unit: `${numerator.about.unit}/${denominator.about.unit}` };
}

/** Of several regions, by period; only periods for which both have a figure. Throws `request.bad-period`. */
export async function readRatio(
  tx: ReadTx,
  actor: Actor,
  { numerator, denominator }: Ratio,
  regions: readonly string[],
  span: Span = {},
): Promise<readonly RatioFigure[]> {
  return divide(
    tx,
    await readCompared(tx, actor, numerator, regions, span),
    await readCompared(tx, actor, denominator, regions, span),
  );
}

/** Of the regions of one level at one period, the newest of the numerator if none is named. Throws `request.bad-period`. */
export async function readRatioValues(
  tx: ReadTx,
  actor: Actor,
  { numerator, denominator }: Ratio,
  place: Place,
  period?: string | undefined,
): Promise<readonly RatioFigure[]> {
  const above = await readValues(tx, actor, numerator, place, period);
  const [first] = above;
  if (first === undefined) return [];
  const span = { from: first.compared, to: first.compared };
  const regions = above.map(({ region }) => region);
  return divide(tx, above, await readCompared(tx, actor, denominator, regions, span));
}

async function divide(tx: ReadTx, above: readonly Figure[], below: readonly Figure[]): Promise<readonly RatioFigure[]> {
  const pairs = above.flatMap((numerator) => {
    const denominator = partnerOf(numerator, below);
    return denominator === undefined ? [] : [{ numerator, denominator }];
  });
  const rows = await tx.query<{ value: string | null }>(
    `select case when below <> 0 then trim_scale(round(above / below, 10))::text end as value
     from unnest($1::numeric[], $2::numeric[]) with ordinality as pair (above, below, at) order by at`,
    [pairs.map(({ numerator }) => numerator.value), pairs.map(({ denominator }) => denominator.value)],
  );
  return pairs.map((pair, index) => {
    const { region, period } = pair.numerator;
    return { region, period, value: rows[index]?.value ?? null, ...pair };
  });
}

/** Of the same region, ending on the same day: of the same period, else one with a value, else the longest. */
function partnerOf({ region, period, ends }: Figure, figures: readonly Figure[]): Figure | undefined {
  const worth = (figure: Figure): number => (figure.period === period ? 4 : 0) + (figure.value === null ? 0 : 2);
  return figures
    .filter((figure) => figure.region === region && figure.ends === ends)
    .sort((a, b) => worth(b) - worth(a) || a.period.length - b.period.length)[0];
}
