/** Datasets as a list: title, agency, rows, version; the same on every page. */
import type { Agency } from "../catalogue/agencies.ts";
import type { Dataset } from "../catalogue/datasets.ts";
import { freshnessOf } from "../catalogue/freshness.ts";
import type { Match, MatchPart } from "../catalogue/search-match.ts";
import type { Version } from "../catalogue/versions.ts";
import type { Lang } from "../kernel/locale.ts";
import { freshnessText } from "./dataset-head.tsx";
import { isSample, showCount, showDay, showText } from "./show.ts";
import { words } from "./words.ts";

export interface DatasetListProps {
  readonly lang: Lang;
  readonly datasets: readonly Dataset[];
  readonly agencies: readonly Agency[];
  /** Why each was found, by slug. */
  readonly matches?: ReadonlyMap<string, Match> | undefined;
  /** With it each says how fresh it is against what its agency promised. */
  readonly now?: Date | undefined;
}

export function DatasetList({ lang, datasets, agencies, matches, now }: DatasetListProps): JSX.Element {
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
              {now !== undefined && <Fresh version={current} now={now} lang={lang} />}
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

interface FreshProps {
  readonly version: Version;
  readonly now: Date;
  readonly lang: Lang;
}

function Fresh({ version, now, lang }: FreshProps): JSX.Element {
  const freshness = freshnessOf(version.publishedAt, version.package.frequency, now);
  return (
    <p class={freshness.lateDays > 0 ? "meta fresh late" : "meta fresh"} safe>
      {freshnessText(freshness, lang)}
    </p>
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
