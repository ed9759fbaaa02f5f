/** A package as JSON again: what `parsePackage` reads back to the same package. */
import { inLanguage, type Lang, type LocalisedText } from "../kernel/locale.ts";
import type { DataPackage, Field, FieldConstraints, TableSchema } from "../kernel/package.ts";
import type { Answers } from "../kernel/statistical-form.ts";

const PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json";

interface PackageJsonOptions {
  /** With it, every text is one string, as plain Data Package clients want; without it, both languages stay. */
  readonly lang?: Lang | undefined;
  /** More properties of the one resource: its absolute path, bytes, hash, encoding … */
  readonly resource?: Readonly<Record<string, unknown>> | undefined;
  /** More properties of its schema. */
  readonly schema?: Readonly<Record<string, unknown>> | undefined;
}

/** The Data Package (v2). Absent things are left out. */
export function toPackageJson(
  pkg: DataPackage,
  { lang, resource, schema }: PackageJsonOptions = {},
): Record<string, unknown> {
  const { name, title, description, agency, topics, keywords, frequency, licenses, sources, updates, access } = pkg;
  const { rules, series, activity } = pkg;
  return {
    $schema: PROFILE,
    name,
    title: asText(title, lang),
    description: asText(description, lang),
    agency,
    topics,
    ...(keywords.length === 0 ? {} : { keywords }), // an empty list is not allowed
    ...(frequency === undefined ? {} : { frequency }),
    ...(licenses.length === 0 ? {} : { licenses: licenses.map(withoutAbsent) }), // nor here
    ...(sources.length === 0 ? {} : { sources: sources.map(withoutAbsent) }),
    updates,
    access,
    ...(rules.length === 0 ? {} : { rules }),
    ...(series === undefined ? {} : { series: { ...series, title: asText(series.title, lang) } }),
    ...(activity === undefined ? {} : { activity: toAnswersJson(activity, lang) }),
    resources: [{ name, ...resource, schema: { ...toSchemaJson(pkg.schema, lang), ...schema } }],
  };
}

/** The Table Schema alone. */
function toSchemaJson(schema: TableSchema, lang?: Lang): Record<string, unknown> {
  const { fields, primaryKey, foreignKeys, missingValues } = schema;
  return {
    fields: fields.map((field) => toFieldJson(field, lang)),
    ...(primaryKey.length === 0 ? {} : { primaryKey }),
    ...(foreignKeys.length === 0 ? {} : { foreignKeys }),
    missingValues,
  };
}

function toFieldJson(field: Field, lang: Lang | undefined): Record<string, unknown> {
  const { title, description, concept, definition, classification, measureType, constraints, ...more } = field;
  const { indicator, variable, ...rest } = more;
  return withoutAbsent({
    ...rest,
    title: asText(title, lang),
    description: asText(description, lang),
    concept: asText(concept, lang),
    definition: asText(definition, lang),
    classification: asText(classification, lang),
    measureType: asText(measureType, lang),
    indicator: indicator === undefined ? undefined : toAnswersJson(indicator, lang),
    variable: variable === undefined ? undefined : toAnswersJson(variable, lang),
    constraints: constraints === undefined ? undefined : toConstraintsJson(constraints, field),
  });
}

/** A form of statistical metadata, as far as it is filled in. */
const toAnswersJson = (answers: Answers, lang: Lang | undefined): Record<string, unknown> =>
  withoutAbsent(
    Object.fromEntries(
      Object.entries(answers).map(([name, answer]) => [
        name,
        answer === undefined || typeof answer === "boolean" || isList(answer) ? answer : asText(answer, lang),
      ]),
    ),
  );

const isList = (answer: unknown): answer is readonly string[] => Array.isArray(answer);

const NUMBERS = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"] as const;

/** Bounds of numbers are JSON numbers where a JSON number says exactly the same, else text. */
function toConstraintsJson(constraints: FieldConstraints, { type }: Field): Record<string, unknown> {
  const json: Record<string, unknown> = withoutAbsent({ ...constraints });
  if (type !== "integer" && type !== "number" && type !== "year") return json;
  for (const name of NUMBERS) {
    const text = constraints[name];
    if (text !== undefined && String(Number(text)) === text) json[name] = Number(text);
  }
  return json;
}

function asText(text: LocalisedText | undefined, lang: Lang | undefined): LocalisedText | undefined {
  return text === undefined || lang === undefined ? text : inLanguage(text, lang);
}

const withoutAbsent = (object: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
