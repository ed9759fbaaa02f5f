/** `/dataset/{slug}` and `/dataset/{slug}/v{n}`: one dataset, its pictures, what one embeds and how it is cited. */
import { type Request, type Response, Router } from "express";
import { REFERENCE } from "../catalogue/states.ts";
import { etagOf, isFresh } from "../http/conditional.ts";
import { contextOf } from "../http/context.ts";
import { Fault } from "../kernel/fault.ts";
import { isDatasetSlug } from "../kernel/ids.ts";
import { bibtexOf } from "./citation.ts";
import { readPlace } from "./dataset-address.ts";
import { DatasetChart } from "./dataset-chart.tsx";
import { DatasetPage, type DatasetPageProps, sourceLine } from "./dataset-page.tsx";
import { createDatasetReader, openVersions } from "./dataset-read.ts";
import type { WebDeps } from "./deps.ts";
import { DiffPage } from "./diff-page.tsx";
import { readDiff } from "./diff-read.ts";
import { EmbedPage, letBeFramed } from "./embed-page.tsx";
import { sendKeptPage } from "./kept-page.ts";
import { drawPng, svgDocument } from "./picture-file.ts";
import { UsePage } from "./use-page.tsx";

export function datasetPageRoutes(deps: WebDeps): Router {
  const router = Router();
  const { store, baseUrl } = deps;
  const read = createDatasetReader(deps);

  const sendKept = (request: Request, response: Response, make: () => Promise<string>): Promise<void> => {
    const { slug } = request.params;
    return sendKeptPage(deps, request, response, async (note) => {
      if (typeof slug === "string" && isDatasetSlug(slug)) note(slug);
      note(REFERENCE);
      return make();
    });
  };
  const sendDataset = async (request: Request, response: Response): Promise<void> => {
    await sendKept(request, response, async () => DatasetPage(await read(request)));
  };
  const sendEmbed = async (request: Request, response: Response): Promise<void> => {
    letBeFramed(response);
    await sendKept(request, response, async () => EmbedPage(await read(request)));
  };
  const sendPicture = async (request: Request, response: Response): Promise<void> => {
    const { ending } = request.params;
    if (ending !== "svg" && ending !== "png")
      throw new Fault("request.not-found", { path: request.path.slice(0, 200) });
    await answerPicture(request, response, await read(request), ending);
  };

  router.get("/dataset/:slug", sendDataset);
  router.get("/dataset/:slug/pakai", async (request, response) => {
    const place = readPlace(request);
    const { actor, lang } = contextOf(request);
    await sendKept(request, response, async () => {
      const { newest } = await store.read((tx) => openVersions(tx, actor, place));
      return UsePage({ lang, version: newest, baseUrl });
    });
  });
  router.get("/dataset/:slug/sisip", sendEmbed);
  router.get("/dataset/:slug/grafik.:ending", sendPicture);
  router.get("/dataset/:slug/:version", async (request, response, next) => {
    const part = request.params.version;
    if (/^v\d+$/.test(part)) return sendDataset(request, response);
    if (/^v\d+\.bib$/.test(part)) return sendBibtex(deps, request, response);
    if (!/^v\d+\.\.v\d+$/.test(part)) return next();
    await sendKept(request, response, async () => DiffPage(await readDiff(deps, request)));
  });
  router.get("/dataset/:slug/:version/sisip", (request, response, next) =>
    isVersion(request) ? sendEmbed(request, response) : next(),
  );
  router.get("/dataset/:slug/:version/grafik.:ending", (request, response, next) =>
    isVersion(request) ? sendPicture(request, response) : next(),
  );
  return router;
}

const isVersion = ({ params }: Request): boolean => /^v\d+$/.test(String(params.version));

async function sendBibtex({ store, baseUrl, effects }: WebDeps, request: Request, response: Response): Promise<void> {
  const place = readPlace(request);
  const { actor, lang } = contextOf(request);
  const { version } = await store.read((tx) => openVersions(tx, actor, place));
  response.setHeader("Content-Disposition", `attachment; filename="${version.slug}-v${version.number}.bib"`);
  response.setHeader("Cache-Control", actor.role === "public" ? "public, no-cache" : "private, no-cache");
  response.type("application/x-bibtex; charset=utf-8").send(bibtexOf(version, baseUrl, effects.now(), lang));
}

const WIDTH = 720;
const MAP_WIDTH = 480;

/** The chosen chart as a file. Throws `version.withdrawn`, and `request.not-found` where there is nothing to draw. */
async function answerPicture(
  request: Request,
  response: Response,
  props: DatasetPageProps,
  ending: "svg" | "png",
): Promise<void> {
  const { version, plan, baseUrl } = props;
  const { slug, number, withdrawn } = version;
  if (withdrawn !== undefined)
    throw new Fault("version.withdrawn", { slug, version: number, reason: withdrawn.reason });
  const width = plan.view === "peta" ? MAP_WIDTH : WIDTH;
  const drawn = DatasetChart({ ...props, source: sourceLine(props), base: baseUrl, width });
  if (drawn === undefined) throw new Fault("request.not-found", { path: request.path.slice(0, 200) });
  const svg = svgDocument(String(await drawn));
  const etag = etagOf(`${ending} ${svg}`);
  response.setHeader("ETag", etag);
  response.setHeader(
    "Cache-Control",
    contextOf(request).actor.role === "public" ? "public, max-age=300" : "private, no-cache",
  );
  response.setHeader("Vary", "Cookie");
  response.setHeader("Content-Disposition", `inline; filename="${slug}-v${number}.${ending}"`);
  if (isFresh(request.headers, { etag })) response.status(304).end();
  else if (ending === "svg") response.type("image/svg+xml").send(svg);
  else response.type("image/png").send(await drawPng(svg));
}
