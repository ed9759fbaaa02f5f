/** Dates by a declared pattern, as Table Schema's `format` writes them: "%d/%m/%Y", "%d %B %Y %H.%M". */
import { isoDay } from "./dates.ts";
import { monthOfWord, twoDigits } from "./months.ts";

type Part = "day" | "month" | "monthWord" | "year" | "shortYear" | "hour" | "minute" | "second" | "skip";

const directives: Readonly<Record<string, readonly [pattern: string, part: Part]>> = {
  d: ["(\\d{1,2})", "day"],
  m: ["(\\d{1,2})", "month"],
  B: ["(\\p{L}+\\.?)", "monthWord"],
  b: ["(\\p{L}+\\.?)", "monthWord"],
  Y: ["(\\d{4})", "year"],
  y: ["(\\d{2})", "shortYear"],
  H: ["(\\d{1,2})", "hour"],
  M: ["(\\d{2})", "minute"],
  S: ["(\\d{2})", "second"],
  A: ["(\\p{L}+)", "skip"],
  a: ["(\\p{L}+\\.?)", "skip"],
  Z: ["(\\p{L}+)", "skip"],
  f: ["(\\d{1,9})", "skip"],
};

export interface ParsedTime {
  readonly day: string | undefined;
  readonly time: string | undefined;
}

/** @returns undefined for a pattern with a directive that is not known here. */
export function compileStrptime(pattern: string): ((text: string) => ParsedTime | undefined) | undefined {
  const parts: Part[] = [];
  let source = "";
  for (let i = 0; i < pattern.length; i += 1) {
    const symbol = pattern.charAt(i);
    if (symbol !== "%") {
      source += /\s/.test(symbol) ? "\\s+" : symbol.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
      continue;
    }
    i += 1;
    const letter = pattern.charAt(i);
    if (letter === "%") {
      source += "%";
      continue;
    }
    const directive = directives[letter];
    if (directive === undefined) return undefined;
    source += directive[0];
    parts.push(directive[1]);
  }
  const expression = new RegExp(`^${source}$`, "iu");
  return (text) => {
    const match = expression.exec(text);
    return match === null ? undefined : assemble(parts, match.slice(1));
  };
}

function assemble(parts: readonly Part[], found: readonly string[]): ParsedTime | undefined {
  const numbers: { [P in Part]?: number } = {};
  for (const [index, part] of parts.entries()) {
    const text = found[index] ?? "";
    if (part === "skip") continue;
    numbers[part] = part === "monthWord" ? (monthOfWord(text) ?? 0) : Number(text);
  }
  const { hour, minute = 0, second = 0, shortYear } = numbers;
  const year = numbers.year ?? (shortYear === undefined ? undefined : shortYear + (shortYear < 70 ? 2000 : 1900));
  const day = year === undefined ? undefined : isoDay(year, numbers.month ?? numbers.monthWord ?? 1, numbers.day ?? 1);
  if (year !== undefined && day === undefined) return undefined;
  if (hour === undefined) return { day, time: undefined };
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  return { day, time: `${twoDigits(hour)}:${twoDigits(minute)}:${twoDigits(second)}` };
}
