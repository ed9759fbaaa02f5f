/**
 * What a number format means for the text of a cell: a date, a percentage, a code with leading zeros, or nothing. Formats that only
 * decorate (grouping, currency, decimals shown) change no digit. Source of the built-in ids: ECMA-376 part 1, 18.8.30.
 */
import type { CellKind } from "./model.ts";
import { plainDecimal, shiftPoint } from "./plain-decimal.ts";

export type NumberFormat =
  | { readonly kind: "plain" | "percent" | "elapsed" }
  | {
      readonly kind: "date";
      readonly year: boolean;
      readonly month: boolean;
      readonly day: boolean;
      readonly time: boolean;
    }
  /** Digits in places, as codes are shown: `0000`, `00.00`, `00"."00`. */
  | { readonly kind: "places"; readonly places: readonly string[]; readonly decimals: number };

export const PLAIN: NumberFormat = { kind: "plain" };

const date = (parts: string): NumberFormat => ({
  kind: "date",
  year: parts.includes("y"),
  month: parts.includes("m"),
  day: parts.includes("d"),
  time: parts.includes("h"),
});

const BUILT_IN: Readonly<Record<number, NumberFormat>> = {
  9: { kind: "percent" },
  10: { kind: "percent" },
  14: date("ymd"),
  15: date("ymd"),
  16: date("md"),
  17: date("ym"),
  18: date("h"),
  19: date("h"),
  20: date("h"),
  21: date("h"),
  22: date("ymdh"),
  45: date("h"),
  46: { kind: "elapsed" },
  47: date("h"),
};

/** The format's first section without colours, conditions, padding and fill; literals are kept as `"…"`. */
function firstSection(code: string): string {
  let section = "";
  for (let at = 0; at < code.length; at++) {
    const character = code[at] ?? "";
    if (character === ";") break;
    if (character === '"') {
      const end = code.indexOf('"', at + 1);
      section += end < 0 ? code.slice(at) : code.slice(at, end + 1);
      at = end < 0 ? code.length : end;
    } else if (character === "\\") {
      section += `"${code[at + 1] ?? ""}"`;
      at += 1;
    } else if (character === "[") {
      const end = code.indexOf("]", at);
      const inside = code.slice(at + 1, end < 0 ? undefined : end);
      if (/^[hms]+$/i.test(inside)) section += `[${inside.toLowerCase()}]`;
      at = end < 0 ? code.length : end;
    } else if (character === "_" || character === "*") at += 1;
    else section += character;
  }
  return section;
}

function placesOf(section: string): NumberFormat | undefined {
  const places: readonly string[] = section.match(/"[^"]*"|[0#?]|[ .()/-]/g) ?? [];
  if (places.join("") !== section) return undefined;
  const point = places.indexOf(".");
  const whole = point < 0 ? places : places.slice(0, point);
  const after = point < 0 ? [] : places.slice(point + 1);
  if (after.some((place) => place !== "0")) return undefined;
  const zeros = whole.filter((place) => place === "0").length;
  return zeros < 2 ? undefined : { kind: "places", places: whole, decimals: after.length };
}

/** @param code  Absent for a built-in format. */
export function numberFormatOf(id: number, code: string | undefined): NumberFormat {
  if (code === undefined) return BUILT_IN[id] ?? PLAIN;
  const section = firstSection(code);
  const bare = section.replace(/"[^"]*"?/g, "");
  if (/\[[hms]+\]/.test(bare)) return { kind: "elapsed" };
  if (/general/i.test(bare) || bare === "@") return PLAIN;
  if (/[ymdhs]/i.test(bare) && !/[0#?]/.test(bare.replace(/s[.,]0+/gi, "s"))) {
    const time = /[hs]/i.test(bare);
    // "m" beside hours or seconds is minutes: `h:mm`, `mm:ss`.
    const months = time ? bare.replace(/h+[^a-z]*m+|m+[^a-z]*s+/gi, "") : bare;
    return { kind: "date", year: /y/i.test(bare), month: /m/i.test(months), day: /d/i.test(bare), time };
  }
  if (bare.includes("%")) return { kind: "percent" };
  return placesOf(section) ?? PLAIN;
}

const DAY_MS = 86_400_000;
const pad = (value: number, width = 2): string => String(value).padStart(width, "0");

function clock(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const text = `${pad(Math.floor(seconds / 3600))}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
  return ms % 1000 === 0 ? text : `${text}.${pad(ms % 1000, 3)}`;
}

/** Days since the epoch of 1900 with its false 29 February, or of 1904; undefined outside the years 1900 to 9999. */
function dateText(serial: number, format: NumberFormat & { kind: "date" }, date1904: boolean): string | undefined {
  if (!(serial >= 0) || serial >= 2_958_466) return undefined;
  const totalMs = Math.round(serial * DAY_MS);
  const days = Math.floor(totalMs / DAY_MS);
  const rest = totalMs - days * DAY_MS;
  if (!format.year && !format.month && !format.day) return clock(rest);
  const offset = date1904 ? 24_107 : days < 60 ? 25_568 : 25_569;
  const at = new Date((days - offset) * DAY_MS);
  const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate()];
  if (rest > 0 && format.time) return `${pad(year, 4)}-${pad(month)}-${pad(day)}T${clock(rest)}`;
  if (!format.day && !format.time && day === 1) {
    if (format.month && format.year) return `${pad(year, 4)}-${pad(month)}`;
    if (format.year && month === 1) return pad(year, 4);
  }
  return `${pad(year, 4)}-${pad(month)}-${pad(day)}`;
}

function placesText(decimal: string, format: NumberFormat & { kind: "places" }): string | undefined {
  const [whole = "0", part = ""] = decimal.split(".");
  if (decimal.startsWith("-") || part.length > format.decimals) return undefined;
  let digits = whole;
  let text = "";
  let placesLeft = format.places.filter((place) => place === "0" || place === "#" || place === "?").length;
  for (const place of [...format.places].reverse()) {
    if (place !== "0" && place !== "#" && place !== "?") {
      text = (place.startsWith('"') ? place.slice(1, -1) : place) + text;
      continue;
    }
    placesLeft -= 1;
    const taken = placesLeft === 0 ? digits : digits.slice(-1);
    digits = placesLeft === 0 ? "" : digits.slice(0, -1);
    text = (taken === "" && place === "0" ? "0" : taken) + text;
  }
  return format.decimals === 0 ? text : `${text}.${part.padEnd(format.decimals, "0")}`;
}

/** A number cell's text and kind, as the officer sees it. Text that is no number comes back as text. */
export function numberCell(
  raw: string,
  format: NumberFormat,
  date1904: boolean,
): { readonly text: string; readonly kind: CellKind } {
  const decimal = plainDecimal(raw);
  if (decimal === undefined) return { text: raw, kind: "text" };
  switch (format.kind) {
    case "plain":
      return { text: decimal, kind: "number" };
    case "percent":
      return { text: `${shiftPoint(decimal, 2)}%`, kind: "number" };
    case "elapsed":
      return Number(decimal) < 0
        ? { text: decimal, kind: "number" }
        : { text: clock(Math.round(Number(decimal) * DAY_MS)), kind: "date" };
    case "date": {
      const text = dateText(Number(decimal), format, date1904);
      return text === undefined ? { text: decimal, kind: "number" } : { text, kind: "date" };
    }
    case "places": {
      const text = placesText(decimal, format);
      return text === undefined
        ? { text: decimal, kind: "number" }
        : { text, kind: /^[\d.]+$/.test(text) ? "number" : "text" };
    }
  }
}
