/** Pages of webhooks: all of them with their state, and one with what was sent to it. */
import type { Delivery } from "../catalogue/webhook-work.ts";
import type { Webhook } from "../catalogue/webhooks.ts";
import type { Lang } from "../kernel/locale.ts";
import { timeInWords } from "../kernel/wita.ts";
import { ADMIN, AdminPage, type AdminProps, Field, ShownOnce } from "./admin-frame.tsx";
import type { Secret } from "./admin-people-page.tsx";
import { showCount } from "./show.ts";
import { StaffTable } from "./staff-table.tsx";
import { type AdminWords, adminWords } from "./words-admin.ts";

export const WEBHOOKS = `${ADMIN}/webhook`;

interface WebhooksPageProps extends AdminProps {
  readonly webhooks: readonly Webhook[];
  readonly typed: { readonly name: string; readonly url: string };
  readonly made: Secret | undefined;
}

export function WebhooksPage({ webhooks, typed, made, ...admin }: WebhooksPageProps): JSX.Element {
  const { lang, csrf, problem } = admin;
  const t = adminWords[lang];
  const kept = problem === undefined ? undefined : typed;
  return (
    <AdminPage {...admin} title={t.webhooks} path={WEBHOOKS}>
      <p safe>{t.webhooksLead}</p>
      {made !== undefined && <ShownOnce lead={t.newWebhook(made.name)} secret={made.secret} />}
      {webhooks.length > 0 && (
        <StaffTable label={t.webhooks} headings={[t.name, t.address, t.agency, t.state].map((text) => ({ text }))}>
          {webhooks.map((webhook) => (
            <tr>
              <th scope="row">
                <a href={`${WEBHOOKS}/${webhook.id}`} safe>
                  {webhook.name}
                </a>
              </th>
              <td safe>{webhook.url}</td>
              <td safe>{webhook.agency ?? t.allAgencies}</td>
              <td>
                <State webhook={webhook} lang={lang} t={t} />
              </td>
            </tr>
          ))}
        </StaffTable>
      )}
      <h2 safe>{t.addWebhook}</h2>
      <form method="post" action={WEBHOOKS} class="narrow">
        {csrf}
        <Field name="nama" label={t.tokenName} value={kept?.name} required />
        <Field name="alamat" label={t.address} help={t.addressHelp} value={kept?.url} required />
        <button class="button main" type="submit" safe>
          {t.addWebhook}
        </button>
      </form>
    </AdminPage>
  );
}

interface StateProps {
  readonly webhook: Webhook;
  readonly lang: Lang;
  readonly t: AdminWords;
}

function State({ webhook: { disabledAt, failingSince }, lang, t }: StateProps): JSX.Element {
  const isWell = disabledAt === undefined && failingSince === undefined;
  const trouble = failingSince === undefined ? t.upToDate : t.failingSince(timeInWords(failingSince, lang));
  return (
    <span class={isWell ? "" : "tag late"} safe>
      {disabledAt === undefined ? trouble : t.disabled}
    </span>
  );
}

interface WebhookPageProps extends AdminProps {
  readonly webhook: Webhook;
  readonly deliveries: readonly Delivery[];
}

export function WebhookPage({ webhook, deliveries, ...admin }: WebhookPageProps): JSX.Element {
  const { lang, csrf } = admin;
  const t = adminWords[lang];
  const path = `${WEBHOOKS}/${webhook.id}`;
  const isDisabled = webhook.disabledAt !== undefined;
  return (
    <AdminPage {...admin} title={webhook.name} path={path} above={{ href: WEBHOOKS, name: t.webhooks }}>
      <p>
        <code class="key" safe>
          {webhook.url}
        </code>
      </p>
      <p>
        <State webhook={webhook} lang={lang} t={t} />
      </p>
      {!isDisabled && (
        <form method="post" action={`${path}/kirim`}>
          {csrf}
          <p safe>{t.sendAgainHelp}</p>
          <p>
            <button class="button" type="submit" safe>
              {t.sendAgain}
            </button>
          </p>
        </form>
      )}
      <form method="post" action={`${path}/keaktifan`}>
        {csrf}
        <input type="hidden" name="nonaktif" value={isDisabled ? "" : "1"} />
        <p>
          <button class="button" type="submit" safe>
            {isDisabled ? t.enable : t.disable}
          </button>
        </p>
      </form>
      <h2 safe>{t.deliveries}</h2>
      {deliveries.length === 0 ? (
        <p safe>{t.noDeliveries}</p>
      ) : (
        <StaffTable
          label={t.deliveries}
          headings={[{ text: t.at }, { text: t.attempts, figure: true }, { text: t.outcome }]}
        >
          {deliveries.map(({ attemptedAt, attempts, deliveredAt, status, error }) => (
            <tr>
              <td safe>{timeInWords(attemptedAt, lang)}</td>
              <td class="figure" safe>
                {showCount(attempts, lang)}
              </td>
              <td safe>
                {[deliveredAt === undefined ? t.notDelivered : t.delivered, status, error]
                  .filter((part) => part !== undefined)
                  .join(" · ")}
              </td>
            </tr>
          ))}
        </StaffTable>
      )}
    </AdminPage>
  );
}
