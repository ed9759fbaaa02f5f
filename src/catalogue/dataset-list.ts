/**
 * The list of datasets: searched, filtered, ordered, by pages. Only what the actor may read, and only what has a published version
 * unless drafts are asked for. All of a search's terms must occur; where no dataset has them all, one is enough. A region or a period
 * lifts the datasets that have it.
 */
import type { Actor } from "../kernel/actor.ts";
import type { ReadTx } from "../store/transaction.ts";
import { addFilters, type DatasetFilter } from "./dataset-filter.ts";
import { DATASET_COLUMNS, DATASET_FROM, type Dataset, type DatasetSelectRow, toDataset } from "./datasets.ts";
import { decodeCursor, encodeCursor, type Page, type PageRequest, toPage } from "./page.ts";
import { readableCondition } from "./rights.ts";
import type { SearchQuery } from "./search-query.ts";
import { collectValues, type PreparedSearch, tsqueryOf, type Values } from "./search-terms.ts";

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

/** `catalogue.dataset d`, its current version `v` and what it is found by, `s`. */
const SEARCH_FROM = `${DATASET_FROM} left join catalogue.search_entry s on s.dataset = d.id`;

export async function listDatasets(tx: ReadTx, actor: Actor, request: DatasetListRequest): Promise<DatasetPage> {
  const page = await listOnce(tx, actor, request);
  const { search } = request;
  if (page.totalCount > 0 || search === undefined || search.loose || search.terms.length < 2) return page;
  return listOnce(tx, actor, { ...request, search: { ...search, loose: true } });
}

async function listOnce(tx: ReadTx, actor: Actor, request: DatasetListRequest): Promise<DatasetPage> {
  const { search, filter = {}, first, after } = request;
  const values = collectValues();
  const { from, conditions, addScore } = candidates(actor, request, values);
  addFilters(filter, values, conditions);
  const { by, direction = by === "title" ? "asc" : "desc" } = request.orderBy ?? {
    by: search === undefined ? "title" : "relevance",
  };
  const where = conditions.join(" and ");
  // Counted before anything is bound that only the order needs.
  const counting = { sql: `select count(*) as count ${from} where ${where}`, values: [...values.list] };
  const key = sortKey(by, addScore);
  const list = `datasets:${by}:${direction}`;
  const beyond =
    after === undefined ? "" : `where ${afterCursor(decodeCursor(after, list, 2), key, direction, values)}`;
  const limit = values.add(first + 1);
  // Chosen by what is narrow; packages are fetched of one page only.
  const hits = `select d.id, d.slug, ${key.sql} as key ${from} where ${where}`;
  const rows = await tx.query<DatasetSelectRow & { sort_key: string; total: string | null }>(
    `${pageSql(hits, by === "relevance", `${beyond} order by key ${direction}, slug limit ${limit}`)}
     select ${DATASET_COLUMNS}, p.key::text as sort_key, p.total
     from page p join catalogue.dataset d on d.id = p.id
     left join catalogue.version v on v.dataset = d.id and v.number = d.current_version order by p.key ${direction}, d.slug`,
    values.list,
  );
  const total = rows[0]?.total ?? (await tx.query<{ count: string }>(counting.sql, counting.values))[0]?.count;
  const keys = new Map(rows.map((row) => [row.own_slug, row.sort_key]));
  const page = toPage(rows.map(toDataset), first, Number(total ?? 0), ({ slug }) =>
    encodeCursor(list, keys.get(slug) ?? "", slug),
  );
  return { ...page, search };
}

/** A page of the hits. Whoever ranks them has found them all, and counts them at once; in another order an index may end sooner. */
const pageSql = (hits: string, ranked: boolean, rest: string): string =>
  ranked
    ? `with hit as materialized (${hits}), page as (select *, (select count(*) from hit) as total from hit ${rest})`
    : `with page as (select *, null::bigint as total from (${hits}) hit ${rest})`;

interface Candidates {
  readonly from: string;
  readonly conditions: string[];
  /** Binds what else it needs; returns what a match is worth, as SQL of type bigint. */
  readonly addScore: () => string;
}

/** What the actor may read and the search finds, before any filter. */
export function candidates(
  actor: Actor,
  { search, drafts = false }: Pick<DatasetListRequest, "search" | "drafts">,
  values: Values,
): Candidates {
  const readable = readableCondition(actor, values.list.length + 1);
  for (const value of readable.values) values.add(value);
  const conditions = [readable.sql, ...(drafts ? [] : ["d.current_version is not null"])];
  if (search === undefined) return { from: SEARCH_FROM, conditions, addScore: () => "0::bigint" };
  const tsquery = tsqueryOf(search, values);
  if (tsquery !== undefined) conditions.push("s.terms @@ t.query");
  else {
    const { region, period } = search.query;
    if (region !== undefined) conditions.push(regionSql(region, values).has);
    if (period !== undefined) conditions.push(yearsSql(period, values));
  }
  return {
    from: tsquery === undefined ? SEARCH_FROM : `${SEARCH_FROM} cross join (select (${tsquery}) as query) t`,
    conditions,
    addScore: () => scoreOf(search, values),
  };
}

interface Place {
  readonly has: string;
  readonly worth: string;
}

/** The region among the rows or in the texts; in the title it says what the dataset is about. */
function regionSql({ code, shortName }: NonNullable<SearchQuery["region"]>, values: Values): Place {
  const [own, name] = [`${values.add(code)}::text`, `plainto_tsquery('simple', ${values.add(shortName)}::text)`];
  return {
    has: `(s.regions @> array[${own}] or s.terms @@ ${name})`,
    worth: `case when s.title @@ ${name} then 2 when s.regions @> array[${own}] then 1 when s.terms @@ ${name} then 0.5 else 0 end`,
  };
}

/** The years of a search beside those of the rows. */
function yearsSql({ from, to }: NonNullable<SearchQuery["period"]>, values: Values): string {
  const [first, last] = [Number(from.slice(0, 4)), Number(to.slice(0, 4))];
  const years = Array.from({ length: Math.min(last - first, 200) + 1 }, (_, index) => first + index);
  return `s.years && ${values.add(years)}::integer[]`;
}

/**
 * The title is worth most, then keywords and fields, then the rest; the words as they were typed in the title more than their like; a
 * short title more than a long one; many regions more than few; and of two that are alike in all that, the newer. The same for ever, so that a cursor stays true.
 */
function scoreOf({ query: { region, period }, terms }: PreparedSearch, values: Values): string {
  const phrase = terms.flatMap(({ words }) => words).join(" ");
  const ofWords =
    terms.length === 0
      ? []
      : [
          "case when s.title @@ t.query then 3 else 0 end",
          "case when s.keys @@ t.query then 2 else 0 end",
          `case when strpos(d.title_key, ${values.add(phrase)}::text) > 0 then 1 else 0 end`,
          "8.0 / (16 + length(d.title_key))",
          // What speaks of every regency rather than of the province alone.
          "least(cardinality(s.regions), 24) * 0.02",
        ];
  const parts = [
    ...ofWords,
    ...(region === undefined ? [] : [regionSql(region, values).worth]),
    ...(period === undefined ? [] : [`case when ${yearsSql(period, values)} then 1 else 0 end`]),
    // Of two that are alike in all that, the one that changed last; the version's row need not be looked for.
    "extract(epoch from d.updated_at) / 1e12",
  ];
  return `round((${parts.join(" + ")})::numeric * 1000000)::bigint`;
}

interface SortKey {
  readonly sql: string;
  readonly type: "bigint" | "text";
}

/** Times in microseconds, so that a cursor says exactly which. */
const microseconds = (time: string): string => `(extract(epoch from ${time}) * 1000000)::bigint`;

function sortKey(by: DatasetOrderBy, addScore: () => string): SortKey {
  switch (by) {
    case "relevance":
      return { sql: addScore(), type: "bigint" };
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
  return `(key ${beyond} ${value} or (key = ${value} and slug > ${after}))`;
}

const wholeOrZero = (text: string): string => (/^-?\d{1,18}$/.test(text) ? text : "0");
