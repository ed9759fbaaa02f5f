/** Agencies: the list, and one of them with its datasets, when the next version of each is promised, and what is late. */
import type { Agency } from "../catalogue/agencies.ts";
import type { DatasetBrief } from "../catalogue/dataset-brief.ts";
import type { Lang } from "../kernel/locale.ts";
import { Page } from "./layout.tsx";
import { isSample, showCount, showDay, showText } from "./show.ts";
import { words } from "./words.ts";
import { windowWords } from "./words-window.ts";

const nameOf = ({ name, nameEn }: Agency, lang: Lang): string => (lang === "en" ? (nameEn ?? name) : name);

export interface AgencyListPageProps {
  readonly lang: Lang;
  readonly agencies: readonly Agency[];
  /** Of datasets, by the agency's slug. */
  readonly counts: ReadonlyMap<string, number>;
}

export function AgencyListPage({ lang, agencies, counts }: AgencyListPageProps): string | Promise<string> {
  const t = windowWords[lang].agency;
  const groups = [
    [t.withData, agencies.filter(({ slug }) => counts.has(slug))],
    [t.provincial, agencies.filter(({ slug, kind }) => !counts.has(slug) && kind === "province")],
    [t.regional, agencies.filter(({ slug, kind }) => !counts.has(slug) && kind === "regency")],
  ] as const;
  return (
    <Page
      lang={lang}
      title={`${t.listTitle} · Jendela Sulsel`}
      description={t.listLead}
      path="/instansi"
      styles={["jendela-window.css"]}
    >
      <h1 safe>{t.listTitle}</h1>
      <p class="lead" safe>
        {t.listLead}
      </p>
      {groups.map(([title, members], index) =>
        members.length === 0 ? (
          ""
        ) : (
          <section>
            <h2 safe>{title}</h2>
            {index > 0 && (
              <p class="meta" safe>
                {t.waiting}
              </p>
            )}
            <ul class={index === 0 ? "rows tight" : "names wide"}>
              {members.map((agency) => (
                <li>
                  <a href={`/instansi/${agency.slug}`} safe>
                    {index === 0 ? nameOf(agency, lang) : (agency.shortName ?? nameOf(agency, lang))}
                  </a>
                  {index === 0 && (
                    <span class="meta" safe>
                      {windowWords[lang].home.datasets(showCount(counts.get(agency.slug) ?? 0, lang))}
                    </span>
                  )}
                </li>
              ))}
            </ul>
          </section>
        ),
      )}
    </Page>
  );
}

export interface AgencyPageProps {
  readonly lang: Lang;
  readonly now: Date;
  readonly agency: Agency;
  readonly datasets: readonly DatasetBrief[];
}

export function AgencyPage({ lang, now, agency, datasets }: AgencyPageProps): string | Promise<string> {
  const t = windowWords[lang].agency;
  const name = nameOf(agency, lang);
  const promised = datasets.filter(({ dueAt }) => dueAt !== null);
  const onTime = promised.filter((dataset) => !isLate(dataset, now));
  const quality = meanScore(datasets);
  return (
    <Page
      lang={lang}
      title={`${agency.shortName ?? name} · Jendela Sulsel`}
      description={name}
      path={`/instansi/${agency.slug}`}
      styles={["jendela-window.css"]}
      head={
        <link
          rel="alternate"
          type="application/atom+xml"
          href={`/feeds/organization/${agency.slug}.atom`}
          title={agency.shortName ?? name}
        />
      }
    >
      <p class="crumbs">
        <a href="/instansi" safe>
          {t.listTitle}
        </a>
      </p>
      <h1 safe>{name}</h1>
      <p class="lead" safe>
        {datasets.length === 0
          ? t.noDatasets
          : promised.length === 0
            ? t.noPromise
            : t.onTime(showCount(onTime.length, lang), showCount(promised.length, lang))}
        {quality === undefined ? "" : ` ${t.quality(String(quality))}`}
      </p>
      {datasets.length > 0 && <Datasets lang={lang} now={now} datasets={datasets} />}
      <ul class="links">
        {agency.region !== undefined && (
          <li>
            <a href={`/wilayah/${agency.region}`} safe>
              {t.regionProfile}
            </a>
          </li>
        )}
        <li>
          <a href={`/feeds/organization/${agency.slug}.atom${lang === "en" ? "?lang=en" : ""}`} safe>
            {t.feed}
          </a>
        </li>
      </ul>
    </Page>
  );
}

/** The mean of those that could be judged; undefined where none could. */
function meanScore(datasets: readonly DatasetBrief[]): number | undefined {
  const scores = datasets.flatMap(({ score }) => (score === null ? [] : [score]));
  return scores.length === 0 ? undefined : Math.round(scores.reduce((sum, score) => sum + score, 0) / scores.length);
}

const isLate = ({ dueAt, releaseAt }: DatasetBrief, now: Date): boolean =>
  dueAt !== null && dueAt <= now && releaseAt === null;

function Datasets({ lang, now, datasets }: Pick<AgencyPageProps, "lang" | "now" | "datasets">): JSX.Element {
  const t = windowWords[lang].agency;
  const frequencies: Readonly<Record<string, string>> = words[lang].frequencies;
  return (
    <section>
      <h2 id="dataset" safe>
        {t.datasets}
      </h2>
      <div class="scroll stacked" tabindex="0" role="region" aria-labelledby="dataset">
        <table>
          <thead>
            <tr>
              {[t.datasets, t.frequency, t.published, t.dueLabel, t.statusLabel, t.qualityLabel].map((title) => (
                <th scope="col" safe>
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {datasets.map((dataset) => {
              const next = dataset.releaseAt ?? dataset.dueAt;
              const late = isLate(dataset, now);
              return (
                <tr>
                  <th scope="row" class="prose">
                    <a href={`/dataset/${dataset.slug}`} safe>
                      {showText(dataset.title, lang)}
                    </a>
                    {isSample(dataset.title) && (
                      <span class="tag sample" safe>
                        {windowWords[lang].figure.sample}
                      </span>
                    )}
                  </th>
                  <td safe>
                    {dataset.frequency === null ? "" : (frequencies[dataset.frequency] ?? dataset.frequency)}
                  </td>
                  <td class="in-one-line" safe>{`v${dataset.version}, ${showDay(dataset.publishedAt, lang)}`}</td>
                  <td class="in-one-line" data-label={t.dueLabel} safe>
                    {next === null ? "" : showDay(next, lang)}
                  </td>
                  <td>
                    <span class={late ? "tag sample" : "tag"} safe>
                      {late ? t.late : dataset.dueAt === null ? t.unscheduled : t.fresh}
                    </span>
                  </td>
                  <td class="in-one-line" data-label={t.qualityLabel}>
                    {dataset.score !== null && (
                      <a class="quiet" href={`/dataset/${dataset.slug}#mutu`} safe>
                        {t.ofHundred(String(dataset.score))}
                      </a>
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <p class="meta" safe>
        {t.mayBeLate}
      </p>
    </section>
  );
}
