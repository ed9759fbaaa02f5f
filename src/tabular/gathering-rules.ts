/** Rules over several rows: totals of groups, series over periods, regions that each period must have. Held within bounds; beyond, told. */
import type { TableSchema } from "../kernel/package.ts";
import { absolute, compareDecimal, subtractDecimal, sumDecimals } from "./compare-decimal.ts";
import { type Read, valueRead } from "./reading.ts";
import { missingRegions } from "./region-column.ts";
import { type RegionBook, type RegionLevel, showRegion } from "./regions.ts";
import type { Report } from "./report.ts";
import type { ReadRule } from "./rule-kinds.ts";

export interface GatheringRule {
  readonly see: (row: number, reads: readonly Read[]) => void;
  readonly finish: () => void;
}

/** Groups, or points of series, that one rule may hold. */
const MOST_HELD = 300_000;
const SEPARATOR = "\u001f";

export type RuleOf<K extends ReadRule["kind"]> = Extract<ReadRule, { kind: K }>;

export const keyAt = (places: readonly number[], reads: readonly Read[]): string =>
  places.map((place) => valueRead(reads[place] ?? null) ?? "").join(SEPARATOR);

export const showKey = (places: readonly number[], key: string, schema: TableSchema): string => {
  if (places.length === 0) return "-";
  const values = key.split(SEPARATOR);
  return places.map((place, index) => `${schema.fields[place]?.name ?? ""} = ${values[index] ?? ""}`).join(", ");
};

function tooMany(rule: ReadRule, report: Report): void {
  report.add({
    code: "table/rule-not-applied",
    severity: "warning",
    params: { rule: rule.name, reason: "too-many", parameter: "" },
  });
}

/** How far two numbers are apart, in per cent of the first; undefined where that is 0. For people to read: a binary float will do. */
export function changeInPercent(before: string, after: string): number | undefined {
  const base = Math.abs(Number(before));
  return base === 0 ? undefined : (Math.abs(Number(subtractDecimal(after, before))) / base) * 100;
}

interface Total {
  row: number;
  total: string | undefined;
  sum: string;
  parts: number;
  isUnknown: boolean;
}

export function createTotalRule(rule: RuleOf<"total">, schema: TableSchema, report: Report): GatheringRule {
  const groups = new Map<string, Total>();
  let isFull = false;
  const wanted = rule.value.toLowerCase();
  return {
    see: (row, reads) => {
      const key = keyAt(rule.by, reads);
      let group = groups.get(key);
      if (group === undefined) {
        if (groups.size >= MOST_HELD) {
          isFull = true;
          return;
        }
        group = { row, total: undefined, sum: "0", parts: 0, isUnknown: false };
        groups.set(key, group);
      }
      const value = valueRead(reads[rule.field] ?? null);
      if (valueRead(reads[rule.dimension] ?? null)?.toLowerCase() === wanted) {
        group.total = value ?? undefined;
        group.row = row;
      } else if (value === null) group.isUnknown = true;
      else {
        group.sum = sumDecimals([group.sum, value]);
        group.parts += 1;
      }
    },
    finish: () => {
      if (isFull) tooMany(rule, report);
      for (const [key, { row, total, sum, parts, isUnknown }] of groups) {
        if (total === undefined || isUnknown || parts === 0) continue;
        if (compareDecimal(absolute(subtractDecimal(total, sum)), rule.tolerance) <= 0) continue;
        const params = { rule: rule.name, group: showKey(rule.by, key, schema), total, sum };
        const field = schema.fields[rule.field]?.name ?? "";
        report.add({
          code: "table/rule-total",
          severity: rule.severity,
          row,
          field,
          value: total,
          suggestion: sum,
          params,
        });
      }
    },
  };
}

interface Point {
  readonly period: string;
  readonly value: string;
  readonly row: number;
}

export function createSeriesRule(
  rule: RuleOf<"monotone"> | RuleOf<"change">,
  schema: TableSchema,
  report: Report,
): GatheringRule {
  const series = new Map<string, Point[]>();
  let held = 0;
  const field = schema.fields[rule.field]?.name ?? "";

  const compare = (before: Point, after: Point): void => {
    const place = { severity: rule.severity, row: after.row, field, value: after.value };
    const params = { rule: rule.name, value: after.value, before: before.value, period: before.period };
    if (rule.kind === "monotone") {
      const order = compareDecimal(after.value, before.value);
      if (rule.isRising ? order < 0 : order > 0) report.add({ code: "row/rule-monotone", ...place, params });
      return;
    }
    const percent = changeInPercent(before.value, after.value);
    if (percent !== undefined && percent > rule.percent)
      report.add({ code: "row/rule-change", ...place, params: { ...params, percent: percent.toFixed(1) } });
  };

  return {
    see: (row, reads) => {
      const [value, period] = [valueRead(reads[rule.field] ?? null), valueRead(reads[rule.over] ?? null)];
      if (value === null || period === null) return;
      held += 1;
      if (held > MOST_HELD) return;
      const key = keyAt(rule.by, reads);
      const points = series.get(key);
      if (points === undefined) series.set(key, [{ period, value, row }]);
      else points.push({ period, value, row });
    },
    finish: () => {
      if (held > MOST_HELD) tooMany(rule, report);
      for (const points of series.values()) {
        points.sort((a, b) => (a.period < b.period ? -1 : a.period > b.period ? 1 : a.row - b.row));
        for (let at = 1; at < points.length; at += 1) {
          const [before, after] = [points[at - 1], points[at]];
          if (before !== undefined && after !== undefined && before.period !== after.period) compare(before, after);
        }
      }
    },
  };
}

export function createCompleteRule(rule: RuleOf<"complete">, report: Report, book: RegionBook): GatheringRule {
  const seen = new Map<string, Set<string>>();
  const levels = new Map<RegionLevel, number>();
  return {
    see: (_row, reads) => {
      const code = valueRead(reads[rule.region] ?? null);
      const period = rule.period === undefined ? "" : valueRead(reads[rule.period] ?? null);
      if (code === null || period === null) return;
      const regions = seen.get(period);
      if (regions === undefined) {
        if (seen.size < 10_000) seen.set(period, new Set([code]));
      } else if (!regions.has(code)) regions.add(code);
      const level = book.find(code)?.level;
      if (level !== undefined) levels.set(level, (levels.get(level) ?? 0) + 1);
    },
    finish: () => {
      const [level] = [...levels].sort((a, b) => b[1] - a[1])[0] ?? ["regency" as RegionLevel];
      for (const [period, regions] of [...seen].sort(([a], [b]) => (a < b ? -1 : 1))) {
        const missing = missingRegions(book, level, regions);
        if (missing.length === 0) continue;
        const named = missing.slice(0, 24).map(showRegion).join(", ") + (missing.length > 24 ? ", …" : "");
        const params = { rule: rule.name, period: period === "" ? "-" : period, count: missing.length, regions: named };
        report.add({ code: "table/rule-incomplete", severity: rule.severity, params });
      }
    },
  };
}
