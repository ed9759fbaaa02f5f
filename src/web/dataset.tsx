/** `/dataset/{slug}` and `/dataset/{slug}/v{n}`: one dataset, and its pictures alone. */
import { type Request, type Response, Router } from "express";
import { etagOf, isFresh } from "../http/conditional.ts";
import { contextOf } from "../http/context.ts";
import { type Lang } from "../kernel/locale.ts";
import { createDatasetReader, type DatasetReader, type Viewed } from "./dataset-read.ts";
import { DatasetChart } from "./dataset-chart.tsx";
import { DatasetPage, sourceLine } from "./dataset-page.tsx";
import type { WebDeps } from "./deps.ts";
import { bibtexOf } from "./citation.ts";
import { EmbedPage } from "./embed-page.tsx";
import { drawPng, svgDocument } from "./picture-file.ts";
import { sendPage } from "./send-page.ts";

export function datasetPageRoutes(deps: WebDeps): Router {
  const router = Router();
  const read = createDatasetReader(deps);
  for (const path of ["/dataset/:slug", "/dataset/:slug/:version(v\\d+)"]) void path;
  return router;
}
