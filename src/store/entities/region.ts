/** A region of the reference data, by its Kemendagri code; validity as ISO dates. */
import { EntitySchema } from "typeorm";

export type RegionLevel = "province" | "regency" | "district" | "village";
export type RegionKind = "provinsi" | "kabupaten" | "kota" | "kecamatan" | "kelurahan" | "desa";

export interface RegionRow {
  code: string;
  bpsCode: string | null;
  name: string;
  shortName: string;
  level: RegionLevel;
  kind: RegionKind;
  parent: string | null;
  capital: string | null;
  aliases: string[];
  /** ISO date: TypeORM reads `date` as text. */
  validFrom: string | null;
  validTo: string | null;
}

export const RegionEntity = new EntitySchema<RegionRow>({
  name: "Region",
  schema: "catalogue",
  tableName: "region",
  columns: {
    code: { type: "text", primary: true },
    bpsCode: { name: "bps_code", type: "text", nullable: true },
    name: { type: "text" },
    shortName: { name: "short_name", type: "text" },
    level: { type: "text" },
    kind: { type: "text" },
    parent: { type: "text", nullable: true },
    capital: { type: "text", nullable: true },
    aliases: { type: "text", array: true },
    validFrom: { name: "valid_from", type: "date", nullable: true },
    validTo: { name: "valid_to", type: "date", nullable: true },
  },
});
