/**
 * Reference periods as agencies write them, as SDMX time periods: `2024`, `2024-S1`, `2024-T2` (caturwulan), `2024-Q3`, `2024-05`,
 * `2024-W07`, `2024-05-17`; a school year is the range `2023-07-01/P1Y`. A text that could be two periods is none.
 */
import { type DateOrder, readDate } from "./dates.ts";
import { trimCell } from "./missing.ts";
import { monthOfWord, twoDigits } from "./months.ts";

/** The length of a period, by its canonical text. */
export type PeriodKind = "year" | "semester" | "trimester" | "quarter" | "month" | "week" | "day" | "range";

const YEAR = /^(?:19|20)\d{2}$/;
const LEAD =
  /^(?:tahun\s+anggaran|tahun\s+ajaran|tahun\s+pelajaran|tahun|thn|th|ta|t\.a|ta\.|t\.a\.|year|fy|bulan|periode|per|keadaan|akhir)\b\.?\s*/i;
const roman: ReadonlyMap<string, number> = new Map([
  ["i", 1],
  ["ii", 2],
  ["iii", 3],
  ["iv", 4],
  ["1", 1],
  ["2", 2],
  ["3", 3],
  ["4", 4],
]);
const PART =
  "(semester|smt|sem|s|caturwulan|cawu|cw|t|triwulan|trw|tw|kuartal|quarter|qtr|q)[\\s.\\-]*(iv|iii|ii|i|[1-4])";
const PART_FIRST = new RegExp(`^${PART}[\\s,./\\-]*(?:tahun\\s*)?((?:19|20)\\d{2})$`, "i");
const YEAR_FIRST = new RegExp(`^((?:19|20)\\d{2})[\\s,./\\-]*${PART}$`, "i");
const PART_LIMITS: ReadonlyMap<string, readonly [letter: string, most: number]> = new Map([
  ...["semester", "smt", "sem", "s"].map((word): [string, [string, number]] => [word, ["S", 2]]),
  ...["caturwulan", "cawu", "cw", "t"].map((word): [string, [string, number]] => [word, ["T", 3]]),
  ...["triwulan", "trw", "tw", "kuartal", "quarter", "qtr", "q"].map((word): [string, [string, number]] => [
    word,
    ["Q", 4],
  ]),
]);
const SCHOOL_YEAR = /^((?:19|20)\d{2})\s*[/–-]\s*((?:19|20)\d{2})$/;
const NUMERIC_MONTH = /^(?:((?:19|20)\d{2})[-/. ]?m?(0?[1-9]|1[0-2])|(0?[1-9]|1[0-2])[-/. ]((?:19|20)\d{2}))$/i;
const WORD_MONTH =
  /^(?:([a-z]{3,10}\.?)(?:\s*\/\s*([a-z]{3,10}))?[\s\-/,.]*((?:19|20)\d{2}|'?\d{2})|((?:19|20)\d{2})[\s\-/,.]*([a-z]{3,10}\.?))$/i;
const MONTH_RANGE =
  /^([a-z]{3,10}\.?)\s*(?:-|–|s\/d|s\.d\.?|sampai|hingga|to)\s*([a-z]{3,10}\.?)[\s,]+((?:19|20)\d{2})$/i;
const WEEK = /^((?:19|20)\d{2})-?w(0[1-9]|[1-4]\d|5[0-3])$/i;

/**
 * Reads a period.
 *
 * @param order  How the column writes 05/06/2024, where its days are written so.
 * @returns      The SDMX period, or undefined for a text that is none or could be two.
 */
export function readPeriod(cell: string, order?: DateOrder): string | undefined {
  if (cell.length === 4 && YEAR.test(cell)) return cell;
  if (cell.length < 4 || cell.length > 60) return undefined;
  const text = trimCell(cell)
    .replace(/\s*(?:\*{1,3}|r)\)?$/, "")
    .replace(LEAD, "")
    .replace(/\s+/g, " ");
  if (YEAR.test(text)) return text;
  if (!/\d{2}/.test(text)) return undefined;
  const float = /^((?:19|20)\d{2})[.,]0+$/.exec(text);
  if (float !== null) return float[1];
  return readPart(text) ?? readMonth(text) ?? readSchoolYear(text) ?? readDate(text, order);
}

function readPart(text: string): string | undefined {
  const first = PART_FIRST.exec(text);
  const match = first ?? YEAR_FIRST.exec(text);
  if (match === null) {
    const week = WEEK.exec(text);
    return week === null ? undefined : `${week[1]}-W${week[2]}`;
  }
  const [word, number, year] = first === null ? [match[2], match[3], match[1]] : [match[1], match[2], match[3]];
  const part = roman.get((number ?? "").toLowerCase());
  const limit = PART_LIMITS.get((word ?? "").toLowerCase());
  if (part === undefined || limit === undefined || part > limit[1]) return undefined;
  return `${year}-${limit[0]}${part}`;
}

function readMonth(text: string): string | undefined {
  const numeric = NUMERIC_MONTH.exec(text);
  if (numeric !== null) {
    const month = Number(numeric[2] ?? numeric[3]);
    // 2024.1 is a damaged 2024.10 or January: nobody can tell.
    if (/^\d{4}[. ]?\d$/.test(text)) return undefined;
    return `${numeric[1] ?? numeric[4]}-${twoDigits(month)}`;
  }
  const range = MONTH_RANGE.exec(text);
  if (range !== null) return readRange(monthOfWord(range[1] ?? ""), monthOfWord(range[2] ?? ""), range[3] ?? "");
  const words = WORD_MONTH.exec(text);
  if (words === null) return undefined;
  const [, word, second, behind, before, wordBehind] = words;
  const month = monthOfWord(word ?? wordBehind ?? "");
  if (month === undefined || (second !== undefined && monthOfWord(second) !== month)) return undefined;
  const year = before ?? behind ?? "";
  return `${year.length === 4 ? year : `20${year.slice(-2)}`}-${twoDigits(month)}`;
}

/** "Januari–Juni 2024" is a semester, "April–Juni 2024" a quarter; other stretches are no period. */
function readRange(from: number | undefined, to: number | undefined, year: string): string | undefined {
  if (from === undefined || to === undefined) return undefined;
  const months = to - from + 1;
  if (months === 12) return year;
  const letter = months === 6 ? "S" : months === 4 ? "T" : months === 3 ? "Q" : undefined;
  return letter === undefined || (from - 1) % months !== 0 ? undefined : `${year}-${letter}${(from - 1) / months + 1}`;
}

function readSchoolYear(text: string): string | undefined {
  const match = SCHOOL_YEAR.exec(text);
  return match !== null && Number(match[2]) === Number(match[1]) + 1 ? `${match[1]}-07-01/P1Y` : undefined;
}

/** The length of a canonical period; undefined for other text. */
export function kindOfPeriod(period: string): PeriodKind | undefined {
  if (period.length === 4) return "year";
  if (period.includes("/")) return "range";
  switch (period.charAt(5)) {
    case "S":
      return "semester";
    case "T":
      return "trimester";
    case "Q":
      return "quarter";
    case "W":
      return "week";
    default:
      return period.length === 7 ? "month" : period.length === 10 ? "day" : undefined;
  }
}
