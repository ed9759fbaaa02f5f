/**
 * Regions before their time: a figure for Toraja Utara in 2005, three years before it was split off. Told once for each region; a row
 * that only says that there is no figure is right. What the parent of such a region stood for then is for the officer to say.
 */
import type { Finding } from "../kernel/finding.ts";
import type { FieldPlan } from "./check-plan.ts";
import { type Read, valueRead } from "./reading.ts";
import { type RegionBook, showRegion } from "./regions.ts";

export interface RegionTimes {
  readonly see: (row: number, reads: readonly Read[]) => void;
  /** The last year of any row; undefined where rows have no period. */
  readonly lastYear: () => string | undefined;
  readonly findings: () => readonly Finding[];
}

export function tellEarlyRegions(fields: readonly FieldPlan[], book: RegionBook): RegionTimes {
  const region = fields.findIndex((plan) => plan.region?.level === "regency");
  const period = fields.findIndex(({ field, place }) => field.role === "period" && place >= 0);
  const measures = fields.flatMap(({ field }, index) => (field.role === "measure" ? [index] : []));
  const plan = fields[region];
  const begins = new Map(
    book.facts.flatMap(({ code, validFrom }) => (validFrom == null ? [] : [[code, validFrom.slice(0, 4)] as const])),
  );
  // Most rows are of a time when every region was there.
  const latest = [...begins.values()].sort().at(-1) ?? "";
  const early = new Map<string, { count: number; readonly row: number }>();
  let last: string | undefined;
  return {
    see: (row, reads) => {
      if (region < 0 || period < 0) return;
      const when = valueRead(reads[period] ?? null);
      if (when === null) return;
      if (last === undefined || when > last) last = when;
      if (when >= latest) return;
      const code = valueRead(reads[region] ?? null);
      const begin = code === null ? undefined : begins.get(code);
      if (code === null || begin === undefined || when >= begin) return;
      if (measures.every((index) => valueRead(reads[index] ?? null) === null)) return;
      const known = early.get(code);
      if (known === undefined) early.set(code, { count: 1, row });
      else known.count += 1;
    },
    lastYear: () => last?.slice(0, 4),
    findings: () =>
      [...early].map(([code, { count, row }]) => {
        const fact = book.facts.find((one) => one.code === code);
        const params = { region: fact === undefined ? code : showRegion(fact), begins: begins.get(code) ?? "", count };
        const place = plan === undefined ? {} : { column: plan.place + 1, field: plan.field.name };
        return { code: "table/region-before-its-time", severity: "warning", row, ...place, params };
      }),
  };
}
