/** `/dataset/{slug}`: one dataset. */
import { Router } from "express";
import { findAgency } from "../catalogue/agencies.ts";
import { getDataset } from "../catalogue/datasets.ts";
import { listVersionFiles } from "../catalogue/version-files.ts";
import { listVersions } from "../catalogue/versions.ts";
import { contextOf } from "../http/context.ts";
import { Fault } from "../kernel/fault.ts";
import { isDatasetSlug } from "../kernel/ids.ts";
import { tableRef } from "../store/dataset-table.ts";
import { selectRows } from "../store/rows.ts";
import { DatasetPage } from "./dataset-page.tsx";
import type { WebDeps } from "./deps.ts";
import { sendPage } from "./send-page.ts";

const PREVIEW_ROWS = 10;

export function datasetPageRoutes({ store }: WebDeps): Router {
  const router = Router();
  router.get("/dataset/:slug", async (request, response) => {
    const { actor, lang } = contextOf(request);
    const { slug } = request.params;
    if (!isDatasetSlug(slug)) throw new Fault("dataset.unknown", { slug: slug.slice(0, 100) });
    const page = await store.read(async (tx) => {
      const dataset = await getDataset(tx, actor, slug);
      const version = dataset.current;
      if (version === undefined) throw new Fault("version.none-yet", { slug });
      const table = tableRef(dataset.id, version.number, version.package.schema, version.columns);
      const preview =
        version.withdrawn === undefined
          ? await selectRows(tx, table, { filters: [], order: [], limit: PREVIEW_ROWS, status: true })
          : undefined;
      return {
        version,
        preview,
        files: await listVersionFiles(tx, version),
        agency: await findAgency(tx, dataset.agency),
        versions: await listVersions(tx, dataset, { first: 20 }),
      };
    });
    sendPage(request, response, await DatasetPage({ lang, ...page }));
  });

  return router;
}
