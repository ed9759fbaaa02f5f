/** The two languages of the house. A text for people exists in both at the moment it is written; the type refuses otherwise. */

export type Lang = "id" | "en";

/** A text in both languages. */
export interface Text {
  readonly id: string;
  readonly en: string;
}

/** A sentence in both languages, made from parameters where it is shown; never joined from parts. */
export interface Bilingual<P> {
  readonly id: (params: P) => string;
  readonly en: (params: P) => string;
}

/** A title or description as a package may write it: one text in Indonesian, or one for each language. */
export type LocalisedText = string | { readonly id: string; readonly en?: string | undefined };

/** The text in `lang`, else the Indonesian one. */
export function inLanguage(text: LocalisedText, lang: Lang): string {
  if (typeof text === "string") return text;
  return text[lang] ?? text.id;
}

/** "1.482.354,5" for "1482354.5" in Indonesian, "1,482,354.5" in English. Canonical decimal text in; other text is returned as it is. */
export function showDecimal(canonical: string, lang: Lang): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(canonical);
  if (!match) return canonical;
  const [, sign = "", whole = "", part] = match;
  const [group, mark] = lang === "id" ? [".", ","] : [",", "."];
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, group);
  return part === undefined ? `${sign}${grouped}` : `${sign}${grouped}${mark}${part}`;
}
