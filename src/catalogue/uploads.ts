/**
 * Uploads on their way to become versions. Every move is a legal one of `kernel/upload-state.ts`, made under a lock: whoever comes
 * second gets 409 `upload.wrong-state`. An upload keeps the package it is checked against.
 */
import type { Actor } from "../kernel/actor.ts";
import type { Effects } from "../kernel/effects.ts";
import { Fault } from "../kernel/fault.ts";
import type { Finding } from "../kernel/finding.ts";
import type { AgencySlug, DatasetId, DatasetSlug, FieldName, Sha256, UploadId, VersionNumber } from "../kernel/ids.ts";
import type { AccessLevel, DataPackage, UpdateMode } from "../kernel/package.ts";
import { canMove, type UploadStatus } from "../kernel/upload-state.ts";
import type { ReadTx, WriteTx } from "../store/transaction.ts";
import { recordAudit } from "./audit.ts";
import { type Dataset, subjectOf } from "./datasets.ts";
import { findEarlierUpload, rememberUpload } from "./idempotency.ts";
import { type Action, demand } from "./rights.ts";

/** What was received, then what the reader found out. */
export interface UploadFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: Sha256;
  readonly format?: string | undefined;
  readonly encoding?: string | null | undefined;
  readonly delimiter?: string | null | undefined;
  readonly sheet?: string | null | undefined;
  readonly headerRows?: readonly [number, number] | null | undefined;
  readonly [more: string]: unknown;
}

export interface UploadReport {
  readonly errors: number;
  readonly warnings: number;
  readonly notes: number;
  readonly byCode: Readonly<Record<string, number>>;
  readonly issues: readonly Finding[];
  readonly [more: string]: unknown;
}

/** What publishing would change, against version `base` (null: there is none). */
export interface UploadChanges {
  readonly base: VersionNumber | null;
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  readonly unchanged: number;
}

export interface Upload {
  readonly id: UploadId;
  readonly dataset: DatasetId;
  readonly slug: DatasetSlug;
  readonly agency: AgencySlug;
  readonly access: AccessLevel;
  /** Has its dataset a current version? */
  readonly published: boolean;
  readonly status: UploadStatus;
  readonly mode: UpdateMode;
  readonly file: UploadFile;
  /** As asked for. */
  readonly sheet: string | undefined;
  readonly note: string | undefined;
  readonly package: DataPackage;
  readonly columns: Readonly<Record<FieldName, string>>;
  readonly progress: { readonly bytes: number; readonly rows: number };
  readonly rows: number | undefined;
  readonly report: UploadReport | undefined;
  readonly changes: UploadChanges | undefined;
  readonly decisions: readonly unknown[];
  readonly version: VersionNumber | undefined;
  readonly reason: string | undefined;
  readonly releaseAt: Date | undefined;
  readonly createdBy: string;
  readonly createdByName: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly attempts: number;
}

interface UploadSelectRow {
  id: UploadId;
  dataset: DatasetId;
  slug: DatasetSlug;
  agency: AgencySlug;
  access: AccessLevel;
  published: boolean;
  status: UploadStatus;
  mode: UpdateMode;
  file: UploadFile;
  sheet: string | null;
  note: string | null;
  package: DataPackage;
  columns: Record<FieldName, string>;
  progress: { bytes: number; rows: number };
  rows: string | null;
  report: UploadReport | null;
  changes: UploadChanges | null;
  decisions: unknown[];
  version: VersionNumber | null;
  reason: string | null;
  release_at: Date | null;
  created_by: string;
  created_by_name: string;
  created_at: Date;
  updated_at: Date;
  attempts: number;
}

const SELECT = `select u.id, u.dataset, d.slug, d.agency, d.access, d.current_version is not null as published, u.status, u.mode, u.file,
  u.sheet, u.note, u.package, u.columns, u.progress, u.rows, u.report, u.changes, u.decisions, u.version, u.reason, u.release_at,
  u.created_by, u.created_by_name, u.created_at, u.updated_at, u.attempts
  from catalogue.upload u join catalogue.dataset d on d.id = u.dataset`;

function toUpload(row: UploadSelectRow): Upload {
  const { release_at, created_by, created_by_name, created_at, updated_at, ...same } = row;
  return {
    ...same,
    sheet: row.sheet ?? undefined,
    note: row.note ?? undefined,
    rows: row.rows === null ? undefined : Number(row.rows),
    report: row.report ?? undefined,
    changes: row.changes ?? undefined,
    version: row.version ?? undefined,
    reason: row.reason ?? undefined,
    releaseAt: release_at ?? undefined,
    createdBy: created_by,
    createdByName: created_by_name,
    createdAt: created_at,
    updatedAt: updated_at,
  };
}

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
 * false). Throws `upload.idempotency-reused` (422) for the same key with other content, rights.
 */
export async function createUpload(
  tx: WriteTx,
  actor: Actor,
  dataset: Dataset,
  request: NewUpload,
  effects: Pick<Effects, "now" | "newId">,
): Promise<{ readonly upload: Upload; readonly created: boolean }> {
  demand(actor, "upload.create", subjectOf(dataset));
  const at = effects.now();
  const earlier = await findEarlierUpload(tx, actor, dataset.id, request, at);
  if (earlier !== undefined) return { upload: await findById(tx, earlier), created: false };
  const id = effects.newId() as UploadId; // ids of effects are UUIDs
  // The package is taken under the lock that updateDataset holds, so that a change of it and an upload never cross.
  await tx.query("select 1 from catalogue.dataset where id = $1 for share", [dataset.id]);
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
  const [row] = await tx.query<UploadSelectRow>(`${SELECT} where u.id = $1 ${lock ? "for update of u" : ""}`, [id]);
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
    `${SELECT} where ($1::integer is null or u.dataset = $1) and ($2::text[] is null or u.status = any($2))
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
  readonly version?: VersionNumber | undefined;
  readonly reason?: string | null | undefined;
  readonly releaseAt?: Date | null | undefined;
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

const JSON_COLUMNS = ["file", "columns", "progress", "report", "changes", "decisions"] as const;
const PLAIN_COLUMNS = {
  rows: "rows",
  version: "version",
  reason: "reason",
  releaseAt: "release_at",
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
  at: Date,
): Promise<readonly { readonly id: UploadId; readonly approver: Actor }[]> {
  const rows = await tx.query<{ id: UploadId; approved_by: string; approved_by_name: string }>(
    `select id, approved_by, approved_by_name from catalogue.upload
     where status = 'scheduled' and release_at <= $1 order by release_at, id limit 100`,
    [at],
  );
  return rows.map((row) => ({
    id: row.id,
    approver: { key: row.approved_by, name: row.approved_by_name, role: "reviewer" },
  }));
}
