/**
 * From evidence to readers: for each declared field that the file has, how its cells are read, and what is told about the whole column.
 * Each decision names its reason; a column that stays undecided is an error with both readings.
 */
import type { Finding } from "../kernel/finding.ts";
import { type Field, storageOf, type TableSchema } from "../kernel/package.ts";
import type { ColumnEvidence } from "./column-survey.ts";
import { type DateOrder, readDate, readDateTime } from "./dates.ts";
import type { Decisions } from "./decisions.ts";
import { titleOf } from "./fields.ts";
import { areCompleteGroups, type MarkDecision, type MarkReason, shapeOf, weighMarks } from "./marks.ts";
import { compileNumber, usualDigits } from "./number-reader.ts";
import { type DecimalMark, otherMark, readDecimal } from "./numbers.ts";
import type { CellReader } from "./reading.ts";
import { compileBoolean, compileText } from "./text-reader.ts";
import { compileTime, isTime } from "./time-reader.ts";
import { isPercentUnit, isWholeUnit } from "./units.ts";

export interface ColumnPlan {
  readonly read: CellReader;
  readonly findings: readonly Finding[];
  readonly mark?: DecimalMark | undefined;
  readonly reason?: MarkReason | undefined;
}

export interface PlanContext {
  readonly schema: TableSchema;
  readonly decisions: Decisions;
  readonly fileMark: DecimalMark | undefined;
}

/** For every field but regions, which need their neighbours. */
export function planColumn(field: Field, evidence: ColumnEvidence, context: PlanContext): ColumnPlan {
  if (isTime(field)) return planTime(field, evidence, context);
  const storage = storageOf(field);
  if (storage === "bigint" || storage === "numeric") return planNumber(field, evidence, context);
  if (storage === "boolean") return { read: compileBoolean(field, context.schema), findings: [] };
  const filled = evidence.rows - evidence.empty;
  const holdsCodes = evidence.monthCodes > 0 && evidence.codeLikes * 2 >= filled;
  return { read: compileText(field, context.schema, { holdsCodes }), findings: [] };
}

const namesOf = (field: Field, evidence: ColumnEvidence): readonly string[] => [
  field.name,
  evidence.title,
  titleOf(field),
];

function planNumber(field: Field, evidence: ColumnEvidence, context: PlanContext): ColumnPlan {
  const { decimalChar, groupChar, constraints, unit } = field;
  const declared =
    decimalChar === "," || groupChar === "." ? "," : decimalChar === "." || groupChar === "," ? "." : undefined;
  const most = constraints?.maximum ?? constraints?.exclusiveMaximum;
  const least = constraints?.minimum ?? constraints?.exclusiveMinimum;
  const decision = weighMarks(evidence.forms, {
    decided: context.decisions.choice(namesOf(field, evidence), [".", ","]),
    declared,
    whole: storageOf(field) === "bigint",
    wholeUnit: isWholeUnit(unit),
    most: most === undefined ? (isPercentUnit(unit) ? 999 : undefined) : Number(most),
    least: least === undefined ? undefined : Number(least),
    fileMark: context.fileMark,
    completeGroups: areCompleteGroups(shapeOf(evidence)),
  });
  const { mark, reason } = decision;
  const read = compileNumber(field, context.schema, { mark, usual: usualDigits(evidence, mark) });
  return { read, findings: tellMark(field, evidence, decision), mark, reason };
}

/** Reasons that an officer should look at. */
const CHOSEN_WITH_CARE = new Set<MarkReason>(["whole-unit", "other-columns", "complete-groups"]);

function tellMark(field: Field, evidence: ColumnEvidence, decision: MarkDecision): readonly Finding[] {
  const { mark, reason, against, open } = decision;
  const name = titleOf(field);
  const place = { column: evidence.column, field: field.name };
  const { firstOpen } = evidence;
  if (reason === "evidence" && against > 0) {
    const params = { name, count: against, mark: mark === "," ? "1.234,5" : "1,234.5" };
    return [{ code: "column/mixed-marks", severity: "warning", ...place, params }];
  }
  if (open === 0 || firstOpen === undefined) return [];
  const readings = {
    chosen: readDecimal(firstOpen.value, mark) ?? "",
    other: readDecimal(firstOpen.value, otherMark(mark)) ?? "",
  };
  const first = { row: firstOpen.row, value: firstOpen.value };
  if (reason === "undecided") {
    const [decimal, grouped] = readings.chosen.includes(".")
      ? [readings.chosen, readings.other]
      : [readings.other, readings.chosen];
    const params = { name, count: open, decimal, grouped };
    return [{ code: "column/two-readings", severity: "error", ...place, ...first, params }];
  }
  if (reason === "evidence" || reason === "declared" || reason === "decision") return [];
  const severity = CHOSEN_WITH_CARE.has(reason) ? "warning" : "note";
  return [{ code: "column/reading-chosen", severity, ...place, ...first, params: { name, count: open, ...readings } }];
}

function planTime(field: Field, evidence: ColumnEvidence, context: PlanContext): ColumnPlan {
  const chosen = context.decisions.choice<DateOrder>(namesOf(field, evidence), ["dmy", "mdy"]);
  const { dmy, mdy, either } = evidence.dates;
  const order: DateOrder = chosen ?? (mdy > dmy ? "mdy" : "dmy");
  const read = compileTime(field, context.schema, order);
  const name = titleOf(field);
  const place = { column: evidence.column, field: field.name };
  if (chosen !== undefined || field.format?.includes("%") === true) return { read, findings: [] };
  if (dmy > 0 && mdy > 0) {
    const severity = either > 0 ? "error" : "warning";
    return { read, findings: [{ code: "column/mixed-date-orders", severity, ...place, params: { name, dmy, mdy } }] };
  }
  const first = evidence.firstOpenDate;
  if (either === 0 || dmy > 0 || mdy > 0 || first === undefined) return { read, findings: [] };
  const as = (way: DateOrder): string => readDate(first.value, way) ?? readDateTime(first.value, way) ?? "";
  const params = { name, count: either, chosen: as("dmy"), other: as("mdy") };
  return {
    read,
    findings: [
      { code: "column/date-order", severity: "warning", ...place, row: first.row, value: first.value, params },
    ],
  };
}
