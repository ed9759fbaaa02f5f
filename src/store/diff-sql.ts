/**
 * The difference of two sets of rows, as one statement.
 *
 * By key: a full join; a row of both sides is changed when a compared value or status differs. By content: each side's copies of one
 * content are numbered, and those beyond the other side's count are what differs (a multiset difference that keeps whole rows). Compared
 * are the fields of the later side; the earlier side's other fields are shown and do not count.
 */
import type { Column } from "./dataset-table.ts";
import type { SqlIdent } from "./ident.ts";
import { bind, joinSql, type Sql, sql } from "./sql.ts";

/** Rows with `row_id`, `pos`, `status` and the columns. Columns of both sides with one name hold the same field. */
export interface Side {
  readonly rows: Sql;
  readonly columns: readonly Column[];
}

export interface DiffShape {
  readonly before: Side;
  readonly after: Side;
  /** Columns of the common key, in order; empty: by content. */
  readonly key: readonly Column[];
}

/** What to select: each is given the two sides' rows by alias and what became of them. */
export interface DiffRowSql {
  /** 'added', 'removed' or 'changed'. */
  readonly change: Sql;
  /** A column's value before, null where the row was not there or had no such field. */
  readonly before: (column: Column) => Sql;
  readonly after: (column: Column) => Sql;
  readonly beforeStatus: Sql;
  readonly afterStatus: Sql;
}

/** Rows in the order of the key, else of the file, removed before added. */
export function diffSql(shape: DiffShape, list: (row: DiffRowSql) => readonly Sql[], limit: number | undefined): Sql {
  const text = shape.key.length > 0 ? keyedDiff(shape, list) : contentDiff(shape, list);
  return limit === undefined ? text : sql`${text} limit ${limit}`;
}

const has = (side: Side, name: string): boolean => side.columns.some((column) => column.name === name);

/** The status without what belongs to fields that are not compared. */
const comparedStatus = (status: Sql, { columns }: Side): Sql =>
  sql`case when ${status} is null then null else (select jsonb_object_agg(key, value) from jsonb_each(${status}) where key = any(${bind(
    columns.map(({ name }) => name),
    "text[]",
  )})) end`;

function keyedDiff({ before, after, key }: DiffShape, list: (row: DiffRowSql) => readonly Sql[]): Sql {
  const value = (side: Side, alias: Sql) => (column: Column) =>
    has(side, column.name) ? sql`${alias}.${column.ident}` : sql`null`;
  const [old, next] = [value(before, sql`o`), value(after, sql`n`)];
  const same = key.map((column) => sql`${old(column)} = ${next(column)}`);
  const differs = after.columns
    .filter((column) => !key.some(({ name }) => name === column.name))
    .map((column) => sql`${next(column)} is distinct from ${old(column)}`);
  const statusDiffers = sql`(${comparedStatus(sql`o.status`, after)}) is distinct from (${comparedStatus(sql`n.status`, after)})`;
  const order = key.map((column) => sql`coalesce(${old(column)}, ${next(column)})`);
  const shown = list({
    change: sql`case when o.row_id is null then 'added' when n.row_id is null then 'removed' else 'changed' end`,
    before: (column) => textOf(column, old(column)),
    after: (column) => textOf(column, next(column)),
    beforeStatus: sql`o.status`,
    afterStatus: sql`n.status`,
  });
  return sql`select ${joinSql(shown, ", ")} from ${before.rows} o full join ${after.rows} n on ${joinSql(same, " and ")} where o.row_id is null or n.row_id is null or ${joinSql([...differs, statusDiffers], " or ")} order by ${joinSql(order, ", ")}`;
}

function contentDiff({ before, after }: DiffShape, list: (row: DiffRowSql) => readonly Sql[]): Sql {
  const all = [...after.columns, ...before.columns.filter(({ name }) => !has(after, name))];
  const side = (of: Side, name: Sql) => {
    const values = all.map((column) =>
      has(of, column.name) ? sql`${column.ident}` : sql`${nullOf(column)} as ${column.ident}`,
    );
    return sql`select ${name} as change, row_id, pos, status, ${joinSql(values, ", ")} from ${of.rows} side`;
  };
  const columns = joinSql(idents(all), ", ");
  const content = joinSql([...idents(after.columns), comparedStatus(sql`status`, after)], ", ");
  const shown = (side: Sql, of: Side) => (column: Column) =>
    has(of, column.name) ? textOf(column, sql`case when change = ${side} then ${column.ident} end`) : sql`null`;
  const chosen = list({
    change: sql`change`,
    before: shown(sql`'removed'`, before),
    after: shown(sql`'added'`, after),
    beforeStatus: sql`case when change = 'removed' then status end`,
    afterStatus: sql`case when change = 'added' then status end`,
  });
  return sql`with both_sides as (${side(before, sql`text 'removed'`)} union all ${side(after, sql`text 'added'`)}),
    numbered as (select change, row_id, pos, status, ${columns},
      count(*) filter (where change = 'removed') over same as removed, count(*) filter (where change = 'added') over same as added,
      row_number() over (partition by change, ${content} order by pos, row_id) as nth
      from both_sides window same as (partition by ${content}))
    select ${joinSql(chosen, ", ")} from numbered where nth > case change when 'added' then removed else added end order by pos, change desc, row_id`;
}

const idents = (columns: readonly { readonly ident: SqlIdent }[]): readonly Sql[] =>
  columns.map(({ ident }) => sql`${ident}`);

const textOf = ({ kind }: Column, value: Sql): Sql => (kind === "boolean" ? sql`(${value})::text` : value);

const nullOf = ({ kind }: Column): Sql => bind(null, kind);
