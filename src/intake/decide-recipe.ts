/**
 * Decisions about how a wide file is read: the proposal is right, a column is called otherwise now or is not wanted, or here is the
 * recipe. Each gives a recipe that is kept with the dataset, so that nobody is asked again.
 */
import { findRecipe, keepRecipe, readRecipe } from "../catalogue/recipes.ts";
import type { Upload } from "../catalogue/uploads.ts";
import type { Actor } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import type { Finding } from "../kernel/finding.ts";
import type { WriteTx } from "../store/transaction.ts";
import type { DecidedIssue, Decision } from "../tabular/decisions.ts";
import type { Recipe } from "../tabular/recipe.ts";
import { leaveColumn, renameColumn } from "../tabular/recipe-used.ts";

const PROPOSED = "table/recipe-proposed";
const RENAMED = "recipe/column-renamed";
const ADDED = "recipe/column-added";

const isAboutRecipe = ({ issue, choose }: Decision): boolean =>
  choose !== undefined && (issue?.code === PROPOSED || issue?.code.startsWith("recipe/") === true);

/** Keeps the recipe that these decisions lead to, if any is about it. Throws `recipe.invalid`, `recipe.nothing-to-confirm`. */
export async function keepDecided(
  tx: WriteTx,
  actor: Actor,
  upload: Upload,
  made: readonly Decision[],
  at: Date,
): Promise<void> {
  const about = made.filter(isAboutRecipe);
  if (about.length === 0) return;
  let recipe = upload.reading?.recipe?.recipe ?? (await findRecipe(tx, upload.dataset))?.recipe;
  for (const decision of about) recipe = decideOne(recipe, upload, decision);
  const dataset = { id: upload.dataset, slug: upload.slug };
  const reason = about.find((decision) => decision.reason !== undefined)?.reason;
  const whole = readRecipe(recipe, upload.package.schema);
  await keepRecipe(tx, actor, { dataset, recipe: whole, upload: upload.id, reason }, at);
}

function decideOne(recipe: Recipe | undefined, upload: Upload, { issue, choose }: Decision): Recipe {
  if (typeof choose === "object") return readRecipe(choose, upload.package.schema);
  const code = issue?.code ?? "";
  const nothing = new Fault("recipe.nothing-to-confirm", { code });
  if (recipe === undefined || choose !== "confirm") throw nothing;
  if (code === PROPOSED) {
    if (upload.reading?.recipe?.origin !== "proposed") throw nothing;
    return recipe;
  }
  const meant = (upload.report?.issues ?? []).filter((finding) => isMeant(finding, issue));
  if (meant.length === 0) throw nothing;
  if (code === RENAMED)
    return meant.reduce((next, { params }) => renameColumn(next, text(params.was), text(params.title)), recipe);
  if (code === ADDED) return meant.reduce((next, { params }) => leaveColumn(next, text(params.title)), recipe);
  throw nothing;
}

const text = (value: string | number | undefined): string => String(value ?? "");

const isMeant = (finding: Finding, issue: DecidedIssue | undefined): boolean =>
  finding.code === issue?.code && (issue.column === undefined || issue.column === finding.column);
