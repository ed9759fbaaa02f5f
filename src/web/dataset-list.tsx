/** Datasets as a list: title, agency, rows, version; the same on every page. */
import type { Agency } from "../catalogue/agencies.ts";
import type { Dataset } from "../catalogue/datasets.ts";
import type { Match, MatchPart } from "../catalogue/search-match.ts";
import type { Lang } from "../kernel/locale.ts";
import { isSample, showCount, showDay, showText } from "./show.ts";
import { words } from "./words.ts";

export interface DatasetListProps {
  readonly lang: Lang;
  readonly datasets: readonly Dataset[];
  readonly agencies: readonly Agency[];
  /** Why each was found, by slug. */
  readonly matches?: ReadonlyMap<string, Match> | undefined;
}

export function DatasetList({ lang, datasets, agencies, matches }: DatasetListProps): JSX.Element {
  const t = words[lang];
  const nameOf = (slug: string): string => {
    const agency = agencies.find((each) => each.slug === slug);
    return (lang === "en" ? agency?.nameEn : agency?.shortName) ?? agency?.name ?? slug;
  };
  return (
    <ul class="rows">
      {datasets.flatMap(({ slug, agency, current }) =>
        current === undefined ? (
          []
        ) : (
          <li>
            <div>
              <h3>
                <a href={`/dataset/${slug}`}>
                  <Marked
                    parts={matches?.get(slug)?.title ?? [{ text: showText(current.package.title, lang), hit: false }]}
                  />
                </a>
              </h3>
              <Found match={matches?.get(slug)} lang={lang} />
              <p class="meta" safe>
                {`${nameOf(agency)} · ${t.rows(showCount(current.rows, lang))} · ${t.publishedOn(showDay(current.publishedAt, lang))}`}
              </p>
            </div>
            <span class={isSample(current.package.title) ? "tag sample" : "tag"} safe>
              {isSample(current.package.title) ? `${t.sample} · v${current.number}` : `v${current.number}`}
            </span>
          </li>
        ),
      )}
    </ul>
  );
}

/** A text with the words that were looked for. */
function Marked({ parts }: { readonly parts: readonly MatchPart[] }): JSX.Element {
  return <>{parts.map(({ text, hit }) => (hit ? <mark safe>{text}</mark> : <span safe>{text}</span>))}</>;
}

/** Where else than in the title the words stand. */
function Found({ match, lang }: { readonly match: Match | undefined; readonly lang: Lang }): JSX.Element {
  if (match?.found === undefined) return "";
  const { field, parts } = match.found;
  return (
    <p class="found">
      <span class="where" safe>{`${words[lang].matchFields[field]}: `}</span>
      <Marked parts={parts} />
    </p>
  );
}
