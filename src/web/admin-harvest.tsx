/** `/kerja/admin/panen`: sources of harvesting, run now, with what came of their runs, and the removals that a person confirms. */
import { type Request, type Response, Router } from "express";
import { listAgencies } from "../catalogue/agencies.ts";
import { listHarvestItems } from "../catalogue/harvest-items.ts";
import { askForHarvest, listHarvestResults, listHarvestRuns } from "../catalogue/harvest-runs.ts";
import {
  createHarvestSource,
  getHarvestSource,
  listHarvestSources,
  newHarvestSource,
  updateHarvestSource,
} from "../catalogue/harvest-sources.ts";
import { parseShape } from "../catalogue/shape.ts";
import { pathPart } from "../http/body.ts";
import { contextOf } from "../http/context.ts";
import { adminProps } from "./admin-frame.tsx";
import { HARVEST, HarvestSourcePage, HarvestSourcesPage, type TypedSource } from "./admin-harvest-page.tsx";
import type { WebDeps } from "./deps.ts";
import { fieldText } from "./form-text.ts";
import { orSay } from "./or-say.ts";
import { sendPage } from "./send-page.ts";

const SHOWN_RUNS = 20;

export function adminHarvestRoutes(deps: WebDeps): Router {
  const { store, effects, send } = deps;
  const router = Router();
  const showAll = async (request: Request, response: Response, problem?: string): Promise<void> => {
    const { actor } = contextOf(request);
    const page = await store.read(async (tx) => {
      const sources = [];
      for (const source of await listHarvestSources(tx, actor))
        sources.push({ source, last: (await listHarvestRuns(tx, source, 1))[0] });
      const agencies = (await listAgencies(tx)).map(({ slug, name }) => [slug, name] as const);
      return { sources, agencies };
    });
    const admin = { ...(await adminProps(deps, request)), problem };
    sendPage(request, response, await HarvestSourcesPage({ ...admin, ...page, typed: typedSource(request) }));
  };

  router.get("/kerja/admin/panen", (request, response) => showAll(request, response));

  router.post("/kerja/admin/panen", (request, response) =>
    orSay(
      request,
      (problem) => showAll(request, response.status(400), problem),
      async () => {
        const { name, kind, address, agency, license, every, publishes } = typedSource(request);
        const wanted = parseShape(newHarvestSource, {
          name,
          kind,
          address,
          agency,
          license: license === "" ? null : license,
          everyHours: every === "" ? null : Number(every),
          publishes: publishes !== "",
        });
        const { id } = await store.write((tx) => createHarvestSource(tx, contextOf(request).actor, wanted, effects));
        response.redirect(303, `${HARVEST}/${id}?tersimpan=1`);
      },
    ),
  );

  const showOne = async (request: Request, response: Response, problem?: string): Promise<void> => {
    const page = await store.read(async (tx) => {
      const source = await getHarvestSource(tx, contextOf(request).actor, pathPart(request, "id"));
      const runs = await listHarvestRuns(tx, source, SHOWN_RUNS);
      const items = await listHarvestItems(tx, source.id);
      return { source, runs, items, results: runs[0] === undefined ? [] : await listHarvestResults(tx, runs[0].id) };
    });
    sendPage(request, response, await HarvestSourcePage({ ...(await adminProps(deps, request)), problem, ...page }));
  };

  router.get("/kerja/admin/panen/:id", (request, response) => showOne(request, response));

  router.post("/kerja/admin/panen/:id/jalankan", (request, response) =>
    orSay(
      request,
      (problem) => showOne(request, response.status(409), problem),
      async () => {
        const { actor } = contextOf(request);
        const confirms = fieldText(request, "setujui") || undefined;
        const id = pathPart(request, "id");
        const run = await store.write((tx) => askForHarvest(tx, actor, id, effects, confirms));
        await send("run-harvest", { run: run.id });
        response.redirect(303, `${HARVEST}/${run.source}?tersimpan=1`);
      },
    ),
  );

  router.post("/kerja/admin/panen/:id/keaktifan", async (request, response) => {
    const patch = { disabled: fieldText(request, "nonaktif") !== "" };
    const { actor } = contextOf(request);
    const { id } = await store.write((tx) => updateHarvestSource(tx, actor, pathPart(request, "id"), patch, effects));
    response.redirect(303, `${HARVEST}/${id}?tersimpan=1`);
  });
  return router;
}

const typedSource = (request: Request): TypedSource => ({
  name: fieldText(request, "nama"),
  kind: fieldText(request, "jenis"),
  address: fieldText(request, "alamat"),
  agency: fieldText(request, "instansi"),
  license: fieldText(request, "lisensi"),
  every: fieldText(request, "jam"),
  publishes: fieldText(request, "terbit"),
});
