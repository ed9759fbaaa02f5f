/**
 * What is let go when its time has come, as far as the catalogue knows of it. Never: versions, their rows and originals, the audit trail,
 * the feed of changes, hashes. Each step takes a batch, so that nobody waits for it; files are put on the list of those to be erased.
 */
import { SYSTEM } from "../kernel/actor.ts";
import type { UploadId } from "../kernel/ids.ts";
import type { WriteTx } from "../store/transaction.ts";
import { recordAudit } from "./audit.ts";
import { listForErasure } from "./file-hold.ts";
import { tellPeople } from "./messages.ts";
import { itsPeople, newsOf } from "./review.ts";
import { moveUpload } from "./uploads.ts";

const BATCH = 100;

/** Uploads that came to nothing and have not been touched since `before`: their file, findings, decisions, remarks. Returns how many. */
export async function letGoUploads(tx: WriteTx, before: Date, at: Date): Promise<number> {
  const rows = await tx.query<{ sha256: string }>(
    `update catalogue.upload set let_go_at = $2, decisions = '[]', remarks = '[]',
       report = case when report is not null then jsonb_set(report, '{issues}', '[]') end
     where id in (
       select id from catalogue.upload where status in ('invalid', 'failed', 'returned', 'superseded')
         and let_go_at is null and erased_at is null and updated_at < $1 order by updated_at limit ${BATCH} for update skip locked)
     returning file ->> 'sha256' as sha256`,
    [before, at],
  );
  await listForErasure(
    tx,
    rows.map(({ sha256 }) => sha256),
  );
  return rows.length;
}

/** Uploads that were good and that nobody submitted are returned, with a message, so that their staged rows go. Returns how many. */
export async function returnForgotten(tx: WriteTx, before: Date, days: number, at: Date): Promise<number> {
  const rows = await tx.query<{ id: UploadId }>(
    `select id from catalogue.upload where status = 'ready' and updated_at < $1 order by updated_at limit ${BATCH} for update skip locked`,
    [before],
  );
  const reason = `Tidak ditindaklanjuti selama ${days} hari; unggah lagi bila masih diperlukan. / Nobody went on with it for ${days} days; upload it again if it is still needed.`;
  for (const { id } of rows) {
    const upload = await moveUpload(tx, id, "returned", { reason }, at);
    await recordAudit(tx, SYSTEM, "upload.return", `upload:${id}`, at, { dataset: upload.slug, days });
    await tellPeople(tx, SYSTEM, itsPeople(upload), newsOf("returned", upload, at), at);
  }
  return rows.length;
}

/** Files of versions that are not current, made before `before`; whoever asks for one has it made anew. Returns how many. */
export async function letGoRendered(tx: WriteTx, before: Date, at: Date): Promise<number> {
  const rows = await tx.query<{ sha256: string }>(
    `update catalogue.version_file f set let_go_at = $2 where (dataset, version, ending) in (
       select f.dataset, f.version, f.ending from catalogue.version_file f
         join catalogue.version v on v.dataset = f.dataset and v.number = f.version join catalogue.dataset d on d.id = f.dataset
       where f.let_go_at is null and v.erased_at is null and f.created_at < $1 and d.current_version is distinct from f.version
       limit ${BATCH}) returning sha256`,
    [before, at],
  );
  await listForErasure(
    tx,
    rows.map(({ sha256 }) => sha256),
  );
  return rows.length;
}
