/** The decision about an upload: publish, schedule, return with remarks; and after it, what happened and what is next. */

import { isAllowed } from "../catalogue/rights.ts";
import type { Remark } from "../catalogue/uploads.ts";
import type { Actor } from "../kernel/actor.ts";
import { columnLetters } from "../kernel/finding.ts";
import type { Lang } from "../kernel/locale.ts";
import { canMove } from "../kernel/upload-state.ts";
import { localTime, timeInWords } from "../kernel/wita.ts";
import { titleOf } from "./review-checks.ts";
import type { Review } from "./review-load.ts";
import { showText } from "./show.ts";
import { reviewWords } from "./words-review.ts";

/** What was typed, shown again when it could not be taken. */
export interface TypedDecision {
  readonly problem?: string | undefined;
  readonly reason?: string | undefined;
  readonly when?: string | undefined;
  readonly remarks?: readonly { readonly field: string; readonly cell: string; readonly text: string }[] | undefined;
}

export interface DecisionProps {
  readonly review: Review;
  readonly lang: Lang;
  readonly actor: Actor;
  readonly now: Date;
  /** Hidden fields of a form. */
  readonly csrf: JSX.Element;
  readonly typed: TypedDecision;
}

/** So many remarks fit on a form that works without script; more can be made through the API. */
export const REMARKS = 4;

export function DecisionBox(props: DecisionProps): JSX.Element {
  const { review, lang, actor, typed } = props;
  const { upload } = review;
  const t = reviewWords[lang];
  const decidable = canMove(upload.status, "published") || canMove(upload.status, "returned");
  const own = !isAllowed(actor, "upload.publish", { uploadedBy: upload.createdBy });
  return (
    <section class="decision" id="keputusan" aria-labelledby="keputusan-judul">
      <h2 id="keputusan-judul" safe>
        {t.decide}
      </h2>
      {typed.problem !== undefined && (
        <p class="notice wrong" role="alert" safe>
          {typed.problem}
        </p>
      )}
      <Outcome {...props} />
      {upload.status === "ready" && (
        <p class="notice" safe>
          {t.notSubmitted}
        </p>
      )}
      {decidable && own && (
        <p class="notice" safe>
          {t.ownLong}
        </p>
      )}
      {decidable && !own && <Publish {...props} />}
      {decidable && <Return {...props} />}
    </section>
  );
}

function Publish({ review, lang, now, csrf, typed }: DecisionProps): JSX.Element {
  const t = reviewWords[lang];
  const { upload, dataset } = review;
  const action = `/kerja/tinjau/${upload.id}`;
  const number = (dataset.current?.number ?? 0) + 1;
  const scheduled = upload.status === "scheduled";
  return (
    <>
      <form method="post" action={`${action}/terbit`}>
        {csrf}
        <button class="button main" type="submit" safe>
          {scheduled ? t.publishNow : t.publish(number)}
        </button>
        <p class="meta">
          <span safe>{t.publishLead}</span> <strong safe>{t.access[upload.package.access]}</strong>
        </p>
      </form>
      {scheduled ? (
        <form method="post" action={`${action}/batal-jadwal`}>
          {csrf}
          <button class="button quiet" type="submit" safe>
            {t.unschedule}
          </button>
        </form>
      ) : (
        <details open={typed.when !== undefined}>
          <summary safe>{t.schedule}</summary>
          <form method="post" action={`${action}/jadwal`}>
            {csrf}
            <label for="waktu" safe>
              {t.when}
            </label>
            <input
              id="waktu"
              name="waktu"
              type="datetime-local"
              required
              min={localTime(now)}
              value={typed.when ?? tomorrowMorning(now)}
            />
            <button class="button quiet" type="submit" safe>
              {t.scheduleButton}
            </button>
            <p class="meta" safe>
              {t.scheduleLead}
            </p>
          </form>
        </details>
      )}
    </>
  );
}

/** When offices open. */
const tomorrowMorning = (now: Date): string => `${localTime(new Date(now.getTime() + 86_400_000)).slice(0, 10)}T08:00`;

function Return({ review, lang, csrf, typed }: DecisionProps): JSX.Element {
  const t = reviewWords[lang];
  const { upload } = review;
  const given = typed.remarks ?? [];
  return (
    <details open={typed.reason !== undefined}>
      <summary safe>{t.return}</summary>
      <form method="post" action={`/kerja/tinjau/${upload.id}/kembalikan`}>
        {csrf}
        <label for="alasan" safe>
          {t.reason}
        </label>
        <textarea id="alasan" name="alasan" rows="3" maxlength="2000" required aria-describedby="alasan-petunjuk" safe>
          {typed.reason ?? ""}
        </textarea>
        <p class="meta" id="alasan-petunjuk" safe>
          {t.reasonHint}
        </p>
        <fieldset>
          <legend safe>{t.remarks}</legend>
          {Array.from({ length: REMARKS }, (_, index) => (
            <div class="remark-form">
              <select name={`kolom-${index}`} aria-label={`${t.remarkField} ${index + 1}`}>
                <option value="" safe>
                  {t.wholeFile}
                </option>
                {upload.package.schema.fields.map((field) => (
                  <option value={field.name} selected={given[index]?.field === field.name} safe>
                    {titleOf(field, lang)}
                  </option>
                ))}
              </select>
              <input
                name={`sel-${index}`}
                size="6"
                maxlength="12"
                placeholder="C12"
                aria-label={`${t.remarkCell} ${index + 1}`}
                value={given[index]?.cell ?? ""}
              />
              <input
                name={`catatan-${index}`}
                maxlength="2000"
                placeholder={t.remarkText}
                aria-label={`${t.remarkText} ${index + 1}`}
                value={given[index]?.text ?? ""}
              />
            </div>
          ))}
        </fieldset>
        <button class="button quiet" type="submit" safe>
          {t.returnButton}
        </button>
      </form>
    </details>
  );
}

function Outcome({ review, lang }: DecisionProps): JSX.Element {
  const t = reviewWords[lang];
  const { upload, next, dataset } = review;
  const { status, version, releaseAt } = upload;
  if (status !== "published" && status !== "scheduled" && status !== "returned" && status !== "superseded") return "";
  const head =
    status === "published"
      ? t.done.published(version ?? 0)
      : status === "scheduled"
        ? t.done.scheduled(releaseAt === undefined ? "" : timeInWords(releaseAt, lang))
        : t.done[status];
  return (
    <div class="outcome" role="status">
      <p class="outcome-head">
        <strong safe>{`✓ ${head}`}</strong>
      </p>
      <p safe>{t.doneNext[status]}</p>
      {upload.reason !== undefined && (
        <p class="quoted" safe>
          {upload.reason}
        </p>
      )}
      <RemarkList remarks={upload.remarks} review={review} lang={lang} />
      <p>
        {next === undefined ? (
          <span safe>{t.queueEmpty}</span>
        ) : (
          <a class="button main" href={`/kerja/tinjau/${next.id}`} safe>
            {t.next(showText(next.title, lang))}
          </a>
        )}
      </p>
      <ul class="links">
        {status === "published" && (
          <li>
            <a href={`/dataset/${dataset.slug}`} safe>
              {t.seeDataset}
            </a>
          </li>
        )}
        <li>
          <a href={`/kerja/tinjau/dataset/${dataset.slug}`} safe>
            {t.manageVersions}
          </a>
        </li>
      </ul>
    </div>
  );
}

function RemarkList({
  remarks,
  review,
  lang,
}: {
  readonly remarks: readonly Remark[];
  readonly review: Review;
  readonly lang: Lang;
}): JSX.Element {
  const t = reviewWords[lang];
  if (remarks.length === 0) return "";
  const { fields } = review.upload.package.schema;
  return (
    <ul>
      {remarks.map(({ field, row, column, text }) => {
        const known = fields.find(({ name }) => name === field);
        const cell = row === undefined ? "" : `${column === undefined ? "" : columnLetters(column)}${row}`;
        const place = [known === undefined ? "" : titleOf(known, lang), cell].filter((part) => part !== "").join(", ");
        return <li safe>{t.remarkAt(place === "" ? t.wholeFile : place, text)}</li>;
      })}
    </ul>
  );
}
