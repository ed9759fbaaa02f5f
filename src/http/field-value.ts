/**
 * One value as somebody outside writes it, for a field: checked against the field's type and brought into the form in which the store
 * keeps it. What it refuses could otherwise reach PostgreSQL as a cast that fails.
 */
import { Fault } from "../kernel/fault.ts";
import { type Field, storageOf } from "../kernel/package.ts";

const MAX_TEXT = 10_000;
const MAX_DIGITS = 1000;
const BIGINT_MAX = 9_223_372_036_854_775_807n;

/** The canonical text. Throws request.bad-value. */
export function parseFieldValue(field: Field, text: string): string {
  const value = canonical(field, text);
  if (value === undefined)
    throw new Fault("request.bad-value", { field: field.name, value: printable(text), type: field.type });
  return value;
}

function canonical(field: Field, text: string): string | undefined {
  switch (storageOf(field)) {
    case "bigint":
      return wholeNumber(text);
    case "numeric":
      return /^-?\d+(?:\.\d+)?$/.test(text) && text.length <= MAX_DIGITS ? text : undefined;
    case "boolean":
      if (text === "true" || text === "1") return "true";
      return text === "false" || text === "0" ? "false" : undefined;
    case "text":
      return plainText(field, text);
  }
}

function wholeNumber(text: string): string | undefined {
  if (!/^-?\d{1,19}$/.test(text)) return undefined;
  const number = BigInt(text);
  return number <= BIGINT_MAX && number >= -BIGINT_MAX - 1n ? String(number) : undefined;
}

function plainText(field: Field, text: string): string | undefined {
  if (text === "" || text.length > MAX_TEXT || text.includes("\0")) return undefined;
  if (field.type === "date") return isDate(text) ? text : undefined;
  if (field.type === "yearmonth") return /^\d{4}-(?:0[1-9]|1[0-2])$/.test(text) ? text : undefined;
  if (field.type === "time") return /^\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?$/.test(text) ? text : undefined;
  return text;
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** Cut, and without characters that would garble a log or a terminal. */
const printable = (text: string): string => text.slice(0, 80).replace(/\p{Cc}/gu, "�");
