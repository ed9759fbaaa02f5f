/** The profile of a region: its newest figures beside a neighbour and the province, its place on the map, its districts. */
import type { Region } from "../catalogue/reference.ts";
import { type Lang, showDecimal } from "../kernel/locale.ts";
import { Sparkline } from "./chart/sparkline.tsx";
import { contextOf, nameAgency, sayChange, titleOf } from "./figure-pane.tsx";
import { Page } from "./layout.tsx";
import { RegencyMap } from "./regency-map.tsx";
import type { ProfileRow, RegionView } from "./region-read.ts";
import { isSample, showCount } from "./show.ts";
import { showUnit } from "./show-figure.ts";
import { showPeriod, showPeriodShort } from "./show-period.ts";
import { StatusLegend, StatusValue } from "./show-status.tsx";
import { sourceLine } from "./source-line.ts";
import { windowWords } from "./words-window.ts";

export type RegionPageProps = RegionView & { readonly lang: Lang };

/** "Kabupaten Gowa", "Gowa Regency". */
function wholeName({ kind, shortName }: Region, lang: Lang): string {
  const name = shortName.replace(/^Kota /, "");
  const word = windowWords[lang].region.kinds[kind];
  return lang === "id" ? `${word} ${name}` : `${name} ${word}`;
}

export function RegionPage(props: RegionPageProps): string | Promise<string> {
  const { lang, region, parent, children, rows, neighbour } = props;
  const t = windowWords[lang].region;
  const name = wholeName(region, lang);
  const facts = [
    region.capital === undefined ? "" : t.capital(region.capital),
    region.bpsCode === undefined ? "" : t.codes(region.code, region.bpsCode),
  ].filter((fact) => fact !== "");
  return (
    <Page
      lang={lang}
      title={`${t.profileOf(name)} · Jendela Sulsel`}
      description={t.profileOf(name)}
      path={`/wilayah/${region.code}`}
      styles={["jendela-window.css"]}
    >
      <p class="crumbs">
        <a href="/wilayah" safe>
          {t.listTitle}
        </a>
        {parent !== undefined && (
          <>
            {" › "}
            <a href={`/wilayah/${parent.code}`} safe>
              {parent.shortName}
            </a>
          </>
        )}
      </p>
      <h1 safe>{t.profileOf(name)}</h1>
      <p class="lead" safe>
        {facts.join(" · ")}
      </p>
      {rows.length === 0 && (
        <p class="notice">
          <span safe>{t.none}</span>{" "}
          {parent !== undefined && (
            <a href={`/wilayah/${parent.code}`} safe>
              {t.noneHere(parent.shortName)}
            </a>
          )}
        </p>
      )}
      {neighbour !== undefined && rows.length > 0 && <Compare {...props} />}
      {rows.length > 0 && <Profile {...props} />}
      <div class="columns sheet">
        <Place {...props} />
        {children.length > 0 && (
          <section>
            <h2 safe>{region.level === "province" ? t.mapTitle : t.districts(showCount(children.length, lang))}</h2>
            <ul class="names">
              {children.map((child) => (
                <li>
                  <a href={`/wilayah/${child.code}`} safe>
                    {child.shortName}
                  </a>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
      <ul class="links no-print">
        <li>
          <a href={`/dataset?wilayah=${region.code}`} safe>
            {t.allData}
          </a>
        </li>
      </ul>
    </Page>
  );
}

function Compare({ lang, region, regencies, neighbour }: RegionPageProps): JSX.Element {
  const t = windowWords[lang].region;
  return (
    <form class="choose no-print" method="get" action={`/wilayah/${region.code}`}>
      <label>
        <span safe>{t.compareWith}</span>{" "}
        <select name="banding" data-submit>
          {regencies
            .filter(({ code }) => code !== region.code)
            .map(({ code, shortName }) => (
              <option value={code} selected={code === neighbour} safe>
                {shortName}
              </option>
            ))}
        </select>
      </label>
      <button type="submit" class="button" data-without safe>
        {t.compare}
      </button>
    </form>
  );
}

function Profile(props: RegionPageProps): JSX.Element {
  const { lang, region, rows, regencies, neighbour } = props;
  const t = windowWords[lang].region;
  const other = regencies.find(({ code }) => code === neighbour);
  const ranked = region.level !== "province";
  return (
    <section>
      <h2 class="unseen" id="profil" safe>
        {t.profileOf(region.shortName)}
      </h2>
      <div class="scroll profile" tabindex="0" role="region" aria-labelledby="profil">
        <table>
          <thead>
            <tr>
              <th scope="col" safe>
                {t.indicator}
              </th>
              <th scope="col" class="figure" safe>
                {region.shortName}
              </th>
              <th scope="col" safe>
                {t.trail}
              </th>
              {ranked && (
                <th scope="col" class="figure" safe>
                  {t.rank}
                </th>
              )}
              {other !== undefined && (
                <th scope="col" class="figure" safe>
                  {other.shortName}
                </th>
              )}
              {ranked && (
                <th scope="col" class="figure" safe>
                  {t.provinceValue}
                </th>
              )}
              <th scope="col" safe>
                {t.source}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row {...props} row={row} ranked={ranked} />
            ))}
          </tbody>
        </table>
      </div>
      <StatusLegend
        lang={lang}
        statuses={rows.flatMap(({ figure, other: beside }) => [figure.status, beside?.status ?? null])}
      />
      {ranked && (
        <p class="meta" safe>
          {t.rankNote}
        </p>
      )}
    </section>
  );
}

interface RowProps extends RegionPageProps {
  readonly row: ProfileRow;
  readonly ranked: boolean;
}

function Row({ lang, row, ranked, neighbour, trails, sources, agencies }: RowProps): JSX.Element {
  const { indicator, figure, other } = row;
  const source = sources.get(figure.dataset);
  const agency = agencies.find(({ slug }) => slug === source?.agency);
  const context = contextOf(indicator, source, lang);
  return (
    <tr>
      <th scope="row">
        <a class="quiet" href={`/indikator/${indicator.slug}`} safe>
          {titleOf(indicator, lang)}
        </a>
        {isSample(indicator.about.title) && (
          <span class="tag sample" safe>
            {windowWords[lang].figure.sample}
          </span>
        )}
        {context !== "" && (
          <span class="meta below" safe>
            {context}
          </span>
        )}
        <span class="meta below" safe>
          {`${showUnit(indicator.about.unit, lang)}, ${showPeriod(figure.period, lang)}`}
        </span>
      </th>
      <td class="figure">
        <strong>
          <StatusValue lang={lang} value={figure.value} status={figure.status} />
        </strong>
        <span class="meta below" safe>
          {sayChange(figure, indicator, lang)}
        </span>
      </td>
      <td>
        <Sparkline points={trails.get(indicator.slug) ?? []} />
      </td>
      {ranked && (
        <td class="figure" safe>
          {figure.rank === null || figure.of === null ? "" : `${figure.rank} / ${figure.of}`}
        </td>
      )}
      {neighbour !== undefined && (
        <td class="figure">
          {other === undefined ? "" : <StatusValue lang={lang} value={other.value} status={other.status} />}
          {other !== undefined && other.compared !== figure.compared && (
            <span class="meta below" safe>
              {showPeriodShort(other.period, lang)}
            </span>
          )}
        </td>
      )}
      {ranked && (
        <td class="figure" safe>
          {figure.provinceValue === null ? "" : showDecimal(figure.provinceValue, lang)}
        </td>
      )}
      <td>
        <a class="quiet meta" href={`/dataset/${figure.dataset}`} safe>
          {`${nameAgency(agency, source, lang)} · v${figure.version}`}
        </a>
      </td>
    </tr>
  );
}

function Place({ lang, map, region, regencies, sources, agencies }: RegionPageProps): JSX.Element {
  if (map === undefined) return "";
  const t = windowWords[lang].region;
  return (
    <section class="place">
      <h2 safe>{t.mapTitle}</h2>
      <RegencyMap
        lang={lang}
        indicator={map.indicator}
        period={map.period}
        figures={map.figures}
        regions={new Map(regencies.map((one) => [one.code as string, one]))}
        source={sourceLine(map.figures, sources, agencies, lang)}
        pointed={[region.code]}
        width={340}
      />
    </section>
  );
}
