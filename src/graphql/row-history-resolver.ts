/** `Dataset.rowHistory`: what one row, named by its key, was in each version. */
import type { Dataset } from "../catalogue/datasets.ts";
import { listRowStates } from "../catalogue/row-history.ts";
import type { Version } from "../catalogue/versions.ts";
import { parseFieldValue } from "../http/field-value.ts";
import { getField } from "../http/row-query.ts";
import { Fault } from "../kernel/fault.ts";
import { rowWriter, showCell } from "./diff-resolver.ts";
import type { Question } from "./question.ts";

export interface RowHistoryArguments {
  readonly key: readonly { readonly field: string; readonly value: string }[];
}

/** A dataset that has a current version. */
type Published = Dataset & { readonly current: Version };

export async function resolveRowHistory(dataset: Published, { key }: RowHistoryArguments, { store }: Question) {
  const values = readKey(dataset, key);
  const states = await store.read((tx) => listRowStates(tx, dataset, values));
  return states.map(({ from, to, until, table, row, statuses, cells }) => ({
    from,
    to: to ?? null,
    until: until ?? null,
    row: rowWriter(table)(row),
    statuses,
    cells: cells.map(showCell),
  }));
}

/** In the order of the primary key. Throws request.no-key, request.bad-key, request.unknown-field, request.bad-value. */
function readKey({ slug, current }: Published, key: RowHistoryArguments["key"]): readonly string[] {
  const { fields, primaryKey } = current.package.schema;
  if (primaryKey.length === 0) throw new Fault("request.no-key", { slug });
  const given = new Map(key.map(({ field, value }) => [getField(fields, field).name, value]));
  const values = primaryKey.flatMap((name) => given.get(name) ?? []);
  if (values.length !== key.length || values.length !== primaryKey.length)
    throw new Fault("request.bad-key", { key: primaryKey.join(", ") });
  return values.map((value, index) => parseFieldValue(getField(fields, primaryKey[index] ?? ""), value));
}
