/**
 * The two sides of a difference: which rows can differ, and which fields of the one side continue which of the other.
 *
 * Whoever keeps a copy knows the schemas of both versions and nothing of physical columns. So a field continues that of its own name,
 * else that of its first previous name, as the newer of the two versions declares; every other field begins empty. A row that lives in
 * both versions is no difference as long as its values read so are the same; where a field has moved to another column (another type, a
 * name given anew, a rename that was not declared) it may be one although nothing of it was written.
 */
import {
  type Column,
  columnNames,
  findContinued,
  idents,
  sameKey,
  type TableRef,
  versionRows,
} from "./dataset-table.ts";
import { bind, joinSql, type Sql, sql } from "./sql.ts";
import type { StageRef } from "./stage.ts";
import { nextColumns, stagedStatus } from "./staged-columns.ts";

/** Rows with `row_id`, `pos`, `status` and the columns. */
export interface Side {
  readonly rows: Sql;
  readonly columns: readonly Column[];
}

/** A field of the side after, and the field of the side before that it continues. */
export interface FieldPair {
  readonly after: Column;
  readonly before: Column | undefined;
}

export interface DiffShape {
  readonly before: Side;
  readonly after: Side;
  /** For each column of the side after, in order. */
  readonly pairs: readonly FieldPair[];
  /** Of the common key, in order; empty: rows are compared by content. */
  readonly key: readonly FieldPair[];
}

/** Has the field the same name for a reader and another type? Then no value before equals one after. */
export const isRetyped = ({ before, after }: FieldPair): boolean => before !== undefined && before.kind !== after.kind;

/** `to` may also be the earlier of the two. */
export function versionsShape(from: TableRef, to: TableRef): DiffShape {
  const pairs = pairVersions(from, to);
  const moved = pairs.flatMap((pair) => movedSql(pair, from, to) ?? []);
  return {
    before: { rows: rowsOf(from, to, moved), columns: from.columns },
    after: { rows: rowsOf(to, from, moved), columns: to.columns },
    pairs,
    key: commonKey(pairs, from, to),
  };
}

/** What the upload would change against `base`, with which it has been compared. */
export function stagedShape(stage: StageRef, base: TableRef): DiffShape {
  const next = nextColumns(stage, base);
  const values = stage.columns.map(({ ident }, index) => sql`s.${ident} as ${next[index]?.ident ?? ident}`);
  const staged = sql`(select s.row_id, s.pos, ${stagedStatus(stage, base)} as status, ${joinSql(values, ", ")} from ${stage.table} s where s.row_id in (select staged from ${stage.delta}))`;
  const stored = sql`(select * from ${versionRows(base)} l where l.row_id in (select live from ${stage.delta}))`;
  const pairs = next.map((after) => ({ after, before: findContinued(after.field, base.columns) }));
  return {
    before: { rows: stored, columns: base.columns },
    after: { rows: staged, columns: next },
    pairs,
    key: sameKey(stage.schema, base) ? keyPairs(pairs, stage.key) : [],
  };
}

export function pairVersions(from: TableRef, to: TableRef): readonly FieldPair[] {
  return to.columns.map((after) => ({
    after,
    before:
      from.version <= to.version
        ? findContinued(after.field, from.columns)
        : from.columns.find(({ field }) => findContinued(field, to.columns) === after),
  }));
}

const keyPairs = (pairs: readonly FieldPair[], key: readonly string[]): readonly FieldPair[] =>
  key.flatMap((name) => pairs.filter(({ after }) => after.field.name === name));

/** The key of both, where a reader finds it under the names and PostgreSQL in the same columns. */
function commonKey(pairs: readonly FieldPair[], from: TableRef, to: TableRef): readonly FieldPair[] {
  const key = keyPairs(pairs, to.key);
  const isCommon = ({ before, after }: FieldPair) =>
    before !== undefined && before.name === after.name && from.key.includes(before.field.name);
  return from.key.length === key.length && key.every(isCommon) ? key : [];
}

/** When a row of both versions, itself unchanged, reads differently in this field; undefined: never. */
function movedSql({ before, after }: FieldPair, from: TableRef, to: TableRef): Sql | undefined {
  if (before?.name === after.name) return undefined;
  // A column that came after the earlier version is empty in every row that version had.
  const isYounger = from.version <= to.version && !columnNames(from.columns).includes(after.name);
  if (before === undefined) return isYounger ? undefined : sql`(${holds(after)})`;
  if (before.kind !== after.kind) return sql`(${holds(before)} or ${holds(after)})`;
  return sql`(${before.ident} is distinct from ${after.ident} or ${statusOf(before)} is distinct from ${statusOf(after)})`;
}

const statusOf = ({ name }: Column): Sql => sql`status ->> ${bind(name, "text")}`;
const holds = (column: Column): Sql => sql`${column.ident} is not null or ${statusOf(column)} is not null`;

/** Rows of `one` version that the `other` does not have, and rows of both in which a field has moved. */
function rowsOf(one: TableRef, other: TableRef, moved: readonly Sql[]): Sql {
  const { table, version, columns } = one;
  const list = sql`row_id, pos, status, ${idents(columns)}`;
  const only =
    version < other.version
      ? sql`born <= ${version} and died > ${version} and died <= ${other.version}`
      : sql`born > ${other.version} and born <= ${version} and (died is null or died > ${version})`;
  const rows = sql`select ${list} from ${table} where ${only}`;
  if (moved.length === 0) return sql`(${rows})`;
  const [earlier, later] = [Math.min(version, other.version), Math.max(version, other.version)];
  return sql`(${rows} union all select ${list} from ${table} where born <= ${earlier} and (died is null or died > ${later}) and (${joinSql(moved, " or ")}))`;
}
