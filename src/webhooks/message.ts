/** What a webhook says: a change as an event of Standard Webhooks, signed. Small: it says where to look, not what is there. */
import { Webhook as Signer } from "standardwebhooks";
import type { Change } from "../catalogue/changes.ts";
import type { Webhook } from "../catalogue/webhooks.ts";
import { publicAddresses } from "../kernel/public-address.ts";
import type { Message } from "./send.ts";

export interface Event {
  /** The same for one change and one webhook, however often it is sent. */
  readonly id: string;
  readonly body: string;
}

export function changeEvent({ id }: Webhook, { seq, at, kind, dataset, version }: Change, baseUrl: string): Event {
  const data = { seq, kind, dataset, version: version ?? null, urls: publicAddresses(baseUrl, dataset, version) };
  return {
    id: `msg_${id.replaceAll("-", "")}_${seq}`,
    body: JSON.stringify({ type: `dataset.${kind}`, timestamp: at.toISOString(), data }),
  };
}

export const testEvent = ({ id }: Webhook, newId: string, at: Date): Event => ({
  id: `msg_test_${newId.replaceAll("-", "")}`,
  body: JSON.stringify({ type: "webhook.test", timestamp: at.toISOString(), data: { webhook: id } }),
});

/** The event with its signature; `at` is the time of this attempt. */
export function signMessage(url: string, { id, body }: Event, secret: string, at: Date): Message {
  return {
    url,
    body,
    headers: {
      "Content-Type": "application/json",
      "User-Agent": "Jendela-Sulsel-Webhooks",
      "webhook-id": id,
      "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
      "webhook-signature": new Signer(secret).sign(id, at, body),
    },
  };
}
