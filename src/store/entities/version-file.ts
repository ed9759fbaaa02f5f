/** One rendered file of a version, found in the file store by its hash. */
import { EntitySchema } from "typeorm";

interface VersionFileRow {
  dataset: number;
  version: number;
  /** csv, csv.gz, xlsx … */
  ending: string;
  sha256: string;
  /** Decimal text, as the driver gives bigint. */
  bytes: string;
  createdAt: Date;
  /** Since when its bytes are no longer kept. */
  letGoAt: Date | null;
}

export const VersionFileEntity = new EntitySchema<VersionFileRow>({
  name: "VersionFile",
  schema: "catalogue",
  tableName: "version_file",
  columns: {
    dataset: { type: "integer", primary: true },
    version: { type: "integer", primary: true },
    ending: { type: "text", primary: true },
    sha256: { type: "text" },
    bytes: { type: "bigint" },
    createdAt: { name: "created_at", type: "timestamptz" },
    letGoAt: { name: "let_go_at", type: "timestamptz", nullable: true },
  },
});
