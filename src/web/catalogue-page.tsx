/**
 * The list of datasets: what the search was taken to mean, what was found with the words that matched, and what it can be narrowed by.
 * Facets are links, so that everything works without a script and every state has an address.
 */
import type { Agency } from "../catalogue/agencies.ts";
import type { DatasetPage } from "../catalogue/dataset-list.ts";
import { FACETS, type FacetName, type Facets } from "../catalogue/facets.ts";
import type { Region, Topic } from "../catalogue/reference.ts";
import type { Match } from "../catalogue/search-match.ts";
import type { Lang } from "../kernel/locale.ts";
import { DatasetList } from "./dataset-list.tsx";
import { formatName } from "./format-name.ts";
import { Page } from "./layout.tsx";
import { feedAddress, type ListAddress, listAddress, ORDERS, toggled } from "./list-address.ts";
import { SearchBox } from "./search-box.tsx";
import { showCount } from "./show.ts";
import { showPeriod } from "./show-period.ts";
import { words } from "./words.ts";

export interface CataloguePageProps {
  readonly lang: Lang;
  readonly asked: ListAddress;
  readonly found: DatasetPage;
  readonly facets: Facets;
  readonly matches: ReadonlyMap<string, Match> | undefined;
  readonly agencies: readonly Agency[];
  readonly topics: readonly Topic[];
  readonly regions: readonly Region[];
  readonly now: Date;
}

export function CataloguePage(props: CataloguePageProps): string | Promise<string> {
  const { lang, asked, found, matches, agencies, now } = props;
  const t = words[lang];
  const { hasNextPage, endCursor } = found.pageInfo;
  return (
    <Page
      lang={lang}
      title={`${asked.search === "" ? t.catalogueTitle : t.searchTitle(asked.search)} · Jendela Sulsel`}
      description={t.homeLead}
      path={listAddress(asked)}
      styles={["dataset.css"]}
      head={
        <link rel="alternate" href={feedAddress(asked, lang)} type="application/atom+xml" title={t.catalogueTitle} />
      }
    >
      <h1 safe>{asked.search === "" ? t.catalogueTitle : t.searched}</h1>
      <SearchBox lang={lang} search={asked.search} />
      <Understood {...props} />
      <div class="beside">
        <section>
          <h2 safe>{t.found(found.totalCount, asked.search)}</h2>
          <Chosen {...props} />
          <p class="meta">
            <a class="choice narrow-down" href="#saring" safe>
              {t.narrow}
            </a>
            {`${t.sortedBy} `}
            {[undefined, ...Object.keys(ORDERS)].map((name) => (
              <Order name={name} lang={lang} asked={asked} />
            ))}
          </p>
          {found.nodes.length === 0 ? (
            <p safe>{t.nothingFound}</p>
          ) : (
            <DatasetList lang={lang} datasets={found.nodes} agencies={agencies} matches={matches} now={now} />
          )}
          <ul class="links">
            {hasNextPage && endCursor !== null && (
              <li>
                <a class="button plain" href={listAddress({ ...asked, after: endCursor }, lang)} rel="next" safe>
                  {t.next}
                </a>
              </li>
            )}
            <li>
              <a href={feedAddress(asked, lang)} type="application/atom+xml" safe>
                {t.followSearch}
              </a>
            </li>
          </ul>
        </section>
        <aside id="saring" aria-label={t.narrow}>
          {FACETS.map((facet) => (
            <Facet {...props} facet={facet} />
          ))}
        </aside>
      </div>
    </Page>
  );
}

/** What was read out of the search, where that is more than its words. */
function Understood({ lang, asked, found, regions }: CataloguePageProps): JSX.Element {
  const t = words[lang];
  const { search } = found;
  if (search === undefined) return "";
  const { region, period } = search.query;
  const said = [
    ...(region === undefined ? [] : [t.understoodRegion(nameOf(region.code, regions) ?? region.shortName)]),
    ...(period === undefined
      ? []
      : [
          t.understoodPeriod(period.from === period.to ? showPeriod(period.from, lang) : `${period.from}–${period.to}`),
        ]),
    ...search.corrected.map(({ from, to }) => t.corrected(from, to)),
    ...(search.loose && found.totalCount > 0 ? [t.loose] : []),
  ];
  if (said.length === 0 || asked.search === "") return "";
  return (
    <ul class="understood">
      {said.map((line) => (
        <li safe>{line}</li>
      ))}
    </ul>
  );
}

/** What the list is narrowed to, each with a link that takes it away. */
function Chosen(props: CataloguePageProps): JSX.Element {
  const { lang, asked } = props;
  const chosen = FACETS.flatMap((facet) => (asked.filter[facet] ?? []).map((value) => ({ facet, value })));
  if (chosen.length === 0) return "";
  return (
    <ul class="chosen" aria-label={words[lang].chosen}>
      {chosen.map(({ facet, value }) => (
        <li>
          <a href={listAddress(toggled(asked, facet, value), lang)} rel="nofollow" title={words[lang].takeAway}>
            <span safe>{`${words[lang].facets[facet]}: ${label(props, facet, value)}`}</span>
            <span aria-hidden="true"> ×</span>
          </a>
        </li>
      ))}
    </ul>
  );
}

interface OrderProps {
  readonly name: string | undefined;
  readonly lang: Lang;
  readonly asked: ListAddress;
}

function Order({ name, lang, asked }: OrderProps): JSX.Element {
  const t = words[lang];
  const by = name === undefined ? undefined : ORDERS[name as keyof typeof ORDERS];
  const label = by === undefined ? t.byRelevance : by === "title" ? t.byTitle : t.byNewest;
  // Without words nothing is more relevant than anything else.
  if (by === undefined && asked.search === "") return "";
  const here = asked.orderBy?.by === by || (asked.orderBy === undefined && asked.search === "" && by === "title");
  const next = { ...asked, after: undefined, orderBy: by === undefined ? undefined : { by } };
  return (
    <a class="choice" href={listAddress(next, lang)} aria-current={here ? "true" : undefined} safe>
      {label}
    </a>
  );
}

const SHOWN = 8;

function Facet({ facet, ...props }: CataloguePageProps & { readonly facet: FacetName }): JSX.Element {
  const { lang, asked, facets, found } = props;
  const t = words[lang];
  const chosen = asked.filter[facet] ?? [];
  const values = facets[facet].filter(({ value }, index) => index < SHOWN || chosen.includes(value));
  const lost = chosen.filter((value) => !values.some((other) => other.value === value));
  const rest = facets[facet].filter((value) => !values.includes(value));
  // One value that everything found has narrows nothing.
  const idle = chosen.length === 0 && facets[facet].length === 1 && facets[facet][0]?.count === found.totalCount;
  if (values.length + lost.length === 0 || idle) return "";
  const link = ({ value, count }: { readonly value: string; readonly count: number }): JSX.Element => (
    <li>
      <a
        href={listAddress(toggled(asked, facet, value), lang)}
        rel="nofollow"
        aria-current={chosen.includes(value) ? "true" : undefined}
      >
        <span safe>{label(props, facet, value)}</span>{" "}
        <span class="count" safe>
          {showCount(count, lang)}
        </span>
      </a>
    </li>
  );
  return (
    <details class="facet" open>
      <summary safe>{t.facets[facet]}</summary>
      <ul>
        {lost.map((value) => link({ value, count: 0 }))}
        {values.map(link)}
      </ul>
      {rest.length > 0 && (
        <details>
          <summary safe>{t.more(rest.length)}</summary>
          <ul>{rest.map(link)}</ul>
        </details>
      )}
    </details>
  );
}

function label({ lang, agencies, topics, regions }: CataloguePageProps, facet: FacetName, value: string): string {
  const t = words[lang];
  if (facet === "agency") {
    const agency = agencies.find(({ slug }) => slug === value);
    return (lang === "en" ? agency?.nameEn : agency?.shortName) ?? agency?.name ?? value;
  }
  if (facet === "topic") return topics.find(({ slug }) => slug === value)?.title[lang] ?? value;
  if (facet === "region") return nameOf(value, regions) ?? (value === "73" ? "Sulawesi Selatan" : value);
  if (facet === "frequency") return t.frequencies[value as keyof typeof t.frequencies] ?? value;
  if (facet === "format") return formatName(value);
  return value;
}

const nameOf = (code: string, regions: readonly Region[]): string | undefined =>
  regions.find((region) => region.code === code)?.shortName;
