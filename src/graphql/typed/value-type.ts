/**
 * Which GraphQL type a declared field has. Whole numbers are `Int` only where the declaration keeps them within 32 bits (years, and
 * fields with such bounds), else `BigInt`; an `enum` of words that GraphQL can name is an enum of its own; what the store keeps as text
 * of a known form (days, periods) has a scalar of that form.
 */
import { type Field, storageOf, type TableSchema } from "../../kernel/package.ts";

export type ValueTypeName =
  | "String"
  | "Int"
  | "BigInt"
  | "Decimal"
  | "Boolean"
  | "Date"
  | "Time"
  | "LocalDateTime"
  | "Duration"
  | "Period";

export interface ValueType {
  /** The scalar; of an enum, what its values are in the store. */
  readonly name: ValueTypeName;
  /** The values of an enum, in the declared order. */
  readonly values?: readonly string[] | undefined;
}

/** A longer list is a code list, and no type that somebody reads. */
const MAX_ENUM = 200;
const INT_LIMIT = 2_147_483_647n;

export function valueTypeOf(field: Field): ValueType {
  switch (storageOf(field)) {
    case "bigint":
      return { name: isSmall(field) ? "Int" : "BigInt" };
    case "numeric":
      return { name: "Decimal" };
    case "boolean":
      return { name: "Boolean" };
    case "text":
      return textType(field);
  }
}

function textType(field: Field): ValueType {
  if (field.role === "region") return { name: "String" };
  if (field.role === "period" || field.type === "yearmonth") return { name: "Period" };
  switch (field.type) {
    case "date":
      return { name: "Date" };
    case "time":
      return { name: "Time" };
    case "datetime":
      return { name: "LocalDateTime" };
    case "duration":
      return { name: "Duration" };
    default: {
      const values = [...new Set(field.constraints?.enum)];
      const isEnum = values.length > 0 && values.length <= MAX_ENUM && values.every(isEnumName);
      return isEnum ? { name: "String", values } : { name: "String" };
    }
  }
}

/** Year numbers have four digits, however they are declared. */
function isSmall({ type, role, constraints = {} }: Field): boolean {
  if (type === "year" || role === "period") return true;
  const lower = constraints.minimum ?? constraints.exclusiveMinimum;
  const upper = constraints.maximum ?? constraints.exclusiveMaximum;
  return lower !== undefined && upper !== undefined && isWithinInt(lower) && isWithinInt(upper);
}

const isWithinInt = (text: string): boolean =>
  /^-?\d{1,10}$/.test(text) && BigInt(text) <= INT_LIMIT && BigInt(text) >= -INT_LIMIT - 1n;

const isEnumName = (text: string): boolean =>
  /^(?!__)[_A-Za-z]\w*$/.test(text) && text !== "true" && text !== "false" && text !== "null";

/** May the field never be empty? */
export const isRequired = (schema: TableSchema, field: Field): boolean =>
  field.constraints?.required === true || schema.primaryKey.includes(field.name);

/** May a sum or a mean be asked for? A sum of years is none. */
export const isSummable = (field: Field): boolean => {
  const { name } = valueTypeOf(field);
  return (
    (name === "BigInt" || name === "Decimal" || name === "Int") && field.type !== "year" && field.role !== "period"
  );
};
