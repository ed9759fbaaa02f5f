/** Staged rows and stored rows side by side: which columns hold the same field, and how the statuses of each side read to the other. */
import { type Column, columnNames, findContinued, matchColumns, type TableRef } from "./dataset-table.ts";
import { columnIdent, columnName } from "./ident.ts";
import { bind, joinSql, type Sql, sql } from "./sql.ts";
import { renamedStatus, type StageRef } from "./stage.ts";

/** A staged column and the stored one of the same field, if any holds it yet. */
interface ColumnPair {
  readonly staged: Column;
  readonly stored: Column | undefined;
  /** What the field was before it got another type; nothing of it is the same any more. */
  readonly retyped: Column | undefined;
}

export function pairColumns(stage: StageRef, base: TableRef): readonly ColumnPair[] {
  const matched = matchColumns(stage.schema, base.columns);
  return stage.columns.map((staged, index) => {
    const stored = matched[index];
    return { staged, stored, retyped: stored === undefined ? findContinued(staged.field, base.columns) : undefined };
  });
}

/** Numbers that no dataset reaches: PostgreSQL has at most 1600 columns a table. */
const NOT_YET = 100_000;

/** The columns of the version that would come; fields that are not stored yet have a name nothing else has. */
export const nextColumns = (stage: StageRef, base: TableRef): readonly Column[] =>
  pairColumns(stage, base).map(({ staged, stored }, index) => ({
    ...staged,
    name: stored?.name ?? columnName(NOT_YET + index),
    ident: stored?.ident ?? columnIdent(NOT_YET + index),
  }));

/** A staged row's status under the names of the next version's columns. `s` is the stage. */
export function stagedStatus(stage: StageRef, base: TableRef): Sql {
  const next = nextColumns(stage, base);
  return renamedStatus(
    sql`s.status`,
    stage.columns.map(({ name }, index) => [name, next[index]?.name ?? name] as const),
  );
}

/**
 * A stored row's status without what belongs to fields that the next version does not have: rows that stay keep it, unseen. `l` is the
 * stored row.
 *
 * @param used  How many physical columns the dataset has had.
 */
export function storedStatus(stage: StageRef, base: TableRef, used: number): Sql {
  const kept = new Set(columnNames(nextColumns(stage, base)));
  const unseen = Array.from({ length: used }, (_, index) => columnName(index + 1)).filter((name) => !kept.has(name));
  return unseen.length === 0 ? sql`l.status` : sql`nullif(l.status - ${bind(unseen, "text[]")}, '{}')`;
}

export const storedValue = (stored: Column | undefined): Sql => (stored ? sql`l.${stored.ident}` : sql`null`);

/** Is the staged value another than the stored one? Nothing equals what was held under another type. */
export const valueDiffers = ({ staged, stored, retyped }: ColumnPair): Sql =>
  retyped === undefined
    ? sql`s.${staged.ident} is distinct from ${storedValue(stored)}`
    : sql`(s.${staged.ident} is not null or ${held(retyped)})`;

const held = ({ ident, name }: Column): Sql =>
  sql`(l.${ident} is not null or l.status ->> ${bind(name, "text")} is not null)`;

/** Likewise, or its status. */
export function cellDiffers(pair: ColumnPair): Sql {
  const { staged, stored } = pair;
  const before = stored === undefined ? sql`null` : sql`l.status ->> ${bind(stored.name, "text")}`;
  return sql`(${valueDiffers(pair)} or s.status ->> ${bind(staged.name, "text")} is distinct from ${before})`;
}

/** The values and statuses of both sides, in the same order, as they are compared. */
export function comparedContents(
  stage: StageRef,
  base: TableRef,
  used: number,
): { readonly staged: Sql; readonly stored: Sql } {
  const pairs = pairColumns(stage, base);
  const staged = pairs.map((pair) => sql`s.${pair.staged.ident}`);
  const stored = pairs.map((pair) => storedValue(pair.stored));
  const lost = pairs.flatMap(({ retyped }) => (retyped ? [held(retyped)] : []));
  return {
    staged: joinSql([...staged, stagedStatus(stage, base), sql`false`], ", "),
    stored: joinSql(
      [...stored, storedStatus(stage, base, used), lost.length === 0 ? sql`false` : joinSql(lost, " or ")],
      ", ",
    ),
  };
}
