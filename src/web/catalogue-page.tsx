/** The list of datasets, searched and by pages; all of its state is in the address. */
import type { Agency } from "../catalogue/agencies.ts";
import type { Dataset } from "../catalogue/datasets.ts";
import type { Page as ListPage } from "../catalogue/page.ts";
import type { Lang } from "../kernel/locale.ts";
import { DatasetList } from "./dataset-list.tsx";
import { Page } from "./layout.tsx";
import { SearchBox } from "./search-box.tsx";
import { words } from "./words.ts";

export interface CataloguePageProps {
  readonly lang: Lang;
  readonly search: string;
  readonly found: ListPage<Dataset>;
  readonly agencies: readonly Agency[];
}

export function CataloguePage({ lang, search, found, agencies }: CataloguePageProps): string | Promise<string> {
  const t = words[lang];
  const { hasNextPage, endCursor } = found.pageInfo;
  return (
    <Page lang={lang} title={`${t.catalogueTitle} · Jendela Sulsel`} description={t.homeLead} path={addressOf(search)}>
      <h1 safe>{t.catalogueTitle}</h1>
      <SearchBox lang={lang} search={search} />
      <h2 safe>{t.found(found.totalCount, search)}</h2>
      {found.nodes.length === 0 ? (
        <p safe>{t.nothingFound}</p>
      ) : (
        <DatasetList lang={lang} datasets={found.nodes} agencies={agencies} />
      )}
      {hasNextPage && endCursor !== null && (
        <ul class="links">
          <li>
            <a href={addressOf(search, endCursor, lang)} rel="next" safe>
              {t.next}
            </a>
          </li>
        </ul>
      )}
    </Page>
  );
}

function addressOf(search: string, after?: string, lang?: Lang): string {
  const query = new URLSearchParams({
    ...(search === "" ? {} : { q: search }),
    ...(after === undefined ? {} : { after }),
    ...(lang === "en" ? { lang } : {}),
  }).toString();
  return query === "" ? "/dataset" : `/dataset?${query}`;
}
