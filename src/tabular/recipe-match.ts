/**
 * A recipe held against a table: which column is which, by header and never by position, and how the layout differs from the one that
 * the recipe was made for. Moved is no difference; added, missing and renamed are findings, each told once.
 */
import type { Finding } from "../kernel/finding.ts";
import { plainHeader } from "./fields.ts";
import { dimensionPath } from "./header-columns.ts";
import { headerTime, joinPeriod } from "./header-periods.ts";
import { oneLine } from "./locate-cells.ts";
import type { LocatedColumn, LocatedTable } from "./located-table.ts";
import type { Melt, Recipe } from "./recipe.ts";
import { editDistance } from "./region-names.ts";

/** A column whose cells become rows, and what its header says of them. */
export interface MeltSource {
  readonly column: number;
  readonly dimensions: readonly string[];
  readonly period: string;
  readonly unit: string;
  /** The field that takes its values. */
  readonly into: string;
}

export interface RecipeMatch {
  readonly kept: readonly { readonly column: LocatedColumn; readonly name: string }[];
  readonly melted: readonly MeltSource[];
  readonly findings: readonly Finding[];
  /** Was every column found under its own header? Else renamed ones were taken by their likely new header, others left out. */
  readonly isExact: boolean;
}

const keyOf = (title: string): string => plainHeader(oneLine(title));

/** Puts a table and a recipe together. Twins (two columns of one header) are taken in their order. */
export function matchRecipe(table: LocatedTable, recipe: Recipe): RecipeMatch {
  const used = new Set<LocatedColumn>();
  const named = table.columns.filter(({ title }) => title !== "");
  const find = (title: string): LocatedColumn | undefined =>
    named.find((column) => column.title === title && !used.has(column)) ??
    named.find((column) => column.title === title) ??
    named.find((column) => keyOf(column.title) === keyOf(title)) ??
    // A column without a header goes by the name it was given.
    table.columns.find((column) => column.title === "" && keyOf(column.name) === keyOf(title));
  const absent: string[] = [];
  const take = (title: string): LocatedColumn | undefined => {
    const column = find(title);
    if (column === undefined) absent.push(title);
    else used.add(column);
    return column;
  };
  const kept = recipe.keep.map(({ title, name }) => ({ title, name, column: take(title) }));
  const listed = listedColumns(recipe.melt).map((one) => ({ ...one, column: take(one.title) }));
  for (const title of recipe.drop) {
    const column = find(title);
    if (column !== undefined) used.add(column);
  }
  const periods = recipe.melt?.columns === "periods" ? periodSources(table, recipe.melt, used) : [];
  const strangers = named.filter((column) => !used.has(column) && column.isHeading !== true);
  const { findings, renames } = differences(absent, strangers);
  const resolve = (title: string, column: LocatedColumn | undefined): LocatedColumn | undefined =>
    column ?? renames.get(title);
  return {
    kept: kept.flatMap(({ title, name, column: own }) => {
      const column = resolve(title, own);
      return column === undefined ? [] : [{ column, name }];
    }),
    melted: [
      ...periods,
      ...listed.flatMap(({ title, column: own, period, said, into }) => {
        const column = resolve(title, own);
        if (column === undefined) return [];
        const unit = column.unit ?? table.unit ?? "";
        return [{ column: column.column, dimensions: said, period: period ?? column.period ?? "", unit, into }];
      }),
    ],
    findings,
    isExact: absent.length === 0,
  };
}

/** The columns that a recipe lists one by one. */
function listedColumns(melt: Melt | undefined): readonly {
  readonly title: string;
  readonly period: string | undefined;
  readonly said: readonly string[];
  readonly into: string;
}[] {
  if (melt === undefined || melt.columns === "periods") return [];
  const { value } = melt;
  return melt.columns.map(({ title, period, values }) => ({
    title,
    period,
    said: melt.dimensions.map(({ name }) => values?.[name] ?? ""),
    into: typeof value === "string" ? value : (value.fields.find((field) => field.title === title)?.name ?? ""),
  }));
}

function periodSources(table: LocatedTable, melt: Melt, used: Set<LocatedColumn>): MeltSource[] {
  const { value, dimensions } = melt;
  return table.columns.flatMap((column) => {
    const period = column.period ?? movedPeriod(column);
    if (period === undefined || used.has(column)) return [];
    const path = dimensionPath(column, period.slice(0, 4));
    const at = (level: number): string => oneLine(path[level - 1] ?? "");
    const said = dimensions.map(({ level }, index) => at(level ?? index + 1));
    if (dimensions.some(({ leave = [] }, index) => leave.includes(said[index] ?? ""))) {
      used.add(column);
      return [];
    }
    const into =
      typeof value === "string"
        ? value
        : value.fields.find((field) => keyOf(field.title) === keyOf(at(value.level)))?.name;
    // A measure that the recipe does not know is a column that was added.
    if (into === undefined) return [];
    used.add(column);
    return [{ column: column.column, dimensions: said, period, unit: column.unit ?? table.unit ?? "", into }];
  });
}

/** A period that stands before the labels is taken for one of them where nobody knows better; the recipe does. */
function movedPeriod({ path }: LocatedColumn): string | undefined {
  const [only = "", ...others] = path;
  const time = others.length === 0 ? headerTime(only) : undefined;
  return time?.year === undefined || time.rest !== "" ? undefined : joinPeriod(time.year, time.part);
}

/** Added, missing and renamed: a missing column with a near stranger was renamed. */
function differences(
  absent: readonly string[],
  strangers: readonly LocatedColumn[],
): { readonly findings: readonly Finding[]; readonly renames: ReadonlyMap<string, LocatedColumn> } {
  const left = new Set(strangers);
  const renames = new Map<string, LocatedColumn>();
  const findings = absent.map((title): Finding => {
    const near = [...left].find((column) => isNear(keyOf(title), keyOf(column.title)));
    if (near === undefined) return { code: "recipe/column-missing", severity: "error", params: { title } };
    left.delete(near);
    renames.set(title, near);
    return {
      code: "recipe/column-renamed",
      severity: "error",
      column: near.column,
      params: { title: near.title, was: title },
      suggestion: title,
    };
  });
  const added = [...left].map(
    ({ column, title }): Finding => ({
      code: "recipe/column-added",
      severity: "warning",
      column,
      params: { title },
    }),
  );
  return { findings: [...findings, ...added], renames };
}

function isNear(a: string, b: string): boolean {
  if (a === "" || b === "") return false;
  if (a.includes(b) || b.includes(a)) return Math.min(a.length, b.length) >= 4;
  const most = Math.max(1, Math.floor(Math.min(a.length, b.length) / 4));
  return editDistance(a, b, most) <= most;
}
