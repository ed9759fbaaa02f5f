/** The regions: the map of tiles, and the same as lists. */
import type { Agency } from "../catalogue/agencies.ts";
import type { DatasetBrief } from "../catalogue/dataset-brief.ts";
import type { Region } from "../catalogue/reference.ts";
import type { Lang } from "../kernel/locale.ts";
import type { Home } from "./home-read.ts";
import { Page } from "./layout.tsx";
import { RegencyMap } from "./regency-map.tsx";
import { sourceLine } from "./source-line.ts";
import { windowWords } from "./words-window.ts";

export interface RegionListPageProps {
  readonly lang: Lang;
  readonly map: Home["map"];
  readonly province: readonly Region[];
  readonly regencies: readonly Region[];
  readonly agencies: readonly Agency[];
  readonly sources: ReadonlyMap<string, DatasetBrief>;
}

export function RegionListPage(props: RegionListPageProps): string | Promise<string> {
  const { lang, map, province, regencies, agencies, sources } = props;
  const t = windowWords[lang].region;
  const groups = [
    [t.province, province],
    [t.regencies, regencies.filter(({ kind }) => kind === "kabupaten")],
    [t.cities, regencies.filter(({ kind }) => kind === "kota")],
  ] as const;
  return (
    <Page
      lang={lang}
      title={`${t.listTitle} · Jendela Sulsel`}
      description={t.listLead}
      path="/wilayah"
      styles={["jendela-window.css"]}
    >
      <div class="front">
        <div>
          <h1 safe>{t.listTitle}</h1>
          <p class="lead" safe>
            {t.listLead}
          </p>
          {groups.map(([title, regions]) => (
            <section>
              <h2 safe>{title}</h2>
              <ul class="names">
                {regions.map(({ code, shortName, capital }) => (
                  <li>
                    <a href={`/wilayah/${code}`} safe>
                      {shortName}
                    </a>
                    {capital !== undefined && (
                      <span class="meta" safe>
                        {capital}
                      </span>
                    )}
                  </li>
                ))}
              </ul>
            </section>
          ))}
        </div>
        {map !== undefined && (
          <section class="front-map" aria-label={t.mapTitle}>
            <RegencyMap
              lang={lang}
              indicator={map.indicator}
              period={map.period}
              figures={map.figures}
              regions={new Map(regencies.map((region) => [region.code as string, region]))}
              source={sourceLine(map.figures, sources, agencies, lang)}
              width={340}
            />
          </section>
        )}
      </div>
    </Page>
  );
}
