/**
 * OData v4, for reading: `/odata/` is the service of the catalogue, `/odata/{slug}/` that of one dataset, whose rows are its one entity
 * set. Excel, Power BI and their like connect by that address. Errors are OData's own.
 */
import { type Request, type Response, Router } from "express";
import { getDataset } from "../catalogue/datasets.ts";
import { EVERYTHING, type States } from "../catalogue/states.ts";
import { demandData, getVersion } from "../catalogue/versions.ts";
import { contextOf } from "../http/context.ts";
import { single } from "../http/row-query.ts";
import { Fault } from "../kernel/fault.ts";
import { type DatasetSlug, isDatasetSlug } from "../kernel/ids.ts";
import type { Store } from "../store/data-source.ts";
import { chooseJson, jsonContentType } from "./accept.ts";
import { answerCatalogue, answerCatalogueMetadata, answerDatasets, DATASETS, describe } from "./catalogue.ts";
import { schemaOfModel } from "./csdl.ts";
import { answerErrors } from "./error.ts";
import { modelOf } from "./model.ts";
import { demandOptions, versionIn } from "./options.ts";
import { type Asked, answerCount, answerRow, answerRows, answerValue, MAX_PAGE } from "./rows.ts";
import { type Answer, sendAnswer } from "./send.ts";

export interface OdataDeps {
  readonly store: Store;
  readonly states: States;
  /** Public address of this server, without a slash at its end. */
  readonly baseUrl: string;
}

type Work = (asked: Asked) => Promise<Answer | undefined> | Answer;

export function odataRoutes(deps: OdataDeps): Router {
  const router = Router();
  router.get("/odata", (request, response) => sendCatalogue(deps, request, response, answerCatalogue));
  router.get("/odata/:slug", async (request, response) => {
    const { slug } = request.params;
    if (slug === "$metadata") await sendCatalogue(deps, request, response, answerCatalogueMetadata);
    else if (slug === DATASETS) await sendCatalogue(deps, request, response, answerDatasets);
    else await sendOf(deps, request, response, describeService);
  });
  router.get("/odata/:slug/:resource", (request, response) => {
    const { resource } = request.params;
    if (resource === "$metadata") return sendOf(deps, request, response, (asked) => describeModel(asked, request));
    return sendOf(deps, request, response, (asked) => {
      const key = keyIn(asked, request, resource);
      return key === undefined ? answerRows(asked) : answerRow(asked, key);
    });
  });
  router.get("/odata/:slug/:resource/:part", (request, response) =>
    sendOf(deps, request, response, (asked) => {
      const { resource, part } = request.params;
      const key = keyIn(asked, request, resource);
      if (key !== undefined) return answerValue(asked, key, part, false);
      if (part !== "$count") throw notFound(request);
      return answerCount(asked);
    }),
  );
  router.get("/odata/:slug/:resource/:part/:value", (request, response) =>
    sendOf(deps, request, response, (asked) => {
      const { resource, part, value } = request.params;
      const key = keyIn(asked, request, resource);
      if (key === undefined || value !== "$value") throw notFound(request);
      return answerValue(asked, key, part, true);
    }),
  );
  router.use("/odata", (request, response) => {
    if (request.method === "GET" || request.method === "HEAD") throw notFound(request);
    response.setHeader("Allow", "GET, HEAD");
    throw new Fault("request.method-not-allowed", { allowed: "GET, HEAD" });
  });
  router.use("/odata", answerErrors);
  return router;
}

const notFound = ({ originalUrl }: Request): Fault =>
  new Fault("request.not-found", { path: originalUrl.split("?", 1)[0]?.slice(0, 200) ?? "" });

const searchOf = (request: Request): URLSearchParams => new URL(request.originalUrl, "http://localhost").searchParams;

/** What stands between the brackets behind the entity set's name; undefined without brackets. */
function keyIn({ model }: Asked, request: Request, resource: string): string | undefined {
  const [, name, key] = /^(\w+)(?:\((.*)\))?$/s.exec(resource) ?? [];
  if (name !== model.set) throw notFound(request);
  return key;
}

async function sendCatalogue(
  { store, states, baseUrl }: OdataDeps,
  request: Request,
  response: Response,
  work: (asked: Parameters<typeof answerCatalogue>[0]) => Promise<Answer> | Answer,
): Promise<void> {
  demandVersion4(request);
  const { actor, lang } = contextOf(request);
  await sendAnswer(states, request, response, EVERYTHING, async () =>
    work({ store, actor, lang, request, search: searchOf(request), root: `${baseUrl}/odata/` }),
  );
}

async function sendOf(
  { store, states, baseUrl }: OdataDeps,
  request: Request,
  response: Response,
  work: Work,
): Promise<void> {
  demandVersion4(request);
  const slug = parseSlug(String(request.params.slug));
  const search = searchOf(request);
  await sendAnswer(states, request, response, slug, async () => {
    const number = versionIn(search);
    const version = await store.read(async (tx) => {
      const dataset = await getDataset(tx, contextOf(request).actor, slug);
      const { current } = dataset;
      const isCurrent = current !== undefined && (number === undefined || number === current.number);
      return isCurrent ? current : getVersion(tx, dataset, { number });
    });
    demandData(version);
    response.setHeader("Dataset-Version", version.number);
    const root = `${baseUrl}/odata/${slug}/`;
    const named = single(search, "_version") !== undefined || !version.current;
    return work({
      store,
      request,
      search,
      model: modelOf(version),
      root,
      metadataUrl: `${root}$metadata${named ? `?_version=${version.number}` : ""}`,
      pageSize: preferredPage(request),
    });
  });
}

function parseSlug(text: string): DatasetSlug {
  if (!isDatasetSlug(text)) throw new Fault("dataset.unknown", { slug: text.slice(0, 100) });
  return text;
}

/** A client that understands nothing newer than version 3 would misread everything. */
function demandVersion4(request: Request): void {
  const most = request.get("odata-maxversion");
  if (most !== undefined && !(Number.parseFloat(most) >= 4))
    throw new Fault("request.bad-parameter", {
      parameter: "OData-MaxVersion",
      value: most.slice(0, 40),
      expected: "4.0",
    });
}

/** A preference that cannot be read is none. */
function preferredPage(request: Request): number | undefined {
  const [, digits] =
    /(?:^|[,;\s])(?:odata\.)?maxpagesize\s*=\s*"?(\d{1,9})(?!\d)/i.exec(request.get("prefer") ?? "") ?? [];
  const wanted = Number(digits ?? 0);
  return wanted === 0 ? undefined : Math.min(wanted, MAX_PAGE);
}

function describeService({ request, search, model, metadataUrl }: Asked): Answer {
  demandOptions(search, []);
  const form = chooseJson(request, single(search, "$format"));
  const context = form.metadata === "none" ? {} : { "@odata.context": metadataUrl };
  const { title } = schemaOfModel(model, contextOf(request).lang);
  const value = [{ name: model.set, title, kind: "EntitySet", url: model.set }];
  return { contentType: jsonContentType(form), body: [JSON.stringify({ ...context, value })] };
}

function describeModel({ search, model }: Asked, request: Request): Answer {
  demandOptions(search, []);
  return describe(schemaOfModel(model, contextOf(request).lang), request, search);
}
