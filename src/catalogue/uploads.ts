/**
 * Uploads on their way to become versions. Every move is a legal one of `kernel/upload-state.ts`, made under a lock: whoever comes
 * second gets 409 `upload.wrong-state`. An upload keeps the package it is checked against.
 */
import type { Actor } from "../kernel/actor.ts";
import type { Effects } from "../kernel/effects.ts";
import { Fault } from "../kernel/fault.ts";
import type { AgencySlug, DatasetId, FieldName, UploadId, VersionNumber } from "../kernel/ids.ts";
import type { UpdateMode } from "../kernel/package.ts";
import { canMove, type UploadStatus } from "../kernel/upload-state.ts";
import type { ReadTx, WriteTx } from "../store/transaction.ts";
import { demandQuota, type QuotaLimits } from "./agency-quota.ts";
import { recordAudit } from "./audit.ts";
import { type Dataset, subjectOf } from "./datasets.ts";
import { findEarlierUpload, rememberUpload } from "./idempotency.ts";
import { type Action, demand } from "./rights.ts";
import {
  type Remark,
  SELECT_UPLOAD,
  toUpload,
  type Upload,
  type UploadChanges,
  type UploadFile,
  type UploadReading,
  type UploadReport,
  type UploadSelectRow,
} from "./upload-row.ts";

export type { Remark, Upload, UploadChanges, UploadFile, UploadReading, UploadReport } from "./upload-row.ts";

export interface NewUpload {
  readonly file: UploadFile;
  /** Default: the package's own `updates`. */
  readonly mode?: UpdateMode | undefined;
  readonly sheet?: string | undefined;
  readonly note?: string | undefined;
  readonly idempotencyKey?: string | undefined;
}

/**
 * A new upload, `received`; or, with an `Idempotency-Key` of the last 24 hours, the one that the same request made before (`created`
 * false). Throws `upload.idempotency-reused` (422) for the same key with other content, rights; with `quotas`, `agency.over-quota` and
 * `agency.too-many-waiting`.
 */
export async function createUpload(
  tx: WriteTx,
  actor: Actor,
  dataset: Dataset,
  request: NewUpload,
  effects: Pick<Effects, "now" | "newId">,
  quotas?: QuotaLimits,
): Promise<{ readonly upload: Upload; readonly created: boolean }> {
  demand(actor, "upload.create", subjectOf(dataset));
  const at = effects.now();
  const earlier = await findEarlierUpload(tx, actor, dataset.id, request, at);
  if (earlier !== undefined) return { upload: await findById(tx, earlier), created: false };
  if (quotas !== undefined) await demandQuota(tx, dataset.agency, request.file.bytes, quotas, "lock");
  const id = effects.newId() as UploadId; // ids of effects are UUIDs
  // The package is taken under the lock that updateDataset holds, so that a change of it and an upload never cross.
  await tx.query("select 1 from catalogue.dataset where id = $1 for key share", [dataset.id]);
  await tx.query(
    `insert into catalogue.upload (id, dataset, status, mode, file, sheet, note, package, created_by, created_by_name, created_at, updated_at)
     select $1, d.id, 'received', coalesce($3, d.package->>'updates'), $4::jsonb, $5, $6, d.package, $7, $8, $9, $9
     from catalogue.dataset d where d.id = $2`,
    [
      id,
      dataset.id,
      request.mode ?? null,
      JSON.stringify(request.file),
      request.sheet ?? null,
      request.note ?? null,
      actor.key,
      actor.name,
      at,
    ],
  );
  await rememberUpload(tx, actor, dataset.id, request, id, at);
  const { sha256, bytes } = request.file;
  await recordAudit(tx, actor, "upload.create", `upload:${id}`, at, { dataset: dataset.slug, sha256, bytes });
  return { upload: await findById(tx, id), created: true };
}

async function findById(tx: ReadTx, id: UploadId, lock = false): Promise<Upload> {
  const [row] = await tx.query<UploadSelectRow>(`${SELECT_UPLOAD} where u.id = $1 ${lock ? "for update of u" : ""}`, [
    id,
  ]);
  if (row === undefined) throw new Fault("upload.unknown", { id });
  return toUpload(row);
}

/** By its id, whoever asks: for the server's own work. Throws `upload.unknown`. */
export const getUploadById = (tx: ReadTx, id: UploadId): Promise<Upload> => findById(tx, id);

/** The upload, if the actor may do `action` with it (default: read it). Throws `upload.unknown`, `rights.*`, `review.own-upload`. */
export async function getUpload(
  tx: ReadTx,
  actor: Actor,
  id: UploadId,
  action: Action = "upload.read",
): Promise<Upload> {
  demand(actor, action);
  const upload = await findById(tx, id);
  demandUpload(actor, action, upload);
  return upload;
}

/** Likewise, locked until the transaction ends. */
export async function lockUpload(tx: WriteTx, actor: Actor, id: UploadId, action: Action): Promise<Upload> {
  demand(actor, action);
  const upload = await findById(tx, id, true);
  demandUpload(actor, action, upload);
  return upload;
}

function demandUpload(actor: Actor, action: Action, upload: Upload): void {
  const { id, agency, slug, access, published, createdBy } = upload;
  demand(actor, action, { upload: id, agency, dataset: slug, access, published, uploadedBy: createdBy });
}

/** Newest first. Of one dataset, or in some states (the reviewer's queue), or of one agency. Rights are the caller's to demand. */
export async function listUploads(
  tx: ReadTx,
  of: {
    readonly dataset?: DatasetId | undefined;
    readonly agency?: AgencySlug | undefined;
    readonly statuses?: readonly UploadStatus[] | undefined;
    readonly first?: number | undefined;
  },
): Promise<readonly Upload[]> {
  const rows = await tx.query<UploadSelectRow>(
    `${SELECT_UPLOAD} where ($1::integer is null or u.dataset = $1) and ($2::text[] is null or u.status = any($2))
       and ($3::text is null or d.agency = $3) order by u.created_at desc, u.id limit $4`,
    [of.dataset ?? null, of.statuses ?? null, of.agency ?? null, of.first ?? 100],
  );
  return rows.map(toUpload);
}

/** What a move may write beside the status; what is undefined stays as it is, null empties it. */
export interface UploadPatch {
  readonly file?: UploadFile | undefined;
  readonly columns?: Readonly<Record<FieldName, string>> | undefined;
  readonly progress?: { readonly bytes: number; readonly rows: number } | undefined;
  readonly rows?: number | null | undefined;
  readonly report?: UploadReport | null | undefined;
  readonly changes?: UploadChanges | null | undefined;
  readonly decisions?: readonly unknown[] | undefined;
  readonly reading?: UploadReading | undefined;
  readonly version?: VersionNumber | undefined;
  readonly reason?: string | null | undefined;
  readonly remarks?: readonly Remark[] | undefined;
  readonly releaseAt?: Date | null | undefined;
  readonly submittedAt?: Date | null | undefined;
  readonly approvedBy?: string | undefined;
  readonly approvedByName?: string | undefined;
}

/** Moves the upload if that is a legal move, else throws `upload.wrong-state` (409) with the state in `extra`. A lease ends with it. */
export async function moveUpload(
  tx: WriteTx,
  id: UploadId,
  to: UploadStatus,
  patch: UploadPatch,
  at: Date,
): Promise<Upload> {
  const { status } = await findById(tx, id, true);
  if (!canMove(status, to)) throw new Fault("upload.wrong-state", { status, to }, { uploadStatus: status });
  return patchUpload(tx, id, patch, at, to);
}

const JSON_COLUMNS = ["file", "columns", "progress", "report", "changes", "decisions", "reading", "remarks"] as const;
const PLAIN_COLUMNS = {
  rows: "rows",
  version: "version",
  reason: "reason",
  releaseAt: "release_at",
  submittedAt: "submitted_at",
  approvedBy: "approved_by",
  approvedByName: "approved_by_name",
} as const;

/** Writes without a move (what a new comparison found, say); with `to`, also the status. */
export async function patchUpload(
  tx: WriteTx,
  id: UploadId,
  patch: UploadPatch,
  at: Date,
  to?: UploadStatus,
): Promise<Upload> {
  const values: unknown[] = [id, at];
  const set = ["updated_at = $2"];
  for (const name of JSON_COLUMNS) {
    const value = patch[name];
    if (value !== undefined)
      set.push(`${name} = $${values.push(value === null ? null : JSON.stringify(value))}::jsonb`);
  }
  for (const [name, column] of Object.entries(PLAIN_COLUMNS)) {
    const value = patch[name as keyof typeof PLAIN_COLUMNS]; // its own keys
    if (value !== undefined) set.push(`${column} = $${values.push(value)}`);
  }
  if (to !== undefined) set.push(`status = $${values.push(to)}`, "lease_owner = null", "lease_until = null");
  await tx.query(`update catalogue.upload set ${set.join(", ")} where id = $1`, values);
  return findById(tx, id);
}

/** Scheduled uploads whose time has come, each with the reviewer who approved it. */
export async function listDueUploads(
  tx: ReadTx,
): Promise<readonly { readonly id: UploadId; readonly approver: Actor }[]> {
  const rows = await tx.query<{ id: UploadId; approved_by: string; approved_by_name: string }>(
    `select id, approved_by, approved_by_name from catalogue.upload
     where status = 'scheduled' and release_at <= clock_timestamp() order by release_at, id limit 100`,
  );
  return rows.map((row) => ({
    id: row.id,
    approver: { key: row.approved_by, name: row.approved_by_name, role: "reviewer" },
  }));
}

/** Uploads whose staged rows are still wanted: being filled, or waiting for a person. */
export async function listStagedUploads(tx: ReadTx): Promise<readonly UploadId[]> {
  const rows = await tx.query<{ id: UploadId }>(
    "select id from catalogue.upload where status in ('received', 'checking', 'ready', 'submitted', 'scheduled')",
  );
  return rows.map(({ id }) => id);
}
