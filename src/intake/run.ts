/**
 * From a received file to a checked upload: claim → read and check → stage → compare → ready or invalid.
 *
 * The work is held under a lease that is renewed while it lasts. Whoever loses the lease stops and writes nothing; whoever is told to
 * stop parks the upload, and another takes it up. What is wrong inside the file makes it `invalid`; only our own fault makes it `failed`.
 */
import { isDeepStrictEqual } from "node:util";
import { getDatasetById } from "../catalogue/datasets.ts";
import { claimUpload, finishLease, renewLease } from "../catalogue/lease.ts";
import type { Upload, UploadChanges, UploadPatch, UploadReading, UploadReport } from "../catalogue/uploads.ts";
import type { Version } from "../catalogue/versions.ts";
import { isFault } from "../kernel/fault.ts";
import type { Finding } from "../kernel/finding.ts";
import type { UploadId } from "../kernel/ids.ts";
import type { UploadStatus } from "../kernel/upload-state.ts";
import { compareStaged } from "../store/compare.ts";
import { tableRef } from "../store/dataset-table.ts";
import { dropStage, type StageRef, stageOf, stageRows } from "../store/stage.ts";
import type { CheckResult } from "../tabular/check.ts";
import type { IntakeDeps } from "./deps.ts";
import { currentReading, withCheckRequest } from "./reading.ts";

const LEASE_SECONDS = 10;
const BEAT_MS = 2_000;
/** A file that kills its worker this often will do so again. */
const MAX_ATTEMPTS = 5;

interface Progress {
  bytes: number;
  rows: number;
}

/** Checks one upload, if it waits to be checked. Never throws for the file's sake. */
export async function checkUpload(deps: IntakeDeps, id: UploadId, stop: AbortSignal): Promise<void> {
  const { store, effects } = deps;
  const began = effects.now().getTime();
  const lease = { owner: effects.newId(), seconds: LEASE_SECONDS };
  const upload = await store.write((tx) => claimUpload(tx, id, lease, effects.now()));
  if (upload === undefined) return;

  const finish = (to: UploadStatus, patch: UploadPatch = {}): Promise<Upload> =>
    store.write((tx) => finishLease(tx, id, lease.owner, to, patch, effects.now()));
  if (upload.attempts > MAX_ATTEMPTS) {
    effects.observe({ kind: "upload-failed", level: "error", uploadId: id, attempts: upload.attempts });
    await finish("failed", { reason: "server.internal" });
    return;
  }

  const progress: Progress = { bytes: 0, rows: 0 };
  const held = holdLease(deps, id, lease, progress);
  const signal = AbortSignal.any([stop, held.lost]);
  try {
    const reading = await store.read((tx) => currentReading(tx, upload.dataset));
    const checked = await checkAndStage(deps, upload, reading, progress, signal);
    const changes = checked.report.errors === 0 ? await compareUpload(deps, upload) : undefined;
    if (changes === undefined) await store.write((tx) => dropStage(tx, id));
    const report =
      changes === undefined ? checked.report : await withSameContent(deps, upload, checked.report, changes);
    const done = await finish(changes === undefined ? "invalid" : "ready", {
      file: {
        ...upload.file,
        ...checked.file,
        name: upload.file.name,
        bytes: upload.file.bytes,
        sha256: upload.file.sha256,
      },
      progress: { bytes: upload.file.bytes, rows: checked.rows },
      rows: checked.rows,
      report,
      changes: changes ?? null,
      reading: { ...reading, recipe: checked.recipe },
    });
    effects.observe({
      kind: "upload-checked",
      uploadId: id,
      status: done.status,
      rows: checked.rows,
      errors: report.errors,
      warnings: report.warnings,
      ms: effects.now().getTime() - began,
    });
  } catch (error) {
    if (held.lost.aborted || (isFault(error) && error.code === "upload.wrong-state")) return;
    // Back to waiting: at once for whoever is still here, or for the next server.
    await finish("received");
    if (stop.aborted) return;
    effects.observe({ kind: "upload-check-broken", level: "error", uploadId: id, attempts: upload.attempts, error });
    await deps.send("check-upload", { upload: id });
  } finally {
    held.release();
  }
}

/** Renews the lease until released; `lost` aborts when somebody else has it. A beat that fails is tried again at the next. */
function holdLease(
  { store, effects }: IntakeDeps,
  id: UploadId,
  lease: { readonly owner: string; readonly seconds: number },
  progress: Progress,
): { readonly lost: AbortSignal; readonly release: () => void } {
  const lost = new AbortController();
  const beat = setInterval(() => {
    store
      .write((tx) => renewLease(tx, id, lease, progress))
      .then(
        (held) => {
          if (!held) lost.abort();
        },
        (error: unknown) => effects.observe({ kind: "lease-not-renewed", level: "warn", uploadId: id, error }),
      );
  }, BEAT_MS);
  return { lost: lost.signal, release: () => clearInterval(beat) };
}

async function checkAndStage(
  deps: IntakeDeps,
  upload: Upload,
  reading: UploadReading,
  progress: Progress,
  signal: AbortSignal,
): Promise<CheckResult> {
  const first = (await findCurrent(deps, upload)) === undefined;
  const sink = { progress: (now: Progress) => void Object.assign(progress, now) };
  // The version to compare with is written before the stage is opened: neither waits for the other's connection.
  const { result } = await withCheckRequest(deps, upload, reading, signal, (request) =>
    stageRows(deps.store, stageFor(upload), first, (write) => deps.check(request, { ...sink, rows: write }, signal)),
  );
  return result;
}

const stageFor = (upload: Upload): StageRef => stageOf(upload.id, upload.package.schema);

async function findCurrent({ store }: Pick<IntakeDeps, "store">, upload: Upload): Promise<Version | undefined> {
  return (await store.read((tx) => getDatasetById(tx, upload.dataset))).current;
}

/** Compares the staged rows with the current version: what publishing would change. */
async function compareUpload(deps: IntakeDeps, upload: Upload): Promise<UploadChanges> {
  const current = await findCurrent(deps, upload);
  const base = current && tableRef(upload.dataset, current.number, current.package.schema, current.columns);
  return deps.store.write((tx) => compareStaged(tx, stageFor(upload), base, upload.mode));
}

/** Tells the officer that there is nothing to publish: the same rows under the same package. */
async function withSameContent(
  deps: IntakeDeps,
  upload: Upload,
  report: UploadReport,
  changes: UploadChanges,
): Promise<UploadReport> {
  const { base, added, removed, changed } = changes;
  if (base === null || added + removed + changed > 0) return report;
  if (!isDeepStrictEqual((await findCurrent(deps, upload))?.package, upload.package)) return report;
  const finding: Finding = { code: "file/same-as-version", severity: "note", params: { version: base } };
  return {
    ...report,
    notes: report.notes + 1,
    byCode: { ...report.byCode, [finding.code]: 1 },
    issues: [finding, ...report.issues].slice(0, 100),
  };
}
