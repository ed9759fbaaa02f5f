/** Shows the metadata form of a dataset and saves it with the package of its next version. */
import { pipeline } from "node:stream/promises";
import { type Request, type Response, Router } from "express";
import { type Dataset, getDataset, subjectOf, updateDataset } from "../catalogue/datasets.ts";
import { countUnread } from "../catalogue/messages.ts";
import { parsePackage } from "../catalogue/package.ts";
import { loadPackageContext } from "../catalogue/package-context.ts";
import type { PackageProblem } from "../catalogue/package-problem.ts";
import { demand } from "../catalogue/rights.ts";
import { pathPart } from "../http/body.ts";
import { contextOf } from "../http/context.ts";
import type { Actor } from "../kernel/actor.ts";
import { Fault, faultMessage, isFault } from "../kernel/fault.ts";
import { isDatasetSlug } from "../kernel/ids.ts";
import type { Lang } from "../kernel/locale.ts";
import type { ReadTx } from "../store/transaction.ts";
import { csrfField } from "./csrf-field.tsx";
import type { WebDeps } from "./deps.ts";
import { packageWith } from "./desk-metadata-form.ts";
import { MetadataPage } from "./desk-metadata-page.tsx";
import { metadataWorkbook } from "./desk-metadata-workbook.ts";
import { givenText } from "./form-text.ts";
import { queryText, sendPage } from "./send-page.ts";

export function metadataRoutes({ store, effects }: WebDeps): Router {
  const router = Router();

  const show = async (request: Request, response: Response, problems: readonly string[] = []): Promise<void> => {
    const { actor, lang } = contextOf(request);
    const page = await store.read(async (tx) => ({
      dataset: await findOwn(tx, actor, pathPart(request, "slug")),
      unread: await countUnread(tx, actor),
    }));
    const saved = queryText(request, "tersimpan") === "ya";
    const typed = (name: string): string | undefined => givenText(request, name);
    const csrf = csrfField(request);
    sendPage(request, response, await MetadataPage({ lang, actor, csrf, saved, problems, typed, ...page }));
  };

  router.get("/kerja/dataset/:slug/metadata.xlsx", async (request, response) => {
    const { actor } = contextOf(request);
    const { slug, package: pkg } = await store.read((tx) => findOwn(tx, actor, pathPart(request, "slug")));
    response.attachment(`metadata-${slug}.xlsx`);
    await pipeline(metadataWorkbook(pkg, effects.now()), response);
  });

  router.get("/kerja/dataset/:slug/metadata", (request, response) => show(request, response));

  router.post("/kerja/dataset/:slug/metadata", async (request, response) => {
    const { actor, lang } = contextOf(request);
    try {
      await store.write(async (tx) => {
        const { slug, package: pkg } = await findOwn(tx, actor, pathPart(request, "slug"));
        const next = packageWith(pkg, (name) => givenText(request, name));
        await updateDataset(tx, actor, parsePackage(next, await loadPackageContext(tx, actor, slug)), effects);
      });
      response.redirect(303, `${request.path}?tersimpan=ya`);
    } catch (error) {
      const problems = problemsOf(error, lang);
      if (problems === undefined) throw error;
      response.status(isFault(error) ? error.status : 400);
      await show(request, response, problems);
    }
  });
  return router;
}

/** Throws `dataset.unknown` and rights. */
async function findOwn(tx: ReadTx, actor: Actor, slug: string): Promise<Dataset> {
  demand(actor, "dataset.update");
  if (!isDatasetSlug(slug)) throw new Fault("dataset.unknown", { slug: slug.slice(0, 100) });
  const dataset = await getDataset(tx, actor, slug);
  demand(actor, "dataset.update", subjectOf(dataset));
  return dataset;
}

/** What the page itself says; undefined: it is not the page's to say. */
function problemsOf(error: unknown, lang: Lang): readonly string[] | undefined {
  if (!isFault(error) || error.status === 404 || !/^(?:package|dataset)\./.test(error.code)) return undefined;
  const listed = error.extra.errors as readonly PackageProblem[] | undefined; // package.invalid carries them, no other does
  return listed?.map(({ message }) => message[lang]) ?? [faultMessage(error).detail[lang]];
}
