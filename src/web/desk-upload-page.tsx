/** `/kerja/unggahan/{id}`: how far the check is, then its report, what can be done about it, what would change, and the next step. */
import type { Children } from "@kitajs/html";
import type { Upload } from "../catalogue/uploads.ts";
import type { SheetRows } from "../intake/sheet-window.ts";
import { columnLetters } from "../kernel/finding.ts";
import type { Lang } from "../kernel/locale.ts";
import { isInFlight } from "../kernel/upload-state.ts";
import { timeInWords } from "../kernel/wita.ts";
import { Causes } from "./desk-causes.tsx";
import { compareReports } from "./desk-compare.ts";
import { UploadForm } from "./desk-upload-form.tsx";
import type { UploadDifferences } from "./review-load.ts";
import { DecisionsPart, decisionsOf, SchemaPart } from "./review-parts.tsx";
import { ReviewRows } from "./review-rows.tsx";
import { showBytes, showCount, showText } from "./show.ts";
import { StaffPage, type StaffProps } from "./staff-frame.tsx";
import { deskWords } from "./words-desk.ts";
import { newWords } from "./words-desk-new.ts";

export interface DeskUploadPageProps extends StaffProps {
  readonly upload: Upload;
  readonly differences: UploadDifferences;
  /** The upload of the same dataset before this one. */
  readonly before: Upload | undefined;
  readonly rows: SheetRows;
  readonly maxBytes: number;
  readonly csrf: JSX.Element;
  readonly problem?: string | undefined;
}

const DECIDABLE = new Set(["ready", "invalid"]);
const REPLACEABLE = new Set(["ready", "invalid", "failed", "returned", "superseded"]);

export function DeskUploadPage(props: DeskUploadPageProps): JSX.Element {
  const { upload, lang, actor, unread, problem } = props;
  const t = deskWords[lang];
  const { id, status, package: pkg, file } = upload;
  const title = showText(pkg.title, lang);
  const flying = isInFlight(status);
  return (
    <StaffPage
      lang={lang}
      actor={actor}
      unread={unread}
      title={title}
      path={`/kerja/unggahan/${id}`}
      styles={["desk.css"]}
      scripts={["desk.js"]}
      head={
        flying ? (
          <noscript>
            <meta http-equiv="refresh" content="3" />
          </noscript>
        ) : (
          ""
        )
      }
    >
      <p class="crumb">
        <a href="/kerja" safe>
          {`← ${t.backToDesk}`}
        </a>
        <a href={`/kerja/dataset/${upload.slug}`} safe>
          {title}
        </a>
      </p>
      <h1 safe>{flying ? t.checkingTitle : headline(upload, lang)}</h1>
      <p class="meta" safe>
        {`${title} · ${t.file(file.name, timeInWords(upload.createdAt, lang))} · ${showBytes(file.bytes, lang)}`}
      </p>
      {problem !== undefined && (
        <p class="notice wrong" role="alert" safe>
          {problem}
        </p>
      )}
      {flying ? <Progress upload={upload} lang={lang} /> : <Result {...props} />}
    </StaffPage>
  );
}

function headline({ status, report }: Upload, lang: Lang): string {
  const t = deskWords[lang];
  if (status === "invalid") return t.result.invalid(showCount(report?.errors ?? 0, lang));
  if (status !== "ready") return t.states[status].charAt(0).toUpperCase() + t.states[status].slice(1);
  const warnings = report?.warnings ?? 0;
  return warnings === 0 ? t.result.ready : t.result.readyWarnings(showCount(warnings, lang));
}

/** What has been sent, read and checked: never more than is so. */
function Progress({ upload, lang }: { readonly upload: Upload; readonly lang: Lang }): JSX.Element {
  const t = deskWords[lang];
  const { bytes, rows } = upload.progress;
  const all = upload.file.bytes;
  return (
    <>
      <dl
        class="facts-list progress"
        data-follow={`/kerja/unggahan/${upload.id}/keadaan`}
        data-of={t.bytesOf("{done}", "{all}")}
        data-rows={t.rowsRead("{rows}")}
        aria-live="polite"
      >
        <div>
          <dt safe>{t.progressSent}</dt>
          <dd safe>{`✓ ${showBytes(all, lang)}`}</dd>
        </div>
        <div>
          <dt safe>{t.progressRead}</dt>
          <dd>
            <progress max={all} value={Math.min(bytes, all)} aria-label={t.progressRead}></progress>{" "}
            <span data-part="read" safe>
              {t.bytesOf(showBytes(bytes, lang), showBytes(all, lang))}
            </span>
          </dd>
        </div>
        <div>
          <dt safe>{t.progressChecked}</dt>
          <dd data-part="checked" safe>
            {t.rowsRead(showCount(rows, lang))}
          </dd>
        </div>
      </dl>
      <p safe>{t.whileChecking}</p>
    </>
  );
}

function Result(props: DeskUploadPageProps): JSX.Element {
  const { upload, lang, csrf, rows, actor, differences, before, maxBytes } = props;
  const t = deskWords[lang];
  const { id, status } = upload;
  const open = DECIDABLE.has(status);
  const found = (upload.report?.errors ?? 0) + (upload.report?.warnings ?? 0) + (upload.report?.notes ?? 0);
  const changes = differences.rows !== undefined;
  return (
    <>
      <NextStep upload={upload} lang={lang} csrf={csrf} />
      {status === "returned" && <Remarks upload={upload} lang={lang} />}
      {/* A file that was published is another file, not an earlier try at this one. */}
      {before?.report !== undefined && before.status !== "published" && upload.report !== undefined && (
        <Compared before={before} now={upload} lang={lang} />
      )}
      {upload.report !== undefined && (
        <p class="links">
          <a href={`/kerja/tinjau/${id}/laporan.xlsx`} download="" safe>
            {t.annotated}
          </a>
          <a href={`/kerja/tinjau/${id}/berkas`} download="" safe>
            {t.original}
          </a>
          {open && differences.dataset.current === undefined && (
            <a href={`/kerja/dataset/${upload.slug}/kolom`} safe>
              {newWords[lang].columnsAgain}
            </a>
          )}
        </p>
      )}
      {upload.report !== undefined && found === 0 && <p safe>{t.noFindings}</p>}
      {open ? (
        <form class="report" method="post" action={`/kerja/unggahan/${id}/putusan`}>
          {csrf}
          <Causes upload={upload} rows={rows} actor={actor} lang={lang} open={true} />
          {found > 0 && (
            <div class="recheck">
              <button class={status === "invalid" ? "button main" : "button"} type="submit" safe>
                {t.recheck}
              </button>
              <p class="meta" safe>
                {t.recheckHelp}
              </p>
            </div>
          )}
        </form>
      ) : (
        <div class="report">
          <Causes upload={upload} rows={rows} actor={actor} lang={lang} open={false} />
        </div>
      )}
      {decisionsOf(upload).length > 0 && (
        <Part id="putusan" name={t.decided}>
          <DecisionsPart review={differences} lang={lang} />
        </Part>
      )}
      {changes && (
        <Part id="perubahan" name={t.changes}>
          <ReviewRows review={differences} lang={lang} path={`/kerja/unggahan/${id}`} />
        </Part>
      )}
      {changes && (differences.schemaChanges?.length ?? 0) > 0 && (
        <Part id="kolom" name={t.schema}>
          <SchemaPart review={differences} lang={lang} />
        </Part>
      )}
      {REPLACEABLE.has(status) && (
        <Part id="unggah-lagi" name={t.again}>
          <UploadForm
            slug={upload.slug}
            lang={lang}
            csrf={csrf}
            maxBytes={maxBytes}
            updates={upload.mode}
            note={upload.note}
            main={!open}
          />
        </Part>
      )}
    </>
  );
}

function Part({
  id,
  name,
  children,
}: {
  readonly id: string;
  readonly name: string;
  readonly children?: Children;
}): JSX.Element {
  return (
    <section id={id} class="review-body">
      <h2 safe>{name}</h2>
      {children}
    </section>
  );
}

interface StepProps {
  readonly upload: Upload;
  readonly lang: Lang;
  readonly csrf: JSX.Element;
}

/** The one thing to do now. */
function NextStep({ upload, lang, csrf }: StepProps): JSX.Element {
  const t = deskWords[lang];
  const { id, status, report, changes, releaseAt } = upload;
  const words: Readonly<Record<string, string>> = {
    invalid: t.nextInvalid,
    ready: (report?.warnings ?? 0) > 0 ? t.nextReadyWarnings : t.nextReady,
    submitted: t.nextSubmitted,
    scheduled: releaseAt === undefined ? t.nextSubmitted : t.releasedAt(timeInWords(releaseAt, lang)),
    failed: t.nextFailed,
    returned: t.nextReturned,
    published: t.nextPublished,
    superseded: t.nextSuperseded,
  };
  const count = (number: number): string => showCount(number, lang);
  return (
    <div class={`next-step next-${status}`}>
      <p safe>{words[status] ?? ""}</p>
      {status === "ready" && changes !== undefined && (
        <p>
          <strong safe>
            {changes.base === null
              ? t.firstVersion(count(changes.added))
              : t.changesLead(
                  count(changes.added),
                  count(changes.changed),
                  count(changes.removed),
                  count(changes.unchanged),
                )}
          </strong>
        </p>
      )}
      {(status === "ready" || status === "failed") && (
        <form method="post" action={`/kerja/unggahan/${id}/${status === "ready" ? "ajukan" : "ulang"}`}>
          {csrf}
          <button class="button main" type="submit" safe>
            {status === "ready" ? t.submit : t.retry}
          </button>
        </form>
      )}
    </div>
  );
}

function Remarks({ upload, lang }: { readonly upload: Upload; readonly lang: Lang }): JSX.Element {
  const t = deskWords[lang];
  const { reason, remarks } = upload;
  return (
    <section class="review-remarks">
      <h2 safe>{t.remarks}</h2>
      {reason !== undefined && (
        <p class="quoted" safe>
          {reason}
        </p>
      )}
      <ul>
        {remarks.map(({ field, row, column, text }) => (
          <li>
            <strong safe>
              {[field ?? "", row === undefined ? "" : `${column === undefined ? "" : columnLetters(column)}${row}`]
                .filter((part) => part !== "")
                .join(", ") || t.remarkOnAll}
            </strong>
            {": "}
            <span safe>{text}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface ComparedProps {
  readonly before: Upload;
  readonly now: Upload;
  readonly lang: Lang;
}

/** What is left of what was wrong with the file before. */
function Compared({ before, now, lang }: ComparedProps): JSX.Element {
  const t = deskWords[lang];
  const { gone, left, fresh } = compareReports(before, now, lang);
  if (gone.length + left.length + fresh.length === 0) return "";
  return (
    <details class="compared" open={now.status === "invalid"}>
      <summary safe>{t.comparedWith(before.file.name)}</summary>
      <p safe>{t.mended(showCount(before.report?.errors ?? 0, lang), showCount(now.report?.errors ?? 0, lang))}</p>
      {(
        [
          [`✓ ${t.gone}`, gone],
          [`✕ ${t.left}`, left],
          [`! ${t.fresh}`, fresh],
        ] as const
      ).map(([name, list]) =>
        list.length === 0 ? (
          ""
        ) : (
          <>
            <p class="compared-head" safe>
              {name}
            </p>
            <ul>
              {list.map((text) => (
                <li safe>{text}</li>
              ))}
            </ul>
          </>
        ),
      )}
    </details>
  );
}
