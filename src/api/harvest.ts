/** Sources of harvesting over HTTP, for administrators: kept, looked at now, and what came of their runs. */
import { type Response, Router } from "express";
import { z } from "zod";
import {
  askForHarvest,
  getHarvestRun,
  type HarvestResult,
  type HarvestRun,
  listHarvestResults,
  listHarvestRuns,
} from "../catalogue/harvest-runs.ts";
import {
  createHarvestSource,
  deleteHarvestSource,
  getHarvestSource,
  type HarvestSource,
  harvestSourcePatch,
  listHarvestSources,
  newHarvestSource,
  updateHarvestSource,
} from "../catalogue/harvest-sources.ts";
import { parseShape } from "../catalogue/shape.ts";
import { jsonBodyFor, pathPart } from "../http/body.ts";
import { contextOf } from "../http/context.ts";
import type { Jobs } from "../jobs/queue.ts";
import type { Effects } from "../kernel/effects.ts";
import { sayTold, type Told } from "../kernel/told.ts";
import type { Store } from "../store/data-source.ts";

export interface HarvestApiDeps {
  readonly store: Store;
  readonly effects: Effects;
  readonly send: Jobs["send"];
}

const runBody = z.strictObject({ confirms: z.uuid().optional() });

const SOURCES = "/api/v1/harvest-sources";

export function harvestRoutes(deps: HarvestApiDeps): Router {
  const { store, effects } = deps;
  const router = Router();
  router.get("/api/v1/harvest-sources", async (request, response) => {
    const sources = await store.read((tx) => listHarvestSources(tx, contextOf(request).actor));
    noStore(response).json({ sources: sources.map(showSource) });
  });

  router.post("/api/v1/harvest-sources", jsonBodyFor("harvest.manage"), async (request, response) => {
    const { actor } = contextOf(request);
    const wanted = parseShape(newHarvestSource, request.body);
    const source = await store.write((tx) => createHarvestSource(tx, actor, wanted, effects));
    noStore(response).status(201).location(`${SOURCES}/${source.id}`).json(showSource(source));
  });

  router.get("/api/v1/harvest-sources/:id", async (request, response) => {
    const source = await store.read((tx) => getHarvestSource(tx, contextOf(request).actor, pathPart(request, "id")));
    noStore(response).json(showSource(source));
  });

  router.patch("/api/v1/harvest-sources/:id", jsonBodyFor("harvest.manage"), async (request, response) => {
    const { actor } = contextOf(request);
    const patch = parseShape(harvestSourcePatch, request.body);
    const source = await store.write((tx) => updateHarvestSource(tx, actor, pathPart(request, "id"), patch, effects));
    noStore(response).json(showSource(source));
  });

  router.delete("/api/v1/harvest-sources/:id", async (request, response) => {
    await store.write((tx) => deleteHarvestSource(tx, contextOf(request).actor, pathPart(request, "id"), effects));
    response.status(204).end();
  });
  addRunRoutes(router, deps);
  return router;
}

function addRunRoutes(router: Router, { store, effects, send }: HarvestApiDeps): void {
  router.post("/api/v1/harvest-sources/:id/run", jsonBodyFor("harvest.manage"), async (request, response) => {
    const { actor } = contextOf(request);
    const { confirms } = parseShape(runBody, request.body ?? {});
    const id = pathPart(request, "id");
    const run = await store.write((tx) => askForHarvest(tx, actor, id, effects, confirms));
    await send("run-harvest", { run: run.id });
    noStore(response).status(202).location(`${SOURCES}/${run.source}/runs/${run.id}`).json(showRun(run));
  });

  router.get("/api/v1/harvest-sources/:id/runs", async (request, response) => {
    const { actor } = contextOf(request);
    const runs = await store.read(async (tx) =>
      listHarvestRuns(tx, await getHarvestSource(tx, actor, pathPart(request, "id"))),
    );
    noStore(response).json({ runs: runs.map(showRun) });
  });

  router.get("/api/v1/harvest-sources/:id/runs/:run", async (request, response) => {
    const { actor } = contextOf(request);
    const { run, results } = await store.read(async (tx) => {
      const source = await getHarvestSource(tx, actor, pathPart(request, "id"));
      const found = await getHarvestRun(tx, source, pathPart(request, "run"));
      return { run: found, results: await listHarvestResults(tx, found.id) };
    });
    noStore(response).json({ ...showRun(run), results: results.map(showResult) });
  });
}

const noStore = (response: Response): Response => {
  response.setHeader("Cache-Control", "no-store");
  return response;
};

export const showSource = (source: HarvestSource): Record<string, unknown> => ({
  id: source.id,
  name: source.name,
  kind: source.kind,
  address: source.address,
  agency: source.agency,
  topics: source.topics,
  license: source.license ?? null,
  everyHours: source.everyHours ?? null,
  publishes: source.publishes,
  nextAt: source.nextAt ?? null,
  disabledAt: source.disabledAt ?? null,
  createdAt: source.createdAt,
});

export const showRun = (run: HarvestRun): Record<string, unknown> => ({
  id: run.id,
  source: run.source,
  state: run.state,
  confirms: run.confirms ?? null,
  askedAt: run.askedAt,
  beganAt: run.beganAt ?? null,
  endedAt: run.endedAt ?? null,
  counts: run.counts,
  problem: showTold(run.fault),
});

const showTold = (told: Told | undefined) => (told === undefined ? null : { code: told.code, message: sayTold(told) });

const showResult = ({ remote, part, title, dataset, outcome, upload, detail }: HarvestResult) => ({
  remote,
  part,
  title,
  dataset: dataset ?? null,
  outcome,
  upload: upload ?? null,
  problem: showTold(detail),
});
