/**
 * The recipe by which a file was read: the dataset's own, kept one, or one proposed for this file. What is proposed is settled once the
 * contents have been seen, and told in one sentence; what people decide about a recipe gives the next one.
 */
import type { Finding } from "../kernel/finding.ts";
import type { TableSchema } from "../kernel/package.ts";
import { isNeeded } from "./fields.ts";
import type { LocatedTable } from "./located-table.ts";
import { fieldsOf, measuresOf, type Recipe, type RecipeError } from "./recipe.ts";
import { matchRecipe } from "./recipe-match.ts";

export interface UsedRecipe {
  readonly origin: "kept" | "proposed";
  /** Of the dataset's recipes, where it is one of them. */
  readonly number?: number | undefined;
  readonly recipe: Recipe;
}

/**
 * A proposal under the fields that its columns turned out to be; columns that are none are left out from now on.
 *
 * @param columns  For each field of the schema, the column of the long table (from 1) that it was read from.
 */
export function settleProposal(recipe: Recipe, schema: TableSchema, columns: readonly (number | undefined)[]): Recipe {
  const fieldAt = (place: number): string | undefined => schema.fields[columns.indexOf(place + 1)]?.name;
  const keep = recipe.keep.flatMap(({ title }, index) => {
    const name = fieldAt(index);
    return name === undefined ? [] : [{ title, name }];
  });
  const left = recipe.keep.filter((_, index) => fieldAt(index) === undefined).map(({ title }) => title);
  return { ...recipe, keep, drop: [...recipe.drop, ...left] };
}

const MOST_NAMED = 12;
/** Columns that stand side by side are much alike: a few show which they are. */
const MOST_ALIKE = 4;

const some = (texts: readonly string[], most = MOST_NAMED): string =>
  texts.length === 0 ? "–" : texts.slice(0, most).join(", ") + (texts.length > most ? ", …" : "");

/** What becomes what, in one warning. */
export function tellProposal(table: LocatedTable, recipe: Recipe): Finding {
  const { melt } = recipe;
  const { melted } = matchRecipe(table, recipe);
  const titles = new Map(table.columns.map(({ column, title }) => [column, title]));
  const columns = [...new Set(melted.map(({ column }) => `“${titles.get(column) ?? ""}”`))];
  const filled = melt === undefined ? [] : [...melt.dimensions.map(({ name }) => name), melt.period ?? []].flat();
  return {
    code: "table/recipe-proposed",
    severity: "warning",
    params: {
      count: columns.length,
      columns: some(columns, MOST_ALIKE),
      header: some(filled),
      values: some(melt === undefined ? [] : measuresOf(melt)),
      kept: some(recipe.keep.map(({ title, name }) => `“${title}” → ${name}`)),
      left: some(recipe.drop.map((title) => `“${title}”`)),
    },
  };
}

/** What a recipe must be to be kept with a dataset: it fills declared fields only, and every one that a row cannot be without. */
export function checkRecipe(recipe: Recipe, schema: TableSchema): readonly RecipeError[] {
  const filled = fieldsOf(recipe);
  const known = new Set<string>(schema.fields.map(({ name }) => name));
  const strange = filled.filter((name) => !known.has(name));
  const absent = schema.fields.filter((field) => isNeeded(field, schema) && !filled.includes(field.name));
  return [
    ...strange.map((name) => ({ path: "", message: `“${name}” is no field of this dataset.` })),
    ...absent.map(({ name }) => ({ path: "", message: `The field “${name}” is filled by nothing in this recipe.` })),
  ];
}

/** The column is called so from now on. */
export function renameColumn(recipe: Recipe, was: string, title: string): Recipe {
  const renamed = <C extends { readonly title: string }>(column: C): C =>
    column.title === was ? { ...column, title } : column;
  const { melt } = recipe;
  return {
    ...recipe,
    keep: recipe.keep.map(renamed),
    ...(melt === undefined || melt.columns === "periods"
      ? {}
      : { melt: { ...melt, columns: melt.columns.map(renamed), value: renameValue(melt.value, was, title) } }),
  };
}

type Value = NonNullable<Recipe["melt"]>["value"];

const renameValue = (value: Value, was: string, title: string): Value =>
  typeof value === "string"
    ? value
    : { ...value, fields: value.fields.map((field) => (field.title === was ? { ...field, title } : field)) };

/** The column is left out from now on, without a word. */
export const leaveColumn = (recipe: Recipe, title: string): Recipe =>
  recipe.drop.includes(title) ? recipe : { ...recipe, drop: [...recipe.drop, title] };
