/** Times as the house writes them, in WITA (UTC+8), which South Sulawesi keeps all year: RFC 3339 for machines, words for people. */
import type { Lang } from "./locale.ts";

const WITA_OFFSET_MS = 8 * 3_600_000;

/** "2024-05-17T10:00:00+08:00", with milliseconds only where there are any. */
export function showTime(time: Date): string {
  const local = new Date(time.getTime() + WITA_OFFSET_MS).toISOString().replace(".000Z", "Z");
  return local.replace("Z", "+08:00");
}

const LOCALES = { id: "id-ID", en: "en-GB" } as const;

/** "24 November 2026". */
export const dayInWords = (time: Date, lang: Lang): string =>
  new Intl.DateTimeFormat(LOCALES[lang], { dateStyle: "long", timeZone: "Asia/Makassar" }).format(time);

/** "24 November 2026 pukul 08.00 WITA", "24 November 2026 at 08:00 WITA". */
export function timeInWords(time: Date, lang: Lang): string {
  const [, clock = ""] = /T(\d\d:\d\d)/.exec(showTime(time)) ?? [];
  const day = dayInWords(time, lang);
  return lang === "id" ? `${day} pukul ${clock.replace(":", ".")} WITA` : `${day} at ${clock} WITA`;
}

/** The moment that a day and a clock time in WITA name ("2026-11-25T08:00", as a form sends it); undefined where they name none. */
export function readLocalTime(text: string): Date | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(text)) return undefined;
  const time = new Date(`${text}:00+08:00`);
  // A day that no month has would roll over into the next.
  return Number.isNaN(time.getTime()) || !showTime(time).startsWith(text) ? undefined : time;
}

/** The same for a form to show: "2026-11-25T08:00". */
export const localTime = (time: Date): string => showTime(time).slice(0, 16);
