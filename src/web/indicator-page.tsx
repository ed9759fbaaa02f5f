/** An indicator: what its numbers say, map and ranking of the 24, chosen regions over time, everything in a table, and what it means. */
import type { Figure } from "../catalogue/indicator-figure.ts";
import { changeUnit } from "../catalogue/indicator-measures.ts";
import { type Lang, showDecimal } from "../kernel/locale.ts";
import { publicAddresses } from "../kernel/public-address.ts";
import { nameAgency, titleOf } from "./figure-pane.tsx";
import { PROVINCE } from "./home-read.ts";
import { drawPicture, type PictureName } from "./indicator-charts.tsx";
import type { IndicatorView } from "./indicator-read.ts";
import { Page } from "./layout.tsx";
import { headlineOf, shortNameOf } from "./regency-map.tsx";
import { isSample, showDay, showText } from "./show.ts";
import { showUnit } from "./show-figure.ts";
import { showPeriod, showPeriodShort } from "./show-period.ts";
import { StatusLegend, StatusValue } from "./show-status.tsx";
import { windowWords } from "./words-window.ts";

export type IndicatorPageProps = IndicatorView & {
  readonly lang: Lang;
  readonly baseUrl: string;
  /** As the address has them: what was chosen, not what was fallen back to. */
  readonly asked: { readonly period: string; readonly regions: readonly string[] };
};

/** The address of this page, or of a picture of it, with a choice. */
function addressOf(slug: string, { period, regions }: IndicatorPageProps["asked"], picture = ""): string {
  const query = new URLSearchParams();
  if (period !== "") query.set("periode", period);
  if (regions.length > 0) query.set("wilayah", regions.join(","));
  const path = `/indikator/${slug}${picture}`;
  return query.size === 0 ? path : `${path}?${query.toString().replaceAll("%2C", ",")}`;
}

export function IndicatorPage(props: IndicatorPageProps): string | Promise<string> {
  const { lang, indicator, period, topics, figures, asked } = props;
  const { about, slug } = indicator;
  const t = windowWords[lang].indicator;
  const title = titleOf(indicator, lang);
  const headline = headlineOf({ figures, lang });
  const when = period === undefined ? "" : showPeriod(period, lang);
  const unit = showUnit(about.unit, lang);
  const topic = topics.find((one) => one.slug === about.topics[0]);
  return (
    <Page
      lang={lang}
      title={`${title} · Jendela Sulsel`}
      description={headline === "" ? title : `${title}, ${when}: ${headline}`}
      path={addressOf(slug, asked)}
      styles={["jendela-window.css"]}
    >
      <p class="crumbs">
        <a href="/indikator" safe>
          {t.indicators}
        </a>
        {topic !== undefined && (
          <>
            {" › "}
            <a href={`/topik/${topic.slug}`} safe>
              {topic.title[lang]}
            </a>
          </>
        )}
      </p>
      <h1>
        <span safe>{title}</span>
        {isSample(about.title) && (
          <span class="tag sample" safe>
            {t.sample}
          </span>
        )}
      </h1>
      <p class="lead" safe>
        {headline === "" ? t.noValues : `${headline}. ${t.mapHead(when)}, ${unit}.`}
      </p>
      <ProvinceLine {...props} />
      {props.periods.length > 1 && <Periods {...props} />}
      {period !== undefined && (
        <div class="beside-map">
          <PictureBox {...props} picture="peta" width={400} save={t.saveMap} />
          <PictureBox {...props} picture="peringkat" width={640} save={t.saveRanking} />
        </div>
      )}
      <Trend {...props} />
      {period !== undefined && <FigureTable {...props} />}
      <Meaning {...props} />
    </Page>
  );
}

function ProvinceLine({ lang, lines, indicator }: IndicatorPageProps): JSX.Element {
  const newest = lines.findLast(({ region, value }) => region === PROVINCE && value !== null);
  if (newest?.value == null) return "";
  const t = windowWords[lang].indicator;
  return (
    <p>
      <a href={`/wilayah/${PROVINCE}`} safe>
        {t.province}
      </a>
      {": "}
      <strong safe>{showDecimal(newest.value, lang)}</strong>{" "}
      <span safe>{`${showUnit(indicator.about.unit, lang)}, ${showPeriod(newest.period, lang)}`}</span>
      {newest.computed && <span class="meta" safe>{` (${t.computed})`}</span>}
    </p>
  );
}

/** As many periods are links; more are a list to choose from. */
const MOST_LINKS = 8;

function Periods(props: IndicatorPageProps): JSX.Element {
  const { lang, indicator, periods, period, asked } = props;
  const t = windowWords[lang].indicator;
  if (periods.length <= MOST_LINKS)
    return (
      <nav class="choices" aria-label={t.period}>
        {periods.map((one) => (
          <a
            href={addressOf(indicator.slug, { ...asked, period: one })}
            aria-current={one === period ? "true" : undefined}
            safe
          >
            {showPeriodShort(one, lang)}
          </a>
        ))}
      </nav>
    );
  return (
    <form class="choose" method="get" action={`/indikator/${indicator.slug}`}>
      <label>
        <span safe>{t.period}</span>{" "}
        <select name="periode" data-submit>
          {periods.map((one) => (
            <option value={one} selected={one === period} safe>
              {showPeriod(one, lang)}
            </option>
          ))}
        </select>
      </label>
      {asked.regions.length > 0 && <input type="hidden" name="wilayah" value={asked.regions.join(",")} />}
      <button type="submit" class="button" data-without safe>
        {t.show}
      </button>
    </form>
  );
}

/** What is wider is drawn a second time for phones, where it would shrink until nobody could read it. */
const NARROW_ENOUGH = 400;
const NARROW = 340;

interface BoxProps extends IndicatorPageProps {
  readonly picture: PictureName;
  readonly width: number;
  readonly save: string;
}

function PictureBox({ picture, width, save, ...view }: BoxProps): JSX.Element {
  const drawn = drawPicture(picture, view, { lang: view.lang, width });
  if (drawn === undefined) return "";
  return (
    <figure class="picture">
      {width <= NARROW_ENOUGH ? (
        drawn
      ) : (
        <>
          <div class="wide-only">{drawn}</div>
          <div class="narrow-only">{drawPicture(picture, view, { lang: view.lang, width: NARROW })}</div>
        </>
      )}
      <figcaption class="meta">
        <a href={addressOf(view.indicator.slug, view.asked, `/${picture}.svg`)} download="" safe>
          {save}
        </a>
      </figcaption>
    </figure>
  );
}

function Trend(props: IndicatorPageProps): JSX.Element {
  const { lang, indicator, regions, chosen, period, asked } = props;
  const t = windowWords[lang].indicator;
  const box = PictureBox({ ...props, picture: "tren", width: 1080, save: t.saveTrend });
  const codes = [...regions.keys()].filter((code) => code !== PROVINCE);
  return (
    <section>
      <h2 id="tren" safe>
        {t.trend}
      </h2>
      {box}
      {period !== undefined && (
        <details class="facet">
          <summary safe>{t.compare}</summary>
          <form method="get" action={`/indikator/${indicator.slug}`}>
            <fieldset class="ticks">
              <legend class="meta" safe>
                {t.compareHint}
              </legend>
              {codes.map((code) => (
                <label>
                  <input type="checkbox" name="wilayah" value={code} checked={chosen.includes(code)} />
                  <span safe>{shortNameOf(regions, code)}</span>
                </label>
              ))}
            </fieldset>
            {asked.period !== "" && <input type="hidden" name="periode" value={asked.period} />}
            <button type="submit" class="button" safe>
              {t.show}
            </button>
          </form>
        </details>
      )}
    </section>
  );
}

/** The province first, then by name. */
function FigureTable({ lang, indicator, regions, figures, table, shown, period }: IndicatorPageProps): JSX.Element {
  const t = windowWords[lang].indicator;
  const at = new Map(table.map((figure) => [`${figure.region} ${figure.compared}`, figure]));
  const chosen = new Map(figures.map((figure) => [figure.region, figure]));
  const columns = [...shown].reverse();
  const codes = [...regions.keys()].sort(
    (a, b) => a.length - b.length || shortNameOf(regions, a).localeCompare(shortNameOf(regions, b), "id"),
  );
  const unit = showUnit(changeUnit(indicator.about), lang);
  return (
    <section>
      <h2 id="tabel" safe>
        {t.table}
      </h2>
      <div class="scroll" tabindex="0" role="region" aria-labelledby="tabel">
        <table>
          <caption class="unseen" safe>
            {t.tableCaption(titleOf(indicator, lang), showUnit(indicator.about.unit, lang))}
          </caption>
          <thead>
            <tr>
              <th scope="col" safe>
                {t.region}
              </th>
              {columns.map((column) => (
                <th scope="col" class="figure" safe>
                  {showPeriodShort(column, lang)}
                </th>
              ))}
              <th scope="col" class="figure" safe>
                {`${t.rank} (${period === undefined ? "" : showPeriodShort(period, lang)})`}
              </th>
              <th scope="col" class="figure" safe>
                {unit === "" ? t.change : `${t.change} (${unit})`}
              </th>
            </tr>
          </thead>
          <tbody>
            {codes.map((code) => (
              <tr class={code === PROVINCE ? "total" : undefined}>
                <th scope="row">
                  <a href={`/wilayah/${code}`} safe>
                    {code === PROVINCE ? t.province : shortNameOf(regions, code)}
                  </a>
                </th>
                {columns.map((column) => (
                  <Cell lang={lang} figure={at.get(`${code} ${column}`)} />
                ))}
                <td class="figure" safe>
                  {chosen.get(code)?.rank == null ? "" : String(chosen.get(code)?.rank)}
                </td>
                <td class="figure" safe>
                  {showSigned((chosen.get(code) ?? at.get(`${code} ${period}`))?.change ?? null, lang)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <StatusLegend lang={lang} statuses={table.map(({ status }) => status)} />
      <p class="meta" safe>
        {`${t.rankFirst[indicator.about.direction]} ${t.all}`}
      </p>
    </section>
  );
}

const Cell = ({ lang, figure }: { readonly lang: Lang; readonly figure: Figure | undefined }): JSX.Element => (
  <td class="figure">
    {figure === undefined ? "" : <StatusValue lang={lang} value={figure.value} status={figure.status} />}
  </td>
);

/** With a real minus sign, and a plus. */
const showSigned = (change: string | null, lang: Lang): string =>
  change === null
    ? ""
    : Number(change) > 0
      ? `+${showDecimal(change, lang)}`
      : showDecimal(change, lang).replace("-", "−");

function Meaning({ lang, indicator, sources, agencies, baseUrl, period }: IndicatorPageProps): JSX.Element {
  const t = windowWords[lang].indicator;
  const { about } = indicator;
  const terms = [
    [t.definition, showText(about.definition, lang)],
    [t.concept, showText(about.concept, lang)],
    [t.unitWord, showUnit(about.unit, lang)],
    [t.measureType, showText(about.measureType, lang)],
    [t.classification, showText(about.classification, lang)],
    [t.direction, t.directions[about.direction]],
    [t.definitionSource, showText(about.source, lang)],
  ].filter(([, text]) => text !== "");
  const query = `{indicator(slug:"${indicator.slug}"){title,ranking(level:REGENCY${period === undefined ? "" : `,period:"${period}"`}){code,value,rank}}}`;
  return (
    <div class="columns">
      <section>
        <h2 safe>{t.definition}</h2>
        <dl class="terms">
          {terms.map(([term = "", text = ""]) => (
            <>
              <dt safe>{term}</dt>
              <dd safe>{text}</dd>
            </>
          ))}
        </dl>
      </section>
      <section>
        <h2 safe>{t.sources}</h2>
        <ul class="rows">
          {indicator.sources.flatMap(({ dataset }) => {
            const source = sources.get(dataset);
            const agency = agencies.find(({ slug }) => slug === source?.agency);
            return source === undefined ? (
              []
            ) : (
              <li>
                <div>
                  <h3>
                    <a href={`/dataset/${dataset}`} safe>
                      {showText(source.title, lang)}
                    </a>
                  </h3>
                  <p class="meta">
                    <span safe>{`${nameAgency(agency, source, lang)} · ${showDay(source.publishedAt, lang)} · `}</span>
                    <a href={publicAddresses("", source.slug, source.version).csv}>CSV</a>
                  </p>
                </div>
                <span class="tag">v{source.version}</span>
              </li>
            );
          })}
        </ul>
        <h3 class="after-list" safe>
          {t.ask}
        </h3>
        <pre tabindex="0">
          <code id="tanya" safe>{`curl -g '${baseUrl}/graphql?query=${query}'`}</code>
        </pre>
        <button type="button" class="copy" data-copy="#tanya" hidden safe>
          {t.copy}
        </button>
      </section>
    </div>
  );
}
