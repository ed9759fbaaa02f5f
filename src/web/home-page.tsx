/** Home: one search, the province in a few figures, the map, what is new, corrected and to come, and topics. */
import type { DatasetBrief } from "../catalogue/dataset-brief.ts";
import type { News } from "../catalogue/news.ts";
import type { Lang } from "../kernel/locale.ts";
import { FigurePane, nameAgency, titleOf } from "./figure-pane.tsx";
import type { Home } from "./home-read.ts";
import { Page } from "./layout.tsx";
import { RegencyMap } from "./regency-map.tsx";
import { SearchBox } from "./search-box.tsx";
import { showCount, showDay, showText } from "./show.ts";
import { sourceLine } from "./source-line.ts";
import { TopicPanes } from "./topic-page.tsx";
import { windowWords } from "./words-window.ts";

export type HomePageProps = Home & { readonly lang: Lang };

export function HomePage(props: HomePageProps): string | Promise<string> {
  const { lang, panes, map, sources, agencies, regions } = props;
  const t = windowWords[lang].home;
  const agencyOf = (slug: string) => agencies.find((agency) => agency.slug === slug);
  return (
    <Page
      lang={lang}
      title={`Jendela Sulsel · ${t.title}`}
      description={t.lead}
      path="/"
      styles={["jendela-window.css"]}
    >
      <div class="front">
        <div>
          <h1 safe>{t.title}</h1>
          <p class="lead" safe>
            {t.lead}
          </p>
          <SearchBox lang={lang} search="" />
          <p class="examples">
            <span safe>{t.tryThese}</span>
            {t.examples.map((example) => (
              <a href={`/dataset?q=${encodeURIComponent(example)}`} safe>
                {example}
              </a>
            ))}
          </p>
          {panes.length > 0 && (
            <section>
              <h2 class="unseen" safe>
                {t.province}
              </h2>
              <ul class="panes four">
                {panes.map(({ figure, indicator, trail }) => (
                  <li>
                    <FigurePane
                      lang={lang}
                      figure={figure}
                      indicator={indicator}
                      trail={trail}
                      source={sources.get(figure.dataset)}
                      agency={agencyOf(sources.get(figure.dataset)?.agency ?? "")}
                    />
                  </li>
                ))}
              </ul>
            </section>
          )}
        </div>
        {map !== undefined && (
          <section class="front-map" aria-label={t.map}>
            <nav class="choices" aria-label={t.mapChoice}>
              {map.choices.map((indicator) => (
                <a
                  href={`/?indikator=${indicator.slug}`}
                  aria-current={indicator.slug === map.indicator.slug ? "true" : undefined}
                  safe
                >
                  {titleOf(indicator, lang)}
                </a>
              ))}
            </nav>
            <RegencyMap
              lang={lang}
              indicator={map.indicator}
              period={map.period}
              figures={map.figures}
              regions={regions}
              source={sourceLine(map.figures, sources, agencies, lang)}
              width={340}
            />
            <p class="meta">
              <a href={`/indikator/${map.indicator.slug}`} safe>
                {t.openIndicator}
              </a>
            </p>
          </section>
        )}
      </div>
      <div class="columns">
        <section>
          <h2 safe>{t.latest}</h2>
          <ul class="rows">
            {props.latest.map((news) => (
              <NewsLine lang={lang} news={news} agency={nameAgency(agencyOf(news.agency ?? ""), undefined, lang)} />
            ))}
          </ul>
          <p class="meta">
            <a href="/dataset" safe>
              {t.all}
            </a>
          </p>
        </section>
        <section>
          <h2 safe>{t.corrected}</h2>
          {props.corrected.length === 0 && (
            <p class="meta" safe>
              {t.noCorrections}
            </p>
          )}
          <ul class="rows">
            {props.corrected.map((news) => (
              <NewsLine lang={lang} news={news} agency={nameAgency(agencyOf(news.agency ?? ""), undefined, lang)} />
            ))}
          </ul>
        </section>
        <section>
          <h2 safe>{t.coming}</h2>
          {props.coming.length === 0 && (
            <p class="meta" safe>
              {t.noneComing}
            </p>
          )}
          <ul class="rows">
            {props.coming.map((brief) => (
              <ComingLine lang={lang} brief={brief} agency={nameAgency(agencyOf(brief.agency), brief, lang)} />
            ))}
          </ul>
        </section>
      </div>
      <section>
        <h2 id="topik" safe>
          {t.topics}
        </h2>
        <TopicPanes {...props} />
      </section>
    </Page>
  );
}

interface LineProps {
  readonly lang: Lang;
  readonly agency: string;
}

function NewsLine({ lang, news, agency }: LineProps & { readonly news: News }): JSX.Element {
  const t = windowWords[lang].home;
  const { change, title, rows } = news;
  const version = change.version ?? 1;
  const corrected = rows !== undefined && rows.changed + rows.removed > 0;
  const tag =
    change.kind === "withdrawn"
      ? t.withdrawn(version)
      : change.kind === "restored"
        ? t.restored(version)
        : corrected
          ? t.correction(version)
          : `v${version}`;
  const what =
    rows === undefined
      ? ""
      : corrected
        ? t.changed(showCount(rows.changed, lang), showCount(rows.removed, lang))
        : t.added(showCount(rows.added, lang));
  return (
    <li>
      <div>
        <h3>
          <a href={`/dataset/${change.dataset}`} safe>
            {title === undefined ? change.dataset : showText(title, lang)}
          </a>
        </h3>
        <p class="meta" safe>
          {[agency, showDay(change.at, lang), what].filter((part) => part !== "").join(" · ")}
        </p>
      </div>
      <span class={corrected || change.kind === "withdrawn" ? "tag sample" : "tag"} safe>
        {tag}
      </span>
    </li>
  );
}

function ComingLine({ lang, brief, agency }: LineProps & { readonly brief: DatasetBrief }): JSX.Element {
  const t = windowWords[lang].home;
  const at = brief.releaseAt ?? brief.dueAt;
  return (
    <li>
      <div>
        <h3>
          <a href={`/dataset/${brief.slug}`} safe>
            {showText(brief.title, lang)}
          </a>
        </h3>
        <p class="meta" safe>
          {`${agency} · ${brief.releaseAt === null ? t.promised : t.scheduled}`}
        </p>
      </div>
      {at !== null && (
        <time class="when" datetime={at.toISOString()} safe>
          {showDay(at, lang)}
        </time>
      )}
    </li>
  );
}
