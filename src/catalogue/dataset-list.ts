/**
 * The list of datasets: searched, filtered, ordered, by pages. Only what the actor may read, and only what has a published version
 * unless drafts are asked for. Every word of a search must occur, in any order; a word that nearly occurs counts less.
 */
import type { Actor } from "../kernel/actor.ts";
import type { ReadTx } from "../store/transaction.ts";
import { searchWords } from "./dataset-search.ts";
import { DATASET_COLUMNS, DATASET_FROM, type Dataset, type DatasetSelectRow, toDataset } from "./datasets.ts";
import { decodeCursor, encodeCursor, type Page, type PageRequest, toPage } from "./page.ts";
import { readableCondition } from "./rights.ts";

/** Several values of one are "any of"; several filters are "and". */
export interface DatasetFilter {
  readonly agency?: readonly string[] | undefined;
  readonly topic?: readonly string[] | undefined;
  readonly keyword?: readonly string[] | undefined;
  readonly frequency?: readonly string[] | undefined;
  readonly access?: readonly string[] | undefined;
  /** Published after this time. */
  readonly updatedSince?: Date | undefined;
}

export type DatasetOrderBy = "relevance" | "title" | "updated" | "created";

export interface DatasetListRequest extends PageRequest {
  readonly search?: string | undefined;
  readonly filter?: DatasetFilter | undefined;
  /** Default: relevance where there is a search, else title. */
  readonly orderBy?: { readonly by: DatasetOrderBy; readonly direction?: "asc" | "desc" | undefined } | undefined;
  /** Also those without a published version that the actor may see. */
  readonly drafts?: boolean | undefined;
}

/** Collects bound values; gives each its `$n`. */
interface Values {
  readonly list: unknown[];
  readonly add: (value: unknown) => string;
}

function collectValues(): Values {
  const list: unknown[] = [];
  return { list, add: (value) => `$${list.push(value)}` };
}

const inPackage = "coalesce(v.package, d.package)";

export async function listDatasets(tx: ReadTx, actor: Actor, request: DatasetListRequest): Promise<Page<Dataset>> {
  const { search, filter = {}, first, after, drafts = false } = request;
  const words = search === undefined ? [] : searchWords(search);
  const values = collectValues();
  const readable = readableCondition(actor, 1);
  for (const value of readable.values) values.add(value);
  const conditions = [readable.sql, ...(drafts ? [] : ["d.current_version is not null"])];
  const score = scoreOf(words, values, conditions);
  addFilters(filter, values, conditions);
  const { by, direction = by === "title" ? "asc" : "desc" } = request.orderBy ?? {
    by: words.length > 0 ? "relevance" : "title",
  };
  const key = sortKey(by, score);
  const list = `datasets:${by}:${direction}`;
  const where = conditions.join(" and ");
  const [total] = await tx.query<{ count: string }>(
    `select count(*) as count ${DATASET_FROM} where ${where}`,
    values.list,
  );
  const beyond = after === undefined ? "" : `and ${afterCursor(decodeCursor(after, list, 2), key, direction, values)}`;
  const limit = values.add(first + 1);
  const rows = await tx.query<DatasetSelectRow & { sort_key: string }>(
    `select ${DATASET_COLUMNS}, (${key.sql})::text as sort_key ${DATASET_FROM} where ${where} ${beyond}
     order by ${key.sql} ${direction}, d.slug limit ${limit}`,
    values.list,
  );
  const keys = new Map(rows.map((row) => [row.own_slug, row.sort_key]));
  return toPage(rows.map(toDataset), first, Number(total?.count ?? 0), ({ slug }) =>
    encodeCursor(list, keys.get(slug) ?? "", slug),
  );
}

/** Adds one condition a word; returns what a match is worth: three for a word in the title, two in the rest, one for a near miss. */
function scoreOf(words: readonly string[], values: Values, conditions: string[]): string {
  const parts = words.map((word) => {
    const within = values.add(`%${word.replace(/[\\%_]/g, "\\$&")}%`);
    const near = values.add(word);
    conditions.push(`(d.search like ${within}::text or ${near}::text <% d.search)`);
    return `case when d.title_key like ${within} then 3 when d.search like ${within} then 2 else 1 end`;
  });
  return parts.length === 0 ? "0" : parts.join(" + ");
}

function addFilters(filter: DatasetFilter, values: Values, conditions: string[]): void {
  const { agency, topic, keyword, frequency, access, updatedSince } = filter;
  if (agency !== undefined) conditions.push(`d.agency = any(${values.add(agency)}::text[])`);
  if (topic !== undefined) conditions.push(`(${inPackage}->'topics') ?| ${values.add(topic)}::text[]`);
  if (keyword !== undefined) conditions.push(`(${inPackage}->'keywords') ?| ${values.add(keyword)}::text[]`);
  if (frequency !== undefined) conditions.push(`${inPackage}->>'frequency' = any(${values.add(frequency)}::text[])`);
  if (access !== undefined) conditions.push(`d.access = any(${values.add(access)}::text[])`);
  if (updatedSince !== undefined) conditions.push(`v.published_at > ${values.add(updatedSince)}`);
}

interface SortKey {
  readonly sql: string;
  readonly type: "bigint" | "text";
}

/** Times in microseconds, so that a cursor says exactly which. */
const microseconds = (time: string): string => `(extract(epoch from ${time}) * 1000000)::bigint`;

function sortKey(by: DatasetOrderBy, score: string): SortKey {
  switch (by) {
    case "relevance":
      return { sql: `(${score})::bigint`, type: "bigint" };
    case "title":
      return { sql: "d.title_key", type: "text" };
    case "updated":
      return { sql: microseconds("coalesce(v.published_at, d.updated_at)"), type: "bigint" };
    case "created":
      return { sql: microseconds("d.created_at"), type: "bigint" };
  }
}

function afterCursor(cursor: readonly string[], key: SortKey, direction: "asc" | "desc", values: Values): string {
  const [last = "", slug = ""] = cursor;
  const value = `${values.add(key.type === "bigint" ? wholeOrZero(last) : last)}::${key.type}`;
  const after = values.add(slug);
  const beyond = direction === "asc" ? ">" : "<";
  return `(${key.sql} ${beyond} ${value} or (${key.sql} = ${value} and d.slug > ${after}))`;
}

const wholeOrZero = (text: string): string => (/^-?\d{1,18}$/.test(text) ? text : "0");
