/**
 * Days as agencies write them. "05/06/2024" is decided by its column (day first or month first), never by the cell alone; words and
 * ISO need no deciding. A time of day keeps its digits and gets no zone.
 */
import { trimCell } from "./missing.ts";
import { monthOfWord, twoDigits } from "./months.ts";

/** Which comes first in 05/06/2024. */
export type DateOrder = "dmy" | "mdy";

/** What one cell says about its column's order; undefined for a cell that is no such date. */
export type DateHint = "dmy" | "mdy" | "either" | "plain";

const NUMERIC = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})$/;
const ISO = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/;
const COMPACT = /^((?:19|20)\d{2})(\d{2})(\d{2})$/;
const WORDS = /^(?:[a-z']+\s*,\s*)?(\d{1,2})[\s\-./]+([a-z]{3,10}\.?)[\s\-./,]+(\d{4}|\d{2})$/i;
const ENGLISH_WORDS = /^([a-z]{3,10}\.?)\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})$/i;
const TIME =
  /^(.*?\d)(?:T|,?\s+(?:pukul\s+|jam\s+)?)(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d{1,9})?)?\s*(?:(Z|[+-]\d{2}:?\d{2})|wib|wita|wit)?$/i;

const longYear = (text: string): number => {
  const year = Number(text);
  if (text.length === 4) return year;
  return year < 70 ? 2000 + year : 1900 + year;
};

/** "2024-02-29" for three numbers that are a day of the calendar between 1000 and 2999, else undefined. */
export function isoDay(year: number, month: number, day: number): string | undefined {
  if (year < 1000 || year > 2999 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  return `${year}-${twoDigits(month)}-${twoDigits(day)}`;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/**
 * Reads a day.
 *
 * @param order  How the column writes 05/06/2024; without it such a cell is read only where one number is over 12.
 * @returns      ISO ("2024-05-17"), or undefined: no date, no such day, or two readings and no order.
 */
export function readDate(cell: string, order?: DateOrder): string | undefined {
  const text = trimCell(cell);
  if (text.length < 6 || text.length > 40) return undefined;
  const iso = ISO.exec(text) ?? COMPACT.exec(text);
  if (iso !== null) {
    const [month, day] = iso.length === 5 ? [iso[3], iso[4]] : [iso[2], iso[3]];
    return isoDay(Number(iso[1]), Number(month), Number(day));
  }
  const numeric = NUMERIC.exec(text);
  if (numeric !== null) return readNumericDate(numeric, order);
  const words = WORDS.exec(text);
  if (words !== null) return wordDate(words[1], words[2], words[3]);
  const english = ENGLISH_WORDS.exec(text);
  return english === null ? undefined : wordDate(english[2], english[1], english[3]);
}

function wordDate(day = "", word = "", year = ""): string | undefined {
  const month = monthOfWord(word);
  return month === undefined ? undefined : isoDay(longYear(year), month, Number(day));
}

function readNumericDate(match: RegExpExecArray, order: DateOrder | undefined): string | undefined {
  const first = Number(match[1]);
  const second = Number(match[3]);
  const year = longYear(match[4] ?? "");
  if (order === "dmy") return isoDay(year, second, first);
  if (order === "mdy") return isoDay(year, first, second);
  if (first > 12 || first === second) return isoDay(year, second, first);
  return second > 12 ? isoDay(year, first, second) : undefined;
}

/** What the cell tells about day and month order. "plain": a date that needs no telling. */
export function hintOfDate(cell: string): DateHint | undefined {
  const parted = partTime(cell);
  const text = parted === undefined ? trimCell(cell) : parted.date;
  const match = NUMERIC.exec(text);
  if (match === null) return readDate(text) === undefined ? undefined : "plain";
  const dmy = readNumericDate(match, "dmy") !== undefined;
  const mdy = readNumericDate(match, "mdy") !== undefined;
  if (dmy && mdy) return match[1] !== undefined && Number(match[1]) === Number(match[3]) ? "plain" : "either";
  if (dmy) return "dmy";
  return mdy ? "mdy" : undefined;
}

function partTime(cell: string): { readonly date: string; readonly time: string; readonly zone: string } | undefined {
  const match = TIME.exec(trimCell(cell));
  if (match === null) return undefined;
  const [, date = "", hour = "", minute = "", second = "00", zone = ""] = match;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  return { date, time: `${twoDigits(Number(hour))}:${minute}:${second}`, zone: zone.toUpperCase() };
}

/** "2024-05-17T09:00:00" (a written zone is kept); a day without time is midnight. Undefined when it is neither. */
export function readDateTime(cell: string, order?: DateOrder): string | undefined {
  const parted = partTime(cell);
  if (parted === undefined) {
    const day = readDate(cell, order);
    return day === undefined ? undefined : `${day}T00:00:00`;
  }
  const day = readDate(parted.date, order);
  return day === undefined ? undefined : `${day}T${parted.time}${parted.zone}`;
}

/** "09:00:00" for "9.00 WITA", "09:00" or "9:00:00"; else undefined. */
export function readTime(cell: string): string | undefined {
  const match = /^(?:pukul\s+|jam\s+)?(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?\s*(?:wib|wita|wit)?$/i.exec(trimCell(cell));
  if (match === null) return undefined;
  const [, hour = "", minute = "", second = "00"] = match;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  return `${twoDigits(Number(hour))}:${minute}:${second}`;
}
