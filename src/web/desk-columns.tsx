/** `/kerja/dataset/{slug}/kolom`: what the columns of a dataset are, said again as long as no version of it was published. */
import { type Request, type Response, Router } from "express";
import { type Dataset, updateDataset } from "../catalogue/datasets.ts";
import { countUnread } from "../catalogue/messages.ts";
import { parsePackage } from "../catalogue/package.ts";
import { loadPackageContext } from "../catalogue/package-context.ts";
import { toPackageJson } from "../catalogue/package-json.ts";
import { pathPart } from "../http/body.ts";
import { contextOf } from "../http/context.ts";
import { isFault } from "../kernel/fault.ts";
import type { Lang } from "../kernel/locale.ts";
import type { DataPackage, Field } from "../kernel/package.ts";
import { csrfField } from "./csrf-field.tsx";
import type { WebDeps } from "./deps.ts";
import { type ColumnRow, ColumnsTable, lackingUnits } from "./desk-columns-table.tsx";
import { findOwn } from "./desk-metadata.tsx";
import { problemsOf } from "./desk-metadata-judge.ts";
import { fieldOf } from "./desk-new.tsx";
import { sendPage } from "./send-page.ts";
import { showText } from "./show.ts";
import { StaffPage, type StaffProps } from "./staff-frame.tsx";
import { kindOf, newWords } from "./words-desk-new.ts";

type Typed = (name: string) => string | undefined;

export function columnRoutes(deps: WebDeps): Router {
  const { store, effects } = deps;
  const router = Router();
  const typedIn =
    (request: Request): Typed =>
    (name) =>
      fieldOf(request, name);

  const show = async (request: Request, response: Response, problems: readonly string[] = []): Promise<void> => {
    const { actor, lang } = contextOf(request);
    const page = await store.read(async (tx) => ({
      dataset: await findOwn(tx, actor, pathPart(request, "slug")),
      unread: await countUnread(tx, actor),
    }));
    // What is published changes by its next file and by the package alone, where a reviewer sees it.
    if (page.dataset.current !== undefined) return response.redirect(303, `/kerja/dataset/${page.dataset.slug}`);
    const csrf = csrfField(request);
    sendPage(request, response, await ColumnsPage({ lang, actor, csrf, problems, typed: typedIn(request), ...page }));
  };

  router.get("/kerja/dataset/:slug/kolom", (request, response) => show(request, response));

  router.post("/kerja/dataset/:slug/kolom", async (request, response) => {
    const { actor, lang } = contextOf(request);
    const typed = typedIn(request);
    const { slug, package: pkg, current } = await store.read((tx) => findOwn(tx, actor, pathPart(request, "slug")));
    if (current !== undefined) return response.redirect(303, `/kerja/dataset/${slug}`);
    const lacking = lackingUnits(rowsOf(pkg, lang), typed);
    if (lacking.length > 0) return show(request, response.status(422), [newWords[lang].unitsLacking(lacking)]);
    try {
      await store.write(async (tx) => {
        const next = parsePackage(packageWith(pkg, typed, lang), await loadPackageContext(tx, actor, slug));
        await updateDataset(tx, actor, next, effects);
      });
      response.redirect(303, `/kerja/dataset/${slug}#kirim`);
    } catch (error) {
      const problems = problemsOf(error, pkg, lang);
      if (problems === undefined) throw error;
      await show(
        request,
        response.status(isFault(error) ? error.status : 400),
        problems.map(({ text }) => text),
      );
    }
  });
  return router;
}

const rowsOf = ({ schema }: DataPackage, lang: Lang): readonly ColumnRow[] =>
  schema.fields.map(({ name, title, type, role, unit }) => ({
    title: showText(title, lang) || name,
    type,
    role,
    unit,
    note: "",
    isUsed: true,
    isKey: schema.primaryKey.includes(name),
  }));

/** The package with its fields as they were said; what nobody said anything of stays. Whether it is one, `parsePackage` says. */
function packageWith(pkg: DataPackage, typed: Typed, lang: Lang): unknown {
  const has = (name: string): boolean => (typed(name) ?? "") !== "";
  const { schema } = pkg;
  const isUsed = (_: unknown, index: number): boolean => has(`pakai-${index}`);
  const fields = schema.fields.map((field, index): Field => {
    const role = typed(`peran-${index}`) || undefined;
    const kind = typed(`jenis-${index}`);
    const title = typed(`judul-${index}`);
    const before = showText(field.title, lang) || field.name;
    return {
      ...field,
      title: title === undefined || title === "" || title === before ? field.title : title,
      type: kind === kindOf(field.type) ? field.type : kind,
      role,
      unit: role === "measure" ? typed(`satuan-${index}`) || typed("satuan") || undefined : undefined,
    } as Field; // what was typed is read by parsePackage, which refuses what is none
  });
  const kept = new Set(schema.fields.filter(isUsed).map(({ name }) => name));
  return toPackageJson({
    ...pkg,
    schema: {
      ...schema,
      fields: fields.filter(isUsed),
      primaryKey: schema.fields.flatMap(({ name }, index) => (kept.has(name) && has(`kunci-${index}`) ? [name] : [])),
      foreignKeys: schema.foreignKeys.filter((key) => key.fields.every((name) => kept.has(name))),
    },
  });
}

interface ColumnsPageProps extends StaffProps {
  readonly csrf: JSX.Element;
  readonly dataset: Dataset;
  readonly problems: readonly string[];
  readonly typed: Typed;
}

function ColumnsPage({ csrf, dataset, problems, typed, ...staff }: ColumnsPageProps): JSX.Element {
  const { lang } = staff;
  const t = newWords[lang];
  const path = `/kerja/dataset/${dataset.slug}`;
  return (
    <StaffPage {...staff} title={t.columnsAgain} path={`${path}/kolom`} styles={["desk.css"]}>
      <p class="crumb">
        <a href={path} safe>
          {`← ${showText(dataset.package.title, lang)}`}
        </a>
      </p>
      <h1 safe>{t.columnsAgain}</h1>
      <p safe>{t.columnsAgainLead}</p>
      {problems.length > 0 && (
        <div class="notice wrong" role="alert">
          {problems.map((problem) => (
            <p safe>{problem}</p>
          ))}
        </div>
      )}
      <form class="report new-dataset" method="post" action={`${path}/kolom`}>
        {csrf}
        <ColumnsTable lang={lang} typed={typed} columns={rowsOf(dataset.package, lang)} />
        <div class="recheck">
          <button class="button main" type="submit" safe>
            {t.columnsSave}
          </button>
        </div>
      </form>
    </StaffPage>
  );
}
