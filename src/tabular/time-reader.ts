/** Reads columns of time: days, moments, times of day, years, months, and periods of any length where the role is period. */
import type { Field, TableSchema } from "../kernel/package.ts";
import { byCodePoint, byDecimal, compileConstraints } from "./constraints.ts";
import { type DateOrder, isoDay, readDate, readDateTime, readTime } from "./dates.ts";
import { trimCell } from "./missing.ts";
import { compileMissing } from "./missing-reader.ts";
import { kindOfPeriod, readPeriod } from "./periods.ts";
import { type CellReader, problem, reading, remember, simplest } from "./reading.ts";
import type { Problem } from "./report.ts";
import { compileStrptime } from "./strptime.ts";

type ReadText = (text: string) => string | undefined;

interface TimeKind {
  readonly read: ReadText;
  readonly fail: (text: string) => Problem;
}

/** For fields of a temporal type, or of role period. `order` as the column's evidence decides it. */
export function compileTime(field: Field, schema: TableSchema, order: DateOrder): CellReader {
  const readAbsent = compileMissing(field, schema, false);
  const { read, fail } = timeKind(field, order);
  const check = compileConstraints(
    field,
    field.type === "year" || field.type === "integer" ? byDecimal : byCodePoint,
    read,
  );
  return remember((cell, kind) => {
    if (kind === "uncached-formula") return reading(null, [problem("cell/formula-without-value", "error")]);
    if (kind === "error") return reading(null, [problem("cell/error-value", "error")]);
    const absent = readAbsent(cell);
    if (absent !== undefined) return simplest(absent);
    const text = trimCell(cell).replace(/^'/, "");
    const value = read(text) ?? withoutMark(text, read);
    if (value === undefined) return reading(null, [fail(text)]);
    return simplest(reading(value, check === undefined ? [] : check(value)));
  }, 50_000);
}

/** "2024*": the mark belongs to the figures of that year, not to the period. */
const withoutMark = (text: string, read: ReadText): string | undefined =>
  /\*{1,3}\)?$/.test(text) ? read(text.replace(/\s*\*{1,3}\)?$/, "")) : undefined;

function timeKind(field: Field, order: DateOrder): TimeKind {
  const { type, format } = field;
  const pattern = format?.includes("%") === true ? compileStrptime(format) : undefined;
  switch (type) {
    case "date":
      return {
        read: (text) => pattern?.(text)?.day ?? readDate(text, order) ?? midnight(readDateTime(text, order)),
        fail: notADate,
      };
    case "datetime":
      return {
        read: (text) => {
          const parsed = pattern?.(text);
          if (parsed?.day !== undefined) return `${parsed.day}T${parsed.time ?? "00:00:00"}`;
          return readDateTime(text, order);
        },
        fail: (text) => ({ ...notADate(text), params: { example: "2024-05-17T09:30:00" } }),
      };
    case "time":
      return {
        read: (text) => pattern?.(text)?.time ?? readTime(text),
        fail: () => problem("cell/not-a-time", "error", { example: "09:30:00" }),
      };
    case "year":
    case "integer":
      return {
        read: (text) => ofKind(readPeriod(text), "year") ?? oldYear(text),
        fail: () => problem("cell/not-a-year", "error", { example: "2024" }),
      };
    case "yearmonth":
      return {
        read: (text) => ofKind(readPeriod(text), "month"),
        fail: () => problem("cell/not-a-period", "error", { example: "2024-05" }),
      };
    default:
      return {
        read: (text) => readPeriod(text, order),
        fail: () => problem("cell/not-a-period", "error", { example: "2024-Q3" }),
      };
  }
}

const ofKind = (period: string | undefined, kind: "year" | "month"): string | undefined =>
  period !== undefined && kindOfPeriod(period) === kind ? period : undefined;

const oldYear = (text: string): string | undefined => (/^[12]\d{3}$/.test(text) ? text : undefined);

const midnight = (moment: string | undefined): string | undefined =>
  moment?.endsWith("T00:00:00") === true ? moment.slice(0, 10) : undefined;

/** Excel counts days from 30 December 1899 (its own 29 February 1900 included). */
function notADate(text: string): Problem {
  if (/^\d{5}(?:[.,]0+)?$/.test(text)) {
    const day = new Date(Date.UTC(1899, 11, 30) + Number.parseInt(text, 10) * 86_400_000);
    const meant = isoDay(day.getUTCFullYear(), day.getUTCMonth() + 1, day.getUTCDate());
    if (meant !== undefined && day.getUTCFullYear() >= 1950 && day.getUTCFullYear() <= 2100) {
      return problem("cell/excel-date-number", "error", {}, meant);
    }
  }
  return problem("cell/not-a-date", "error", { example: "2024-05-17" });
}

/** Is this column read as time? */
export const isTime = (field: Field): boolean =>
  field.role === "period"
    ? field.type !== "number" && field.type !== "boolean"
    : field.type === "date" ||
      field.type === "datetime" ||
      field.type === "time" ||
      field.type === "year" ||
      field.type === "yearmonth";
