/** What columns that stand side by side become in the long form, by the recipe that the layout itself suggests. */
import type { LocatedTable } from "./located-table.ts";
import { matchRecipe } from "./recipe-match.ts";
import { proposeRecipe } from "./recipe-propose.ts";

export interface InspectedMelt {
  /** The header's levels that are no time, with what they say. */
  readonly dimensions: readonly { readonly name: string; readonly values: readonly string[] }[];
  readonly period: string | null;
  /** Where the columns have different units. */
  readonly unit: string | null;
  readonly value: string;
}

/** Null for a table that is long already. */
export function inspectMelt(table: LocatedTable): InspectedMelt | null {
  if (table.layout !== "wide") return null;
  const recipe = proposeRecipe(table);
  const { melt } = recipe;
  if (melt === undefined || typeof melt.value !== "string") return null;
  const { melted } = matchRecipe(table, recipe);
  return {
    dimensions: melt.dimensions.map(({ name }, at) => ({
      name,
      values: [...new Set(melted.map(({ dimensions }) => dimensions[at] ?? ""))].filter((value) => value !== ""),
    })),
    period: melt.period ?? null,
    unit: melt.unit ?? null,
    value: melt.value,
  };
}
