/** `/kerja/tinjau`: what waits for a decision, in the order in which to take it, and what is scheduled. */
import type { QueueItem } from "../catalogue/review-queue.ts";
import type { Lang } from "../kernel/locale.ts";
import type { UploadStatus } from "../kernel/upload-state.ts";
import { timeInWords } from "../kernel/wita.ts";
import { showCount, showText } from "./show.ts";
import { showWait } from "./show-wait.ts";
import { StaffPage, type StaffProps } from "./staff-frame.tsx";
import { reviewWords } from "./words-review.ts";

export interface ReviewQueueProps extends StaffProps {
  readonly waiting: readonly QueueItem[];
  readonly scheduled: readonly QueueItem[];
  readonly counts: ReadonlyMap<UploadStatus, number>;
  readonly now: Date;
}

export function ReviewQueuePage({ waiting, scheduled, counts, now, ...staff }: ReviewQueueProps): JSX.Element {
  const { lang } = staff;
  const t = reviewWords[lang];
  const first = waiting.find(({ own }) => !own);
  return (
    <StaffPage {...staff} title={t.queue} path="/kerja/tinjau">
      <h1 safe>{t.queue}</h1>
      <p class="lead" safe>
        {t.queueLead}
      </p>
      <Counts lang={lang} counts={counts} />
      <h2 safe>{t.waiting}</h2>
      {waiting.length === 0 ? (
        <p class="notice" safe>
          {t.emptyQueue}
        </p>
      ) : (
        ""
      )}
      {first !== undefined && (
        <p>
          <a class="button main" href={`/kerja/tinjau/${first.id}`} safe>
            {t.start}
          </a>
        </p>
      )}
      <ol class="rows queue">
        {waiting.map((item) => (
          <Item item={item} lang={lang} now={now} />
        ))}
      </ol>
      {scheduled.length > 0 && (
        <>
          <h2 safe>{t.scheduled}</h2>
          <ol class="rows queue">
            {scheduled.map((item) => (
              <Item item={item} lang={lang} now={now} />
            ))}
          </ol>
        </>
      )}
    </StaffPage>
  );
}

function Counts({
  lang,
  counts,
}: {
  readonly lang: Lang;
  readonly counts: ReadonlyMap<UploadStatus, number>;
}): JSX.Element {
  const t = reviewWords[lang];
  const count = (...statuses: readonly UploadStatus[]): number =>
    statuses.reduce((sum, status) => sum + (counts.get(status) ?? 0), 0);
  const shown = [
    [t.states.submitted, count("submitted")],
    [t.states.scheduled, count("scheduled")],
    [t.states.ready, count("ready")],
    [t.states.invalid, count("invalid")],
    [t.states.checking, count("received", "checking")],
  ] as const;
  return (
    <dl class="tally" aria-label={t.counts}>
      {shown.map(([name, number]) => (
        <div>
          <dt safe>{name}</dt>
          <dd safe>{showCount(number, lang)}</dd>
        </div>
      ))}
    </dl>
  );
}

interface ItemProps {
  readonly item: QueueItem;
  readonly lang: Lang;
  readonly now: Date;
}

function Item({ item, lang, now }: ItemProps): JSX.Element {
  const t = reviewWords[lang];
  const { id, status, dueAt, releaseAt, approvedBy, own, current, note } = item;
  const isLate = dueAt !== undefined && dueAt <= now && status === "submitted";
  const facts = [
    item.agencyName[lang],
    t.sentBy(item.sentBy),
    current === undefined ? t.firstVersion : t.nextVersion(current + 1),
    showChanges(item, lang),
    item.warnings > 0 ? t.warnings(item.warnings) : "",
  ].filter((fact) => fact !== "");
  return (
    <li>
      <h3>
        <a href={`/kerja/tinjau/${id}`} safe>
          {showText(item.title, lang)}
        </a>
      </h3>
      <p class="queue-tags">
        {isLate && (
          <span class="tag late" safe>
            {t.late(showWait(dueAt, now, lang))}
          </span>
        )}
        {status === "submitted" ? (
          <span class="tag" safe>
            {t.waited(showWait(item.waitingSince, now, lang))}
          </span>
        ) : (
          <span class="tag" safe>
            {releaseAt === undefined ? t.scheduled : t.releasedAt(timeInWords(releaseAt, lang))}
          </span>
        )}
        {own && (
          <span class="tag sample" safe>
            {t.own}
          </span>
        )}
      </p>
      <p class="facts" safe>
        {facts.join(" · ")}
      </p>
      {status === "scheduled" && approvedBy !== undefined && (
        <p class="facts" safe>
          {t.approvedBy(approvedBy)}
        </p>
      )}
      {note !== undefined && (
        <p class="facts quoted" safe>
          {note}
        </p>
      )}
    </li>
  );
}

function showChanges({ changes }: QueueItem, lang: Lang): string {
  if (changes === undefined) return "";
  const count = (rows: number): string => showCount(rows, lang);
  const t = reviewWords[lang];
  if (changes.base === null) return t.newRows(count(changes.added));
  return t.counted(count(changes.added), count(changes.changed), count(changes.removed));
}
