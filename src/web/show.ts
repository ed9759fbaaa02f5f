/** Numbers and days as people write them. */
import { inLanguage, type Lang, type LocalisedText, showDecimal } from "../kernel/locale.ts";

const ZONE = "Asia/Makassar";

/** "24 November 2026", in WITA. */
export const showDay = (time: Date, lang: Lang): string =>
  new Intl.DateTimeFormat(lang === "id" ? "id-ID" : "en-GB", { dateStyle: "long", timeZone: ZONE }).format(time);

export const showCount = (count: number, lang: Lang): string => showDecimal(String(count), lang);

/** Empty where there is none. */
export const showText = (text: LocalisedText | undefined, lang: Lang): string =>
  text === undefined ? "" : inLanguage(text, lang);

/** Do the title and description themselves say that the figures are invented? */
export const isSample = (title: LocalisedText): boolean => /data contoh|rekaan/i.test(inLanguage(title, "id"));
