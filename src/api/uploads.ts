/** Uploads over HTTP: send, follow, read the report, decide, submit, publish, return. The work itself is in `intake/` and `release/`. */
import { type Request, type Response, Router } from "express";
import { z } from "zod";
import { returnBody, returnUpload, submitUpload } from "../catalogue/review.ts";
import { parseShape } from "../catalogue/shape.ts";
import { getUpload, type Upload } from "../catalogue/uploads.ts";
import { jsonBodyFor, pathPart } from "../http/body.ts";
import { contextOf } from "../http/context.ts";
import { acceptRequest } from "../intake/accept.ts";
import { decideUpload, parseDecisions } from "../intake/decide.ts";
import type { IntakeDeps } from "../intake/deps.ts";
import { demandFindings, readFindings } from "../intake/whole-report.ts";
import type { Actor } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import { isDatasetSlug, isUploadId, type UploadId } from "../kernel/ids.ts";
import type { ReleaseDeps } from "../release/deps.ts";
import { publishUpload } from "../release/run.ts";
import { scheduleUpload, unscheduleUpload } from "../release/schedule.ts";
import { sendEvents } from "./events.ts";
import { sendReportCsv, sendReportJson, sendReportXlsx, toIssues } from "./report.ts";
import { showUpload } from "./upload-view.ts";
import { showVersion } from "./version-view.ts";

export interface UploadApiDeps extends IntakeDeps, ReleaseDeps {
  /** Lets so many uploads pass. */
  readonly limitUploads: (request: Request, response: Response, next: (error?: unknown) => void) => unknown;
}

const publishBody = z.object({ releaseAt: z.iso.datetime({ offset: true }).optional() });

export function uploadRoutes(deps: UploadApiDeps): Router {
  const router = Router();
  const { store, effects } = deps;
  const look = (actor: Actor, id: UploadId): Promise<Upload> => store.read((tx) => getUpload(tx, actor, id));

  router.post("/api/v1/datasets/:slug/uploads", deps.limitUploads, async (request, response) => {
    const slug = pathPart(request, "slug");
    if (!isDatasetSlug(slug)) throw new Fault("dataset.unknown", { slug: slug.slice(0, 100) });
    const key = request.get("idempotency-key");
    if (key !== undefined && !/^[\x20-\x7e]{1,255}$/.test(key)) {
      throw new Fault("request.bad-parameter", {
        parameter: "Idempotency-Key",
        value: key.slice(0, 50),
        expected: "1–255 ASCII",
      });
    }
    // When the body is refused halfway the rest of it is still on its way: the connection cannot serve another request.
    const upload = await acceptRequest(deps, contextOf(request).actor, slug, request, { idempotencyKey: key }).catch(
      (error: unknown) => {
        if (!request.complete) response.setHeader("Connection", "close");
        throw error;
      },
    );
    response.status(202).location(`/api/v1/uploads/${upload.id}`).json(showUpload(upload));
  });

  router.get("/api/v1/uploads/:id", async (request, response) => {
    noStore(response).json(showUpload(await look(contextOf(request).actor, parseUploadId(pathPart(request, "id")))));
  });

  router.get("/api/v1/uploads/:id/events", async (request, response) => {
    const { actor } = contextOf(request);
    const id = parseUploadId(pathPart(request, "id"));
    await look(actor, id);
    await sendEvents(request, response, () => look(actor, id));
  });

  router.get(["/api/v1/uploads/:id/report", "/api/v1/uploads/:id/report.:ending"], async (request, response) => {
    const upload = await look(contextOf(request).actor, parseUploadId(pathPart(request, "id")));
    await demandFindings(deps, upload);
    await sendReport(deps, upload, endingOf(request), response);
  });

  router.post("/api/v1/uploads/:id/decisions", jsonBodyFor("upload.decide"), async (request, response) => {
    const id = parseUploadId(pathPart(request, "id"));
    const upload = await decideUpload(deps, contextOf(request).actor, id, parseDecisions(request.body));
    response.json(showUpload(upload));
  });

  router.post("/api/v1/uploads/:id/submit", async (request, response) => {
    const { actor } = contextOf(request);
    const id = parseUploadId(pathPart(request, "id"));
    response.json(showUpload(await store.write((tx) => submitUpload(tx, actor, id, effects))));
  });

  router.post("/api/v1/uploads/:id/unschedule", async (request, response) => {
    const id = parseUploadId(pathPart(request, "id"));
    response.json(showUpload(await unscheduleUpload(deps, contextOf(request).actor, id)));
  });

  router.post("/api/v1/uploads/:id/return", jsonBodyFor("upload.return"), async (request, response) => {
    const { actor } = contextOf(request);
    const id = parseUploadId(pathPart(request, "id"));
    const remarks = parseShape(returnBody, request.body);
    response.json(showUpload(await store.write((tx) => returnUpload(tx, actor, id, remarks, effects))));
  });

  router.post("/api/v1/uploads/:id/publish", jsonBodyFor("upload.publish"), async (request, response) => {
    const { actor } = contextOf(request);
    const id = parseUploadId(pathPart(request, "id"));
    const { releaseAt } = parseShape(publishBody, request.body ?? {});
    if (releaseAt !== undefined && new Date(releaseAt) > effects.now()) {
      response.json(showUpload(await scheduleUpload(deps, actor, id, new Date(releaseAt))));
      return;
    }
    const version = await publishUpload(deps, actor, id);
    response.json(showVersion(version));
  });

  return router;
}

const noStore = (response: Response): Response => response.setHeader("Cache-Control", "no-store") as Response;

function parseUploadId(text: string): UploadId {
  if (isUploadId(text)) return text;
  throw new Fault("upload.unknown", { id: text.slice(0, 100) });
}

type Ending = "json" | "csv" | "xlsx";

/** By the address, else by `Accept`. */
function endingOf(request: Request): Ending {
  const { ending } = request.params;
  if (ending === "json" || ending === "csv" || ending === "xlsx") return ending;
  if (ending !== undefined) throw new Fault("request.not-found", { path: request.path.slice(0, 200) });
  const accepted = request.accepts([
    "json",
    "text/csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  ]);
  if (accepted === "text/csv") return "csv";
  return typeof accepted === "string" && accepted.includes("spreadsheetml") ? "xlsx" : "json";
}

async function sendReport(deps: UploadApiDeps, upload: Upload, ending: Ending, response: Response): Promise<void> {
  const { report } = upload;
  if (report === undefined) throw new Fault("upload.not-checked", { status: upload.status });
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  const issues = toIssues(readFindings(deps, upload, gone.signal));
  noStore(response);
  if (ending === "json") {
    const { errors, warnings, notes, byCode } = report;
    const { id, slug, status, file } = upload;
    await sendReportJson(
      response,
      { upload: id, dataset: slug, status, file: { name: file.name }, errors, warnings, notes, byCode },
      issues,
    );
    return;
  }
  response.attachment(`laporan-${upload.slug}-${upload.id.slice(0, 8)}.${ending}`);
  if (ending === "csv") await sendReportCsv(response, issues);
  else await sendReportXlsx(deps, upload, issues, response, gone.signal);
}
