/**
 * Whole versions, or what a filter leaves of them, as streams: one COPY each, one snapshot, memory that does not grow with the rows. A
 * reader that goes away ends the COPY; a COPY that breaks ends the reader's stream with an error, never quietly.
 */
import { PassThrough, type Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { to as copyTo } from "pg-copy-streams";
import { readCopyLines } from "./copy-lines.ts";
import type { Store } from "./data-source.ts";
import { type Column, type TableRef, versionRows } from "./dataset-table.ts";
import { orderBy, orderSteps } from "./keyset.ts";
import { asText, chosenColumns, conditionsOf, differing, limitOf, type RowQuery, reachOf, type Value } from "./rows.ts";
import { bind, joinSql, literal, type Sql, sql, toLiteralText } from "./sql.ts";

export interface CsvOptions {
  /** One character; a comma if absent. */
  readonly delimiter?: "," | ";" | "\t" | "|" | undefined;
  /** Absent: with one line of field names. */
  readonly header?: boolean | undefined;
}

/** Room for some of PostgreSQL's 64 KiB reads between it and the reader. */
const HIGH_WATER = 256 * 1024;

/**
 * Canonical CSV: UTF-8, LF, quotes only where needed, a missing value empty. With `query.status` a column `<field>_status` follows for
 * each chosen field outside of the key. `query.after` is for pages and means nothing here.
 */
export function copyRowsOut(
  store: Pick<Store, "withClient">,
  table: TableRef,
  query: RowQuery,
  { delimiter = ",", header = true }: CsvOptions = {},
): Readable {
  const select = exportSql(table, query);
  const head = header ? `${outputNames(table, query).join(delimiter)}\n` : "";
  return copyOut(
    store,
    `copy (${toLiteralText(select)}) to stdout (format csv, delimiter ${literal(delimiter)})`,
    head,
  );
}

/** The same rows as batches of values, in the order of `outputNames`. */
export const streamRows = (
  store: Pick<Store, "withClient">,
  table: TableRef,
  query: RowQuery,
): AsyncGenerator<readonly (readonly Value[])[]> =>
  readCopyLines(copyOut(store, `copy (${toLiteralText(exportSql(table, query))}) to stdout`));

/** Names of the columns of an export: the chosen fields, then `<field>_status` of those that can have one. */
export function outputNames(table: TableRef, query: Pick<RowQuery, "fields" | "status">): readonly string[] {
  const columns = chosenColumns(table, query.fields);
  const statuses = query.status ? statusColumns(table, columns) : [];
  return [...columns.map(({ field }) => field.name), ...statuses.map(({ field }) => `${field.name}_status`)];
}

const statusColumns = ({ key }: TableRef, columns: readonly Column[]): readonly Column[] =>
  columns.filter(({ field }) => !key.includes(field.name));

function exportSql(table: TableRef, query: RowQuery): Sql {
  const columns = chosenColumns(table, query.fields);
  const statuses = query.status
    ? statusColumns(table, columns).map(({ name }) => sql`status ->> ${bind(name, "text")}`)
    : [];
  const conditions = conditionsOf(table, query);
  const order = orderBy(differing(table, orderSteps(table, query.order), query.filters));
  // Without a key, file order is what rows are sorted by.
  const valuesOnly = table.key.length > 0 && !query.status;
  const rows = versionRows(table, { conditions, order, limit: reachOf(query), valuesOnly });
  return sql`select ${joinSql([...columns.map(asText), ...statuses], ", ")} from ${rows} r order by ${order} ${limitOf(query)}`;
}

/** Runs a `COPY … TO STDOUT` for as long as somebody reads. */
export function copyOut(store: Pick<Store, "withClient">, statement: string, head = ""): Readable {
  const out = new PassThrough({ highWaterMark: HIGH_WATER });
  if (head !== "") out.write(head);
  store
    .withClient((client) => pipeline(client.query(copyTo(statement, { highWaterMark: HIGH_WATER })), out))
    // The work throws when the reader has gone away too; then there is nobody left to tell.
    .catch((error: unknown) => out.destroy(error instanceof Error ? error : new Error(String(error))));
  return out;
}
