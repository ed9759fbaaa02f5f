/** `/kerja/admin/instansi`: the agencies that own datasets are made and renamed, and given a quota. */
import { type Request, type Response, Router } from "express";
import {
  type Agency,
  agencyNamesShape,
  createAgency,
  getAgency,
  listAgencies,
  newAgencyShape,
  renameAgency,
} from "../catalogue/agencies.ts";
import { type AgencyRoom, getAgencyRoom, quotaShape, setQuota } from "../catalogue/agency-quota.ts";
import { parseShape } from "../catalogue/shape.ts";
import { pathPart } from "../http/body.ts";
import { contextOf } from "../http/context.ts";
import { ADMIN, AdminPage, type AdminProps, adminProps, Choice, Field } from "./admin-frame.tsx";
import { showQuota } from "./admin-storage.tsx";
import type { WebDeps } from "./deps.ts";
import { fieldText } from "./form-text.ts";
import { orSay } from "./or-say.ts";
import { sendPage } from "./send-page.ts";
import { showBytes } from "./show.ts";
import { StaffTable } from "./staff-table.tsx";
import { type AdminWords, adminWords } from "./words-admin.ts";
import { storageWords } from "./words-admin-storage.ts";

const AGENCIES = `${ADMIN}/instansi`;

export function adminAgencyRoutes(deps: WebDeps): Router {
  const { store, effects } = deps;
  const router = Router();

  const showAll = async (request: Request, response: Response, problem?: string): Promise<void> => {
    const admin = { ...(await adminProps(deps, request)), problem };
    const page = { agencies: await store.read(listAgencies), typed: typedAgency(request) };
    sendPage(request, response, await AgenciesPage({ ...admin, ...page }));
  };
  const showOne = async (request: Request, response: Response, problem?: string): Promise<void> => {
    const admin = { ...(await adminProps(deps, request)), problem };
    const slug = pathPart(request, "agency");
    const page = await store.read(async (tx) => ({
      agency: await getAgency(tx, slug),
      room: await getAgencyRoom(tx, admin.actor, slug),
    }));
    sendPage(request, response, await AgencyNamesPage({ ...admin, ...page, defaultMb: deps.quotas.quotaMb }));
  };

  router.get("/kerja/admin/instansi", (request, response) => showAll(request, response));

  router.post("/kerja/admin/instansi", (request, response) =>
    orSay(
      request,
      (problem) => showAll(request, response.status(400), problem),
      async () => {
        const wanted = parseShape(newAgencyShape, filled(typedAgency(request)));
        await store.write((tx) => createAgency(tx, contextOf(request).actor, wanted, effects));
        response.redirect(303, `${AGENCIES}?tersimpan=1`);
      },
    ),
  );

  router.get("/kerja/admin/instansi/:agency", (request, response) => showOne(request, response));

  router.post("/kerja/admin/instansi/:agency", (request, response) =>
    orSay(
      request,
      (problem) => showOne(request, response.status(400), problem),
      async () => {
        const names = parseShape(agencyNamesShape, filled(typedNames(request)));
        const { actor } = contextOf(request);
        await store.write((tx) => renameAgency(tx, actor, pathPart(request, "agency"), names, effects));
        response.redirect(303, `${AGENCIES}?tersimpan=1`);
      },
    ),
  );

  router.post("/kerja/admin/instansi/:agency/kuota", (request, response) =>
    orSay(
      request,
      (problem) => showOne(request, response.status(400), problem),
      async () => {
        const typed = fieldText(request, "kuota");
        const quota = parseShape(quotaShape, { quotaMb: typed === "" ? null : Number(typed) });
        const { actor } = contextOf(request);
        await store.write((tx) => setQuota(tx, actor, pathPart(request, "agency"), quota, effects));
        response.redirect(303, `${AGENCIES}?tersimpan=1`);
      },
    ),
  );
  return router;
}

const typedNames = (request: Request) => ({
  name: fieldText(request, "nama"),
  nameEn: fieldText(request, "nama_en"),
  shortName: fieldText(request, "nama_pendek"),
});

const typedAgency = (request: Request) => ({
  ...typedNames(request),
  slug: fieldText(request, "slug"),
  kind: fieldText(request, "jenis") || "province",
  region: fieldText(request, "wilayah"),
});

/** Without what was left empty. */
const filled = (typed: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(typed).filter(([, text]) => text !== ""));

interface NamesProps {
  readonly t: AdminWords;
  readonly name: string;
  readonly nameEn: string | undefined;
  readonly shortName: string | undefined;
}

const Names = ({ t, name, nameEn, shortName }: NamesProps): JSX.Element => (
  <>
    <Field name="nama" label={t.name} value={name} required />
    <Field name="nama_en" label={t.nameEn} value={nameEn} />
    <Field name="nama_pendek" label={t.shortName} value={shortName} />
  </>
);

interface AgenciesPageProps extends AdminProps {
  readonly agencies: readonly Agency[];
  /** What was typed, where it was refused. */
  readonly typed: ReturnType<typeof typedAgency>;
}

function AgenciesPage({ agencies, typed, ...admin }: AgenciesPageProps): JSX.Element {
  const { lang, csrf } = admin;
  const t = adminWords[lang];
  const kinds = (["province", "regency"] as const).map((kind) => [kind, t.kinds[kind]] as const);
  const headings = [t.name, t.shortName, t.slug, t.kind].map((text) => ({ text }));
  return (
    <AdminPage {...admin} title={t.agencies} path={AGENCIES}>
      <p safe>{t.agenciesLead}</p>
      <StaffTable label={t.agencies} headings={headings}>
        {agencies.map(({ slug, name, shortName, kind }) => (
          <tr>
            <th scope="row">
              <a href={`${AGENCIES}/${slug}`} safe>
                {name}
              </a>
            </th>
            <td safe>{shortName ?? t.none}</td>
            <td>
              <code safe>{slug}</code>
            </td>
            <td safe>{t.kinds[kind]}</td>
          </tr>
        ))}
      </StaffTable>
      <h2 safe>{t.addAgency}</h2>
      <form method="post" action={AGENCIES} class="narrow">
        {csrf}
        <Field name="slug" label={t.slug} help={t.slugHelp} value={typed.slug} required />
        <Names t={t} {...typed} />
        <Choice name="jenis" label={t.kind} choices={kinds} value={typed.kind} />
        <Field name="wilayah" label={t.region} help={t.regionHelp} value={typed.region} />
        <button class="button main" type="submit" safe>
          {t.addAgency}
        </button>
      </form>
    </AdminPage>
  );
}

interface AgencyNamesPageProps extends AdminProps {
  readonly agency: Agency;
  readonly room: AgencyRoom;
  readonly defaultMb: number;
}

function AgencyNamesPage({ agency, room, defaultMb, ...admin }: AgencyNamesPageProps): JSX.Element {
  const { lang } = admin;
  const t = adminWords[lang];
  const s = storageWords[lang];
  const { slug, name, nameEn, shortName } = agency;
  const path = `${AGENCIES}/${slug}`;
  return (
    <AdminPage {...admin} title={name} path={path} above={{ href: AGENCIES, name: t.agencies }}>
      <p safe>{t.agenciesLead}</p>
      <form method="post" action={path} class="narrow">
        {admin.csrf}
        <Names t={t} name={name} nameEn={nameEn} shortName={shortName} />
        <button class="button main" type="submit" safe>
          {t.rename}
        </button>
      </form>
      <h2 safe>{s.quota}</h2>
      <p safe>{s.quotaLead(showBytes(room.used, lang))}</p>
      <form method="post" action={`${path}/kuota`} class="narrow">
        {admin.csrf}
        <Field
          name="kuota"
          label={s.quotaMb}
          help={s.quotaHelp(showQuota(defaultMb, lang))}
          value={room.quotaMb === null ? "" : String(room.quotaMb)}
        />
        <button class="button" type="submit" safe>
          {s.setQuota}
        </button>
      </form>
    </AdminPage>
  );
}
