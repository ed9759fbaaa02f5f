/** An upload on its way to become a version, with its lease while a worker holds it. */
import { EntitySchema } from "typeorm";
import type { DataPackage, UpdateMode } from "../../kernel/package.ts";
import type { UploadStatus } from "../../kernel/upload-state.ts";

interface UploadRow {
  id: string;
  dataset: number;
  status: UploadStatus;
  mode: UpdateMode;
  /** Name, bytes, sha256, then what the reader found out. */
  file: Record<string, unknown>;
  sheet: string | null;
  note: string | null;
  /** What the file is checked against. */
  package: DataPackage;
  /** Field name → physical column of the stage. */
  columns: Record<string, string>;
  progress: { bytes: number; rows: number };
  /** Decimal text, as the driver gives bigint. */
  rows: string | null;
  report: Record<string, unknown> | null;
  changes: Record<string, unknown> | null;
  decisions: unknown[];
  /** What the last check stood on. */
  reading: Record<string, unknown> | null;
  version: number | null;
  /** Returned or failed: why. */
  reason: string | null;
  releaseAt: Date | null;
  approvedBy: string | null;
  approvedByName: string | null;
  /** The actor's key. */
  createdBy: string;
  createdByName: string;
  createdAt: Date;
  updatedAt: Date;
  /** Since when it waits for a reviewer. */
  submittedAt: Date | null;
  erasedAt: Date | null;
  /** Since when its file is no longer kept. */
  letGoAt: Date | null;
  leaseOwner: string | null;
  leaseUntil: Date | null;
  attempts: number;
}

export const UploadEntity = new EntitySchema<UploadRow>({
  name: "Upload",
  schema: "catalogue",
  tableName: "upload",
  columns: {
    id: { type: "uuid", primary: true },
    dataset: { type: "integer" },
    status: { type: "text" },
    mode: { type: "text" },
    file: { type: "jsonb" },
    sheet: { type: "text", nullable: true },
    note: { type: "text", nullable: true },
    package: { type: "jsonb" },
    columns: { type: "jsonb" },
    progress: { type: "jsonb" },
    rows: { type: "bigint", nullable: true },
    report: { type: "jsonb", nullable: true },
    changes: { type: "jsonb", nullable: true },
    decisions: { type: "jsonb" },
    reading: { type: "jsonb", nullable: true },
    version: { type: "integer", nullable: true },
    reason: { type: "text", nullable: true },
    releaseAt: { name: "release_at", type: "timestamptz", nullable: true },
    approvedBy: { name: "approved_by", type: "text", nullable: true },
    approvedByName: { name: "approved_by_name", type: "text", nullable: true },
    createdBy: { name: "created_by", type: "text" },
    createdByName: { name: "created_by_name", type: "text" },
    createdAt: { name: "created_at", type: "timestamptz" },
    updatedAt: { name: "updated_at", type: "timestamptz" },
    submittedAt: { name: "submitted_at", type: "timestamptz", nullable: true },
    erasedAt: { name: "erased_at", type: "timestamptz", nullable: true },
    letGoAt: { name: "let_go_at", type: "timestamptz", nullable: true },
    leaseOwner: { name: "lease_owner", type: "text", nullable: true },
    leaseUntil: { name: "lease_until", type: "timestamptz", nullable: true },
    attempts: { type: "integer", default: 0 },
  },
});
