/**
 * `/openapi.json`, the interface as OpenAPI 3.1, and `/dataset/{slug}/openapi.json`, that of one dataset with its own fields and a row of
 * its own for an example.
 */
import { type Request, type Response, Router } from "express";
import { type Dataset, getDataset } from "../catalogue/datasets.ts";
import { demandData, tableOfVersion, type Version } from "../catalogue/versions.ts";
import { valueToJson } from "../formats/row-json.ts";
import { pathPart } from "../http/body.ts";
import { etagOf, isFresh } from "../http/conditional.ts";
import { contextOf } from "../http/context.ts";
import { RawJson, writeJson } from "../http/raw-json.ts";
import { Fault } from "../kernel/fault.ts";
import { isDatasetSlug } from "../kernel/ids.ts";
import { type ExampleRow, writeDatasetDocument } from "../openapi/dataset-document.ts";
import { writeDocument } from "../openapi/document.ts";
import type { Store } from "../store/data-source.ts";
import { selectRows } from "../store/rows.ts";
import type { ReadTx } from "../store/transaction.ts";

interface OpenapiDeps {
  readonly store: Store;
  readonly baseUrl: string;
}

export function openapiRoutes({ store, baseUrl }: OpenapiDeps): Router {
  const router = Router();
  router.get("/openapi.json", (request, response) => {
    sendDocument(request, response, JSON.stringify(writeDocument(baseUrl, contextOf(request).lang)));
  });

  router.get("/dataset/:slug/openapi.json", async (request, response) => {
    const { actor, lang } = contextOf(request);
    const slug = pathPart(request, "slug");
    if (!isDatasetSlug(slug)) throw new Fault("dataset.unknown", { slug: slug.slice(0, 100) });
    const known = await store.read(async (tx) => {
      const dataset = await getDataset(tx, actor, slug);
      const version = getCurrent(dataset);
      return { dataset, version, example: await firstRow(tx, version) };
    });
    sendDocument(request, response, writeJson(writeDatasetDocument(baseUrl, lang, known)));
  });
  return router;
}

/** Throws version.none-yet and version.withdrawn. */
function getCurrent({ current, slug }: Dataset): Version {
  if (current === undefined) throw new Fault("version.none-yet", { slug });
  demandData(current);
  return current;
}

async function firstRow(tx: ReadTx, version: Version): Promise<ExampleRow | undefined> {
  const table = tableOfVersion(version);
  const { rows } = await selectRows(tx, table, { filters: [], order: [], limit: 1 });
  const [row] = rows;
  if (row === undefined) return undefined;
  return Object.fromEntries(
    table.columns.map(({ field, kind }, index) => {
      const value = row[index] ?? null;
      return [field.name, value === null ? null : new RawJson(valueToJson(value, kind))];
    }),
  );
}

function sendDocument(request: Request, response: Response, body: string): void {
  const etag = etagOf(body);
  response.setHeader("ETag", etag);
  response.setHeader(
    "Cache-Control",
    contextOf(request).actor.role === "public" ? "public, no-cache" : "private, no-cache",
  );
  response.setHeader("Vary", "Authorization, Cookie");
  if (isFresh(request.headers, { etag })) response.status(304).end();
  else response.type("application/json").send(body);
}
