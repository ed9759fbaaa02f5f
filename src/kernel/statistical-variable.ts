/**
 * Standar Data's five, and MS-Ind and MS-Var: what BPS's forms ask of an indicator (a measure) and of a variable (any column) beyond what a field declares
 * already: its concept, definition, classification, measure, unit, type and constraints. The variables an indicator is shown by are
 * the dataset's own dimensions.
 */
import type { Filled, StatisticalForm } from "./statistical-form.ts";

/** Of Standar Data's five, what is asked of a column; only what is measured has a measure and a unit. They are the field's own. */
export const COLUMN = {
  concept: { kind: "text" },
  definition: { kind: "text" },
  classification: { kind: "text" },
} as const satisfies StatisticalForm;
export const MEASURE = {
  concept: { kind: "text", missed: true },
  definition: { kind: "text", missed: true },
  classification: { kind: "text" },
  measureType: { kind: "text", missed: true },
  unit: { kind: "line", missed: true },
} as const satisfies StatisticalForm;

export const INDICATOR = {
  interpretation: { kind: "text", missed: true },
  method: { kind: "text", missed: true },
  formula: { kind: "line" },
  composite: { kind: "yes-no" },
  /** Of a composite: the publication and the indicators it is made of; of another: the activity and the variables. */
  builtFrom: { kind: "line" },
  builtOf: { kind: "text" },
  estimationLevel: { kind: "one", options: ["national", "province", "regency", "district", "village"] },
  open: { kind: "yes-no" },
} as const satisfies StatisticalForm;

export type IndicatorItem = keyof typeof INDICATOR;
export type IndicatorMetadata = Filled<typeof INDICATOR>;

export const VARIABLE = {
  alias: { kind: "line" },
  selectionReference: { kind: "line" },
  timeReference: { kind: "line" },
  question: { kind: "text" },
  open: { kind: "yes-no" },
} as const satisfies StatisticalForm;

export type VariableItem = keyof typeof VARIABLE;
export type VariableMetadata = Filled<typeof VARIABLE>;
