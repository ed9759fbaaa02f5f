/**
 * Recipes of a dataset: how its wide files become its long table. Each that is kept gets the next number and never changes; the highest
 * is the one that holds. Kept by whoever may change the dataset, by a decision on an upload, or by the publication of an upload that was
 * read by a proposal: the reviewer's approval is its confirmation.
 */
import { isDeepStrictEqual } from "node:util";
import type { Actor } from "../kernel/actor.ts";
import type { Effects } from "../kernel/effects.ts";
import { Fault } from "../kernel/fault.ts";
import type { DatasetId, DatasetSlug, UploadId } from "../kernel/ids.ts";
import type { LocalisedText } from "../kernel/locale.ts";
import type { TableSchema } from "../kernel/package.ts";
import type { ReadTx, WriteTx } from "../store/transaction.ts";
import { parseRecipe, type Recipe, type RecipeError } from "../tabular/recipe.ts";
import { checkRecipe } from "../tabular/recipe-used.ts";
import { recordAudit } from "./audit.ts";
import { getDataset, subjectOf } from "./datasets.ts";
import { demand } from "./rights.ts";
import type { Upload } from "./uploads.ts";

export interface KeptRecipe {
  readonly number: number;
  readonly recipe: Recipe;
  readonly upload: UploadId | undefined;
  readonly reason: string | undefined;
  readonly keptBy: string;
  readonly keptByName: string;
  readonly keptAt: Date;
}

interface RecipeSelectRow {
  number: number;
  recipe: Recipe;
  upload: UploadId | null;
  reason: string | null;
  kept_by: string;
  kept_by_name: string;
  kept_at: Date;
}

const SELECT = "select number, recipe, upload, reason, kept_by, kept_by_name, kept_at from catalogue.recipe";

const toKept = (row: RecipeSelectRow): KeptRecipe => ({
  number: row.number,
  recipe: row.recipe,
  upload: row.upload ?? undefined,
  reason: row.reason ?? undefined,
  keptBy: row.kept_by,
  keptByName: row.kept_by_name,
  keptAt: row.kept_at,
});

/** The one that holds; undefined where none was ever kept. */
export async function findRecipe(tx: ReadTx, dataset: DatasetId): Promise<KeptRecipe | undefined> {
  const [row] = await tx.query<RecipeSelectRow>(`${SELECT} where dataset = $1 order by number desc limit 1`, [dataset]);
  return row === undefined ? undefined : toKept(row);
}

/** Newest first; the last hundred. */
export async function listRecipes(tx: ReadTx, dataset: DatasetId): Promise<readonly KeptRecipe[]> {
  const rows = await tx.query<RecipeSelectRow>(`${SELECT} where dataset = $1 order by number desc limit 100`, [
    dataset,
  ]);
  return rows.map(toKept);
}

export interface HeldRecipe {
  readonly slug: DatasetSlug;
  readonly title: LocalisedText;
  readonly number: number;
  readonly keptByName: string;
  readonly keptAt: Date;
}

/** Of each dataset the one that holds, the last kept first. Not for whoever sees one agency alone. */
export async function listHeldRecipes(tx: ReadTx, actor: Actor): Promise<readonly HeldRecipe[]> {
  demand(actor, "person.manage");
  return tx.query<HeldRecipe>(
    `select * from (
       select distinct on (r.dataset) d.slug, d.package -> 'title' as title, r.number, r.kept_by_name as "keptByName", r.kept_at as "keptAt"
       from catalogue.recipe r join catalogue.dataset d on d.id = r.dataset order by r.dataset, r.number desc) held
     order by "keptAt" desc, slug limit 1000`,
  );
}

const refuse = (errors: readonly RecipeError[]): Fault =>
  new Fault("recipe.invalid", { count: errors.length }, { errors });

/** A recipe from outside, for a dataset with this schema. Throws `recipe.invalid` with everything that does not fit in `extra.errors`. */
export function readRecipe(json: unknown, schema: TableSchema): Recipe {
  const reading = parseRecipe(json);
  if (!("recipe" in reading)) throw refuse(reading.errors);
  const errors = checkRecipe(reading.recipe, schema);
  if (errors.length > 0) throw refuse(errors);
  return reading.recipe;
}

interface Keeping {
  readonly dataset: { readonly id: DatasetId; readonly slug: DatasetSlug };
  readonly recipe: Recipe;
  readonly upload?: UploadId | undefined;
  readonly reason?: string | undefined;
}

/** Keeps a recipe as the one that holds, unless it is that already. Rights are the caller's to demand. */
export async function keepRecipe(
  tx: WriteTx,
  actor: Actor,
  { dataset, recipe, upload, reason }: Keeping,
  at: Date,
): Promise<KeptRecipe> {
  // Numbers of one dataset are given one after the other, whatever else the transactions hold.
  await tx.query("select pg_advisory_xact_lock('catalogue.recipe'::regclass::oid::integer, $1)", [dataset.id]);
  const latest = await findRecipe(tx, dataset.id);
  if (latest !== undefined && isDeepStrictEqual(latest.recipe, recipe)) return latest;
  const number = (latest?.number ?? 0) + 1;
  await tx.query(
    `insert into catalogue.recipe (dataset, number, recipe, upload, reason, kept_by, kept_by_name, kept_at)
     values ($1, $2, $3::jsonb, $4, $5, $6, $7, $8)`,
    [dataset.id, number, JSON.stringify(recipe), upload ?? null, reason ?? null, actor.key, actor.name, at],
  );
  await recordAudit(tx, actor, "recipe.keep", `dataset:${dataset.slug}`, at, { recipe: number, upload, reason });
  return { number, recipe, upload, reason, keptBy: actor.key, keptByName: actor.name, keptAt: at };
}

/** A recipe by hand, for the next upload. Throws `recipe.invalid`, `dataset.unknown`, rights. */
export async function putRecipe(
  tx: WriteTx,
  actor: Actor,
  slug: DatasetSlug,
  { json, reason }: { readonly json: unknown; readonly reason?: string | undefined },
  { now }: Pick<Effects, "now">,
): Promise<KeptRecipe> {
  demand(actor, "dataset.update");
  const dataset = await getDataset(tx, actor, slug);
  demand(actor, "dataset.update", subjectOf(dataset));
  const recipe = readRecipe(json, dataset.package.schema);
  return keepRecipe(tx, actor, { dataset, recipe, reason }, now());
}

/** Keeps what a published upload was read by, if that was a proposal and nobody has decided otherwise since. */
export async function keepPublished(tx: WriteTx, actor: Actor, upload: Upload, at: Date): Promise<void> {
  const used = upload.reading?.recipe;
  if (used?.origin !== "proposed" || checkRecipe(used.recipe, upload.package.schema).length > 0) return;
  if ((await findRecipe(tx, upload.dataset)) !== undefined) return;
  const dataset = { id: upload.dataset, slug: upload.slug };
  await keepRecipe(tx, actor, { dataset, recipe: used.recipe, upload: upload.id }, at);
}
