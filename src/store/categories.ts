/**
 * What a cube of a version's rows is made of: which values each dimension takes, whether two rows are one cell, and what a value is
 * called in a column beside it. Each is one statement, however many rows there are.
 */
import type { FieldName } from "../kernel/ids.ts";
import { type Column, getColumn, type TableRef, versionRows } from "./dataset-table.ts";
import { asText, conditionsOf, type RowQuery, type Value } from "./rows.ts";
import { joinSql, type Sql, sql } from "./sql.ts";
import type { ReadTx } from "./transaction.ts";

type Selected = Pick<RowQuery, "filters" | "updatedAfter">;

export interface Categories {
  readonly rows: number;
  /** Rows in which a value has a status. */
  readonly marked: number;
  /** Of each field, in the order in which rows are sorted by it; a missing value last. */
  readonly values: readonly (readonly Value[])[];
}

/** The rows are read once. Undefined where the fields have more than `most` values together. */
export async function findCategories(
  tx: ReadTx,
  table: TableRef,
  query: Selected,
  fields: readonly FieldName[],
  most: number,
): Promise<Categories | undefined> {
  const columns = fields.map((name) => getColumn(table.columns, name));
  const sets = joinSql([sql`()`, ...columns.map(({ ident }) => sql`(${ident})`)], ", ");
  const which = joinSql(
    [sql`0`, ...columns.map(({ ident }, index) => sql`${index + 1} * (1 - grouping(${ident}))`)],
    " + ",
  );
  const found = await tx.texts(
    sql`select ${which}, count(*), count(status), ${list(columns.map(asText))} from ${rowsOf(table, query)} group by grouping sets (${sets}) order by 1, ${list(idents(columns))} limit ${most + 2}`,
  );
  if (found.length > most + 1) return undefined;
  const [[, rows, marked] = []] = found;
  const values: Value[][] = columns.map(() => []);
  for (const [set, , , ...row] of found) values[Number(set) - 1]?.push(row[Number(set) - 1] ?? null);
  return { rows: Number(rows ?? 0), marked: Number(marked ?? 0), values };
}

/** One cell that several rows describe, by its values; undefined where there is none. */
export async function findSharedCell(
  tx: ReadTx,
  table: TableRef,
  query: Selected,
  fields: readonly FieldName[],
): Promise<readonly Value[] | undefined> {
  const columns = fields.map((name) => getColumn(table.columns, name));
  const [found] = await tx.texts(
    sql`select ${list(columns.map(asText))} from ${rowsOf(table, query)} group by ${list(idents(columns))} having count(*) > 1 limit 1`,
  );
  return found;
}

/** What the values of a field are called in another; one that is called in two ways, or in none, is left out. */
export async function findNames(
  tx: ReadTx,
  table: TableRef,
  query: Selected,
  of: FieldName,
  called: FieldName,
): Promise<ReadonlyMap<string, string>> {
  const [value, name] = [getColumn(table.columns, of), getColumn(table.columns, called)];
  const found = await tx.texts(
    sql`select ${asText(value)}, min(${name.ident}) from ${rowsOf(table, query)} group by ${value.ident} having min(${name.ident}) = max(${name.ident})`,
  );
  return new Map(found.flatMap(([code, text]) => (code == null || text == null ? [] : [[code, text]])));
}

const rowsOf = (table: TableRef, query: Selected): Sql =>
  sql`${versionRows(table, { conditions: conditionsOf(table, query) })} r`;

const list = (fragments: readonly Sql[]): Sql => joinSql(fragments, ", ");
const idents = (columns: readonly Column[]): readonly Sql[] => columns.map(({ ident }) => sql`${ident}`);
