/**
 * `/kerja/admin/hapus-data`: personal data that was published by mistake is erased. Which dataset, what of it and why; nothing happens
 * before the dataset's slug has been typed once more.
 */
import { type Request, type Response, Router } from "express";
import { getDataset } from "../catalogue/datasets.ts";
import { takedownBody } from "../catalogue/takedown.ts";
import { listAllVersions } from "../catalogue/versions.ts";
import { contextOf } from "../http/context.ts";
import { forgetUnfinished } from "../intake/unfinished.ts";
import { Fault } from "../kernel/fault.ts";
import { type DatasetSlug, isDatasetSlug } from "../kernel/ids.ts";
import { type TakedownDone, takeDownDataset } from "../release/takedown.ts";
import { adminProps } from "./admin-frame.tsx";
import { TakedownPage, type TypedTakedown } from "./admin-takedown-page.tsx";
import type { WebDeps } from "./deps.ts";
import { fieldText, givenTexts } from "./form-text.ts";
import { orSay } from "./or-say.ts";
import { queryText, sendPage } from "./send-page.ts";
import { takedownWords } from "./words-takedown.ts";

export function adminTakedownRoutes(deps: WebDeps): Router {
  const router = Router();
  const show = (request: Request, response: Response, said: Said = {}) => showTakedown(deps, request, response, said);

  router.get("/kerja/admin/hapus-data", (request, response) =>
    orSay(
      request,
      (problem) => showTakedown(deps, request, response.status(404), { problem }),
      () => show(request, response, { slug: slugIn(queryText(request, "dataset")) }),
    ),
  );

  router.post("/kerja/admin/hapus-data", async (request, response) => {
    const { actor, lang } = contextOf(request);
    const slug = slugIn(fieldText(request, "dataset"));
    if (slug === undefined) throw new Fault("dataset.unknown", { slug: "" });
    const refuse = (problem: string) => show(request, response.status(400), { slug, problem });
    const asked = takedownBody.safeParse(readTakedown(typedOf(request)));
    const t = takedownWords[lang];
    if (!asked.success) return refuse(t.chooseOne);
    if (fieldText(request, "setuju") !== slug) return refuse(t.notConfirmed(slug));
    await orSay(request, refuse, async () => {
      const erasing = { ...deps, forgetUnfinished: (one: DatasetSlug) => forgetUnfinished(deps, one) };
      await show(request, response, { slug, done: await takeDownDataset(erasing, actor, slug, asked.data) });
    });
  });
  return router;
}

interface Said {
  readonly slug?: DatasetSlug | undefined;
  readonly problem?: string;
  readonly done?: TakedownDone;
}

/** Undefined where nothing was typed. */
function slugIn(text: string): DatasetSlug | undefined {
  if (text === "") return undefined;
  if (isDatasetSlug(text)) return text;
  throw new Fault("dataset.unknown", { slug: text.slice(0, 100) });
}

async function showTakedown(deps: WebDeps, request: Request, response: Response, said: Said): Promise<void> {
  const { actor } = contextOf(request);
  const { slug, problem, done } = said;
  const found =
    slug &&
    (await deps.store.read(async (tx) => {
      const dataset = await getDataset(tx, actor, slug);
      return { dataset, versions: await listAllVersions(tx, dataset) };
    }));
  const admin = { ...(await adminProps(deps, request)), problem };
  const typed = done === undefined ? typedOf(request) : NOTHING;
  sendPage(request, response, await TakedownPage({ ...admin, found, typed, done }));
}

const NOTHING: TypedTakedown = { what: "", column: "", versions: [], reason: "" };

const typedOf = (request: Request): TypedTakedown => ({
  what: fieldText(request, "apa"),
  column: fieldText(request, "kolom"),
  versions: givenTexts(request, "versi") ?? [],
  reason: fieldText(request, "alasan"),
});

/** As the shape wants it; what was not chosen is left to the shape to refuse. */
function readTakedown({ what, column, versions, reason }: TypedTakedown): unknown {
  if (what === "kolom") return { column, reason };
  if (what === "versi") return { versions: versions.map(Number), reason };
  return what === "semua" ? { all: true, reason } : { reason };
}
