/** An agency that produces data: an office of the province or a regency's own statistics office. */
import { EntitySchema } from "typeorm";

export interface AgencyRow {
  slug: string;
  name: string;
  nameEn: string | null;
  shortName: string | null;
  kind: "province" | "regency";
  region: string | null;
  createdAt: Date;
  quotaMb: number | null;
}

export const AgencyEntity = new EntitySchema<AgencyRow>({
  name: "Agency",
  schema: "catalogue",
  tableName: "agency",
  columns: {
    slug: { type: "text", primary: true },
    name: { type: "text" },
    nameEn: { name: "name_en", type: "text", nullable: true },
    shortName: { name: "short_name", type: "text", nullable: true },
    kind: { type: "text" },
    region: { type: "text", nullable: true },
    createdAt: { name: "created_at", type: "timestamptz", default: () => "now()" },
    quotaMb: { name: "quota_mb", type: "integer", nullable: true },
  },
});
