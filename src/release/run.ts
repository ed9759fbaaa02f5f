/**
 * From a checked upload to a published version: compare again if somebody was first → one short transaction (rows, version, pointer,
 * feed, trail) → files. Nothing is ever half published: a process that dies leaves the version before, or the new one.
 */
import { isDeepStrictEqual } from "node:util";
import { getDatasetById } from "../catalogue/datasets.ts";
import { tellPeople } from "../catalogue/messages.ts";
import { keepPublished } from "../catalogue/recipes.ts";
import { itsPeople, newsOf, supersedeOlder } from "../catalogue/review.ts";
import {
  getUpload,
  lockUpload,
  moveUpload,
  patchUpload,
  type Upload,
  type UploadChanges,
} from "../catalogue/uploads.ts";
import { lockPointer, recordVersion } from "../catalogue/version-record.ts";
import { tableOfVersion, type Version } from "../catalogue/versions.ts";
import type { Actor } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import type { UploadId } from "../kernel/ids.ts";
import { traced } from "../kernel/traced.ts";
import { canMove } from "../kernel/upload-state.ts";
import { compareStaged } from "../store/compare.ts";
import { publishStaged } from "../store/publish.ts";
import { dropStage, stageOf } from "../store/stage.ts";
import type { ReleaseDeps } from "./deps.ts";

/**
 * Publishes an upload as its dataset's next version. Throws rights (`review.own-upload`), `upload.wrong-state`,
 * `upload.nothing-changed`, and `dataset.moved-on` when another publication of the dataset won.
 */
export function publishUpload(deps: ReleaseDeps, actor: Actor, id: UploadId): Promise<Version> {
  return traced("publish-upload", { upload: id }, () => publish(deps, actor, id));
}

async function publish(deps: ReleaseDeps, actor: Actor, id: UploadId): Promise<Version> {
  const { store, effects } = deps;
  const began = performance.now();
  const { upload, current } = await findPublishable(deps, actor, id);
  const changes = await currentChanges(deps, actor, upload, current);
  if (current !== undefined && changesNothing(changes) && isDeepStrictEqual(upload.package, current.package)) {
    throw new Fault("upload.nothing-changed");
  }
  const version = await store.write(async (tx) => {
    // The dataset before its uploads, everywhere: two publications wait for each other here and nowhere else.
    await lockPointer(tx, upload.dataset);
    await lockUpload(tx, actor, id, "upload.publish");
    const published = await publishStaged(tx, {
      dataset: upload.dataset,
      slug: upload.slug,
      stage: stageOf(id, upload.package.schema),
      base: current && tableOfVersion(current),
      mode: upload.mode,
      changes,
    });
    const at = effects.now();
    const number = published.table.version;
    const moved = await moveUpload(
      tx,
      id,
      "published",
      { version: number, changes, columns: published.columns, releaseAt: null },
      at,
    );
    await tellPeople(tx, actor, itsPeople(moved), newsOf("published", moved, at), at);
    await keepPublished(tx, actor, upload, at);
    for (const other of await supersedeOlder(tx, upload.dataset, id, at)) await dropStage(tx, other);
    return recordVersion(
      tx,
      actor,
      {
        dataset: upload.dataset,
        base: current?.number,
        number,
        package: upload.package,
        columns: published.columns,
        rows: published.rows,
        added: changes.added,
        removed: changes.removed,
        changed: changes.changed,
        cells: changes.cells,
        note: upload.note,
        upload: id,
        uploadedBy: upload.createdBy,
      },
      at,
    );
  });
  effects.observe({
    kind: "version-published",
    dataset: version.slug,
    version: version.number,
    rows: version.rows,
    ms: Math.round(performance.now() - began),
  });
  await deps.send("render-version", { dataset: version.dataset, version: version.number });
  return version;
}

async function findPublishable(
  { store }: ReleaseDeps,
  actor: Actor,
  id: UploadId,
): Promise<{ readonly upload: Upload; readonly current: Version | undefined }> {
  return store.read(async (tx) => {
    const upload = await getUpload(tx, actor, id, "upload.publish");
    refuseUnready(upload);
    return { upload, current: (await getDatasetById(tx, upload.dataset)).current };
  });
}

function refuseUnready({ status }: Upload): void {
  if (canMove(status, "published")) return;
  throw new Fault("upload.wrong-state", { status, to: "published" }, { uploadStatus: status });
}

/** The differences that were counted, or counted anew when another version has been published since. */
async function currentChanges(
  { store, effects }: ReleaseDeps,
  actor: Actor,
  { id, changes }: Upload,
  current: Version | undefined,
): Promise<UploadChanges> {
  if (isAgainst(changes, current)) return changes;
  return store.write(async (tx) => {
    const upload = await lockUpload(tx, actor, id, "upload.publish");
    refuseUnready(upload);
    // Somebody else who publishes the same upload may have counted while we waited.
    if (isAgainst(upload.changes, current)) return upload.changes;
    const base = current && tableOfVersion(current);
    const counted = await compareStaged(tx, stageOf(id, upload.package.schema), base, upload.mode);
    await patchUpload(tx, id, { changes: counted }, effects.now());
    return counted;
  });
}

const isAgainst = (changes: UploadChanges | undefined, current: Version | undefined): changes is UploadChanges =>
  changes !== undefined && changes.base === (current?.number ?? null);

const changesNothing = ({ added, removed, changed }: UploadChanges): boolean => added + removed + changed === 0;
