/** The page where published personal data is erased: which dataset, then what of it, why, and the slug once more. */
import type { Children } from "@kitajs/html";
import type { Dataset } from "../catalogue/datasets.ts";
import type { Version } from "../catalogue/versions.ts";
import type { Lang } from "../kernel/locale.ts";
import type { TakedownDone } from "../release/takedown.ts";
import { showTakedown } from "../release/takedown.ts";
import { ADMIN, AdminPage, type AdminProps, Field } from "./admin-frame.tsx";
import { showCount, showDay, showText } from "./show.ts";
import { type TakedownWords, takedownWords } from "./words-takedown.ts";

const TAKEDOWN = `${ADMIN}/hapus-data`;

export interface TypedTakedown {
  /** `kolom`, `versi`, `semua`; empty: not chosen. */
  readonly what: string;
  readonly column: string;
  readonly versions: readonly string[];
  readonly reason: string;
}

interface Found {
  readonly dataset: Dataset;
  readonly versions: readonly Version[];
}

interface TakedownPageProps extends AdminProps {
  readonly found: Found | undefined;
  readonly typed: TypedTakedown;
  readonly done: TakedownDone | undefined;
}

export function TakedownPage({ found, typed, done, ...admin }: TakedownPageProps): JSX.Element {
  const { lang } = admin;
  const t = takedownWords[lang];
  return (
    <AdminPage {...admin} title={t.title} path={TAKEDOWN}>
      {done === undefined ? <p safe>{t.lead}</p> : <Done done={done} lang={lang} />}
      {found === undefined ? (
        <form method="get" action={TAKEDOWN} class="narrow">
          <Field name="dataset" label={t.slug} help={t.slugHelp} required />
          <button class="button main" type="submit" safe>
            {t.look}
          </button>
        </form>
      ) : (
        <EraseForm {...found} typed={typed} lang={lang} csrf={admin.csrf} />
      )}
    </AdminPage>
  );
}

function Done({ done, lang }: { readonly done: TakedownDone; readonly lang: Lang }): JSX.Element {
  const t = takedownWords[lang];
  const [rows, uploads, files] = [done.rows, done.uploads.length, done.files].map((count) => showCount(count, lang));
  const { [lang]: backups } = showTakedown(done).backups as Readonly<Record<Lang, string>>; // its own
  return (
    <div class="notice" role="status">
      <p safe>
        {done.versions.length === 0
          ? t.doneNone(uploads ?? "", files ?? "")
          : t.done(done.versions.join(", "), rows ?? "", uploads ?? "", files ?? "")}
      </p>
      <p safe>{backups}</p>
    </div>
  );
}

interface EraseFormProps extends Found {
  readonly typed: TypedTakedown;
  readonly lang: Lang;
  readonly csrf: JSX.Element;
}

function EraseForm({ dataset, versions, typed, lang, csrf }: EraseFormProps): JSX.Element {
  const t = takedownWords[lang];
  const { slug, package: pkg } = dataset;
  return (
    <form method="post" action={TAKEDOWN}>
      {csrf}
      <input type="hidden" name="dataset" value={slug} />
      <h2 safe>{showText(pkg.title, lang)}</h2>
      {versions.length === 0 && <p safe>{t.noVersions}</p>}
      <fieldset>
        <legend safe>{t.what}</legend>
        {versions.length > 0 && <WhatOfIt versions={versions} typed={typed} lang={lang} t={t} />}
        <Way value="semua" name={t.all} help={t.allHelp} typed={typed} />
      </fieldset>
      <p>
        <label for="alasan" safe>
          {t.reason}
        </label>
        <textarea id="alasan" name="alasan" rows="3" maxlength="2000" required aria-describedby="alasan-arti" safe>
          {typed.reason}
        </textarea>
        <span class="meta" id="alasan-arti" safe>
          {t.reasonHelp}
        </span>
      </p>
      <p safe>{t.goes}</p>
      <Field name="setuju" label={t.confirm(slug)} required />
      <button class="button main" type="submit" safe>
        {t.erase}
      </button>
    </form>
  );
}

interface WhatOfItProps {
  readonly versions: readonly Version[];
  readonly typed: TypedTakedown;
  readonly lang: Lang;
  readonly t: TakedownWords;
}

function WhatOfIt({ versions, typed, lang, t }: WhatOfItProps): JSX.Element {
  const columns = [...new Set(versions.flatMap(({ package: { schema } }) => schema.fields.map(({ name }) => name)))];
  return (
    <>
      <Way value="kolom" name={t.column} help={t.columnHelp} typed={typed}>
        <p>
          <label for="kolom" safe>
            {t.field}
          </label>
          <select id="kolom" name="kolom">
            {columns.map((name) => (
              <option value={name} selected={name === typed.column} safe>
                {name}
              </option>
            ))}
          </select>
        </p>
      </Way>
      <Way value="versi" name={t.versions} help={t.versionsHelp} typed={typed}>
        {[...versions].reverse().map(({ number, publishedAt, rows, withdrawn }) => (
          <label class="check">
            <input type="checkbox" name="versi" value={`${number}`} checked={typed.versions.includes(`${number}`)} />{" "}
            <span safe>
              {[
                t.version(number, showDay(publishedAt, lang), showCount(rows, lang)),
                ...(withdrawn === undefined ? [] : [t.withdrawn]),
              ].join(" · ")}
            </span>
          </label>
        ))}
      </Way>
    </>
  );
}

interface WayProps {
  readonly value: string;
  readonly name: string;
  readonly help: string;
  readonly typed: TypedTakedown;
  readonly children?: Children;
}

const Way = ({ value, name, help, typed, children }: WayProps): JSX.Element => (
  <div class="way">
    <label class="check">
      <input
        type="radio"
        name="apa"
        value={value}
        checked={typed.what === value}
        required
        aria-describedby={`apa-${value}`}
      />{" "}
      <span safe>{name}</span>
    </label>
    <p class="meta" id={`apa-${value}`} safe>
      {help}
    </p>
    {children}
  </div>
);
