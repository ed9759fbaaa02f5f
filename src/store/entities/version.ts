/** Version n of a dataset. Never changes once written, but for its withdrawal. */
import { EntitySchema } from "typeorm";
import type { DataPackage } from "../../kernel/package.ts";

interface VersionRow {
  dataset: number;
  number: number;
  package: DataPackage;
  /** What the agency was called then. */
  agencyName: string | null;
  /** Field name → physical column. */
  columns: Record<string, string>;
  /** Decimal text, as the driver gives bigint. */
  rows: string;
  added: string | null;
  removed: string | null;
  changed: string | null;
  note: string | null;
  upload: string | null;
  /** Keys of actors. */
  uploadedBy: string;
  publishedBy: string;
  publishedAt: Date;
  withdrawnAt: Date | null;
  withdrawnBy: string | null;
  withdrawnReason: string | null;
  /** Field name → in how many changed rows it differs. */
  cells: Record<string, number> | null;
  /** Name, role and agency, as they were then. */
  uploader: Record<string, string | null> | null;
  publisher: Record<string, string | null> | null;
  restoredFrom: number | null;
  erasedAt: Date | null;
}

export const VersionEntity = new EntitySchema<VersionRow>({
  name: "Version",
  schema: "catalogue",
  tableName: "version",
  columns: {
    dataset: { type: "integer", primary: true },
    number: { type: "integer", primary: true },
    package: { type: "jsonb" },
    agencyName: { name: "agency_name", type: "text", nullable: true },
    columns: { type: "jsonb" },
    rows: { type: "bigint" },
    added: { type: "bigint", nullable: true },
    removed: { type: "bigint", nullable: true },
    changed: { type: "bigint", nullable: true },
    note: { type: "text", nullable: true },
    upload: { type: "uuid", nullable: true },
    uploadedBy: { name: "uploaded_by", type: "text" },
    publishedBy: { name: "published_by", type: "text" },
    publishedAt: { name: "published_at", type: "timestamptz" },
    withdrawnAt: { name: "withdrawn_at", type: "timestamptz", nullable: true },
    withdrawnBy: { name: "withdrawn_by", type: "text", nullable: true },
    withdrawnReason: { name: "withdrawn_reason", type: "text", nullable: true },
    cells: { type: "jsonb", nullable: true },
    uploader: { type: "jsonb", nullable: true },
    publisher: { type: "jsonb", nullable: true },
    erasedAt: { name: "erased_at", type: "timestamptz", nullable: true },
    restoredFrom: { name: "restored_from", type: "integer", nullable: true },
  },
});
