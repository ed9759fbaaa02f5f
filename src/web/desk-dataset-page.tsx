/** `/kerja/dataset/{slug}`: one dataset at the desk: what is promised, a file to send, and what became of those sent before. */
import type { Dataset } from "../catalogue/datasets.ts";
import type { Upload } from "../catalogue/uploads.ts";
import { timeInWords } from "../kernel/wita.ts";
import { Promised } from "./desk-page.tsx";
import { UploadForm } from "./desk-upload-form.tsx";
import { titleOf } from "./review-checks.ts";
import { showCount, showDay, showText } from "./show.ts";
import { StaffPage, type StaffProps } from "./staff-frame.tsx";
import { StaffTable } from "./staff-table.tsx";
import { deskWords } from "./words-desk.ts";
import { metadataWords } from "./words-desk-metadata.ts";
import { newWords } from "./words-desk-new.ts";

interface DeskDatasetPageProps extends StaffProps {
  readonly now: Date;
  readonly dataset: Dataset;
  readonly dueAt: Date | undefined;
  readonly uploads: readonly Upload[];
  readonly maxBytes: number;
  readonly csrf: JSX.Element;
  /** Why the last file was not taken. */
  readonly problem?: string | undefined;
}

export function DeskDatasetPage(props: DeskDatasetPageProps): JSX.Element {
  const { lang, actor, unread, dataset, dueAt, now, uploads, maxBytes, csrf, problem } = props;
  const t = deskWords[lang];
  const { slug, current } = dataset;
  const next = dataset.package;
  const title = showText(next.title, lang);
  const sent = uploads.some(({ status }) => status === "submitted" || status === "scheduled");
  return (
    <StaffPage
      lang={lang}
      actor={actor}
      unread={unread}
      title={title}
      path={`/kerja/dataset/${slug}`}
      styles={["desk.css"]}
      scripts={["desk.js"]}
    >
      <p class="crumb">
        <a href="/kerja" safe>
          {`← ${t.backToDesk}`}
        </a>
        {current !== undefined && (
          <a href={`/dataset/${slug}`} safe>
            {t.openPage}
          </a>
        )}
      </p>
      <h1 safe>{title}</h1>
      <p>
        <Promised dataset={{ frequency: next.frequency, dueAt, sent }} lang={lang} now={now} />
      </p>
      <p class="meta" safe>
        {current === undefined ? t.unpublished : t.published(current.number, showDay(current.publishedAt, lang))}
      </p>
      <div class="desk-two">
        <section id="kirim">
          <h2 safe>{t.sendFile}</h2>
          {problem !== undefined && (
            <p class="notice wrong" role="alert" safe>
              {problem}
            </p>
          )}
          <UploadForm slug={slug} lang={lang} csrf={csrf} maxBytes={maxBytes} updates={next.updates} />
        </section>
        <section>
          <h2 safe>{t.columnsWanted}</h2>
          <ul class="wanted">
            {next.schema.fields.map((field) => (
              <li safe>{`${titleOf(field, lang)}${field.unit === undefined ? "" : ` (${field.unit})`}`}</li>
            ))}
          </ul>
          <p class="meta" safe>
            {t.columnsHelp}
          </p>
          <p>
            <a href={`/kerja/dataset/${slug}/metadata`} safe>
              {metadataWords[lang].link}
            </a>
          </p>
          {dataset.current === undefined && (
            <p>
              <a href={`/kerja/dataset/${slug}/kolom`} safe>
                {newWords[lang].columnsAgain}
              </a>
            </p>
          )}
        </section>
      </div>
      <h2 safe>{t.history}</h2>
      {uploads.length === 0 ? (
        <p safe>{t.noHistory}</p>
      ) : (
        <StaffTable
          stacked
          label={t.history}
          headings={[t.sentFile, t.mustMend, t.toConfirm, t.state].map((text) => ({ text }))}
        >
          {uploads.map(({ id, file, status, report, createdAt }) => (
            <tr>
              <th scope="row">
                <a href={`/kerja/unggahan/${id}`} safe>
                  {t.file(file.name, timeInWords(createdAt, lang))}
                </a>
              </th>
              <td class="figure" data-label={t.mustMend} safe>
                {report === undefined ? "–" : showCount(report.errors, lang)}
              </td>
              <td class="figure" data-label={t.toConfirm} safe>
                {report === undefined ? "–" : showCount(report.warnings, lang)}
              </td>
              <td safe>{t.states[status]}</td>
            </tr>
          ))}
        </StaffTable>
      )}
    </StaffPage>
  );
}
