/**
 * The difference of two sets of rows, as one statement.
 *
 * By key: a full join; a row of both sides is changed when a compared value or status differs. By content: each side's copies of one
 * content are numbered, and those beyond the other side's count are what differs (a multiset difference that keeps whole rows). Compared
 * are the fields of the side after; other fields of the side before are shown and do not count.
 */
import type { Column } from "./dataset-table.ts";
import { type DiffShape, type FieldPair, isRetyped } from "./diff-sides.ts";
import { columnIdent } from "./ident.ts";
import { behind, type Cursor, type OrderStep, orderBy } from "./keyset.ts";
import { bind, joinSql, type Sql, sql } from "./sql.ts";

/** What can be selected: the two sides' rows and what became of them. */
export interface DiffRowSql {
  /** 'added', 'removed' or 'changed'. */
  readonly change: Sql;
  /** The value of a column of the side before, null where the row was not there. */
  readonly before: (column: Column) => Sql;
  readonly after: (column: Column) => Sql;
  readonly beforeStatus: Sql;
  readonly afterStatus: Sql;
  /** Its place in the order, for a cursor. */
  readonly place: readonly Sql[];
}

interface Cut {
  /** The rows behind this place. */
  readonly after?: Cursor | undefined;
  readonly limit?: number | undefined;
  /** Only these. */
  readonly change?: "added" | "removed" | "changed" | undefined;
  /** The largest of this first, rows without it last; not to be joined with `after`. */
  readonly largest?: ((row: DiffRowSql) => Sql) | undefined;
}

/** Rows in the order of the key, else of the file, removed before added. Throws `request.bad-cursor`. */
export function diffSql(shape: DiffShape, list: (row: DiffRowSql) => readonly Sql[], cut: Cut = {}): Sql {
  const { after, limit, change, largest } = cut;
  const { select, from, steps } = shape.key.length > 0 ? keyedDiff(shape) : contentDiff(shape);
  const further = after === undefined ? sql`` : sql` and ${behind(steps, after)}`;
  const only = change === undefined ? sql`` : sql` and ${select.change} = ${bind(change, "text")}`;
  const first = largest === undefined ? sql`` : sql`${largest(select)} desc nulls last, `;
  const end = limit === undefined ? sql`` : sql` limit ${limit}`;
  return sql`${from.head}select ${joinSql(list(select), ", ")} from ${from.rows}${further}${only} order by ${first}${orderBy(steps)}${end}`;
}

interface Difference {
  readonly select: DiffRowSql;
  /** The rows, with their last condition. */
  readonly from: { readonly head: Sql; readonly rows: Sql };
  readonly steps: readonly OrderStep[];
}

const step = (value: Sql, kind: OrderStep["kind"]): OrderStep => ({
  value,
  column: undefined,
  kind,
  descending: false,
  nullable: false,
  missingFirst: false,
});

/** A status under the names of the side after, without what belongs to fields that are not compared. */
function comparedStatus(status: Sql, pairs: readonly FieldPair[], side: "before" | "after"): Sql {
  const names = pairs.flatMap((pair) => {
    const column = pair[side];
    return column === undefined || (side === "before" && isRetyped(pair))
      ? []
      : [sql`(${bind(column.name, "text")}, ${bind(pair.after.name, "text")})`];
  });
  if (names.length === 0) return sql`null::jsonb`;
  return sql`case when ${status} is null then null else (select jsonb_object_agg(renamed.new, kept.value) from jsonb_each(${status}) kept join (values ${joinSql(names, ", ")}) renamed (old, new) on renamed.old = kept.key) end`;
}

/** Is there anything, a value or a status, in a field that had another type? Nothing that comes after equals it. */
function heldRetyped(pairs: readonly FieldPair[], value: (column: Column) => Sql, status: Sql): readonly Sql[] {
  return pairs
    .filter(isRetyped)
    .flatMap(({ before }) =>
      before === undefined
        ? []
        : [sql`${value(before)} is not null or ${status} ->> ${bind(before.name, "text")} is not null`],
    );
}

function keyedDiff({ before, after, pairs, key }: DiffShape): Difference {
  const old = ({ ident }: Column): Sql => sql`o.${ident}`;
  const next = ({ ident }: Column): Sql => sql`n.${ident}`;
  const same = key.map((pair) => sql`${pair.before ? old(pair.before) : sql`null`} = ${next(pair.after)}`);
  const differs = pairs
    .filter((pair) => !key.includes(pair))
    .map((pair) => {
      const value = pair.before === undefined || isRetyped(pair) ? sql`null` : old(pair.before);
      return sql`${next(pair.after)} is distinct from ${value}`;
    });
  const status = sql`(${comparedStatus(sql`o.status`, pairs, "before")}) is distinct from (${comparedStatus(sql`n.status`, pairs, "after")})`;
  const conditions = [...differs, ...heldRetyped(pairs, old, sql`o.status`), status];
  const steps = key.map((pair) =>
    step(sql`coalesce(${pair.before ? old(pair.before) : sql`null`}, ${next(pair.after)})`, pair.after.kind),
  );
  return {
    select: {
      change: sql`case when o.row_id is null then 'added' when n.row_id is null then 'removed' else 'changed' end`,
      before: (column) => textOf(column, old(column)),
      after: (column) => textOf(column, next(column)),
      beforeStatus: sql`o.status`,
      afterStatus: sql`n.status`,
      place: steps.map(({ value, kind }) => (kind === "boolean" ? sql`(${value})::text` : value)),
    },
    from: {
      head: sql``,
      rows: sql`${before.rows} o full join ${after.rows} n on ${joinSql(same, " and ")} where (o.row_id is null or n.row_id is null or ${joinSql(conditions, " or ")})`,
    },
    steps,
  };
}

/** Numbers that no dataset's columns reach: what is compared, and what is shown of the side before. */
const COMPARED = 300_000;
const SHOWN = 400_000;

function contentDiff({ before, after, pairs }: DiffShape): Difference {
  const compared = pairs.map((_, index) => columnIdent(COMPARED + index));
  const shown = before.columns.map((_, index) => columnIdent(SHOWN + index));
  const own = ({ ident }: Column): Sql => sql`${ident}`;
  const held = heldRetyped(pairs, own, sql`status`);
  const removed = [
    sql`text 'removed' as change, 0::bigint as rank, row_id, pos, status`,
    sql`${comparedStatus(sql`status`, pairs, "before")} as compared`,
    sql`${held.length === 0 ? sql`false` : joinSql(held, " or ")} as retyped`,
    ...pairs.map((pair, index) => {
      const value = pair.before === undefined || isRetyped(pair) ? nullOf(pair.after) : own(pair.before);
      return sql`${value} as ${compared[index] ?? pair.after.ident}`;
    }),
    ...before.columns.map((column, index) => sql`${column.ident} as ${shown[index] ?? column.ident}`),
  ];
  const added = [
    sql`text 'added' as change, 1::bigint as rank, row_id, pos, status`,
    sql`${comparedStatus(sql`status`, pairs, "after")} as compared, false as retyped`,
    ...pairs.map((pair, index) => sql`${pair.after.ident} as ${compared[index] ?? pair.after.ident}`),
    ...before.columns.map((column, index) => sql`${nullOf(column)} as ${shown[index] ?? column.ident}`),
  ];
  const content = joinSql([sql`compared, retyped`, ...compared.map((ident) => sql`${ident}`)], ", ");
  const steps = [step(sql`pos`, "bigint"), step(sql`rank`, "bigint"), step(sql`row_id`, "bigint")];
  return {
    select: {
      change: sql`change`,
      before: (column) => textOf(column, sql`${shown[before.columns.indexOf(column)] ?? column.ident}`),
      after: (column) =>
        textOf(column, sql`case when rank = 1 then ${compared[after.columns.indexOf(column)] ?? column.ident} end`),
      beforeStatus: sql`case when rank = 0 then status end`,
      afterStatus: sql`case when rank = 1 then status end`,
      place: steps.map(({ value }) => value),
    },
    from: {
      head: sql`with both_sides as (select ${joinSql(removed, ", ")} from ${before.rows} side union all select ${joinSql(added, ", ")} from ${after.rows} side),
    numbered as (select *, count(*) filter (where rank = 0) over same as removed, count(*) filter (where rank = 1) over same as added,
      row_number() over (partition by change, ${content} order by pos, row_id) as nth
      from both_sides window same as (partition by ${content})) `,
      rows: sql`numbered where nth > case change when 'added' then removed else added end`,
    },
    steps,
  };
}

const textOf = ({ kind }: Column, value: Sql): Sql => (kind === "boolean" ? sql`(${value})::text` : value);

const nullOf = ({ kind }: Column): Sql => bind(null, kind);
