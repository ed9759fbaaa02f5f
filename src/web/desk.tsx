/**
 * The officer's pages: the desk, a dataset with a file to send, an upload with its report. What they do is done by the same functions as
 * through the API, with the same rights; what is refused is said on the page itself.
 */
import { type Request, type Response, Router } from "express";
import { getDataset, subjectOf } from "../catalogue/datasets.ts";
import { listDeskDatasets, listDeskUploads } from "../catalogue/desk.ts";
import { countUnread, markUploadRead } from "../catalogue/messages.ts";
import { findDueAt } from "../catalogue/promises.ts";
import { submitUpload } from "../catalogue/review.ts";
import { demand } from "../catalogue/rights.ts";
import { getUpload, listUploads, type Upload } from "../catalogue/uploads.ts";
import { pathPart } from "../http/body.ts";
import { contextOf } from "../http/context.ts";
import { CSRF_FIELD, demandCsrf } from "../http/session.ts";
import { acceptRequest } from "../intake/accept.ts";
import { decideUpload, parseDecisions } from "../intake/decide.ts";
import { readSheetRows } from "../intake/sheet-window.ts";
import { Fault, faultMessage, isFault } from "../kernel/fault.ts";
import { type DatasetSlug, isDatasetSlug, isUploadId, type UploadId } from "../kernel/ids.ts";
import { csrfField } from "./csrf-field.tsx";
import type { WebDeps } from "./deps.ts";
import { SHOWN_EXAMPLES, shownGroups } from "./desk-causes.tsx";
import { DeskDatasetPage } from "./desk-dataset-page.tsx";
import { readFilled } from "./desk-forms.ts";
import { DeskPage } from "./desk-page.tsx";
import { rowsAround } from "./desk-sheet.tsx";
import { DeskUploadPage } from "./desk-upload-page.tsx";
import { loadChanges } from "./review-load.ts";
import { queryText, sendPage } from "./send-page.ts";
import { deskWords } from "./words-desk.ts";

export function deskRoutes(deps: WebDeps): Router {
  const router = Router();
  const { store, effects, maxUploadBytes: maxBytes } = deps;

  router.get("/kerja", async (request, response) => {
    const { actor, lang } = contextOf(request);
    const page = await store.read(async (tx) => ({
      datasets: await listDeskDatasets(tx, actor),
      uploads: await listDeskUploads(tx, actor),
      unread: await countUnread(tx, actor),
    }));
    sendPage(request, response, await DeskPage({ lang, actor, now: effects.now(), ...page }));
  });

  const showDataset = async (request: Request, response: Response, problem?: string): Promise<void> => {
    const { actor, lang } = contextOf(request);
    demand(actor, "upload.create");
    const page = await store.read(async (tx) => {
      const dataset = await getDataset(tx, actor, slugOf(request));
      demand(actor, "upload.create", subjectOf(dataset));
      return {
        dataset,
        dueAt: await findDueAt(tx, dataset.id),
        uploads: await listUploads(tx, { dataset: dataset.id, first: 20 }),
        unread: await countUnread(tx, actor),
      };
    });
    const csrf = csrfField(request);
    const now = effects.now();
    sendPage(request, response, await DeskDatasetPage({ lang, actor, now, maxBytes, csrf, problem, ...page }));
  };

  router.get("/kerja/dataset/:slug", (request, response) => showDataset(request, response));

  router.post("/kerja/dataset/:slug", deps.limitUploads, async (request, response) => {
    try {
      const upload = await acceptRequest(deps, contextOf(request).actor, slugOf(request), request, {
        beforeFile: (field) => demandCsrf(request, field(CSRF_FIELD)),
      });
      response.redirect(303, `/kerja/unggahan/${upload.id}`);
    } catch (error) {
      if (!request.complete) response.setHeader("Connection", "close");
      const problem = problemOf(error, request);
      if (problem === undefined || !isFault(error) || !error.code.startsWith("upload.")) throw error;
      response.status(error.status);
      await showDataset(request, response, problem);
    }
  });

  const showUpload = async (request: Request, response: Response, problem?: string): Promise<void> => {
    const { actor, lang } = contextOf(request);
    const id = uploadOf(request);
    const page = await store.read(async (tx) => {
      const upload = await getUpload(tx, actor, id);
      return {
        upload,
        differences: await loadChanges(tx, upload, queryText(request, "ukuran")),
        before: earlierOf(upload, await listUploads(tx, { dataset: upload.dataset, first: 30 })),
        unread: await countUnread(tx, actor),
      };
    });
    const { upload } = page;
    const examples = shownGroups(upload).flatMap((group) => group.examples.slice(0, SHOWN_EXAMPLES));
    const rows = await readSheetRows(deps, upload, rowsAround(examples, upload.file.headerRows));
    const csrf = csrfField(request);
    sendPage(request, response, await DeskUploadPage({ lang, actor, rows, maxBytes, csrf, problem, ...page }));
  };

  router.get("/kerja/unggahan/:id", async (request, response) => {
    const { actor } = contextOf(request);
    const id = uploadOf(request);
    await store.read((tx) => getUpload(tx, actor, id));
    await store.write((tx) => markUploadRead(tx, actor, id, effects.now()));
    await showUpload(request, response);
  });

  // For the script of a page that waits; small, because the line may be bad.
  router.get("/kerja/unggahan/:id/keadaan", async (request, response) => {
    const upload = await store.read((tx) => getUpload(tx, contextOf(request).actor, uploadOf(request)));
    response.json({ status: upload.status, progress: upload.progress, bytes: upload.file.bytes });
  });

  /** Does it, and shows the upload as it is then; what is refused is said on its page. */
  const act =
    (work: (request: Request, id: UploadId) => Promise<unknown>) =>
    async (request: Request, response: Response): Promise<void> => {
      const id = uploadOf(request);
      try {
        await work(request, id);
      } catch (error) {
        const problem = problemOf(error, request);
        if (problem === undefined) throw error;
        response.status(isFault(error) ? error.status : 400);
        await showUpload(request, response, problem);
        return;
      }
      response.redirect(303, `/kerja/unggahan/${id}`);
    };

  router.post(
    "/kerja/unggahan/:id/putusan",
    act((request, id) => {
      const filled = readFilled(request.body);
      if (filled.length === 0) throw new EmptyForm();
      return decideUpload(deps, contextOf(request).actor, id, parseDecisions(filled));
    }),
  );
  router.post(
    "/kerja/unggahan/:id/ajukan",
    act((request, id) => store.write((tx) => submitUpload(tx, contextOf(request).actor, id, effects))),
  );
  router.post(
    "/kerja/unggahan/:id/ulang",
    act((request, id) => decideUpload(deps, contextOf(request).actor, id, [])),
  );
  return router;
}

/** Nothing was filled in. */
class EmptyForm extends Error {}

/** What to say on the page; undefined: it is not the page's to say. */
function problemOf(error: unknown, request: Request): string | undefined {
  const { lang } = contextOf(request);
  if (error instanceof EmptyForm) return deskWords[lang].nothingGiven;
  if (!isFault(error) || error.status >= 500 || error.status === 401 || error.status === 404) return undefined;
  return faultMessage(error).detail[lang];
}

/** The upload of the same dataset that was sent and checked just before. */
const earlierOf = ({ id, createdAt }: Upload, newestFirst: readonly Upload[]): Upload | undefined =>
  newestFirst.find((one) => one.id !== id && one.createdAt < createdAt && one.report !== undefined);

function slugOf(request: Request): DatasetSlug {
  const text = pathPart(request, "slug");
  if (isDatasetSlug(text)) return text;
  throw new Fault("dataset.unknown", { slug: text.slice(0, 100) });
}

function uploadOf(request: Request): UploadId {
  const text = pathPart(request, "id");
  if (isUploadId(text)) return text;
  throw new Fault("upload.unknown", { id: text.slice(0, 100) });
}
