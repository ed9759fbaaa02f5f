/** Which cells of a row differ between its state before and after: by value (1.5 and 1.50 are one) or by status. */
import type { ValueStatus } from "../kernel/value-status.ts";
import { compareDecimal } from "../tabular/compare-decimal.ts";
import type { Column, TableRef } from "./dataset-table.ts";
import type { DiffRow } from "./diff.ts";
import { type FieldPair, isRetyped, pairVersions } from "./diff-sides.ts";
import type { Value } from "./rows.ts";

/** A cell on one side; undefined column: that side has no such field. */
interface CellSide {
  readonly column: Column | undefined;
  readonly value: Value;
  readonly status: ValueStatus | null;
}

export interface CellChange {
  /** By its name after; of a field that is gone, its name before. */
  readonly field: string;
  readonly before: CellSide;
  readonly after: CellSide;
}

/**
 * A function that tells the differing cells of a row, for all rows of one difference. Of a row that was added or removed: every cell that
 * holds something. Fields that only the version before has are told of removed rows alone.
 */
export function cellReader(from: TableRef, to: TableRef): (row: DiffRow) => readonly CellChange[] {
  const pairs = pairVersions(from, to);
  return (row) => {
    const before = (column: Column | undefined) => sideOf(column, row.before, row.beforeStatus);
    const after = (column: Column | undefined) => sideOf(column, row.after, row.afterStatus);
    if (row.change === "removed") {
      return from.columns
        .map((column) => ({ field: column.field.name, before: before(column), after: after(undefined) }))
        .filter((cell) => holds(cell.before));
    }
    return pairs.flatMap((pair) => {
      const cell = { field: pair.after.field.name, before: before(pair.before), after: after(pair.after) };
      return isChanged(pair, cell) ? [cell] : [];
    });
  };
}

function sideOf(column: Column | undefined, row: DiffRow["before"], statuses: DiffRow["beforeStatus"]): CellSide {
  const name = column?.field.name ?? "";
  return { column, value: row?.[name] ?? null, status: statuses[name] ?? null };
}

const holds = ({ value, status }: CellSide): boolean => value !== null || status !== null;

function isChanged(pair: FieldPair, { before, after }: Pick<CellChange, "before" | "after">): boolean {
  if (isRetyped(pair)) return holds(before) || holds(after);
  return before.status !== after.status || !isSameValue(pair.after, before.value, after.value);
}

function isSameValue({ kind }: Column, one: Value, other: Value): boolean {
  if (one === other || one === null || other === null || kind !== "numeric") return one === other;
  return compareDecimal(one, other) === 0;
}
