/** `/kerja/admin/audit`: the trail of who did what to what, filtered, a page at a time. */
import { Router } from "express";
import { type AuditEntry, type AuditRequest, listAudit, nameActors } from "../catalogue/audit.ts";
import type { Page } from "../catalogue/page.ts";
import { contextOf } from "../http/context.ts";
import { timeInWords } from "../kernel/wita.ts";
import { ADMIN, AdminPage, type AdminProps, adminProps, Field } from "./admin-frame.tsx";
import type { WebDeps } from "./deps.ts";
import { queryText, sendPage } from "./send-page.ts";
import { showCount } from "./show.ts";
import { StaffTable } from "./staff-table.tsx";
import { adminWords } from "./words-admin.ts";

const AUDIT = `${ADMIN}/audit`;
const AT_ONCE = 50;

/** Filters by their names in the address. */
type Asked = Readonly<Record<"oleh" | "tindakan" | "sasaran", string>>;

export function adminAuditRoutes(deps: WebDeps): Router {
  const router = Router();
  router.get("/kerja/admin/audit", async (request, response) => {
    const { actor } = contextOf(request);
    const asked: Asked = {
      oleh: queryText(request, "oleh"),
      tindakan: queryText(request, "tindakan"),
      sasaran: queryText(request, "sasaran"),
    };
    const wanted: AuditRequest = {
      first: AT_ONCE,
      after: queryText(request, "sesudah") || undefined,
      by: asked.oleh || undefined,
      action: asked.tindakan || undefined,
      subject: asked.sasaran || undefined,
    };
    const page = await deps.store.read(async (tx) => {
      const trail = await listAudit(tx, actor, wanted);
      const keys = trail.nodes.flatMap((entry) => [entry.actor, entry.subject]);
      return { trail, names: await nameActors(tx, [...new Set(keys)]) };
    });
    sendPage(request, response, await AuditPage({ ...(await adminProps(deps, request)), ...page, asked }));
  });
  return router;
}

interface AuditPageProps extends AdminProps {
  readonly trail: Page<AuditEntry>;
  readonly names: ReadonlyMap<string, string>;
  readonly asked: Asked;
}

function AuditPage({ trail, names, asked, ...admin }: AuditPageProps): JSX.Element {
  const { lang } = admin;
  const t = adminWords[lang];
  const headings = [t.at, t.actor, t.action, t.subject, t.detail].map((text) => ({ text }));
  const { hasNextPage, endCursor } = trail.pageInfo;
  const filters = Object.entries(asked).filter(([, text]) => text !== "");
  const next = new URLSearchParams([...filters, ["sesudah", endCursor ?? ""]]);
  return (
    <AdminPage {...admin} title={t.audit} path={AUDIT}>
      <p safe>{t.auditLead}</p>
      <form method="get" action={AUDIT}>
        <div class="filters">
          <Field name="oleh" label={t.actor} help={t.actorHelp} value={asked.oleh} />
          <Field name="tindakan" label={t.action} help={t.actionHelp} value={asked.tindakan} />
          <Field name="sasaran" label={t.subject} help={t.subjectHelp} value={asked.sasaran} />
        </div>
        <button class="button" type="submit" safe>
          {t.filter}
        </button>
      </form>
      <h2 safe>{t.entries(showCount(trail.totalCount, lang))}</h2>
      <StaffTable label={t.audit} headings={headings}>
        {trail.nodes.map(({ at, actor, action, subject, detail }) => (
          <tr>
            <td class="when" safe>
              {timeInWords(at, lang)}
            </td>
            <td safe>{names.get(actor) ?? actor}</td>
            <td>
              <code class="in-one-line" safe>
                {action}
              </code>
            </td>
            <td class="why" safe>
              {names.get(subject) ?? subject}
            </td>
            <td class="why" safe>
              {showDetail(detail)}
            </td>
          </tr>
        ))}
      </StaffTable>
      {hasNextPage && (
        <p>
          <a class="button" href={`${AUDIT}?${next}`} rel="next" safe>
            {t.more}
          </a>
        </p>
      )}
    </AdminPage>
  );
}

/** "role: producer, agency: dinkes". */
const showDetail = (detail: AuditEntry["detail"]): string =>
  Object.entries(detail)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => `${key}: ${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(", ")
    .slice(0, 300);
