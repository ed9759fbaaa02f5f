/** Shows the parts of a dataset's metadata form and saves each with the package of its next version. */
import { rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { type Request, type Response, Router } from "express";
import { type Dataset, getDataset, subjectOf, updateDataset } from "../catalogue/datasets.ts";
import { countUnread } from "../catalogue/messages.ts";
import { parsePackage } from "../catalogue/package.ts";
import { loadPackageContext } from "../catalogue/package-context.ts";
import { demand } from "../catalogue/rights.ts";
import { pathPart } from "../http/body.ts";
import { contextOf } from "../http/context.ts";
import { CSRF_FIELD, demandCsrf } from "../http/session.ts";
import { receiveFile } from "../intake/receive.ts";
import type { Actor } from "../kernel/actor.ts";
import { Fault, faultMessage, isFault } from "../kernel/fault.ts";
import { findingMessage } from "../kernel/finding.ts";
import { isDatasetSlug } from "../kernel/ids.ts";
import type { ReadTx } from "../store/transaction.ts";
import { isUnreadable } from "../tabular/model.ts";
import { openSource } from "../tabular/source.ts";
import { csrfField } from "./csrf-field.tsx";
import type { WebDeps } from "./deps.ts";
import { packageWith, type SentValues } from "./desk-metadata-form.ts";
import { readMetadataWorkbook } from "./desk-metadata-import.ts";
import { MetadataImportPage } from "./desk-metadata-import-page.tsx";
import { judgeAnswers, problemsOf } from "./desk-metadata-judge.ts";
import { type FormProblem, MetadataPage } from "./desk-metadata-page.tsx";
import { metadataWorkbook } from "./desk-metadata-workbook.ts";
import { givenTexts } from "./form-text.ts";
import { queryText, sendPage } from "./send-page.ts";
import { type MetadataPart, metadataWords } from "./words-desk-metadata.ts";

/** Of a workbook that comes back. */
const MAX_WORKBOOK_BYTES = 5_000_000;
const MAX_READING_MS = 10_000;

export function metadataRoutes(deps: WebDeps): Router {
  const { store, effects } = deps;
  const router = Router();

  router.get("/kerja/dataset/:slug/metadata.xlsx", async (request, response) => {
    const { actor } = contextOf(request);
    const { slug, package: pkg } = await store.read((tx) => findOwn(tx, actor, pathPart(request, "slug")));
    response.attachment(`metadata-${slug}.xlsx`);
    await pipeline(metadataWorkbook(pkg, effects.now()), response);
  });

  const show = async (
    part: MetadataPart,
    request: Request,
    response: Response,
    problems: readonly FormProblem[] = [],
  ): Promise<void> => {
    const { actor, lang } = contextOf(request);
    const page = await store.read(async (tx) => ({
      dataset: await findOwn(tx, actor, pathPart(request, "slug")),
      unread: await countUnread(tx, actor),
    }));
    const saved = queryText(request, "tersimpan") === "ya";
    const sent: SentValues = (name) => givenTexts(request, name);
    const csrf = csrfField(request);
    sendPage(request, response, await MetadataPage({ lang, actor, part, csrf, saved, problems, sent, ...page }));
  };

  const showPart = (part: MetadataPart) => (request: Request, response: Response) => show(part, request, response);

  const savePart = (part: MetadataPart) => async (request: Request, response: Response) => {
    const { actor, lang } = contextOf(request);
    try {
      await store.write(async (tx) => {
        const { slug, package: pkg } = await findOwn(tx, actor, pathPart(request, "slug"));
        const next = packageWith(pkg, (name) => givenTexts(request, name));
        await updateDataset(tx, actor, parsePackage(next, await loadPackageContext(tx, actor, slug)), effects);
      });
      response.redirect(303, `${request.path}?tersimpan=ya`);
    } catch (error) {
      const { package: pkg } = await store.read((tx) => findOwn(tx, actor, pathPart(request, "slug")));
      const problems = problemsOf(error, pkg, lang);
      if (problems === undefined) throw error;
      response.status(isFault(error) ? error.status : 400);
      await show(part, request, response, problems);
    }
  };

  router.post("/kerja/dataset/:slug/metadata.xlsx", deps.limitUploads, async (request, response) => {
    const { lang } = contextOf(request);
    try {
      await showWorkbook(deps, request, response);
    } catch (error) {
      if (!request.complete) response.setHeader("Connection", "close");
      const text = isUnreadable(error)
        ? findingMessage(error.finding)[lang]
        : error instanceof NoSheet
          ? metadataWords[lang].fromWorkbook.noSheet
          : isFault(error) && error.code.startsWith("upload.") && error.status < 500
            ? faultMessage(error).detail[lang]
            : undefined;
      if (text === undefined) throw error;
      response.status(isFault(error) ? error.status : 400);
      await show("kolom", request, response, [{ input: undefined, text }]);
    }
  });

  router.get("/kerja/dataset/:slug/metadata", showPart("kolom"));
  router.post("/kerja/dataset/:slug/metadata", savePart("kolom"));
  router.get("/kerja/dataset/:slug/metadata/kegiatan", showPart("kegiatan"));
  router.post("/kerja/dataset/:slug/metadata/kegiatan", savePart("kegiatan"));
  router.get("/kerja/dataset/:slug/metadata/indikator", showPart("indikator"));
  router.post("/kerja/dataset/:slug/metadata/indikator", savePart("indikator"));
  return router;
}

/** It is a workbook, but none of these. */
class NoSheet extends Error {}

/** Shows what a workbook would change, and changes nothing. Throws `Unreadable`, `NoSheet`, `upload.*` and rights. */
async function showWorkbook(deps: WebDeps, request: Request, response: Response): Promise<void> {
  const { store, effects, spool } = deps;
  const { actor, lang } = contextOf(request);
  const page = await store.read(async (tx) => {
    const dataset = await findOwn(tx, actor, pathPart(request, "slug"));
    return {
      dataset,
      context: await loadPackageContext(tx, actor, dataset.slug),
      unread: await countUnread(tx, actor),
    };
  });
  const { path, name, sha256 } = await receiveFile(request, {
    spool,
    maxBytes: MAX_WORKBOOK_BYTES,
    newId: effects.newId,
    beforeFile: (field) => demandCsrf(request, field(CSRF_FIELD)),
  });
  try {
    const signal = AbortSignal.timeout(MAX_READING_MS);
    const source = await openSource(path, { name, sha256, signal });
    const read = await readMetadataWorkbook(source.sheets, page.dataset.package, signal).finally(() => source.close());
    if (read.sheets === 0) throw new NoSheet();
    const judged = judgeAnswers(read.answers, page.dataset.package, page.context, lang);
    const csrf = csrfField(request);
    sendPage(request, response, await MetadataImportPage({ lang, actor, csrf, file: name, ...page, ...judged }));
  } finally {
    await rm(path, { force: true });
  }
}

/** Throws `dataset.unknown` and rights. */
export async function findOwn(tx: ReadTx, actor: Actor, slug: string): Promise<Dataset> {
  demand(actor, "dataset.update");
  if (!isDatasetSlug(slug)) throw new Fault("dataset.unknown", { slug: slug.slice(0, 100) });
  const dataset = await getDataset(tx, actor, slug);
  demand(actor, "dataset.update", subjectOf(dataset));
  return dataset;
}
