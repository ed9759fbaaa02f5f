/** Filters, order and version of `rows` and `aggregate`, from GraphQL's arguments to what the store takes, by the same rules as a URL's. */

import type { Dataset } from "../catalogue/datasets.ts";
import { findSince, tableOfSince } from "../catalogue/since.ts";
import { demandData, getVersion, tableOfVersion, type Version } from "../catalogue/versions.ts";
import { demandFewValues, getField, makeFilter } from "../http/row-query.ts";
import { parseSince, parseTime } from "../http/version-choice.ts";
import { Fault } from "../kernel/fault.ts";
import { findVersionNumber, type VersionNumber } from "../kernel/ids.ts";
import type { Field } from "../kernel/package.ts";
import type { Store } from "../store/data-source.ts";
import type { TableRef } from "../store/dataset-table.ts";
import type { RowFilter, RowOp, RowOrder } from "../store/rows.ts";

export interface FilterInput {
  readonly field: string;
  readonly op?: RowOp | null | undefined;
  readonly value?: string | null | undefined;
  readonly values?: readonly string[] | null | undefined;
}

export interface OrderInput {
  readonly field: string;
  readonly direction?: "asc" | "desc" | null | undefined;
}

export interface VersionInput {
  readonly version?: number | null | undefined;
  readonly asOf?: string | null | undefined;
}

/** Throws request.unknown-field, request.bad-value, request.one-value, request.over-limit. */
export function toFilters(
  fields: readonly Field[],
  inputs: readonly FilterInput[] | null | undefined,
): readonly RowFilter[] {
  const filters = (inputs ?? []).map(({ field, op, value, values }) =>
    makeFilter(getField(fields, field), op ?? "eq", [
      ...(values ?? []),
      ...(value === undefined || value === null ? [] : [value]),
    ]),
  );
  demandFewValues(filters);
  return filters;
}

export const toOrder = (
  fields: readonly Field[],
  inputs: readonly OrderInput[] | null | undefined,
): readonly RowOrder[] =>
  (inputs ?? []).map(({ field, direction }) => ({
    field: getField(fields, field).name,
    direction: direction ?? "asc",
  }));

/**
 * The version that is asked for, its data not withdrawn. Throws version.unknown, version.none-then, version.withdrawn,
 * request.version-or-time, request.bad-time.
 */
export async function chooseVersion(store: Store, dataset: Dataset, { version, asOf }: VersionInput): Promise<Version> {
  const hasNumber = version !== undefined && version !== null;
  const hasTime = asOf !== undefined && asOf !== null;
  if (hasNumber && hasTime) throw new Fault("request.version-or-time");
  const { current } = dataset;
  const isCurrent = current !== undefined && !hasTime && (!hasNumber || version === current.number);
  const choice = hasTime
    ? { asOf: parseTime(asOf) }
    : { number: hasNumber ? parseNumber(dataset, version) : undefined };
  const chosen = isCurrent ? current : await store.read((tx) => getVersion(tx, dataset, choice));
  demandData(chosen);
  return chosen;
}

/** The rows that a copy held then, which those asked for came or changed after. Throws version.since-ahead, version.since-withdrawn. */
export async function findUpdatedAfter(
  store: Store,
  dataset: Dataset,
  version: Version,
  text: string | null | undefined,
): Promise<TableRef | undefined> {
  if (text === undefined || text === null) return undefined;
  const since = parseSince(text, "updatedAfter");
  const held = await store.read((tx) => findSince(tx, dataset, since, version));
  return tableOfSince(held, tableOfVersion(version));
}

function parseNumber({ slug }: Dataset, version: number): VersionNumber {
  const number = findVersionNumber(String(version));
  if (number === undefined) throw new Fault("version.unknown", { slug, version });
  return number;
}
