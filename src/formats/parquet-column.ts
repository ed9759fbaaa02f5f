/**
 * Which type of Parquet holds a field exactly. Whole numbers are INT64; a decimal is a DECIMAL just large enough for every value, never a
 * binary float, and text where more than 38 digits would be needed; a day is a DATE; codes and everything else are text.
 */
import type { SchemaElement } from "hyparquet-writer";
import type { Field } from "../kernel/package.ts";
import type { DecimalSize, ValueForms } from "../store/value-facts.ts";
import type { JsonColumn } from "./row-json.ts";

/** A value as hyparquet-writer takes it: decimals as their digits without the point, days since 1970. */
export type ParquetValue = string | bigint | boolean | number | undefined;

export interface ParquetColumn {
  readonly name: string;
  readonly element: SchemaElement;
  /** From PostgreSQL's own text. */
  readonly read: (text: string) => ParquetValue;
}

const MOST_DIGITS = 38;
const DIGITS_OF_INT64 = 18;
const DAY_MS = 86_400_000;

/**
 * @param field  Absent for a column of statuses.
 * @param isKey  A key has a value in every row; whatever else is required now may be missing in rows that were appended to.
 */
export function parquetColumn(
  { name, kind }: JsonColumn,
  field: Field | undefined,
  isKey: boolean,
  { decimals, days }: ValueForms,
): ParquetColumn {
  const common = { name, repetition_type: isKey ? ("REQUIRED" as const) : ("OPTIONAL" as const) };
  if (kind === "bigint") return { name, element: { ...common, type: "INT64" }, read: BigInt };
  if (kind === "boolean") {
    return { name, element: { ...common, type: "BOOLEAN" }, read: (text) => text === "true" || text === "t" };
  }
  const size = field && decimals.get(field.name);
  if (kind === "numeric" && size !== undefined && size.whole + size.scale <= MOST_DIGITS) {
    return { name, element: { ...common, ...decimalElement(size) }, read: (text) => unscaled(text, size.scale) };
  }
  if (field !== undefined && days.has(field.name)) {
    const element: SchemaElement = { ...common, type: "INT32", converted_type: "DATE", logical_type: { type: "DATE" } };
    return { name, element, read: (text) => Date.parse(`${text}T00:00:00Z`) / DAY_MS };
  }
  const element: SchemaElement = {
    ...common,
    type: "BYTE_ARRAY",
    converted_type: "UTF8",
    logical_type: { type: "STRING" },
  };
  return { name, element, read: (text) => text };
}

function decimalElement({ whole, scale }: DecimalSize): Omit<SchemaElement, "name"> {
  const precision = Math.max(1, whole + scale);
  return {
    ...(precision <= DIGITS_OF_INT64 ? { type: "INT64" } : { type: "FIXED_LEN_BYTE_ARRAY", type_length: 16 }),
    converted_type: "DECIMAL",
    logical_type: { type: "DECIMAL", precision, scale },
    precision,
    scale,
  };
}

/** "-1.5" with a scale of 2 → -150n. */
export function unscaled(text: string, scale: number): bigint {
  const point = text.indexOf(".");
  const [whole, part] = point < 0 ? [text, ""] : [text.slice(0, point), text.slice(point + 1)];
  return BigInt(whole + part.padEnd(scale, "0"));
}
