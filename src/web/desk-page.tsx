/** `/kerja`: what the officer has to do first, then what is under way, then the agency's datasets with what is promised of each. */
import type { DeskDataset, DeskUpload } from "../catalogue/desk.ts";
import type { Lang } from "../kernel/locale.ts";
import { timeInWords } from "../kernel/wita.ts";
import { showCount, showDay, showText } from "./show.ts";
import { StaffPage, type StaffProps } from "./staff-frame.tsx";
import { StaffTable } from "./staff-table.tsx";
import { deskWords } from "./words-desk.ts";

interface DeskPageProps extends StaffProps {
  readonly now: Date;
  readonly datasets: readonly DeskDataset[];
  readonly uploads: readonly DeskUpload[];
}

/** What waits for the officer; all else waits for the machine or for a reviewer. */
const TO_DO = new Set(["returned", "failed", "invalid", "ready"]);

export function DeskPage({ lang, actor, unread, now, datasets, uploads }: DeskPageProps): JSX.Element {
  const t = deskWords[lang];
  const toDo = uploads.filter(({ status }) => TO_DO.has(status));
  const waiting = uploads.filter(({ status }) => !TO_DO.has(status));
  return (
    <StaffPage lang={lang} actor={actor} unread={unread} title={t.desk} path="/kerja" styles={["desk.css"]}>
      <div class="desk-head">
        <h1 safe>{t.desk}</h1>
        <a class="button main" href="/kerja/baru" safe>
          {t.start}
        </a>
      </div>
      <h2 safe>{t.toDo}</h2>
      {toDo.length === 0 ? <p safe>{t.nothingToDo}</p> : <Uploads list={toDo} lang={lang} />}
      {waiting.length > 0 && (
        <>
          <h2 safe>{t.waiting}</h2>
          <Uploads list={waiting} lang={lang} />
        </>
      )}
      <h2 safe>{t.datasets}</h2>
      {datasets.length === 0 ? <p safe>{t.noDatasets}</p> : <Datasets list={datasets} lang={lang} now={now} />}
    </StaffPage>
  );
}

function Uploads({ list, lang }: { readonly list: readonly DeskUpload[]; readonly lang: Lang }): JSX.Element {
  const t = deskWords[lang];
  return (
    <ul class="rows desk-uploads">
      {list.map(({ id, title, fileName, status, errors, warnings, reason, releaseAt, createdAt }) => (
        <li class={`upload-${status}`}>
          <div>
            <h3 safe>{showText(title, lang)}</h3>
            <p class="queue-tags">
              <span class="tag" safe>
                {t.states[status]}
              </span>
              {errors > 0 && (
                <span class="tag late" safe>
                  {t.errorCount(showCount(errors, lang))}
                </span>
              )}
              {warnings > 0 && (
                <span class="tag" safe>
                  {t.warningCount(showCount(warnings, lang))}
                </span>
              )}
              {releaseAt !== undefined && (
                <span class="tag" safe>
                  {t.releasedAt(timeInWords(releaseAt, lang))}
                </span>
              )}
            </p>
            {status === "returned" && reason !== undefined && (
              <p class="quoted" safe>
                {reason}
              </p>
            )}
            <p class="meta" safe>
              {t.file(fileName, timeInWords(createdAt, lang))}
            </p>
          </div>
          <a class={TO_DO.has(status) ? "button" : "button quiet"} href={`/kerja/unggahan/${id}`}>
            <span safe>{t.steps[status]}</span>
            <span class="unseen" safe>
              {`: ${showText(title, lang)}`}
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}

interface DatasetsProps {
  readonly list: readonly DeskDataset[];
  readonly lang: Lang;
  readonly now: Date;
}

function Datasets({ list, lang, now }: DatasetsProps): JSX.Element {
  const t = deskWords[lang];
  return (
    <StaffTable
      stacked
      label={t.datasets}
      headings={[t.dataset, t.promise, t.current, t.upload].map((text) => ({ text }))}
    >
      {list.map((dataset) => (
        <tr>
          <th scope="row">
            <a href={`/kerja/dataset/${dataset.slug}`} safe>
              {showText(dataset.title, lang)}
            </a>
          </th>
          <td>
            <Promised dataset={dataset} lang={lang} now={now} />
          </td>
          <td safe>
            {dataset.version === undefined || dataset.publishedAt === undefined
              ? t.never
              : t.version(dataset.version, showDay(dataset.publishedAt, lang))}
          </td>
          <td>
            <a href={`/kerja/dataset/${dataset.slug}#kirim`}>
              <span safe>{t.upload}</span>
              <span class="unseen" safe>
                {` ${showText(dataset.title, lang)}`}
              </span>
            </a>
          </td>
        </tr>
      ))}
    </StaffTable>
  );
}

const SOON_MS = 30 * 24 * 3600_000;

interface PromisedProps {
  readonly dataset: Pick<DeskDataset, "frequency" | "dueAt" | "sent">;
  readonly lang: Lang;
  readonly now: Date;
}

export function Promised({ dataset: { frequency, dueAt, sent }, lang, now }: PromisedProps): JSX.Element {
  const t = deskWords[lang];
  const often = frequency === undefined ? t.noPromise : t.frequencies[frequency];
  if (dueAt === undefined) return <span safe>{often}</span>;
  const day = showDay(dueAt, lang);
  const wait = dueAt.getTime() - now.getTime();
  const words = sent ? t.sent : wait <= 0 ? t.late(day) : wait < SOON_MS ? t.dueSoon(day) : t.due(day);
  const kind = sent || wait >= SOON_MS ? "" : wait <= 0 ? "tag late" : "tag soon";
  return (
    <>
      <span safe>{`${often}${kind === "" ? "," : ""}`}</span>{" "}
      <span class={kind} safe>
        {words}
      </span>
    </>
  );
}
