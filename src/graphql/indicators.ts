/**
 * Indicators: every measure of a dataset that knows its region and period. The slug is made of the dataset's and the field's names,
 * never of how many measures there are, so that it stays when a later version adds one. Where rows are told apart by more than region
 * and period, a measure that may be summed is summed over the rest; one that may not has no single value for a region and is no
 * indicator.
 */

import { listDatasets } from "../catalogue/dataset-list.ts";
import { Fault } from "../kernel/fault.ts";
import { type Field, isNumeric } from "../kernel/package.ts";
import { aggregateRows, measureName } from "../store/aggregate.ts";
import { type RowFilter, selectRows } from "../store/rows.ts";
import { isPublished, type PublishedDataset } from "./dataset-resolvers.ts";
import type { Question } from "./question.ts";
import { tableOfVersion } from "./row-request.ts";

export interface Indicator {
  readonly slug: string;
  readonly dataset: PublishedDataset;
  readonly measure: Field;
  readonly region: Field;
  readonly period: Field;
  /** Are several rows of one region and period added? */
  readonly summed: boolean;
}

export interface SeriesPoint {
  readonly period: string;
  readonly value: string | null;
  readonly status: string | null;
  readonly dataset: string;
  readonly version: number;
}

/** More datasets than this are not looked through. */
const MAX_DATASETS = 1000;
const MAX_POINTS = 10_000;

/** All that the actor may read, by slug. */
export async function listIndicators({ store, actor }: Question): Promise<readonly Indicator[]> {
  const { nodes } = await store.read((tx) => listDatasets(tx, actor, { first: MAX_DATASETS }));
  return nodes
    .filter(isPublished)
    .filter(({ current }) => current.withdrawn === undefined)
    .flatMap(indicatorsOf)
    .sort((a, b) => (a.slug < b.slug ? -1 : 1));
}

function indicatorsOf(dataset: PublishedDataset): readonly Indicator[] {
  const { fields, primaryKey } = dataset.current.package.schema;
  const region = fields.find(({ role }) => role === "region");
  const period = fields.find(({ role }) => role === "period");
  if (!region || !period) return [];
  // What the key does not need is an attribute of the row, whatever its role.
  const tellsApart = (field: Field): boolean =>
    primaryKey.length === 0 ? field.role === "dimension" : primaryKey.includes(field.name);
  const others = fields.filter((field) => field !== region && field !== period && tellsApart(field));
  const summed = others.length > 0;
  return fields
    .filter((field) => field.role === "measure" && isNumeric(field) && (!summed || field.additive === true))
    .map((measure) => ({
      slug: slugOf(dataset.slug, measure.name.replaceAll("_", "-")),
      dataset,
      measure,
      region,
      period,
      summed,
    }));
}

/** "jumlah-penduduk" for the field jumlah_penduduk of that dataset: the same name is not said twice. */
const slugOf = (dataset: string, measure: string): string => (dataset === measure ? dataset : `${dataset}-${measure}`);

/** Values for one region by period; empty where there are none. */
export async function readSeries(
  indicator: Indicator,
  regionCode: string,
  { store }: Question,
): Promise<readonly SeriesPoint[]> {
  const { dataset, measure, region, period, summed } = indicator;
  if (regionCode === "" || regionCode.includes("\0")) return [];
  const filters: readonly RowFilter[] = [{ field: region.name, op: "eq", values: [regionCode] }];
  const table = tableOfVersion(dataset.current);
  const point = (at: string | null | undefined, value: string | null, status: string | null): readonly SeriesPoint[] =>
    at === null || at === undefined
      ? []
      : [{ period: at, value, status, dataset: dataset.slug, version: dataset.current.number }];
  if (summed) {
    const sum = { field: measure.name, op: "sum" } as const;
    const groups = await store.read((tx) =>
      aggregateRows(tx, table, { filters, groupBy: [period.name], measures: [sum], limit: MAX_POINTS }),
    );
    return groups.flatMap((group) => point(group[period.name], group[measureName(sum)] ?? null, null));
  }
  const order = [{ field: period.name, direction: "asc" }] as const;
  const { rows, statuses } = await store.read((tx) =>
    selectRows(tx, table, { filters, order, fields: [period.name, measure.name], limit: MAX_POINTS, status: true }),
  );
  return rows.flatMap(([at, value], index) => point(at, value ?? null, statuses[index]?.[measure.name] ?? null));
}

const PERIOD = /^\d{4}(?:-(?:S[12]|Q[1-4]|\d{2}(?:-\d{2})?))?$/;

/** The points within two periods, both included; "2024" as an end holds all of its months. Throws request.bad-time. */
export function withinPeriods(
  points: readonly SeriesPoint[],
  from: string | undefined,
  to: string | undefined,
): readonly SeriesPoint[] {
  for (const bound of [from, to]) {
    if (bound !== undefined && !PERIOD.test(bound)) throw new Fault("request.bad-time", { value: bound.slice(0, 40) });
  }
  return points.filter(
    ({ period }) =>
      (from === undefined || period >= from) && (to === undefined || period <= to || period.startsWith(to)),
  );
}
