/** Applies a package's cross-row rules while rows stream by. Rules within a row are done at once; others gather, within bounds. */
import type { Rule, TableSchema } from "../kernel/package.ts";
import { absolute, compareDecimal, subtractDecimal, sumDecimals } from "./compare-decimal.ts";
import { createCompleteRule, createSeriesRule, createTotalRule, type GatheringRule } from "./gathering-rules.ts";
import type { Previous } from "./previous.ts";
import { type Read, valueRead } from "./reading.ts";
import type { RegionBook } from "./regions.ts";
import type { Report } from "./report.ts";
import { type CompareOp, isRuleProblem, type ReadRule, readRule } from "./rule-kinds.ts";
import { createVersionRule } from "./version-rule.ts";

export interface Rules {
  readonly check: (row: number, reads: readonly Read[]) => void;
  /** What can be said only when every row has been seen. */
  readonly finish: () => void;
}

/** What rules are applied with besides the rows. */
export interface RuleContext {
  readonly schema: TableSchema;
  readonly report: Report;
  readonly book: RegionBook;
  /** Absent where there is none to compare with. */
  readonly previous?: Previous | undefined;
}

export function createRules(rules: readonly Rule[], { schema, report, book, previous }: RuleContext): Rules {
  const gathering: GatheringRule[] = [];
  const within: ((row: number, reads: readonly Read[]) => void)[] = [];
  for (const rule of rules) {
    const read = readRule(rule, schema);
    if (isRuleProblem(read)) {
      const params = { rule: rule.name, reason: read.reason, parameter: read.parameter };
      report.add({ code: "table/rule-not-applied", severity: "warning", params });
    } else if (read.kind === "total") gathering.push(createTotalRule(read, schema, report));
    else if (read.kind === "monotone" || read.kind === "change") gathering.push(createSeriesRule(read, schema, report));
    else if (read.kind === "complete") gathering.push(createCompleteRule(read, report, book));
    else if (read.kind === "version-change") {
      if (previous !== undefined) gathering.push(createVersionRule(read, schema, report, previous));
    } else within.push(rowRule(read, schema, report));
  }
  return {
    check: (row, reads) => {
      for (const check of within) check(row, reads);
      for (const rule of gathering) rule.see(row, reads);
    },
    finish: () => {
      for (const rule of gathering) rule.finish();
    },
  };
}

type RowRule = Extract<ReadRule, { kind: "sum" | "compare" | "bounds" }>;

function rowRule(rule: RowRule, schema: TableSchema, report: Report): (row: number, reads: readonly Read[]) => void {
  const nameAt = (place: number): string => schema.fields[place]?.name ?? "";
  const { severity } = rule;
  switch (rule.kind) {
    case "sum":
      return (row, reads) => {
        const total = valueRead(reads[rule.total] ?? null);
        const parts = rule.parts.map((part) => valueRead(reads[part] ?? null));
        // A part that is not available makes the sum unknown, not wrong.
        if (total === null || parts.some((part) => part === null)) return;
        const sum = sumDecimals(parts.filter((part) => part !== null));
        if (isWithin(total, sum, rule.tolerance)) return;
        const params = { rule: rule.name, total, sum };
        report.add({
          code: "row/rule-sum",
          severity,
          row,
          field: nameAt(rule.total),
          value: total,
          suggestion: sum,
          params,
        });
      };
    case "compare":
      return (row, reads) => {
        const [left, right] = [valueRead(reads[rule.left] ?? null), valueRead(reads[rule.right] ?? null)];
        if (left === null || right === null || holds(compareDecimal(left, right), rule.op)) return;
        const sides = { left: `${nameAt(rule.left)} (${left})`, right: `${nameAt(rule.right)} (${right})` };
        const params = { rule: rule.name, op: rule.op, ...sides };
        report.add({ code: "row/rule-compare", severity, row, field: nameAt(rule.left), value: left, params });
      };
    case "bounds":
      return (row, reads) => {
        const value = valueRead(reads[rule.field] ?? null);
        if (value === null) return;
        const isBelow = rule.minimum !== undefined && compareDecimal(value, rule.minimum) < 0;
        const isAbove = rule.maximum !== undefined && compareDecimal(value, rule.maximum) > 0;
        if (!isBelow && !isAbove) return;
        const params = { rule: rule.name, value, bound: (isBelow ? rule.minimum : rule.maximum) ?? "" };
        report.add({ code: "row/rule-bounds", severity, row, field: nameAt(rule.field), value, params });
      };
  }
}

const isWithin = (a: string, b: string, tolerance: string): boolean =>
  compareDecimal(absolute(subtractDecimal(a, b)), tolerance) <= 0;

function holds(order: number, op: CompareOp): boolean {
  switch (op) {
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case "=":
      return order === 0;
    case ">=":
      return order >= 0;
    case ">":
      return order > 0;
    case "!=":
      return order !== 0;
  }
}
