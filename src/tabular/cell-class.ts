/**
 * What one distinct cell can be: a number in some form, a date, a period, a truth value, a region, personal data, a sign for "no value".
 * Found once for each distinct cell of a column; the counting of rows is `column-survey.ts`.
 */
import type { ValueStatus } from "../kernel/value-status.ts";
import { type DateHint, hintOfDate } from "./dates.ts";
import { readMark, readMissing, trimCell } from "./missing.ts";
import { FORMS, formOf, type PackedForm, scanForm } from "./number-form.ts";
import { readNumber } from "./numbers.ts";
import { kindOfPeriod, type PeriodKind, readPeriod } from "./periods.ts";
import { findPersonal, type PersonalKind } from "./personal.ts";
import type { CodeReading, RegionBook, RegionFact } from "./regions.ts";

export type CellNature = "missing" | "number" | "boolean" | "date" | "period" | "text";

export interface CellClass {
  /** How many rows hold it. */
  times: number;
  readonly nature: CellNature;
  readonly packed: PackedForm;
  readonly status?: ValueStatus | undefined;
  /** A number with "Rp", "%", a unit or a mark around it. */
  readonly decorated: boolean;
  readonly unit?: string | undefined;
  readonly date?: DateHint | undefined;
  readonly period?: PeriodKind | undefined;
  readonly code?: CodeReading | undefined;
  readonly named: readonly RegionFact[];
  readonly personal?: PersonalKind | undefined;
  /** 7.37101E+15: an identity number that a spreadsheet took for a number. */
  readonly exponent: boolean;
  /** "01-Mei", "May-01": a code that a spreadsheet took for a date. */
  readonly monthCode: boolean;
  /** "5.1.02", "01-03": digits with separators, no date. */
  readonly codeLike: boolean;
}

const BOOLEAN = /^(?:ya|tidak|true|false|benar|salah|yes|no)$/i;
const MONTH_CODE = /^(?:\d{1,2}[- ][a-z]{3}|[a-z]{3}[- ]\d{2})$/i;
const CODE_LIKE = /^\d{1,4}(?:[.\-/]\d{1,4})+\.?$/;
const EXPONENT = /^\d(?:[.,]\d+)?e\+?\d{1,2}$/i;
const NO_REGIONS: readonly RegionFact[] = [];

/** Classes one cell. `book` where the column may hold regions. */
export function classifyCell(cell: string, book: RegionBook | undefined): CellClass {
  const text = trimCell(cell);
  const missing = readMissing(text);
  const packed = scanForm(text);
  const personal = findPersonal(text);
  const base = {
    times: 0,
    decorated: false,
    named: NO_REGIONS,
    exponent: false,
    monthCode: false,
    codeLike: false,
    ...(personal === undefined ? {} : { personal }),
  };
  if (missing !== undefined) return { ...base, nature: "missing", packed: 0, status: missing.status };
  const code = book?.readCode(text);
  const named = book === undefined || text.length > 80 || !/\p{L}{3}/u.test(text) ? NO_REGIONS : book.readName(text);
  const region = { ...(code === undefined ? {} : { code }), named };
  if (formOf(packed) !== FORMS.other) {
    return { ...base, ...region, nature: "number", packed, ...timeOf(text) };
  }
  if (BOOLEAN.test(text)) return { ...base, ...region, nature: "boolean", packed: 0 };
  const time = timeOf(text);
  const more = {
    monthCode: MONTH_CODE.test(text),
    codeLike: CODE_LIKE.test(text) && time.date === undefined,
    exponent: EXPONENT.test(text),
  };
  if (time.date !== undefined) return { ...base, ...region, ...time, ...more, nature: "date", packed: 0 };
  if (time.period !== undefined) return { ...base, ...region, ...time, ...more, nature: "period", packed: 0 };
  const number = named.length === 0 ? decorated(text) : undefined;
  if (number !== undefined) return { ...base, ...region, ...more, ...number, nature: "number" };
  return { ...base, ...region, ...more, nature: "text", packed: 0 };
}

function timeOf(text: string): { readonly date?: DateHint; readonly period?: PeriodKind } {
  if (text.length < 4 || text.length > 60 || !/\d\d/.test(text)) return {};
  const date = hintOfDate(text);
  const period = readPeriod(text, "dmy");
  const kind = period === undefined ? undefined : kindOfPeriod(period);
  return { ...(date === undefined ? {} : { date }), ...(kind === undefined ? {} : { period: kind }) };
}

/** A number with something around it: its form without that. */
function decorated(
  text: string,
):
  | { readonly packed: PackedForm; readonly decorated: true; readonly status?: ValueStatus; readonly unit?: string }
  | undefined {
  if (text.length > 60 || !/\d/.test(text)) return undefined;
  const reading = readNumber(text, ".") ?? readNumber(text, ",");
  if (reading === undefined) return undefined;
  const core = /[\d.,][\d.,\s\u00a0\u2009\u202f'’]*/.exec(readMark(text).text.replace(/^rp\.?/i, ""))?.[0] ?? "";
  const packed = scanForm(core.replace(/[\s\u00a0\u2009\u202f'’]/g, "").replace(/[.,]$/, ""));
  return {
    packed: formOf(packed) === FORMS.other ? FORMS.integer : packed,
    decorated: true,
    ...(reading.status === undefined ? {} : { status: reading.status }),
    ...(reading.unit === undefined ? {} : { unit: reading.unit }),
  };
}
