/** Datasets as a list: title, agency, rows, version; the same on every page. */
import type { Agency } from "../catalogue/agencies.ts";
import type { Dataset } from "../catalogue/datasets.ts";
import type { Lang } from "../kernel/locale.ts";
import { isSample, showCount, showDay, showText } from "./show.ts";
import { words } from "./words.ts";

export interface DatasetListProps {
  readonly lang: Lang;
  readonly datasets: readonly Dataset[];
  readonly agencies: readonly Agency[];
}

export function DatasetList({ lang, datasets, agencies }: DatasetListProps): JSX.Element {
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
                <a href={`/dataset/${slug}`} safe>
                  {showText(current.package.title, lang)}
                </a>
              </h3>
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
