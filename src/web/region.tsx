/** `/wilayah`: the province and its 24; `/wilayah/{code}`: the profile of a region. */
import { Router } from "express";
import { listAgencies } from "../catalogue/agencies.ts";
import { briefDatasets } from "../catalogue/dataset-brief.ts";
import { listRegions, listTopics } from "../catalogue/reference.ts";
import { EVERYTHING } from "../catalogue/states.ts";
import { contextOf } from "../http/context.ts";
import type { WebDeps } from "./deps.ts";
import { readMap } from "./home-read.ts";
import { sendKeptPage } from "./kept-page.ts";
import { RegionListPage } from "./region-list-page.tsx";
import { RegionPage } from "./region-page.tsx";
import { readRegion } from "./region-read.ts";
import { queryText } from "./send-page.ts";

export function regionPageRoutes(deps: WebDeps): Router {
  const { store } = deps;
  const router = Router();

  router.get("/wilayah", (request, response) =>
    sendKeptPage(deps, request, response, async (note) => {
      note(EVERYTHING);
      const { actor, lang } = contextOf(request);
      const page = await store.read(async (tx) => {
        const map = await readMap(tx, actor, await listTopics(tx), "", undefined);
        return {
          map,
          province: await listRegions(tx, { level: "province" }),
          regencies: await listRegions(tx, { level: "regency" }),
          agencies: await listAgencies(tx),
          sources: await briefDatasets(
            tx,
            actor,
            (map?.figures ?? []).map(({ dataset }) => dataset),
          ),
        };
      });
      return RegionListPage({ lang, ...page });
    }),
  );

  router.get("/wilayah/:code", (request, response) =>
    sendKeptPage(deps, request, response, async (note) => {
      note(EVERYTHING);
      const { actor, lang } = contextOf(request);
      const compareWith = queryText(request, "banding");
      const view = await store.read((tx) => readRegion(tx, actor, request.params.code, compareWith));
      return RegionPage({ lang, ...view });
    }),
  );

  return router;
}
