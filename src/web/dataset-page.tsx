/** A dataset: what it is, from whom, its files, its fields, its first rows, its versions. */
import type { Children } from "@kitajs/html";
import type { Agency } from "../catalogue/agencies.ts";
import type { Page as ListPage } from "../catalogue/page.ts";
import type { VersionFile } from "../catalogue/version-files.ts";
import type { Version } from "../catalogue/versions.ts";
import { FORMATS } from "../formats/formats.ts";
import { type Lang, showDecimal } from "../kernel/locale.ts";
import { type Field, isNumeric } from "../kernel/package.ts";
import { valueStatusText } from "../kernel/value-status.ts";
import type { RowPage } from "../store/rows.ts";
import { Page } from "./layout.tsx";
import { isSample, showBytes, showCount, showDay, showText } from "./show.ts";
import { words } from "./words.ts";

export interface DatasetPageProps {
  readonly lang: Lang;
  readonly version: Version;
  readonly agency: Agency | undefined;
  readonly versions: ListPage<Version>;
  /** Those that have been rendered. */
  readonly files: readonly VersionFile[];
  /** Absent where the version has been withdrawn. */
  readonly preview: RowPage | undefined;
}

export function DatasetPage({
  lang,
  version,
  agency,
  versions,
  files,
  preview,
}: DatasetPageProps): string | Promise<string> {
  const t = words[lang];
  const { package: pkg, slug } = version;
  const title = showText(pkg.title, lang);
  const description = showText(pkg.description, lang);
  return (
    <Page
      lang={lang}
      title={`${title} · Jendela Sulsel`}
      description={description.slice(0, 300)}
      path={`/dataset/${slug}`}
    >
      <h1 safe>{title}</h1>
      <p class="meta" safe>
        {`${t.from((lang === "en" ? agency?.nameEn : undefined) ?? agency?.name ?? pkg.agency)} · ${t.version(version.number)} · ${t.publishedOn(showDay(version.publishedAt, lang))} · ${t.rows(showCount(version.rows, lang))}`}
      </p>
      <p class={isSample(pkg.title) ? "notice" : "lead"} safe>
        {description}
      </p>
      {version.withdrawn !== undefined && (
        <p class="notice" safe>
          {t.withdrawn(version.withdrawn.reason)}
        </p>
      )}
      <h2 safe>{t.downloads}</h2>
      <ul class="links">
        {FORMATS.map(({ ending }) => (
          <li>
            <a href={`/download/${slug}.${ending}`} safe>
              {ending.toUpperCase()}
            </a>
            <span class="meta" safe>
              {sizeOf(files, ending, lang)}
            </span>
          </li>
        ))}
        <li>
          <a href={`/dataset/${slug}/datapackage.json`}>Data Package</a>
        </li>
      </ul>
      {preview !== undefined && (
        <>
          <h2 safe>{t.firstRows}</h2>
          <Preview lang={lang} fields={pkg.schema.fields} rows={preview} />
        </>
      )}
      <h2 safe>{t.fields}</h2>
      <FieldTable lang={lang} fields={pkg.schema.fields} />
      <h2 safe>{t.versions}</h2>
      <VersionTable lang={lang} versions={versions.nodes} />
      {pkg.sources.length > 0 && (
        <>
          <h2 safe>{t.sources}</h2>
          <ul>
            {pkg.sources.map((source) => (
              <li safe>{source.title}</li>
            ))}
          </ul>
        </>
      )}
    </Page>
  );
}

/** Empty until the file has been rendered. */
function sizeOf(files: readonly VersionFile[], wanted: string, lang: Lang): string {
  const file = files.find(({ ending }) => ending === wanted);
  return file === undefined ? "" : ` ${showBytes(file.bytes, lang)}`;
}

function Preview({
  lang,
  fields,
  rows,
}: {
  readonly lang: Lang;
  readonly fields: readonly Field[];
  readonly rows: RowPage;
}): JSX.Element {
  return (
    <div class="scroll" tabindex="0" role="region" aria-label={words[lang].firstRows}>
      <table>
        <thead>
          <tr>
            {fields.map((field) => (
              <th scope="col" class={isNumeric(field) ? "figure" : ""} safe>
                {showText(field.title, lang) || field.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.rows.map((row, index) => (
            <tr>
              {fields.map((field, column) => (
                <td class={isNumeric(field) ? "figure" : ""} safe>
                  {showValue(field, row[column] ?? null, rows.statuses?.[index]?.[field.name], lang)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The value, or the symbol of why there is none; a year is never grouped. */
function showValue(
  field: Field,
  value: string | null,
  status: keyof typeof valueStatusText | undefined,
  lang: Lang,
): string {
  const mark = status === undefined ? "" : valueStatusText[status].symbol;
  if (value === null) return mark;
  const shown =
    field.type === "number" || (field.type === "integer" && field.role === "measure")
      ? showDecimal(value, lang)
      : value;
  return `${shown}${mark}`;
}

interface TableFrameProps {
  readonly label: string;
  readonly headings: readonly string[];
  readonly children?: Children;
}

/** A table of texts that scrolls by itself on a narrow screen; its children are the rows. */
function TableFrame({ label, headings, children }: TableFrameProps): JSX.Element {
  return (
    <div class="scroll" tabindex="0" role="region" aria-label={label}>
      <table>
        <thead>
          <tr>
            {headings.map((heading) => (
              <th scope="col" safe>
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

function FieldTable({ lang, fields }: { readonly lang: Lang; readonly fields: readonly Field[] }): JSX.Element {
  const t = words[lang];
  return (
    <TableFrame label={t.fields} headings={[t.fieldTitle, t.fieldName, t.fieldType, t.unit, t.meaning]}>
      {fields.map((field) => (
        <tr>
          <td safe>{showText(field.title, lang) || field.name}</td>
          <td>
            <code safe>{field.name}</code>
          </td>
          <td safe>{field.type}</td>
          <td safe>{field.unit ?? ""}</td>
          <td class="prose" safe>
            {showText(field.definition ?? field.description, lang)}
          </td>
        </tr>
      ))}
    </TableFrame>
  );
}

function VersionTable({ lang, versions }: { readonly lang: Lang; readonly versions: readonly Version[] }): JSX.Element {
  const t = words[lang];
  return (
    <TableFrame label={t.versions} headings={[t.versionNumber, t.publishedAt, t.changes, t.note]}>
      {versions.map((version) => (
        <tr>
          <td>
            <a href={`/download/${version.slug}/v${version.number}.csv`}>{`v${version.number}`}</a>
          </td>
          <td safe>{showDay(version.publishedAt, lang)}</td>
          <td safe>{showChanges(version, lang)}</td>
          <td safe>{version.withdrawn === undefined ? (version.note ?? "") : t.withdrawn(version.withdrawn.reason)}</td>
        </tr>
      ))}
    </TableFrame>
  );
}

function showChanges({ number, added, changed, removed }: Version, lang: Lang): string {
  const t = words[lang];
  if (number === 1) return t.firstVersion;
  const count = (rows: number | undefined): string => showCount(rows ?? 0, lang);
  return t.changeCounts(count(added), count(changed), count(removed));
}
