/** What stands above a dataset's views: where one is, what it is, from whom, how fresh and how good, and its one main button. */
import type { Agency } from "../catalogue/agencies.ts";
import type { Freshness } from "../catalogue/freshness.ts";
import type { Topic } from "../catalogue/reference.ts";
import type { VersionFile } from "../catalogue/version-files.ts";
import type { VersionProfile } from "../catalogue/version-profile.ts";
import type { Version } from "../catalogue/versions.ts";
import type { Lang } from "../kernel/locale.ts";
import { isSample, showBytes, showDay, showText } from "./show.ts";
import { showPeriod } from "./show-period.ts";
import { type DatasetWords, datasetWords } from "./words-dataset.ts";

export interface HeadProps {
  readonly lang: Lang;
  readonly version: Version;
  /** The newest one's number. */
  readonly newest: number;
  readonly agency: Agency | undefined;
  readonly topic: Topic | undefined;
  readonly profile: VersionProfile | undefined;
  readonly freshness: Freshness;
  readonly files: readonly VersionFile[];
}

export function DatasetHead({ topic, ...props }: HeadProps): JSX.Element {
  const { lang, version } = props;
  const t = datasetWords[lang];
  const { package: pkg, withdrawn } = version;
  return (
    <>
      <nav class="crumbs" aria-label={t.breadcrumb}>
        <a href="/dataset" safe>
          {t.data}
        </a>
        {topic !== undefined && (
          <a href={`/topik/${topic.slug}`} safe>
            {topic.title[lang]}
          </a>
        )}
      </nav>
      <h1 class="dataset-title" safe>
        {showText(pkg.title, lang)}
      </h1>
      <Notices {...props} t={t} />
      <p class="lead" safe>
        {showText(pkg.description, lang)}
      </p>
      <Facts {...props} t={t} />
      {withdrawn === undefined && <Buttons {...props} t={t} />}
    </>
  );
}

type PartProps = Omit<HeadProps, "topic"> & { readonly t: DatasetWords };

function Notices({ version, newest, lang, t }: PartProps): JSX.Element {
  const { withdrawn, number, slug, package: pkg } = version;
  return (
    <>
      {number !== newest && (
        <p class="notice">
          <span safe>{t.notCurrent(number, newest)}</span>{" "}
          <a href={`/dataset/${slug}`} safe>
            {t.toCurrent}
          </a>
        </p>
      )}
      {withdrawn !== undefined && (
        <p class="notice" role="note">
          <strong safe>{t.withdrawn(number, showDay(withdrawn.at, lang), withdrawn.reason)}</strong>{" "}
          <span safe>{t.withdrawnData}</span>
        </p>
      )}
      {isSample(pkg.title) && (
        <p class="notice" safe>
          {t.sample}
        </p>
      )}
    </>
  );
}

function Facts({ version, agency, profile, freshness, lang, t }: PartProps): JSX.Element {
  const { package: pkg, number, publishedAt } = version;
  const period = pkg.schema.fields.find(({ role }) => role === "period");
  const range = period && profile?.fields[period.name]?.range;
  const score = profile?.quality.score;
  return (
    <ul class="facts">
      <li>
        <a href={`/instansi/${pkg.agency}`} safe>
          {(lang === "en" ? agency?.nameEn : undefined) ?? agency?.name ?? version.agencyName}
        </a>
      </li>
      {range !== undefined && (
        <li>
          <span safe>{`${t.period} `}</span>
          <strong safe>{spanOf(range, lang)}</strong>
        </li>
      )}
      <li>
        <span safe>{`${t.version} `}</span>
        <strong>{number}</strong>
        <span safe>{`, ${showDay(publishedAt, lang)}`}</span>
      </li>
      <li class={freshness.lateDays > 0 ? "late" : undefined} safe>
        {freshnessText(freshness, lang)}
      </li>
      {score !== undefined && (
        <li>
          <a href="#mutu">
            <span safe>{`${t.quality} `}</span>
            <strong>{score}</strong>
            <span safe>{` ${t.ofHundred}`}</span>
          </a>
        </li>
      )}
    </ul>
  );
}

const spanOf = ([first, last]: readonly [string, string], lang: Lang): string =>
  first === last ? showPeriod(first, lang) : `${showPeriod(first, lang)}–${showPeriod(last, lang)}`;

/** "Tepat waktu, jadwal tahunan": the day of the publication stands beside it. */
export function freshnessText({ frequency, due, lateDays }: Freshness, lang: Lang): string {
  const t = datasetWords[lang];
  if (frequency === undefined || due === undefined) return t.noPromise;
  return lateDays > 0 ? t.late(lateDays, frequency) : t.onTime(frequency);
}

function Buttons({ version, newest, files, lang, t }: PartProps): JSX.Element {
  const { slug, number } = version;
  const place = number === newest ? "" : `/v${number}`;
  const csv = files.find(({ ending }) => ending === "csv");
  return (
    <div class="buttons">
      <a class="button main" href={`/download/${slug}${place}.csv`}>
        <span safe>{csv === undefined ? t.downloadCsv : `${t.downloadCsv} · ${showBytes(csv.bytes, lang)}`}</span>
      </a>
      <a class="button plain" href={`/download/${slug}${place}.xlsx`} safe>
        {t.excel}
      </a>
      <a class="button plain" href={`/dataset/${slug}/pakai`} safe>
        {t.useData}
      </a>
      <a class="button plain" href="#kutip" safe>
        {t.cite}
      </a>
    </div>
  );
}
