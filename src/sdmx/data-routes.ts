/**
 * `/sdmx/data/dataflow/{agency}/{id}/{version}/{key}`: observations as SDMX-JSON 2.0 or SDMX-CSV 2.0. `asOf` is the version that was
 * current then, `updatedAfter` what came or changed since, `includeHistory=true` every version up to the one asked for.
 */
import { Readable } from "node:stream";
import type { Request, Response } from "express";
import Negotiator from "negotiator";
import { getDataset } from "../catalogue/datasets.ts";
import { findSince, tableOfSince } from "../catalogue/since.ts";
import { demandData, getVersion, listAllVersions, tableOfVersion, type Version } from "../catalogue/versions.ts";
import { type CubeFields, demandCube, findCubeFields, loadCube } from "../formats/cube.ts";
import { dimensionIds, EVERYTHING_TOLD, MEASURE_DIMENSION, TOLD, type Told } from "../formats/sdmx.ts";
import { copySdmxCsv } from "../formats/sdmx-csv.ts";
import { type Source, sourceOf } from "../formats/source.ts";
import { asBytes } from "../formats/text.ts";
import { contextOf } from "../http/context.ts";
import { sendMade } from "../http/send-made.ts";
import { parseTime } from "../http/version-choice.ts";
import type { Lang } from "../kernel/locale.ts";
import { selectRows } from "../store/rows.ts";
import { writeDataJson } from "./data-json.ts";
import { SdmxError } from "./error.ts";
import { isOurs, nothingFound, parseVersion, slugOf } from "./flow.ts";
import { componentsOf, type ObservationsAsked, parseSelection, searchOf } from "./selection.ts";
import type { SdmxDeps } from "./structure-routes.ts";

const REVISION = 1;
/** Versions in one answer. */
const MAX_HISTORY = 100;

export async function sendData(deps: SdmxDeps, request: Request, response: Response): Promise<void> {
  const { store, baseUrl } = deps;
  const { actor } = contextOf(request);
  const search = searchOf(request.originalUrl);
  const format = chooseFormat(request, search);
  const {
    context = "",
    agency = "",
    id = "",
    version = "~",
    key = "*",
  } = request.params as Readonly<Record<string, string | undefined>>;
  if (context !== "dataflow" && context !== "*") throw noContext(context);
  demandKnown(search);
  const slug = isOurs(agency) ? slugOf(id) : undefined;
  if (slug === undefined) throw nothingFound(`${agency}/${id}`);
  const asOf = timeOf(search, "asOf");
  const updatedAfter = timeOf(search, "updatedAfter");
  if (asOf !== undefined && updatedAfter !== undefined && updatedAfter > asOf) throw backwards();
  const { versions, since, open } = await store.read(async (tx) => {
    const dataset = await getDataset(tx, actor, slug);
    const asked = parseVersion(version);
    const last = await getVersion(tx, dataset, {
      number: typeof asked === "number" ? asked : undefined,
      asOf: typeof asked === "number" ? undefined : asOf,
    });
    demandData(last);
    const history = asked === "every" || search.get("includeHistory") === "true";
    const all = history
      ? (await listAllVersions(tx, dataset)).filter((one) => one.number <= last.number && one.withdrawn === undefined)
      : [last];
    const held = updatedAfter === undefined ? undefined : { held: await findSince(tx, dataset, updatedAfter, last) };
    return { versions: all, since: held, open: dataset.access === "open" };
  });
  const last = versions.at(-1);
  if (last === undefined) throw nothingFound(id);
  if (versions.length > MAX_HISTORY) throw tooLong();
  const lang: Lang = contextOf(request).lang;
  const told = toldOf(search);
  const sources = versions.map((one) => selectOf(deps, one, key, search, lang, since));
  const fields = await demandCube(sources.at(-1)?.source ?? sourceOf(store, last), format.ending);
  await demandAny(sources.map(({ source }) => source));
  response.setHeader("Content-Type", format.contentType);
  response.setHeader("Vary", "Accept, Accept-Encoding, Accept-Language, Authorization");
  response.setHeader("Cache-Control", open ? "public, no-cache" : "private, no-cache");
  response.setHeader("Last-Modified", last.publishedAt.toUTCString());
  response.setHeader("Dataset-Version", last.number);
  await sendMade(request, response, {
    identity: [
      REVISION,
      last.dataset,
      versions.map(({ number }) => number),
      since?.held?.number,
      format.ending,
      lang,
      key,
      [...search],
    ],
    format: { compressible: true },
    lastModified: last.publishedAt,
    create: async () => {
      if (format.ending === "sdmx.csv") demandSameColumns(sources);
      if (format.ending === "sdmx.csv") return Readable.from(joinCsv(sources, told), { objectMode: false });
      const innermost = innermostOf(search, fields);
      const parts = [];
      for (const { source } of sources) parts.push({ source, cube: await loadCube(source, "sdmx.json") });
      return asBytes(writeDataJson(parts, { innermost, told, baseUrl }));
    },
  });
}

interface Selected {
  readonly source: Source;
  readonly fields: CubeFields;
}

/** The rows of one version that are asked for. */
function selectOf(
  { store }: SdmxDeps,
  version: Version,
  key: string,
  search: URLSearchParams,
  lang: Lang,
  since: { readonly held: Version | undefined } | undefined,
): Selected {
  const fields = findCubeFields(version);
  if (fields === undefined) throw nothingFound(version.slug);
  const asked: ObservationsAsked = parseSelection(fields, key, componentsOf(search));
  if (asked.measures.length === 0) throw nothingFound(MEASURE_DIMENSION);
  const chosen = { dimensions: fields.dimensions, measures: asked.measures };
  const query = {
    filters: asked.conditions,
    order: [],
    fields: [...chosen.dimensions, ...chosen.measures].map(({ name }) => name),
    updatedAfter: since && tableOfSince(since.held, tableOfVersion(version)),
  };
  return { source: sourceOf(store, version, query, undefined, lang), fields: chosen };
}

/** SDMX answers nothing with 404, not with an empty message. */
async function demandAny(sources: readonly Source[]): Promise<void> {
  for (const { store, table, query } of sources)
    if ((await store.read((tx) => selectRows(tx, table, { ...query, limit: 1 }))).rows.length > 0) return;
  throw nothingFound("key");
}

/** One CSV has one line of names. */
function demandSameColumns(selected: readonly Selected[]): void {
  const columns = new Set(selected.map(({ fields }) => [...dimensionIds(fields).values()].join()));
  if (columns.size > 1)
    throw new SdmxError("not-implemented", {
      id: "Dimensinya berubah di antara versi-versi itu. Minta sebagai SDMX-JSON, atau satu versi demi satu.",
      en: "The dimensions changed among these versions. Ask for SDMX-JSON, or for one version at a time.",
    });
}

const tooLong = (): SdmxError =>
  new SdmxError("not-implemented", {
    id: `Ada lebih dari ${MAX_HISTORY} versi. Minta satu versi demi satu.`,
    en: `There are more than ${MAX_HISTORY} versions. Ask for one version at a time.`,
  });

async function* joinCsv(selected: readonly Selected[], told: readonly Told[]): AsyncGenerator<Buffer> {
  const [first] = selected;
  for (const one of selected) {
    for await (const chunk of copySdmxCsv(one.source, one.fields, { told, head: one === first })) yield chunk as Buffer; // bytes all
  }
}

const KNOWN = [
  "asOf",
  "updatedAfter",
  "includeHistory",
  "dimensionAtObservation",
  "attributes",
  "measures",
  "format",
  "lang",
];

function demandKnown(search: URLSearchParams): void {
  for (const name of search.keys()) {
    if (KNOWN.includes(name) || name.startsWith("c[")) continue;
    const later = ["firstNObservations", "lastNObservations", "offset", "limit", "sort"].includes(name);
    throw new SdmxError(later ? "not-implemented" : "syntax", {
      id: `Parameter “${name.slice(0, 40)}” ${later ? "belum didukung" : "tidak dikenal"}. Yang dikenal: c[…], ${KNOWN.join(", ")}.`,
      en: `The parameter “${name.slice(0, 40)}” is not ${later ? "supported" : "known"}. Known are c[…], ${KNOWN.join(", ")}.`,
    });
  }
}

const timeOf = (search: URLSearchParams, name: string): Date | undefined => {
  const text = search.get(name);
  return text === null ? undefined : parseTime(text);
};

/** `attributes=none`, `measures=none` and lists of ids; the data structure's own otherwise. */
function toldOf(search: URLSearchParams): readonly Told[] {
  const attributes = search.get("attributes") ?? "dsd";
  const measures = search.get("measures") ?? "all";
  const isTold = (what: Told): boolean => {
    const text = what === "value" ? measures : attributes;
    return ["dsd", "all", "obs", "dataset,series,obs"].includes(text) || text.split(",").includes(TOLD[what]);
  };
  return EVERYTHING_TOLD.filter(isTold);
}

/** The dimension of observations in a series: time, unless another one or `AllDimensions` is asked for. */
function innermostOf(search: URLSearchParams, fields: CubeFields): string | undefined {
  const ids = [...dimensionIds(fields).values(), MEASURE_DIMENSION];
  const asked = search.get("dimensionAtObservation");
  if (asked === null) return ids.find((id) => id === "TIME_PERIOD");
  if (asked === "AllDimensions") return undefined;
  if (ids.includes(asked)) return asked;
  throw new SdmxError("syntax", {
    id: `dimensionAtObservation “${asked.slice(0, 40)}” bukan dimensi. Yang ada: AllDimensions, ${ids.join(", ")}.`,
    en: `dimensionAtObservation “${asked.slice(0, 40)}” is no dimension. There are AllDimensions, ${ids.join(", ")}.`,
  });
}

interface DataFormat {
  readonly ending: "sdmx.json" | "sdmx.csv";
  readonly contentType: string;
}

const JSON_FORMAT: DataFormat = { ending: "sdmx.json", contentType: "application/vnd.sdmx.data+json; version=2.0.0" };
const CSV_FORMAT: DataFormat = {
  ending: "sdmx.csv",
  contentType: "application/vnd.sdmx.data+csv; version=2.0.0; charset=utf-8",
};

const TYPES: ReadonlyMap<string, DataFormat> = new Map([
  ["application/vnd.sdmx.data+json;version=2.0.0", JSON_FORMAT],
  ["application/vnd.sdmx.data+csv;version=2.0.0", CSV_FORMAT],
  ["application/json", JSON_FORMAT],
  ["text/csv", CSV_FORMAT],
]);

const FORMAT_NAMES: ReadonlyMap<string, DataFormat> = new Map([
  ["json", JSON_FORMAT],
  ["jsondata", JSON_FORMAT],
  ["sdmx-json", JSON_FORMAT],
  ["csv", CSV_FORMAT],
  ["csvfile", CSV_FORMAT],
  ["sdmx-csv", CSV_FORMAT],
]);

/** By `format`, else by `Accept`; what Accept says of a CSV's labels and keys is the default here. */
function chooseFormat(request: Request, search: URLSearchParams): DataFormat {
  const name = search.get("format");
  if (name !== null) {
    const format = FORMAT_NAMES.get(name);
    if (format === undefined) throw notAcceptable(name);
    return format;
  }
  const accept = (request.get("accept") ?? "*/*").replace(
    /;\s*(?:labels=id|keys=none|timeFormat=original|charset=[\w-]+)/gi,
    "",
  );
  const [best] = new Negotiator({ headers: { accept } }).mediaTypes([...TYPES.keys()]);
  const format = TYPES.get(best ?? "");
  if (format === undefined) throw notAcceptable(accept);
  return format;
}

const notAcceptable = (asked: string): SdmxError =>
  new SdmxError("not-acceptable", {
    id: `Bentuk “${asked.slice(0, 100)}” tidak tersedia. Yang ada: ${[...TYPES.keys()].join(", ")}.`,
    en: `The format “${asked.slice(0, 100)}” is not available. There are ${[...TYPES.keys()].join(", ")}.`,
  });

export const noContext = (context: string): SdmxError =>
  new SdmxError("not-implemented", {
    id: `Data diminta menurut dataflow, bukan “${context.slice(0, 40)}”.`,
    en: `Data is asked for by dataflow, not by “${context.slice(0, 40)}”.`,
  });

const backwards = (): SdmxError =>
  new SdmxError("syntax", {
    id: "updatedAfter lebih akhir daripada asOf.",
    en: "updatedAfter is later than asOf.",
  });
