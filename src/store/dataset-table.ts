/**
 * The table of a dataset: one typed table for all its versions.
 *
 * A row carries the version that bore it and the version that ended it, so an unchanged row is stored once however many versions hold
 * it. Columns are physical numbers that each version maps to its field names: a renamed field keeps its column, a new or retyped one
 * gets a new column, and nothing is rewritten. A value's status is kept beside it, under the physical column's name.
 */
import { Fault } from "../kernel/fault.ts";
import type { DatasetId, FieldName, VersionNumber } from "../kernel/ids.ts";
import { type Field, type StorageKind, storageOf, type TableSchema } from "../kernel/package.ts";
import {
  columnFromName,
  columnIdent,
  columnName,
  type IndexIdent,
  rowIdIdent,
  type SqlIdent,
  tableOf,
} from "./ident.ts";
import { joinSql, type Sql, sql } from "./sql.ts";
import type { WriteTx } from "./transaction.ts";

/** A field of a version, where it is stored. */
export interface Column {
  readonly field: Field;
  /** "c12": its name in a version's `columns` and in a row's status. */
  readonly name: string;
  readonly ident: SqlIdent;
  readonly kind: StorageKind;
}

/** Field name → physical column, as a version keeps it. */
export type ColumnMap = Readonly<Record<string, string>>;

/** The rows of one version. Whoever holds it may read them for ever: later publications do not touch them. */
export interface TableRef {
  readonly dataset: DatasetId;
  readonly table: SqlIdent;
  readonly version: VersionNumber;
  readonly columns: readonly Column[];
  /** The primary key; empty where rows have none and file order counts. */
  readonly key: readonly FieldName[];
}

/** From what a version remembers: its number, the schema it was checked against and its columns. */
export function tableRef(
  dataset: DatasetId,
  version: VersionNumber,
  schema: TableSchema,
  columns: ColumnMap,
): TableRef {
  return {
    dataset,
    table: tableOf(dataset),
    version,
    key: schema.primaryKey,
    columns: schema.fields.map((field) => {
      const name = columns[field.name];
      if (name === undefined) throw new RangeError(`field ${field.name} has no column`);
      return { field, name, ident: columnFromName(name), kind: storageOf(field) };
    }),
  };
}

/** The version's rows with their own number as a first field, by which a row can be asked for, chosen and put in order like any other. */
export const withRowIds = (table: TableRef): TableRef => ({ ...table, columns: [ROW_ID, ...table.columns] });

const ROW_ID: Column = {
  // A name that no field may have, so that it is never mistaken for one.
  field: { name: "_id" as FieldName, type: "integer", constraints: { required: true } },
  name: "row_id",
  ident: rowIdIdent,
  kind: "bigint",
};

/** The column of a field. Throws when the version has no such field: names are checked at the edge. */
export function getColumn(columns: readonly Column[], name: string): Column {
  const column = columns.find(({ field }) => field.name === name);
  if (!column) throw new RangeError(`no field ${name}`);
  return column;
}

/** The columns of the primary key, in the order in which the schema names them. */
export const keyColumns = ({ columns, key }: Pick<TableRef, "columns" | "key">): readonly Column[] =>
  key.flatMap((name) => columns.filter(({ field }) => field.name === name));

/**
 * The column of an earlier version whose field this one continues: that of its own name, else that of its first previous name that is
 * there. Whoever has only the two schemas finds the same.
 */
export const findContinued = ({ name, previousNames }: Field, earlier: readonly Column[]): Column | undefined =>
  [name, ...(previousNames ?? [])].flatMap((known) => earlier.filter(({ field }) => field.name === known)).at(0);

/** For each field of `schema` the column of `base` that already holds it: the one that it continues, if its type is the same. */
export function matchColumns(schema: TableSchema, base: readonly Column[]): readonly (Column | undefined)[] {
  return schema.fields.map((field) => {
    const column = findContinued(field, base);
    return column?.kind === storageOf(field) ? column : undefined;
  });
}

/** Is `key` kept by the same physical columns in `base`, so that rows can be matched by it? */
export function sameKey(schema: TableSchema, base: TableRef): boolean {
  if (schema.primaryKey.length === 0 || schema.primaryKey.length !== base.key.length) return false;
  const matched = matchColumns(schema, base.columns);
  const ours = schema.primaryKey.map((name) => matched[schema.fields.findIndex((field) => field.name === name)]?.name);
  const theirs = base.key.map((name) => getColumn(base.columns, name).name);
  return ours.every((name) => name !== undefined && theirs.includes(name));
}

/** Column definitions, `collate "C"` so that text sorts by code point whatever the database's locale. */
export const columnDefinition = (ident: SqlIdent, kind: StorageKind): Sql =>
  kind === "text"
    ? sql`${ident} text collate "C"`
    : kind === "bigint"
      ? sql`${ident} bigint`
      : kind === "numeric"
        ? sql`${ident} numeric`
        : sql`${ident} boolean`;

/** What came after the first version and what has ended: how a difference, and what an earlier version held besides, are found. */
export const passingIndexSql: { readonly [K in "born" | "died"]: (name: IndexIdent, on: SqlIdent) => Sql } = {
  born: (name, on) => sql`create index ${name.bare} on ${on} (born) where born > 1`,
  died: (name, on) => sql`create index ${name.bare} on ${on} (died) where died is not null`,
};

export const idents = (columns: readonly { readonly ident: SqlIdent }[]): Sql =>
  joinSql(
    columns.map(({ ident }) => sql`${ident}`),
    ", ",
  );

export const columnNames = (columns: readonly { readonly name: string }[]): readonly string[] =>
  columns.map(({ name }) => name);

interface LockedDataset {
  /** The highest number there is: its rows are the ones that live, whether or not it has been withdrawn. */
  readonly latest: VersionNumber | undefined;
  readonly nextColumn: number;
}

/** Holds the dataset until the transaction ends: publications of one dataset happen one after the other. */
export async function lockDataset(tx: WriteTx, dataset: DatasetId): Promise<LockedDataset> {
  const [row] = await tx.query<{ next_column: number }>(
    "select next_column from catalogue.dataset where id = $1 for no key update",
    [dataset],
  );
  if (!row) throw new Fault("dataset.unknown", { slug: String(dataset) });
  // Asked after the lock was had: a statement sees what was committed before it began.
  const [version] = await tx.query<{ latest: VersionNumber | null }>(
    "select max(number) as latest from catalogue.version where dataset = $1",
    [dataset],
  );
  return { latest: version?.latest ?? undefined, nextColumn: row.next_column };
}

/**
 * Gives every field of `schema` a column in the dataset's existing table and returns the next version's map. New columns need the table
 * for themselves for an instant: when a long download does not let go in time, the Fault is `server.database-busy`.
 */
export async function ensureColumns(tx: WriteTx, base: TableRef, schema: TableSchema): Promise<ColumnMap> {
  const { nextColumn } = await lockDataset(tx, base.dataset);
  const matched = matchColumns(schema, base.columns);
  const map: Record<string, string> = {};
  const added: Sql[] = [];
  schema.fields.forEach((field, index) => {
    const column = matched[index];
    if (column) map[field.name] = column.name;
    else {
      const number = nextColumn + added.length;
      map[field.name] = columnName(number);
      added.push(sql`add column ${columnDefinition(columnIdent(number), storageOf(field))}`);
    }
  });
  if (added.length > 0) {
    await tx.query("set local lock_timeout = '5s'");
    await tx.query(sql`alter table ${base.table} ${joinSql(added, ", ")}`);
    await tx.query("set local lock_timeout = 0");
    await setNextColumn(tx, base.dataset, nextColumn + added.length);
  }
  return map;
}

export async function setNextColumn(tx: WriteTx, dataset: DatasetId, next: number): Promise<void> {
  await tx.query("update catalogue.dataset set next_column = $2 where id = $1", [dataset, next]);
}

/** What cuts a page out of a version: conditions, an order (absent: any), a number of rows (absent: all of them). */
interface PageCut {
  readonly conditions: readonly Sql[];
  readonly order?: Sql | undefined;
  readonly limit?: number | undefined;
  /** Without what is kept beside them (place, statuses): rows that have to be sorted are narrower then. */
  readonly valuesOnly?: boolean | undefined;
}

/**
 * The rows of a version, for `from`. Two simple branches instead of one `or`: those that still live come through the partial key index
 * in order, those that have ended since through their own small index; so the same statement is right, and quick, for the current
 * version and for any other, even if another version is published in between. A page is cut out of each branch by itself, since
 * PostgreSQL brings no order from outside into a branch that has conditions; the caller orders and cuts what both give once more.
 */
export function versionRows({ table, version, columns }: TableRef, page?: PageCut): Sql {
  const list = page?.valuesOnly
    ? idents(columns)
    : sql`ctid as tid, row_id, pos, status, ${idents(columns.filter((column) => column !== ROW_ID))}`;
  const cut =
    page === undefined
      ? sql``
      : sql`${joinSql(
          page.conditions.map((condition) => sql` and ${condition}`),
          " ",
        )} ${page.order === undefined ? sql`` : sql`order by ${page.order}`} ${page.limit === undefined ? sql`` : sql`limit ${page.limit}`}`;
  const branch = (alive: Sql): Sql => sql`(select ${list} from ${table} where ${alive} and born <= ${version}${cut})`;
  return sql`(${branch(sql`died is null`)} union all ${branch(sql`died > ${version}`)})`;
}
