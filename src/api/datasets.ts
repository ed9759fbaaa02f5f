/** Datasets over HTTP: declare one by its package, change the package for the next upload, read it back, withdraw and restore versions. */
import { Router } from "express";
import { z } from "zod";
import { createDataset, type Dataset, getDataset, updateDataset } from "../catalogue/datasets.ts";
import { parsePackage } from "../catalogue/package.ts";
import { loadPackageContext } from "../catalogue/package-context.ts";
import { toPackageJson } from "../catalogue/package-json.ts";
import { demand } from "../catalogue/rights.ts";
import { parseShape } from "../catalogue/shape.ts";
import { withdrawVersion } from "../catalogue/versions.ts";
import { jsonBody, pathPart } from "../http/body.ts";
import { contextOf } from "../http/context.ts";
import type { Effects } from "../kernel/effects.ts";
import { Fault } from "../kernel/fault.ts";
import { type DatasetSlug, findVersionNumber, isDatasetSlug } from "../kernel/ids.ts";
import type { Store } from "../store/data-source.ts";
import { showVersion } from "./version-view.ts";

export interface DatasetApiDeps {
  readonly store: Store;
  readonly effects: Effects;
}

const reasonBody = z.object({ reason: z.string().trim().min(1).max(2000) });

export function datasetRoutes({ store, effects }: DatasetApiDeps): Router {
  const router = Router();
  router.post("/api/v1/datasets", jsonBody, async (request, response) => {
    const { actor } = contextOf(request);
    demand(actor, "dataset.create");
    const dataset = await store.write(async (tx) => {
      const pkg = parsePackage(request.body, await loadPackageContext(tx, actor));
      return createDataset(tx, actor, pkg, effects);
    });
    response.status(201).location(`/api/v1/datasets/${dataset.slug}`).json(showDataset(dataset));
  });

  router.put("/api/v1/datasets/:slug", jsonBody, async (request, response) => {
    const { actor } = contextOf(request);
    demand(actor, "dataset.update");
    const slug = parseSlug(pathPart(request, "slug"));
    const dataset = await store.write(async (tx) => {
      await getDataset(tx, actor, slug);
      const pkg = parsePackage(request.body, await loadPackageContext(tx, actor, slug));
      return updateDataset(tx, actor, pkg, effects);
    });
    response.json(showDataset(dataset));
  });

  router.get("/api/v1/datasets/:slug", async (request, response) => {
    const { actor } = contextOf(request);
    const dataset = await store.read((tx) => getDataset(tx, actor, parseSlug(pathPart(request, "slug"))));
    response.setHeader("Cache-Control", "no-cache");
    response.json(showDataset(dataset));
  });

  router.post("/api/v1/datasets/:slug/versions/:number/withdraw", jsonBody, async (request, response) => {
    const { actor } = contextOf(request);
    demand(actor, "version.withdraw");
    const slug = parseSlug(pathPart(request, "slug"));
    const { reason } = parseShape(reasonBody, request.body);
    const version = await store.write(async (tx) => {
      const dataset = await getDataset(tx, actor, slug);
      const written = pathPart(request, "number");
      const number = findVersionNumber(written);
      if (number === undefined) throw new Fault("version.unknown", { slug, version: written.slice(0, 20) });
      return withdrawVersion(tx, actor, dataset, number, reason, effects);
    });
    response.json(showVersion(version));
  });
  return router;
}

function parseSlug(text: string): DatasetSlug {
  if (isDatasetSlug(text)) return text;
  throw new Fault("dataset.unknown", { slug: text.slice(0, 100) });
}

/** The package for the next upload, with what the catalogue knows beside it. */
const showDataset = (dataset: Dataset): Record<string, unknown> => ({
  ...toPackageJson(dataset.package),
  currentVersion: dataset.current?.number ?? null,
  createdAt: dataset.createdAt.toISOString(),
  updatedAt: dataset.updatedAt.toISOString(),
});
