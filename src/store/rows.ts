/**
 * Rows of a version as every outlet reads them: filtered, ordered, in pages. Values are PostgreSQL's own text, so every digit is the
 * stored one. Fields and values were checked at the edge against the version's schema; here an unknown field is a mistake of ours.
 */
import type { FieldName } from "../kernel/ids.ts";
import type { ValueStatus } from "../kernel/value-status.ts";
import { type Column, getColumn, type TableRef, versionRows } from "./dataset-table.ts";
import { versionsShape } from "./diff-sides.ts";
import { diffSql } from "./diff-sql.ts";
import { behind, type Cursor, type OrderStep, orderBy, orderSteps } from "./keyset.ts";
import { type BoundType, bind, isBigint, joinSql, type Sql, sql } from "./sql.ts";
import type { ReadTx } from "./transaction.ts";

export type RowOp = "eq" | "ne" | "lt" | "lte" | "gt" | "gte" | "in";

/** A row passes when its value stands so to one of `values` (to each of them for `ne`). The empty text stands for a missing value. */
export interface RowFilter {
  readonly field: FieldName;
  readonly op: RowOp;
  readonly values: readonly string[];
}

/**
 * Of `or`, at least one holds, each being all of its conditions; `not` is true where its conditions are not all true. `words` are small
 * letters, each of which occurs somewhere in the values of `fields`. `match` compares a field's text, and is unknown where it is missing.
 */
export type RowCondition =
  | RowFilter
  | { readonly words: readonly string[]; readonly fields: readonly FieldName[] }
  | RowMatch
  | { readonly or: readonly (readonly RowCondition[])[] }
  | { readonly not: readonly RowCondition[] };

export interface RowMatch {
  readonly match: "equals" | "contains" | "starts" | "ends";
  readonly field: FieldName;
  readonly text: string;
  /** The field's letters a–z and A–Z are made small or capital first; the text is not. */
  readonly letters?: "small" | "capital" | undefined;
}

export interface RowOrder {
  readonly field: FieldName;
  readonly direction: "asc" | "desc";
  /** Where rows without a value stand: last unless said otherwise. */
  readonly missing?: "first" | undefined;
}

export interface RowQuery {
  readonly filters: readonly RowCondition[];
  /** Ties are broken by the primary key, else by file order; empty: just that. */
  readonly order: readonly RowOrder[];
  /** Absent: all of the version's. */
  readonly fields?: readonly FieldName[] | undefined;
  readonly limit?: number | undefined;
  /** So many are passed over first; costs as much as reading them. */
  readonly offset?: number | undefined;
  /** The rows behind this place; a cursor of `selectRows` with the same order. */
  readonly after?: Cursor | undefined;
  /** Only rows that came or were changed after this version. */
  readonly updatedAfter?: TableRef | undefined;
  /** Only rows in which a value has a status. */
  readonly marked?: boolean | undefined;
  /** With the statuses of values. */
  readonly status?: boolean | undefined;
}

/** One value of a row: exact text, "true" or "false" for a boolean, null where missing. */
export type Value = string | null;

export interface RowPage {
  /** In the order of `fields`. */
  readonly rows: readonly (readonly Value[])[];
  /** Of each row, for `after`. */
  readonly cursors: readonly Cursor[];
  /** Of each row, by field name; empty objects unless asked for. */
  readonly statuses: readonly Readonly<Record<string, ValueStatus>>[];
}

/** A page of rows. Throws `request.bad-cursor` when `after` is no place in this order. */
export async function selectRows(tx: ReadTx, table: TableRef, query: RowQuery): Promise<RowPage> {
  const columns = chosenColumns(table, query.fields);
  const steps = orderSteps(table, query.order);
  // Most of an order is among the chosen columns already, and need not be sent twice.
  const further = steps.filter(({ column }) => !columns.some(({ name }) => name === column));
  const list = [
    ...columns.map(asText),
    ...further.map(({ value, kind }) => (kind === "boolean" ? sql`${value}::text` : value)),
  ];
  const places = steps.map((step) =>
    further.includes(step)
      ? columns.length + further.indexOf(step)
      : columns.findIndex(({ name }) => name === step.column),
  );
  const conditions = [...conditionsOf(table, query), ...(query.after ? [behind(steps, query.after)] : [])];
  const order = orderBy(differing(table, steps, query.filters));
  // Without a key, file order is what rows are sorted by.
  const valuesOnly = table.key.length > 0 && !query.status;
  const from = versionRows(table, { conditions, order, limit: reachOf(query), valuesOnly });
  const found = await tx.texts(
    sql`select ${joinSql([...list, ...(query.status ? [sql`status`] : [])], ", ")} from ${from} r order by ${order} ${limitOf(query)}`,
  );
  const names = statusNames(columns);
  return {
    rows: list.length === columns.length && !query.status ? found : found.map((row) => row.slice(0, columns.length)),
    get cursors() {
      return found.map((row) => places.map((index) => row[index] ?? null));
    },
    statuses: found.map((row) => (query.status ? readStatuses(row.at(-1) ?? null, names) : NO_STATUS)),
  };
}

const NO_STATUS: Readonly<Record<string, ValueStatus>> = Object.freeze({});

/** How many rows pass. Without filters the version itself knows. */
export async function countRows(
  tx: ReadTx,
  table: TableRef,
  filters: readonly RowCondition[],
  updatedAfter?: TableRef,
): Promise<number> {
  const conditions = conditionsOf(table, { filters, updatedAfter });
  const [row] = await tx.texts(sql`select count(*) from ${versionRows(table, { conditions })} r`);
  return Number(row?.[0] ?? 0);
}

/**
 * The steps of an order by which rows can differ: a field of which one value alone is asked for orders nothing. PostgreSQL knows that
 * within a branch of `versionRows`, but not behind it, where it would sort once more.
 */
export function differing(
  table: TableRef,
  steps: readonly OrderStep[],
  filters: readonly RowCondition[],
): readonly OrderStep[] {
  const only = new Set(
    filters.flatMap((filter) => (isOneValue(filter) ? [getColumn(table.columns, filter.field).name] : [])),
  );
  const left = steps.filter(({ column }) => column === undefined || !only.has(column));
  return left.length > 0 ? left : steps.slice(0, 1);
}

const isOneValue = (condition: RowCondition): condition is RowFilter =>
  "op" in condition &&
  (condition.op === "eq" || condition.op === "in") &&
  condition.values.length === 1 &&
  condition.values[0] !== "";

/** What a row of the version must be, for `versionRows`. */
export const conditionsOf = (
  table: TableRef,
  { filters, updatedAfter, marked }: Pick<RowQuery, "filters" | "updatedAfter" | "marked">,
): readonly Sql[] => [
  ...(marked === true ? [sql`status is not null`] : []),
  ...filters.map((filter) => conditionOf(table, filter)),
  ...(updatedAfter === undefined ? [] : [cameAfter(table, updatedAfter)]),
];

/** Without a key a row that only moved within its file was written anew, so contents are compared. */
function cameAfter(table: TableRef, since: TableRef): Sql {
  if (table.key.length > 0) return sql`born > ${since.version}`;
  const differing = diffSql(versionsShape(since, table), ({ change }) => [sql`row_id, ${change} as became`]);
  return sql`row_id in (select row_id from (${differing}) differing where became = 'added')`;
}

export const chosenColumns = (table: TableRef, fields: readonly FieldName[] | undefined): readonly Column[] =>
  fields === undefined ? table.columns : fields.map((name) => getColumn(table.columns, name));

/** PostgreSQL writes a boolean as "t"; its cast to text is "true". */
export const asText = ({ ident, kind }: Column): Sql => (kind === "boolean" ? sql`${ident}::text` : sql`${ident}`);

export const where = (conditions: readonly Sql[]): Sql =>
  conditions.length === 0 ? sql`` : sql`where ${joinSql(conditions, " and ")}`;

export const limitOf = ({ limit, offset = 0 }: Pick<RowQuery, "limit" | "offset">): Sql =>
  sql`${limit === undefined ? sql`` : sql`limit ${limit}`}${offset === 0 ? sql`` : sql` offset ${offset}`}`;

/** How many rows are read for a page. */
export const reachOf = ({ limit, offset = 0 }: Pick<RowQuery, "limit" | "offset">): number | undefined =>
  limit === undefined ? undefined : limit + offset;

/** Physical column → field name. */
export const statusNames = (columns: readonly Column[]): ReadonlyMap<string, string> =>
  new Map(columns.map(({ name, field }) => [name, field.name]));

/** A row's status as stored → by field name, the chosen fields only. */
export function readStatuses(
  stored: string | null,
  names: ReadonlyMap<string, string>,
): Readonly<Record<string, ValueStatus>> {
  if (stored === null) return {};
  // Written by the check alone, from ValueStatus.
  const byColumn = JSON.parse(stored) as Record<string, ValueStatus>;
  return Object.fromEntries(
    Object.entries(byColumn).flatMap(([column, status]) => {
      const name = names.get(column);
      return name === undefined ? [] : [[name, status]];
    }),
  );
}

const COMPARISONS = { lt: sql`<`, lte: sql`<=`, gt: sql`>`, gte: sql`>=` } as const;

/** One filter, or several joined, as a condition on a row of the version. */
export function conditionOf(table: TableRef, condition: RowCondition): Sql {
  if ("or" in condition) return anyOf(condition.or.map((conditions) => allOf(table, conditions)));
  if ("not" in condition) return sql`(${allOf(table, condition.not)} is not true)`;
  if ("words" in condition) return wordsSql(table, condition.words, condition.fields);
  if ("match" in condition) return matchSql(table, condition);
  return filterSql(table, condition);
}

function wordsSql(table: TableRef, words: readonly string[], fields: readonly FieldName[]): Sql {
  const values = joinSql(
    fields.map((name) => asText(getColumn(table.columns, name))),
    ", ",
  );
  const text = sql`lower(concat_ws(' ', ${values}))`;
  return words.length === 0 || fields.length === 0
    ? sql`true`
    : sql`(${joinSql(
        words.map((word) => sql`strpos(${text}, ${bind(word, "text")}) > 0`),
        " and ",
      )})`;
}

/** Columns of text are of collation "C", in which only the letters of ASCII have a case. */
function matchSql(table: TableRef, { match, field, text, letters }: RowMatch): Sql {
  const column = asText(getColumn(table.columns, field));
  const value = letters === undefined ? column : letters === "small" ? sql`lower(${column})` : sql`upper(${column})`;
  const given = bind(text, "text");
  switch (match) {
    case "equals":
      return sql`(${value} = ${given})`;
    case "contains":
      return sql`(strpos(${value}, ${given}) > 0)`;
    case "starts":
      return sql`starts_with(${value}, ${given})`;
    case "ends":
      return sql`(right(${value}, length(${given})) = ${given})`;
  }
}

const allOf = (table: TableRef, conditions: readonly RowCondition[]): Sql =>
  conditions.length === 0
    ? sql`true`
    : sql`(${joinSql(
        conditions.map((condition) => conditionOf(table, condition)),
        " and ",
      )})`;

function filterSql(table: TableRef, { field, op, values }: RowFilter): Sql {
  const column = getColumn(table.columns, field);
  const value = sql`${column.ident}`;
  const given = values.filter((text) => text !== "");
  const missing = given.length < values.length;
  const type = boundType(column, given);
  switch (op) {
    case "eq":
    case "in":
      return anyOf([
        ...(given.length > 0 ? [equalsAny(value, given, type)] : []),
        ...(missing ? [sql`${value} is null`] : []),
      ]);
    case "ne":
      // A missing value is different from every given one.
      if (given.length === 0) return missing ? sql`${value} is not null` : sql`true`;
      return missing
        ? sql`not ${equalsAny(value, given, type)}`
        : sql`(${value} is null or not ${equalsAny(value, given, type)})`;
    default:
      return anyOf(given.map((text) => sql`${value} ${COMPARISONS[op]} ${bind(text, type)}`));
  }
}

/** Of no alternatives none is true. */
const anyOf = (alternatives: readonly Sql[]): Sql =>
  alternatives.length === 0 ? sql`false` : sql`(${joinSql(alternatives, " or ")})`;

function equalsAny(value: Sql, given: readonly string[], type: "text" | "bigint" | "numeric" | "boolean"): Sql {
  const [only = ""] = given;
  return given.length === 1
    ? sql`(${value} = ${bind(only, type)})`
    : sql`(${value} = any(${bind(given, `${type}[]` satisfies BoundType)}))`;
}

/** A number that no bigint can hold is still comparable with one. */
function boundType({ kind }: Column, values: readonly string[]): "text" | "bigint" | "numeric" | "boolean" {
  return kind === "bigint" && values.some((text) => !isBigint(text)) ? "numeric" : kind;
}
