/** `/kerja/admin/mutu`: agency by agency, how good the values are and whether new data came when it was promised. */
import { Router } from "express";
import { type AgencyRecord, type DatasetRecord, listAgencyRecords } from "../catalogue/agency-record.ts";
import { contextOf } from "../http/context.ts";
import type { Lang } from "../kernel/locale.ts";
import { ADMIN, AdminPage, type AdminProps, adminProps } from "./admin-frame.tsx";
import type { WebDeps } from "./deps.ts";
import { sendPage } from "./send-page.ts";
import { showCount, showDay, showText } from "./show.ts";
import { StaffTable } from "./staff-table.tsx";
import { type AdminWords, adminWords } from "./words-admin.ts";

export function adminQualityRoutes({ store, effects }: WebDeps): Router {
  const router = Router();
  router.get("/kerja/admin/mutu", async (request, response) => {
    const agencies = await store.read((tx) => listAgencyRecords(tx, contextOf(request).actor, effects.now()));
    sendPage(request, response, await QualityPage({ ...(await adminProps({ store }, request)), agencies }));
  });
  return router;
}

function QualityPage({ agencies, ...admin }: AdminProps & { readonly agencies: readonly AgencyRecord[] }): JSX.Element {
  const { lang } = admin;
  const t = adminWords[lang];
  const figures = [t.datasets, t.score, t.late].map((text) => ({ text, figure: true }));
  return (
    <AdminPage {...admin} title={t.quality} path={`${ADMIN}/mutu`}>
      <p safe>{t.qualityLead}</p>
      <StaffTable label={t.quality} headings={[{ text: t.agency }, ...figures]}>
        {agencies.map(({ agency, name, datasets, score, late, promised }) => (
          <tr>
            <th scope="row">
              <a href={`#${agency}`} safe>
                {name}
              </a>
            </th>
            <td class="figure" safe>
              {showCount(datasets.length, lang)}
            </td>
            <td class="figure" safe>
              {score === undefined ? t.none : showCount(score, lang)}
            </td>
            <td class="figure" safe>
              {t.lateOf(late, promised)}
            </td>
          </tr>
        ))}
      </StaffTable>
      {agencies.map(({ agency, name, datasets }) => (
        <section>
          <h2 id={agency} safe>
            {name}
          </h2>
          <Datasets name={name} datasets={datasets} lang={lang} t={t} />
        </section>
      ))}
    </AdminPage>
  );
}

interface DatasetsProps {
  readonly name: string;
  readonly datasets: readonly DatasetRecord[];
  readonly lang: Lang;
  readonly t: AdminWords;
}

function Datasets({ name, datasets, lang, t }: DatasetsProps): JSX.Element {
  const headings = [t.dataset, t.published, t.due, t.state].map((text) => ({ text }));
  return (
    <StaffTable label={name} headings={[...headings, { text: t.score, figure: true }]}>
      {datasets.map((dataset) => (
        <tr>
          <th scope="row">
            <a href={`/dataset/${dataset.slug}`} safe>
              {showText(dataset.title, lang)}
            </a>
          </th>
          <td safe>{showDay(dataset.publishedAt, lang)}</td>
          <td safe>{dataset.dueAt === null ? t.none : showDay(dataset.dueAt, lang)}</td>
          <td>
            <span class={dataset.late ? "tag late" : ""} safe>
              {punctuality(dataset, t)}
            </span>
          </td>
          <td class="figure" safe>
            {dataset.score === null ? t.none : showCount(dataset.score, lang)}
          </td>
        </tr>
      ))}
    </StaffTable>
  );
}

function punctuality({ dueAt, waiting, late }: DatasetRecord, t: AdminWords): string {
  if (waiting) return t.isWaiting;
  if (dueAt === null) return t.noPromise;
  return late ? t.isLate : t.onTime;
}
