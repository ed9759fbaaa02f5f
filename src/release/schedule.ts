/** Publication at a time: approved now, published by the sweep when it is due, in the name of whoever approved. */

import { recordAudit } from "../catalogue/audit.ts";
import { tellPeople } from "../catalogue/messages.ts";
import { itsPeople, newsOf } from "../catalogue/review.ts";
import { getUpload, listDueUploads, lockUpload, moveUpload, type Upload } from "../catalogue/uploads.ts";
import { type Actor, SYSTEM } from "../kernel/actor.ts";
import { Fault, isFault } from "../kernel/fault.ts";
import type { UploadId } from "../kernel/ids.ts";
import type { ReleaseDeps } from "./deps.ts";
import { publishUpload } from "./run.ts";

/** `ready` or `submitted` → `scheduled`. Rights as for publishing. */
export async function scheduleUpload(
  { store, effects }: ReleaseDeps,
  actor: Actor,
  id: UploadId,
  releaseAt: Date,
): Promise<Upload> {
  return store.write(async (tx) => {
    await lockUpload(tx, actor, id, "upload.publish");
    const at = effects.now();
    const upload = await moveUpload(
      tx,
      id,
      "scheduled",
      { releaseAt, approvedBy: actor.key, approvedByName: actor.name },
      at,
    );
    await recordAudit(tx, actor, "upload.schedule", `upload:${id}`, at, {
      dataset: upload.slug,
      releaseAt: releaseAt.toISOString(),
    });
    await tellPeople(tx, actor, itsPeople(upload), newsOf("scheduled", upload, at), at);
    return upload;
  });
}

/** `scheduled` → `submitted`: it waits for a decision again. Rights as for returning. */
export async function unscheduleUpload(
  { store, effects }: Pick<ReleaseDeps, "store" | "effects">,
  actor: Actor,
  id: UploadId,
): Promise<Upload> {
  return store.write(async (tx) => {
    const { status } = await lockUpload(tx, actor, id, "upload.return");
    // Only from here: `ready` → `submitted` is the officer's own move.
    if (status !== "scheduled")
      throw new Fault("upload.wrong-state", { status, to: "submitted" }, { uploadStatus: status });
    const at = effects.now();
    const upload = await moveUpload(tx, id, "submitted", { releaseAt: null }, at);
    await recordAudit(tx, actor, "upload.unschedule", `upload:${id}`, at, { dataset: upload.slug });
    await tellPeople(tx, actor, itsPeople(upload), newsOf("unscheduled", upload, at), at);
    return upload;
  });
}

/** Publishes what is due. One that cannot be published is returned with the reason and does not hold up the others. */
export async function publishDue(deps: ReleaseDeps): Promise<void> {
  const { store, effects } = deps;
  for (const { id, approver } of await store.read(listDueUploads)) {
    try {
      await publishUpload(deps, approver, id);
    } catch (error) {
      if (!isFault(error) || error.status >= 500) throw error;
      effects.observe({ kind: "release-refused", level: "warn", uploadId: id, code: error.code });
      await store.write(async (tx) => {
        await getUpload(tx, approver, id);
        const at = effects.now();
        const upload = await moveUpload(tx, id, "returned", { reason: error.code, releaseAt: null }, at);
        await recordAudit(tx, SYSTEM, "upload.return", `upload:${id}`, at, {
          dataset: upload.slug,
          reason: error.code,
        });
        await tellPeople(tx, SYSTEM, itsPeople(upload), newsOf("returned", upload, at), at);
        await tellPeople(tx, SYSTEM, { actor: approver.key }, newsOf("not-released", upload, at), at);
      });
    }
  }
}
