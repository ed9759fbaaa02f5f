/** How long something has waited, in the one unit that matters. */
import type { Lang } from "../kernel/locale.ts";
import { reviewWords } from "./words-review.ts";

const HOUR = 3_600_000;

/** "3 jam" below two days, then "5 hari". Never negative. */
export function showWait(since: Date, now: Date, lang: Lang): string {
  const hours = Math.max(0, Math.floor((now.getTime() - since.getTime()) / HOUR));
  const t = reviewWords[lang];
  return hours < 48 ? t.hours(hours) : t.days(Math.floor(hours / 24));
}
