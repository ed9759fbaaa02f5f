/** `/kerja/baru`: receives the first file of a dataset, shows what it seems to be, and creates the dataset as the officer confirms it. */
import { type Request, type Response, Router } from "express";
import { demandQuota } from "../catalogue/agency-quota.ts";
import { createDataset } from "../catalogue/datasets.ts";
import { countUnread } from "../catalogue/messages.ts";
import { parsePackage } from "../catalogue/package.ts";
import { loadPackageContext } from "../catalogue/package-context.ts";
import type { PackageProblem } from "../catalogue/package-problem.ts";
import { demand } from "../catalogue/rights.ts";
import { pathPart } from "../http/body.ts";
import { contextOf } from "../http/context.ts";
import { CSRF_FIELD, demandCsrf } from "../http/session.ts";
import { acceptFile } from "../intake/accept.ts";
import { type Draft, getDraft, receiveDraft } from "../intake/draft.ts";
import type { Outline } from "../intake/outline.ts";
import { faultMessage, isFault } from "../kernel/fault.ts";
import { findingMessage } from "../kernel/finding.ts";
import type { Lang } from "../kernel/locale.ts";
import { isUnreadable } from "../tabular/model.ts";
import { csrfField } from "./csrf-field.tsx";
import type { WebDeps } from "./deps.ts";
import { lackingUnits } from "./desk-columns-table.tsx";
import { ConfirmDatasetPage, NewDatasetPage } from "./desk-new-page.tsx";
import { sendPage } from "./send-page.ts";
import { newWords } from "./words-desk-new.ts";

export function newDatasetRoutes(deps: WebDeps): Router {
  const router = Router();
  const { store, effects, maxUploadBytes: maxBytes } = deps;

  const showStart = async (request: Request, response: Response, problems: readonly string[] = []): Promise<void> => {
    const { actor, lang } = contextOf(request);
    demand(actor, "dataset.create");
    const unread = await store.read((tx) => countUnread(tx, actor));
    const csrf = csrfField(request);
    sendPage(request, response, await NewDatasetPage({ lang, actor, unread, csrf, problems, maxBytes }));
  };

  const showDraft = async (
    request: Request,
    response: Response,
    draft: Draft,
    problems: readonly string[] = [],
  ): Promise<void> => {
    const { actor, lang } = contextOf(request);
    const page = await store.read(async (tx) => ({
      unread: await countUnread(tx, actor),
      agencies: actor.agency === undefined ? [...(await loadPackageContext(tx, actor)).agencies].sort() : [],
    }));
    const typed = (name: string): string | undefined => fieldOf(request, name);
    const csrf = csrfField(request);
    const table = tableOf(draft, typed("lembar") ?? request.query.lembar);
    sendPage(
      request,
      response,
      await ConfirmDatasetPage({ lang, actor, csrf, problems, draft, table, typed, ...page }),
    );
  };

  router.get("/kerja/baru", (request, response) => showStart(request, response));

  router.post("/kerja/baru", deps.limitUploads, async (request, response) => {
    const { actor, lang } = contextOf(request);
    try {
      const draft = await receiveDraft(deps, actor, request, {
        beforeFile: (field) => demandCsrf(request, field(CSRF_FIELD)),
      });
      response.redirect(303, `/kerja/baru/${draft.id}`);
    } catch (error) {
      if (!request.complete) response.setHeader("Connection", "close");
      const problems = problemsOf(error, lang);
      if (problems === undefined) throw error;
      response.status(isFault(error) ? error.status : 400);
      await showStart(request, response, problems);
    }
  });

  router.get("/kerja/baru/:id", async (request, response) => {
    await showDraft(request, response, await getDraft(deps, contextOf(request).actor, pathPart(request, "id")));
  });

  router.post("/kerja/baru/:id", async (request, response) => {
    const { actor, lang } = contextOf(request);
    const draft = await getDraft(deps, actor, pathPart(request, "id"));
    const table = tableOf(draft, fieldOf(request, "lembar"));
    try {
      const lacking = lackingUnits(table.columns, (name) => fieldOf(request, name));
      if (lacking.length > 0) {
        response.status(422);
        return await showDraft(request, response, draft, [newWords[lang].unitsLacking(lacking)]);
      }
      const dataset = await store.write(async (tx) => {
        const pkg = parsePackage(packageOf(request, table), await loadPackageContext(tx, actor));
        // Before the dataset: one without its file would only keep the name taken.
        await demandQuota(tx, pkg.agency, draft.file.bytes, deps.quotas);
        return createDataset(tx, actor, pkg, effects);
      });
      const { sheet } = table;
      const file = sheet === null || draft.tables.length === 1 ? draft.file : { ...draft.file, fields: { sheet } };
      const upload = await acceptFile(deps, actor, dataset, file);
      response.redirect(303, `/kerja/unggahan/${upload.id}`);
    } catch (error) {
      const problems = problemsOf(error, lang);
      if (problems === undefined) throw error;
      response.status(isFault(error) ? error.status : 400);
      await showDraft(request, response, draft, problems);
    }
  });
  return router;
}

/** A field of the form that was sent; undefined where it was not. */
export function fieldOf(request: Request, name: string): string | undefined {
  const body = request.body as Record<string, unknown> | undefined; // a form's fields, whatever was sent
  const value = body?.[name];
  return typeof value === "string" ? value.trim() : undefined;
}

/** The sheet that was chosen, by its place from 1; the first one where none was. */
function tableOf({ tables }: Draft, place: unknown): Outline {
  return (typeof place === "string" ? tables[Number(place) - 1] : undefined) ?? tables[0];
}

/** The package that the form declares; whether it is one, `parsePackage` says. */
function packageOf(request: Request, { columns }: Outline): unknown {
  const field = (name: string): string | undefined => fieldOf(request, name) || undefined;
  const used = columns.flatMap((column, index) => (field(`pakai-${index}`) ? [{ column, index }] : []));
  return {
    name: field("alamat"),
    title: field("judul"),
    description: field("deskripsi"),
    agency: field("instansi"),
    frequency: field("frekuensi"),
    resources: [
      {
        schema: {
          fields: used.map(({ column, index }) => ({
            name: column.name,
            title: field(`judul-${index}`) ?? column.title,
            type: field(`jenis-${index}`) ?? "string",
            role: field(`peran-${index}`),
            unit: field(`peran-${index}`) === "measure" ? (field(`satuan-${index}`) ?? field("satuan")) : undefined,
          })),
          primaryKey: used.flatMap(({ column, index }) => (field(`kunci-${index}`) ? [column.name] : [])),
        },
      },
    ],
  };
}

/** What to say on the page; undefined: it is not the page's to say. */
function problemsOf(error: unknown, lang: Lang): readonly string[] | undefined {
  if (isUnreadable(error)) return [newWords[lang].unreadable, findingMessage(error.finding)[lang]];
  if (!isFault(error) || !/^(?:package|dataset|upload)\./.test(error.code) || error.status >= 500) return undefined;
  if (error.status === 404) return undefined;
  const listed = error.extra.errors as readonly PackageProblem[] | undefined; // package.invalid carries them, no other does
  return listed?.map(({ message }) => message[lang]) ?? [faultMessage(error).detail[lang]];
}
