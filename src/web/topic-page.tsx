/** Topics: those that have data, and one of them with its indicators and its datasets. */
import type { Agency } from "../catalogue/agencies.ts";
import type { Dataset } from "../catalogue/datasets.ts";
import type { Facets } from "../catalogue/facets.ts";
import type { Figure } from "../catalogue/indicator-figure.ts";
import type { Indicator } from "../catalogue/indicators.ts";
import type { Page as ListPage } from "../catalogue/page.ts";
import type { Topic } from "../catalogue/reference.ts";
import type { Lang } from "../kernel/locale.ts";
import { DatasetList } from "./dataset-list.tsx";
import { IndicatorRows } from "./indicator-list-page.tsx";
import { Page } from "./layout.tsx";
import { showCount } from "./show.ts";
import { windowWords } from "./words-window.ts";

export interface TopicListProps {
  readonly lang: Lang;
  readonly topics: readonly Topic[];
  readonly facets: Pick<Facets, "topic">;
}

export function TopicListPage({ lang, topics, facets }: TopicListProps): string | Promise<string> {
  const t = windowWords[lang];
  return (
    <Page
      lang={lang}
      title={`${t.home.topics} · Jendela Sulsel`}
      description={t.topic.listLead}
      path="/topik"
      styles={["jendela-window.css"]}
    >
      <h1 safe>{t.home.topics}</h1>
      <p class="lead" safe>
        {t.topic.listLead}
      </p>
      <TopicPanes lang={lang} topics={topics} facets={facets} />
    </Page>
  );
}

/** Those that have datasets, in the order of the topics, each with how many. */
export function TopicPanes({ lang, topics, facets }: TopicListProps): JSX.Element {
  const counts = new Map(facets.topic.map(({ value, count }) => [value, count]));
  return (
    <ul class="panes topics">
      {topics
        .filter(({ slug }) => counts.has(slug))
        .map(({ slug, title }) => (
          <li>
            <a href={`/topik/${slug}`} safe>
              {title[lang]}
            </a>
            <p class="meta" safe>
              {windowWords[lang].home.datasets(showCount(counts.get(slug) ?? 0, lang))}
            </p>
          </li>
        ))}
    </ul>
  );
}

export interface TopicPageProps {
  readonly lang: Lang;
  readonly topic: Topic;
  readonly topics: readonly Topic[];
  readonly datasets: ListPage<Dataset>;
  readonly indicators: readonly Indicator[];
  /** Of the province, by the indicator's slug. */
  readonly province: ReadonlyMap<string, Figure>;
  readonly agencies: readonly Agency[];
}

export function TopicPage(props: TopicPageProps): string | Promise<string> {
  const { lang, topic, topics, datasets, indicators, province, agencies } = props;
  const t = windowWords[lang].topic;
  const title = topic.title[lang];
  return (
    <Page
      lang={lang}
      title={`${title} · Jendela Sulsel`}
      description={t.lead(title)}
      path={`/topik/${topic.slug}`}
      styles={["jendela-window.css"]}
      head={<link rel="alternate" type="application/atom+xml" href={`/feeds/group/${topic.slug}.atom`} title={title} />}
    >
      <p class="crumbs">
        <a href="/topik" safe>
          {windowWords[lang].home.topics}
        </a>
      </p>
      <h1 safe>{title}</h1>
      <p class="lead" safe>
        {datasets.nodes.length === 0 ? t.none : t.lead(title)}
      </p>
      {indicators.length > 0 && (
        <section>
          <h2 safe>{t.indicators}</h2>
          <IndicatorRows lang={lang} indicators={indicators} province={province} />
        </section>
      )}
      {datasets.nodes.length > 0 && (
        <section>
          <h2 safe>{t.datasets}</h2>
          <DatasetList lang={lang} datasets={datasets.nodes} agencies={agencies} />
          <ul class="links">
            <li>
              <a href={`/dataset?topik=${topic.slug}`} safe>
                {t.all}
              </a>
            </li>
            <li>
              <a href={`/feeds/group/${topic.slug}.atom${lang === "en" ? "?lang=en" : ""}`} safe>
                {t.feed}
              </a>
            </li>
          </ul>
        </section>
      )}
      <section>
        <h2 safe>{t.others}</h2>
        <ul class="links">
          {topics
            .filter(({ slug }) => slug !== topic.slug)
            .map((other) => (
              <li>
                <a href={`/topik/${other.slug}`} safe>
                  {other.title[lang]}
                </a>
              </li>
            ))}
        </ul>
      </section>
    </Page>
  );
}
