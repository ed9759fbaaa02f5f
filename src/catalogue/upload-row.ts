/** An upload as it is read from the database: one row of `catalogue.upload` beside its dataset. */

import type { AgencySlug, DatasetId, DatasetSlug, FieldName, Sha256, UploadId, VersionNumber } from "../kernel/ids.ts";
import type { AccessLevel, DataPackage, UpdateMode } from "../kernel/package.ts";
import type { UploadStatus } from "../kernel/upload-state.ts";
import type { UsedRecipe } from "../tabular/recipe-used.ts";
import type { ReportSummary } from "../tabular/report.ts";

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

export type UploadReport = ReportSummary;

/** What publishing would change, against version `base` (null: there is none). */
export interface UploadChanges {
  readonly base: VersionNumber | null;
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly cells?: Readonly<Record<string, number>> | undefined;
}

/** What a check stood on, so that reading the file once more says the same. */
export interface UploadReading {
  readonly recipe?: UsedRecipe | undefined;
  /** The version that it was held against. */
  readonly base?: VersionNumber | undefined;
}

/** What a reviewer who returned an upload says about a field, about a cell (row and column of the file, from 1), or about the whole. */
export interface Remark {
  readonly field?: FieldName | undefined;
  readonly row?: number | undefined;
  readonly column?: number | undefined;
  readonly text: string;
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
  readonly reading: UploadReading | undefined;
  readonly version: VersionNumber | undefined;
  readonly reason: string | undefined;
  readonly remarks: readonly Remark[];
  readonly releaseAt: Date | undefined;
  /** Who approved a scheduled one. */
  readonly approvedByName: string | undefined;
  /** Since when it waits for a reviewer. */
  readonly submittedAt: Date | undefined;
  readonly createdBy: string;
  readonly createdByName: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly attempts: number;
}

export interface UploadSelectRow {
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
  reading: UploadReading | null;
  version: VersionNumber | null;
  reason: string | null;
  remarks: Remark[];
  release_at: Date | null;
  approved_by_name: string | null;
  submitted_at: Date | null;
  created_by: string;
  created_by_name: string;
  created_at: Date;
  updated_at: Date;
  attempts: number;
}

/** `catalogue.upload u` beside its dataset. */
export const SELECT_UPLOAD = `select u.id, u.dataset, d.slug, d.agency, d.access, d.current_version is not null as published, u.status, u.mode, u.file,
  u.sheet, u.note, u.package, u.columns, u.progress, u.rows, u.report, u.changes, u.decisions, u.reading, u.version, u.reason, u.remarks,
  u.release_at, u.approved_by_name, u.submitted_at,
  u.created_by, u.created_by_name, u.created_at, u.updated_at, u.attempts
  from catalogue.upload u join catalogue.dataset d on d.id = u.dataset`;

export function toUpload(row: UploadSelectRow): Upload {
  const { release_at, approved_by_name, submitted_at, created_by, created_by_name, created_at, updated_at, ...same } =
    row;
  return {
    ...same,
    sheet: row.sheet ?? undefined,
    note: row.note ?? undefined,
    rows: row.rows === null ? undefined : Number(row.rows),
    report: row.report ?? undefined,
    changes: row.changes ?? undefined,
    reading: row.reading ?? undefined,
    version: row.version ?? undefined,
    reason: row.reason ?? undefined,
    releaseAt: release_at ?? undefined,
    approvedByName: approved_by_name ?? undefined,
    submittedAt: submitted_at ?? undefined,
    createdBy: created_by,
    createdByName: created_by_name,
    createdAt: created_at,
    updatedAt: updated_at,
  };
}
