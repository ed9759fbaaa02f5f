/**
 * The working side of webhooks: which has something to tell, who is at it, what came of an attempt. A webhook tells its changes one
 * after the other: the next is not begun before the one at hand was taken. Its position moves only when a message was taken, so that a
 * server that dies in between makes another send it again.
 */
import { SYSTEM } from "../kernel/actor.ts";
import type { Effects } from "../kernel/effects.ts";
import type { ReadTx, WriteTx } from "../store/transaction.ts";
import { recordAudit } from "./audit.ts";
import { type Change, lastChange, readChanges } from "./changes.ts";
import { decodeCursor, encodeCursor, type Page, type PageRequest, toPage, wholeFromCursor } from "./page.ts";
import { readerOf, toWebhook, WEBHOOK_COLUMNS, type Webhook, type WebhookRow } from "./webhooks.ts";

const FREE = "(lease_until is null or lease_until < clock_timestamp())";
/** Longer than any attempt takes. */
const LEASE_SECONDS = 60;
const PAGE = 500;

/** Webhooks that are due and behind the feed. For the sweep. */
export async function listDueWebhooks(tx: ReadTx, now: Date): Promise<readonly string[]> {
  const rows = await tx.query<{ id: string }>(
    `select id from catalogue.webhook where disabled_at is null and next_at <= $1 and ${FREE}
       and position < (select max(seq) from catalogue.change) order by next_at limit 1000`,
    [now],
  );
  return rows.map(({ id }) => id);
}

export interface ClaimedWebhook {
  readonly webhook: Webhook;
  /** As it is stored. */
  readonly secret: string;
  readonly change: Change;
}

/** Takes the webhook with the next change that it wants; undefined when there is none, it is not due, or somebody else is at it. */
export async function claimWebhook(tx: WriteTx, id: string, now: Date): Promise<ClaimedWebhook | undefined> {
  const [row] = await tx.query<WebhookRow>(
    `select ${WEBHOOK_COLUMNS} from catalogue.webhook
     where id = $1 and disabled_at is null and next_at <= $2 and ${FREE} for update skip locked`,
    [id, now],
  );
  if (row === undefined) return undefined;
  const webhook = toWebhook(row);
  const { change, position } = await findNext(tx, webhook);
  await tx.query(
    `update catalogue.webhook set position = $2,
       lease_until = case when $3 then clock_timestamp() + make_interval(secs => ${LEASE_SECONDS}) end where id = $1`,
    [id, position, change !== undefined],
  );
  return change && { webhook, secret: row.secret, change };
}

/** The next change that it wants, and up to where there was nothing for it. */
async function findNext(
  tx: ReadTx,
  webhook: Webhook,
): Promise<{ readonly change: Change | undefined; readonly position: number }> {
  const { datasets, kinds } = webhook;
  // Looked up before the feed is read; and a database that was set back sets back those who follow it.
  const last = await lastChange(tx);
  let position = Math.min(webhook.position, last);
  for (;;) {
    const { changes, hasNextPage } = await readChanges(tx, readerOf(webhook), { since: String(position), first: PAGE });
    const change = changes.find(
      ({ dataset, kind }) => datasets?.includes(dataset) !== false && kinds?.includes(kind) !== false,
    );
    if (change !== undefined) return { change, position: change.seq - 1 };
    position = changes.at(-1)?.seq ?? position;
    if (!hasNextPage) return { change: undefined, position: Math.max(position, last) };
  }
}

/** As it is stored. Throws nothing: of a webhook that is gone it is a secret that opens nothing. */
export async function getStoredSecret(tx: ReadTx, { id }: Webhook): Promise<string> {
  const [row] = await tx.query<{ secret: string }>("select secret from catalogue.webhook where id = $1", [id]);
  return row?.secret ?? "sealed:";
}

export interface Attempt {
  /** The message's id: the same however often it is sent. */
  readonly message: string;
  /** Of the change; absent: a test. */
  readonly seq?: number | undefined;
  readonly delivered: boolean;
  /** Of the answer, if there was one. */
  readonly status?: number | undefined;
  /** A word, never what the receiver wrote. */
  readonly error?: string | undefined;
}

/** Writes an attempt into the webhook's log. */
export async function recordAttempt(
  tx: WriteTx,
  webhook: Webhook,
  { message, seq, delivered, status, error }: Attempt,
  at: Date,
): Promise<void> {
  await tx.query(
    `insert into catalogue.webhook_delivery (webhook, message, seq, attempts, attempted_at, delivered_at, status, error)
     values ($1, $2, $3, 1, $4, $5, $6, $7)
     on conflict (webhook, message) do update set attempts = webhook_delivery.attempts + 1, attempted_at = $4,
       delivered_at = coalesce($5, webhook_delivery.delivered_at), status = $6, error = $7`,
    [webhook.id, message, seq ?? null, at, delivered ? at : null, status ?? null, error ?? null],
  );
}

/** The change was taken: on to the next. A replay that was asked for meanwhile is not undone. */
export async function advanceWebhook(tx: WriteTx, { id }: Webhook, seq: number): Promise<void> {
  await tx.query(
    `update catalogue.webhook set position = case when position = $2 - 1 then $2 else position end,
       attempts = 0, failing_since = null, lease_until = null where id = $1`,
    [id, seq],
  );
}

/** The change was not taken: again at `nextAt`. */
export async function postponeWebhook(tx: WriteTx, { id }: Webhook, nextAt: Date, at: Date): Promise<void> {
  await tx.query(
    `update catalogue.webhook set attempts = attempts + 1, next_at = $2, failing_since = coalesce(failing_since, $3),
       lease_until = null where id = $1`,
    [id, nextAt, at],
  );
}

/** Stopped by the server itself, with the reason in the trail. Switched on again by hand. */
export async function giveUpWebhook(tx: WriteTx, webhook: Webhook, reason: string, at: Date): Promise<void> {
  await tx.query(
    "update catalogue.webhook set disabled_at = $2, disabled_by = $3, lease_until = null where id = $1 and disabled_at is null",
    [webhook.id, at, SYSTEM.key],
  );
  await recordAudit(tx, SYSTEM, "webhook.disable", `webhook:${webhook.id}`, at, {
    reason,
    since: webhook.failingSince,
  });
}

/** Left as it was, for whoever comes next. */
export async function releaseWebhook(tx: WriteTx, { id }: Webhook): Promise<void> {
  await tx.query("update catalogue.webhook set lease_until = null where id = $1", [id]);
}

export interface Delivery {
  readonly id: string;
  readonly message: string;
  readonly seq: number | undefined;
  readonly attempts: number;
  readonly attemptedAt: Date;
  readonly deliveredAt: Date | undefined;
  readonly status: number | undefined;
  readonly error: string | undefined;
}

interface DeliveryRow {
  id: string;
  message: string;
  seq: string | null;
  attempts: number;
  attempted_at: Date;
  delivered_at: Date | null;
  status: number | null;
  error: string | null;
}

/** Newest message first. */
export async function listDeliveries(
  tx: ReadTx,
  webhook: Webhook,
  { first, after }: PageRequest,
): Promise<Page<Delivery>> {
  const before = after === undefined ? null : wholeFromCursor(decodeCursor(after, "deliveries", 1)[0]);
  const [total] = await tx.query<{ count: string }>(
    "select count(*) as count from catalogue.webhook_delivery where webhook = $1",
    [webhook.id],
  );
  const rows = await tx.query<DeliveryRow>(
    `select id, message, seq, attempts, attempted_at, delivered_at, status, error from catalogue.webhook_delivery
     where webhook = $1 and ($2::bigint is null or id < $2) order by id desc limit $3`,
    [webhook.id, before, first + 1],
  );
  const deliveries = rows.map(
    (row): Delivery => ({
      id: row.id,
      message: row.message,
      seq: row.seq === null ? undefined : Number(row.seq),
      attempts: row.attempts,
      attemptedAt: row.attempted_at,
      deliveredAt: row.delivered_at ?? undefined,
      status: row.status ?? undefined,
      error: row.error ?? undefined,
    }),
  );
  return toPage(deliveries, first, Number(total?.count ?? 0), ({ id }) => encodeCursor("deliveries", id));
}

/** The log is kept for so many days. */
export async function sweepDeliveries(tx: WriteTx, { now }: Pick<Effects, "now">, days: number): Promise<void> {
  await tx.query(
    "delete from catalogue.webhook_delivery where attempted_at < $1::timestamptz - make_interval(days => $2)",
    [now(), days],
  );
}
