/** What search engines and other readers of whole sites look for: sitemaps, robots.txt, llms.txt, and datasets in the words of schema.org. */
import { type Request, type Response, Router } from "express";
import type { RecallDataset } from "../catalogue/dataset-memory.ts";
import { listIndicators } from "../catalogue/indicators.ts";
import { loadDetails, type RecallOpenDatasets } from "../catalogue/open-datasets.ts";
import type { RecallReference } from "../catalogue/reference-memory.ts";
import { EVERYTHING, REFERENCE } from "../catalogue/states.ts";
import { demandData } from "../catalogue/versions.ts";
import { toSchemaOrg } from "../formats/schema-org.ts";
import { answerKey, type KeptAnswers } from "../http/kept-answers.ts";
import { sendShared } from "../http/shared-answer.ts";
import { PUBLIC } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import { isDatasetSlug } from "../kernel/ids.ts";
import type { Store } from "../store/data-source.ts";
import { writeLlms, writeRobots } from "./robots.ts";
import { listAddresses, MOST_ADDRESSES, type SiteAddress, writeSitemap, writeSitemapFile } from "./sitemap.ts";

export interface DiscoveryDeps {
  readonly store: Store;
  readonly answers: KeptAnswers;
  readonly recallOpen: RecallOpenDatasets;
  readonly recallReference: RecallReference;
  readonly recallDataset: RecallDataset;
  /** Public address of this server, without a slash at its end. */
  readonly baseUrl: string;
  /** Addresses in one sitemap. */
  readonly mostAddresses?: number;
}

export function discoveryRoutes(deps: DiscoveryDeps): Router {
  const router = Router();
  const { baseUrl, recallOpen, mostAddresses = MOST_ADDRESSES } = deps;
  const send = (request: Request, response: Response, contentType: string, make: () => Promise<string>) =>
    sendShared(deps.answers, request, response, {
      key: answerKey("discovery", request.path),
      parts: [EVERYTHING],
      contentType: `${contentType}; charset=utf-8`,
      vary: "Accept-Encoding",
      make,
    });

  router.get("/robots.txt", (request, response) =>
    send(request, response, "text/plain", async () => writeRobots(baseUrl)),
  );
  router.get("/llms.txt", (request, response) =>
    send(request, response, "text/markdown", async () => writeLlms(baseUrl, (await recallOpen()).entries)),
  );
  router.get("/sitemap.xml", (request, response) =>
    send(request, response, "application/xml", async () =>
      writeSitemap(await addressesOf(deps), mostAddresses, (file) => `${baseUrl}/sitemap-${file}.xml`),
    ),
  );
  router.get("/sitemap-:file.xml", async (request, response, next) => {
    const { file } = request.params;
    if (!/^[1-9]\d{0,3}$/.test(file)) return next();
    await send(request, response, "application/xml", async () => {
      const text = writeSitemapFile(await addressesOf(deps), mostAddresses, Number(file));
      if (text === undefined) throw new Fault("request.not-found", { path: request.path });
      return text;
    });
  });
  router.get("/dataset/:slug/schema-org.jsonld", (request, response) =>
    sendSchemaOrg(deps, request, response, request.params.slug),
  );
  return router;
}

/** The indicators that somebody has described; those come first. */
const INDICATORS = 1000;

async function addressesOf({
  store,
  recallOpen,
  recallReference,
  baseUrl,
}: DiscoveryDeps): Promise<readonly SiteAddress[]> {
  const { entries } = await recallOpen();
  const { nodes } = await store.read((tx) => listIndicators(tx, PUBLIC, { first: INDICATORS }));
  const curated = nodes.filter((indicator) => indicator.curated).map(({ slug }) => slug);
  return listAddresses(entries, await recallReference(), curated, baseUrl);
}

/** Of what everybody may read: whoever searches the web has no token. Throws dataset.unknown, version.withdrawn. */
async function sendSchemaOrg(deps: DiscoveryDeps, request: Request, response: Response, slug: string): Promise<void> {
  if (!isDatasetSlug(slug)) throw new Fault("dataset.unknown", { slug: slug.slice(0, 100) });
  const { store, baseUrl, recallDataset, recallReference } = deps;
  await sendShared(deps.answers, request, response, {
    key: answerKey("schema.org", slug),
    parts: [slug, REFERENCE],
    contentType: "application/ld+json; charset=utf-8",
    vary: "Accept-Encoding",
    make: async () => {
      const dataset = await recallDataset(store.read, PUBLIC, slug);
      const [details] = dataset === undefined ? [] : await store.read((tx) => loadDetails(tx, [dataset.id]));
      if (details === undefined) throw new Fault("dataset.unknown", { slug });
      demandData(details.current);
      const { agencies, regions } = await recallReference();
      return `${JSON.stringify(toSchemaOrg({ details, agencies, regions, baseUrl, lang: "id" }), null, 2)}\n`;
    },
  });
}
