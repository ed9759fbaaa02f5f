/** Publication at a time: approved now, published by the sweep when it is due, in the name of whoever approved. */

import { recordAudit } from "../catalogue/audit.ts";
import { getUpload, listDueUploads, lockUpload, moveUpload, type Upload } from "../catalogue/uploads.ts";
import type { Actor } from "../kernel/actor.ts";
import { isFault } from "../kernel/fault.ts";
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
    return upload;
  });
}

/** Publishes what is due. One that cannot be published is returned with the reason and does not hold up the others. */
export async function publishDue(deps: ReleaseDeps): Promise<void> {
  const { store, effects } = deps;
  for (const { id, approver } of await store.read((tx) => listDueUploads(tx, effects.now()))) {
    try {
      await publishUpload(deps, approver, id);
    } catch (error) {
      if (!isFault(error) || error.status >= 500) throw error;
      effects.observe({ kind: "release-refused", level: "warn", uploadId: id, code: error.code });
      await store.write(async (tx) => {
        await getUpload(tx, approver, id);
        await moveUpload(tx, id, "returned", { reason: error.code, releaseAt: null }, effects.now());
      });
    }
  }
}
