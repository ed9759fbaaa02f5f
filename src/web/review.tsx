/**
 * The reviewer's pages: the queue, one upload with its decision, the versions of a dataset. A decision is made by the same functions as
 * through the API, with the same rights; what it refuses is said on the page itself.
 */
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { type Request, type Response, Router } from "express";
import { countUnread, markUploadRead } from "../catalogue/messages.ts";
import { returnUpload } from "../catalogue/review.ts";
import { countQueue, listQueue } from "../catalogue/review-queue.ts";
import { getUpload } from "../catalogue/uploads.ts";
import { pathPart } from "../http/body.ts";
import { contextOf } from "../http/context.ts";
import { WORKBOOK_TYPE, withReportWorkbook } from "../intake/report-workbook.ts";
import { demandFindings, readFindings } from "../intake/whole-report.ts";
import { Fault, faultMessage, isFault } from "../kernel/fault.ts";
import { toIssue } from "../kernel/finding.ts";
import { isUploadId, type UploadId } from "../kernel/ids.ts";
import { publishUpload } from "../release/run.ts";
import { scheduleUpload, unscheduleUpload } from "../release/schedule.ts";
import { csrfField } from "./csrf-field.tsx";
import type { WebDeps } from "./deps.ts";
import { sendOriginal } from "./original-file.ts";
import type { TypedDecision } from "./review-decision.tsx";
import { BadForm, readReleaseTime, readReturn } from "./review-forms.ts";
import { loadReview } from "./review-load.ts";
import { ReviewPage } from "./review-page.tsx";
import { ReviewQueuePage } from "./review-queue-page.tsx";
import { queryText, sendPage } from "./send-page.ts";
import { reviewWords } from "./words-review.ts";

export function reviewRoutes(deps: WebDeps): Router {
  const router = Router();
  const { store, effects } = deps;

  router.get("/kerja/tinjau", async (request, response) => {
    const { actor, lang } = contextOf(request);
    const now = effects.now();
    const page = await store.read(async (tx) => ({
      waiting: await listQueue(tx, actor, "submitted", { now }),
      scheduled: await listQueue(tx, actor, "scheduled", { now }),
      counts: await countQueue(tx, actor),
      unread: await countUnread(tx, actor),
    }));
    sendPage(request, response, await ReviewQueuePage({ lang, actor, now, ...page }));
  });

  const show = async (request: Request, response: Response, id: UploadId, typed: TypedDecision = {}): Promise<void> => {
    const { actor, lang } = contextOf(request);
    const now = effects.now();
    const review = await store.read((tx) => loadReview(tx, actor, id, queryText(request, "ukuran"), now));
    const { unread } = review;
    sendPage(
      request,
      response,
      await ReviewPage({ lang, actor, unread, review, now, csrf: csrfField(request), typed }),
    );
  };

  router.get("/kerja/tinjau/:id", async (request, response) => {
    const id = uploadOf(request);
    const { actor } = contextOf(request);
    await store.read((tx) => getUpload(tx, actor, id, "upload.return"));
    await store.write((tx) => markUploadRead(tx, actor, id, effects.now()));
    await show(request, response, id);
  });

  router.get("/kerja/tinjau/:id/berkas", async (request, response) => {
    const { actor } = contextOf(request);
    const upload = await store.read((tx) => getUpload(tx, actor, uploadOf(request)));
    await sendOriginal(deps, upload, response);
  });

  router.get("/kerja/tinjau/:id/laporan.xlsx", async (request, response) => {
    const { actor } = contextOf(request);
    const upload = await store.read((tx) => getUpload(tx, actor, uploadOf(request)));
    await demandFindings(deps, upload);
    const gone = new AbortController();
    response.once("close", () => gone.abort());
    const issues = async function* () {
      for await (const finding of readFindings(deps, upload, gone.signal)) yield toIssue(finding);
    };
    await withReportWorkbook(deps, upload, issues(), gone.signal, async ({ path, bytes }) => {
      response.attachment(`laporan-${upload.slug}-${upload.id.slice(0, 8)}.xlsx`);
      response.type(WORKBOOK_TYPE).setHeader("Content-Length", bytes).setHeader("Cache-Control", "no-store");
      await pipeline(createReadStream(path), response);
    });
  });

  /** Does it, and shows the page that says so; what is refused is said on the page, with what was typed. */
  const decide =
    (work: (request: Request, id: UploadId) => Promise<unknown>) =>
    async (request: Request, response: Response): Promise<void> => {
      const id = uploadOf(request);
      try {
        await work(request, id);
      } catch (error) {
        const typed = problemOf(error, request);
        if (typed === undefined) throw error;
        response.status(isFault(error) ? error.status : 400);
        await show(request, response, id, typed);
        return;
      }
      response.redirect(303, `/kerja/tinjau/${id}#keputusan`);
    };

  router.post(
    "/kerja/tinjau/:id/terbit",
    decide((request, id) => publishUpload(deps, contextOf(request).actor, id)),
  );
  router.post(
    "/kerja/tinjau/:id/jadwal",
    decide(async (request, id) => {
      const { actor, lang } = contextOf(request);
      const releaseAt = readReleaseTime(request, effects.now(), reviewWords[lang]);
      await scheduleUpload(deps, actor, id, releaseAt);
    }),
  );
  router.post(
    "/kerja/tinjau/:id/batal-jadwal",
    decide((request, id) => unscheduleUpload(deps, contextOf(request).actor, id)),
  );
  router.post(
    "/kerja/tinjau/:id/kembalikan",
    decide(async (request, id) => {
      const { actor, lang } = contextOf(request);
      const remarks = readReturn(request, reviewWords[lang]);
      await store.write((tx) => returnUpload(tx, actor, id, remarks, effects));
    }),
  );
  return router;
}

/** What to say on the page; undefined: it is not the page's to say. */
function problemOf(error: unknown, request: Request): TypedDecision | undefined {
  if (error instanceof BadForm) return error.typed;
  if (!isFault(error) || error.status >= 500 || error.status === 401 || error.status === 404) return undefined;
  return { problem: faultMessage(error).detail[contextOf(request).lang] };
}

function uploadOf(request: Request): UploadId {
  const text = pathPart(request, "id");
  if (isUploadId(text)) return text;
  throw new Fault("upload.unknown", { id: text.slice(0, 100) });
}
