/** `/kerja/tinjau/{id}`: everything that a decision needs, in the order in which it is asked, and the decision itself. */
import type { Children } from "@kitajs/html";
import { canMove } from "../kernel/upload-state.ts";
import { timeInWords } from "../kernel/wita.ts";
import { DecisionBox, type DecisionProps } from "./review-decision.tsx";
import { ChecksPart, DecisionsPart, decisionsOf, FindingsPart, ReadingPart, SchemaPart } from "./review-parts.tsx";
import { ReviewRows } from "./review-rows.tsx";
import { showCount, showDay, showText } from "./show.ts";
import { showWait } from "./show-wait.ts";
import { StaffPage, type StaffProps } from "./staff-frame.tsx";
import { reviewWords } from "./words-review.ts";

export type ReviewPageProps = StaffProps & DecisionProps;

export function ReviewPage(props: ReviewPageProps): JSX.Element {
  const { review, lang, actor, unread } = props;
  const { upload } = review;
  const t = reviewWords[lang];
  const title = showText(upload.package.title, lang);
  const sections: readonly (readonly [id: string, name: string, body: JSX.Element])[] = [
    ["perubahan", t.whatChanges, <ReviewRows review={review} lang={lang} />],
    ["kolom", t.schema, <SchemaPart review={review} lang={lang} />],
    ["temuan", t.findings, <FindingsPart review={review} lang={lang} />],
    ["petugas", t.decisions, <DecisionsPart review={review} lang={lang} />],
    ["pemeriksaan", t.checks, <ChecksPart review={review} lang={lang} />],
    ["berkas", t.reading, <ReadingPart review={review} lang={lang} />],
  ];
  return (
    <StaffPage
      lang={lang}
      actor={actor}
      unread={unread}
      title={`${t.queue}: ${title}`}
      path={`/kerja/tinjau/${upload.id}`}
    >
      <p class="crumb">
        <a href="/kerja/tinjau" safe>
          {`← ${t.back}`}
        </a>
        <a class="to-decision" href="#keputusan" safe>
          {t.toDecision}
        </a>
      </p>
      <h1 safe>{title}</h1>
      <Head {...props} />
      <Glance {...props} />
      <div class="review">
        <div class="review-body">
          {sections.map(([id, name, body]) => (
            <Section id={id} name={name}>
              {body}
            </Section>
          ))}
        </div>
        <aside>
          <DecisionBox {...props} />
        </aside>
      </div>
    </StaffPage>
  );
}

function Section({
  id,
  name,
  children,
}: {
  readonly id: string;
  readonly name: string;
  readonly children?: Children;
}): JSX.Element {
  return (
    <section id={id}>
      <h2 safe>{name}</h2>
      {children}
    </section>
  );
}

/** From whom, since when, against which promise, and what the sender says about it. */
function Head({ review, lang, now }: ReviewPageProps): JSX.Element {
  const t = reviewWords[lang];
  const { upload, agency, dataset, dueAt } = review;
  const since = upload.submittedAt ?? upload.createdAt;
  const isOpen = canMove(upload.status, "published");
  const facts = [
    (lang === "en" ? agency?.nameEn : undefined) ?? agency?.name ?? upload.agency,
    t.sentBy(upload.createdByName),
    timeInWords(upload.createdAt, lang),
    ...(upload.version !== undefined ? [t.publishedVersion(upload.version)] : []),
    ...(isOpen ? [dataset.current === undefined ? t.firstVersion : t.nextVersion(dataset.current.number + 1)] : []),
  ];
  const isLate = dueAt !== undefined && dueAt <= now;
  return (
    <>
      <p class="meta" safe>
        {facts.join(" · ")}
      </p>
      {isOpen && (
        <p class="queue-tags">
          <span class="tag" safe>
            {t.waited(showWait(since, now, lang))}
          </span>
          {dueAt !== undefined && (
            <span class={isLate ? "tag late" : "tag"} safe>
              {t.promisedBy(showDay(dueAt, lang), isLate)}
            </span>
          )}
        </p>
      )}
      {upload.note === undefined ? (
        <p class="meta" safe>
          {t.noNote}
        </p>
      ) : (
        <figure class="note">
          <figcaption safe>{t.noteOf(upload.createdByName)}</figcaption>
          <blockquote safe>{upload.note}</blockquote>
        </figure>
      )}
    </>
  );
}

function Glance({ review, lang }: ReviewPageProps): JSX.Element {
  const t = reviewWords[lang];
  const { upload, schemaChanges } = review;
  const { changes, report } = upload;
  const count = (number: number): string => showCount(number, lang);
  const decisions = decisionsOf(upload);
  const overrides = decisions.filter(({ override }) => override === true).length;
  const corrections = decisions.filter(({ correct }) => correct !== undefined).length;
  const rows =
    changes === undefined
      ? "–"
      : changes.base === null
        ? t.newRows(count(changes.added))
        : t.counted(count(changes.added), count(changes.changed), count(changes.removed));
  const findings =
    report === undefined
      ? "–"
      : report.errors > 0
        ? t.errorCount(count(report.errors))
        : report.warnings + report.notes === 0
          ? t.noFindings
          : t.findingCount(count(report.warnings), count(report.notes));
  const schema =
    schemaChanges === undefined
      ? t.schemaNew(upload.package.schema.fields.length)
      : schemaChanges.length === 0
        ? t.schemaSame
        : t.schemaChanged(schemaChanges.length);
  const panes = [
    ["#perubahan", t.glanceRows, rows, changes === undefined ? "" : t.unchangedRows(count(changes.unchanged))],
    ["#temuan", t.glanceFindings, findings, ""],
    [
      "#petugas",
      t.glanceDecisions,
      overrides + corrections === 0 ? t.noDecisions : t.decisionCount(overrides, corrections),
      "",
    ],
    ["#kolom", t.glanceSchema, schema, ""],
  ] as const;
  return (
    <ul class="glance" aria-label={t.glance}>
      {panes.map(([href, name, value, more]) => (
        <li>
          <a href={href}>
            <span class="meta" safe>
              {name}
            </span>
            <strong safe>{value}</strong>
            {more !== "" && (
              <span class="meta" safe>
                {more}
              </span>
            )}
          </a>
        </li>
      ))}
    </ul>
  );
}
