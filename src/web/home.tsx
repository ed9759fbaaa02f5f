/** `/`: the front door. */
import { Router } from "express";
import { createFacetsMemory } from "../catalogue/facets.ts";
import { EVERYTHING } from "../catalogue/states.ts";
import { contextOf } from "../http/context.ts";
import type { WebDeps } from "./deps.ts";
import { HomePage } from "./home-page.tsx";
import { readHome } from "./home-read.ts";
import { sendKeptPage } from "./kept-page.ts";
import { queryText } from "./send-page.ts";

export function homeRoutes(deps: WebDeps): Router {
  const { store, states } = deps;
  const recallFacets = createFacetsMemory(states);
  const router = Router();
  router.get("/", (request, response) =>
    sendKeptPage(deps, request, response, async (note) => {
      note(EVERYTHING);
      const { actor, lang } = contextOf(request);
      const wanted = queryText(request, "indikator");
      const page = await store.read((tx) => readHome(tx, actor, recallFacets, wanted, deps.effects.now()));
      return HomePage({ lang, ...page });
    }),
  );
  return router;
}
