/** What each column of a dataset means: its words, its unit, and the five of Satu Data's standard for what is measured. */
import type { Lang } from "../kernel/locale.ts";
import type { Field, TableSchema } from "../kernel/package.ts";
import { showText } from "./show.ts";
import { fieldTitle } from "./value-names.ts";
import { datasetWords } from "./words-dataset.ts";

export interface DefinitionsProps {
  readonly lang: Lang;
  readonly schema: TableSchema;
}

export function Definitions({ lang, schema }: DefinitionsProps): JSX.Element {
  const t = datasetWords[lang];
  return (
    <section aria-labelledby="definisi">
      <h2 id="definisi" class="unseen" safe>
        {t.definitions}
      </h2>
      <ol class="definitions">
        {schema.fields.map((field) => (
          <li id={`kolom-${field.name}`}>
            <h3 safe>{fieldTitle(field, lang)}</h3>
            <p class="meta">
              <code safe>{field.name}</code>
              <span safe>{` · ${aboutField(field, schema, lang)}`}</span>
            </p>
            <Meaning field={field} lang={lang} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function aboutField(field: Field, { primaryKey }: TableSchema, lang: Lang): string {
  const t = datasetWords[lang];
  return [
    t.types[field.type],
    ...(field.unit === undefined ? [] : [field.unit]),
    ...(field.role === undefined ? [] : [t.roles[field.role]]),
    ...(primaryKey.includes(field.name) ? [t.key] : []),
  ].join(" · ");
}

function Meaning({ field, lang }: { readonly field: Field; readonly lang: Lang }): JSX.Element {
  const t = datasetWords[lang];
  const said = (text: Field["title"]): string => showText(text, lang);
  const description = said(field.description);
  const terms: readonly (readonly [string, string])[] = [
    [t.definition, said(field.definition)],
    [t.concept, said(field.concept)],
    [t.classification, said(field.classification)],
    [t.measureType, said(field.measureType)],
    [t.additive, field.role === "measure" ? (field.additive ? t.yes : t.no) : ""],
    [t.allowed, allowed(field)],
  ];
  const known = terms.filter(([, text]) => text !== "");
  return (
    <>
      {description !== "" && <p safe>{description}</p>}
      {known.length > 0 && (
        <dl>
          {known.map(([term, text]) => (
            <div>
              <dt safe>{term}</dt>
              <dd safe>{text}</dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}

function allowed({ constraints: { enum: values, minimum, maximum } = {} }: Field): string {
  if (values !== undefined) return values.slice(0, 30).join(", ");
  if (minimum === undefined && maximum === undefined) return "";
  return [minimum === undefined ? "" : `≥ ${minimum}`, maximum === undefined ? "" : `≤ ${maximum}`]
    .filter((part) => part !== "")
    .join(", ");
}
