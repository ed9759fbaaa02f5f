/**
 * `Idempotency-Key`: for 24 hours the same key of the same actor means the same upload. The same key with other content (bytes,
 * dataset, mode, sheet, note) is refused.
 */
import { createHash } from "node:crypto";
import type { Actor } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import type { DatasetId, UploadId } from "../kernel/ids.ts";
import type { WriteTx } from "../store/transaction.ts";

const HOURS = 24;

interface Keyed {
  readonly file: { readonly sha256: string };
  readonly mode?: string | undefined;
  readonly sheet?: string | undefined;
  readonly note?: string | undefined;
  readonly idempotencyKey?: string | undefined;
}

function contentHash(dataset: DatasetId, { file, mode, sheet, note }: Keyed): string {
  const content = [dataset, file.sha256, mode ?? null, sheet ?? null, note ?? null];
  return createHash("sha256").update(JSON.stringify(content)).digest("hex");
}

/**
 * The upload that this key made within 24 hours. Holds a lock on the key until the transaction ends, so that two requests with one key
 * at the same time make one upload. Throws `upload.idempotency-reused`.
 */
export async function findEarlierUpload(
  tx: WriteTx,
  actor: Actor,
  dataset: DatasetId,
  request: Keyed,
  at: Date,
): Promise<UploadId | undefined> {
  const key = request.idempotencyKey;
  if (key === undefined) return undefined;
  await tx.query("select pg_advisory_xact_lock(hashtextextended($1, 7300))", [JSON.stringify([actor.key, key])]);
  const since = new Date(at.getTime() - HOURS * 3_600_000);
  const [row] = await tx.query<{ upload: UploadId; body_sha256: string }>(
    "select upload, body_sha256 from catalogue.idempotency where actor = $1 and key = $2 and created_at > $3",
    [actor.key, key, since],
  );
  if (row === undefined) return undefined;
  if (row.body_sha256 !== contentHash(dataset, request))
    throw new Fault("upload.idempotency-reused", { key: key.slice(0, 100) });
  return row.upload;
}

export async function rememberUpload(
  tx: WriteTx,
  actor: Actor,
  dataset: DatasetId,
  request: Keyed,
  upload: UploadId,
  at: Date,
): Promise<void> {
  if (request.idempotencyKey === undefined) return;
  await tx.query(
    `insert into catalogue.idempotency (actor, key, body_sha256, upload, created_at) values ($1, $2, $3, $4, $5)
     on conflict (actor, key) do update set body_sha256 = excluded.body_sha256, upload = excluded.upload, created_at = excluded.created_at`,
    [actor.key, request.idempotencyKey, contentHash(dataset, request), upload, at],
  );
}

/** Keys older than 24 hours mean nothing any more. Returns how many were forgotten. */
export async function forgetOldKeys(tx: WriteTx, at: Date): Promise<number> {
  const rows = await tx.query<{ count: string }>(
    "with gone as (delete from catalogue.idempotency where created_at <= $1 returning 1) select count(*) as count from gone",
    [new Date(at.getTime() - HOURS * 3_600_000)],
  );
  return Number(rows[0]?.count ?? 0);
}
