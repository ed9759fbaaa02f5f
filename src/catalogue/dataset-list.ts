/**
 * The list of datasets: searched, filtered, ordered, by pages. Only what the actor may read, and only what has a published version
 * unless drafts are asked for. All of a search's terms must occur; where no dataset has them all, one is enough. A region or a period
 * lifts the datasets that have it. Found and ordered among the entries; packages are fetched of one page only.
 */
import type { Actor } from "../kernel/actor.ts";
import type { DatasetSlug } from "../kernel/ids.ts";
import type { ReadTx } from "../store/transaction.ts";
import { addFilters, type DatasetFilter } from "./dataset-filter.ts";
import { findHits } from "./dataset-hits.ts";
import { type Dataset, readDatasets } from "./datasets.ts";
import { decodeCursor, encodeCursor, type Page, type PageRequest } from "./page.ts";
import { collectValues, type PreparedSearch, type Values } from "./search-terms.ts";

export type DatasetOrderBy = "relevance" | "title" | "updated" | "created";

export interface DatasetListRequest extends PageRequest {
  /** Of `prepareSearch`. */
  readonly search?: PreparedSearch | undefined;
  readonly filter?: DatasetFilter | undefined;
  /** Default: relevance where there is a search, else title. */
  readonly orderBy?: { readonly by: DatasetOrderBy; readonly direction?: "asc" | "desc" | undefined } | undefined;
  /** Also those without a published version that the actor may see. */
  readonly drafts?: boolean | undefined;
}

export interface DatasetPage extends Page<Dataset> {
  /** As it was used in the end. */
  readonly search: PreparedSearch | undefined;
}

/** A page of the list before anything of its datasets is read. */
export interface FoundDatasets {
  /** As it was used in the end. */
  readonly search: PreparedSearch | undefined;
  readonly totalCount: number;
  /** In their order, each with the cursor that goes on behind it; one more than the page has where there is a next one. */
  readonly hits: readonly { readonly slug: DatasetSlug; readonly cursor: string }[];
}

export async function listDatasets(tx: ReadTx, actor: Actor, request: DatasetListRequest): Promise<DatasetPage> {
  const found = await findDatasets(tx, actor, request);
  const slugs = found.hits.map(({ slug }) => slug);
  return pageOf(found, request.first, await readDatasets(tx, actor, slugs));
}

export async function findDatasets(tx: ReadTx, actor: Actor, request: DatasetListRequest): Promise<FoundDatasets> {
  const found = await findOnce(tx, actor, request);
  const { search } = request;
  if (found.totalCount > 0 || search === undefined || search.loose || search.terms.length < 2) return found;
  return findOnce(tx, actor, { ...request, search: { ...search, loose: true } });
}

/** What is gone since it was found is left out. */
export function pageOf(
  { search, totalCount, hits }: FoundDatasets,
  first: number,
  datasets: ReadonlyMap<DatasetSlug, Dataset>,
): DatasetPage {
  const edges = hits.slice(0, first).flatMap(({ slug, cursor }) => {
    const node = datasets.get(slug);
    return node === undefined ? [] : [{ cursor, node }];
  });
  return {
    search,
    totalCount,
    nodes: edges.map(({ node }) => node),
    edges,
    pageInfo: { hasNextPage: hits.length > first, endCursor: edges.at(-1)?.cursor ?? null },
  };
}

async function findOnce(tx: ReadTx, actor: Actor, request: DatasetListRequest): Promise<FoundDatasets> {
  const { search, filter = {}, first, after } = request;
  const values = collectValues();
  const { from, conditions, addScore } = findHits(actor, request, values);
  addFilters(filter, values, conditions);
  const { by, direction = by === "title" ? "asc" : "desc" } = orderOf(request);
  const where = conditions.join(" and ");
  // Counted before anything is bound that only the order needs.
  const counting = { sql: `select count(*) as count ${from} where ${where}`, values: [...values.list] };
  const key = sortKey(by, addScore);
  const list = `datasets:${by}:${direction}`;
  const beyond =
    after === undefined ? "" : `where ${afterCursor(decodeCursor(after, list, 2), key, direction, values)}`;
  const limit = values.add(first + 1);
  const hits = `select s.slug, ${key.sql} as key ${from} where ${where}`;
  const rows = await tx.query<{ slug: DatasetSlug; key: string; total: string | null }>(
    `${pageSql(hits, by === "relevance", `${beyond} order by key ${direction}, slug limit ${limit}`)}
     select p.slug, ${key.written} as key, p.total from page p order by p.key ${direction}, p.slug`,
    values.list,
  );
  const total = rows[0]?.total ?? (await tx.query<{ count: string }>(counting.sql, counting.values))[0]?.count;
  return {
    search,
    totalCount: Number(total ?? 0),
    hits: rows.map(({ slug, key }) => ({ slug, cursor: encodeCursor(list, key, slug) })),
  };
}

/** Without words every dataset is as relevant as the next. */
const orderOf = ({ search, orderBy }: DatasetListRequest): NonNullable<DatasetListRequest["orderBy"]> =>
  search === undefined && (orderBy === undefined || orderBy.by === "relevance")
    ? { by: "title" }
    : (orderBy ?? { by: "relevance" });

/** A page of the hits. Whoever ranks them has found them all, and counts them at once; in another order an index may end sooner. */
const pageSql = (hits: string, ranked: boolean, rest: string): string =>
  ranked
    ? `with hit as materialized (${hits}), page as (select *, (select count(*) from hit) as total from hit ${rest})`
    : `with page as (select *, null::bigint as total from (${hits}) hit ${rest})`;

interface SortKey {
  readonly sql: string;
  /** As a cursor has it: `p.key` as text. */
  readonly written: string;
  /** The other way: a bound text, as SQL of the key's type. */
  readonly read: (text: string, values: Values) => string;
}

const SCORE = {
  written: "p.key::text",
  read: (text: string, values: Values) => `${values.add(wholeOrZero(text))}::bigint`,
};
/** Times in microseconds, so that a cursor says exactly which. */
const TIME = {
  written: "(extract(epoch from p.key) * 1000000)::bigint::text",
  read: (text: string, values: Values) =>
    `'epoch'::timestamptz + ${values.add(wholeOrZero(text))}::float8 * interval '1 microsecond'`,
};

function sortKey(by: DatasetOrderBy, addScore: () => string): SortKey {
  switch (by) {
    case "relevance":
      return { sql: addScore(), ...SCORE };
    case "title":
      return { sql: "s.title_key", written: "p.key", read: (text, values) => `${values.add(text)}::text` };
    case "updated":
      return { sql: "coalesce(s.published_at, s.updated_at)", ...TIME };
    case "created":
      return { sql: "s.created_at", ...TIME };
  }
}

function afterCursor(cursor: readonly string[], key: SortKey, direction: "asc" | "desc", values: Values): string {
  const [last = "", slug = ""] = cursor;
  const value = key.read(last, values);
  const after = values.add(slug);
  const beyond = direction === "asc" ? ">" : "<";
  return `(key ${beyond} ${value} or (key = ${value} and slug > ${after}))`;
}

/** Of sixteen digits at most: a time that PostgreSQL has, in every case. */
const wholeOrZero = (text: string): string => (/^-?\d{1,16}$/.test(text) ? text : "0");
