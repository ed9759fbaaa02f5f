/** What an upload changes in rows: a measure by period before and after, the biggest movements, what goes and what comes. */
import type { Lang } from "../kernel/locale.ts";
import { showDecimal } from "../kernel/locale.ts";
import { type Field, isNumeric } from "../kernel/package.ts";
import type { DiffRow } from "../store/diff.ts";
import type { Value } from "../store/rows.ts";
import { compareDecimal, percentOf, subtractDecimal } from "../tabular/compare-decimal.ts";
import { TrendChart, type TrendLine } from "./chart/trend.tsx";
import { titleOf } from "./review-checks.ts";
import type { StagedRows, UploadDifferences } from "./review-load.ts";
import { showCount, showText } from "./show.ts";
import { showPeriod } from "./show-period.ts";
import { StaffTable } from "./staff-table.tsx";
import type { Reference } from "./value-names.ts";
import { reviewWords } from "./words-review.ts";

interface RowsProps {
  readonly review: UploadDifferences;
  readonly lang: Lang;
  /** The page that shows it. */
  readonly path?: string | undefined;
}

export function ReviewRows({ review, lang, path }: RowsProps): JSX.Element {
  const { upload, rows, base, dataset } = review;
  const t = reviewWords[lang];
  const { changes } = upload;
  if (upload.version !== undefined) {
    const { slug, version } = upload;
    const [file, name] =
      base === undefined
        ? [`v${version}.csv`, t.versionFile(version)]
        : [`v${base.number}..v${version}.diff.csv`, t.differenceOf(base.number, version)];
    return (
      <p>
        <a href={`/download/${slug}/${file}`} safe>
          {name}
        </a>
      </p>
    );
  }
  if (rows === undefined || changes === undefined)
    return (
      <p class="notice" safe>
        {t.notStaged}
      </p>
    );
  const now = dataset.current?.number;
  const keyless = upload.package.schema.primaryKey.length === 0;
  return (
    <>
      {base !== undefined && now !== undefined && now !== base.number && (
        <p class="notice" safe>
          {t.movedOn(base.number, now)}
        </p>
      )}
      {base !== undefined && changes.added + changes.removed + changes.changed === 0 && (
        <p class="notice" safe>
          {t.nothingChanges}
        </p>
      )}
      {base !== undefined && keyless && <p safe>{t.byContent}</p>}
      <MeasureChoice review={review} rows={rows} lang={lang} path={path} />
      <BeforeAfter review={review} rows={rows} lang={lang} />
      <Movements review={review} rows={rows} lang={lang} />
      <Whole label={t.removed} list={rows.removed} side="before" count={changes.removed} review={review} lang={lang} />
      <Whole
        label={t.added}
        list={rows.added}
        side="after"
        count={base === undefined ? 0 : changes.added}
        review={review}
        lang={lang}
      />
      {rows.preview.length > 0 && (
        <>
          <h3 safe>{t.firstRows}</h3>
          <StaffTable
            label={t.firstRows}
            headings={upload.package.schema.fields.map((field) => headingOf(field, lang))}
          >
            {rows.preview.map((row) => (
              <tr>
                {upload.package.schema.fields.map((field, index) => (
                  <Cell field={field} value={row[index] ?? null} reference={review.reference} lang={lang} />
                ))}
              </tr>
            ))}
          </StaffTable>
        </>
      )}
    </>
  );
}

interface PartProps extends RowsProps {
  readonly rows: StagedRows;
}

function MeasureChoice({ review, rows, lang, path = `/kerja/tinjau/${review.upload.id}` }: PartProps): JSX.Element {
  const { measures, measure } = rows;
  const t = reviewWords[lang];
  if (measures.length < 2) return "";
  return (
    <p class="choices">
      <span safe>{t.measure} </span>
      {measures.slice(0, 12).map((field) => (
        <a
          class="choice"
          href={`${path}?ukuran=${field.name}#perubahan`}
          aria-current={field === measure ? "true" : undefined}
          safe
        >
          {titleOf(field, lang)}
        </a>
      ))}
    </p>
  );
}

function BeforeAfter({ review, rows, lang }: PartProps): JSX.Element {
  const { measure, figures, op } = rows;
  const { base, upload } = review;
  const t = reviewWords[lang];
  const last = figures.at(-1);
  // One point is no line: the table of movements says it better.
  if (measure === undefined || last === undefined || figures.length < 2) return "";
  const name = titleOf(measure, lang);
  const unit = measure.unit === undefined ? "" : ` (${measure.unit})`;
  const before: TrendLine = {
    label: t.before,
    role: "province",
    points: figures.map(({ period, before: value }) => ({ period, value })),
  };
  const after: TrendLine = {
    label: t.after,
    role: "main",
    points: figures.map(({ period, after: value }) => ({ period, value })),
  };
  const shown = (value: Value): string => (value === null ? t.noValue : showDecimal(value, lang));
  return (
    <figure class="before-after">
      {([720, 340] as const).map((width) => (
        <div class={width === 720 ? "only-wide" : "only-narrow"}>
          {TrendChart({
            lang,
            width,
            title: t.trendTitle(name),
            subtitle: op === "sum" ? t.trendSum(unit) : t.trendMean(unit),
            source: t.chartSource(
              showText(upload.package.title, lang),
              base === undefined ? t.noVersion : t.publishedVersion(base.number),
            ),
            description: t.trendDescription(showPeriod(last.period, lang), shown(last.before), shown(last.after)),
            lines: base === undefined ? [after] : [before, after],
          })}
        </div>
      ))}
    </figure>
  );
}

function Movements({ review, rows, lang }: PartProps): JSX.Element {
  const { measure, moved } = rows;
  const t = reviewWords[lang];
  if (moved.length === 0) return "";
  const all = showCount(review.upload.changes?.changed ?? 0, lang);
  const label = measure === undefined ? t.whatChanges : t.movements(titleOf(measure, lang));
  const figures = [t.before, t.after, t.difference, t.percent].map((text) => ({ text, figure: true }));
  return (
    <>
      <h3 safe>{label}</h3>
      <p class="meta" safe>
        {t.movementsLead(showCount(moved.length, lang), all)}
      </p>
      <StaffTable
        label={label}
        headings={[{ text: t.row }, ...(measure === undefined ? [] : figures), { text: t.otherCells }]}
      >
        {moved.map((row) => (
          <tr>
            <th scope="row" safe>
              {nameOf(row, review, lang)}
            </th>
            {measure !== undefined && <Movement row={row} measure={measure} lang={lang} />}
            <td safe>{otherCells(row, review, measure, lang)}</td>
          </tr>
        ))}
      </StaffTable>
    </>
  );
}

function Movement({
  row,
  measure,
  lang,
}: {
  readonly row: DiffRow;
  readonly measure: Field;
  readonly lang: Lang;
}): JSX.Element {
  const t = reviewWords[lang];
  const after = row.after?.[measure.name] ?? null;
  const before = oldValue(row, measure);
  const difference = before === null || after === null ? undefined : subtractDecimal(after, before);
  const percent = difference === undefined || before === null ? undefined : percentOf(difference, before);
  const show = (value: Value): string => (value === null ? t.noValue : showDecimal(value, lang));
  return (
    <>
      <td class="figure" safe>
        {show(before)}
      </td>
      <td class="figure" safe>
        {show(after)}
      </td>
      <td class="figure" safe>
        {difference === undefined ? "" : signed(difference, lang)}
      </td>
      <td class="figure" safe>
        {percent === undefined ? "" : `${signed(percent, lang)} %`}
      </td>
    </>
  );
}

/** With its sign; a true minus. */
function signed(value: string, lang: Lang): string {
  const order = compareDecimal(value, "0");
  const size = showDecimal(value.replace(/^-/, ""), lang);
  return order === 0 ? size : `${order < 0 ? "−" : "+"}${size}`;
}

/** Under its own name, or one that it had. */
const oldValue = ({ before }: DiffRow, { name, previousNames = [] }: Field): Value =>
  [name, ...previousNames].map((known) => before?.[known]).find((value) => value !== undefined) ?? null;

/** A row by its key, else by everything that is no measure. */
function nameOf({ before, after }: DiffRow, { upload, reference }: UploadDifferences, lang: Lang): string {
  const { fields, primaryKey } = upload.package.schema;
  const row = after ?? before ?? {};
  const naming = fields.filter(({ name, role }) =>
    primaryKey.length > 0 ? primaryKey.includes(name) : role !== "measure",
  );
  const texts = fields.filter(
    ({ name, role, type }) => !primaryKey.includes(name) && role === undefined && type === "string",
  );
  const called = new Set(
    naming.flatMap(({ name }) => {
      const region = reference.regions.get(row[name] ?? "");
      return region === undefined ? [] : [region.name.toLowerCase(), region.shortName.toLowerCase()];
    }),
  );
  // A column that only says the region's name again says nothing.
  const shown = [...texts.filter(({ name }) => !called.has((row[name] ?? "").toLowerCase())).slice(0, 1), ...naming]
    .map((field) => showValue(field, row[field.name] ?? null, reference, lang))
    .filter((text) => text !== "");
  return [...new Set(shown)].slice(0, 6).join(" · ");
}

function otherCells(
  row: DiffRow,
  { upload, reference }: UploadDifferences,
  measure: Field | undefined,
  lang: Lang,
): string {
  const t = reviewWords[lang];
  return upload.package.schema.fields
    .filter((field) => field !== measure && (row.after?.[field.name] ?? null) !== oldValue(row, field))
    .slice(0, 6)
    .map((field) => {
      const [before, after] = [oldValue(row, field), row.after?.[field.name] ?? null].map(
        (value) => showValue(field, value, reference, lang) || t.noValue,
      );
      return `${titleOf(field, lang)}: ${before} → ${after}`;
    })
    .join("; ");
}

interface WholeProps extends RowsProps {
  readonly label: string;
  readonly list: readonly DiffRow[];
  readonly side: "before" | "after";
  readonly count: number;
}

function Whole({ label, list, side, count, review, lang }: WholeProps): JSX.Element {
  const t = reviewWords[lang];
  if (list.length === 0) return "";
  const pkg = side === "before" ? (review.base?.package ?? review.upload.package) : review.upload.package;
  const { fields } = pkg.schema;
  return (
    <>
      <h3 safe>{label}</h3>
      <p class="meta" safe>
        {t.someOf(showCount(list.length, lang), showCount(count, lang))}
      </p>
      <StaffTable label={label} headings={fields.map((field) => headingOf(field, lang))}>
        {list.map((row) => (
          <tr class={side === "before" ? "gone" : ""}>
            {fields.map((field) => (
              <Cell field={field} value={row[side]?.[field.name] ?? null} reference={review.reference} lang={lang} />
            ))}
          </tr>
        ))}
      </StaffTable>
    </>
  );
}

const isFigure = (field: Field): boolean => isNumeric(field) && field.role !== "period" && field.type !== "year";

const headingOf = (field: Field, lang: Lang) => ({ text: titleOf(field, lang), figure: isFigure(field) });

interface CellProps {
  readonly field: Field;
  readonly value: Value;
  readonly reference: Reference;
  readonly lang: Lang;
}

function Cell({ field, value, reference, lang }: CellProps): JSX.Element {
  return (
    <td class={isFigure(field) ? "figure" : ""} safe>
      {showValue(field, value, reference, lang)}
    </td>
  );
}

/** Numbers as people write them, periods in words, a region's name with its code; a year is never grouped. */
function showValue(field: Field, value: Value, { regions }: Reference, lang: Lang): string {
  if (value === null) return "";
  if (field.role === "period") return showPeriod(value, lang);
  if (field.role === "region") {
    const name = regions.get(value)?.shortName;
    return name === undefined ? value : `${name} (${value})`;
  }
  return isFigure(field) ? showDecimal(value, lang) : value;
}
