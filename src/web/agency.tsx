/** `/instansi`: who produces data; `/instansi/{slug}`: one agency's datasets and whether they come when promised; `/topik`, `/topik/{slug}`. */
import { Router } from "express";
import { getAgency, listAgencies } from "../catalogue/agencies.ts";
import { agencyDatasets, countByAgency } from "../catalogue/dataset-brief.ts";
import { listDatasets } from "../catalogue/dataset-list.ts";
import { countFacets } from "../catalogue/facets.ts";
import { readProfile } from "../catalogue/indicator-figures.ts";
import { listIndicators } from "../catalogue/indicators.ts";
import { listTopics } from "../catalogue/reference.ts";
import { EVERYTHING } from "../catalogue/states.ts";
import { contextOf } from "../http/context.ts";
import { Fault } from "../kernel/fault.ts";
import { AgencyListPage, AgencyPage } from "./agency-page.tsx";
import type { WebDeps } from "./deps.ts";
import { PROVINCE } from "./home-read.ts";
import { sendKeptPage } from "./kept-page.ts";
import { TopicListPage, TopicPage } from "./topic-page.tsx";

const MOST_DATASETS = 100;

export function agencyPageRoutes(deps: WebDeps): Router {
  const { store, effects } = deps;
  const router = Router();

  router.get("/instansi", (request, response) =>
    sendKeptPage(deps, request, response, async (note) => {
      note(EVERYTHING);
      const { actor, lang } = contextOf(request);
      const page = await store.read(async (tx) => ({
        agencies: await listAgencies(tx),
        counts: await countByAgency(tx, actor),
      }));
      return AgencyListPage({ lang, ...page });
    }),
  );

  router.get("/instansi/:slug", (request, response) =>
    sendKeptPage(deps, request, response, async (note) => {
      note(EVERYTHING);
      const { actor, lang } = contextOf(request);
      const page = await store.read(async (tx) => ({
        agency: await getAgency(tx, request.params.slug),
        datasets: await agencyDatasets(tx, actor, request.params.slug),
      }));
      return AgencyPage({ lang, now: effects.now(), ...page });
    }),
  );

  router.get("/topik", (request, response) =>
    sendKeptPage(deps, request, response, async (note) => {
      note(EVERYTHING);
      const { actor, lang } = contextOf(request);
      const page = await store.read(async (tx) => ({
        topics: await listTopics(tx),
        facets: await countFacets(tx, actor, {}),
      }));
      return TopicListPage({ lang, ...page });
    }),
  );

  router.get("/topik/:slug", (request, response) =>
    sendKeptPage(deps, request, response, async (note) => {
      note(EVERYTHING);
      const { actor, lang } = contextOf(request);
      const { slug } = request.params;
      const page = await store.read(async (tx) => {
        const topics = await listTopics(tx);
        const topic = topics.find((one) => one.slug === slug);
        if (topic === undefined) throw new Fault("request.not-found", { path: request.path.slice(0, 200) });
        return {
          topic,
          topics,
          datasets: await listDatasets(tx, actor, { first: MOST_DATASETS, filter: { topic: [slug] } }),
          indicators: (await listIndicators(tx, actor, { first: MOST_DATASETS, topic: slug })).nodes,
          province: new Map((await readProfile(tx, actor, PROVINCE)).map((figure) => [figure.indicator, figure])),
          agencies: await listAgencies(tx),
        };
      });
      return TopicPage({ lang, ...page });
    }),
  );

  return router;
}
