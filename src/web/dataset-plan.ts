/**
 * What a dataset can be drawn as, from the roles of its fields and the profile of its rows, and which of that an address asks for. A
 * measure that may not be summed is drawn only where one row gives each value. No I/O.
 */
import type { VersionProfile } from "../catalogue/version-profile.ts";
import type { Version } from "../catalogue/versions.ts";
import type { Field } from "../kernel/package.ts";
import type { RowFilter } from "../store/rows.ts";
import { TILES } from "./chart/tile-map.tsx";
import { chosenValues, type DatasetAddress, type View } from "./dataset-address.ts";

export interface Choice {
  readonly field: Field;
  readonly values: readonly string[];
  /** Undefined: all of them together. */
  readonly chosen: string | undefined;
  /** May all be taken together? */
  readonly all: boolean;
}

export interface ChartPlan {
  readonly view: View;
  /** What there is, in order; at least the table and the definitions. */
  readonly views: readonly View[];
  readonly measures: readonly Field[];
  readonly measure: Field | undefined;
  /** What is ranked, drawn as tiles, or as lines: the region, else a dimension. */
  readonly category: Field | undefined;
  readonly categories: readonly string[];
  /** Values of it that are pointed at. */
  readonly highlighted: readonly string[];
  readonly period: Choice | undefined;
  readonly dimensions: readonly Choice[];
  /** The dimension that composes the whole, and those that could. */
  readonly parts: Field | undefined;
  /** Does one row give each value, so that its status can be told? */
  readonly single: boolean;
}

const MOST_CATEGORIES = 400;
const MOST_PARTS = 30;

export function planView(version: Version, profile: VersionProfile | undefined, address: DatasetAddress): ChartPlan {
  const { fields, primaryKey } = version.package.schema;
  const valuesOf = (field: Field | undefined): readonly string[] =>
    (field && profile?.fields[field.name]?.values) ?? [];
  const region = fields.find(({ role }) => role === "region");
  const periodField = fields.find(({ role }) => role === "period");
  const dimensions = fields.filter(({ role }) => role === "dimension");
  const hasRegions = valuesOf(region).length > 2;
  const first = dimensions.find((field) => valuesOf(field).length > 2 && valuesOf(field).length <= MOST_CATEGORIES);
  const category = hasRegions ? region : (first ?? region);
  const keyed = new Set<string>(
    [...fields.filter(({ role }) => role !== undefined && role !== "measure")].map((f) => f.name),
  );
  const single = primaryKey.length > 0 && primaryKey.every((name) => keyed.has(name));
  const measures = fields.filter(({ role, additive }) => role === "measure" && (single || additive === true));
  const measure = measures.find(({ name }) => name === address.measure) ?? measures[0];
  const others = [region, ...dimensions].filter((field): field is Field => field !== undefined && field !== category);
  // What is no part of the key only narrows; a part of it must be chosen where values may not be summed.
  const isFree = ({ name }: Field): boolean => measure?.additive === true || (single && !primaryKey.includes(name));
  const choices = others.flatMap((field) => choiceOf(field, valuesOf(field), address, isFree(field)) ?? []);
  const undecided = others.some((field) => valuesOf(field).length === 0 && !isFree(field));
  const parts =
    measure?.additive === true
      ? [...dimensions, ...(hasRegions && region !== undefined ? [region] : [])].find(
          (field) => valuesOf(field).length >= 2 && valuesOf(field).length <= MOST_PARTS,
        )
      : undefined;
  const views = viewsOf({
    drawn: measure !== undefined && !undecided && profile !== undefined && version.rows > 0,
    ranked: category !== undefined && valuesOf(category).length > 1,
    mapped: category === region && valuesOf(region).filter((code) => TILES[code] !== undefined).length >= 12,
    periods: valuesOf(periodField).length,
    parts: parts !== undefined,
  });
  const view = views.find((one) => one === address.view) ?? defaultView(views, valuesOf(category).length);
  const period = periodField && periodChoice(periodField, valuesOf(periodField), profile, address);
  const free = view === "komposisi" ? choices.filter(({ field }) => field !== parts) : choices;
  return {
    view,
    views,
    measures,
    measure,
    category,
    categories: valuesOf(category),
    highlighted: category === undefined ? [] : chosenValues(address, category.name),
    period,
    dimensions:
      view === "komposisi" && category !== undefined && category !== parts
        ? [...free, ...(choiceOf(category, valuesOf(category), address, true) ?? [])]
        : free,
    parts,
    single: single && choices.every(({ field, chosen }) => chosen !== undefined || !primaryKey.includes(field.name)),
  };
}

interface Facts {
  readonly drawn: boolean;
  readonly ranked: boolean;
  readonly mapped: boolean;
  readonly periods: number;
  readonly parts: boolean;
}

function viewsOf({ drawn, ranked, mapped, periods, parts }: Facts): readonly View[] {
  return [
    ...(drawn && ranked ? (["peringkat"] as const) : []),
    ...(drawn && mapped ? (["peta"] as const) : []),
    ...(drawn && periods > 1 ? (["tren"] as const) : []),
    ...(drawn && parts ? (["komposisi"] as const) : []),
    "tabel",
    "definisi",
  ];
}

/** A ranking of what one can look over; else what there is. */
function defaultView(views: readonly View[], categories: number): View {
  if (categories <= 60 && views.includes("peringkat")) return "peringkat";
  return views.find((view) => view === "tren" || view === "peringkat") ?? "tabel";
}

function choiceOf(
  field: Field,
  values: readonly string[],
  address: DatasetAddress,
  all: boolean,
): readonly Choice[] | undefined {
  if (values.length === 0) return undefined;
  const asked = chosenValues(address, field.name).find((value) => values.includes(value));
  return [{ field, values, chosen: asked ?? (all ? undefined : values[0]), all }];
}

/** Newest first; the newest unless another is asked for. */
function periodChoice(
  field: Field,
  values: readonly string[],
  profile: VersionProfile | undefined,
  address: DatasetAddress,
): Choice {
  const [asked] = chosenValues(address, field.name);
  const newest = values.toReversed();
  const known = values.length === 0 ? profile?.fields[field.name]?.range?.[1] : newest[0];
  const chosen = asked !== undefined && (values.length === 0 || values.includes(asked)) ? asked : known;
  return { field, values: newest, chosen, all: false };
}

/** What rows must be, for the choices that were made. */
export const choiceFilters = (choices: readonly (Choice | undefined)[]): readonly RowFilter[] =>
  choices.flatMap((choice) =>
    choice?.chosen === undefined ? [] : [{ field: choice.field.name, op: "eq" as const, values: [choice.chosen] }],
  );
