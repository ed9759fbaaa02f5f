/** Versions of a dataset over HTTP: their history for everybody who may read the dataset, withdrawing and restoring for reviewers. */
import { type Request, type Response, Router } from "express";
import { z } from "zod";
import { mayReadNames } from "../catalogue/contributor.ts";
import { type Dataset, getDataset } from "../catalogue/datasets.ts";
import { loadHistory } from "../catalogue/history.ts";
import { parseShape } from "../catalogue/shape.ts";
import { takedownBody } from "../catalogue/takedown.ts";
import { getVersion, listVersions, withdrawVersion } from "../catalogue/versions.ts";
import { jsonBodyFor, pathPart } from "../http/body.ts";
import { contextOf } from "../http/context.ts";
import { Fault } from "../kernel/fault.ts";
import { type DatasetSlug, findVersionNumber, isDatasetSlug, type VersionNumber } from "../kernel/ids.ts";
import type { ReleaseDeps } from "../release/deps.ts";
import { restoreVersion } from "../release/restore.ts";
import { showTakedown, takeDownDataset } from "../release/takedown.ts";
import { showVersion, showVersionHistory } from "./version-view.ts";

export interface VersionApiDeps extends ReleaseDeps {
  /** Public address of this server, without a slash at its end. */
  readonly baseUrl: string;
  readonly forgetUnfinished: (slug: DatasetSlug) => Promise<number>;
}

const pageQuery = z.strictObject({
  first: z.coerce.number().int().min(1).max(1000).default(20),
  after: z.string().max(200).optional(),
});
const reasonBody = z.object({ reason: z.string().trim().min(1).max(2000) });

export function versionRoutes(deps: VersionApiDeps): Router {
  const router = Router();
  addReadRoutes(router, deps);

  router.post(
    "/api/v1/datasets/:slug/versions/:number/withdraw",
    jsonBodyFor("version.withdraw"),
    async (request, response) => {
      const { actor } = contextOf(request);
      const slug = slugOf(request);
      const { reason } = parseShape(reasonBody, request.body);
      const version = await deps.store.write(async (tx) => {
        const dataset = await getDataset(tx, actor, slug);
        return withdrawVersion(tx, actor, dataset, numberOf(request, slug), reason, deps.effects);
      });
      response.json(showVersion(version));
    },
  );

  router.post(
    "/api/v1/datasets/:slug/versions/:number/restore",
    jsonBodyFor("version.restore"),
    async (request, response) => {
      const { actor } = contextOf(request);
      const slug = slugOf(request);
      const { reason } = parseShape(reasonBody, request.body);
      response.json(showVersion(await restoreVersion(deps, actor, slug, numberOf(request, slug), reason)));
    },
  );

  router.post("/api/v1/datasets/:slug/takedown", jsonBodyFor("dataset.takedown"), async (request, response) => {
    const { actor } = contextOf(request);
    const asked = parseShape(takedownBody, request.body);
    response.json(showTakedown(await takeDownDataset(deps, actor, slugOf(request), asked)));
  });
  return router;
}

function addReadRoutes(router: Router, { store, baseUrl }: VersionApiDeps): void {
  router.get("/api/v1/datasets/:slug/versions", async (request, response) => {
    const { actor } = contextOf(request);
    const slug = slugOf(request);
    const { first, after } = parseShape(pageQuery, request.query);
    const { dataset, page, history } = await store.read(async (tx) => {
      const found = await getDataset(tx, actor, slug);
      const versions = await listVersions(tx, found, { first, after });
      return { dataset: found, page: versions, history: await loadHistory(tx, versions.nodes) };
    });
    asPublicAs(response, dataset).json({
      dataset: slug,
      totalCount: page.totalCount,
      pageInfo: page.pageInfo,
      versions: page.nodes.map((version) =>
        showVersionHistory(version, history.get(version.number), baseUrl, mayReadNames(actor)),
      ),
    });
  });

  router.get("/api/v1/datasets/:slug/versions/:number", async (request, response) => {
    const { actor } = contextOf(request);
    const slug = slugOf(request);
    const { dataset, version, history } = await store.read(async (tx) => {
      const found = await getDataset(tx, actor, slug);
      const one = await getVersion(tx, found, { number: numberOf(request, slug) });
      return { dataset: found, version: one, history: (await loadHistory(tx, [one])).get(one.number) };
    });
    asPublicAs(response, dataset).json(showVersionHistory(version, history, baseUrl, mayReadNames(actor)));
  });
}

/** Names are shown to some only, so what a login reads is kept by nobody else. */
function asPublicAs(response: Response, { access }: Dataset): Response {
  response.setHeader("Cache-Control", access === "open" ? "public, no-cache" : "private, no-cache");
  response.setHeader("Vary", "Authorization");
  return response;
}

function slugOf(request: Request): DatasetSlug {
  const text = pathPart(request, "slug");
  if (isDatasetSlug(text)) return text;
  throw new Fault("dataset.unknown", { slug: text.slice(0, 100) });
}

function numberOf(request: Request, slug: DatasetSlug): VersionNumber {
  const written = pathPart(request, "number");
  const number = findVersionNumber(written);
  if (number === undefined) throw new Fault("version.unknown", { slug, version: written.slice(0, 20) });
  return number;
}
