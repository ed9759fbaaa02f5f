/** `/kerja/admin/pekerjaan`: what the queue has to do, and what has failed and may be tried again. */
import { type Request, type Response, Router } from "express";
import {
  countWork,
  type FailedJob,
  listFailedJobs,
  takeFailedJob,
  type WorkCount,
} from "../catalogue/background-work.ts";
import { pathPart } from "../http/body.ts";
import { contextOf } from "../http/context.ts";
import type { JobData, JobName } from "../jobs/queue.ts";
import { timeInWords } from "../kernel/wita.ts";
import { ADMIN, AdminPage, type AdminProps, adminProps } from "./admin-frame.tsx";
import type { WebDeps } from "./deps.ts";
import { sendPage } from "./send-page.ts";
import { showCount } from "./show.ts";
import { StaffTable } from "./staff-table.tsx";
import { adminWords } from "./words-admin.ts";

const JOBS = `${ADMIN}/pekerjaan`;

export function adminJobRoutes(deps: WebDeps): Router {
  const { store, effects, send } = deps;
  const router = Router();
  const show = async (request: Request, response: Response, problem?: string): Promise<void> => {
    const { actor } = contextOf(request);
    const page = await store.read(async (tx) => ({
      counts: await countWork(tx, actor),
      failed: await listFailedJobs(tx, actor),
    }));
    sendPage(request, response, await JobsPage({ ...(await adminProps(deps, request)), problem, ...page }));
  };

  router.get("/kerja/admin/pekerjaan", (request, response) => show(request, response));

  router.post("/kerja/admin/pekerjaan/:id/ulang", async (request, response) => {
    const { actor, lang } = contextOf(request);
    const job = await store.write((tx) => takeFailedJob(tx, actor, pathPart(request, "id"), effects));
    if (job === undefined) return show(request, response.status(404), adminWords[lang].gone);
    // As this server wrote it into its own queue.
    await send(job.name as JobName, job.data as JobData[JobName]);
    response.redirect(303, `${JOBS}?tersimpan=1`);
  });
  return router;
}

interface JobsPageProps extends AdminProps {
  readonly counts: readonly WorkCount[];
  readonly failed: readonly FailedJob[];
}

function JobsPage({ counts, failed, ...admin }: JobsPageProps): JSX.Element {
  const { lang, csrf } = admin;
  const t = adminWords[lang];
  return (
    <AdminPage {...admin} title={t.jobs} path={JOBS}>
      <p safe>{counts.length === 0 ? t.noJobs : t.jobsLead}</p>
      {counts.length > 0 && (
        <StaffTable label={t.jobs} headings={[{ text: t.job }, { text: t.state }, { text: t.count, figure: true }]}>
          {counts.map(({ name, state, count }) => (
            <tr>
              <th scope="row" safe>
                {t.jobNames[name] ?? name}
              </th>
              <td safe>{t.jobStates[state] ?? state}</td>
              <td class="figure" safe>
                {showCount(count, lang)}
              </td>
            </tr>
          ))}
        </StaffTable>
      )}
      <h2 safe>{t.failedJobs}</h2>
      {failed.length === 0 ? (
        <p safe>{t.noFailedJobs}</p>
      ) : (
        <StaffTable
          label={t.failedJobs}
          headings={[t.job, t.subject, t.at, t.attempts, t.reason, t.again].map((text) => ({ text }))}
        >
          {failed.map(({ id, name, data, attempts, failedAt, message }) => (
            <tr>
              <th scope="row" safe>
                {t.jobNames[name] ?? name}
              </th>
              <td safe>{Object.values(data).join(" ")}</td>
              <td class="when" safe>
                {failedAt === null ? t.none : timeInWords(failedAt, lang)}
              </td>
              <td safe>{showCount(attempts, lang)}</td>
              <td class="why" safe>
                {message ?? t.none}
              </td>
              <td>
                <form method="post" action={`${JOBS}/${id}/ulang`}>
                  {csrf}
                  <button class="button small" type="submit" safe>
                    {t.again}
                  </button>
                </form>
              </td>
            </tr>
          ))}
        </StaffTable>
      )}
    </AdminPage>
  );
}
