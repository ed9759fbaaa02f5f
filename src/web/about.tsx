/** `/tentang`, `/pengembang` and `/status`: what this is, how programs ask it, and how it stands. */
import { readFileSync } from "node:fs";
import { Router } from "express";
import { listDatasets } from "../catalogue/dataset-list.ts";
import { readStanding } from "../catalogue/standing.ts";
import { EVERYTHING, REFERENCE } from "../catalogue/states.ts";
import { contextOf } from "../http/context.ts";
import type { Actor } from "../kernel/actor.ts";
import type { ReadTx } from "../store/transaction.ts";
import { AboutPage, StatusPage } from "./about-page.tsx";
import { type ApiExample, ApiPage } from "./api-page.tsx";
import type { WebDeps } from "./deps.ts";
import { PROVINCE } from "./home-read.ts";
import { sendKeptPage } from "./kept-page.ts";
import { sendPage } from "./send-page.ts";
import { isSample } from "./show.ts";

export function aboutPageRoutes(deps: WebDeps): Router {
  const { store, baseUrl, effects } = deps;
  const router = Router();

  router.get("/tentang", (request, response) =>
    sendKeptPage(deps, request, response, async (note) => {
      note(REFERENCE);
      return AboutPage({ lang: contextOf(request).lang });
    }),
  );

  router.get("/pengembang", (request, response) =>
    sendKeptPage(deps, request, response, async (note) => {
      note(EVERYTHING);
      const { actor, lang } = contextOf(request);
      const example = await store.read((tx) => findExample(tx, actor));
      return ApiPage({ lang, baseUrl, example });
    }),
  );

  router.get("/status", async (request, response) => {
    const { lang } = contextOf(request);
    const began = performance.now();
    // That the database is away is what this page is there to say.
    const standing = await store.read(readStanding).catch(() => undefined);
    const ms = Math.round(performance.now() - began);
    if (standing === undefined) response.status(503).setHeader("Retry-After", "5");
    const software = `Jendela Sulsel ${VERSION}`;
    sendPage(request, response, await StatusPage({ lang, now: effects.now(), software, standing, ms }));
  });

  return router;
}

/** A dataset whose rows have regions, to be asked for those of one. */
async function findExample(tx: ReadTx, actor: Actor): Promise<ApiExample> {
  const { nodes } = await listDatasets(tx, actor, { first: 100 });
  const examples = nodes.flatMap(({ slug, current }) => {
    const fields = current?.package.schema.fields ?? [];
    // Districts have codes of their own; what is measured over time is measured of regencies.
    const isMeasured = fields.some(({ role }) => role === "period") && fields.some(({ role }) => role === "measure");
    const field = isMeasured ? fields.find(({ role }) => role === "region") : undefined;
    if (field === undefined || current === undefined || current.withdrawn !== undefined) return [];
    return isSample(current.package.title) ? [] : [{ slug, field: field.name }];
  });
  const { slug, field } = examples[0] ?? { slug: "penduduk-miskin", field: "kode_kabupaten_kota" };
  return { slug, field, value: `${PROVINCE}.06` };
}

/** Of this release. */
const VERSION = (
  JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { readonly version: string }
).version; // our own file
