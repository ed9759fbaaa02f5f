/**
 * The service of the whole catalogue, `/odata/`: it names the service of every dataset, and lists them as an entity set of its own for
 * programs that know entity sets only.
 */
import type { IncomingMessage } from "node:http";
import { listDatasets } from "../catalogue/dataset-list.ts";
import { type Dataset, listReadableNames } from "../catalogue/datasets.ts";
import { single } from "../http/row-query.ts";
import type { Actor } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import { inLanguage, type Lang } from "../kernel/locale.ts";
import type { Store } from "../store/data-source.ts";
import { chooseJson, chooseMetadata, jsonContentType } from "./accept.ts";
import { type Schema, writeCsdlJson, writeCsdlXml } from "./csdl.ts";
import { demandOptions } from "./options.ts";
import type { Answer } from "./send.ts";

export const DATASETS = "Datasets";

export interface AskedCatalogue {
  readonly store: Store;
  readonly actor: Actor;
  readonly lang: Lang;
  readonly request: IncomingMessage;
  readonly search: URLSearchParams;
  /** Of the catalogue's service, with a slash at its end. */
  readonly root: string;
}

export async function answerCatalogue({ store, actor, lang, request, search, root }: AskedCatalogue): Promise<Answer> {
  demandOptions(search, []);
  const form = chooseJson(request, single(search, "$format"));
  const names = await store.read((tx) => listReadableNames(tx, actor));
  const value = [
    { name: DATASETS, kind: "EntitySet", url: DATASETS },
    ...names.map(({ slug, title }) => ({
      name: slug,
      title: inLanguage(title, lang),
      kind: "ServiceDocument",
      url: `${slug}/`,
    })),
  ];
  const context = form.metadata === "none" ? {} : { "@odata.context": `${root}$metadata` };
  return { contentType: jsonContentType(form), body: [JSON.stringify({ ...context, value })] };
}

const TITLES: Readonly<Record<Lang, string>> = {
  id: "Semua dataset katalog ini",
  en: "All datasets of this catalogue",
};

const schemaOf = (lang: Lang): Schema => ({
  set: DATASETS,
  title: TITLES[lang],
  key: ["slug"],
  properties: [
    { name: "slug", type: "Edm.String", required: true },
    { name: "title", type: "Edm.String", required: true },
    { name: "description", type: "Edm.String", required: false },
    { name: "agency", type: "Edm.String", required: true },
    { name: "version", type: "Edm.Int32", required: false },
    { name: "rows", type: "Edm.Int32", required: false },
    { name: "published", type: "Edm.DateTimeOffset", required: false },
    { name: "service", type: "Edm.String", required: true },
  ],
  queryable: false,
});

export function answerCatalogueMetadata({ request, search, lang }: AskedCatalogue): Answer {
  demandOptions(search, []);
  return describe(schemaOf(lang), request, search);
}

/** `$metadata` in the form that is liked better. */
export function describe(schema: Schema, request: IncomingMessage, search: URLSearchParams): Answer {
  return chooseMetadata(request, single(search, "$format")) === "json"
    ? { contentType: "application/json;charset=utf-8", body: [writeCsdlJson(schema)] }
    : { contentType: "application/xml;charset=utf-8", body: [writeCsdlXml(schema)] };
}

const PAGE = 500;

export async function answerDatasets({ store, actor, lang, request, search, root }: AskedCatalogue): Promise<Answer> {
  demandOptions(search, ["$top", "$count", "$skiptoken"]);
  const form = chooseJson(request, single(search, "$format"));
  const text = single(search, "$top");
  const top = text === undefined ? PAGE : /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(top))
    throw new Fault("request.over-limit", {
      name: "$top",
      value: String(text).slice(0, 40),
      minimum: 0,
      maximum: 999_999_999,
    });
  const first = Math.min(top, PAGE);
  const after = single(search, "$skiptoken");
  const { nodes, totalCount, pageInfo } = await store.read((tx) =>
    listDatasets(tx, actor, { first: Math.max(1, first), after }),
  );
  const { endCursor } = pageInfo;
  const more = pageInfo.hasNextPage && endCursor !== null && (text === undefined || top > PAGE);
  const query = new URLSearchParams(search);
  query.set("$skiptoken", endCursor ?? "");
  if (text !== undefined) query.set("$top", String(top - PAGE));
  const answer = {
    ...(form.metadata === "none" ? {} : { "@odata.context": `${root}$metadata#${DATASETS}` }),
    ...(single(search, "$count") === "true" ? { "@odata.count": totalCount } : {}),
    value: nodes.slice(0, first).map((dataset) => entityOf(dataset, lang, root)),
    ...(more ? { "@odata.nextLink": `${root}${DATASETS}?${query.toString().replaceAll("%24", "$")}` } : {}),
  };
  return { contentType: jsonContentType(form), body: [JSON.stringify(answer)] };
}

const entityOf = ({ slug, agency, current, package: next }: Dataset, lang: Lang, root: string) => {
  const pkg = current?.package ?? next;
  return {
    slug,
    title: inLanguage(pkg.title, lang),
    description: inLanguage(pkg.description, lang),
    agency,
    version: current?.number ?? null,
    rows: current?.rows ?? null,
    published: current?.publishedAt.toISOString() ?? null,
    service: `${root}${slug}/`,
  };
};
