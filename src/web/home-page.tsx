/** Home: what this is, one search, what is new, and how to use the data. */
import type { Agency } from "../catalogue/agencies.ts";
import type { Dataset } from "../catalogue/datasets.ts";
import type { Page as ListPage } from "../catalogue/page.ts";
import type { Lang } from "../kernel/locale.ts";
import { DatasetList } from "./dataset-list.tsx";
import { Page } from "./layout.tsx";
import { SearchBox } from "./search-box.tsx";
import { showCount } from "./show.ts";
import { words } from "./words.ts";

export interface HomePageProps {
  readonly lang: Lang;
  readonly baseUrl: string;
  readonly latest: ListPage<Dataset>;
  readonly agencies: readonly Agency[];
  readonly regions: number;
}

export function HomePage({ lang, baseUrl, latest, agencies, regions }: HomePageProps): string | Promise<string> {
  const t = words[lang];
  const example = latest.nodes[0]?.slug ?? "jumlah-penduduk";
  return (
    <Page lang={lang} title={`Jendela Sulsel · ${t.homeTitle}`} description={t.homeLead} path="/">
      <h1 safe>{t.homeTitle}</h1>
      <p class="lead" safe>
        {t.homeLead}
      </p>
      <SearchBox lang={lang} search="" />
      <ul class="panes">
        <li>
          <span class="number">{latest.totalCount}</span>
          <p safe>{t.datasets}</p>
        </li>
        <li>
          <span class="number" safe>
            {showCount(regions, lang)}
          </span>
          <p safe>{t.regionsCount}</p>
        </li>
        <li>
          <span class="number" safe>
            {showCount(agencies.length, lang)}
          </span>
          <p safe>{t.agenciesCount}</p>
        </li>
      </ul>
      <h2 safe>{t.latest}</h2>
      <DatasetList lang={lang} datasets={latest.nodes} agencies={agencies} />
      <ul class="links">
        <li>
          <a href="/dataset" safe>
            {t.seeAll}
          </a>
        </li>
      </ul>
      <h2 safe>{t.howTo}</h2>
      <h3 safe>{t.howToDownload}</h3>
      <p safe>{t.howToDownloadText}</p>
      <pre>
        <code safe>{`curl -O ${baseUrl}/download/${example}.csv`}</code>
      </pre>
      <h3 safe>{t.howToVersion}</h3>
      <p safe>{t.howToVersionText}</p>
      <pre>
        <code safe>{`curl -O ${baseUrl}/download/${example}/v1.csv`}</code>
      </pre>
      <h3 safe>{t.howToQuery}</h3>
      <p safe>{t.howToQueryText}</p>
      <pre>
        <code safe>
          {`curl -g '${baseUrl}/graphql?query={dataset(slug:"${example}"){title,rows(first:3){totalCount,nodes}}}'`}
        </code>
      </pre>
    </Page>
  );
}
