/** Reads columns of text, truth values and the structured types, which are kept as text once their form is right. */
import type { Field, TableSchema } from "../kernel/package.ts";
import { byCodePoint, compileConstraints } from "./constraints.ts";
import { trimCell } from "./missing.ts";
import { compileMissing } from "./missing-reader.ts";
import { type CellReader, problem, reading, remember, simplest } from "./reading.ts";
import type { Problem } from "./report.ts";

const EXPONENT = /^\d(?:[.,]\d+)?e\+\d{1,2}$/i;
const MONTH_CODE = /^(?:\d{1,2}[- ][a-z]{3}|[a-z]{3}[- ]\d{2})$/i;

export interface TextColumn {
  /** Most other cells are codes with separators: "01-Mei" was one too. */
  readonly holdsCodes: boolean;
}

/** For string, any, and the types that are kept as text. */
export function compileText(field: Field, schema: TableSchema, column: TextColumn): CellReader {
  const readAbsent = compileMissing(field, schema, true);
  const check = compileConstraints(field, byCodePoint, (bound) => bound);
  const checkFormat = formatCheck(field);
  return remember((cell, kind) => {
    if (kind === "uncached-formula") return reading(null, [problem("cell/formula-without-value", "error")]);
    if (kind === "error") return reading(null, [problem("cell/error-value", "error")]);
    const absent = readAbsent(cell);
    if (absent !== undefined) return simplest(absent);
    const value = trimCell(cell);
    const problems: Problem[] = [];
    if (EXPONENT.test(value) && kind !== "number") problems.push(problem("cell/id-in-exponent", "error"));
    if (column.holdsCodes && MONTH_CODE.test(value)) problems.push(problem("cell/code-became-date", "warning"));
    const broken = checkFormat?.(value);
    if (broken !== undefined) problems.push(broken);
    if (check !== undefined) problems.push(...check(value));
    return simplest(reading(value, problems));
  }, 20_000);
}

const forms: Readonly<Record<string, RegExp>> = {
  email: /^[^\s@]+@[^\s@]+\.[^\s@]+$/,
  uri: /^[a-z][a-z\d+.-]*:\S+$/i,
  uuid: /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i,
  binary: /^[A-Za-z\d+/\s]*={0,2}$/,
  duration:
    /^-?P(?!$)(?:\d+(?:[.,]\d+)?Y)?(?:\d+(?:[.,]\d+)?M)?(?:\d+(?:[.,]\d+)?W)?(?:\d+(?:[.,]\d+)?D)?(?:T(?!$)(?:\d+(?:[.,]\d+)?H)?(?:\d+(?:[.,]\d+)?M)?(?:\d+(?:[.,]\d+)?S)?)?$/,
  geopoint: /^-?(?:180(?:\.0+)?|(?:1[0-7]\d|\d{1,2})(?:\.\d+)?)\s*,\s*-?(?:90(?:\.0+)?|[1-8]?\d(?:\.\d+)?)$/,
};

/** What a type or format asks of the text besides its constraints. */
function formatCheck(field: Field): ((value: string) => Problem | undefined) | undefined {
  const { type, format } = field;
  if (type === "object" || type === "array" || type === "geojson") {
    return (value) =>
      isJson(value, type === "array") ? undefined : problem("cell/wrong-format", "error", { format: type });
  }
  const name =
    type === "string"
      ? (format ?? "")
      : type === "geopoint" && format !== undefined && format !== "default"
        ? ""
        : type;
  const form = forms[name];
  if (form === undefined) return undefined;
  return (value) => (form.test(value) ? undefined : problem("cell/wrong-format", "error", { format: name }));
}

function isJson(text: string, asArray: boolean): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && Array.isArray(value) === asArray;
  } catch {
    return false;
  }
}

const YES = ["true", "ya", "y", "1", "benar", "yes", "ada"];
const NO = ["false", "tidak", "t", "n", "0", "salah", "no"];

/** For fields of type boolean: Indonesian and English words, 1 and 0, or what the field declares. */
export function compileBoolean(field: Field, schema: TableSchema): CellReader {
  const readAbsent = compileMissing(field, schema, true);
  const yes = new Set((field.trueValues ?? YES).map((text) => text.toLowerCase()));
  const no = new Set((field.falseValues ?? NO).map((text) => text.toLowerCase()));
  const example = [...(field.trueValues ?? ["ya"]), ...(field.falseValues ?? ["tidak"])].slice(0, 6).join(", ");
  const check = compileConstraints(field, byCodePoint, (bound) => bound.toLowerCase());
  return remember((cell, kind) => {
    if (kind === "uncached-formula") return reading(null, [problem("cell/formula-without-value", "error")]);
    if (kind === "error") return reading(null, [problem("cell/error-value", "error")]);
    const absent = readAbsent(cell);
    if (absent !== undefined) return simplest(absent);
    const text = trimCell(cell).toLowerCase();
    const value = yes.has(text) ? "true" : no.has(text) ? "false" : workbookBoolean(text, kind === "boolean");
    if (value === undefined) return reading(null, [problem("cell/not-a-boolean", "error", { example })]);
    return simplest(reading(value, check === undefined ? [] : check(value)));
  }, 1_000);
}

const workbookBoolean = (text: string, isBoolean: boolean): string | undefined =>
  isBoolean && (text === "true" || text === "false") ? text : undefined;
