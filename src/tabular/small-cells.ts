/** Small counts on sensitive topics at the level of districts or villages: three patients of one village are known to everyone there. */
import type { Finding } from "../kernel/finding.ts";
import type { FieldPlan } from "./check-plan.ts";
import { titleOf } from "./fields.ts";
import { isSensitiveTopic, SMALL_CELL } from "./personal-findings.ts";
import { type Read, valueRead } from "./reading.ts";

export interface SmallCells {
  readonly see: (reads: readonly Read[]) => void;
  readonly findings: () => readonly Finding[];
}

/** @param tableTitle  As it stands above the table, if it does. */
export function countSmallCells(fields: readonly FieldPlan[], tableTitle: string | null): SmallCells {
  const isLocal = fields.some(({ region }) => region?.level === "district" || region?.level === "village");
  const watched = fields.flatMap((plan, index) => {
    const { field } = plan;
    const isCount = field.type === "integer" && field.role === "measure" && plan.place >= 0;
    const topic = `${field.name} ${titleOf(field)} ${tableTitle ?? ""}`;
    return isLocal && isCount && isSensitiveTopic(topic) ? [{ plan, index, count: 0 }] : [];
  });
  return {
    see: (reads) => {
      for (const one of watched) {
        const value = valueRead(reads[one.index] ?? null);
        if (value !== null && value.length === 1 && value !== "0" && Number(value) < SMALL_CELL) one.count += 1;
      }
    },
    findings: () =>
      watched.flatMap(({ plan, count }): Finding[] => {
        if (count === 0) return [];
        const params = { name: titleOf(plan.field), count, limit: SMALL_CELL };
        return [
          { code: "column/small-cells", severity: "warning", column: plan.place + 1, field: plan.field.name, params },
        ];
      }),
  };
}
