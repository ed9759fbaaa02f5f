/** The list of indicators by topic, each with the province's latest value where there is one. */
import type { Figure } from "../catalogue/indicator-figure.ts";
import type { Indicator } from "../catalogue/indicators.ts";
import type { Page as ListPage } from "../catalogue/page.ts";
import type { Topic } from "../catalogue/reference.ts";
import type { Lang } from "../kernel/locale.ts";
import { titleOf } from "./figure-pane.tsx";
import { Page } from "./layout.tsx";
import { isSample } from "./show.ts";
import { showScaled, showUnit } from "./show-figure.ts";
import { showPeriod } from "./show-period.ts";
import { windowWords } from "./words-window.ts";

export interface IndicatorListPageProps {
  readonly lang: Lang;
  readonly search: string;
  readonly list: ListPage<Indicator>;
  /** Of the province, by the indicator's slug. */
  readonly province: ReadonlyMap<string, Figure>;
  readonly topics: readonly Topic[];
}

export function IndicatorListPage(props: IndicatorListPageProps): string | Promise<string> {
  const { lang, search, list, topics, province } = props;
  const t = windowWords[lang].indicator;
  const curated = list.nodes.filter((indicator) => indicator.curated);
  const groups = [
    ...topics.map(({ slug, title }) => ({
      title: title[lang],
      href: `/topik/${slug}`,
      indicators: curated.filter(({ about }) => about.topics[0] === slug),
    })),
    { title: t.others, href: undefined, indicators: list.nodes.filter((indicator) => !curated.includes(indicator)) },
  ].filter(({ indicators }) => indicators.length > 0);
  const { hasNextPage, endCursor } = list.pageInfo;
  return (
    <Page
      lang={lang}
      title={`${t.listTitle} · Jendela Sulsel`}
      description={t.listLead}
      path={search === "" ? "/indikator" : `/indikator?${new URLSearchParams({ q: search })}`}
      styles={["jendela-window.css"]}
    >
      <h1 safe>{t.listTitle}</h1>
      <p class="lead" safe>
        {t.listLead}
      </p>
      <search>
        <form class="search" action="/indikator" method="get">
          <input type="search" name="q" value={search} aria-label={t.searchLabel} maxlength="200" />
          <button type="submit" safe>
            {t.search}
          </button>
        </form>
      </search>
      {groups.length === 0 && <p safe>{t.none}</p>}
      {groups.map(({ title, href, indicators }) => (
        <section>
          <h2>
            {href === undefined ? (
              <span safe>{title}</span>
            ) : (
              <a class="quiet" href={href} safe>
                {title}
              </a>
            )}
          </h2>
          <IndicatorRows lang={lang} indicators={indicators} province={province} />
        </section>
      ))}
      {hasNextPage && endCursor !== null && (
        <p>
          <a
            href={`/indikator?${new URLSearchParams({ ...(search === "" ? {} : { q: search }), after: endCursor })}`}
            safe
          >
            {t.next}
          </a>
        </p>
      )}
    </Page>
  );
}

interface RowsProps {
  readonly lang: Lang;
  readonly indicators: readonly Indicator[];
  readonly province: ReadonlyMap<string, Figure>;
}

export function IndicatorRows({ lang, indicators, province }: RowsProps): JSX.Element {
  const t = windowWords[lang].indicator;
  return (
    <ul class="rows tight">
      {indicators.map((indicator) => {
        const figure = province.get(indicator.slug);
        const value = figure?.value == null ? undefined : showScaled(figure.value, lang);
        const unit = showUnit(indicator.about.unit, lang, value?.scale);
        return (
          <li>
            <div>
              <h3>
                <a href={`/indikator/${indicator.slug}`} safe>
                  {titleOf(indicator, lang)}
                </a>
                {isSample(indicator.about.title) && (
                  <span class="tag sample" safe>
                    {t.sample}
                  </span>
                )}
              </h3>
              <p class="meta" safe>
                {figure === undefined || value === undefined
                  ? `${unit}, ${t.byRegency}`
                  : `${t.province}, ${showPeriod(figure.period, lang)}`}
              </p>
            </div>
            {value !== undefined && (
              <p class="side-figure">
                <strong safe>{value.number}</strong> <span safe>{unit}</span>
              </p>
            )}
          </li>
        );
      })}
    </ul>
  );
}
