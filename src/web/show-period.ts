/** Periods in words: "Maret 2025", "Triwulan III 2024", "Semester II 2024". Codes are SDMX Gregorian time periods. */
import type { Lang } from "../kernel/locale.ts";

const ROMAN = ["I", "II", "III", "IV"] as const;
const MONTHS: { readonly [L in Lang]: readonly string[] } = {
  id: [
    ...["Januari", "Februari", "Maret", "April", "Mei", "Juni"],
    ...["Juli", "Agustus", "September", "Oktober", "November", "Desember"],
  ],
  en: [
    ...["January", "February", "March", "April", "May", "June"],
    ...["July", "August", "September", "October", "November", "December"],
  ],
};
const SHORT: { readonly [L in Lang]: readonly string[] } = {
  id: ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"],
  en: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
};

interface PeriodParts {
  readonly year: string;
  /** Half-year 1–2, quarter 1–4 or month 1–12; absent: the whole year. */
  readonly part?: { readonly kind: "S" | "Q" | "M"; readonly number: number } | undefined;
  readonly day?: string | undefined;
}

function readPeriod(code: string): PeriodParts | undefined {
  const match = /^(\d{4})(?:-(?:([SQ])([1-4])|(\d{2})(?:-(\d{2}))?))?$/.exec(code);
  if (!match) return undefined;
  const [, year = "", letter, part, month, day] = match;
  if (letter === "S" || letter === "Q") return { year, part: { kind: letter, number: Number(part) } };
  return month === undefined ? { year } : { year, part: { kind: "M", number: Number(month) }, day };
}

/** In words; a text that is no period is returned as it is. */
export function showPeriod(code: string, lang: Lang): string {
  const period = readPeriod(code);
  if (period?.part === undefined) return code;
  const { year, part, day } = period;
  if (part.kind === "M") {
    const month = MONTHS[lang][part.number - 1] ?? String(part.number);
    return day === undefined ? `${month} ${year}` : `${Number(day)} ${month} ${year}`;
  }
  const roman = ROMAN[part.number - 1] ?? String(part.number);
  if (part.kind === "S") return lang === "id" ? `Semester ${roman} ${year}` : `Half-year ${part.number}, ${year}`;
  return lang === "id" ? `Triwulan ${roman} ${year}` : `Quarter ${part.number}, ${year}`;
}

/** Short, for an axis: "2024", "S II 2024", "Tw III 2024", "Mar 2025". */
export function showPeriodShort(code: string, lang: Lang): string {
  const period = readPeriod(code);
  if (period?.part === undefined) return code;
  const { year, part, day } = period;
  if (part.kind === "M")
    return `${day === undefined ? "" : `${Number(day)} `}${SHORT[lang][part.number - 1] ?? ""} ${year}`;
  if (part.kind === "S") return `${lang === "id" ? `S ${ROMAN[part.number - 1] ?? ""}` : `H${part.number}`} ${year}`;
  return `${lang === "id" ? `Tw ${ROMAN[part.number - 1] ?? ""}` : `Q${part.number}`} ${year}`;
}

/** Where a period ends on an axis of years: 2024 → 2025, 2024-Q1 → 2024.25. Undefined for a text that is no period. */
export function placeOfPeriod(code: string): number | undefined {
  const period = readPeriod(code);
  if (period === undefined) return undefined;
  const { year, part, day } = period;
  if (part === undefined) return Number(year) + 1;
  const parts = { S: 2, Q: 4, M: 12 }[part.kind];
  return Number(year) + (day === undefined ? part.number / parts : (part.number - 1 + Number(day) / 31) / parts);
}
