/** Numbers and days as people write them. */
import { inLanguage, type Lang, type LocalisedText, showDecimal } from "../kernel/locale.ts";
import { dayInWords } from "../kernel/wita.ts";

/** "24 November 2026", in WITA. */
export const showDay = dayInWords;

export const showCount = (count: number, lang: Lang): string => showDecimal(String(count), lang);

/** "1,3 MB"; two digits at most matter to whoever waits for it. */
export function showBytes(bytes: number, lang: Lang): string {
  const units = ["B", "KB", "MB", "GB", "TB"];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const value = bytes / 1000 ** power;
  const rounded = power === 0 || value >= 10 ? value.toFixed(0) : value.toFixed(1).replace(/\.0$/, "");
  return `${showDecimal(rounded, lang)} ${units[power]}`;
}

/** Empty where there is none. */
export const showText = (text: LocalisedText | undefined, lang: Lang): string =>
  text === undefined ? "" : inLanguage(text, lang);

/** Do the title and description themselves say that the figures are invented? */
export const isSample = (title: LocalisedText): boolean => /data contoh|rekaan/i.test(inLanguage(title, "id"));
