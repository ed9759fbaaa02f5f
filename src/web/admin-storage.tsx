/** `/kerja/admin/penyimpanan`: how much room there is, how much the service takes, which dataset and which agency take most of it. */
import { Router } from "express";
import { type AgencyRoom, listAgencyRoom } from "../catalogue/agency-quota.ts";
import { measureStorage, type StorageUse } from "../catalogue/storage.ts";
import { contextOf } from "../http/context.ts";
import type { Lang } from "../kernel/locale.ts";
import type { RoomLeft } from "../store/disk-room.ts";
import { ADMIN, AdminPage, type AdminProps, adminProps } from "./admin-frame.tsx";
import type { WebDeps } from "./deps.ts";
import { sendPage } from "./send-page.ts";
import { showBytes, showCount, showText } from "./show.ts";
import { StaffTable } from "./staff-table.tsx";
import { adminWords } from "./words-admin.ts";
import { storageWords } from "./words-admin-storage.ts";

export function adminStorageRoutes(deps: WebDeps): Router {
  const router = Router();
  router.get("/kerja/admin/penyimpanan", async (request, response) => {
    const { actor } = contextOf(request);
    const found = await deps.store.read(async (tx) => ({
      use: await measureStorage(tx, actor),
      agencies: await listAgencyRoom(tx, actor),
    }));
    const room = { left: await deps.disk.measure(), defaultMb: deps.quotas.quotaMb };
    sendPage(request, response, await StoragePage({ ...(await adminProps(deps, request)), ...found, ...room }));
  });
  return router;
}

/** Nothing while there is enough. */
export function DiskNotice({ left: { free, state }, lang }: { readonly left: RoomLeft; readonly lang: Lang }) {
  if (state === "enough") return "";
  const t = storageWords[lang];
  return (
    <p class="notice wrong" role="alert" safe>
      {(state === "low" ? t.low : t.none)(showBytes(free, lang))}
    </p>
  );
}

/** In MB; 0: none. */
export const showQuota = (mb: number, lang: Lang): string =>
  mb === 0 ? storageWords[lang].unlimited : showBytes(mb * 1_000_000, lang);

interface StoragePageProps extends AdminProps {
  readonly use: StorageUse;
  readonly agencies: readonly AgencyRoom[];
  readonly left: RoomLeft;
  readonly defaultMb: number;
}

function AgenciesRoom({ agencies, defaultMb, lang }: Pick<StoragePageProps, "agencies" | "defaultMb" | "lang">) {
  const s = storageWords[lang];
  const headings = [{ text: s.agency }, ...[s.used, s.quota].map((text) => ({ text, figure: true }))];
  return (
    <>
      <h2 safe>{s.agencies}</h2>
      <p safe>{s.agenciesLead}</p>
      <StaffTable label={s.agencies} headings={headings}>
        {agencies.map(({ agency, name, used, quotaMb }) => (
          <tr>
            <th scope="row">
              <a href={`${ADMIN}/instansi/${agency}`} safe>
                {name}
              </a>
            </th>
            <td class="figure" safe>
              {showBytes(used, lang)}
            </td>
            <td class="figure" safe>
              {showQuota(quotaMb ?? defaultMb, lang)}
            </td>
          </tr>
        ))}
      </StaffTable>
    </>
  );
}

function StoragePage({ use, agencies, left, defaultMb, ...admin }: StoragePageProps): JSX.Element {
  const { lang } = admin;
  const t = adminWords[lang];
  const s = storageWords[lang];
  const figures = [t.versions, t.table, t.rendered, t.originals].map((text) => ({ text, figure: true }));
  return (
    <AdminPage {...admin} title={t.storage} path={`${ADMIN}/penyimpanan`}>
      <DiskNotice left={left} lang={lang} />
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
        <div>
          <dt safe>{s.disk}</dt>
          <dd safe>{s.diskOf(showBytes(left.free, lang), showBytes(left.size, lang))}</dd>
        </div>
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
      <AgenciesRoom agencies={agencies} defaultMb={defaultMb} lang={lang} />
    </AdminPage>
  );
}
