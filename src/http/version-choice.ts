/**
 * Which version is asked for: by number, by time, or the current one. A time is RFC 3339 with its offset; a day without a time means
 * its end in WITA (UTC+8), so that "as of 17 May" holds what was published on 17 May.
 */
import { Fault } from "../kernel/fault.ts";
import { findVersionNumber, type VersionNumber } from "../kernel/ids.ts";

/** "3" → 3. Throws request.over-limit for anything that is no whole number from 1. */
export function parseVersionNumber(text: string, name: string): VersionNumber {
  const number = findVersionNumber(text);
  if (number === undefined)
    throw new Fault("request.over-limit", { name, value: text.slice(0, 40), minimum: 1, maximum: 2_147_483_647 });
  return number;
}

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const TIME = /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?([Zz]|[+-]\d{2}:\d{2})$/;

/** Throws request.bad-time, for 30 February as for words. A "+" that a query string turned into a space is put back. */
export function parseTime(text: string): Date {
  const value = text.trim();
  const day = DAY.exec(value);
  if (day && isDay(day)) return new Date(`${value}T23:59:59.999+08:00`);
  const mended = value.replace(/ (\d{2}:\d{2})$/, "+$1");
  const time = TIME.exec(mended);
  if (time && isDay(time)) {
    const date = new Date(mended.toUpperCase().replace(" ", "T"));
    if (!Number.isNaN(date.getTime())) return date;
  }
  throw new Fault("request.bad-time", { value: value.slice(0, 40) });
}

function isDay([, year, month, day]: RegExpExecArray): boolean {
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return Number(year) > 0 && date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}

/** "3" or a time: where a copy stands. Throws request.bad-time, request.over-limit. */
export const parseSince = (text: string, name: string): VersionNumber | Date =>
  /^\d+$/.test(text.trim()) ? parseVersionNumber(text.trim(), name) : parseTime(text);
