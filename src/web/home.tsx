/** `/`: the front door. */
import { Router } from "express";
import { listAgencies } from "../catalogue/agencies.ts";
import { listDatasets } from "../catalogue/dataset-list.ts";
import { listRegions } from "../catalogue/reference.ts";
import { contextOf } from "../http/context.ts";
import type { WebDeps } from "./deps.ts";
import { HomePage } from "./home-page.tsx";
import { sendPage } from "./send-page.ts";

export function homeRoutes({ store, baseUrl }: WebDeps): Router {
  const router = Router();
  router.get("/", async (request, response) => {
    const { actor, lang } = contextOf(request);
    const page = await store.read(async (tx) => {
      const latest = await listDatasets(tx, actor, { first: 6, orderBy: { by: "updated" } });
      const regions = await listRegions(tx, { level: "regency" });
      return { latest, regions: regions.length, agencies: await listAgencies(tx) };
    });
    sendPage(request, response, await HomePage({ lang, baseUrl, ...page }));
  });

  return router;
}
