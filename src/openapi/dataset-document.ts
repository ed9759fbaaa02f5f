/** The reference of one dataset: the calls that read it, its own fields as parameters, and what a row is. */
import type { Dataset } from "../catalogue/datasets.ts";
import type { Version } from "../catalogue/versions.ts";
import { inLanguage, type Lang, type Text } from "../kernel/locale.ts";
import { type Field, storageOf } from "../kernel/package.ts";
import { OPERATIONS, type OpenapiDocument, writeDocument } from "./document.ts";
import { type JsonSchema, json, list, type Operation, object, type Parameter, ref } from "./operation.ts";
import { ROW_PARAMETERS } from "./operations-read.ts";

/** A row as an example: JSON values by field name. */
export type ExampleRow = Readonly<Record<string, unknown>>;

const MAX_ENUM = 100;

export function writeDatasetDocument(
  baseUrl: string,
  lang: Lang,
  {
    dataset,
    version,
    example,
  }: { readonly dataset: Dataset; readonly version: Version; readonly example: ExampleRow | undefined },
): OpenapiDocument {
  const { schema, title, description } = version.package;
  const fields = schema.fields.flatMap((field) => fieldParameters(field, example?.[field.name]));
  const operations = OPERATIONS.flatMap((one) => ofDataset(one, dataset, fields, version, example));
  return writeDocument(baseUrl, lang, {
    operations,
    title: inLanguage(title, lang),
    about: inLanguage(description, lang) || inLanguage(title, lang),
    more: {
      Row: rowSchema(version, lang),
      ODataRows: object({
        "@odata.context?": { type: "string" },
        "@odata.count?": { type: "integer" },
        value: list(ref("Row")),
        "@odata.nextLink?": { type: "string" },
      }),
    },
  });
}

/** What reads a dataset, at its own address; nothing of what changes it. */
function ofDataset(
  one: Operation,
  { slug, current }: Dataset,
  fields: readonly Parameter[],
  version: Version,
  example: ExampleRow | undefined,
): readonly Operation[] {
  if (one.needsToken || !one.path.includes("{slug}")) return [];
  const here: Operation = { ...one, path: one.path.replace("{slug}", slug) };
  switch (one.id) {
    case "download":
      return [
        {
          ...here,
          id: "downloadJson",
          path: `/download/${slug}.json`,
          answer: json(list(ref("Row"))),
          parameters: [...fields, ...ROW_PARAMETERS.filter(({ name }) => name !== "_excel" && name !== "_status")].map(
            (parameter) => (parameter.name === "_limit" ? { ...parameter, example: 1 } : parameter),
          ),
          ...(example === undefined || !version.current ? {} : { example: [example] }),
        },
        { ...here, parameters: [...fields, ...one.parameters] },
      ];
    case "downloadVersion":
      return [{ ...here, parameters: [...fields, ...one.parameters] }];
    case "downloadDifference":
      return version.number > 1 ? [here] : [];
    case "getResource":
      return [
        {
          ...here,
          path: here.path.replace("{resource}", slug.replaceAll("-", "_").replace(/^(?=\d)/, "_")),
          answer: json(ref("ODataRows")),
        },
      ];
    case "getPart":
    case "getRawValue":
    case "getRecipe":
      return [];
    default:
      return current === undefined ? [] : [here];
  }
}

const says = (field: Field): Text => {
  const unit = field.unit === undefined ? "" : ` (${field.unit})`;
  const name = field.title ?? field.name;
  return { id: `${inLanguage(name, "id")}${unit}`, en: `${inLanguage(name, "en")}${unit}` };
};

/** A field's own name chooses its values; of what has an order, more than, less than and so on. */
function fieldParameters(field: Field, example: unknown): readonly Parameter[] {
  const given = example === undefined || example === null ? {} : { example };
  const base = { in: "query" as const, schema: valueSchema(field) };
  const ordered =
    storageOf(field) === "bigint" || storageOf(field) === "numeric" || field.role === "period" || field.type === "date";
  const words = says(field);
  const compared = (operator: string, id: string, en: string): Parameter => ({
    ...base,
    name: `${field.name}.${operator}`,
    says: { id: `${words.id}: ${id}`, en: `${words.en}: ${en}` },
    ...(operator.endsWith("te") ? given : {}),
  });
  return [
    { ...base, name: field.name, schema: {}, says: words, ...given },
    compared("ne", "selain", "other than"),
    ...(ordered
      ? [
          compared("gte", "paling sedikit", "at least"),
          compared("lte", "paling banyak", "at most"),
          compared("gt", "lebih dari", "more than"),
          compared("lt", "kurang dari", "less than"),
        ]
      : []),
  ];
}

function rowSchema({ package: { schema } }: Version, lang: Lang): JsonSchema {
  return {
    type: "object",
    properties: Object.fromEntries(
      schema.fields.map((field) => {
        const about = field.description ?? field.definition;
        const value = valueSchema(field);
        return [
          field.name,
          {
            ...(schema.primaryKey.includes(field.name) ? value : orMissing(value)),
            title: says(field)[lang],
            ...(about === undefined ? {} : { description: inLanguage(about, lang) }),
          },
        ];
      }),
    ),
  };
}

const TYPES = { text: "string", bigint: "integer", numeric: "number", boolean: "boolean" } as const;

function valueSchema(field: Field): JsonSchema {
  const type = TYPES[storageOf(field)];
  const values = type === "string" ? field.constraints?.enum : undefined;
  return {
    type,
    ...(field.type === "date" && field.role !== "period" ? { format: "date" } : {}),
    ...(values === undefined || values.length > MAX_ENUM ? {} : { enum: values }),
  };
}

const orMissing = ({ type, enum: values, ...rest }: JsonSchema): JsonSchema => ({
  ...rest,
  type: [type, "null"],
  ...(Array.isArray(values) ? { enum: [...(values as readonly unknown[]), null] } : {}),
});
