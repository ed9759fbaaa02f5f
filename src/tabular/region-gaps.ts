/** Which of the regions that a table should have never came: told where most are there, so that one forgotten regency is noticed. */
import type { Finding } from "../kernel/finding.ts";
import type { FieldPlan } from "./check-plan.ts";
import { titleOf } from "./fields.ts";
import { type Read, valueRead } from "./reading.ts";
import { missingRegions } from "./region-column.ts";
import { type RegionBook, showRegion } from "./regions.ts";

export interface RegionGaps {
  readonly see: (reads: readonly Read[]) => void;
  /** @param lastYear  Regions that began later are not missed. */
  readonly findings: (lastYear?: string) => readonly Finding[];
}

/** @param key  The primary key: without the region in it, a table of events need not have them all. */
export function tellMissingRegions(fields: readonly FieldPlan[], book: RegionBook, key: readonly string[]): RegionGaps {
  const isKey = ({ field }: FieldPlan): boolean => key.length === 0 || key.includes(field.name);
  const index = fields.findIndex((plan) => plan.region?.level === "regency" && isKey(plan));
  const plan = fields[index];
  const seen = new Set<string>();
  return {
    see: (reads) => {
      if (index < 0) return;
      const code = valueRead(reads[index] ?? null);
      if (code !== null && seen.size < 1_000) seen.add(code);
    },
    findings: (lastYear) => {
      if (plan === undefined) return [];
      const missing = missingRegions(book, "regency", seen).filter(
        ({ validFrom }) => lastYear === undefined || validFrom == null || validFrom.slice(0, 4) <= lastYear,
      );
      const total = missing.length + seen.size;
      if (missing.length === 0 || seen.size < total * (key.length === 0 ? 0.8 : 0.5)) return [];
      const regions = missing.slice(0, 24).map(showRegion).join(", ");
      const params = { name: titleOf(plan.field), count: missing.length, total, regions };
      return [
        { code: "table/regions-missing", severity: "warning", column: plan.place + 1, field: plan.field.name, params },
      ];
    },
  };
}
