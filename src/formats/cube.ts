/**
 * A version's rows as a cube, as statistical formats want them: dimensions with their categories, and measures.
 *
 * The schema decides. Measures are its numbers with that role. Dimensions are the fields of the key, in its order, then every other
 * field with a role that is no measure; so rows come in the order of the cube's cells. A column beside a code that only says what the
 * code is called becomes its label; everything else that is no part of the cube is left out.
 */
import type { Version } from "../catalogue/versions.ts";
import { Fault } from "../kernel/fault.ts";
import type { FieldName } from "../kernel/ids.ts";
import { inLanguage } from "../kernel/locale.ts";
import { type Field, isNumeric } from "../kernel/package.ts";
import { findCategories, findSharedCell } from "../store/categories.ts";
import type { RowQuery, Value } from "../store/rows.ts";
import { findValueForms } from "../store/value-facts.ts";
import { findLabels, type Label } from "./labels.ts";
import type { Source } from "./source.ts";
import type { Row } from "./text.ts";

export interface Category extends Label {
  readonly code: string;
}

export interface Dimension {
  readonly field: Field;
  readonly title: string;
  readonly categories: readonly Category[];
  /** The values as rows have them, in the order of the categories. */
  readonly values: readonly Value[];
}

export interface CubeMeasure {
  readonly field: Field;
  readonly title: string;
  readonly unit: string | undefined;
  /** Digits behind the point that hold every value. */
  readonly decimals: number;
}

export interface Cube {
  readonly dimensions: readonly Dimension[];
  readonly measures: readonly CubeMeasure[];
  readonly rows: number;
  /** Rows in which a value has a status. */
  readonly marked: number;
  /** Combinations of categories, the measures among them. */
  readonly cells: number;
}

/** The fields of the cube. */
export interface CubeFields {
  readonly dimensions: readonly Field[];
  readonly measures: readonly Field[];
}

/** Undefined where the schema makes none. `chosen`: only these fields of it. */
export function findCubeFields(
  { package: { schema } }: Pick<Version, "package">,
  chosen?: readonly FieldName[],
): CubeFields | undefined {
  const held = schema.fields.filter(({ name }) => chosen?.includes(name) ?? true);
  const measures = held.filter((field) => field.role === "measure" && isNumeric(field));
  const key = schema.primaryKey.flatMap((name) => held.filter((field) => field.name === name));
  const others = held.filter(({ name, role }) => role !== undefined && !schema.primaryKey.includes(name));
  const dimensions = [...key, ...others].filter(({ role }) => role !== "measure");
  return measures.length === 0 || dimensions.length === 0 ? undefined : { dimensions, measures };
}

/** All of them are in memory while a file is made. */
const MOST_CATEGORIES = 200_000;
const MOST_DIMENSIONS = 30;

/** What SDMX calls a value that is not told. */
const UNTOLD = { code: "_X", id: "tidak disebut", en: "not stated" } as const;

/**
 * The cube of what the source selects. Throws download.no-cube, download.shared-cell, and download.cube-too-large where it has more
 * cells than `most`.
 */
export async function loadCube(source: Source, ending: string, most = Number.MAX_SAFE_INTEGER): Promise<Cube> {
  const { store, table, query, lang } = source;
  const fields = await demandCube(source, ending);
  const tooLarge = (what: string): Fault => new Fault("download.cube-too-large", { ending, maximum: what });
  if (fields.dimensions.length > MOST_DIMENSIONS) throw tooLarge(String(MOST_DIMENSIONS));
  const names = fields.dimensions.map(({ name }) => name);
  const [found, decimals] = await Promise.all([
    store.read((tx) => findCategories(tx, table, query, names, MOST_CATEGORIES)),
    findDecimals(source, fields.measures),
  ]);
  if (found === undefined) throw tooLarge(String(MOST_CATEGORIES));
  const cells = found.values.reduce((product, { length }) => product * length, fields.measures.length);
  if (cells > most) throw tooLarge(String(most));
  const dimensions: Dimension[] = [];
  for (const [index, field] of fields.dimensions.entries()) {
    const values = found.values[index] ?? [];
    const labels = await findLabels(source, field);
    dimensions.push({ field, title: titleOf(field, source), values, categories: categoriesOf(values, labels, lang) });
  }
  const measures = fields.measures.map((field) => ({
    field,
    title: titleOf(field, source),
    unit: field.unit,
    decimals: decimals.get(field.name) ?? 0,
  }));
  return { dimensions, measures, rows: found.rows, marked: found.marked, cells };
}

const titleOf = ({ name, title }: Field, { lang }: Pick<Source, "lang">): string =>
  title === undefined ? name : inLanguage(title, lang);

/** The fields of a cube of one row a cell. Throws download.no-cube and download.shared-cell. */
export async function demandCube(source: Source, ending: string): Promise<CubeFields> {
  const { version, query } = source;
  const fields = findCubeFields(version, query.fields);
  if (fields === undefined) throw new Fault("download.no-cube", { ending, slug: version.slug });
  await demandOneRowACell(source, fields.dimensions, ending);
  return fields;
}

/** A key within the dimensions makes every cell one row; otherwise the rows are asked. */
async function demandOneRowACell(source: Source, dimensions: readonly Field[], ending: string): Promise<void> {
  const { store, table, query } = source;
  const names = dimensions.map(({ name }) => name);
  if (table.key.length > 0 && table.key.every((name) => names.includes(name))) return;
  const shared = await store.read((tx) => findSharedCell(tx, table, query, names));
  if (shared === undefined) return;
  const example = names.map((name, index) => `${name} = ${(shared[index] ?? "").slice(0, 80)}`).join(", ");
  throw new Fault("download.shared-cell", { ending, dimensions: names.join(", "), example });
}

async function findDecimals(
  { store, table, query }: Source,
  measures: readonly Field[],
): Promise<ReadonlyMap<FieldName, number>> {
  const names = measures.filter(({ type }) => type === "number").map(({ name }) => name);
  if (names.length === 0) return new Map();
  const { decimals } = await store.read((tx) => findValueForms(tx, table, query.filters));
  return new Map([...decimals].map(([name, { scale }]) => [name, scale]));
}

function categoriesOf(
  values: readonly Value[],
  labels: ReadonlyMap<string, Label>,
  lang: Source["lang"],
): readonly Category[] {
  const taken = new Set(values);
  let untold: string = UNTOLD.code;
  while (taken.has(untold)) untold += "_";
  return values.map((value) =>
    value === null
      ? { code: untold, label: UNTOLD[lang] }
      : { code: value, ...(labels.get(value) ?? { label: value }) },
  );
}

/** The cube's columns alone, in its own order. */
export function cubeQuery({ query }: Source, { dimensions, measures }: Cube): RowQuery {
  const names = dimensions.map(({ field }) => field.name);
  return {
    ...query,
    fields: [...names, ...measures.map(({ field }) => field.name)],
    order: names.map((field) => ({ field, direction: "asc" })),
  };
}

/**
 * A function that says which cell a row's first measure is: the row begins with the dimensions' values. Measures are the innermost
 * dimension. Rows come sorted, so most values are those of the row before.
 */
export function cellFinder({ dimensions, measures }: Cube): (row: Row) => number {
  const steps: { readonly offsets: ReadonlyMap<Value, number>; last: Value | undefined; offset: number }[] = [];
  let stride = measures.length;
  for (const { values } of [...dimensions].reverse()) {
    const step = stride;
    steps.unshift({ offsets: new Map(values.map((value, at) => [value, at * step])), last: undefined, offset: 0 });
    stride *= values.length;
  }
  return (row) => {
    let cell = 0;
    for (let index = 0; index < steps.length; index += 1) {
      const step = steps[index];
      if (step === undefined) continue;
      const value = row[index] ?? null;
      if (value !== step.last) {
        const offset = step.offsets.get(value);
        if (offset === undefined) throw new Error("a row has a value that its version did not have before");
        step.last = value;
        step.offset = offset;
      }
      cell += step.offset;
    }
    return cell;
  };
}
