/** One entry of the catalogue's feed, gap-free and in commit order. */
import { EntitySchema } from "typeorm";

export type ChangeKind = "published" | "withdrawn" | "restored" | "metadata";

interface ChangeRow {
  /** Decimal text, as the driver gives bigint. */
  seq: string;
  at: Date;
  kind: ChangeKind;
  dataset: number;
  version: number | null;
  /** Access level and agency before and after, where the dataset moved. */
  fromAccess: string | null;
  fromAgency: string | null;
  toAccess: string | null;
  toAgency: string | null;
}

export const ChangeEntity = new EntitySchema<ChangeRow>({
  name: "Change",
  schema: "catalogue",
  tableName: "change",
  columns: {
    seq: { type: "bigint", primary: true },
    at: { type: "timestamptz" },
    kind: { type: "text" },
    dataset: { type: "integer" },
    version: { type: "integer", nullable: true },
    fromAccess: { type: "text", name: "from_access", nullable: true },
    fromAgency: { type: "text", name: "from_agency", nullable: true },
    toAccess: { type: "text", name: "to_access", nullable: true },
    toAgency: { type: "text", name: "to_agency", nullable: true },
  },
});
