/**
 * datastore_search: rows of a version, chosen, in order, by pages, as objects, lists or text. An offset is remembered as the place where
 * the page before ended, so that a walk to the end of a million rows costs as much as reading them once.
 */
import { tableOfVersion } from "../catalogue/versions.ts";
import { type JsonColumn, rowToJson, valueToJson } from "../formats/row-json.ts";
import { CANONICAL, writeCsv } from "../formats/text.ts";
import { RawJson } from "../http/raw-json.ts";
import type { FieldName } from "../kernel/ids.ts";
import { type TableRef, withRowIds } from "../store/dataset-table.ts";
import { countDistinctRows, selectDistinctRows } from "../store/distinct.ts";
import { chosenColumns, countRows, type RowCondition, type RowOrder, selectRows, type Value } from "../store/rows.ts";
import type { ReadTx } from "../store/transaction.ts";
import { type Asked, openDatasets, type Places } from "./asked.ts";
import { readFields, readFilters, readSort, readWords } from "./datastore-filter.ts";
import { fieldDict, openTable } from "./datastore-info.ts";
import { ActionError } from "./error.ts";
import { resourceId } from "./ids.ts";
import { demandText, readFlag, readText, readWhole } from "./values.ts";

/** CKAN's own bounds. */
const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 32_000;
/** Beyond this nothing is: so many rows no dataset has. */
const MAX_OFFSET = 2_000_000_000;

/** What one question asks of a table. */
export interface TableQuery {
  readonly table: TableRef;
  readonly filters: readonly RowCondition[];
  readonly order: readonly RowOrder[];
  readonly fields: readonly FieldName[];
  readonly distinct: boolean;
}

export function readTableQuery({ args }: Asked, table: TableRef): TableQuery {
  const distinct = readFlag(args, "distinct", false);
  const named = readFields(args, table);
  const fields = named ?? table.columns.map(({ field }) => field.name).filter((name) => !distinct || name !== "_id");
  const order = readSort(args, table);
  const foreign = distinct ? order.find(({ field }) => !fields.includes(field)) : undefined;
  if (foreign !== undefined)
    throw ActionError.invalid("sort", `with distinct, field "${foreign.field}" must be among the fields`);
  return { table, filters: [...readFilters(args, table), ...readWords(args, table)], order, fields, distinct };
}

const FORMATS = ["objects", "lists", "csv", "tsv"] as const;

export async function datastoreSearch(asked: Asked): Promise<unknown> {
  const { args, store } = asked;
  const id = demandText(args, "resource_id", "id");
  if (id === "_table_metadata") return listTables(asked);
  const { version, resource } = await openTable(asked, id);
  const query = readTableQuery(asked, withRowIds(tableOfVersion(version)));
  const limit = Math.min(readWhole(args, "limit") ?? DEFAULT_LIMIT, MAX_LIMIT);
  const offset = Math.min(readWhole(args, "offset") ?? 0, MAX_OFFSET);
  const format = readFormat(asked);
  const includeTotal = readFlag(args, "include_total", true);
  const answer = await store.read(async (tx) => ({
    rows: limit === 0 ? [] : await readPage(tx, asked.places, query, limit, offset),
    total: includeTotal ? await countAll(tx, query, version.rows) : undefined,
  }));
  const columns = jsonColumns(query);
  return {
    include_total: includeTotal,
    limit,
    offset,
    records_format: format,
    resource_id: resource,
    total_estimation_threshold: null,
    records: await writeRecords(format, columns, answer.rows),
    fields: chosenColumns(query.table, query.fields).map(({ field }) => fieldDict(field)),
    ...linksOf(asked, limit, offset),
    ...(answer.total === undefined ? {} : { total: answer.total, total_was_estimated: false }),
    version: String(version.number),
  };
}

function readFormat({ args }: Asked): (typeof FORMATS)[number] {
  const wanted = readText(args, "records_format", 20) ?? "objects";
  const known = FORMATS.find((format) => format === wanted);
  if (known === undefined) throw ActionError.invalid("records_format", `Value must be one of ${FORMATS.join(", ")}`);
  return known;
}

export const jsonColumns = ({ table, fields }: TableQuery): readonly JsonColumn[] =>
  chosenColumns(table, fields).map(({ field, kind }) => ({ name: field.name, kind }));

async function countAll(tx: ReadTx, { table, filters, fields, distinct }: TableQuery, rows: number): Promise<number> {
  if (distinct) return countDistinctRows(tx, table, filters, fields);
  return filters.length === 0 ? rows : countRows(tx, table, filters);
}

async function readPage(
  tx: ReadTx,
  places: Places,
  query: TableQuery,
  limit: number,
  offset: number,
): Promise<readonly (readonly Value[])[]> {
  const { table, filters, order, fields, distinct } = query;
  if (distinct) return selectDistinctRows(tx, table, { filters, order, fields, limit, offset });
  const walk = JSON.stringify([table.dataset, table.version, filters, order]);
  const after = offset === 0 ? undefined : places.get(`${offset} ${walk}`);
  const page = await selectRows(tx, table, {
    filters,
    order,
    fields,
    limit,
    ...(after === undefined ? { offset } : { after }),
  });
  const last = page.cursors.at(-1);
  if (page.rows.length === limit && last !== undefined && walk.length < 10_000)
    places.set(`${offset + limit} ${walk}`, last);
  return page.rows;
}

async function writeRecords(
  format: (typeof FORMATS)[number],
  columns: readonly JsonColumn[],
  rows: readonly (readonly Value[])[],
): Promise<unknown> {
  if (format === "objects") {
    const toJson = rowToJson(columns);
    return rows.map((row) => new RawJson(toJson(row)));
  }
  if (format === "lists")
    return rows.map(
      (row) => new RawJson(`[${columns.map(({ kind }, index) => valueToJson(row[index] ?? null, kind)).join(",")}]`),
    );
  let text = "";
  const dialect = { ...CANONICAL, delimiter: format === "csv" ? "," : "\t" };
  for await (const piece of writeCsv(columns, once(rows), dialect)) text += piece;
  // Without the line of names: those are in "fields".
  return text.slice(text.indexOf("\n") + 1);
}

async function* once<T>(value: T): AsyncGenerator<T> {
  yield value;
}

/** The addresses of the first and the next page, relative as CKAN's are; and `next_page` as its later versions say it. */
function linksOf({ args, baseUrl }: Asked, limit: number, offset: number): Record<string, unknown> {
  const path = `${new URL(baseUrl).pathname.replace(/\/$/, "")}/api/3/action/datastore_search`;
  const address = (from: number): string => {
    const query = new URLSearchParams();
    for (const [name, value] of args)
      if (name !== "offset" && name !== "callback" && value !== undefined && value !== null)
        query.append(name, typeof value === "object" ? JSON.stringify(value) : String(value));
    if (from > 0) query.append("offset", String(from));
    return `${path}?${query}`;
  };
  const next = address(offset + limit);
  return {
    _links: { start: address(0), next, ...(offset - limit > 0 ? { prev: address(offset - limit) } : {}) },
    next_page: next,
  };
}

/** `_table_metadata`: every table that may be read, as a table. */
async function listTables(asked: Asked): Promise<unknown> {
  const { args } = asked;
  const { entries } = await openDatasets(asked);
  const limit = Math.min(readWhole(args, "limit") ?? DEFAULT_LIMIT, MAX_LIMIT);
  const offset = readWhole(args, "offset") ?? 0;
  const records = entries.slice(offset, offset + limit).map(({ slug, id }, index) => ({
    _id: offset + index + 1,
    name: resourceId(slug),
    oid: id,
    alias_of: null,
  }));
  return {
    include_total: true,
    limit,
    offset,
    records_format: "objects",
    resource_id: "_table_metadata",
    total_estimation_threshold: null,
    records,
    fields: [
      { id: "_id", type: "int" },
      { id: "name", type: "text" },
      { id: "oid", type: "int" },
      { id: "alias_of", type: "text" },
    ],
    ...linksOf(asked, limit, offset),
    total: entries.length,
    total_was_estimated: false,
  };
}
