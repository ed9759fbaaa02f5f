/**
 * The history of one row: each state with the first and the last version that had it. A state that only withdrawn versions had is not
 * told. As far back as the dataset has had its present primary key; where the fields themselves changed, a new state begins.
 */

import type { TableRef } from "../store/dataset-table.ts";
import type { DiffRow, NamedRow } from "../store/diff.ts";
import type { CellChange } from "../store/diff-cells.ts";
import { cellReader } from "../store/diff-cells.ts";
import { findRowSpans, type RowSpan } from "../store/row-spans.ts";
import { readStatuses, statusNames } from "../store/rows.ts";
import type { ReadTx } from "../store/transaction.ts";
import type { Dataset } from "./datasets.ts";
import { listAllVersions, tableOfVersion, type Version } from "./versions.ts";

export interface RowState {
  readonly from: Version;
  /** The last version that had it; undefined while the current one has. */
  readonly to: Version | undefined;
  /** When it ended: the version after it was published. */
  readonly until: Date | undefined;
  readonly table: TableRef;
  readonly row: NamedRow;
  readonly statuses: DiffRow["afterStatus"];
  /** Against the state before; in the first one every cell that holds something. */
  readonly cells: readonly CellChange[];
}

/** More states than this are no history of one row that anybody reads. */
const MAX_STATES = 1000;

/** @param key  Canonical values, in the order of the current version's primary key. */
export async function listRowStates(
  tx: ReadTx,
  dataset: Dataset & { readonly current: Version },
  key: readonly string[],
): Promise<readonly RowState[]> {
  const current = tableOfVersion(dataset.current);
  const all = await listAllVersions(tx, dataset);
  const versions = sinceSameKey(all, current).filter(({ withdrawn }) => withdrawn === undefined);
  const tables = new Map(versions.map((version) => [version.number, tableOfVersion(version)]));
  const columns = new Map(
    [...tables.values()].flatMap((table) => table.columns.map((column) => [column.name, column])),
  );
  const spans = await findRowSpans(tx, current, key, [...columns.values()], MAX_STATES);
  const runs = spans.flatMap((span) => runsOf(span, versions));
  return runs.map(({ span, first, last }, index) => {
    const table = tables.get(last.number) ?? current;
    const { row, statuses } = readSpan(span, table);
    const before = runs[index - 1];
    return {
      from: first,
      to: last.number === dataset.current.number ? undefined : last,
      until: all.find(({ number }) => number === last.number + 1)?.publishedAt,
      table,
      row,
      statuses,
      cells: cellsSince(before && { span: before.span, table: tables.get(before.last.number) ?? current }, span, table),
    };
  });
}

/** The versions from the newest back to where the key was another. */
function sinceSameKey(versions: readonly Version[], current: TableRef): readonly Version[] {
  const keyOf = ({ columns }: Pick<Version, "columns">, names: readonly string[]) =>
    names
      .map((name) => columns[name as keyof typeof columns])
      .toSorted()
      .join(); // names of its own fields
  const now = versions.at(-1);
  const wanted = now === undefined ? "" : keyOf(now, current.key);
  const other = versions.findLastIndex((version) => keyOf(version, version.package.schema.primaryKey) !== wanted);
  return versions.slice(other + 1);
}

interface Run {
  readonly span: RowSpan;
  readonly first: Version;
  readonly last: Version;
}

/** The versions that have the row, cut where its fields become others. */
function runsOf(span: RowSpan, versions: readonly Version[]): readonly Run[] {
  const runs: Run[] = [];
  for (const version of versions) {
    if (version.number < span.born || (span.died !== null && version.number >= span.died)) continue;
    const run = runs.at(-1);
    if (run !== undefined && shapeOf(run.last) === shapeOf(version)) runs[runs.length - 1] = { ...run, last: version };
    else runs.push({ span, first: version, last: version });
  }
  return runs;
}

const shapeOf = ({ package: { schema }, columns }: Version): string =>
  JSON.stringify(schema.fields.map(({ name }) => [name, columns[name]]).toSorted());

function readSpan(
  { values, status }: RowSpan,
  { columns }: TableRef,
): { row: NamedRow; statuses: DiffRow["afterStatus"] } {
  return {
    row: Object.fromEntries(columns.map(({ field, name }) => [field.name, values.get(name) ?? null])),
    statuses: readStatuses(status, statusNames(columns)),
  };
}

function cellsSince(
  earlier: { readonly span: RowSpan; readonly table: TableRef } | undefined,
  span: RowSpan,
  table: TableRef,
): readonly CellChange[] {
  const after = readSpan(span, table);
  const before = earlier && readSpan(earlier.span, earlier.table);
  return cellReader(
    earlier?.table ?? table,
    table,
  )({
    change: before === undefined ? "added" : "changed",
    before: before?.row ?? null,
    beforeStatus: before?.statuses ?? {},
    after: after.row,
    afterStatus: after.statuses,
  });
}
