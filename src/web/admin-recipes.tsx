/** `/kerja/admin/resep`: how the files of each dataset are read, and every recipe that was kept for one. */
import { Router } from "express";
import { type Dataset, getDataset } from "../catalogue/datasets.ts";
import { type HeldRecipe, type KeptRecipe, listHeldRecipes, listRecipes } from "../catalogue/recipes.ts";
import { pathPart } from "../http/body.ts";
import { contextOf } from "../http/context.ts";
import { Fault } from "../kernel/fault.ts";
import { isDatasetSlug } from "../kernel/ids.ts";
import { timeInWords } from "../kernel/wita.ts";
import { ADMIN, AdminPage, type AdminProps, adminProps } from "./admin-frame.tsx";
import type { WebDeps } from "./deps.ts";
import { sendPage } from "./send-page.ts";
import { showCount, showDay, showText } from "./show.ts";
import { StaffTable } from "./staff-table.tsx";
import { adminWords } from "./words-admin.ts";

const RECIPES = `${ADMIN}/resep`;

export function adminRecipeRoutes(deps: WebDeps): Router {
  const { store } = deps;
  const router = Router();

  router.get("/kerja/admin/resep", async (request, response) => {
    const held = await store.read((tx) => listHeldRecipes(tx, contextOf(request).actor));
    sendPage(request, response, await RecipesPage({ ...(await adminProps(deps, request)), held }));
  });

  router.get("/kerja/admin/resep/:slug", async (request, response) => {
    const { actor } = contextOf(request);
    const slug = pathPart(request, "slug");
    if (!isDatasetSlug(slug)) throw new Fault("dataset.unknown", { slug: slug.slice(0, 100) });
    const page = await store.read(async (tx) => {
      const dataset = await getDataset(tx, actor, slug);
      return { dataset, recipes: await listRecipes(tx, dataset.id) };
    });
    sendPage(request, response, await RecipePage({ ...(await adminProps(deps, request)), ...page }));
  });
  return router;
}

function RecipesPage({ held, ...admin }: AdminProps & { readonly held: readonly HeldRecipe[] }): JSX.Element {
  const { lang } = admin;
  const t = adminWords[lang];
  return (
    <AdminPage {...admin} title={t.recipes} path={RECIPES}>
      <p safe>{held.length === 0 ? t.noRecipes : t.recipesLead}</p>
      {held.length > 0 && (
        <StaffTable
          label={t.recipes}
          headings={[{ text: t.dataset }, { text: t.version, figure: true }, { text: t.keptBy }, { text: t.since }]}
        >
          {held.map(({ slug, title, number, keptByName, keptAt }) => (
            <tr>
              <th scope="row">
                <a href={`${RECIPES}/${slug}`} safe>
                  {showText(title, lang)}
                </a>
              </th>
              <td class="figure" safe>
                {showCount(number, lang)}
              </td>
              <td safe>{keptByName}</td>
              <td safe>{showDay(keptAt, lang)}</td>
            </tr>
          ))}
        </StaffTable>
      )}
    </AdminPage>
  );
}

interface RecipePageProps extends AdminProps {
  readonly dataset: Dataset;
  readonly recipes: readonly KeptRecipe[];
}

function RecipePage({ dataset, recipes, ...admin }: RecipePageProps): JSX.Element {
  const { lang } = admin;
  const t = adminWords[lang];
  const title = showText(dataset.package.title, lang);
  const path = `${RECIPES}/${dataset.slug}`;
  return (
    <AdminPage {...admin} title={title} path={path} above={{ href: RECIPES, name: t.recipes }}>
      {recipes.length === 0 && <p safe>{t.noRecipes}</p>}
      {recipes.map(({ number, recipe, keptByName, keptAt, reason }, index) => (
        <details open={index === 0}>
          <summary safe>{t.howRead(number)}</summary>
          <p class="meta" safe>
            {[keptByName, timeInWords(keptAt, lang), ...(reason === undefined ? [] : [reason])].join(" · ")}
          </p>
          <pre class="scroll" tabindex="0" role="region" aria-label={t.howRead(number)} safe>
            {JSON.stringify(recipe, null, 2)}
          </pre>
        </details>
      ))}
    </AdminPage>
  );
}
