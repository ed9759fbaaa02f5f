/**
 * What of a schema is an indicator: a measure of rows that know their region and period. Where rows are told apart by more than these, a
 * measure that may be summed is summed over the rest; one that may not has no single value for a region and is no indicator by itself.
 * Also what a unit allows: growth in percent for quantities with a true zero only, a ratio for those that may be summed as well.
 */
import type { LocalisedText } from "../kernel/locale.ts";
import { type DataPackage, type Field, isNumeric, type TableSchema } from "../kernel/package.ts";
import { isPercentUnit } from "../tabular/units.ts";
import { foldText } from "./dataset-search.ts";

/** What is told of an indicator. */
export interface IndicatorAbout {
  readonly title: LocalisedText;
  readonly unit?: string | undefined;
  readonly concept?: LocalisedText | undefined;
  readonly definition?: LocalisedText | undefined;
  readonly classification?: LocalisedText | undefined;
  readonly measureType?: LocalisedText | undefined;
  /** Where the definition is from. */
  readonly source?: LocalisedText | undefined;
  /** Is more better? */
  readonly direction: "up" | "down" | "none";
  readonly additive?: boolean | undefined;
  /** To be shown with so many decimals. */
  readonly decimals?: number | undefined;
  readonly topics: readonly string[];
}

/** The fields that say of which region and period a row is; undefined where there is not one of each. */
export function placeOf({ fields }: TableSchema): { readonly region: Field; readonly period: Field } | undefined {
  const region = fields.find(({ role }) => role === "region");
  const period = fields.find(({ role }) => role === "period");
  return region && period && { region, period };
}

/** May a region have several rows at one period? What the key does not need is an attribute of the row, whatever its role. */
export function hasSeveralRows(schema: TableSchema): boolean {
  const { fields, primaryKey } = schema;
  const place = placeOf(schema);
  const tellsApart = (field: Field): boolean =>
    primaryKey.length === 0 ? field.role === "dimension" : primaryKey.includes(field.name);
  return fields.some((field) => field !== place?.region && field !== place?.period && tellsApart(field));
}

/** The measures that are indicators by themselves. */
export function indicatorMeasures(schema: TableSchema): readonly Field[] {
  if (placeOf(schema) === undefined) return [];
  const several = hasSeveralRows(schema);
  return schema.fields.filter(
    (field) => field.role === "measure" && isNumeric(field) && (!several || field.additive === true),
  );
}

/** The field of this name, or that was called so before. */
export const findField = ({ fields }: TableSchema, name: string): Field | undefined =>
  fields.find((field) => field.name === name) ??
  fields.find((field) => field.previousNames?.some((old) => old === name));

/** "jumlah-penduduk" for the field jumlah_penduduk of that dataset: the same name is not said twice. */
export function measureSlug(dataset: string, field: string): string {
  const measure = field.replaceAll("_", "-").replace(/-+/g, "-").replace(/-$/, "");
  return dataset === measure ? dataset : `${dataset}-${measure}`;
}

/** Of a measure, with the dataset's title where it has none. */
export const aboutMeasure = (pkg: DataPackage, field: Field): IndicatorAbout => ({
  title: field.title ?? pkg.title,
  unit: field.unit,
  concept: field.concept,
  definition: field.definition ?? field.description,
  classification: field.classification,
  measureType: field.measureType,
  direction: field.direction ?? "none",
  additive: field.additive,
  topics: pkg.topics,
});

const bothLanguages = (text: LocalisedText | undefined): readonly string[] =>
  text === undefined ? [] : typeof text === "string" ? [text] : [text.id, text.en ?? ""];

/** What an indicator is found by. */
export const indicatorSearch = (slug: string, about: IndicatorAbout, ...more: readonly LocalisedText[]): string =>
  foldText([slug, ...[about.title, about.definition, about.concept, ...more].flatMap(bothLanguages)].join(" ")).slice(
    0,
    10_000,
  );

/** Units without a true zero: twice the value is not twice as much. */
const POINTS = /^(?:poin|point|points|indeks|index|skor|score|nilai|peringkat|level|°c|derajat(?: celsius)?)$/i;

/** Does growth in percent mean anything? Not for percentages (their change is in percentage points) and not for points of an index. */
export const growsInPercent = ({ unit }: { readonly unit?: string | null | undefined }): boolean =>
  unit !== undefined && unit !== null && !isPercentUnit(unit) && !POINTS.test(unit.trim());

/** May it be divided by, or be divided by, another one? Only quantities: what may be summed, and has a true zero. */
export const isQuantity = (about: IndicatorAbout): boolean => about.additive === true && growsInPercent(about);

/** In what the change from one period to another is measured. */
export const changeUnit = ({ unit }: IndicatorAbout): string | undefined =>
  isPercentUnit(unit) ? "poin persen" : unit;
