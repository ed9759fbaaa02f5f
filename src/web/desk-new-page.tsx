/** `/kerja/baru`: a dataset begins with its first file. First the file; then its columns as they seem to be, to be confirmed. */
import type { Draft } from "../intake/draft.ts";
import type { Outline, OutlineColumn } from "../intake/outline.ts";
import type { Lang } from "../kernel/locale.ts";
import { ColumnsTable } from "./desk-columns-table.tsx";
import { showBytes, showCount } from "./show.ts";
import { StaffPage, type StaffProps } from "./staff-frame.tsx";
import { deskWords } from "./words-desk.ts";
import { FREQUENCIES, newWords } from "./words-desk-new.ts";

interface NewPageProps extends StaffProps {
  readonly csrf: JSX.Element;
  readonly problems: readonly string[];
}

function Problems({ problems }: { readonly problems: readonly string[] }): JSX.Element {
  if (problems.length === 0) return "";
  return (
    <div class="notice wrong" role="alert">
      {problems.map((problem) => (
        <p safe>{problem}</p>
      ))}
    </div>
  );
}

export function NewDatasetPage({
  lang,
  actor,
  unread,
  csrf,
  problems,
  maxBytes,
}: NewPageProps & { readonly maxBytes: number }): JSX.Element {
  const t = newWords[lang];
  const desk = deskWords[lang];
  return (
    <StaffPage lang={lang} actor={actor} unread={unread} title={t.title} path="/kerja/baru" styles={["desk.css"]}>
      <p class="crumb">
        <a href="/kerja" safe>
          {`← ${desk.backToDesk}`}
        </a>
      </p>
      <h1 safe>{t.title}</h1>
      <p class="lead" safe>
        {t.lead}
      </p>
      <Problems problems={problems} />
      <form class="send-file" method="post" action="/kerja/baru" enctype="multipart/form-data">
        {csrf}
        <div class="drop">
          <label for="berkas" safe>
            {desk.chooseFile}
          </label>
          <input id="berkas" name="file" type="file" required aria-describedby="berkas-bantuan" />
          <p id="berkas-bantuan" class="meta" safe>
            {desk.fileHelp(showBytes(maxBytes, lang))}
          </p>
        </div>
        <button class="button main" type="submit" safe>
          {t.look}
        </button>
      </form>
    </StaffPage>
  );
}

interface ConfirmPageProps extends NewPageProps {
  readonly draft: Draft;
  /** The one of its tables that is looked at. */
  readonly table: Outline;
  /** Offered where the person has no agency of their own. */
  readonly agencies: readonly string[];
  /** What was typed before, by the name of its field. */
  readonly typed: (name: string) => string | undefined;
}

/** The sheets of a workbook, to choose the one that the dataset holds. */
function Sheets({ draft, table, lang }: Pick<ConfirmPageProps, "draft" | "table" | "lang">): JSX.Element {
  if (draft.tables.length === 1) return "";
  const t = newWords[lang];
  return (
    <>
      <p safe>{t.sheets}</p>
      <nav class="metadata-parts" aria-label={t.sheets}>
        {draft.tables.map((one, index) => (
          <a
            href={`/kerja/baru/${draft.id}?lembar=${index + 1}`}
            aria-current={one === table ? "page" : undefined}
            safe
          >
            {one.sheet ?? one.title}
          </a>
        ))}
      </nav>
    </>
  );
}

function samplesOf({ samples, isOfUse }: OutlineColumn, lang: Lang): string {
  const t = newWords[lang];
  if (samples.length > 0) return `${t.samples}: ${samples.join(" · ")}`;
  return isOfUse ? "" : t.emptyColumn;
}

const tellsApart = ({ role, isComplete, isOfUse }: OutlineColumn): boolean =>
  role !== undefined && role !== "measure" && isComplete && isOfUse;

export function ConfirmDatasetPage(props: ConfirmPageProps): JSX.Element {
  const { lang, actor, unread, csrf, problems, draft, table, agencies, typed } = props;
  const t = newWords[lang];
  const text = (name: string, proposed: string): string => typed(name) ?? proposed;
  return (
    <StaffPage lang={lang} actor={actor} unread={unread} title={t.confirm} path="/kerja/baru" styles={["desk.css"]}>
      <p class="crumb">
        <a href="/kerja/baru" safe>
          {`← ${t.otherFile}`}
        </a>
      </p>
      <h1 safe>{t.confirm}</h1>
      <p class="meta" safe>
        {`${draft.file.name} · ${t.rows(showCount(table.rows, lang))}`}
      </p>
      <Sheets draft={draft} table={table} lang={lang} />
      {table.wide && (
        <p class="notice" safe>
          {t.wide}
        </p>
      )}
      <Problems problems={problems} />
      <form class="report new-dataset" method="post" action={`/kerja/baru/${draft.id}`}>
        {csrf}
        <input type="hidden" name="lembar" value={String(draft.tables.indexOf(table) + 1)} />
        <div class="send-file">
          <label for="judul" safe>
            {t.datasetTitle}
          </label>
          <input id="judul" name="judul" required maxlength="300" value={text("judul", table.title)} />
          <label for="deskripsi" safe>
            {t.description}
          </label>
          <textarea id="deskripsi" name="deskripsi" rows="2" maxlength="2000" required safe>
            {text("deskripsi", "")}
          </textarea>
          <label for="alamat" safe>
            {t.slug}
          </label>
          <input
            id="alamat"
            name="alamat"
            required
            pattern="[a-z0-9]+(-[a-z0-9]+)*"
            maxlength="100"
            value={text("alamat", slugFrom(table.title))}
            aria-describedby="alamat-bantuan"
          />
          <p id="alamat-bantuan" class="meta" safe>
            {t.slugHelp}
          </p>
          <label for="frekuensi" safe>
            {t.frequency}
          </label>
          <select id="frekuensi" name="frekuensi">
            {FREQUENCIES.map((frequency) => (
              <option value={frequency} selected={frequency === text("frekuensi", "yearly")} safe>
                {deskWords[lang].frequencies[frequency]}
              </option>
            ))}
          </select>
          {agencies.length > 0 && (
            <>
              <label for="instansi" safe>
                {t.agency}
              </label>
              <select id="instansi" name="instansi">
                {agencies.map((slug) => (
                  <option value={slug} selected={slug === typed("instansi")} safe>
                    {slug}
                  </option>
                ))}
              </select>
            </>
          )}
        </div>
        <h2 safe>{t.columns}</h2>
        <p safe>{t.columnsLead}</p>
        <ColumnsTable
          lang={lang}
          typed={typed}
          columns={table.columns.map((column) => ({
            ...column,
            note: samplesOf(column, lang),
            isUsed: column.isOfUse,
            isKey: tellsApart(column),
          }))}
        />
        <div class="recheck">
          <button class="button main" type="submit" safe>
            {t.create}
          </button>
        </div>
      </form>
    </StaffPage>
  );
}

const LONGEST_SLUG = 60;

/** A name for an address, as the title suggests it: as many whole words as fit. */
function slugFrom(title: string): string {
  const words =
    title
      .normalize("NFKD")
      .toLowerCase()
      .match(/[a-z0-9]+/g) ?? [];
  let slug = "";
  for (const word of words) {
    const longer = slug === "" ? word.slice(0, LONGEST_SLUG) : `${slug}-${word}`;
    if (longer.length > LONGEST_SLUG) break;
    slug = longer;
  }
  return slug || "dataset-baru";
}
