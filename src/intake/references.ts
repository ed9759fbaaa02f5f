/** What the foreign keys of a schema point at, as sets of values the checks can look into: regions, agencies, other datasets. */
import { type Dataset, findDataset } from "../catalogue/datasets.ts";
import { findReferenceKeys } from "../catalogue/reference.ts";
import { SYSTEM } from "../kernel/actor.ts";
import { isDatasetSlug, isFieldName } from "../kernel/ids.ts";
import type { ForeignKey, TableSchema } from "../kernel/package.ts";
import { aggregateRows } from "../store/aggregate.ts";
import { tableRef } from "../store/dataset-table.ts";
import type { ReadTx } from "../store/transaction.ts";
import type { Reference } from "../tabular/row-checks.ts";

/** Joins the values of a key of several fields; no cell contains it. */
const SEPARATOR = "\u001f";

/** A reference to a dataset without a published version is an empty set: every row of it is then a finding. */
export async function loadReferences(tx: ReadTx, schema: TableSchema): Promise<readonly Reference[]> {
  const sets: Reference[] = [];
  for (const key of schema.foreignKeys) {
    const { resource, fields } = key.reference;
    sets.push({ resource, fields, keys: await loadKeys(tx, key) });
  }
  return sets;
}

async function loadKeys(tx: ReadTx, { reference: { resource, fields } }: ForeignKey): Promise<readonly string[]> {
  const reference = await findReferenceKeys(tx, resource, fields);
  if (reference !== undefined) return reference;
  const dataset = isDatasetSlug(resource) ? await findDataset(tx, SYSTEM, resource) : undefined;
  return dataset?.current === undefined ? [] : loadPublishedKeys(tx, dataset, dataset.current, fields);
}

async function loadPublishedKeys(
  tx: ReadTx,
  dataset: Dataset,
  { number, package: pkg, columns }: NonNullable<Dataset["current"]>,
  fields: readonly string[],
): Promise<readonly string[]> {
  const known = fields.filter(isFieldName).filter((name) => columns[name] !== undefined);
  if (known.length !== fields.length) return [];
  const table = tableRef(dataset.id, number, pkg.schema, columns);
  const rows = await aggregateRows(tx, table, { filters: [], groupBy: known, measures: [] });
  return rows.map((row) => known.map((name) => row[name] ?? "").join(SEPARATOR));
}
