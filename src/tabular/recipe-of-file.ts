/** The recipe that a file's layout suggests by itself, without a dataset's schema: a beginning for whoever writes one. */
import { basename } from "node:path";
import { chooseTable } from "./choose-table.ts";
import type { InspectOptions } from "./inspect.ts";
import type { Recipe } from "./recipe.ts";
import { proposeCategories, proposeRecipe } from "./recipe-propose.ts";
import { openSource } from "./source.ts";

/** Throws Unreadable when there is no table. */
export async function recipeOfFile(path: string, options: InspectOptions = {}): Promise<Recipe> {
  const { sheet, table: number, limits, signal } = options;
  const source = await openSource(path, { name: options.name ?? basename(path), limits, signal });
  try {
    const { table } = await chooseTable(source, { sheet, table: number, signal });
    return proposeCategories(table) ?? proposeRecipe(table);
  } finally {
    await source.close();
  }
}
