/**
 * What changed between two versions, and what an upload would change. Only rows born or ended in between are read, and those in which a
 * field has moved. By key where both versions have the same one, else by content, where nothing is "changed", only added and removed.
 */
import type { Readable } from "node:stream";
import { isNumeric } from "../kernel/package.ts";
import type { ValueStatus } from "../kernel/value-status.ts";
import { readCopyLines } from "./copy-lines.ts";
import type { Store } from "./data-source.ts";
import { type Column, getColumn, type TableRef } from "./dataset-table.ts";
import { type DiffShape, type FieldPair, stagedShape, versionsShape } from "./diff-sides.ts";
import { type DiffRowSql, diffSql } from "./diff-sql.ts";
import type { Cursor } from "./keyset.ts";
import { readStatuses, statusNames, type Value } from "./rows.ts";
import { type CsvOptions, copyOut, outputNames } from "./rows-out.ts";
import { bind, literal, type Sql, sql, toLiteralText } from "./sql.ts";
import type { StageRef } from "./stage.ts";
import type { ReadTx } from "./transaction.ts";

export type Change = "added" | "removed" | "changed";

/** Field name → value, in the order of the version's schema. */
export type NamedRow = Readonly<Record<string, Value>>;

export interface DiffRow {
  readonly change: Change;
  /** With the fields of the side before; null for a row that was added. */
  readonly before: NamedRow | null;
  /** With the fields of the side after; null for a row that was removed. */
  readonly after: NamedRow | null;
  readonly beforeStatus: Readonly<Record<string, ValueStatus>>;
  readonly afterStatus: Readonly<Record<string, ValueStatus>>;
}

/** Every row that differs, in batches: in key order, else in file order. `to` may also be the earlier of the two. */
export async function* streamDiff(store: Store, from: TableRef, to: TableRef): AsyncGenerator<readonly DiffRow[]> {
  const shape = versionsShape(from, to);
  const statement = diffSql(shape, (row) => fullList(shape, row));
  const read = diffRowReader(shape);
  for await (const rows of readCopyLines(copyOut(store, `copy (${toLiteralText(statement)}) to stdout`))) {
    yield rows.map(read);
  }
}

export interface DiffPage {
  readonly rows: readonly DiffRow[];
  /** Of each row, for `after`. */
  readonly cursors: readonly Cursor[];
}

/** The first `limit` of those rows, or of those behind `after`. Throws `request.bad-cursor`. */
export async function diffPage(
  tx: ReadTx,
  from: TableRef,
  to: TableRef,
  cut: { readonly limit: number; readonly after?: Cursor | undefined },
): Promise<DiffPage> {
  const shape = versionsShape(from, to);
  const found = await tx.texts(diffSql(shape, (row) => [...fullList(shape, row), ...row.place], cut));
  const width = LEADING + shape.before.columns.length + shape.after.columns.length;
  return { rows: found.map(diffRowReader(shape)), cursors: found.map((row) => row.slice(width)) };
}

/** The changed rows in which a measure of both versions moves most, first; empty where it is none of both. */
export async function listMovements(
  tx: ReadTx,
  from: TableRef,
  to: TableRef,
  measure: string,
  limit: number,
): Promise<readonly DiffRow[]> {
  const shape = versionsShape(from, to);
  const pair = shape.pairs.find(({ after }) => after.field.name === measure);
  const largest = pair && movementOf(pair);
  if (largest === undefined) return [];
  const found = await tx.texts(diffSql(shape, (row) => fullList(shape, row), { limit, change: "changed", largest }));
  return found.map(diffRowReader(shape));
}

/** How many rows were added, removed and changed. */
export async function countDiff(tx: ReadTx, from: TableRef, to: TableRef): Promise<Readonly<Record<Change, number>>> {
  const rows = await tx.texts(
    sql`select change, count(*) from (${diffSql(versionsShape(from, to), (row) => [sql`${row.change} as change`])}) differing group by change`,
  );
  const counts = new Map(rows.map(([change, count]) => [change, Number(count)]));
  return { added: counts.get("added") ?? 0, removed: counts.get("removed") ?? 0, changed: counts.get("changed") ?? 0 };
}

interface StagedChoice {
  /** Only these. */
  readonly change?: Change | undefined;
  /** A measure of both sides: the rows in which it moves most come first. */
  readonly movedMost?: string | undefined;
}

/**
 * The first `limit` rows that the upload would change against `base`, the version that it has been compared with.
 */
export async function diffStaged(
  tx: ReadTx,
  stage: StageRef,
  base: TableRef,
  limit: number,
  { change, movedMost }: StagedChoice = {},
): Promise<readonly DiffRow[]> {
  const shape = stagedShape(stage, base);
  const pair = shape.pairs.find(({ after }) => after.field.name === movedMost);
  const largest = pair === undefined ? undefined : movementOf(pair);
  return (await tx.texts(diffSql(shape, (row) => fullList(shape, row), { limit, change, largest }))).map(
    diffRowReader(shape),
  );
}

/** By how much a number moves; undefined where it was none before. */
function movementOf({ before, after }: FieldPair): ((row: DiffRowSql) => Sql) | undefined {
  if (before === undefined || before.kind !== after.kind || !isNumeric(after.field)) return undefined;
  return (row) => sql`abs(${row.after(after)} - ${row.before(before)})`;
}

/**
 * CSV: `_change`, then the fields of `to`; a changed row with its new values, a removed one with its old. With `status` a column
 * `<field>_status` follows for each field outside of the key.
 */
export function copyDiffOut(
  store: Store,
  from: TableRef,
  to: TableRef,
  { delimiter = ",", header = true, status = false }: CsvOptions & { readonly status?: boolean } = {},
): Readable {
  const shape = versionsShape(from, to);
  const names = outputNames(to, { status });
  const withStatus = names
    .slice(to.columns.length)
    .map((name) => getColumn(to.columns, name.slice(0, -"_status".length)));
  const pairOf = (column: Column): FieldPair =>
    shape.pairs.find(({ after }) => after === column) ?? { after: column, before: undefined };
  const statement = diffSql(shape, (row) => [
    row.change,
    ...to.columns.map((column) => lastValue(row, pairOf(column))),
    ...withStatus.map((column) => lastStatus(row, pairOf(column))),
  ]);
  const head = header ? `${["_change", ...names].join(delimiter)}\n` : "";
  return copyOut(
    store,
    `copy (${toLiteralText(statement)}) to stdout (format csv, delimiter ${literal(delimiter)})`,
    head,
  );
}

function lastValue({ change, before, after }: DiffRowSql, pair: FieldPair): Sql {
  const old = pair.before === undefined ? sql`null` : before(pair.before);
  return pair.before === undefined || pair.before.kind === pair.after.kind
    ? sql`case when ${change} = 'removed' then ${old} else ${after(pair.after)} end`
    : sql`case when ${change} = 'removed' then (${old})::text else (${after(pair.after)})::text end`;
}

function lastStatus({ change, beforeStatus, afterStatus }: DiffRowSql, pair: FieldPair): Sql {
  const old = pair.before === undefined ? sql`null` : sql`(${beforeStatus}) ->> ${bind(pair.before.name, "text")}`;
  return sql`case when ${change} = 'removed' then ${old} else (${afterStatus}) ->> ${bind(pair.after.name, "text")} end`;
}

/** How many values come before the fields in {@link fullList}. */
const LEADING = 3;

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
