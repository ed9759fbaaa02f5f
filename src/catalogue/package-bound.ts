/** A bound or a permitted value of a constraint, as the canonical text of the field's type. */
import type { FieldRole, FieldType } from "../kernel/package.ts";
import { readPeriod } from "../tabular/periods.ts";
import type { Path, Problems } from "./package-problem.ts";
import { show } from "./package-read.ts";

const EXAMPLES: { readonly [T in FieldType]?: { readonly test: RegExp; readonly example: string } } = {
  integer: { test: /^-?\d+$/, example: "12" },
  number: { test: /^-?\d+(?:\.\d+)?$/, example: "12.5" },
  year: { test: /^-?\d{1,4}$/, example: "2024" },
  yearmonth: { test: /^\d{4}-(?:0[1-9]|1[0-2])$/, example: "2024-05" },
  date: { test: /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/, example: "2024-05-17" },
  time: { test: /^(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?$/, example: "08:30:00" },
  datetime: {
    test: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?$/,
    example: "2024-05-17T08:30:00+08:00",
  },
  duration: { test: /^-?P(?=.)(?:\d+(?:\.\d+)?[YMWD])*(?:T(?:\d+(?:\.\d+)?[HMS])+)?$/, example: "P1Y" },
};

/**
 * Canonical text ("1000000", never "1e6"), or undefined when the value does not fit the type; that is told.
 * A period's value is an SDMX period, whatever the type.
 */
export function readBound(
  value: unknown,
  type: FieldType,
  role: FieldRole | undefined,
  path: Path,
  problems: Problems,
): string | undefined {
  const text = asText(value);
  if (text === undefined) {
    problems.add(path, "package.wrong-type", { expected: "string / number" });
    return undefined;
  }
  if (role === "period") {
    const period = readPeriod(text);
    if (period !== undefined) return period;
    problems.add(path, "package.bad-bound", { value: text, type: "period", example: "2024, 2024-Q3, 2024-05" });
    return undefined;
  }
  if (type === "boolean" && !/^(?:true|false)$/.test(text)) {
    problems.add(path, "package.bad-bound", { value: text, type, example: "true" });
    return undefined;
  }
  const form = EXAMPLES[type];
  if (form === undefined || form.test.test(text)) return text;
  problems.add(path, "package.bad-bound", { value: show(value), type, example: form.example });
  return undefined;
}

function asText(value: unknown): string | undefined {
  if (typeof value === "boolean") return String(value);
  if (typeof value === "number") return Number.isFinite(value) ? plainDecimal(String(value)) : undefined;
  if (typeof value !== "string") return undefined;
  return /^[+-]?\d+(?:\.\d+)?[eE][+-]?\d{1,3}$/.test(value) ? plainDecimal(value) : value.trim();
}

/** "1500000" for "1.5e+6", "0.0000001" for "1e-7": the exponent written out, digit for digit. */
export function plainDecimal(text: string): string {
  const match = /^([+-]?)(\d+)(?:\.(\d+))?[eE]([+-]?\d+)$/.exec(text);
  if (!match) return text;
  const [, sign = "", whole = "", part = "", exponent = "0"] = match;
  const digits = whole + part;
  const point = whole.length + Number(exponent);
  const padded = point <= 0 ? "0".repeat(1 - point) + digits : digits.padEnd(point, "0");
  const at = Math.max(point, 1);
  const head = padded.slice(0, at).replace(/^0+(?=\d)/, "");
  const tail = padded.slice(at);
  return `${sign === "-" ? "-" : ""}${head}${tail === "" ? "" : `.${tail}`}`;
}
