/**
 * What changed between two versions, and what an upload would change. Only rows born or ended in between are read. By key where both
 * versions have the same one, else by content, where nothing is "changed", only added and removed.
 */
import type { Readable } from "node:stream";
import type { ValueStatus } from "../kernel/value-status.ts";
import { readCopyLines } from "./copy-lines.ts";
import type { Store } from "./data-source.ts";
import { type Column, columnNames, idents, sameKey, type TableRef, versionRows } from "./dataset-table.ts";
import { type DiffRowSql, type DiffShape, diffSql, type Side } from "./diff-sql.ts";
import { readStatuses, statusNames, type Value } from "./rows.ts";
import { type CsvOptions, copyOut } from "./rows-out.ts";
import { joinSql, literal, type Sql, sql, toLiteralText } from "./sql.ts";
import type { StageRef } from "./stage.ts";
import { nextColumns, stagedStatus } from "./staged-columns.ts";
import { keyColumns } from "./table-index.ts";
import type { ReadTx } from "./transaction.ts";

export type Change = "added" | "removed" | "changed";

/** Field name → value, in the order of the version's schema. */
export type NamedRow = Readonly<Record<string, Value>>;

export interface DiffRow {
  readonly change: Change;
  /** With the fields of the earlier version; null for a row that was added. */
  readonly before: NamedRow | null;
  /** With the fields of the later version; null for a row that was removed. */
  readonly after: NamedRow | null;
  readonly beforeStatus: Readonly<Record<string, ValueStatus>>;
  readonly afterStatus: Readonly<Record<string, ValueStatus>>;
}

/** Every row that differs, in batches: in key order, else in file order. `to` may also be the earlier of the two. */
export async function* streamDiff(store: Store, from: TableRef, to: TableRef): AsyncGenerator<readonly DiffRow[]> {
  const shape = versionsShape(from, to);
  const statement = diffSql(shape, (row) => fullList(shape, row), undefined);
  const read = diffRowReader(shape);
  for await (const rows of readCopyLines(copyOut(store, `copy (${toLiteralText(statement)}) to stdout`))) {
    yield rows.map(read);
  }
}

/** The first `limit` of those rows. */
export async function diffRows(tx: ReadTx, from: TableRef, to: TableRef, limit: number): Promise<readonly DiffRow[]> {
  const shape = versionsShape(from, to);
  return (await tx.texts(diffSql(shape, (row) => fullList(shape, row), limit))).map(diffRowReader(shape));
}

/**
 * The first `limit` rows that the upload would change against `base`, its latest version. The upload must have been compared with it.
 */
export async function diffStaged(
  tx: ReadTx,
  stage: StageRef,
  base: TableRef,
  limit: number,
): Promise<readonly DiffRow[]> {
  const shape = stagedShape(stage, base);
  return (await tx.texts(diffSql(shape, (row) => fullList(shape, row), limit))).map(diffRowReader(shape));
}

/** CSV: `_change`, then the fields of `to`; a changed row with its new values, a removed one with its old. */
export function copyDiffOut(
  store: Store,
  from: TableRef,
  to: TableRef,
  { delimiter = ",", header = true }: CsvOptions = {},
): Readable {
  const statement = diffSql(
    versionsShape(from, to),
    (row) => [row.change, ...to.columns.map((c) => lastValue(row, c))],
    undefined,
  );
  const head = header ? `${["_change", ...to.columns.map(({ field }) => field.name)].join(delimiter)}\n` : "";
  return copyOut(
    store,
    `copy (${toLiteralText(statement)}) to stdout (format csv, delimiter ${literal(delimiter)})`,
    head,
  );
}

const lastValue = ({ change, before, after }: DiffRowSql, column: Column): Sql =>
  sql`case when ${change} = 'removed' then ${before(column)} else ${after(column)} end`;

const fullList = ({ before, after }: DiffShape, row: DiffRowSql): readonly Sql[] => [
  row.change,
  row.beforeStatus,
  row.afterStatus,
  ...before.columns.map(row.before),
  ...after.columns.map(row.after),
];

function diffRowReader({ before, after }: DiffShape): (values: readonly Value[]) => DiffRow {
  const [earlier, later] = [statusNames(before.columns), statusNames(after.columns)];
  return ([change = "changed", beforeStatus = null, afterStatus = null, ...values]) => ({
    // Written by diffSql alone.
    change: change as Change,
    before: change === "added" ? null : named(before.columns, values),
    after: change === "removed" ? null : named(after.columns, values.slice(before.columns.length)),
    beforeStatus: readStatuses(beforeStatus, earlier),
    afterStatus: readStatuses(afterStatus, later),
  });
}

const named = (columns: readonly Column[], values: readonly Value[]): NamedRow =>
  Object.fromEntries(columns.map(({ field }, index) => [field.name, values[index] ?? null]));

function versionsShape(from: TableRef, to: TableRef): DiffShape {
  // Columns decide, not names: a renamed key field is still the same.
  const common = from.key.length > 0 && sameColumns(keyColumns(from), keyColumns(to));
  return { before: onlyIn(from, to), after: onlyIn(to, from), key: common ? keyColumns(to) : [] };
}

const sameColumns = (some: readonly Column[], others: readonly Column[]): boolean =>
  some.length === others.length && columnNames(some).every((name) => columnNames(others).includes(name));

/** Rows of `one` version that the `other` does not have. */
function onlyIn(one: TableRef, other: TableRef): Side {
  const list = sql`row_id, pos, status, ${idents(one.columns)}`;
  const { table, version } = one;
  const rows =
    one.version < other.version
      ? sql`(select ${list} from ${table} where born <= ${version} and died > ${version} and died <= ${other.version})`
      : sql`(select ${list} from ${table} where born > ${other.version} and born <= ${version} and (died is null or died > ${version}))`;
  return { rows, columns: one.columns };
}

function stagedShape(stage: StageRef, base: TableRef): DiffShape {
  const next = nextColumns(stage, base);
  const values = stage.columns.map(({ ident }, index) => sql`s.${ident} as ${next[index]?.ident ?? ident}`);
  const staged = sql`(select s.row_id, s.pos, ${stagedStatus(stage, base)} as status, ${joinSql(values, ", ")} from ${stage.table} s where s.row_id in (select staged from ${stage.delta}))`;
  const stored = sql`(select * from ${versionRows(base)} l where l.row_id in (select live from ${stage.delta}))`;
  return {
    before: { rows: stored, columns: base.columns },
    after: { rows: staged, columns: next },
    key: sameKey(stage.schema, base) ? keyColumns({ columns: next, key: stage.key }) : [],
  };
}
