/**
 * Telling one webhook what it has not been told: change after change, until it is up to date or an attempt fails. Then it is tried
 * again, ever more seldom, as Standard Webhooks suggests; after five days of failing, or when the receiver says 410, it is switched off
 * until somebody switches it on again.
 */
import { openSecret } from "../catalogue/webhook-secret.ts";
import {
  advanceWebhook,
  type ClaimedWebhook,
  claimWebhook,
  getStoredSecret,
  giveUpWebhook,
  listDueWebhooks,
  postponeWebhook,
  recordAttempt,
  releaseWebhook,
} from "../catalogue/webhook-work.ts";
import type { Webhook } from "../catalogue/webhooks.ts";
import type { Effects } from "../kernel/effects.ts";
import type { Store } from "../store/data-source.ts";
import { changeEvent, type Event, signMessage, testEvent } from "./message.ts";
import type { Send, SendResult } from "./send.ts";

interface SendDeps {
  readonly store: Store;
  readonly effects: Effects;
  readonly send: Send;
  /** Opens stored secrets; absent: they are not sealed. */
  readonly key: string | undefined;
}

export interface DeliverDeps extends SendDeps {
  readonly baseUrl: string;
}

const SECOND = 1000;
const HOUR = 3600 * SECOND;
/** After the first attempt, the second, and so on; then every day. */
const PAUSES = [
  5 * SECOND,
  300 * SECOND,
  HOUR / 2,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
] as const;
const DAY = 24 * HOUR;
const GIVES_UP_AFTER = 5 * DAY;

/** How long to wait after so many attempts; a tenth more or less by `chance` (0 to 1), so that not all come back at once. */
export const pauseAfter = (attempts: number, chance: number): number =>
  Math.round((PAUSES[attempts - 1] ?? DAY) * (0.9 + 0.2 * chance));

/** Tells everything there is to tell; stops at the first that fails, and soon after `signal` aborts. */
export async function deliverWebhook(deps: DeliverDeps, id: string, signal: AbortSignal): Promise<void> {
  const { store, effects } = deps;
  for (;;) {
    const claimed = await store.write((tx) => claimWebhook(tx, id, effects.now()));
    if (claimed === undefined) return;
    const { webhook, change, secret } = claimed;
    const event = changeEvent(webhook, change, deps.baseUrl);
    const result = await attempt(deps, webhook, secret, event, signal);
    if (signal.aborted && !result.delivered) {
      // Ours to blame, not the receiver's.
      await store.write((tx) => releaseWebhook(tx, webhook));
      return;
    }
    await settle(deps, claimed, event, result);
    if (!result.delivered) return;
  }
}

type Outcome = Omit<SendResult, "error"> & { readonly error?: string | undefined };

async function attempt(
  { effects, send, key }: SendDeps,
  webhook: Webhook,
  stored: string,
  event: Event,
  signal: AbortSignal,
): Promise<Outcome> {
  const secret = openSecret(stored, webhook.id, key);
  if (secret === undefined) return { delivered: false, error: "secret-not-opened" };
  return send(signMessage(webhook.url, event, secret, effects.now()), signal);
}

async function settle(
  { store, effects }: DeliverDeps,
  { webhook, change }: ClaimedWebhook,
  { id: message }: Event,
  result: Outcome,
): Promise<void> {
  const at = effects.now();
  const { delivered, status, error } = result;
  const failingSince = webhook.failingSince ?? at;
  const gone = status === 410;
  const givenUp = !delivered && (gone || at.getTime() - failingSince.getTime() >= GIVES_UP_AFTER);
  await store.write(async (tx) => {
    await recordAttempt(tx, webhook, { message, seq: change.seq, delivered, status, error }, at);
    if (delivered) await advanceWebhook(tx, webhook, change.seq);
    else await postponeWebhook(tx, webhook, nextAttempt(webhook, result, at, chanceOf(effects.newId())), at);
    if (givenUp) await giveUpWebhook(tx, webhook, gone ? "gone" : "failed-too-long", at);
  });
  const told = { webhook: webhook.id, seq: change.seq, status, error };
  if (delivered) effects.observe({ kind: "webhook-delivered", level: "debug", ...told });
  else effects.observe({ kind: givenUp ? "webhook-given-up" : "webhook-failed", level: "warn", ...told });
}

/** A receiver that is busy may say when to come again; more than a day is not believed. */
function nextAttempt({ attempts }: Webhook, { status, retryAfterSeconds }: Outcome, at: Date, chance: number): Date {
  const asked = (status === 429 || status === 503) && retryAfterSeconds !== undefined ? retryAfterSeconds * SECOND : 0;
  return new Date(at.getTime() + Math.max(pauseAfter(attempts + 1, chance), Math.min(asked, DAY)));
}

/** A new id is random; its first digits are chance enough. */
const chanceOf = (id: string): number => Number.parseInt(id.slice(0, 8), 16) / 0xffff_ffff || 0;

/** Sends a test message now, whatever the webhook's state, and says what came of it. */
export async function testWebhook(deps: SendDeps, webhook: Webhook, signal: AbortSignal): Promise<Outcome> {
  const { store, effects } = deps;
  const stored = await store.read((tx) => getStoredSecret(tx, webhook));
  const event = testEvent(webhook, effects.newId(), effects.now());
  const result = await attempt(deps, webhook, stored, event, signal);
  const { delivered, status, error } = result;
  await store.write((tx) => recordAttempt(tx, webhook, { message: event.id, delivered, status, error }, effects.now()));
  return result;
}

/** Asks for work for every webhook that is due. */
export async function askForDeliveries(
  { store, effects }: Pick<DeliverDeps, "store" | "effects">,
  ask: (webhook: string) => Promise<void>,
): Promise<void> {
  for (const id of await store.read((tx) => listDueWebhooks(tx, effects.now()))) await ask(id);
}
