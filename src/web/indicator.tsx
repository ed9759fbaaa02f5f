/** `/indikator`: the list of indicators; `/indikator/{slug}`: one of them, and its pictures as files. */
import { type Request, Router } from "express";
import { readProfile } from "../catalogue/indicator-figures.ts";
import { findIndicator, listIndicators, sourceDatasets } from "../catalogue/indicators.ts";
import { listTopics } from "../catalogue/reference.ts";
import { EVERYTHING, type Part, REFERENCE } from "../catalogue/states.ts";
import { etagOf, isFresh } from "../http/conditional.ts";
import { contextOf } from "../http/context.ts";
import { Fault } from "../kernel/fault.ts";
import type { ReadTx } from "../store/transaction.ts";
import type { WebDeps } from "./deps.ts";
import { PROVINCE } from "./home-read.ts";
import { drawPicture, PICTURES } from "./indicator-charts.tsx";
import { IndicatorListPage } from "./indicator-list-page.tsx";
import { IndicatorPage } from "./indicator-page.tsx";
import { readIndicator } from "./indicator-read.ts";
import { sendKeptPage } from "./kept-page.ts";
import { queryText } from "./send-page.ts";

const PAGE_SIZE = 60;
/** Wide enough for the longest names of regencies. */
const PICTURE_WIDTH = { peta: 420, peringkat: 720, tren: 960 } as const;

export function indicatorPageRoutes(deps: WebDeps): Router {
  const { store, baseUrl } = deps;
  const router = Router();

  router.get("/indikator", (request, response) =>
    sendKeptPage(deps, request, response, async (note) => {
      note(EVERYTHING);
      const { actor, lang } = contextOf(request);
      const search = queryText(request, "q");
      const after = queryText(request, "after");
      const page = await store.read(async (tx) => ({
        list: await listIndicators(tx, actor, { first: PAGE_SIZE, search, after: after === "" ? undefined : after }),
        province: new Map((await readProfile(tx, actor, PROVINCE)).map((figure) => [figure.indicator, figure])),
        topics: await listTopics(tx),
      }));
      return IndicatorListPage({ lang, search, ...page });
    }),
  );

  router.get("/indikator/:slug", async (request, response) => {
    const { actor, lang } = contextOf(request);
    const { slug } = request.params;
    // A measure that a curated indicator is made of is found there.
    const found = await store.read((tx) => findIndicator(tx, actor, slug));
    if (found !== undefined && found.slug !== slug) {
      response.redirect(301, `/indikator/${found.slug}`);
      return;
    }
    const asked = askedOf(request);
    await sendKeptPage(deps, request, response, (note) =>
      store.read(async (tx) => {
        await noteSources(tx, slug, note);
        return IndicatorPage({ lang, baseUrl, asked, ...(await readIndicator(tx, actor, slug, asked)) });
      }),
    );
  });

  router.get("/indikator/:slug/:picture", async (request, response) => {
    const { actor, lang } = contextOf(request);
    const { slug, picture } = request.params;
    const name = PICTURES.find((one) => `${one}.svg` === picture);
    if (name === undefined) throw new Fault("request.not-found", { path: request.path.slice(0, 200) });
    const view = await store.read((tx) => readIndicator(tx, actor, slug, askedOf(request)));
    const drawn = drawPicture(name, view, { lang, baseUrl, width: PICTURE_WIDTH[name] });
    if (drawn === undefined) throw new Fault("request.not-found", { path: request.path.slice(0, 200) });
    const svg = String(drawn);
    const etag = etagOf(svg);
    response.setHeader("ETag", etag);
    response.setHeader("Cache-Control", "no-cache");
    response.setHeader("Vary", "Cookie, Authorization");
    if (isFresh(request.headers, { etag })) response.status(304).end();
    else response.type("image/svg+xml").attachment(`${slug}-${name}.svg`).send(svg);
  });

  return router;
}

/** "?periode=2024&wilayah=73.06,73.71", or `wilayah` several times. */
function askedOf(request: Request): { readonly period: string; readonly regions: readonly string[] } {
  const given: unknown = request.query.wilayah;
  const regions = (Array.isArray(given) ? given : [given])
    .filter((text): text is string => typeof text === "string")
    .flatMap((text) => text.slice(0, 200).split(","))
    .filter((code) => /^[\d.]{1,13}$/.test(code))
    .slice(0, 24);
  return { period: queryText(request, "periode"), regions };
}

/** The datasets that the figures are read from and the regions; or whatever may bring an indicator that is not there. */
async function noteSources(tx: ReadTx, slug: string, note: (part: Part) => void): Promise<void> {
  note(REFERENCE);
  const datasets = await sourceDatasets(tx, slug);
  for (const dataset of datasets) note(dataset);
  if (datasets.length === 0) note(EVERYTHING);
}
