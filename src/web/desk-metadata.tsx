/** Shows the parts of a dataset's metadata form and saves each with the package of its next version. */
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
import type { DataPackage } from "../kernel/package.ts";
import type { ReadTx } from "../store/transaction.ts";
import { csrfField } from "./csrf-field.tsx";
import type { WebDeps } from "./deps.ts";
import { inputOf, packageWith, type SentValues } from "./desk-metadata-form.ts";
import { type FormProblem, MetadataPage } from "./desk-metadata-page.tsx";
import { metadataWorkbook } from "./desk-metadata-workbook.ts";
import { givenTexts } from "./form-text.ts";
import { queryText, sendPage } from "./send-page.ts";
import type { MetadataPart } from "./words-desk-metadata.ts";

export function metadataRoutes({ store, effects }: WebDeps): Router {
  const router = Router();

  router.get("/kerja/dataset/:slug/metadata.xlsx", async (request, response) => {
    const { actor } = contextOf(request);
    const { slug, package: pkg } = await store.read((tx) => findOwn(tx, actor, pathPart(request, "slug")));
    response.attachment(`metadata-${slug}.xlsx`);
    await pipeline(metadataWorkbook(pkg, effects.now()), response);
  });

  const show = async (
    part: MetadataPart,
    request: Request,
    response: Response,
    problems: readonly FormProblem[] = [],
  ): Promise<void> => {
    const { actor, lang } = contextOf(request);
    const page = await store.read(async (tx) => ({
      dataset: await findOwn(tx, actor, pathPart(request, "slug")),
      unread: await countUnread(tx, actor),
    }));
    const saved = queryText(request, "tersimpan") === "ya";
    const sent: SentValues = (name) => givenTexts(request, name);
    const csrf = csrfField(request);
    sendPage(request, response, await MetadataPage({ lang, actor, part, csrf, saved, problems, sent, ...page }));
  };

  const showPart = (part: MetadataPart) => (request: Request, response: Response) => show(part, request, response);

  const savePart = (part: MetadataPart) => async (request: Request, response: Response) => {
    const { actor, lang } = contextOf(request);
    try {
      await store.write(async (tx) => {
        const { slug, package: pkg } = await findOwn(tx, actor, pathPart(request, "slug"));
        const next = packageWith(pkg, (name) => givenTexts(request, name));
        await updateDataset(tx, actor, parsePackage(next, await loadPackageContext(tx, actor, slug)), effects);
      });
      response.redirect(303, `${request.path}?tersimpan=ya`);
    } catch (error) {
      const { package: pkg } = await store.read((tx) => findOwn(tx, actor, pathPart(request, "slug")));
      const problems = problemsOf(error, pkg, lang);
      if (problems === undefined) throw error;
      response.status(isFault(error) ? error.status : 400);
      await show(part, request, response, problems);
    }
  };

  router.get("/kerja/dataset/:slug/metadata", showPart("kolom"));
  router.post("/kerja/dataset/:slug/metadata", savePart("kolom"));
  router.get("/kerja/dataset/:slug/metadata/kegiatan", showPart("kegiatan"));
  router.post("/kerja/dataset/:slug/metadata/kegiatan", savePart("kegiatan"));
  router.get("/kerja/dataset/:slug/metadata/indikator", showPart("indikator"));
  router.post("/kerja/dataset/:slug/metadata/indikator", savePart("indikator"));
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
function problemsOf(error: unknown, pkg: DataPackage, lang: Lang): readonly FormProblem[] | undefined {
  if (!isFault(error) || error.status === 404 || !/^(?:package|dataset)\./.test(error.code)) return undefined;
  const listed = error.extra.errors as readonly PackageProblem[] | undefined; // package.invalid carries them, no other does
  return (
    listed?.map((problem) => ({ input: inputOf(problem, pkg), text: problem.message[lang] })) ?? [
      { input: undefined, text: faultMessage(error).detail[lang] },
    ]
  );
}
