/** What a metadata workbook would change: each answer as it is and as it would be; what is wrong, by cell; and one button that takes it over. */
import type { Dataset } from "../catalogue/datasets.ts";
import type { ReadAnswer } from "./desk-metadata-import.ts";
import { showCount, showText } from "./show.ts";
import { StaffPage, type StaffProps } from "./staff-frame.tsx";
import { StaffTable } from "./staff-table.tsx";
import { metadataWords } from "./words-desk-metadata.ts";

export interface WrongAnswer {
  readonly answer: ReadAnswer;
  readonly problem: string;
}

interface MetadataImportPageProps extends StaffProps {
  readonly dataset: Dataset;
  readonly csrf: JSX.Element;
  /** As its sender calls it. */
  readonly file: string;
  readonly taken: readonly ReadAnswer[];
  readonly wrong: readonly WrongAnswer[];
}

export function MetadataImportPage(props: MetadataImportPageProps): JSX.Element {
  const { lang, actor, unread, dataset, csrf, file, taken, wrong } = props;
  const t = metadataWords[lang].fromWorkbook;
  const { slug, package: pkg } = dataset;
  const action = `/kerja/dataset/${slug}/metadata`;
  return (
    <StaffPage lang={lang} actor={actor} unread={unread} title={t.title} path={action} styles={["desk.css"]}>
      <p class="crumb">
        <a href={action} safe>
          {`← ${metadataWords[lang].title}`}
        </a>
        <span safe>{showText(pkg.title, lang)}</span>
      </p>
      <h1 safe>{t.title}</h1>
      <p class="meta" safe>
        {file}
      </p>
      {wrong.length > 0 && <Wrong {...props} />}
      {taken.length === 0 ? (
        <p class="notice" safe>
          {wrong.length === 0 ? t.same : t.nothingToTake}
        </p>
      ) : (
        <form method="post" action={action}>
          {csrf}
          {taken.flatMap(({ input, values = [] }) =>
            values.map((value) => <input type="hidden" name={input} value={value} />),
          )}
          <p safe>{t.lead(showCount(taken.length, lang))}</p>
          <StaffTable label={t.changes} headings={[t.answer, t.before, t.after, t.cell].map((text) => ({ text }))}>
            {taken.map(({ label, before, after, place }) => (
              <tr>
                <th scope="row" class="why" safe>
                  {label}
                </th>
                <td class="why" safe>
                  {before === "" ? t.empty : before}
                </td>
                <td class="why" safe>
                  {after === "" ? t.empty : after}
                </td>
                <td>
                  <code safe>{place}</code>
                </td>
              </tr>
            ))}
          </StaffTable>
          <div class="recheck">
            <button class="button main" type="submit" safe>
              {t.take}
            </button>
          </div>
        </form>
      )}
    </StaffPage>
  );
}

function Wrong({ lang, wrong }: MetadataImportPageProps): JSX.Element {
  const t = metadataWords[lang].fromWorkbook;
  return (
    <section role="alert">
      <h2 safe>{t.wrong(showCount(wrong.length, lang))}</h2>
      <StaffTable label={t.wrongLabel} headings={[t.cell, t.answer, t.written, t.problem].map((text) => ({ text }))}>
        {wrong.map(({ answer, problem }) => (
          <tr>
            <td>
              <code safe>{answer.place}</code>
            </td>
            <th scope="row" class="why" safe>
              {answer.label}
            </th>
            <td class="why" safe>
              {answer.after}
            </td>
            <td class="why" safe>
              {problem}
            </td>
          </tr>
        ))}
      </StaffTable>
    </section>
  );
}
