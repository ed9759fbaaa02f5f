/** A recipe that was kept with a dataset, for its wide files. */
import { EntitySchema } from "typeorm";

interface RecipeRow {
  dataset: number;
  number: number;
  recipe: Record<string, unknown>;
  /** Whose file it was made for. */
  upload: string | null;
  reason: string | null;
  /** The actor's key. */
  keptBy: string;
  keptByName: string;
  keptAt: Date;
}

export const RecipeEntity = new EntitySchema<RecipeRow>({
  name: "Recipe",
  schema: "catalogue",
  tableName: "recipe",
  columns: {
    dataset: { type: "integer", primary: true },
    number: { type: "integer", primary: true },
    recipe: { type: "jsonb" },
    upload: { type: "uuid", nullable: true },
    reason: { type: "text", nullable: true },
    keptBy: { name: "kept_by", type: "text" },
    keptByName: { name: "kept_by_name", type: "text" },
    keptAt: { name: "kept_at", type: "timestamptz" },
  },
});
