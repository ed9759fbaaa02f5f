/** Withdrawing and restoring versions from a page: the same functions and rights as through the API. */
import { type Request, type Response, Router } from "express";
import { getDataset } from "../catalogue/datasets.ts";
import { countUnread } from "../catalogue/messages.ts";
import { demand } from "../catalogue/rights.ts";
import { listVersions, withdrawVersion } from "../catalogue/versions.ts";
import { pathPart } from "../http/body.ts";
import { contextOf } from "../http/context.ts";
import { Fault, faultMessage, isFault } from "../kernel/fault.ts";
import { type DatasetSlug, findVersionNumber, isDatasetSlug, type VersionNumber } from "../kernel/ids.ts";
import { restoreVersion } from "../release/restore.ts";
import { csrfField } from "./csrf-field.tsx";
import type { WebDeps } from "./deps.ts";
import { BadForm, readReason } from "./review-forms.ts";
import { ReviewVersionsPage } from "./review-versions-page.tsx";
import { sendPage } from "./send-page.ts";
import { reviewWords } from "./words-review.ts";

/** More than anybody reads on one page; older ones are in the history that the API tells. */
const SHOWN = 200;

export function versionPageRoutes(deps: WebDeps): Router {
  const router = Router();
  const { store, effects } = deps;

  const show = async (request: Request, response: Response, problem?: string): Promise<void> => {
    const { actor, lang } = contextOf(request);
    demand(actor, "version.withdraw");
    const page = await store.read(async (tx) => {
      const dataset = await getDataset(tx, actor, slugOf(request));
      const versions = await listVersions(tx, dataset, { first: SHOWN });
      return { dataset, versions, unread: await countUnread(tx, actor) };
    });
    sendPage(request, response, await ReviewVersionsPage({ lang, actor, csrf: csrfField(request), problem, ...page }));
  };

  router.get("/kerja/tinjau/dataset/:slug", (request, response) => show(request, response));

  const act =
    (work: (request: Request, number: VersionNumber, reason: string) => Promise<unknown>) =>
    async (request: Request, response: Response): Promise<void> => {
      const { lang } = contextOf(request);
      try {
        await work(request, numberOf(request), readReason(request, reviewWords[lang]));
      } catch (error) {
        const said = error instanceof BadForm || (isFault(error) && (error.status === 409 || error.status === 403));
        if (!said) throw error;
        response.status(isFault(error) ? error.status : 400);
        await show(request, response, isFault(error) ? faultMessage(error).detail[lang] : error.message);
        return;
      }
      response.redirect(303, `/kerja/tinjau/dataset/${slugOf(request)}`);
    };

  router.post(
    "/kerja/tinjau/dataset/:slug/:version/tarik",
    act(async (request, number, reason) => {
      const { actor } = contextOf(request);
      demand(actor, "version.withdraw");
      await store.write(async (tx) => {
        const dataset = await getDataset(tx, actor, slugOf(request));
        await withdrawVersion(tx, actor, dataset, number, reason, effects);
      });
    }),
  );
  router.post(
    "/kerja/tinjau/dataset/:slug/:version/pulihkan",
    act((request, number, reason) => restoreVersion(deps, contextOf(request).actor, slugOf(request), number, reason)),
  );
  return router;
}

function slugOf(request: Request): DatasetSlug {
  const slug = pathPart(request, "slug");
  if (isDatasetSlug(slug)) return slug;
  throw new Fault("dataset.unknown", { slug: slug.slice(0, 100) });
}

/** "v3" as in every other address. */
function numberOf(request: Request): VersionNumber {
  const written = pathPart(request, "version");
  const number = written.startsWith("v") ? findVersionNumber(written.slice(1)) : undefined;
  if (number === undefined)
    throw new Fault("version.unknown", { slug: slugOf(request), version: written.slice(0, 20) });
  return number;
}
