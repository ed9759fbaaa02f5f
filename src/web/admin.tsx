/** `/kerja/admin`: the administrator's pages, and what leads to them. Nobody else's: a 403 for whoever may not manage people. */
import { Router } from "express";
import { demand } from "../catalogue/rights.ts";
import { contextOf } from "../http/context.ts";
import type { RoomLeft } from "../store/disk-room.ts";
import { adminAgencyRoutes } from "./admin-agencies.tsx";
import { adminAuditRoutes } from "./admin-audit.tsx";
import { ADMIN, AdminPage, type AdminProps, adminProps } from "./admin-frame.tsx";
import { adminHarvestRoutes } from "./admin-harvest.tsx";
import { adminJobRoutes } from "./admin-jobs.tsx";
import { adminPeopleRoutes } from "./admin-people.tsx";
import { adminQualityRoutes } from "./admin-quality.tsx";
import { adminRecipeRoutes } from "./admin-recipes.tsx";
import { adminReferenceRoutes } from "./admin-reference.tsx";
import { adminStorageRoutes, DiskNotice } from "./admin-storage.tsx";
import { adminTakedownRoutes } from "./admin-takedown.tsx";
import { adminTokenRoutes } from "./admin-tokens.tsx";
import { adminWebhookRoutes } from "./admin-webhooks.tsx";
import type { WebDeps } from "./deps.ts";
import { sendPage } from "./send-page.ts";
import { adminWords } from "./words-admin.ts";
import { harvestWords } from "./words-admin-harvest.ts";
import { referenceWords } from "./words-admin-reference.ts";
import { takedownWords } from "./words-takedown.ts";

export function adminRoutes(deps: WebDeps): Router {
  const router = Router();
  router.use("/kerja/admin", (request, _response, next) => {
    demand(contextOf(request).actor, "person.manage");
    next();
  });
  router.get("/kerja/admin", async (request, response) => {
    sendPage(
      request,
      response,
      await OverviewPage({ ...(await adminProps(deps, request)), left: await deps.disk.measure() }),
    );
  });
  router.use(adminPeopleRoutes(deps));
  router.use(adminTokenRoutes(deps));
  router.use(adminAgencyRoutes(deps));
  router.use(adminWebhookRoutes(deps));
  router.use(adminHarvestRoutes(deps));
  router.use(adminRecipeRoutes(deps));
  router.use(adminReferenceRoutes(deps));
  router.use(adminQualityRoutes(deps));
  router.use(adminJobRoutes(deps));
  router.use(adminStorageRoutes(deps));
  router.use(adminAuditRoutes(deps));
  router.use(adminTakedownRoutes(deps));
  return router;
}

function OverviewPage({ left, ...admin }: AdminProps & { readonly left: RoomLeft }): JSX.Element {
  const t = adminWords[admin.lang];
  const h = harvestWords[admin.lang];
  const e = takedownWords[admin.lang];
  const r = referenceWords[admin.lang];
  const rooms = [
    ["orang", t.people, t.peopleLead],
    ["instansi", t.agencies, t.agenciesLead],
    ["token", t.tokens, t.tokensLead],
    ["webhook", t.webhooks, t.webhooksLead],
    ["panen", h.title, h.lead],
    ["resep", t.recipes, t.recipesLead],
    ["rujukan", r.title, r.about],
    ["mutu", t.quality, t.qualityLead],
    ["pekerjaan", t.jobs, t.jobsLead],
    ["penyimpanan", t.storage, t.storageLead],
    ["audit", t.audit, t.auditLead],
    ["hapus-data", e.title, e.about],
  ] as const;
  return (
    <AdminPage {...admin} title={t.title} path={ADMIN}>
      <p class="lead" safe>
        {t.lead}
      </p>
      <DiskNotice left={left} lang={admin.lang} />
      <ul class="glance">
        {rooms.map(([part, name, lead]) => (
          <li>
            <a href={`${ADMIN}/${part}`}>
              <strong safe>{name}</strong>
              <span class="meta" safe>
                {lead}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </AdminPage>
  );
}
