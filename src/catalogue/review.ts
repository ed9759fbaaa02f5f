/** What people do with an upload that has been checked: submit it, return it, and what becomes of the others once one is published. */
import type { Actor } from "../kernel/actor.ts";
import type { Effects } from "../kernel/effects.ts";
import type { DatasetId, UploadId } from "../kernel/ids.ts";
import type { WriteTx } from "../store/transaction.ts";
import { recordAudit } from "./audit.ts";
import { lockUpload, moveUpload, type Upload } from "./uploads.ts";

/** `ready` → `submitted`. Its agency, reviewers, administrators. */
export async function submitUpload(
  tx: WriteTx,
  actor: Actor,
  id: UploadId,
  effects: Pick<Effects, "now">,
): Promise<Upload> {
  await lockUpload(tx, actor, id, "upload.submit");
  const at = effects.now();
  const upload = await moveUpload(tx, id, "submitted", {}, at);
  await recordAudit(tx, actor, "upload.submit", `upload:${id}`, at, { dataset: upload.slug });
  return upload;
}

/** → `returned`, with the reason. Reviewers, administrators. */
export async function returnUpload(
  tx: WriteTx,
  actor: Actor,
  id: UploadId,
  reason: string,
  effects: Pick<Effects, "now">,
): Promise<Upload> {
  await lockUpload(tx, actor, id, "upload.return");
  const at = effects.now();
  const upload = await moveUpload(tx, id, "returned", { reason, releaseAt: null }, at);
  await recordAudit(tx, actor, "upload.return", `upload:${id}`, at, { dataset: upload.slug, reason });
  return upload;
}

/**
 * After a publication: uploads of the dataset that were sent before the published one and wait for a person are superseded. Later ones
 * stay; they are compared again before they are published. Returns their ids, whose staged rows may go.
 */
export async function supersedeOlder(
  tx: WriteTx,
  dataset: DatasetId,
  published: UploadId,
  at: Date,
): Promise<readonly UploadId[]> {
  const rows = await tx.query<{ id: UploadId }>(
    `with gone as (
       update catalogue.upload u set status = 'superseded', updated_at = $3
       where u.dataset = $1 and u.id <> $2 and u.status in ('ready', 'invalid', 'submitted', 'scheduled')
         and u.created_at <= (select created_at from catalogue.upload where id = $2) returning u.id)
     select id from gone`,
    [dataset, published, at],
  );
  return rows.map(({ id }) => id);
}
