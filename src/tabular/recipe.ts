/**
 * A recipe: how a dataset's file becomes its long table. Data, kept with the dataset and edited by people, so it speaks of columns by
 * their headers and never by their positions. Years that come later fit by themselves: columns of periods are named by their meaning.
 * Published as JSON Schema in `schema/recipe.schema.json`, which is made from here.
 */
import { z } from "zod";

const fieldName = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,62}$/)
  .meta({ description: "A field of the long table." });
const title = z.string().min(1).max(2000);

const keepColumn = z
  .strictObject({
    title: title.meta({ description: "The column's header as written, its levels joined by ' - '." }),
    name: fieldName,
  })
  .meta({ description: "A column that stays one column." });

const dimension = z
  .strictObject({
    name: fieldName,
    level: z
      .int()
      .min(1)
      .max(8)
      .meta({ description: "Which of the header's levels that are no time, from the top, 1 first." })
      .optional(),
    leave: z
      .array(title)
      .max(50)
      .meta({ description: "Columns left out, by what this level says: totals, mostly." })
      .optional(),
  })
  .meta({
    description:
      "What tells columns of values apart besides time: sex, level of school, at current or constant prices.",
  });

const meltColumn = z
  .strictObject({
    title,
    period: z
      .string()
      .max(40)
      .meta({ description: "An SDMX time period: 2024, 2024-S1, 2024-Q3, 2024-05." })
      .optional(),
    values: z
      .record(fieldName, z.string().max(500))
      .meta({ description: "The value of each dimension for this column." })
      .optional(),
  })
  .meta({ description: "A column whose values become rows, with what its header means." });

const measures = z
  .strictObject({
    level: z.int().min(1).max(8).meta({ description: "The level of the header that names them, as for a dimension." }),
    fields: z
      .array(z.strictObject({ title, name: fieldName }))
      .min(2)
      .max(100),
  })
  .meta({ description: "Several measures across: what the header calls each, and its field." });

const melt = z
  .strictObject({
    columns: z.union([z.literal("periods"), z.array(meltColumn).min(1).max(4000)]).meta({
      description:
        "'periods': every column whose header is a period, in this file and in later ones; or the columns one by one.",
    }),
    dimensions: z.array(dimension).max(8),
    period: fieldName.meta({ description: "The field that takes the period." }).optional(),
    unit: fieldName
      .meta({ description: "The field that takes the unit, where columns have different ones." })
      .optional(),
    value: z.union([fieldName, measures]).meta({ description: "The field that takes the value." }),
  })
  .meta({ description: "Columns that become rows." });

export const recipeSchema = z
  .strictObject({
    recipe: z.literal(1).meta({ description: "The version of this format." }),
    keep: z.array(keepColumn).max(4000),
    melt: melt.optional(),
    drop: z.array(title).max(4000).meta({ description: "Columns left out, by header." }),
  })
  .meta({
    title: "Jendela Sulsel recipe",
    description: "How a table with periods or categories across becomes a long one.",
  });

export type Recipe = z.infer<typeof recipeSchema>;
export type Melt = z.infer<typeof melt>;

export interface RecipeError {
  /** As a JSON pointer. */
  readonly path: string;
  readonly message: string;
}

export type RecipeReading = { readonly recipe: Recipe } | { readonly errors: readonly RecipeError[] };

/** Reads a recipe that came from outside. */
export function parseRecipe(json: unknown): RecipeReading {
  const parsed = recipeSchema.safeParse(json);
  if (parsed.success) {
    const errors = contradictions(parsed.data);
    return errors.length === 0 ? { recipe: parsed.data } : { errors };
  }
  return {
    errors: parsed.error.issues.map(({ path, message }) => ({
      path: path.map((step) => `/${String(step)}`).join(""),
      message,
    })),
  };
}

/** The fields that take values, in order. */
export const measuresOf = ({ value }: Melt): readonly string[] =>
  typeof value === "string" ? [value] : [...new Set(value.fields.map(({ name }) => name))];

/** Every field of the long table, in order. */
export function fieldsOf({ keep, melt: melted }: Recipe): readonly string[] {
  const kept = keep.map(({ name }) => name);
  if (melted === undefined) return kept;
  const { dimensions, period, unit } = melted;
  return [...kept, ...dimensions.map(({ name }) => name), ...[period ?? [], unit ?? []].flat(), ...measuresOf(melted)];
}

/** What the shape alone does not say: no field is filled twice, every listed column has a field. */
function contradictions(recipe: Recipe): readonly RecipeError[] {
  const names = fieldsOf(recipe);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  const { melt: melted } = recipe;
  const homeless =
    melted === undefined || melted.columns === "periods" || typeof melted.value === "string"
      ? undefined
      : melted.columns.findIndex(({ title: own }) => !takesColumn(melted.value, own));
  return [
    ...(twice === undefined ? [] : [{ path: "", message: `The field name “${twice}” is used twice.` }]),
    ...(homeless === undefined || homeless < 0
      ? []
      : [{ path: `/melt/columns/${homeless}`, message: "No field of “value” takes this column." }]),
  ];
}

const takesColumn = (value: Melt["value"], own: string): boolean =>
  typeof value === "string" || value.fields.some((field) => field.title === own);

/** The JSON Schema that is published. */
export const recipeJsonSchema = (): Record<string, unknown> => ({
  $id: "urn:jendela-sulsel:recipe:1",
  ...z.toJSONSchema(recipeSchema, { target: "draft-2020-12" }),
});
