/** What changed between two versions: in figures, in columns, the biggest movements first, then every row with before and after. */
import { type Lang, showDecimal } from "../kernel/locale.ts";
import type { Field } from "../kernel/package.ts";
import { valueStatusText } from "../kernel/value-status.ts";
import type { DiffRow, NamedRow } from "../store/diff.ts";
import type { CellChange } from "../store/diff-cells.ts";
import { writeCursor } from "./dataset-address.ts";
import { DIFF_ROWS, type DiffPageProps } from "./diff-read.ts";
import { Page } from "./layout.tsx";
import { showCount, showDay, showText } from "./show.ts";
import { fieldTitle } from "./value-names.ts";
import { datasetWords } from "./words-dataset.ts";

export function DiffPage(props: DiffPageProps): string | Promise<string> {
  const { lang, from, to, counts, schemaChanges, moved, isFirstPage, path } = props;
  const t = datasetWords[lang];
  const title = showText(to.package.title, lang);
  const address = `/dataset/${to.slug}`;
  const download = `/download/${to.slug}/v${from.number}..v${to.number}.diff.csv`;
  const count = (number: number): string => showCount(number, lang);
  return (
    <Page
      lang={lang}
      title={`${t.diffTitle(from.number, to.number)} · ${title}`}
      description={`${t.diffTitle(from.number, to.number)}: ${title}`}
      path={path}
      styles={["dataset.css"]}
    >
      <nav class="crumbs" aria-label={t.breadcrumb}>
        <a href="/dataset" safe>
          {t.data}
        </a>
        <a href={address} safe>
          {title}
        </a>
      </nav>
      <h1 class="dataset-title" safe>
        {t.diffTitle(from.number, to.number)}
      </h1>
      <p class="lead" safe>
        {`${t.changes(count(counts.added), count(counts.changed), count(counts.removed))}.`}
      </p>
      <ul class="facts both">
        {[from, to].map(({ number, publishedAt, note }) => (
          <li>
            <a href={`${address}/v${number}`} safe>{`v${number} · ${showDay(publishedAt, lang)}`}</a>
            {note !== undefined && <span safe>{` ${note}`}</span>}
          </li>
        ))}
      </ul>
      <div class="buttons">
        <a class="button main" href={download} safe>
          {t.diffDownload}
        </a>
      </div>
      {isFirstPage && schemaChanges.length > 0 && (
        <section aria-labelledby="kolom">
          <h2 id="kolom" safe>
            {t.diffSchema}
          </h2>
          <ul>
            {schemaChanges.map(({ text }) => (
              <li safe>{text[lang]}</li>
            ))}
          </ul>
        </section>
      )}
      {moved !== undefined && moved.rows.length > 0 && (
        <Movements {...props} measure={moved.measure} rows={moved.rows} />
      )}
      <Rows {...props} />
    </Page>
  );
}

type KeyProps = Pick<DiffPageProps, "to" | "from" | "nameOf" | "lang">;

/** A row by the values of its key, in words; without a key by its first values. */
function nameRow({ before, after }: DiffRow, { to, from, nameOf }: KeyProps): string {
  const [row, schema]: readonly [NamedRow | null, typeof to.package.schema] =
    after === null ? [before, from.package.schema] : [after, to.package.schema];
  const names: readonly string[] =
    schema.primaryKey.length > 0 ? schema.primaryKey : schema.fields.slice(0, 3).map(({ name }) => name);
  return names
    .flatMap((name) => {
      const field = schema.fields.find((each) => each.name === name);
      const value = row?.[name];
      return field === undefined || value === null || value === undefined ? [] : [nameOf(field, value)];
    })
    .join(" · ");
}

function Movements({
  measure,
  rows,
  ...props
}: DiffPageProps & { readonly measure: Field; readonly rows: readonly DiffRow[] }): JSX.Element {
  const { lang, from, to } = props;
  const t = datasetWords[lang];
  return (
    <section aria-labelledby="pergeseran">
      <h2 id="pergeseran" safe>{`${t.diffMoves}: ${fieldTitle(measure, lang)}`}</h2>
      <div class="scroll" tabindex="0" role="region" aria-labelledby="pergeseran">
        <table>
          <thead>
            <tr>
              <th scope="col" safe>
                {t.diffRow}
              </th>
              <th scope="col" class="figure" safe>
                {t.diffBefore(from.number)}
              </th>
              <th scope="col" class="figure" safe>
                {t.diffAfter(to.number)}
              </th>
              <th scope="col" class="figure" safe>
                {t.diffMove}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => {
              const [old, now] = [row.before?.[measure.name] ?? null, row.after?.[measure.name] ?? null];
              return (
                <tr>
                  <th scope="row" safe>
                    {nameRow(row, props)}
                  </th>
                  <td class="figure" safe>
                    {showDecimal(old ?? "–", lang)}
                  </td>
                  <td class="figure" safe>
                    {showDecimal(now ?? "–", lang)}
                  </td>
                  <td class="figure" safe>
                    {old === null || now === null ? "–" : showDifference(old, now, lang)}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** After minus before, exactly: both are brought to whole units of the smaller scale. */
function showDifference(before: string, after: string, lang: Lang): string {
  const scaleOf = (text: string): number => text.split(".")[1]?.length ?? 0;
  const scale = Math.max(scaleOf(before), scaleOf(after));
  const units = (text: string): bigint => BigInt(text.replace(".", "") + "0".repeat(scale - scaleOf(text)));
  const by = units(after) - units(before);
  const digits = String(by < 0n ? -by : by).padStart(scale + 1, "0");
  const whole = digits.slice(0, digits.length - scale);
  const canonical = scale === 0 ? whole : `${whole}.${digits.slice(-scale)}`;
  return `${by > 0n ? "+" : by < 0n ? "−" : ""}${showDecimal(canonical, lang)}`;
}

function Rows({ page, isFirstPage, cells, ...props }: DiffPageProps): JSX.Element {
  const { lang, from, to } = props;
  const t = datasetWords[lang];
  const rows = page.rows.slice(0, DIFF_ROWS);
  const last = page.cursors[DIFF_ROWS - 1];
  const address = `/dataset/${to.slug}/v${from.number}..v${to.number}`;
  const lines = rows.map((row) => ({ row, cells: shownCells(row, cells(row)) }));
  const titles = new Set(lines.flatMap((line) => line.cells.map((cell) => titleOf(cell, lang))));
  // A column that is the same in every line is said once, above.
  const [only] = titles.size === 1 ? titles : [];
  return (
    <section>
      <h2 id="baris" safe>
        {only === undefined ? t.diffRows : `${t.diffRows}: ${only}`}
      </h2>
      {rows.length === 0 ? (
        <p safe>{t.diffNone}</p>
      ) : (
        <div class="scroll" tabindex="0" role="region" aria-labelledby="baris">
          <table class="diff">
            <thead>
              <tr>
                {[t.diffRow, t.diffChange, ...(only === undefined ? [t.diffColumn] : [])].map((heading) => (
                  <th scope="col" safe>
                    {heading}
                  </th>
                ))}
                {[t.diffBefore(from.number), t.diffAfter(to.number)].map((heading) => (
                  <th scope="col" class="figure" safe>
                    {heading}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {lines.map((line) => (
                <DiffRowLines {...line} named={only === undefined} {...props} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <ul class="links">
        {!isFirstPage && (
          <li>
            <a href={address} safe>
              {t.first}
            </a>
          </li>
        )}
        {page.rows.length > DIFF_ROWS && last !== undefined && (
          <li>
            <a class="button plain" rel="next nofollow" href={`${address}?_after=${writeCursor(last)}`} safe>
              {t.next}
            </a>
          </li>
        )}
      </ul>
    </section>
  );
}

interface LinesProps extends KeyProps {
  readonly row: DiffRow;
  readonly cells: readonly CellChange[];
  /** Does each line say which column it is about? */
  readonly named: boolean;
}

/** The cells that differ; of a whole row that came or went, its measures. */
function shownCells({ change }: DiffRow, cells: readonly CellChange[]): readonly CellChange[] {
  const measured = cells.filter(({ before, after }) => (after.column ?? before.column)?.field.role === "measure");
  return change !== "changed" && measured.length > 0 ? measured : cells;
}

function DiffRowLines({ row, cells, named, ...props }: LinesProps): JSX.Element {
  const { lang } = props;
  const t = datasetWords[lang];
  const lines = cells.length === 0 ? [undefined] : cells;
  return (
    <>
      {lines.map((cell, index) => (
        <tr class={`diff-${row.change}`}>
          {index === 0 && (
            <>
              <th scope="row" rowspan={lines.length} safe>
                {nameRow(row, props)}
              </th>
              <td rowspan={lines.length}>
                <span class={`tag ${row.change}`} safe>
                  {t.diffKinds[row.change]}
                </span>
              </td>
            </>
          )}
          {named && <td safe>{cell === undefined ? "" : titleOf(cell, lang)}</td>}
          <td class="figure before" safe>
            {cell === undefined ? "" : sideText(cell.before, props)}
          </td>
          <td class="figure after" safe>
            {cell === undefined ? "" : sideText(cell.after, props)}
          </td>
        </tr>
      ))}
    </>
  );
}

function titleOf({ field, before, after }: CellChange, lang: Lang): string {
  const column = after.column ?? before.column;
  return column === undefined ? field : fieldTitle(column.field, lang);
}

function sideText({ column, value, status }: CellChange["before"], { nameOf, lang }: KeyProps): string {
  const mark = status === null ? "" : ` (${valueStatusText[status].label[lang]})`;
  if (column === undefined || value === null) return mark.trim() || "–";
  return `${nameOf(column.field, value)}${mark}`;
}
