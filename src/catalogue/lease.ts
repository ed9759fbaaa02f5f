/**
 * Leases: who is checking an upload, and until when. The database's clock alone decides, so that servers with other clocks agree. A
 * worker that is gone stops renewing, its lease lapses, and another takes the upload over; whatever the first still writes is refused.
 */
import { SYSTEM } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import type { UploadId } from "../kernel/ids.ts";
import { canMove, type UploadStatus } from "../kernel/upload-state.ts";
import type { ReadTx, WriteTx } from "../store/transaction.ts";
import { recordAudit } from "./audit.ts";
import { getUploadById, patchUpload, type Upload, type UploadPatch } from "./uploads.ts";

interface Lease {
  /** Of this process and this attempt; never the same twice. */
  readonly owner: string;
  readonly seconds: number;
}

const until = (place: string): string => `clock_timestamp() + make_interval(secs => ${place})`;

/** Waiting and free: received, or checked by somebody whose lease has lapsed. */
const FREE =
  "(status = 'received' or (status = 'checking' and (lease_until is null or lease_until < clock_timestamp())))";

/** Takes the upload to check it: `checking`, one more attempt. Undefined when it is not waiting or somebody else has it. */
export async function claimUpload(
  tx: WriteTx,
  id: UploadId,
  { owner, seconds }: Lease,
  at: Date,
): Promise<Upload | undefined> {
  const claimed = await tx.query(
    `with claimed as (
       update catalogue.upload set status = 'checking', lease_owner = $2, lease_until = ${until("$3")}, attempts = attempts + 1,
         progress = '{"bytes": 0, "rows": 0}', updated_at = $4
       where id = (select id from catalogue.upload where id = $1 and ${FREE} for update skip locked) returning id)
     select id from claimed`,
    [id, owner, seconds, at],
  );
  return claimed.length === 0 ? undefined : getUploadById(tx, id);
}

/** Renews the lease, and tells how far the work is. False: the lease is lost, stop. */
export async function renewLease(
  tx: WriteTx,
  id: UploadId,
  { owner, seconds }: Lease,
  progress?: { readonly bytes: number; readonly rows: number },
): Promise<boolean> {
  const renewed = await tx.query(
    `with renewed as (
       update catalogue.upload set lease_until = ${until("$3")}, progress = coalesce($4::jsonb, progress)
       where id = $1 and lease_owner = $2 and status = 'checking' returning id)
     select id from renewed`,
    [id, owner, seconds, progress === undefined ? null : JSON.stringify(progress)],
  );
  return renewed.length > 0;
}

/** Ends the work with what came of it. Throws `upload.wrong-state` when the lease was lost: nothing is written then. */
export async function finishLease(
  tx: WriteTx,
  id: UploadId,
  owner: string,
  to: UploadStatus,
  patch: UploadPatch,
  at: Date,
): Promise<Upload> {
  const [row] = await tx.query<{ status: UploadStatus; lease_owner: string | null }>(
    "select status, lease_owner from catalogue.upload where id = $1 for update",
    [id],
  );
  if (row === undefined) throw new Fault("upload.unknown", { id });
  if (row.lease_owner !== owner || !canMove(row.status, to)) {
    throw new Fault("upload.wrong-state", { status: row.status, to }, { uploadStatus: row.status });
  }
  const upload = await patchUpload(tx, id, patch, at, to);
  await recordAudit(tx, SYSTEM, "upload.check", `upload:${id}`, at, { dataset: upload.slug, status: to });
  return upload;
}

/** Uploads that wait for a worker: received some time ago, or with a lapsed lease. For the sweep, which sends their jobs anew. */
export async function listWaiting(
  tx: ReadTx,
  olderThanSeconds: number,
  limit = 100,
): Promise<readonly { id: UploadId; attempts: number }[]> {
  return tx.query<{ id: UploadId; attempts: number }>(
    `select id, attempts from catalogue.upload
     where status in ('received', 'checking') and ${FREE} and updated_at < clock_timestamp() - make_interval(secs => $1)
     order by created_at limit $2`,
    [olderThanSeconds, limit],
  );
}
