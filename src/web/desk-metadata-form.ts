/**
 * The metadata form in its three parts: columns (Standar Data, MS-Var), the activity (MS-Keg), indicators (MS-Ind). What each asks, what is
 * answered, what readers miss; and the package that a filled form makes. What is not on the form stays as it is declared.
 */
import { toPackageJson } from "../catalogue/package-json.ts";
import type { PackageProblem } from "../catalogue/package-problem.ts";
import type { Lang, LocalisedText } from "../kernel/locale.ts";
import type { DataPackage, Field } from "../kernel/package.ts";
import { ACTIVITY, ACTIVITY_BLOCKS, type ActivityBlock } from "../kernel/statistical-activity.ts";
import type { Answers, Item, StatisticalForm } from "../kernel/statistical-form.ts";
import { COLUMN, INDICATOR, MEASURE, VARIABLE } from "../kernel/statistical-variable.ts";
import { titleOf } from "./review-checks.ts";
import { activityBlockWords, activityWords } from "./words-activity.ts";
import { type MetadataPart, metadataWords } from "./words-desk-metadata.ts";
import { type ItemWords, indicatorWords, variableWords } from "./words-statistics.ts";

/** Its parts, as its addresses name them; the columns stand at the form's own. */
export const METADATA_PARTS: readonly MetadataPart[] = ["kolom", "kegiatan", "indikator"];
/** One form about one thing; its inputs are called `{prefix}-{item}`. */
export interface Asking {
  readonly prefix: string;
  readonly form: StatisticalForm;
  readonly words: Readonly<Record<string, ItemWords>>;
  readonly answers: Answers;
}

/** What stands together under a heading. */
export interface AskingGroup {
  readonly title: string;
  readonly about: string;
  readonly askings: readonly Asking[];
}

export const standardOf = ({ role }: Field): StatisticalForm => (role === "measure" ? MEASURE : COLUMN);
const isMeasure = ({ role }: Field): boolean => role === "measure";

export function askingsOf(pkg: DataPackage, part: MetadataPart, lang: Lang): readonly AskingGroup[] {
  const { fields } = pkg.schema;
  const t = metadataWords[lang];
  switch (part) {
    case "kegiatan":
      return (Object.keys(ACTIVITY_BLOCKS) as ActivityBlock[]).map((block) => {
        const [title, about] = activityBlockWords[lang][block];
        const words = activityWords[lang];
        const form = ACTIVITY_BLOCKS[block];
        return { title, about, askings: [{ prefix: "activity", form, words, answers: pkg.activity ?? {} }] };
      });
    case "indikator":
      return fields.filter(isMeasure).map((field) => ({
        title: titleOf(field, lang),
        about: "",
        askings: [
          {
            prefix: `indicator-${field.name}`,
            form: INDICATOR,
            words: indicatorWords[lang],
            answers: field.indicator ?? {},
          },
        ],
      }));
    default:
      return fields.map((field) => {
        const { concept, definition, classification, measureType, unit } = field;
        return {
          title: titleOf(field, lang),
          about: isMeasure(field) ? t.measure : "",
          askings: [
            {
              prefix: `standard-${field.name}`,
              form: standardOf(field),
              words: t.standard,
              answers: { concept, definition, classification, measureType, unit },
            },
            {
              prefix: `variable-${field.name}`,
              form: VARIABLE,
              words: variableWords[lang],
              answers: field.variable ?? {},
            },
          ],
        };
      });
  }
}

const isEmpty = (answer: Answers[string]): boolean => answer === undefined || answer === "";

export function countAnswers({ askings }: AskingGroup): { readonly done: number; readonly all: number } {
  const answers = askings.flatMap(({ form, answers: given }) => Object.keys(form).map((name) => given[name]));
  return { done: answers.filter((answer) => !isEmpty(answer)).length, all: answers.length };
}

export interface Missing {
  readonly input: string;
  readonly title: string;
  readonly label: string;
  readonly why: string;
}

/** What readers miss. */
export const missingOf = (groups: readonly AskingGroup[]): readonly Missing[] =>
  groups.flatMap(({ title, askings }) =>
    askings.flatMap(({ prefix, form, words, answers }) =>
      Object.entries(form).flatMap(([name, { missed }]) => {
        const { label = name, why = "" } = words[name] ?? {};
        return missed === true && isEmpty(answers[name]) ? [{ input: `${prefix}-${name}`, title, label, why }] : [];
      }),
    ),
  );

/** What was sent of an input, every value; undefined: it was not on the form. */
export type SentValues = (name: string) => readonly string[] | undefined;

/** The package as JSON, to be parsed like any other. */
export function packageWith(pkg: DataPackage, sent: SentValues): unknown {
  const filled = (form: StatisticalForm, prefix: string, before: Answers | undefined): Answers | undefined => {
    const answers = withSent(form, prefix, before ?? {}, sent);
    return Object.values(answers).every((answer) => answer === undefined) ? undefined : answers;
  };
  const fields = pkg.schema.fields.map((field) => {
    const { concept, definition, classification, measureType, unit } = field;
    const five = { concept, definition, classification, measureType, unit };
    return {
      ...field,
      ...withSent(standardOf(field), `standard-${field.name}`, five, sent),
      indicator: filled(INDICATOR, `indicator-${field.name}`, field.indicator),
      variable: filled(VARIABLE, `variable-${field.name}`, field.variable),
    } as Field; // what was typed is read by parsePackage, which refuses what is none
  });
  const activity = filled(ACTIVITY, "activity", pkg.activity) as DataPackage["activity"]; // likewise
  return toPackageJson({ ...pkg, activity, schema: { ...pkg.schema, fields } });
}

const withSent = (form: StatisticalForm, prefix: string, before: Answers, sent: SentValues): Answers => ({
  ...before,
  ...Object.fromEntries(
    Object.entries(form).flatMap(([name, item]) => {
      const values = sent(`${prefix}-${name}`);
      return values === undefined ? [] : [[name, answerOf(item, before[name], values)]];
    }),
  ),
});

function answerOf({ kind }: Item, before: Answers[string], values: readonly string[]): Answers[string] {
  const [text = ""] = values;
  switch (kind) {
    case "many": {
      const chosen = values.filter((value) => value !== "");
      return chosen.length === 0 ? undefined : chosen;
    }
    case "yes-no":
      return text === "" ? undefined : text === "ya";
    case "text":
      return text === "" ? undefined : inIndonesian(before, text);
    default:
      return text === "" ? undefined : text;
  }
}

/** A translation is kept as long as what it translates. */
const inIndonesian = (before: Answers[string], text: string): LocalisedText =>
  typeof before === "object" && "id" in before && before.id === text ? before : text;

/** The input that a problem of the package is about; undefined: none on this form. */
export function inputOf({ path, code }: PackageProblem, { schema }: DataPackage): string | undefined {
  const activity = /^\/activity\/(\w+)/.exec(path)?.[1];
  if (activity !== undefined) return `activity-${activity}`;
  const [, index, form, item] = /^\/resources\/0\/schema\/fields\/(\d+)(?:\/(\w+))?(?:\/(\w+))?/.exec(path) ?? [];
  const field = index === undefined ? undefined : schema.fields[Number(index)];
  if (field === undefined) return undefined;
  if (form === "indicator" || form === "variable") return `${form}-${field.name}-${item}`;
  return `standard-${field.name}-${code === "package.measure-without-unit" ? "unit" : form}`;
}
