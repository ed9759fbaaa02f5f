/**
 * Figures as people say them: large ones in thousands of thousands, changes in words, and what a row of numbers says in one sentence.
 * Exact digits stay in tables; a rounded number always has its exact one beside it.
 */
import { type Lang, showDecimal } from "../kernel/locale.ts";

/** From here on all digits are harder to read than to know. */
const LONG = 1e7;
const POWERS = [
  { power: 12, id: "triliun", en: "trillion" },
  { power: 9, id: "miliar", en: "billion" },
  { power: 6, id: "juta", en: "million" },
] as const;

export interface Scale {
  readonly power: number;
  /** "juta", before the unit; empty for none. */
  readonly word: string;
}

/** One scale for numbers that stand beside each other. */
export function scaleOf(values: readonly (string | null)[], lang: Lang): Scale {
  const largest = Math.max(0, ...values.map((value) => Math.abs(Number(value ?? 0))));
  const found = largest < LONG ? undefined : POWERS.find(({ power }) => largest >= 10 ** power);
  return found === undefined ? { power: 0, word: "" } : { power: found.power, word: found[lang] };
}

/** Canonical decimal text, with two decimals at most where it is scaled. */
export const scaled = (value: string, { power }: Scale): string =>
  power === 0 ? value : (Number(value) / 10 ** power).toFixed(2);

/** "9,53 juta" and "jiwa"; percent is written as a sign. */
export function showScaled(value: string, lang: Lang): { readonly number: string; readonly scale: Scale } {
  const scale = scaleOf([value], lang);
  return { number: showDecimal(scaled(value, scale), lang), scale };
}

const UNITS_EN: Readonly<Record<string, string>> = {
  persen: "percent",
  poin: "points",
  "poin persen": "percentage points",
  jiwa: "people",
  orang: "people",
  tahun: "years",
  "jiwa/km²": "people/km²",
  kecamatan: "districts",
  kelurahan: "urban villages",
  desa: "villages",
  unit: "units",
  titik: "points",
  transaksi: "transactions",
};

/** A unit with its scale before it, in the reader's language where the house knows the word. */
export function showUnit(unit: string | undefined, lang: Lang, scale?: Scale): string {
  const word = unit === undefined ? "" : lang === "en" ? (UNITS_EN[unit.toLowerCase()] ?? unit) : unit;
  return [scale?.word ?? "", word].filter((part) => part !== "").join(" ");
}

export type Movement = "up" | "down" | "same";

/** Undefined where there is nothing to compare with. */
export function movementOf(change: string | null): Movement | undefined {
  if (change === null) return undefined;
  const number = Number(change);
  return number === 0 ? "same" : number > 0 ? "up" : "down";
}

/** The change without its sign; `unit` is that of changes. */
export function showChange(change: string, unit: string | undefined, lang: Lang): string {
  const amount = change.replace(/^-/, "");
  const { number, scale } = showScaled(amount, lang);
  return `${number} ${showUnit(unit, lang, scale)}`.trim();
}

export interface Named {
  readonly name: string;
  readonly value: string | null;
}

/** "Pangkep dan Jeneponto tertinggi; Makassar terendah". Empty where fewer than two numbers are known. */
export function sayExtremes(values: readonly Named[], lang: Lang): string {
  const known = values
    .flatMap(({ name, value }) => (value === null ? [] : [{ name, number: Number(value) }]))
    .sort((a, b) => b.number - a.number);
  const [first, second, third] = known;
  const [beforeLast, last] = known.slice(-2);
  if (first === undefined || last === undefined || beforeLast === undefined) return "";
  if (first.number === last.number) return lang === "id" ? "Semua wilayah sama" : "All regions are alike";
  // Two stand at the top where they are apart from the rest, and where there is a rest.
  const two = second !== undefined && third !== undefined && known.length > 4 && second.number > third.number;
  const alone = last.number < beforeLast.number;
  const top = two ? [first.name, second.name].join(lang === "id" ? " dan " : " and ") : first.name;
  const tied = !two && second !== undefined && first.number === second.number;
  const highest = tied ? known.filter(({ number }) => number === first.number).length : 0;
  const lowest = alone ? 0 : known.filter(({ number }) => number === last.number).length;
  if (lang === "id") {
    const high = tied ? `${highest} wilayah sama-sama tertinggi` : `${top} tertinggi`;
    return alone ? `${high}; ${last.name} terendah` : `${high}; ${lowest} wilayah sama-sama terendah`;
  }
  const high = tied ? `${highest} regions share the highest value` : `${top} highest`;
  return alone ? `${high}; ${last.name} lowest` : `${high}; ${lowest} regions share the lowest value`;
}
