/** The one search box. */
import type { Lang } from "../kernel/locale.ts";
import { words } from "./words.ts";

export function SearchBox({ lang, search }: { readonly lang: Lang; readonly search: string }): JSX.Element {
  const t = words[lang];
  return (
    <search>
      <form class="search" action="/dataset" method="get">
        <input
          type="search"
          name="q"
          value={search}
          aria-label={t.searchLabel}
          placeholder={t.searchHint}
          maxlength="200"
        />
        {lang === "en" && <input type="hidden" name="lang" value="en" />}
        <button type="submit" safe>
          {t.search}
        </button>
      </form>
    </search>
  );
}
