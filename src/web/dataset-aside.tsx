/** What stands beside a dataset's views: its versions and what changed, how good its values are and why, other formats, citation, questions. */
import type { SchemaChange } from "../catalogue/schema-changes.ts";
import type { ValueQuality } from "../catalogue/value-quality.ts";
import type { VersionFile } from "../catalogue/version-files.ts";
import type { Version } from "../catalogue/versions.ts";
import { formatsOf } from "../formats/formats.ts";
import type { Lang } from "../kernel/locale.ts";
import { citeVersion } from "./citation.ts";
import { formatName } from "./format-name.ts";
import { showBytes, showCount, showDay } from "./show.ts";
import { showPeriod } from "./show-period.ts";
import { datasetWords } from "./words-dataset.ts";

export interface AsideProps {
  readonly lang: Lang;
  readonly version: Version;
  readonly newest: number;
  readonly versions: readonly Version[];
  /** How many there are in all. */
  readonly versionCount: number;
  readonly schemaChanges: ReadonlyMap<number, readonly SchemaChange[]>;
  readonly quality: ValueQuality | undefined;
  readonly files: readonly VersionFile[];
  readonly agencyName: string;
  readonly baseUrl: string;
  readonly now: Date;
}

export function DatasetAside(props: AsideProps): JSX.Element {
  return (
    <aside class="dataset-aside">
      <Versions {...props} />
      {props.quality?.score !== undefined && <Quality quality={props.quality} lang={props.lang} />}
      {props.version.withdrawn === undefined && <Formats {...props} />}
      <Cite {...props} />
      <Ask {...props} />
    </aside>
  );
}

function Versions({ lang, version, versions, versionCount, schemaChanges }: AsideProps): JSX.Element {
  const t = datasetWords[lang];
  const { slug } = version;
  return (
    <section class="pane versions" aria-labelledby="versi">
      <h2 id="versi" safe>
        {t.versions}
      </h2>
      <p class="meta" safe>
        {t.versionsText}
      </p>
      <ol>
        {versions.map((each) => (
          <li aria-current={each.number === version.number ? "true" : undefined}>
            <p>
              <a
                href={`/dataset/${slug}/v${each.number}`}
                safe
              >{`v${each.number} · ${showDay(each.publishedAt, lang)}`}</a>{" "}
              {each.withdrawn !== undefined && (
                <span class="tag sample" safe>
                  {t.withdrawnTag}
                </span>
              )}
              {isCorrection(each) && (
                <span class="tag sample" safe>
                  {t.correction}
                </span>
              )}
            </p>
            <p safe>{changesOf(each, lang)}</p>
            {each.note !== undefined && (
              <p class="meta" safe>
                {each.note}
              </p>
            )}
            {(schemaChanges.get(each.number) ?? []).map(({ text }) => (
              <p class="meta" safe>
                {text[lang]}
              </p>
            ))}
            {each.withdrawn === undefined && (
              <p class="of-version">
                <a href={`/download/${slug}/v${each.number}.csv`}>CSV</a>
                {each.number > 1 && (
                  <a href={`/dataset/${slug}/v${each.number - 1}..v${each.number}`} safe>
                    {t.whatChanged}
                  </a>
                )}
              </p>
            )}
          </li>
        ))}
      </ol>
      {versionCount > versions.length && (
        <p class="meta" safe>
          {t.olderVersions(versionCount - versions.length)}
        </p>
      )}
    </section>
  );
}

/** Were measured values changed that had been published? */
const isCorrection = ({ cells = {}, package: { schema } }: Version): boolean =>
  schema.fields.some(({ name, role }) => role === "measure" && (cells[name] ?? 0) > 0);

function changesOf({ number, rows, added, changed, removed }: Version, lang: Lang): string {
  const t = datasetWords[lang];
  if (number === 1) return t.firstVersion(showCount(rows, lang));
  const count = (value: number | undefined): string => showCount(value ?? 0, lang);
  return t.changes(count(added), count(changed), count(removed));
}

function Quality({ quality, lang }: { readonly quality: ValueQuality; readonly lang: Lang }): JSX.Element {
  const t = datasetWords[lang];
  const { completeness, consistency, timeliness, score } = quality;
  const count = (value: number): string => showCount(value, lang);
  const parts: readonly (readonly [name: string, score: number, why: string])[] = [
    ...(completeness === undefined
      ? []
      : [
          [
            t.completeness,
            completeness.score,
            t.completenessText(count(completeness.present), count(completeness.expected)),
          ] as const,
        ]),
    [
      t.consistency,
      consistency.score,
      t.consistencyText(count(consistency.rows), count(consistency.warnings)) +
        (consistency.explained === 0 ? "" : t.explained(count(consistency.explained))),
    ],
    ...(timeliness === undefined
      ? []
      : [
          [
            t.timeliness,
            timeliness.score,
            t.timelinessText(showPeriod(timeliness.period, lang), timeliness.days, timeliness.frequency),
          ] as const,
        ]),
  ];
  return (
    <section class="pane" id="mutu" aria-labelledby="mutu-judul">
      <h2 id="mutu-judul" safe>{`${t.qualityTitle}: ${score ?? ""} ${t.ofHundred}`}</h2>
      <dl class="quality">
        {parts.map(([name, points, why]) => (
          <div>
            <dt safe>{name}</dt>
            <dd>
              <meter min="0" max="100" value={String(points)} aria-label={name}></meter>
              <strong>{points}</strong>
              <span class="why" safe>
                {why}
              </span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Formats({ lang, version, newest, files }: AsideProps): JSX.Element {
  const t = datasetWords[lang];
  const { slug, number } = version;
  const place = number === newest ? "" : `/v${number}`;
  const size = (ending: string): string => {
    const file = files.find((each) => each.ending === ending);
    return file === undefined ? "" : ` ${showBytes(file.bytes, lang)}`;
  };
  return (
    <section class="pane" aria-labelledby="format">
      <h2 id="format" safe>
        {t.otherFormats}
      </h2>
      <p class="meta" safe>
        {t.otherFormatsText}
      </p>
      <ul class="formats">
        {formatsOf(version).map(({ ending }) => (
          <li>
            <a href={`/download/${slug}${place}.${ending}`} safe>
              {formatName(ending)}
            </a>
            <span class="meta" safe>
              {size(ending)}
            </span>
          </li>
        ))}
      </ul>
      <p>
        <a href={`/dataset/${slug}${place}/datapackage.json`} safe>
          {t.dataPackage}
        </a>
      </p>
    </section>
  );
}

function Cite({ lang, version, baseUrl, now }: AsideProps): JSX.Element {
  const t = datasetWords[lang];
  const { package: pkg, slug, number } = version;
  const [license] = pkg.licenses;
  const name = license?.title ?? license?.name;
  return (
    <section class="pane" id="kutip" aria-labelledby="kutip-judul">
      <h2 id="kutip-judul" safe>
        {t.citeTitle}
      </h2>
      <p class="meta" safe>
        {t.citeText}
      </p>
      <blockquote id="kutipan" safe>
        {citeVersion(version, baseUrl, now, lang)}
      </blockquote>
      <p class="buttons">
        <button type="button" class="button plain" data-copy="#kutipan" hidden safe>
          {t.copy}
        </button>
        <a href={`/dataset/${slug}/v${number}.bib`} safe>
          {t.bibtex}
        </a>
      </p>
      {name !== undefined && <p class="meta" safe>{`${t.license}: ${name}`}</p>}
      {pkg.sources.length > 0 && (
        <>
          <h3 safe>{t.sourcesTitle}</h3>
          <ul class="plain-list">
            {pkg.sources.map(({ title }) => (
              <li safe>{title}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function Ask({ lang, agencyName }: AsideProps): JSX.Element {
  const t = datasetWords[lang];
  return (
    <section class="pane" aria-labelledby="tanya">
      <h2 id="tanya" safe>
        {t.askTitle}
      </h2>
      <p safe>{t.askText(agencyName)}</p>
    </section>
  );
}
