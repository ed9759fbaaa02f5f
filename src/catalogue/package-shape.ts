/**
 * The shapes inside a data package, before its parts are held against each other. Data Package allows properties of one's own, so
 * unknown ones are let through and left out. Shapes are forgiving where the standard is (one string for a list of one).
 */
import { z } from "zod";
import { isDatasetSlug, isFieldName } from "../kernel/ids.ts";
import { INDICATOR, VARIABLE } from "../kernel/statistical-variable.ts";
import { activityShape, filledShape } from "./package-statistics.ts";
import { localised, long, MAX_LIST, MAX_TITLE, titled } from "./package-text.ts";

/** "a" for ["a"]. */
const oneOrMany = <T extends z.ZodType<string>>(item: T) =>
  z.union([item.transform((one) => [one]), z.array(item).max(500)]);

const titleShape = localised(titled);
const textShape = localised(long);

const slugShape = z.string().refine(isDatasetSlug, { params: { code: "package.bad-slug" } });
const fieldNameShape = z.string().refine(isFieldName, { params: { code: "package.bad-field-name" } });

const FREQUENCIES = {
  daily: ["harian"],
  weekly: ["mingguan"],
  monthly: ["bulanan"],
  quarterly: ["triwulanan", "triwulan"],
  "four-monthly": ["empat bulanan", "caturwulanan", "caturwulan"],
  semesterly: ["semesteran", "semester", "semiannual"],
  yearly: ["tahunan", "annual", "annually"],
  "multi-yearly": ["lebih dari dua tahunan", "> 2 tahunan", "multiyearly"],
  irregular: ["tidak tentu", "sewaktu-waktu", "insidentil"],
} as const;

const ACCESS = { open: ["terbuka", "public"], agency: ["terbatas", "instansi"], closed: ["tertutup"] } as const;

/** One of the keys, or one of its other names in any case. */
function word<K extends string>(names: Readonly<Record<K, readonly string[]>>) {
  const keys = Object.keys(names) as K[]; // the table's own keys
  const meanings = new Map(keys.flatMap((key) => [key, ...names[key]].map((name): [string, K] => [name, key])));
  return z.string().transform((text, context): K => {
    const meaning = meanings.get(text.trim().toLowerCase());
    if (meaning !== undefined) return meaning;
    context.addIssue({
      code: "custom",
      params: { code: "package.unknown-value", value: text, allowed: keys.join(", ") },
    });
    return z.NEVER;
  });
}

const license = z.object({ name: titled.optional(), path: titled.optional(), title: titled.optional() });

const source = z
  .object({ title: titled.optional(), path: titled.optional(), email: titled.optional() })
  .transform(({ title, path, email }) => ({ title: title ?? path ?? email ?? "", path, email }));

/** The package without its schema and its rules. */
export const outlineShape = z.object({
  name: slugShape,
  title: titleShape,
  description: textShape.default(""),
  agency: z.string().optional(),
  topics: oneOrMany(z.string()).default([]),
  keywords: oneOrMany(titled).default([]),
  frequency: word(FREQUENCIES).optional(),
  licenses: z.array(license).max(MAX_LIST).default([]),
  sources: z.array(source).max(MAX_LIST).default([]),
  updates: word({ replace: [], append: [] }).default("replace"),
  access: word(ACCESS).default("open"),
  series: z.object({ name: slugShape, title: titleShape }).optional(),
  activity: activityShape.optional(),
});

const missingValue = z.union([
  z.string().max(100),
  z.object({ value: z.string().max(100) }).transform(({ value }) => value),
]);

const listOfText = z.array(z.string().max(MAX_TITLE)).max(MAX_LIST);

const oneCharacter = z.string().length(1);

const FIELD_TYPES = [
  "string",
  "number",
  "integer",
  "boolean",
  "date",
  "time",
  "datetime",
  "year",
  "yearmonth",
  "duration",
  "geopoint",
  "geojson",
  "object",
  "array",
  "list",
  "any",
] as const;

/** A field without its constraints, whose meaning depends on its type. */
export const fieldShape = z.object({
  name: fieldNameShape,
  type: z.enum(FIELD_TYPES).optional(),
  format: z.string().max(100).optional(),
  title: titleShape.optional(),
  description: textShape.optional(),
  role: z.enum(["region", "period", "dimension", "measure"]).optional(),
  unit: z.string().trim().max(100).optional(),
  concept: textShape.optional(),
  definition: textShape.optional(),
  classification: textShape.optional(),
  measureType: textShape.optional(),
  indicator: filledShape(INDICATOR).optional(),
  variable: filledShape(VARIABLE).optional(),
  additive: z.boolean().optional(),
  direction: z.enum(["up", "down", "none"]).optional(),
  previousNames: oneOrMany(fieldNameShape).optional(),
  decimalChar: oneCharacter.optional(),
  groupChar: oneCharacter.optional(),
  missingValues: z.array(missingValue).max(MAX_LIST).optional(),
  trueValues: listOfText.optional(),
  falseValues: listOfText.optional(),
});

/** The schema around its fields. */
export const schemaShape = z.object({
  fields: z.array(z.unknown()),
  primaryKey: oneOrMany(z.string()).default([]),
  foreignKeys: z.array(z.unknown()).max(MAX_LIST).default([]),
  uniqueKeys: z.array(oneOrMany(z.string())).max(MAX_LIST).default([]),
  missingValues: z.array(missingValue).max(MAX_LIST).default([""]),
});

export const foreignKeyShape = z.object({
  fields: oneOrMany(z.string()),
  reference: z.object({ resource: z.string().default(""), fields: oneOrMany(z.string()) }),
});

export const ruleShape = z.looseObject({
  name: titled.optional(),
  kind: z.string(),
  severity: z.enum(["error", "warning", "note"]).default("error"),
});

export const versionShape = z.object({
  path: z.string().min(1).max(MAX_TITLE),
  note: long.optional(),
  schema: z.unknown().optional(),
});
