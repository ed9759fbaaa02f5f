/**
 * Webhooks: who wants to be told of which changes, and how far they have been told. An administrator's reads as the public does; an
 * agency's, made by a system of that agency, also hears of what the agency may read. The secret is given once, when it is made.
 */
import { z } from "zod";
import type { Actor } from "../kernel/actor.ts";
import { PUBLIC } from "../kernel/actor.ts";
import type { Effects } from "../kernel/effects.ts";
import { Fault } from "../kernel/fault.ts";
import { type AgencySlug, type DatasetSlug, isDatasetSlug } from "../kernel/ids.ts";
import type { ReadTx, WriteTx } from "../store/transaction.ts";
import { getAgency } from "./agencies.ts";
import { recordAudit } from "./audit.ts";
import { CHANGE_KINDS, type Change, placeOf, type Since } from "./changes.ts";
import { demand, isAllowed } from "./rights.ts";
import { newSecret, sealSecret } from "./webhook-secret.ts";

export interface Webhook {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  /** Whose it is, and as whom it reads; undefined: the administrators', reading as the public. */
  readonly agency: AgencySlug | undefined;
  /** Undefined: all. */
  readonly datasets: readonly DatasetSlug[] | undefined;
  readonly kinds: readonly Change["kind"][] | undefined;
  /** Number of the last change that is done with. */
  readonly position: number;
  readonly createdAt: Date;
  /** Of the change it is at; 0 while all is well. */
  readonly attempts: number;
  readonly nextAt: Date;
  readonly failingSince: Date | undefined;
  readonly disabledAt: Date | undefined;
  /** An actor's key; "system" when it failed for too long. */
  readonly disabledBy: string | undefined;
}

export interface WebhookRow {
  id: string;
  name: string;
  url: string;
  secret: string;
  agency: AgencySlug | null;
  datasets: DatasetSlug[] | null;
  kinds: Change["kind"][] | null;
  position: string;
  created_at: Date;
  attempts: number;
  next_at: Date;
  failing_since: Date | null;
  disabled_at: Date | null;
  disabled_by: string | null;
}

export const WEBHOOK_COLUMNS =
  "id, name, url, secret, agency, datasets, kinds, position, created_at, attempts, next_at, failing_since, disabled_at, disabled_by";

export const toWebhook = (row: WebhookRow): Webhook => ({
  id: row.id,
  name: row.name,
  url: row.url,
  agency: row.agency ?? undefined,
  datasets: row.datasets ?? undefined,
  kinds: row.kinds ?? undefined,
  position: Number(row.position),
  createdAt: row.created_at,
  attempts: row.attempts,
  nextAt: row.next_at,
  failingSince: row.failing_since ?? undefined,
  disabledAt: row.disabled_at ?? undefined,
  disabledBy: row.disabled_by ?? undefined,
});

/** As whom it reads the feed. */
export const readerOf = ({ id, agency }: Webhook): Actor =>
  agency === undefined ? PUBLIC : { key: `webhook:${id}`, name: "webhook", role: "system", agency };

/** Where messages may go: https, or http where the server allows it; where the address leads is checked when it is connected to. */
const addressShape = (plainHttp: boolean) =>
  z
    .string()
    .max(2000)
    .refine((text) => {
      if (!URL.canParse(text)) return false;
      const { protocol, username, password, hash } = new URL(text);
      return (protocol === "https:" || (plainHttp && protocol === "http:")) && `${username}${password}${hash}` === "";
    }, "https://…");

const nameShape = z.string().trim().min(1).max(200);
const datasetsShape = z.array(z.string().refine(isDatasetSlug, "^[a-z0-9]+(-[a-z0-9]+)*$")).min(1).max(1000);
const kindsShape = z.array(z.enum(CHANGE_KINDS)).min(1);

export const newWebhookShape = (plainHttp: boolean) =>
  z.strictObject({
    name: nameShape,
    url: addressShape(plainHttp),
    agency: z.string().optional(),
    datasets: datasetsShape.optional(),
    kinds: kindsShape.optional(),
  });

export const webhookPatchShape = (plainHttp: boolean) =>
  z.strictObject({
    name: nameShape.optional(),
    url: addressShape(plainHttp).optional(),
    datasets: datasetsShape.nullable().optional(),
    kinds: kindsShape.nullable().optional(),
    disabled: z.boolean().optional(),
  });

type NewWebhook = z.output<ReturnType<typeof newWebhookShape>>;
type WebhookPatch = z.output<ReturnType<typeof webhookPatchShape>>;

interface MadeWebhook {
  readonly webhook: Webhook;
  /** In this answer and never again. */
  readonly secret: string;
}

/** It is told of what changes from now on. Throws `agency.unknown`, rights. `key`: of the server, for sealing its secret. */
export async function createWebhook(
  tx: WriteTx,
  actor: Actor,
  { name, url, agency = actor.agency, datasets, kinds }: NewWebhook,
  effects: Pick<Effects, "now" | "newId">,
  key: string | undefined,
): Promise<MadeWebhook> {
  const owner = agency as AgencySlug | undefined; // looked up below
  demand(actor, "webhook.manage", { agency: owner });
  if (owner !== undefined) await getAgency(tx, owner);
  const [id, secret, at] = [effects.newId(), newSecret(), effects.now()];
  await tx.query(
    `insert into catalogue.webhook (id, name, url, secret, agency, datasets, kinds, position, created_by, created_at, updated_at, next_at)
     select $1, $2, $3, $4, $5, $6, $7, coalesce(max(seq), 0), $8, $9, $9, $9 from catalogue.change`,
    [id, name, url, sealSecret(secret, id, key), owner ?? null, datasets ?? null, kinds ?? null, actor.key, at],
  );
  await recordAudit(tx, actor, "webhook.create", `webhook:${id}`, at, { name, agency: owner, datasets, kinds });
  return { webhook: await getWebhook(tx, actor, id), secret };
}

/** Those the actor may manage, newest first. */
export async function listWebhooks(tx: ReadTx, actor: Actor): Promise<readonly Webhook[]> {
  demand(actor, "webhook.manage");
  const rows = await tx.query<WebhookRow>(
    `select ${WEBHOOK_COLUMNS} from catalogue.webhook order by created_at desc, id`,
  );
  return rows.map(toWebhook).filter(({ agency }) => isAllowed(actor, "webhook.manage", { agency }));
}

/** Throws `webhook.unknown` also where it is another's. */
export async function getWebhook(tx: ReadTx, actor: Actor, id: string): Promise<Webhook> {
  demand(actor, "webhook.manage");
  const [row] = await tx.query<WebhookRow>(`select ${WEBHOOK_COLUMNS} from catalogue.webhook where id::text = $1`, [
    id,
  ]);
  const webhook = row && toWebhook(row);
  if (webhook === undefined || !isAllowed(actor, "webhook.manage", { agency: webhook.agency }))
    throw new Fault("webhook.unknown", { id: id.slice(0, 100) });
  return webhook;
}

/** What is given changes. To be switched on again, or sent elsewhere, is a new beginning: the next attempt is now. */
export async function updateWebhook(
  tx: WriteTx,
  actor: Actor,
  id: string,
  patch: WebhookPatch,
  effects: Pick<Effects, "now">,
): Promise<Webhook> {
  const before = await getWebhook(tx, actor, id);
  const { name = before.name, url = before.url, datasets = before.datasets, kinds = before.kinds } = patch;
  const at = effects.now();
  const disabled = patch.disabled ?? before.disabledAt !== undefined;
  const afresh = url !== before.url || (before.disabledAt !== undefined && !disabled);
  await tx.query(
    `update catalogue.webhook set name = $2, url = $3, datasets = $4, kinds = $5, updated_at = $6::timestamptz,
       disabled_at = case when $7 then coalesce(disabled_at, $6) end, disabled_by = case when $7 then coalesce(disabled_by, $8) end,
       attempts = case when $9 then 0 else attempts end, next_at = case when $9 then $6 else next_at end,
       failing_since = case when $9 then null else failing_since end
     where id = $1`,
    [id, name, url, datasets ?? null, kinds ?? null, at, disabled, actor.key, afresh],
  );
  const { url: _address, ...shown } = patch;
  await recordAudit(tx, actor, "webhook.update", `webhook:${id}`, at, { ...shown, moved: url !== before.url });
  return getWebhook(tx, actor, id);
}

export async function deleteWebhook(
  tx: WriteTx,
  actor: Actor,
  id: string,
  effects: Pick<Effects, "now">,
): Promise<void> {
  const { name } = await getWebhook(tx, actor, id);
  await tx.query("delete from catalogue.webhook where id = $1", [id]);
  await recordAudit(tx, actor, "webhook.delete", `webhook:${id}`, effects.now(), { name });
}

/** Everything after `since` is told again, or what was not yet told is left out. Throws as the feed does. */
export async function replayWebhook(
  tx: WriteTx,
  actor: Actor,
  id: string,
  since: Since,
  effects: Pick<Effects, "now">,
): Promise<Webhook> {
  await getWebhook(tx, actor, id);
  const position = await placeOf(tx, since);
  const at = effects.now();
  await tx.query(
    "update catalogue.webhook set position = $2, attempts = 0, next_at = $3, updated_at = $3 where id = $1",
    [id, position, at],
  );
  await recordAudit(tx, actor, "webhook.replay", `webhook:${id}`, at, { position });
  return getWebhook(tx, actor, id);
}
