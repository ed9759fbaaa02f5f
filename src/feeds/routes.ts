/**
 * Feeds: what is new in the catalogue, and datasets, all of them or those that a search, an agency, a topic or a keyword chooses. The
 * latter stand at CKAN's addresses, and take the parameters of the list of datasets.
 */
import { type Request, type Response, Router } from "express";
import { z } from "zod";
import { getAgency, listAgencies } from "../catalogue/agencies.ts";
import type { DatasetFilter } from "../catalogue/dataset-filter.ts";
import { listDatasets } from "../catalogue/dataset-list.ts";
import { listNews } from "../catalogue/news.ts";
import { createSearchKnowledge, type RecallKnowledge } from "../catalogue/search-knowledge.ts";
import { prepareSearch } from "../catalogue/search-terms.ts";
import { parseShape } from "../catalogue/shape.ts";
import type { States } from "../catalogue/states.ts";
import { etagOf, isFresh } from "../http/conditional.ts";
import { contextOf } from "../http/context.ts";
import type { Lang } from "../kernel/locale.ts";
import type { Store } from "../store/data-source.ts";
import type { ReadTx } from "../store/transaction.ts";
import { type AtomFeed, updatedOf, writeAtom } from "./atom.ts";
import { datasetEntry, type EntryOptions, newsEntry } from "./entries.ts";
import { feedWords } from "./words.ts";

export interface FeedDeps {
  readonly store: Store;
  readonly states: States;
  readonly baseUrl: string;
}

const PAGE_SIZE = 50;

const lang = z.enum(["id", "en"]).default("id");
const after = z.string().max(500).optional();
const text = z.string().max(200);
const several = z
  .union([text, z.array(text).max(100)])
  .transform((value) => (typeof value === "string" ? [value] : value))
  .optional();

const newsQuery = z.strictObject({ lang, after });
const listQuery = z.strictObject({
  lang,
  after,
  q: text.optional(),
  agency: several,
  topic: several,
  keyword: several,
  frequency: several,
  license: several,
  region: several,
  year: several,
  format: several,
});
type ListQuery = z.output<typeof listQuery>;

export function feedRoutes({ store, states, baseUrl }: FeedDeps): Router {
  const deps: ListDeps = { store, baseUrl, recallKnowledge: createSearchKnowledge(store, states) };
  const router = Router();
  router.get("/feed.atom", async (request, response) => {
    const { actor } = contextOf(request);
    const query = parseShape(newsQuery, request.query);
    const { options, page } = await store.read(async (tx) => ({
      options: await entryOptions(tx, baseUrl, query.lang),
      page: await listNews(tx, actor, { first: PAGE_SIZE, after: query.after }),
    }));
    const address = addresses(baseUrl, "/feed.atom", langOf(query.lang), query.after, page.next);
    const entries = page.news.map((news) => newsEntry(news, options));
    const title = feedWords[query.lang].news;
    const feed = { ...address, title, lang: query.lang, page: `${baseUrl}/`, entries };
    // Whatever happens adds an entry here; of a list of datasets one may go, and its time would not tell.
    send(request, response, feed, updatedOf(feed));
  });

  router.get("/feeds/dataset.atom", (request, response) => sendDatasets(deps, request, response, request.path, {}));
  router.get("/feeds/organization/:id.atom", async (request, response) => {
    const { id } = request.params;
    await store.read((tx) => getAgency(tx, id));
    await sendDatasets(deps, request, response, request.path, { agency: [id] });
  });
  router.get("/feeds/group/:id.atom", (request, response) =>
    sendDatasets(deps, request, response, request.path, { topic: [request.params.id] }),
  );
  router.get("/feeds/tag/:id.atom", (request, response) =>
    sendDatasets(deps, request, response, request.path, { keyword: [request.params.id] }),
  );
  return router;
}

interface ListDeps {
  readonly store: Store;
  readonly baseUrl: string;
  readonly recallKnowledge: RecallKnowledge;
}

async function sendDatasets(
  { store, baseUrl, recallKnowledge }: ListDeps,
  request: Request,
  response: Response,
  path: string,
  ofPath: DatasetFilter,
): Promise<void> {
  const query = parseShape(listQuery, request.query);
  const { q, agency, topic, keyword, frequency, license, region, year, format } = query;
  const knowledge = await recallKnowledge();
  const { options, found } = await store.read(async (tx) => ({
    options: await entryOptions(tx, baseUrl, query.lang),
    found: await listDatasets(tx, contextOf(request).actor, {
      first: PAGE_SIZE,
      after: query.after,
      search: await prepareSearch(tx, knowledge, q ?? ""),
      filter: { agency, topic, keyword, frequency, license, region, year, format, ...ofPath },
      orderBy: { by: "updated" },
    }),
  }));
  const { hasNextPage, endCursor } = found.pageInfo;
  const wanted = wantedOf(query);
  const chosen = [...Object.values(ofPath).flat(), ...wanted.map(([, value]) => value)].join(", ");
  const t = feedWords[query.lang];
  const next = hasNextPage && endCursor !== null ? endCursor : undefined;
  send(request, response, {
    ...addresses(baseUrl, path, [...wanted, ...langOf(query.lang)], query.after, next),
    title: chosen === "" ? t.datasets : t.chosen(chosen),
    lang: query.lang,
    page: `${baseUrl}/dataset${q === undefined ? "" : `?${new URLSearchParams({ q })}`}`,
    entries: found.nodes.flatMap((dataset) => datasetEntry(dataset, options) ?? []),
  });
}

type Pairs = readonly (readonly [string, string])[];

/** What was asked for, in one order, so that one search has one id. */
const wantedOf = ({ q, agency, topic, keyword, frequency, license, region, year, format }: ListQuery): Pairs => [
  ...(q === undefined || q === "" ? [] : [["q", q] as const]),
  ...Object.entries({ agency, topic, keyword, frequency, license, region, year, format }).flatMap(
    ([name, values = []]) => values.map((value) => [name, value] as const),
  ),
];

const langOf = (chosen: Lang): Pairs => (chosen === "en" ? [["lang", "en"]] : []);

function addresses(
  baseUrl: string,
  path: string,
  wanted: Pairs,
  place: string | undefined,
  next: string | undefined,
): Pick<AtomFeed, "id" | "self" | "first" | "next"> {
  const address = (more: Pairs): string => {
    const query = new URLSearchParams();
    for (const [name, value] of [...wanted, ...more]) query.append(name, value);
    return `${baseUrl}${path}${query.size === 0 ? "" : `?${query}`}`;
  };
  const first = address([]);
  return {
    id: first,
    first,
    self: place === undefined ? first : address([["after", place]]),
    next: next === undefined ? undefined : address([["after", next]]),
  };
}

async function entryOptions(tx: ReadTx, baseUrl: string, chosen: Lang): Promise<EntryOptions> {
  const agencies = new Map((await listAgencies(tx)).map((agency) => [agency.slug as string, agency]));
  const agencyName = (slug: string): string => {
    const agency = agencies.get(slug);
    return (chosen === "en" ? agency?.nameEn : undefined) ?? agency?.name ?? slug;
  };
  return { baseUrl, lang: chosen, agencyName };
}

function send(request: Request, response: Response, feed: AtomFeed, lastModified?: Date): void {
  const body = writeAtom(feed);
  const validators = { etag: etagOf(body), lastModified };
  const open = contextOf(request).actor.role === "public";
  response.setHeader("ETag", validators.etag);
  if (lastModified !== undefined) response.setHeader("Last-Modified", lastModified.toUTCString());
  response.setHeader("Cache-Control", open ? "public, no-cache" : "private, no-cache");
  response.setHeader("Vary", "Authorization");
  if (isFresh(request.headers, validators)) response.status(304).end();
  else response.type("application/atom+xml; charset=utf-8").send(body);
}
