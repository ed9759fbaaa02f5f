/** The pages: home, the list of datasets, a dataset. HTML from the server, from the same read functions as every other outlet. */
import { type Request, type Response, Router } from "express";
import { findAgency, listAgencies } from "../catalogue/agencies.ts";
import { listDatasets } from "../catalogue/dataset-list.ts";
import { getDataset } from "../catalogue/datasets.ts";
import { createFacetsMemory } from "../catalogue/facets.ts";
import { listRegions, listTopics } from "../catalogue/reference.ts";
import { createSearchKnowledge } from "../catalogue/search-knowledge.ts";
import { explainMatches } from "../catalogue/search-match.ts";
import { prepareSearch } from "../catalogue/search-terms.ts";
import type { States } from "../catalogue/states.ts";
import { listVersionFiles } from "../catalogue/version-files.ts";
import { listVersions } from "../catalogue/versions.ts";
import { contextOf } from "../http/context.ts";
import { Fault } from "../kernel/fault.ts";
import { isDatasetSlug } from "../kernel/ids.ts";
import type { Store } from "../store/data-source.ts";
import { tableRef } from "../store/dataset-table.ts";
import { selectRows } from "../store/rows.ts";
import { sendAsset } from "./assets.ts";
import { CataloguePage } from "./catalogue-page.tsx";
import { DatasetPage } from "./dataset-page.tsx";
import { HomePage } from "./home-page.tsx";
import { readListAddress } from "./list-address.ts";

export interface WebDeps {
  readonly store: Store;
  readonly states: States;
  readonly baseUrl: string;
}

const PAGE_SIZE = 20;
const PREVIEW_ROWS = 10;

export function pageRoutes({ store, states, baseUrl }: WebDeps): Router {
  const router = Router();
  const recallKnowledge = createSearchKnowledge(store, states);
  const recallFacets = createFacetsMemory(states);

  router.get("/", async (request, response) => {
    const { actor, lang } = contextOf(request);
    const page = await store.read(async (tx) => {
      const latest = await listDatasets(tx, actor, { first: 6, orderBy: { by: "updated" } });
      const regions = await listRegions(tx, { level: "regency" });
      return { latest, regions: regions.length, agencies: await listAgencies(tx) };
    });
    send(request, response, await HomePage({ lang, baseUrl, ...page }));
  });

  router.get("/dataset", async (request, response) => {
    const { actor, lang } = contextOf(request);
    const asked = readListAddress(request);
    const knowledge = await recallKnowledge();
    const page = await store.read(async (tx) => {
      const { filter, orderBy, after } = asked;
      const search = await prepareSearch(tx, knowledge, asked.search);
      const found = await listDatasets(tx, actor, { first: PAGE_SIZE, search, filter, orderBy, after });
      return {
        found,
        facets: await recallFacets(tx, actor, { search: found.search, filter }),
        matches: found.search && (await explainMatches(tx, found.search, found.nodes, lang)),
        agencies: await listAgencies(tx),
        topics: await listTopics(tx),
        regions: await listRegions(tx, { level: "regency" }),
      };
    });
    send(request, response, await CataloguePage({ lang, asked, ...page }));
  });

  router.get("/dataset/:slug", async (request, response) => {
    const { actor, lang } = contextOf(request);
    const { slug } = request.params;
    if (!isDatasetSlug(slug)) throw new Fault("dataset.unknown", { slug: slug.slice(0, 100) });
    const page = await store.read(async (tx) => {
      const dataset = await getDataset(tx, actor, slug);
      const version = dataset.current;
      if (version === undefined) throw new Fault("version.none-yet", { slug });
      const table = tableRef(dataset.id, version.number, version.package.schema, version.columns);
      const preview =
        version.withdrawn === undefined
          ? await selectRows(tx, table, { filters: [], order: [], limit: PREVIEW_ROWS, status: true })
          : undefined;
      return {
        version,
        preview,
        files: await listVersionFiles(tx, version),
        agency: await findAgency(tx, dataset.agency),
        versions: await listVersions(tx, dataset, { first: 20 }),
      };
    });
    send(request, response, await DatasetPage({ lang, ...page }));
  });

  router.get("/assets/:file", sendAsset);
  return router;
}

const YEAR_SECONDS = 365 * 24 * 3600;

/** A language that was asked for is remembered; nothing else is. */
function send(request: Request, response: Response, html: string): void {
  const { lang } = contextOf(request);
  if (textOf(request, "lang") !== "")
    response.setHeader("Set-Cookie", `lang=${lang}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax`);
  response.setHeader("Cache-Control", "no-cache");
  response.setHeader("Content-Language", lang);
  response.setHeader("Vary", "Cookie");
  response.type("html").send(html);
}

/** A text of the query; the first where it was given twice. */
function textOf(request: Request, name: string): string {
  const value: unknown = request.query[name];
  const text: unknown = Array.isArray(value) ? value[0] : value;
  return typeof text === "string" ? text.trim().slice(0, 200) : "";
}
