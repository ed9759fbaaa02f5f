/** An answer on a form of statistical metadata, as text. */
import type { Lang } from "../kernel/locale.ts";
import type { Answers, Item } from "../kernel/statistical-form.ts";
import { showCount, showDay, showText } from "./show.ts";
import { metadataWords } from "./words-desk-metadata.ts";
import type { ItemWords } from "./words-statistics.ts";

/** Empty where there is none. */
export function showAnswer(item: Item, words: ItemWords, answer: Answers[string], lang: Lang): string {
  if (answer === undefined) return "";
  const t = metadataWords[lang];
  if (typeof answer === "boolean") return answer ? t.yes : t.no;
  const name = (option: string): string => words.options?.[option] ?? option;
  if (typeof answer === "string")
    return item.kind === "one"
      ? name(answer)
      : item.kind === "date"
        ? showDay(new Date(`${answer}T00:00:00+08:00`), lang)
        : item.kind === "count"
          ? showCount(Number(answer), lang)
          : answer;
  return "id" in answer ? showText(answer, lang) : answer.map(name).join(", ");
}
