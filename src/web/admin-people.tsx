/** `/kerja/admin/orang`: people are admitted with a temporary password, and given another role, address or password. */
import { type Request, type Response, Router } from "express";
import { admitPerson, resetPassword } from "../catalogue/account.ts";
import { listAgencies } from "../catalogue/agencies.ts";
import { getPerson, listPeople, newPersonShape, personPatchShape, updatePerson } from "../catalogue/people.ts";
import { findPersonMail, mailShape, setPersonMail } from "../catalogue/person-mail.ts";
import { parseShape } from "../catalogue/shape.ts";
import { pathPart } from "../http/body.ts";
import { contextOf } from "../http/context.ts";
import { adminProps } from "./admin-frame.tsx";
import { PEOPLE, PeoplePage, PersonPage, type Secret } from "./admin-people-page.tsx";
import type { WebDeps } from "./deps.ts";
import { fieldText } from "./form-text.ts";
import { orSay } from "./or-say.ts";
import { sendPage } from "./send-page.ts";
import { adminWords } from "./words-admin.ts";

const admittedShape = newPersonShape.omit({ password: true });

interface Said {
  readonly problem?: string;
  readonly secret?: Secret;
}

export function adminPeopleRoutes(deps: WebDeps): Router {
  const { store, effects } = deps;
  const router = Router();

  router.get("/kerja/admin/orang", (request, response) => showPeople(deps, request, response));

  router.post("/kerja/admin/orang", (request, response) =>
    orSay(
      request,
      (problem) => showPeople(deps, request, response.status(400), { problem }),
      async () => {
        const agency = fieldText(request, "instansi") || undefined;
        const given = { name: fieldText(request, "nama"), role: fieldText(request, "peran"), agency };
        const wanted = parseShape(admittedShape, given);
        const { actor } = contextOf(request);
        const { person, password } = await store.write((tx) => admitPerson(tx, actor, wanted, effects));
        await showPeople(deps, request, response, { secret: { name: person.name, secret: password } });
      },
    ),
  );
  addPersonRoutes(router, deps);
  return router;
}

function addPersonRoutes(router: Router, deps: WebDeps): void {
  const { store, effects } = deps;
  const again = (request: Request, response: Response): void =>
    response.redirect(303, `${PEOPLE}/${pathPart(request, "person")}?tersimpan=1`);
  /** Takes a form about one person; what is wrong with it is said above their page. */
  const take =
    (work: (request: Request, response: Response) => Promise<void>) =>
    (request: Request, response: Response): Promise<void> =>
      orSay(
        request,
        (problem) => showPerson(deps, request, response.status(400), { problem }),
        () => work(request, response),
      );

  router.get("/kerja/admin/orang/:person", (request, response) => showPerson(deps, request, response));

  router.post(
    "/kerja/admin/orang/:person/surel",
    take(async (request, response) => {
      const { actor, lang } = contextOf(request);
      const mail = mailShape.safeParse(fieldText(request, "surel"));
      if (!mail.success) return showPerson(deps, request, response.status(400), { problem: adminWords[lang].badMail });
      await store.write((tx) => setPersonMail(tx, actor, pathPart(request, "person"), mail.data, effects));
      again(request, response);
    }),
  );

  router.post(
    "/kerja/admin/orang/:person/peran",
    take(async (request, response) => {
      const agency = fieldText(request, "instansi") || null;
      const patch = parseShape(personPatchShape, { role: fieldText(request, "peran"), agency });
      const { actor } = contextOf(request);
      await store.write((tx) => updatePerson(tx, actor, pathPart(request, "person"), patch, effects));
      again(request, response);
    }),
  );

  router.post(
    "/kerja/admin/orang/:person/kata-sandi",
    take(async (request, response) => {
      const { actor } = contextOf(request);
      const how = { forgetDevice: fieldText(request, "lupakan") !== "" };
      const { name, password } = await store.write((tx) =>
        resetPassword(tx, actor, pathPart(request, "person"), how, effects),
      );
      await showPerson(deps, request, response, { secret: { name, secret: password } });
    }),
  );

  router.post(
    "/kerja/admin/orang/:person/keaktifan",
    take(async (request, response) => {
      const { actor } = contextOf(request);
      const patch = { disabled: fieldText(request, "nonaktif") !== "" };
      await store.write((tx) => updatePerson(tx, actor, pathPart(request, "person"), patch, effects));
      again(request, response);
    }),
  );
}

async function showPeople(deps: WebDeps, request: Request, response: Response, said: Said = {}): Promise<void> {
  const { actor } = contextOf(request);
  const page = await deps.store.read(async (tx) => ({
    people: await listPeople(tx, actor),
    agencies: await listAgencies(tx),
  }));
  const isRefused = said.problem !== undefined;
  const typed = {
    name: isRefused ? fieldText(request, "nama") : "",
    role: fieldText(request, "peran"),
    agency: fieldText(request, "instansi"),
  };
  const admin = { ...(await adminProps(deps, request)), problem: said.problem };
  sendPage(request, response, await PeoplePage({ ...admin, ...page, typed, made: said.secret }));
}

async function showPerson(deps: WebDeps, request: Request, response: Response, said: Said = {}): Promise<void> {
  const { actor } = contextOf(request);
  const page = await deps.store.read(async (tx) => {
    const person = await getPerson(tx, pathPart(request, "person"));
    return { person, mail: await findPersonMail(tx, actor, person.id), agencies: await listAgencies(tx) };
  });
  const admin = { ...(await adminProps(deps, request)), problem: said.problem };
  sendPage(request, response, await PersonPage({ ...admin, ...page, reset: said.secret }));
}
