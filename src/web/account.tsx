/** `/kerja/akun`: one's own password, second step, letters and sessions. Mounted behind the staff's door. */
import { type Request, type Response, Router } from "express";
import { changeOwnPassword, getOwnAccount } from "../catalogue/account.ts";
import { countUnread } from "../catalogue/messages.ts";
import { mailShape, setPersonMail } from "../catalogue/person-mail.ts";
import { endOtherSessions, endOwnSession, listOwnSessions } from "../catalogue/person-sessions.ts";
import { confirmTotp, dropTotp, findTotpSetup, startTotp } from "../catalogue/second-step.ts";
import { contextOf } from "../http/context.ts";
import { sessionOf } from "../http/session.ts";
import { AccountPage } from "./account-page.tsx";
import { PasswordPage } from "./account-password-page.tsx";
import { OwedSecondStepPage, RecoveryCodesPage, SecondStepPage } from "./account-second-step-page.tsx";
import { csrfField } from "./csrf-field.tsx";
import type { WebDeps } from "./deps.ts";
import { fieldText, typedText } from "./form-text.ts";
import { orSay } from "./or-say.ts";
import { queryText, sendPage } from "./send-page.ts";
import { accountWords } from "./words-account.ts";

const HOME = "/kerja/akun";

export function accountRoutes(deps: WebDeps): Router {
  const { store, effects } = deps;
  const router = Router();

  const show = (request: Request, response: Response, problem?: string) =>
    showAccount(deps, request, response, problem);

  router.get("/kerja/akun", (request, response) => show(request, response));

  router.post("/kerja/akun/surel", async (request, response) => {
    const { actor, lang } = contextOf(request);
    const mail = mailShape.safeParse(fieldText(request, "surel"));
    if (!mail.success) return show(request, response.status(400), accountWords[lang].badMail);
    await store.write(async (tx) =>
      setPersonMail(tx, actor, (await getOwnAccount(tx, actor)).person, mail.data, effects),
    );
    response.redirect(303, `${HOME}?tersimpan=1`);
  });

  router.post("/kerja/akun/sesi", async (request, response) => {
    const { actor } = contextOf(request);
    const id = fieldText(request, "sesi");
    await store.write(async (tx) => {
      if (id !== "") await endOwnSession(tx, actor, id, effects.now());
      else await endOtherSessions(tx, actor, sessionOf(request)?.id, effects.now());
    });
    response.redirect(303, `${HOME}?tersimpan=1`);
  });
  addPasswordRoutes(router, deps);
  addSecondStepRoutes(router, deps);
  return router;
}

async function showAccount(
  { store, effects, sessions }: WebDeps,
  request: Request,
  response: Response,
  problem?: string,
): Promise<void> {
  const { actor, lang } = contextOf(request);
  const page = await store.read(async (tx) => ({
    account: await getOwnAccount(tx, actor),
    sessions: await listOwnSessions(tx, actor, sessions.life),
    unread: await countUnread(tx, actor),
  }));
  const here = sessionOf(request)?.id;
  const saved = queryText(request, "tersimpan") !== "";
  const csrf = csrfField(request);
  sendPage(request, response, await AccountPage({ lang, actor, ...page, here, saved, problem, csrf }));
}

function addPasswordRoutes(router: Router, { store, effects }: WebDeps): void {
  const show = async (request: Request, response: Response, problem?: string): Promise<void> => {
    const { actor, lang } = contextOf(request);
    const page = await store.read(async (tx) => ({
      unread: await countUnread(tx, actor),
      mustChange: (await getOwnAccount(tx, actor)).mustChange,
    }));
    sendPage(request, response, await PasswordPage({ lang, actor, ...page, problem, csrf: csrfField(request) }));
  };

  router.get("/kerja/akun/kata-sandi", (request, response) => show(request, response));

  router.post("/kerja/akun/kata-sandi", (request, response) =>
    orSay(
      request,
      (problem) => show(request, response.status(400), problem),
      async () => {
        const { actor, lang } = contextOf(request);
        const next = typedText(request, "baru");
        if (next !== typedText(request, "ulang"))
          return show(request, response.status(400), accountWords[lang].different);
        const change = { current: typedText(request, "sekarang"), next, session: sessionOf(request)?.id ?? "" };
        await store.write((tx) => changeOwnPassword(tx, actor, change, effects));
        response.redirect(303, `${HOME}?tersimpan=1`);
      },
    ),
  );
}

const SECOND_STEP = `${HOME}/dua-langkah`;

function addSecondStepRoutes(router: Router, deps: WebDeps): void {
  const { store, effects, secretsKey } = deps;
  const show = async (request: Request, response: Response, problem?: string): Promise<void> => {
    const { actor, lang } = contextOf(request);
    const { setup, unread } = await store.read(async (tx) => ({
      setup: await findTotpSetup(tx, actor, secretsKey),
      unread: await countUnread(tx, actor),
    }));
    const csrf = csrfField(request);
    if (setup === undefined) {
      if (sessionOf(request)?.owesSecondStep !== true) return response.redirect(303, HOME);
      return sendPage(request, response, await OwedSecondStepPage({ lang, actor, unread, csrf }));
    }
    sendPage(request, response, await SecondStepPage({ lang, actor, setup, unread, problem, csrf }));
  };

  router.get("/kerja/akun/dua-langkah", (request, response) => show(request, response));

  router.post("/kerja/akun/dua-langkah", (request, response) =>
    orSay(
      request,
      (problem) => show(request, response.status(400), problem),
      async () => {
        const { actor, lang } = contextOf(request);
        const code = fieldText(request, "kode");
        // Only its button was pressed: the secret is made now, and no address makes one by being looked at.
        if (code === "") {
          await store.write((tx) => startTotp(tx, actor, secretsKey));
          return response.redirect(303, SECOND_STEP);
        }
        const keep = { key: secretsKey, session: sessionOf(request)?.id ?? "" };
        const page = await store.write(async (tx) => ({
          codes: await confirmTotp(tx, actor, code, keep, effects),
          unread: await countUnread(tx, actor),
        }));
        sendPage(request, response, await RecoveryCodesPage({ lang, actor, ...page }));
      },
    ),
  );

  router.post("/kerja/akun/dua-langkah/hapus", (request, response) =>
    orSay(
      request,
      (problem) => showAccount(deps, request, response.status(400), problem),
      async () => {
        const { actor } = contextOf(request);
        await store.write((tx) => dropTotp(tx, actor, typedText(request, "sekarang"), effects));
        response.redirect(303, `${HOME}?tersimpan=1`);
      },
    ),
  );
}
