/** `Dataset.aggregate`: groups of one version's rows, computed by PostgreSQL on exact decimals. */
import type { Dataset } from "../catalogue/datasets.ts";
import { tableOfVersion } from "../catalogue/versions.ts";
import { type JsonColumn, rowToJson } from "../formats/row-json.ts";
import { RawJson } from "../http/raw-json.ts";
import { getField } from "../http/row-query.ts";
import { Fault } from "../kernel/fault.ts";
import { type Field, isNumeric, storageOf } from "../kernel/package.ts";
import { type AggregateOp, aggregateRows, type GroupQuery, type Measure, measureName } from "../store/aggregate.ts";
import type { TableRef } from "../store/dataset-table.ts";
import type { ReadTx } from "../store/transaction.ts";
import type { Question } from "./question.ts";
import { chooseVersion, type FilterInput, toFilters, type VersionInput } from "./row-request.ts";

/** More groups than this are rows, not figures. */
const MAX_GROUPS = 10_000;
/** More measures or grouping fields than this are no question. */
const MAX_PARTS = 50;

export interface AggregateArguments extends VersionInput {
  readonly filter?: readonly FilterInput[] | null | undefined;
  readonly groupBy?: readonly string[] | null | undefined;
  readonly measures: readonly { readonly field: string; readonly op: AggregateOp }[];
}

export async function resolveAggregate(
  dataset: Dataset,
  args: AggregateArguments,
  { store }: Question,
): Promise<readonly RawJson[]> {
  demandCount("measures", args.measures.length, 1);
  demandCount("groupBy", args.groupBy?.length ?? 0, 0);
  const version = await chooseVersion(store, dataset, args);
  return store.read(async (tx) => {
    const { fields } = version.package.schema;
    const groups = [...new Set(args.groupBy ?? [])].map((name) => getField(fields, name));
    const measures = args.measures.map(({ field, op }) => toMeasure(getField(fields, field), op));
    const found = await readGroups(tx, tableOfVersion(version), {
      filters: toFilters(fields, args.filter),
      groupBy: groups.map(({ name }) => name),
      measures: measures.map(({ measure }) => measure),
    });
    const columns = [
      ...groups.map((field) => ({ name: field.name, kind: storageOf(field) })),
      ...measures.map(({ column }) => column),
    ];
    const toJson = rowToJson(columns);
    return found.map((group) => new RawJson(toJson(columns.map(({ name }) => group[name] ?? null))));
  });
}

/** Throws request.over-limit where there are too many. */
export async function readGroups(tx: ReadTx, table: TableRef, query: GroupQuery): ReturnType<typeof aggregateRows> {
  const found = await aggregateRows(tx, table, { ...query, limit: MAX_GROUPS + 1 });
  if (found.length <= MAX_GROUPS) return found;
  throw new Fault("request.over-limit", {
    name: "groupBy",
    value: `> ${MAX_GROUPS}`,
    minimum: 0,
    maximum: MAX_GROUPS,
  });
}

function demandCount(name: string, value: number, minimum: number): void {
  if (value < minimum || value > MAX_PARTS)
    throw new Fault("request.over-limit", { name, value, minimum, maximum: MAX_PARTS });
}

/** A sum and a mean need numbers; a count is a number whatever is counted; the rest keeps the field's kind. */
function toMeasure(field: Field, op: AggregateOp): { readonly measure: Measure; readonly column: JsonColumn } {
  if ((op === "sum" || op === "avg") && !isNumeric(field))
    throw new Fault("request.not-numeric", { field: field.name, op: op.toUpperCase() });
  const measure: Measure = { field: field.name, op };
  return {
    measure,
    column: { name: measureName(measure), kind: op === "min" || op === "max" ? storageOf(field) : "numeric" },
  };
}
