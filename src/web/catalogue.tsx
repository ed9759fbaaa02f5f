/** `/dataset`: the list of datasets, with search and facets. */
import { Router } from "express";
import { listAgencies } from "../catalogue/agencies.ts";
import { createDatasetFinder } from "../catalogue/dataset-finder.ts";
import { createFacetsMemory } from "../catalogue/facets.ts";
import { listRegions, listTopics } from "../catalogue/reference.ts";
import { createSearchKnowledge } from "../catalogue/search-knowledge.ts";
import { explainMatches } from "../catalogue/search-match.ts";
import { EVERYTHING } from "../catalogue/states.ts";
import { contextOf } from "../http/context.ts";
import { CataloguePage } from "./catalogue-page.tsx";
import type { WebDeps } from "./deps.ts";
import { sendKeptPage } from "./kept-page.ts";
import { readListAddress } from "./list-address.ts";

const PAGE_SIZE = 20;

export function catalogueRoutes(deps: WebDeps): Router {
  const { store, states, effects } = deps;
  const router = Router();
  const findDatasets = createDatasetFinder(store, states, createSearchKnowledge(store, states));
  const recallFacets = createFacetsMemory(states);

  router.get("/dataset", (request, response) =>
    sendKeptPage(deps, request, response, async (note) => {
      note(EVERYTHING);
      const { actor, lang } = contextOf(request);
      const asked = readListAddress(request);
      const { search: typed, filter, orderBy, after } = asked;
      const found = await findDatasets(actor, { typed, first: PAGE_SIZE, filter, orderBy, after });
      const page = await store.read(async (tx) => ({
        facets: await recallFacets(tx, actor, { search: found.search, filter }),
        matches: found.search && (await explainMatches(tx, found.search, found.nodes, lang)),
        agencies: await listAgencies(tx),
        topics: await listTopics(tx),
        regions: await listRegions(tx, { level: "regency" }),
      }));
      return CataloguePage({ lang, asked, now: effects.now(), found, ...page });
    }),
  );

  return router;
}
