/**
 * Periods in headers: a year, a month, a quarter, a semester, alone, across two header rows ("2025" above "Triwulan I"), or beside the
 * name of what is measured ("IPM 2023"). A part of a year without its year is no period.
 */
import { withoutUnits } from "./header-units.ts";
import { oneLine } from "./locate-cells.ts";
import { monthOfWord, twoDigits } from "./months.ts";
import { readPeriod } from "./periods.ts";

/** What one header text says about time. `rest` is what else it says. */
export interface HeaderTime {
  readonly year?: string | undefined;
  /** "Q1", "S2", "05", "07-01/P1Y" (a school year), or "" for the whole year ("Tahunan"). */
  readonly part?: string | undefined;
  readonly rest: string;
}

const ORDINAL: Readonly<Record<string, number>> = {
  i: 1,
  ii: 2,
  iii: 3,
  iv: 4,
  "1": 1,
  "2": 2,
  "3": 3,
  "4": 4,
  pertama: 1,
  kedua: 2,
  ketiga: 3,
  keempat: 4,
};
const YEAR =
  /^(?:tahun\s+|th\.?\s+|ta\.?\s+|year\s+)?((?:19|20)\d{2})(?:\.0)?\s*(?:\*{1,3}\)?|[xre]\)?|\(\*{1,3}\)|\([a-z]\)|\d\))?$/;

function partOf(words: string): string | undefined {
  const months = words
    .replace(/^bulan\s+/, "")
    .split(/\s*[/|]\s*|\s+/)
    .map(monthOfWord);
  const [month] = months;
  if (month !== undefined && months.every((other) => other === month)) return twoDigits(month);
  const quarter = /^(?:triwulan|trw|tw|kuartal|quarter|q|triw)\.?\s*-?\s*(i{1,3}|iv|[1-4])(?:\s*\/.*)?$/.exec(
    words,
  )?.[1];
  if (quarter !== undefined) return `Q${ORDINAL[quarter]}`;
  const roman = /^(i{1,3}|iv)\s+(?:triwulan|quarter)$/.exec(words)?.[1];
  if (roman !== undefined) return `Q${ORDINAL[roman]}`;
  const half = /^(?:semester|smt|sem|smstr)\.?\s*-?\s*(i{1,2}|[12])(?:\s*\/.*)?$/.exec(words)?.[1];
  if (half !== undefined) return `S${ORDINAL[half]}`;
  if (/^(?:tahunan|annual|setahun|annually|yearly)(?:\s*\/.*)?$/.test(words)) return "";
  return undefined;
}

/** What the text says about time; undefined when it says nothing. */
export function headerTime(text: string): HeaderTime | undefined {
  const words = withoutUnits(text.replace(/_/g, " ")).toLowerCase();
  if (words === "" || words.length > 120) return undefined;
  const year = YEAR.exec(words)?.[1];
  if (year !== undefined) return { year, rest: "" };
  const iso = /^((?:19|20)\d{2})-(q[1-4]|s[12]|0[1-9]|1[0-2])$/.exec(words);
  if (iso) return { year: iso[1], part: (iso[2] ?? "").toUpperCase(), rest: "" };
  const part = partOf(words);
  if (part !== undefined) return { part, rest: "" };
  const whole = / - |20\d\d-20/.test(words) ? undefined : readPeriod(words);
  if (whole !== undefined)
    return { year: whole.slice(0, 4), ...(whole.length > 4 ? { part: whole.slice(5) } : {}), rest: "" };
  const years = [...words.matchAll(/(?<![\d.,/-])((?:19|20)\d{2})(?![\d.,]*\d|\s*[-–/]\s*\d)/g)];
  if (years.length !== 1) return undefined;
  const [found] = years;
  const at = found?.index ?? 0;
  const before = words
    .slice(0, at)
    .replace(/[\s,;:()/–-]+$/, "")
    .replace(/\b(?:tahun|th|ta|year)\.?$/, "")
    .trim();
  const after = words
    .slice(at + 4)
    .replace(/^[\s,;:()/*–-]+/, "")
    .trim();
  const rest = oneLine(`${before} ${after}`);
  const partial = rest === "" ? undefined : partOf(rest);
  if (partial !== undefined) return { year: found?.[1], part: partial, rest: "" };
  // A year inside a sentence ("harga konstan 2010") is what it measures, not when; at the end of a short name it is when.
  if (after !== "" && before !== "" && partOf(after) === undefined) return undefined;
  if (/(?:konstan|dasar|seri|adhk|base|constant|prices?|sp|sensus)$/.test(before)) return undefined;
  if (/^(?:=|100)/.test(after)) return undefined;
  return { year: found?.[1], rest };
}

/** The year a title is about: its one year, or its last after a comma; undefined for none or for a span. */
export function yearInTitle(text: string): string | undefined {
  const line = oneLine(text);
  const last = /[,\s(]((?:19|20)\d{2})\*{0,3}\)?\.?$/.exec(` ${line}`);
  if (last !== null && !/(?:19|20)\d{2}\s*[-–—/]\s*(?:19|20)?\d{2}\)?$/.test(line)) return last[1];
  const all = new Set(Array.from(line.matchAll(/(?<!\d)((?:19|20)\d{2})(?!\d)/g), (match) => match[1]));
  return all.size === 1 ? [...all][0] : undefined;
}

/** An SDMX Gregorian period. */
export function joinPeriod(year: string, part: string | undefined): string {
  return part === undefined || part === "" ? year : `${year}-${part}`;
}

/** Is the whole text a period or a part of one, and nothing else? */
export const isPureTime = (text: string): boolean => headerTime(text)?.rest === "";
export const isYear = (text: string): boolean => YEAR.test(oneLine(text).toLowerCase());
