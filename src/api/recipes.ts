/**
 * How a dataset's files are read and checked, over HTTP: the recipe that holds, as it can be edited and sent back; all that were kept; the
 * format's JSON Schema; and the rules that history proposes.
 */
import { Router } from "express";
import { getDataset, subjectOf } from "../catalogue/datasets.ts";
import { proposeRules } from "../catalogue/proposed-rules.ts";
import { findRecipe, type KeptRecipe, listRecipes, putRecipe } from "../catalogue/recipes.ts";
import { demand } from "../catalogue/rights.ts";
import { jsonBodyFor, pathPart } from "../http/body.ts";
import { contextOf } from "../http/context.ts";
import type { Effects } from "../kernel/effects.ts";
import { Fault } from "../kernel/fault.ts";
import { type DatasetSlug, isDatasetSlug } from "../kernel/ids.ts";
import type { Store } from "../store/data-source.ts";
import { recipeJsonSchema } from "../tabular/recipe.ts";

export interface RecipeApiDeps {
  readonly store: Store;
  readonly effects: Effects;
}

export function recipeRoutes({ store, effects }: RecipeApiDeps): Router {
  const router = Router();
  const schema = JSON.stringify(recipeJsonSchema());

  router.get("/api/v1/recipes/schema.json", (_request, response) => {
    response.setHeader("Cache-Control", "public, max-age=3600");
    response.type("application/schema+json").send(schema);
  });

  router.get("/api/v1/datasets/:slug/recipe", async (request, response) => {
    const { actor } = contextOf(request);
    const slug = parseSlug(pathPart(request, "slug"));
    const kept = await store.read(async (tx) => findRecipe(tx, (await getDataset(tx, actor, slug)).id));
    if (kept === undefined) throw new Fault("recipe.none", { slug });
    response.setHeader("Cache-Control", "no-cache");
    response.json(kept.recipe);
  });

  router.put("/api/v1/datasets/:slug/recipe", jsonBodyFor("dataset.update"), async (request, response) => {
    const { actor } = contextOf(request);
    const slug = parseSlug(pathPart(request, "slug"));
    const { reason } = request.query;
    const given = typeof reason === "string" && reason.trim() !== "" ? reason.trim().slice(0, 2000) : undefined;
    const kept = await store.write((tx) => putRecipe(tx, actor, slug, { json: request.body, reason: given }, effects));
    response.json(showKept(kept));
  });

  router.get("/api/v1/datasets/:slug/recipes", async (request, response) => {
    const { actor } = contextOf(request);
    demand(actor, "upload.read");
    const slug = parseSlug(pathPart(request, "slug"));
    const recipes = await store.read(async (tx) => {
      const dataset = await getDataset(tx, actor, slug);
      // It names people, as an upload does.
      demand(actor, "upload.read", subjectOf(dataset));
      return listRecipes(tx, dataset.id);
    });
    response.setHeader("Cache-Control", "no-store");
    response.json({ dataset: slug, recipes: recipes.map(showKept) });
  });

  router.get("/api/v1/datasets/:slug/proposed-rules", async (request, response) => {
    const { actor } = contextOf(request);
    const proposals = await proposeRules(store, actor, parseSlug(pathPart(request, "slug")));
    response.setHeader("Cache-Control", "no-store");
    response.json(proposals);
  });
  return router;
}

function parseSlug(text: string): DatasetSlug {
  if (isDatasetSlug(text)) return text;
  throw new Fault("dataset.unknown", { slug: text.slice(0, 100) });
}

const showKept = ({ number, recipe, upload, reason, keptByName, keptAt }: KeptRecipe): Record<string, unknown> => ({
  number,
  recipe,
  upload: upload ?? null,
  reason: reason ?? null,
  keptBy: keptByName,
  keptAt: keptAt.toISOString(),
});
