/**
 * How the cells of an undeclared table are read: its columns are surveyed once, their fields inferred, and each gets the reader that a
 * declared field of the same kind would get, so that `inspect`, `convert` and the checks of an upload read alike.
 */
import type { Finding } from "../kernel/finding.ts";
import { planColumn } from "./column-plan.ts";
import { readDecisions } from "./decisions.ts";
import { type InferredField, inferFields, schemaOf } from "./inspect-fields.ts";
import { bodyRows } from "./locate.ts";
import type { LocatedTable } from "./located-table.ts";
import { readMissingSymbol } from "./missing.ts";
import type { CellKind, Sheet } from "./model.ts";
import type { DecimalMark } from "./numbers.ts";
import type { Read } from "./reading.ts";
import { planRegion } from "./region-plan.ts";
import type { RegionBook } from "./regions.ts";
import { createTableSurvey } from "./table-survey.ts";

export interface PlannedField extends InferredField {
  /** Null where the column has no number with a mark. */
  readonly decimalMark: DecimalMark | null;
  readonly read: (cell: string, kind: CellKind | undefined) => Read;
  readonly findings: readonly Finding[];
}

const SAMPLES = 12;

/** Of regions that the book knows; those of other provinces are text here. */
const isKnownRegion = ({ regions, rows, empty }: InferredField["evidence"]): boolean =>
  (regions.codes + regions.names) * 2 > rows - empty;

/** Reads the table once for its evidence. */
export async function planTable(
  sheet: Sheet,
  table: LocatedTable,
  book: RegionBook | undefined,
  signal?: AbortSignal,
): Promise<readonly PlannedField[]> {
  const columns = table.columns.map(({ column, title }) => ({ column, title }));
  const survey = createTableSurvey(columns, book);
  const samples = new Map<number, string[]>(columns.map(({ column }) => [column, []]));
  let sampled = 0;
  for await (const batch of bodyRows(sheet, table, signal)) {
    survey.add(batch);
    for (let at = 0; at < batch.length && sampled < SAMPLES; at++, sampled++) {
      for (const [column, cells] of samples) {
        const cell = batch[at]?.cells[column - 1] ?? "";
        if (cell !== "" && readMissingSymbol(cell) === undefined) cells.push(cell);
      }
    }
  }
  const evidence = survey.finish();
  const fields = inferFields(table, { survey: evidence, samples }, book);
  const schema = schemaOf(fields);
  const decisions = readDecisions([]);
  return fields.map((inferred) => {
    const { field, evidence: own } = inferred;
    if (field.role === "region" && book !== undefined && isKnownRegion(own)) {
      const plan = planRegion(field, own, { schema, book, decisions, columns: evidence.columns });
      return {
        ...inferred,
        decimalMark: null,
        read: (cell, kind) => plan.read(cell, kind, undefined),
        findings: plan.findings,
      };
    }
    const plan = planColumn(field, own, { schema, decisions, fileMark: evidence.fileMark });
    const isMarked = plan.mark !== undefined && plan.reason !== "not-needed";
    return {
      ...inferred,
      decimalMark: isMarked ? (plan.mark ?? null) : null,
      read: plan.read,
      findings: plan.findings,
    };
  });
}
