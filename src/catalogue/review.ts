/** What people do with an upload that has been checked: submit it, return it, and what becomes of the others once one is published. */
import { z } from "zod";
import { type Actor, SYSTEM } from "../kernel/actor.ts";
import type { Effects } from "../kernel/effects.ts";
import { type DatasetId, isFieldName, type UploadId } from "../kernel/ids.ts";
import type { MessageKind } from "../kernel/message-text.ts";
import type { WriteTx } from "../store/transaction.ts";
import { recordAudit } from "./audit.ts";
import { type Audience, type News, tellPeople } from "./messages.ts";
import { lockUpload, moveUpload, type Upload } from "./uploads.ts";

const text = z.string().trim().min(1).max(2000);

/** Why an upload is returned: a summary, and what is to be said about fields and cells. */
export const returnBody = z.object({
  reason: text,
  remarks: z
    .array(
      z.object({
        field: z.string().refine(isFieldName).optional(),
        row: z.int().min(1).optional(),
        column: z.int().min(1).max(16_384).optional(),
        text,
      }),
    )
    .max(100)
    .optional(),
});

export type Remarks = z.output<typeof returnBody>;

/** `ready` → `submitted`; reviewers are told. Its agency, reviewers, administrators. */
export async function submitUpload(
  tx: WriteTx,
  actor: Actor,
  id: UploadId,
  effects: Pick<Effects, "now">,
): Promise<Upload> {
  await lockUpload(tx, actor, id, "upload.submit");
  const at = effects.now();
  const upload = await moveUpload(tx, id, "submitted", { submittedAt: at }, at);
  await recordAudit(tx, actor, "upload.submit", `upload:${id}`, at, { dataset: upload.slug });
  await tellPeople(tx, actor, { reviewers: true }, newsOf("submitted", upload, at), at);
  return upload;
}

/** → `returned`, with the reason and what is to be said about fields and cells; its agency is told. Reviewers, administrators. */
export async function returnUpload(
  tx: WriteTx,
  actor: Actor,
  id: UploadId,
  { reason, remarks = [] }: Remarks,
  effects: Pick<Effects, "now">,
): Promise<Upload> {
  await lockUpload(tx, actor, id, "upload.return");
  const at = effects.now();
  const upload = await moveUpload(tx, id, "returned", { reason, remarks, releaseAt: null }, at);
  await recordAudit(tx, actor, "upload.return", `upload:${id}`, at, { dataset: upload.slug, reason });
  await tellPeople(tx, actor, itsPeople(upload), newsOf("returned", upload, at), at);
  return upload;
}

/** Those of its agency, and whoever sent it. */
export const itsPeople = ({ agency, createdBy }: Upload): Audience => ({ agency, actor: createdBy });

/** What happened to an upload, as a message. */
export const newsOf = (kind: MessageKind, { id, dataset, version, releaseAt }: Upload, at: Date): News => ({
  kind,
  event: `${kind}:${id}:${at.toISOString()}`,
  dataset,
  upload: id,
  version,
  dueAt: releaseAt,
});

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
  const rows = await tx.query<{ id: UploadId; slug: string }>(
    `with gone as (
       update catalogue.upload u set status = 'superseded', updated_at = $3
       where u.dataset = $1 and u.id <> $2 and u.status in ('ready', 'invalid', 'submitted', 'scheduled')
         and u.created_at <= (select created_at from catalogue.upload where id = $2) returning u.id)
     select gone.id, d.slug from gone, catalogue.dataset d where d.id = $1`,
    [dataset, published, at],
  );
  for (const { id, slug } of rows)
    await recordAudit(tx, SYSTEM, "upload.supersede", `upload:${id}`, at, { dataset: slug, by: published });
  return rows.map(({ id }) => id);
}
