/** `/kerja/admin/penyimpanan`: how much room the service takes, and which dataset takes most of it. */
import { Router } from "express";
import { measureStorage, type StorageUse } from "../catalogue/storage.ts";
import { contextOf } from "../http/context.ts";
import { ADMIN, AdminPage, type AdminProps, adminProps } from "./admin-frame.tsx";
import type { WebDeps } from "./deps.ts";
import { sendPage } from "./send-page.ts";
import { showBytes, showCount, showText } from "./show.ts";
import { StaffTable } from "./staff-table.tsx";
import { adminWords } from "./words-admin.ts";

export function adminStorageRoutes(deps: WebDeps): Router {
  const router = Router();
  router.get("/kerja/admin/penyimpanan", async (request, response) => {
    const use = await deps.store.read((tx) => measureStorage(tx, contextOf(request).actor));
    sendPage(request, response, await StoragePage({ ...(await adminProps(deps, request)), use }));
  });
  return router;
}

function StoragePage({ use, ...admin }: AdminProps & { readonly use: StorageUse }): JSX.Element {
  const { lang } = admin;
  const t = adminWords[lang];
  const figures = [t.versions, t.table, t.rendered, t.originals].map((text) => ({ text, figure: true }));
  return (
    <AdminPage {...admin} title={t.storage} path={`${ADMIN}/penyimpanan`}>
      <dl class="tally">
        {(
          [
            [t.database, use.database],
            [t.files, use.files],
          ] as const
        ).map(([name, bytes]) => (
          <div>
            <dt safe>{name}</dt>
            <dd safe>{showBytes(bytes, lang)}</dd>
          </div>
        ))}
      </dl>
      <StaffTable label={t.storage} headings={[{ text: t.dataset }, ...figures]}>
        {use.datasets.map(({ slug, title, versions, table, rendered, originals }) => (
          <tr>
            <th scope="row">
              <a href={`/dataset/${slug}`} safe>
                {showText(title, lang)}
              </a>
            </th>
            <td class="figure" safe>
              {showCount(versions, lang)}
            </td>
            {[table, rendered, originals].map((bytes) => (
              <td class="figure" safe>
                {showBytes(bytes, lang)}
              </td>
            ))}
          </tr>
        ))}
      </StaffTable>
    </AdminPage>
  );
}
