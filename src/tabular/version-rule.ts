/**
 * The rule on change against the last published version: each number, or the sum over a region's rows, may differ by so many per cent
 * from what it was there. Only rows that both have are compared: new periods and regions change nothing that was published.
 */
import type { TableSchema } from "../kernel/package.ts";
import { plainNumber, sumDecimals } from "./compare-decimal.ts";
import { changeInPercent, type GatheringRule, keyAt, type RuleOf, showKey } from "./gathering-rules.ts";
import type { Previous } from "./previous.ts";
import { valueRead } from "./reading.ts";
import type { Report } from "./report.ts";

interface Group {
  readonly row: number;
  value: string;
  before: string;
}

export function createVersionRule(
  rule: RuleOf<"version-change">,
  schema: TableSchema,
  report: Report,
  previous: Previous,
): GatheringRule {
  const groups = new Map<string, Group>();
  const field = schema.fields[rule.field]?.name ?? "";

  const compare = ({ row, value, before }: Group, group: string): void => {
    const percent = changeInPercent(before, value);
    if (percent === undefined || percent <= rule.percent) return;
    const { version } = previous;
    const params = { rule: rule.name, group, value, before: plainNumber(before), version, percent: percent.toFixed(1) };
    report.add({ code: "table/rule-version-change", severity: rule.severity, row, field, value, params });
  };

  return {
    see: (row, reads) => {
      const value = valueRead(reads[rule.field] ?? null);
      const before = previous.findSame(reads)?.valueOf(rule.field);
      if (value === null || before === undefined) return;
      if (rule.by.length === 0) {
        compare({ row, value, before }, previous.show(reads));
        return;
      }
      const key = keyAt(rule.by, reads);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, { row, value, before });
      else {
        group.value = sumDecimals([group.value, value]);
        group.before = sumDecimals([group.before, before]);
      }
    },
    finish: () => {
      for (const [key, group] of groups) compare(group, showKey(rule.by, key, schema));
    },
  };
}
