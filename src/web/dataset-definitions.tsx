/**
 * What each column of a dataset means: its words, its unit, the five of Satu Data's standard and what else is said of an indicator or
 * variable; and, folded, the statistical activity that the data come from.
 */
import type { Lang } from "../kernel/locale.ts";
import type { DataPackage, Field, TableSchema } from "../kernel/package.ts";
import { ACTIVITY_BLOCKS, type ActivityBlock } from "../kernel/statistical-activity.ts";
import type { Answers, StatisticalForm } from "../kernel/statistical-form.ts";
import { INDICATOR, VARIABLE } from "../kernel/statistical-variable.ts";
import { showText } from "./show.ts";
import { showAnswer } from "./show-answer.ts";
import { fieldTitle } from "./value-names.ts";
import { activityBlockWords, activityWords } from "./words-activity.ts";
import { datasetWords } from "./words-dataset.ts";
import { type ItemWords, indicatorWords, variableWords } from "./words-statistics.ts";

export interface DefinitionsProps {
  readonly lang: Lang;
  readonly pkg: Pick<DataPackage, "schema" | "activity">;
}

export function Definitions({ lang, pkg: { schema, activity } }: DefinitionsProps): JSX.Element {
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
      {activity !== undefined && <ActivitySection lang={lang} answers={activity} />}
    </section>
  );
}

/** Only what was answered. */
function ActivitySection({ lang, answers }: { readonly lang: Lang; readonly answers: Answers }): JSX.Element {
  const blocks = Object.keys(ACTIVITY_BLOCKS) as ActivityBlock[]; // its own keys
  return (
    <details class="activity" id="kegiatan">
      <summary safe>{datasetWords[lang].activity}</summary>
      {blocks.map((block) => {
        const terms = answered(ACTIVITY_BLOCKS[block], activityWords[lang], answers, lang);
        return (
          terms.length > 0 && (
            <>
              <h3 safe>{activityBlockWords[lang][block][0]}</h3>
              <Terms terms={terms} />
            </>
          )
        );
      })}
    </details>
  );
}

type Term = readonly [term: string, text: string];

const answered = (
  form: StatisticalForm,
  words: Readonly<Record<string, ItemWords>>,
  answers: Answers = {},
  lang: Lang,
): readonly Term[] =>
  Object.entries(form).flatMap(([name, item]) => {
    const said = words[name] ?? { label: name, help: "" };
    const text = showAnswer(item, said, answers[name], lang);
    return text === "" ? [] : [[said.label, text] as const];
  });

const Terms = ({ terms }: { readonly terms: readonly Term[] }): JSX.Element => (
  <dl>
    {terms.map(([term, text]) => (
      <div>
        <dt safe>{term}</dt>
        <dd safe>{text}</dd>
      </div>
    ))}
  </dl>
);

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
  const terms: readonly Term[] = [
    [t.definition, said(field.definition)],
    [t.concept, said(field.concept)],
    [t.classification, said(field.classification)],
    [t.measureType, said(field.measureType)],
    [t.additive, field.role === "measure" ? (field.additive ? t.yes : t.no) : ""],
    [t.allowed, allowed(field)],
    ...answered(INDICATOR, indicatorWords[lang], field.indicator, lang),
    ...answered(VARIABLE, variableWords[lang], field.variable, lang),
  ];
  const known = terms.filter(([, text]) => text !== "");
  return (
    <>
      {description !== "" && <p safe>{description}</p>}
      {known.length > 0 && <Terms terms={known} />}
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
