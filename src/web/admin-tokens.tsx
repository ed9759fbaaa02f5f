/** `/kerja/admin/token`: tokens of other systems; one is shown once, when it is made. */
import { type Request, type Response, Router } from "express";
import { type Agency, listAgencies } from "../catalogue/agencies.ts";
import { parseShape } from "../catalogue/shape.ts";
import { createToken, listTokens, newTokenShape, revokeToken, type TokenInfo } from "../catalogue/tokens.ts";
import { pathPart } from "../http/body.ts";
import { contextOf } from "../http/context.ts";
import { readLocalTime, timeInWords } from "../kernel/wita.ts";
import { ADMIN, AdminPage, type AdminProps, adminProps, Choice, Field, ShownOnce } from "./admin-frame.tsx";
import { agencyChoices, type Secret } from "./admin-people-page.tsx";
import type { WebDeps } from "./deps.ts";
import { fieldText } from "./form-text.ts";
import { orSay } from "./or-say.ts";
import { sendPage } from "./send-page.ts";
import { showDay } from "./show.ts";
import { StaffTable } from "./staff-table.tsx";
import { accountWords } from "./words-account.ts";
import { type AdminWords, adminWords } from "./words-admin.ts";

const TOKENS = `${ADMIN}/token`;

interface Said {
  readonly problem?: string;
  readonly made?: Secret;
}

export function adminTokenRoutes(deps: WebDeps): Router {
  const { store, effects } = deps;
  const router = Router();
  const show = async (request: Request, response: Response, { problem, made }: Said = {}): Promise<void> => {
    const page = await store.read(async (tx) => ({
      tokens: await listTokens(tx, contextOf(request).actor),
      agencies: await listAgencies(tx),
    }));
    const admin = { ...(await adminProps(deps, request)), problem };
    const now = effects.now();
    sendPage(request, response, await TokensPage({ ...admin, ...page, typed: typedToken(request), made, now }));
  };

  router.get("/kerja/admin/token", (request, response) => show(request, response));

  router.post("/kerja/admin/token", (request, response) =>
    orSay(
      request,
      (problem) => show(request, response.status(400), { problem }),
      async () => {
        const wanted = parseShape(newTokenShape, readToken(request));
        const { actor } = contextOf(request);
        const { token, info } = await store.write((tx) => createToken(tx, actor, wanted, effects));
        await show(request, response, { made: { name: info.name, secret: token } });
      },
    ),
  );

  router.post("/kerja/admin/token/:id/cabut", async (request, response) => {
    const { actor } = contextOf(request);
    await store.write((tx) => revokeToken(tx, actor, pathPart(request, "id"), effects));
    response.redirect(303, `${TOKENS}?tersimpan=1`);
  });
  return router;
}

interface Typed {
  readonly name: string;
  readonly role: string;
  readonly agency: string;
  readonly datasets: string;
  readonly day: string;
}

const typedToken = (request: Request): Typed => ({
  name: fieldText(request, "nama"),
  role: fieldText(request, "peran"),
  agency: fieldText(request, "instansi"),
  datasets: fieldText(request, "dataset"),
  day: fieldText(request, "sampai"),
});

/** As the shape wants it: what was left empty is absent, and a token is good until the end of its day. */
function readToken(request: Request): Record<string, unknown> {
  const { name, role, agency, datasets, day } = typedToken(request);
  const slugs = datasets.split(/[\s,]+/).filter((slug) => slug !== "");
  const end = readLocalTime(`${day}T23:59`);
  return {
    name,
    role,
    ...(agency === "" ? {} : { agency }),
    ...(slugs.length === 0 ? {} : { datasets: slugs }),
    // What is no day is left to the shape to refuse.
    ...(day === "" ? {} : { expiresAt: end?.toISOString() ?? day }),
  };
}

interface TokensPageProps extends AdminProps {
  readonly tokens: readonly TokenInfo[];
  readonly agencies: readonly Agency[];
  readonly typed: Typed;
  readonly made: Secret | undefined;
  readonly now: Date;
}

function TokensPage({ tokens, agencies, typed, made, now, ...admin }: TokensPageProps): JSX.Element {
  const { lang, csrf, problem } = admin;
  const t = adminWords[lang];
  const { roles } = accountWords[lang];
  const kept = problem === undefined ? undefined : typed;
  const headings = [t.tokenName, t.role, t.agency, t.since, t.expires, t.lastUsed, t.state].map((text) => ({ text }));
  return (
    <AdminPage {...admin} title={t.tokens} path={TOKENS}>
      <p safe>{t.tokensLead}</p>
      {made !== undefined && <ShownOnce lead={t.newToken(made.name)} secret={made.secret} />}
      {tokens.length > 0 && (
        <StaffTable label={t.tokens} headings={headings}>
          {tokens.map((token) => (
            <tr>
              <th scope="row" safe>
                {token.name}
              </th>
              <td safe>{roles[token.role]}</td>
              <td safe>{[token.agency ?? t.allAgencies, ...(token.datasets ?? [])].join(", ")}</td>
              <td safe>{showDay(token.createdAt, lang)}</td>
              <td safe>{token.expiresAt === undefined ? t.none : showDay(token.expiresAt, lang)}</td>
              <td safe>{token.lastUsedAt === undefined ? t.never : timeInWords(token.lastUsedAt, lang)}</td>
              <td>
                <TokenState token={token} now={now} csrf={csrf} t={t} />
              </td>
            </tr>
          ))}
        </StaffTable>
      )}
      <h2 safe>{t.addToken}</h2>
      <form method="post" action={TOKENS} class="narrow">
        {csrf}
        <Field name="nama" label={t.tokenName} value={kept?.name} required />
        <Choice
          name="peran"
          label={t.role}
          choices={(["system", "producer", "reviewer", "admin"] as const).map((role) => [role, roles[role]])}
          value={typed.role}
        />
        <Choice name="instansi" label={t.agency} choices={agencyChoices(agencies, lang)} value={typed.agency} />
        <Field name="dataset" label={t.datasets} help={t.datasetsHelp} value={kept?.datasets} />
        <Field name="sampai" label={t.expires} help={t.expiresHelp} type="date" value={kept?.day} />
        <button class="button main" type="submit" safe>
          {t.addToken}
        </button>
      </form>
    </AdminPage>
  );
}

interface TokenStateProps {
  readonly token: TokenInfo;
  readonly now: Date;
  readonly csrf: JSX.Element;
  readonly t: AdminWords;
}

function TokenState({ token: { id, name, revokedAt, expiresAt }, now, csrf, t }: TokenStateProps): JSX.Element {
  if (revokedAt !== undefined || (expiresAt !== undefined && expiresAt <= now))
    return (
      <span class="tag late" safe>
        {revokedAt === undefined ? t.expired : t.revoked}
      </span>
    );
  return (
    <form method="post" action={`${TOKENS}/${id}/cabut`}>
      {csrf}
      <button class="button small" type="submit" aria-label={`${t.revoke}: ${name}`} safe>
        {t.revoke}
      </button>
    </form>
  );
}
