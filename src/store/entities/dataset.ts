/** A dataset: its package for the next upload and the pointer that publication moves. */
import { EntitySchema } from "typeorm";
import type { AccessLevel, DataPackage } from "../../kernel/package.ts";

interface DatasetRow {
  id: number;
  slug: string;
  agency: string;
  access: AccessLevel;
  /** As parsed; trusted when read back. */
  package: DataPackage;
  /** The next physical column; columns are never reused. */
  nextColumn: number;
  currentVersion: number | null;
  createdBy: string;
  createdAt: Date;
  updatedAt: Date;
}

export const DatasetEntity = new EntitySchema<DatasetRow>({
  name: "Dataset",
  schema: "catalogue",
  tableName: "dataset",
  columns: {
    id: { type: "integer", primary: true, generated: "increment" },
    slug: { type: "text" },
    agency: { type: "text" },
    access: { type: "text" },
    package: { type: "jsonb" },
    nextColumn: { name: "next_column", type: "integer", default: 1 },
    currentVersion: { name: "current_version", type: "integer", nullable: true },
    createdBy: { name: "created_by", type: "text" },
    createdAt: { name: "created_at", type: "timestamptz" },
    updatedAt: { name: "updated_at", type: "timestamptz" },
  },
});
