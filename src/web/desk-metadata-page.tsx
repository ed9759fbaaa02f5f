/** `/kerja/dataset/{slug}/metadata`: what Standar Data asks of each column, as a form with a word of help at each field. */
import type { Dataset } from "../catalogue/datasets.ts";
import type { Field } from "../kernel/package.ts";
import { type MetadataPart, metadataName, partsOf } from "./desk-metadata-form.ts";
import { titleOf } from "./review-checks.ts";
import { showCount, showText } from "./show.ts";
import { StaffPage, type StaffProps } from "./staff-frame.tsx";
import { metadataWords } from "./words-desk-metadata.ts";

interface MetadataPageProps extends StaffProps {
  readonly dataset: Dataset;
  readonly csrf: JSX.Element;
  readonly saved: boolean;
  readonly problems: readonly string[];
  /** What was typed; undefined: nothing was. */
  readonly typed: (name: string) => string | undefined;
}

export function MetadataPage(props: MetadataPageProps): JSX.Element {
  const { lang, actor, unread, dataset, csrf, saved, problems, typed } = props;
  const t = metadataWords[lang];
  const { slug, package: pkg } = dataset;
  return (
    <StaffPage
      lang={lang}
      actor={actor}
      unread={unread}
      title={t.title}
      path={`/kerja/dataset/${slug}/metadata`}
      styles={["desk.css"]}
    >
      <p class="crumb">
        <a href={`/kerja/dataset/${slug}`} safe>
          {`← ${showText(pkg.title, lang)}`}
        </a>
      </p>
      <h1 safe>{t.title}</h1>
      <p safe>{t.lead}</p>
      <p class="meta" safe>
        {t.when}
      </p>
      <p>
        <a href={`/kerja/dataset/${slug}/metadata.xlsx`} download="" safe>
          {t.workbook}
        </a>
      </p>
      {saved && (
        <p class="notice" role="status" safe>
          {t.saved}
        </p>
      )}
      {problems.map((problem) => (
        <p class="notice wrong" role="alert" safe>
          {problem}
        </p>
      ))}
      <form class="send-file" method="post" action={`/kerja/dataset/${slug}/metadata`}>
        {csrf}
        {pkg.schema.fields.map((field) => (
          <Column field={field} lang={lang} typed={typed} />
        ))}
        <button class="button main" type="submit" safe>
          {t.save}
        </button>
      </form>
    </StaffPage>
  );
}

interface ColumnProps extends Pick<MetadataPageProps, "lang" | "typed"> {
  readonly field: Field;
}

function Column({ field, lang, typed }: ColumnProps): JSX.Element {
  const t = metadataWords[lang];
  const parts = partsOf(field);
  const done = parts.filter((part) => textOf(field, part) !== "").length;
  return (
    <details class="ways metadata" open={field.role === "measure"}>
      <summary>
        <span safe>{titleOf(field, lang)}</span>{" "}
        <span class="meta" safe>
          {[field.role === "measure" ? t.measure : "", t.filled(showCount(done, lang), showCount(parts.length, lang))]
            .filter(Boolean)
            .join(" · ")}
        </span>
      </summary>
      {parts.map((part) => {
        const name = metadataName(field, part);
        const [label, help] = t.parts[part];
        const value = typed(name) ?? textOf(field, part);
        return (
          <div>
            <label for={name} safe>
              {label}
            </label>
            {part === "unit" ? (
              <input id={name} name={name} maxlength="100" value={value} aria-describedby={`${name}-bantuan`} />
            ) : (
              <textarea id={name} name={name} rows="2" maxlength="2000" aria-describedby={`${name}-bantuan`} safe>
                {value}
              </textarea>
            )}
            <p id={`${name}-bantuan`} class="meta" safe>
              {help}
            </p>
          </div>
        );
      })}
    </details>
  );
}

/** The Indonesian text, which is the one that is edited. */
const textOf = (field: Field, part: MetadataPart): string => {
  const text = field[part] ?? "";
  return typeof text === "string" ? text : text.id;
};
