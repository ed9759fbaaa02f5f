/** Datasets over HTTP: declare one by its package, change the package for the next upload, read it back. */
import { Router } from "express";
import { createDataset, type Dataset, getDataset, subjectOf, updateDataset } from "../catalogue/datasets.ts";
import { parsePackage } from "../catalogue/package.ts";
import { loadPackageContext } from "../catalogue/package-context.ts";
import { toPackageJson } from "../catalogue/package-json.ts";
import { demand, isAllowed } from "../catalogue/rights.ts";
import { jsonBodyFor, pathPart } from "../http/body.ts";
import { contextOf } from "../http/context.ts";
import type { Effects } from "../kernel/effects.ts";
import { Fault } from "../kernel/fault.ts";
import { type DatasetSlug, isDatasetSlug } from "../kernel/ids.ts";
import type { Store } from "../store/data-source.ts";

export interface DatasetApiDeps {
  readonly store: Store;
  readonly effects: Effects;
}

export function datasetRoutes({ store, effects }: DatasetApiDeps): Router {
  const router = Router();
  router.post("/api/v1/datasets", jsonBodyFor("dataset.create"), async (request, response) => {
    const { actor } = contextOf(request);
    const dataset = await store.write(async (tx) => {
      const pkg = parsePackage(request.body, await loadPackageContext(tx, actor));
      return createDataset(tx, actor, pkg, effects);
    });
    response.status(201).location(`/api/v1/datasets/${dataset.slug}`).json(showDataset(dataset));
  });

  router.put("/api/v1/datasets/:slug", jsonBodyFor("dataset.update"), async (request, response) => {
    const { actor } = contextOf(request);
    const slug = parseSlug(pathPart(request, "slug"));
    const dataset = await store.write(async (tx) => {
      demand(actor, "dataset.update", subjectOf(await getDataset(tx, actor, slug)));
      const pkg = parsePackage(request.body, await loadPackageContext(tx, actor, slug));
      return updateDataset(tx, actor, pkg, effects);
    });
    response.json(showDataset(dataset));
  });

  router.get("/api/v1/datasets/:slug", async (request, response) => {
    const { actor } = contextOf(request);
    const dataset = await store.read((tx) => getDataset(tx, actor, parseSlug(pathPart(request, "slug"))));
    response.setHeader("Cache-Control", "no-cache");
    response.json(showDataset(isAllowed(actor, "dataset.update", subjectOf(dataset)) ? dataset : asPublished(dataset)));
  });
  return router;
}

function parseSlug(text: string): DatasetSlug {
  if (isDatasetSlug(text)) return text;
  throw new Fault("dataset.unknown", { slug: text.slice(0, 100) });
}

/** What will be in the next version, its title too, is nobody's before its release but theirs who may change it. */
const asPublished = (dataset: Dataset): Dataset =>
  dataset.current === undefined ? dataset : { ...dataset, package: dataset.current.package };

/** The package for the next upload, with what the catalogue knows beside it. */
const showDataset = (dataset: Dataset): Record<string, unknown> => ({
  ...toPackageJson(dataset.package),
  currentVersion: dataset.current?.number ?? null,
  createdAt: dataset.createdAt.toISOString(),
  updatedAt: dataset.updatedAt.toISOString(),
});
