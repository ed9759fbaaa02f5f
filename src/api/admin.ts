/** Administration over HTTP: agencies, people, tokens, the audit trail. Administrators only, but for the list of agencies. */
import { type Response, Router } from "express";
import { z } from "zod";
import { type Agency, createAgency, listAgencies, newAgencyShape } from "../catalogue/agencies.ts";
import { type AgencyRoom, getAgencyRoom, quotaShape, setQuota } from "../catalogue/agency-quota.ts";
import { listAudit } from "../catalogue/audit.ts";
import {
  createPerson,
  listPeople,
  newPersonShape,
  type Person,
  personPatchShape,
  updatePerson,
} from "../catalogue/people.ts";
import { demand } from "../catalogue/rights.ts";
import { parseShape } from "../catalogue/shape.ts";
import { createToken, listTokens, newTokenShape, revokeToken, type TokenInfo } from "../catalogue/tokens.ts";
import { jsonBodyFor, pathPart } from "../http/body.ts";
import { contextOf } from "../http/context.ts";
import { parseTime } from "../http/version-choice.ts";
import type { Effects } from "../kernel/effects.ts";
import type { Store } from "../store/data-source.ts";

interface AdminApiDeps {
  readonly store: Store;
  readonly effects: Effects;
}

export function adminRoutes(deps: AdminApiDeps): Router {
  const router = Router();
  addAgencyRoutes(router, deps);
  addQuotaRoutes(router, deps);
  addPersonRoutes(router, deps);
  addTokenRoutes(router, deps);
  addAuditRoute(router, deps);
  return router;
}

function addAgencyRoutes(router: Router, { store, effects }: AdminApiDeps): void {
  router.get("/api/v1/agencies", async (_request, response) => {
    response.json({ agencies: (await store.read(listAgencies)).map(showAgency) });
  });

  router.post("/api/v1/agencies", jsonBodyFor("agency.manage"), async (request, response) => {
    const { actor } = contextOf(request);
    const wanted = parseShape(newAgencyShape, request.body);
    const agency = await store.write((tx) => createAgency(tx, actor, wanted, effects));
    response.status(201).json(showAgency(agency));
  });
}

function addQuotaRoutes(router: Router, { store, effects }: AdminApiDeps): void {
  router.get("/api/v1/agencies/:agency/quota", async (request, response) => {
    const { actor } = contextOf(request);
    const room = await store.read((tx) => getAgencyRoom(tx, actor, pathPart(request, "agency")));
    noStore(response).json(showRoom(room));
  });

  router.put("/api/v1/agencies/:agency/quota", jsonBodyFor("agency.manage"), async (request, response) => {
    const { actor } = contextOf(request);
    const wanted = parseShape(quotaShape, request.body);
    const room = await store.write((tx) => setQuota(tx, actor, pathPart(request, "agency"), wanted, effects));
    noStore(response).json(showRoom(room));
  });
}

function addPersonRoutes(router: Router, { store, effects }: AdminApiDeps): void {
  router.get("/api/v1/people", async (request, response) => {
    const people = await store.read((tx) => listPeople(tx, contextOf(request).actor));
    noStore(response).json({ people: people.map(showPerson) });
  });

  router.post("/api/v1/people", jsonBodyFor("person.manage"), async (request, response) => {
    const { actor } = contextOf(request);
    const wanted = parseShape(newPersonShape, request.body);
    const person = await store.write((tx) => createPerson(tx, actor, wanted, effects));
    noStore(response).status(201).location(`/api/v1/people/${person.id}`).json(showPerson(person));
  });

  router.patch("/api/v1/people/:person", jsonBodyFor("person.manage"), async (request, response) => {
    const { actor } = contextOf(request);
    const patch = parseShape(personPatchShape, request.body);
    const person = await store.write((tx) => updatePerson(tx, actor, pathPart(request, "person"), patch, effects));
    noStore(response).json(showPerson(person));
  });
}

function addTokenRoutes(router: Router, { store, effects }: AdminApiDeps): void {
  router.get("/api/v1/tokens", async (request, response) => {
    const tokens = await store.read((tx) => listTokens(tx, contextOf(request).actor));
    noStore(response).json({ tokens: tokens.map(showToken) });
  });

  router.post("/api/v1/tokens", jsonBodyFor("token.manage"), async (request, response) => {
    const { actor } = contextOf(request);
    const wanted = parseShape(newTokenShape, request.body);
    const { token, info } = await store.write((tx) => createToken(tx, actor, wanted, effects));
    noStore(response)
      .status(201)
      .location(`/api/v1/tokens/${info.id}`)
      .json({ ...showToken(info), token });
  });

  router.delete("/api/v1/tokens/:id", async (request, response) => {
    const { actor } = contextOf(request);
    await store.write((tx) => revokeToken(tx, actor, pathPart(request, "id"), effects));
    response.status(204).end();
  });
}

const auditQuery = z.strictObject({
  first: z.coerce.number().int().min(1).max(1000).default(100),
  after: z.string().max(200).optional(),
  since: z.string().transform(parseTime).optional(),
  actor: z.string().max(200).optional(),
  action: z.string().max(200).optional(),
  dataset: z.string().max(200).optional(),
});

function addAuditRoute(router: Router, { store }: AdminApiDeps): void {
  router.get("/api/v1/audit", async (request, response) => {
    const { actor } = contextOf(request);
    demand(actor, "audit.read");
    const { actor: by, ...asked } = parseShape(auditQuery, request.query);
    const { totalCount, nodes, pageInfo } = await store.read((tx) => listAudit(tx, actor, { ...asked, by }));
    noStore(response).json({ totalCount, pageInfo, entries: nodes });
  });
}

const noStore = (response: Response): Response => {
  response.setHeader("Cache-Control", "no-store");
  return response;
};

export const showAgency = ({ slug, name, nameEn, shortName, kind, region }: Agency): Record<string, unknown> => ({
  slug,
  name,
  nameEn: nameEn ?? null,
  shortName: shortName ?? null,
  kind,
  region: region ?? null,
});

export const showRoom = ({ agency, used, quotaMb }: AgencyRoom): Record<string, unknown> => ({ agency, used, quotaMb });

export const showPerson = ({ id, name, role, agency, createdAt, disabledAt }: Person): Record<string, unknown> => ({
  id,
  name,
  role,
  agency: agency ?? null,
  createdAt,
  disabledAt: disabledAt ?? null,
});

/** Never the token: it is shown once, when it is made. */
export const showToken = (info: TokenInfo): Record<string, unknown> => ({
  id: info.id,
  name: info.name,
  role: info.role,
  agency: info.agency ?? null,
  datasets: info.datasets ?? null,
  person: info.person ?? null,
  createdAt: info.createdAt,
  expiresAt: info.expiresAt ?? null,
  revokedAt: info.revokedAt ?? null,
  lastUsedAt: info.lastUsedAt ?? null,
});
