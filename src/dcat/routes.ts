/**
 * The catalogue and each dataset in RDF: by an ending, or at the address of the page where a program would rather have RDF; and `/data.json`.
 * What is said is of one moment: where a dataset is closed while a page is made, there is no page (503), since a harvester takes what is
 * missing for deleted.
 */
import { type NextFunction, type Request, type Response, Router } from "express";
import { LRUCache } from "lru-cache";
import type { RecallDataset } from "../catalogue/dataset-memory.ts";
import {
  type DatasetDetails,
  loadDetails,
  type OpenDatasets,
  type OpenEntry,
  type RecallOpenDatasets,
} from "../catalogue/open-datasets.ts";
import type { RecallReference } from "../catalogue/reference-memory.ts";
import { EVERYTHING } from "../catalogue/states.ts";
import { listOriginals } from "../catalogue/version-files.ts";
import { listVersions } from "../catalogue/versions.ts";
import { etagOf, isFresh } from "../http/conditional.ts";
import { contextOf } from "../http/context.ts";
import { answerKey, type KeptAnswers } from "../http/kept-answers.ts";
import { single, unknownParameter } from "../http/row-query.ts";
import { sendShared } from "../http/shared-answer.ts";
import { parseTime } from "../http/version-choice.ts";
import { Fault } from "../kernel/fault.ts";
import { type DatasetSlug, isDatasetSlug } from "../kernel/ids.ts";
import type { Store } from "../store/data-source.ts";
import { PAGE_SIZE, writeCatalogue } from "./catalogue.ts";
import { DATA_JSON_HEAD, toDataJson } from "./data-json.ts";
import { createShared, describeDataset, type Surroundings } from "./dataset.ts";
import { findRdfFormat, negotiateRdf, type RdfFormat } from "./formats.ts";
import { type Node, writeNodes } from "./graph.ts";
import { describeVersions } from "./versions.ts";
import { createWrittenMemory, type WrittenDataset, type WrittenMemory, writeDataset } from "./written.ts";

export interface DcatDeps {
  readonly store: Store;
  readonly answers: KeptAnswers;
  readonly recallOpen: RecallOpenDatasets;
  readonly recallReference: RecallReference;
  readonly recallDataset: RecallDataset;
  /** Public address of this server, without a slash at its end. */
  readonly baseUrl: string;
  readonly contactEmail: string | undefined;
}

export function dcatRoutes(deps: DcatDeps): Router {
  const router = Router();
  const remembered = new LRUCache<string, string>({ maxSize: MAX_TEXTS, sizeCalculation: (text) => text.length + 200 });
  const memory = createWrittenMemory();
  router.get("/data.json", (request, response) => sendDataJson(deps, remembered, request, response));
  router.get("/catalog.:ending", async (request, response, next) => {
    const format = findRdfFormat(request.params.ending);
    if (format === undefined) next();
    else await sendCatalogue(deps, memory, request, response, format, request.params.ending);
  });
  const negotiateCatalogue = async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    const format = negotiateRdf(request);
    if (format === undefined) return next();
    await sendCatalogue(deps, memory, request, response, format, format.endings[0]);
  };
  router.get("/", negotiateCatalogue);
  router.get("/catalog", negotiateCatalogue);
  // For people the catalogue is the list of datasets.
  router.get("/catalog", (_request, response) => {
    response.setHeader("Vary", "Accept");
    response.redirect(303, `${deps.baseUrl}/dataset`);
  });
  router.get("/dataset/:name", async (request, response, next) => {
    const [, slug = "", ending] = /^([a-z0-9-]+)(?:\.([a-z0-9]+))?$/.exec(request.params.name) ?? [];
    const format = ending === undefined ? negotiateRdf(request) : findRdfFormat(ending);
    if (format === undefined || !isDatasetSlug(slug)) next();
    else await sendDataset(deps, request, response, slug, format);
  });
  return router;
}

const surroundings = async ({ recallReference, baseUrl, contactEmail }: DcatDeps): Promise<Surroundings> => ({
  ...(await recallReference()),
  baseUrl,
  contactEmail,
});

const CATALOGUE_PARAMETERS = ["page", "modified_since", "profiles", "lang"] as const;

async function sendCatalogue(
  deps: DcatDeps,
  memory: WrittenMemory,
  request: Request,
  response: Response,
  format: RdfFormat,
  ending: string,
): Promise<void> {
  const search = new URL(request.originalUrl, "http://localhost").searchParams;
  for (const name of search.keys())
    if (!CATALOGUE_PARAMETERS.some((known) => known === name)) throw unknownParameter(name, CATALOGUE_PARAMETERS);
  const page = single(search, "page") ?? "1";
  const since = single(search, "modified_since");
  const sinceTime = since === undefined ? undefined : parseTime(since);
  await sendShared(deps.answers, request, response, {
    key: answerKey("dcat", format.mediaType, ending, page, since ?? null),
    parts: [EVERYTHING],
    contentType: `${format.mediaType}; charset=utf-8`,
    vary: "Accept",
    make: async () => {
      const { entries } = await deps.recallOpen();
      const wanted = sinceTime === undefined ? entries : entries.filter(({ modified }) => modified >= sinceTime);
      const last = Math.max(1, Math.ceil(wanted.length / PAGE_SIZE));
      const number = parsePage(page, last);
      const shown = wanted.slice((number - 1) * PAGE_SIZE, number * PAGE_SIZE);
      const datasets = await writeDatasets(deps, memory, shown, format);
      const address = (of: number): string =>
        `${deps.baseUrl}/catalog.${ending}?${since === undefined ? "" : `modified_since=${encodeURIComponent(since)}&`}page=${of}`;
      const ofPage = { number, last, total: wanted.length, address, modified: latest(entries) };
      return writeCatalogue(ofPage, datasets, await surroundings(deps), format.writer);
    },
  });
}

/** In the order of the entries; those that nobody has changed are taken from memory. */
async function writeDatasets(
  deps: DcatDeps,
  memory: WrittenMemory,
  entries: readonly OpenEntry[],
  { mediaType, writer }: RdfFormat,
): Promise<readonly WrittenDataset[]> {
  const { state } = await deps.recallReference();
  const around = await surroundings(deps);
  const keyOf = (entry: OpenEntry): string => `${mediaType} ${state ?? ""} ${entry.state} ${entry.slug}`;
  // Without states nobody knows whether one still holds.
  const isKept = (entry: OpenEntry): boolean => state !== undefined && entry.state !== "";
  const written = new Map(entries.map((entry) => [entry.id, isKept(entry) ? memory.find(keyOf(entry)) : undefined]));
  const missing = entries.filter(({ id }) => written.get(id) === undefined);
  const details = await demandDetails(deps, missing);
  for (const [index, entry] of missing.entries()) {
    const one = details[index];
    if (one === undefined) continue;
    const made = writeDataset(one, around, writer);
    written.set(entry.id, isKept(entry) ? memory.keep(keyOf(entry), made) : made);
  }
  return entries.flatMap(({ id }) => written.get(id) ?? []);
}

/** Throws request.over-limit for a page that there is not: an empty one would look like the end of another catalogue. */
function parsePage(text: string, last: number): number {
  const number = /^[1-9]\d{0,8}$/.test(text) ? Number(text) : Number.NaN;
  if (number <= last) return number;
  throw new Fault("request.over-limit", { name: "page", value: text.slice(0, 40), minimum: 1, maximum: last });
}

const latest = (entries: readonly OpenEntry[]): Date | undefined =>
  entries.reduce<Date | undefined>(
    (last, { modified }) => (last === undefined || modified > last ? modified : last),
    undefined,
  );

/** In the order of the entries, every one of them. Throws server.database-busy where one is gone meanwhile. */
async function demandDetails({ store }: DcatDeps, entries: readonly OpenEntry[]): Promise<readonly DatasetDetails[]> {
  if (entries.length === 0) return [];
  const found = await store.read((tx) =>
    loadDetails(
      tx,
      entries.map(({ id }) => id),
    ),
  );
  const byId = new Map(found.map((details) => [details.dataset.id, details]));
  return entries.map(({ id }) => {
    const details = byId.get(id);
    if (details === undefined || details.dataset.access !== "open")
      throw new Fault("server.database-busy", {}, { retryAfter: 5 });
    return details;
  });
}

/** How many versions of a dataset are told in its own document. */
const MAX_VERSIONS = 100;

async function sendDataset(
  deps: DcatDeps,
  request: Request,
  response: Response,
  slug: DatasetSlug,
  format: RdfFormat,
): Promise<void> {
  const { store, answers, recallDataset } = deps;
  const { actor } = contextOf(request);
  const contentType = `${format.mediaType}; charset=utf-8`;
  const make = async (): Promise<string> => {
    const dataset = await recallDataset(store.read, actor, slug);
    if (dataset?.current === undefined) throw new Fault("dataset.unknown", { slug });
    return writeNodes(format.writer, await describeOne(deps, dataset));
  };
  if (actor.role === "public")
    return sendShared(answers, request, response, {
      key: answerKey("dcat", format.mediaType, slug),
      parts: [EVERYTHING],
      contentType,
      vary: "Accept, Authorization",
      make,
    });
  const text = await make();
  const etag = etagOf(text);
  response
    .setHeader("ETag", etag)
    .setHeader("Cache-Control", "private, no-cache")
    .setHeader("Vary", "Accept, Authorization");
  if (isFresh(request.headers, { etag })) response.status(304).end();
  else response.setHeader("Content-Type", contentType).end(text);
}

async function describeOne(
  deps: DcatDeps,
  dataset: Pick<DatasetDetails["dataset"], "id" | "slug">,
): Promise<readonly Node[]> {
  const around = await surroundings(deps);
  const shared = createShared();
  const { details, versions, originals } = await deps.store.read(async (tx) => {
    const [details] = await loadDetails(tx, [dataset.id]);
    const versions = (await listVersions(tx, dataset, { first: MAX_VERSIONS })).nodes;
    const uploads = versions.flatMap(({ upload }) => upload ?? []);
    return { details, versions, originals: await listOriginals(tx, uploads) };
  });
  if (details === undefined) throw new Fault("dataset.unknown", { slug: dataset.slug });
  const own = describeDataset(details, around, shared);
  const byUpload = new Map(originals.map((original) => [original.upload as string, original]));
  const history = describeVersions(versions, byUpload, around, shared);
  return [...own, ...history, ...shared.nodes()];
}

/** Memory for datasets that are written as JSON already, in characters. */
const MAX_TEXTS = 32 * 1024 ** 2;
const AT_ONCE = 500;

async function sendDataJson(
  deps: DcatDeps,
  remembered: LRUCache<string, string>,
  request: Request,
  response: Response,
): Promise<void> {
  await sendShared(deps.answers, request, response, {
    key: answerKey("data.json"),
    parts: [EVERYTHING],
    contentType: "application/json; charset=utf-8",
    vary: "Accept",
    make: async () => {
      const texts = await dataJsonTexts(deps, remembered, await deps.recallOpen());
      return `${JSON.stringify(DATA_JSON_HEAD).slice(0, -1)},"dataset":[\n${texts.join(",\n")}\n]}\n`;
    },
  });
}

/** Of each dataset; only those that have changed are written anew. */
async function dataJsonTexts(
  deps: DcatDeps,
  remembered: LRUCache<string, string>,
  { entries }: OpenDatasets,
): Promise<readonly string[]> {
  const around = await surroundings(deps);
  const { state } = await deps.recallReference();
  const keyOf = (entry: OpenEntry): string => `${state ?? ""} ${entry.state} ${entry.slug}`;
  const texts: string[] = [];
  for (let at = 0; at < entries.length; at += AT_ONCE) {
    const part = entries.slice(at, at + AT_ONCE);
    const known = state === undefined ? [] : part.map((entry) => remembered.get(keyOf(entry)));
    const missing = part.filter((_entry, index) => known[index] === undefined);
    const made = new Map(
      (await demandDetails(deps, missing)).map((details) => [
        details.dataset.id,
        JSON.stringify(toDataJson(details, around)),
      ]),
    );
    part.forEach((entry, index) => {
      const text = known[index] ?? made.get(entry.id) ?? "";
      if (state !== undefined && entry.state !== "") remembered.set(keyOf(entry), text);
      texts.push(text);
    });
  }
  return texts;
}
