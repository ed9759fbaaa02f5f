/**
 * The rows of a version as a table that is filtered, sorted and paged on the server. A page begins behind the last row of the one before
 * and names the version, so that a walk never mixes two versions; what is seen can be downloaded as it is seen.
 */
import type { VersionProfile } from "../catalogue/version-profile.ts";
import type { Version } from "../catalogue/versions.ts";
import type { Lang } from "../kernel/locale.ts";
import { type Field, isNumeric } from "../kernel/package.ts";
import { type ValueStatus, valueStatusText } from "../kernel/value-status.ts";
import type { RowPage } from "../store/rows.ts";
import {
  chosenValues,
  type DatasetAddress,
  datasetAddress,
  downloadAddress,
  pathOf,
  typedNumber,
  writeCursor,
} from "./dataset-address.ts";
import { showCount } from "./show.ts";
import { fieldTitle, type NameValue, namingField } from "./value-names.ts";
import { type DatasetWords, datasetWords } from "./words-dataset.ts";

/** Rows of one page. */
export const PAGE_ROWS = 50;

export interface RowTableProps {
  readonly lang: Lang;
  readonly version: Version;
  readonly profile: VersionProfile | undefined;
  readonly address: DatasetAddress;
  /** One more than a page where there is a next one. */
  readonly page: RowPage;
  /** How many rows pass the filters; undefined where counting them would take long. */
  readonly count: number | undefined;
  readonly nameOf: NameValue;
}

export function RowTable(props: RowTableProps): JSX.Element {
  const { lang, version, address, page } = props;
  const t = datasetWords[lang];
  const fields = shownFields(props);
  const rows = page.rows.slice(0, PAGE_ROWS);
  const last = page.cursors[PAGE_ROWS - 1];
  const hasNext = page.rows.length > PAGE_ROWS && last !== undefined;
  return (
    <section class="rows-view">
      <h2 id="tabel" class="unseen" safe>
        {t.table}
      </h2>
      <form method="get" action={pathOf(address)} class="row-form">
        <input type="hidden" name="tampil" value="tabel" />
        {address.filters
          .filter(([name]) => name.startsWith("_"))
          .map(([name, value]) => (
            <input type="hidden" name={name} value={value} />
          ))}
        <div class="row-bar">
          <p class="row-count" safe>
            {countText(props, t)}
          </p>
          <button type="submit" class="button plain" safe>
            {t.apply}
          </button>
          {address.filters.length > 0 && (
            <a href={datasetAddress({ ...address, filters: [] }, { view: "tabel" })} safe>
              {t.clear}
            </a>
          )}
          <a class="row-download" href={downloadAddress(address, version.number, "csv")} safe>
            {t.asSeen}
          </a>
        </div>
        <div class="scroll" tabindex="0" role="region" aria-label={t.table}>
          <table class="data">
            <thead>
              <tr>
                {fields.map((field) => (
                  <Heading field={field} address={address} lang={lang} />
                ))}
              </tr>
              <tr class="filters">
                {fields.map((field) => (
                  <td class={isNumeric(field) ? "figure" : undefined}>
                    <Filter {...props} field={field} />
                  </td>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row, index) => (
                <tr>
                  {fields.map((field, column) => (
                    <Cell
                      {...props}
                      field={field}
                      value={row[column] ?? null}
                      status={page.statuses[index]?.[field.name]}
                    />
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </form>
      {rows.length === 0 && <p safe>{t.noRows}</p>}
      <Legend page={page} lang={lang} />
      <ul class="links">
        {address.after !== undefined && (
          <li>
            <a href={datasetAddress(address, { view: "tabel" })} safe>
              {t.first}
            </a>
          </li>
        )}
        {hasNext && (
          <li>
            <a
              class="button plain"
              rel="next nofollow"
              href={datasetAddress(address, { view: "tabel", version: version.number, after: writeCursor(last) })}
              safe
            >
              {t.next}
            </a>
          </li>
        )}
      </ul>
    </section>
  );
}

const shownFields = ({ version, address }: Pick<RowTableProps, "version" | "address">): readonly Field[] => {
  const { fields } = version.package.schema;
  const { columns } = address.rows;
  return columns === undefined ? fields : columns.flatMap((name) => fields.find((field) => field.name === name) ?? []);
};

function countText({ version, address, count, lang }: RowTableProps, t: DatasetWords): string {
  const all = showCount(version.rows, lang);
  if (address.rows.filters.length === 0) return t.rowsAll(all);
  return count === undefined ? t.rowsFiltered(all) : t.rowsFound(showCount(count, lang), all);
}

interface HeadingProps {
  readonly field: Field;
  readonly address: DatasetAddress;
  readonly lang: Lang;
}

/** A link that sorts by the column, the other way round where it is sorted by it already. */
function Heading({ field, address, lang }: HeadingProps): JSX.Element {
  const t = datasetWords[lang];
  const [first] = address.rows.order;
  const sorted = first?.field === field.name ? first.direction : undefined;
  const down = sorted === "asc" || (sorted === undefined && field.role === "measure");
  const title = fieldTitle(field, lang);
  return (
    <th
      scope="col"
      class={isNumeric(field) ? "figure" : undefined}
      aria-sort={sorted === undefined ? undefined : sorted === "asc" ? "ascending" : "descending"}
    >
      <a
        rel="nofollow"
        href={datasetAddress(address, { view: "tabel", set: { _sort: [`${down ? "-" : ""}${field.name}`] } })}
        title={down ? t.sortDown(title) : t.sortUp(title)}
      >
        <Broken text={title} />
      </a>
      {field.unit !== undefined && (
        <span class="unit" safe>
          {field.unit}
        </span>
      )}
    </th>
  );
}

/** "Kabupaten/Kota" may be broken where it is joined. */
const Broken = ({ text }: { readonly text: string }): JSX.Element => (
  <>
    {text.split(/(?<=\/)/).map((part, index) => (
      <>
        {index > 0 && <wbr />}
        <span safe>{part}</span>
      </>
    ))}
  </>
);

/** A choice where the values are few, bounds for numbers, the very text for others. */
function Filter({ field, profile, address, lang, nameOf }: RowTableProps & { readonly field: Field }): JSX.Element {
  const t = datasetWords[lang];
  const title = fieldTitle(field, lang);
  const values = profile?.fields[field.name]?.values;
  const [chosen] = chosenValues(address, field.name);
  if (values !== undefined) {
    return (
      <select name={field.name} aria-label={title}>
        <option value="" safe>
          {t.all}
        </option>
        {(field.role === "period" ? values.toReversed() : values).map((value) => (
          <option value={quoted(value)} selected={value === chosen} safe>
            {nameOf(field, value)}
          </option>
        ))}
      </select>
    );
  }
  if (isNumeric(field)) {
    const bound = (operator: "gte" | "lte"): string =>
      typedNumber(address.filters.find(([name]) => name === `${field.name}.${operator}`)?.[1] ?? "", lang);
    return (
      <span class="bounds">
        <input
          name={`${field.name}.gte`}
          value={bound("gte")}
          inputmode="decimal"
          placeholder={t.from}
          aria-label={`${title}, ${t.from}`}
        />
        <input
          name={`${field.name}.lte`}
          value={bound("lte")}
          inputmode="decimal"
          placeholder={t.to}
          aria-label={`${title}, ${t.to}`}
        />
      </span>
    );
  }
  return <input name={field.name} value={chosen ?? ""} placeholder={t.exactly} aria-label={`${title}, ${t.exactly}`} />;
}

/** A value with a comma in it is one value. */
const quoted = (value: string): string =>
  value.includes(",") || value.includes('"') ? `"${value.replaceAll('"', '""')}"` : value;

interface CellProps extends RowTableProps {
  readonly field: Field;
  readonly value: string | null;
  readonly status: ValueStatus | undefined;
}

function Cell({ field, value, status, lang, nameOf, version }: CellProps): JSX.Element {
  const t = datasetWords[lang];
  const numeric = isNumeric(field);
  const mark = status === undefined ? undefined : valueStatusText[status];
  const shown = value === null ? "" : field.role === "region" ? value : nameOf(field, value);
  // A code stands alone where its name has a column of its own.
  const name =
    value !== null && field.role === "region" && namingField(version.package.schema, field) === undefined
      ? nameOf(field, value)
      : value;
  return (
    <td class={numeric ? "figure" : undefined}>
      <span safe>{shown}</span>
      {name !== value && name !== null && (
        <span class="beside-code" safe>
          {name}
        </span>
      )}
      {mark !== undefined && (
        <abbr title={mark.label[lang]} safe>
          {mark.symbol}
        </abbr>
      )}
      {value === null && mark === undefined && (
        <span class="meta" safe>
          {t.missing}
        </span>
      )}
    </td>
  );
}

/** The marks that occur on this page, explained. */
function Legend({ page, lang }: { readonly page: RowPage; readonly lang: Lang }): JSX.Element {
  const statuses = [...new Set(page.statuses.flatMap((row) => Object.values(row)))];
  if (statuses.length === 0) return "";
  return (
    <dl class="legend" aria-label={datasetWords[lang].legend}>
      {statuses.map((status) => (
        <div>
          <dt safe>{valueStatusText[status].symbol}</dt>
          <dd safe>{valueStatusText[status].label[lang]}</dd>
        </div>
      ))}
    </dl>
  );
}
