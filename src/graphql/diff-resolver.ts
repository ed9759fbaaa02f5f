/**
 * `Dataset.diff`: the rows that differ between two versions, page by page. A cursor carries both versions, so that a walk never mixes
 * two differences.
 */
import type { Dataset } from "../catalogue/datasets.ts";
import { describeSchemaChanges } from "../catalogue/schema-changes.ts";
import { tableOfVersion } from "../catalogue/versions.ts";
import { rowToJson, valueToJson } from "../formats/row-json.ts";
import { RawJson } from "../http/raw-json.ts";
import type { TableRef } from "../store/dataset-table.ts";
import { type Change, countDiff, type DiffPage, type DiffRow, diffPage, type NamedRow } from "../store/diff.ts";
import { type CellChange, cellReader } from "../store/diff-cells.ts";
import type { Cursor } from "../store/keyset.ts";
import { badCursor, readCursor, writeCursor } from "./cursor.ts";
import type { Question } from "./question.ts";
import { chooseVersion } from "./row-request.ts";

export interface DiffArguments {
  readonly from: number;
  readonly to: number;
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

export async function resolveDiff(dataset: Dataset, args: DiffArguments, { store }: Question) {
  const from = await chooseVersion(store, dataset, { version: args.from });
  const to = await chooseVersion(store, dataset, { version: args.to });
  const [before, after] = [tableOfVersion(from), tableOfVersion(to)];
  const first = args.first ?? 20;
  const belongs = [dataset.id, from.number, to.number];
  const place = args.after === undefined || args.after === null ? undefined : readPlace(args.after, belongs);
  const read = once(() => store.read((tx) => diffPage(tx, before, after, { limit: first + 1, after: place })));
  const count = once(() => store.read((tx) => countDiff(tx, before, after)));
  const show = rowShower(before, after);
  const edges = async () => toEdges(await read(), first, belongs, show);
  return {
    from,
    to,
    schemaChanges: () => describeSchemaChanges(before, after),
    totals: count,
    totalCount: async () => Object.values(await count()).reduce((sum, number) => sum + number, 0),
    edges,
    nodes: async () => (await edges()).map(({ node }) => node),
    pageInfo: async () => ({
      hasNextPage: (await read()).rows.length > first,
      endCursor: (await edges()).at(-1)?.cursor ?? null,
    }),
  };
}

function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  return () => {
    loaded ??= load();
    return loaded;
  };
}

function readPlace(cursor: string, belongs: readonly number[]): Cursor {
  const values = readCursor("diff", cursor);
  const place = values.slice(belongs.length);
  if (!belongs.every((value, index) => values[index] === value)) throw badCursor();
  if (!place.every((value) => typeof value !== "number")) throw badCursor();
  return place;
}

type ShowRow = (row: DiffRow) => ShownRow;

interface ShownRow {
  readonly change: Change;
  readonly key: RawJson | null;
  readonly before: RawJson | null;
  readonly after: RawJson | null;
  readonly cells: () => readonly ShownCell[];
}

const toEdges = ({ rows, cursors }: DiffPage, first: number, belongs: readonly number[], show: ShowRow) =>
  rows.slice(0, first).map((row, index) => ({
    cursor: writeCursor("diff", [...belongs, ...(cursors[index] ?? [])]),
    node: show(row),
  }));

function rowShower(from: TableRef, to: TableRef): ShowRow {
  const [before, after] = [rowWriter(from), rowWriter(to)];
  const cells = cellReader(from, to);
  const keyOf = ({ before: old, after: next }: DiffRow): RawJson | null => {
    const [row, table] = next === null ? [old, from] : [next, to];
    if (row === null || table.key.length === 0) return null;
    return rowWriter({ columns: table.columns.filter(({ field }) => table.key.includes(field.name)) })(row);
  };
  return (row) => ({
    change: row.change,
    key: keyOf(row),
    before: row.before && before(row.before),
    after: row.after && after(row.after),
    cells: () => cells(row).map(showCell),
  });
}

/** A row as a JSON object with the fields of its version. */
export function rowWriter({ columns }: Pick<TableRef, "columns">): (row: NamedRow) => RawJson {
  const toJson = rowToJson(columns.map(({ field, kind }) => ({ name: field.name, kind })));
  return (row) => new RawJson(toJson(columns.map(({ field }) => row[field.name] ?? null)));
}

interface ShownCell {
  readonly field: string;
  readonly before: RawJson | null;
  readonly after: RawJson | null;
  readonly beforeStatus: string | null;
  readonly afterStatus: string | null;
}

/** A value in the type that it had on its side. */
export function showCell({ field, before, after }: CellChange): ShownCell {
  const json = ({ column, value }: CellChange["before"]) =>
    value === null ? null : new RawJson(valueToJson(value, column?.kind));
  return {
    field,
    before: json(before),
    after: json(after),
    beforeStatus: before.status,
    afterStatus: after.status,
  };
}
