/**
 * Webhooks over HTTP: an administrator's, or those of a system's own agency. The secret is in the answer that makes one and in no other;
 * what a receiver answered is shown as a status and a word.
 */
import { type RequestHandler, type Response, Router } from "express";
import { z } from "zod";
import { demand } from "../catalogue/rights.ts";
import { parseShape } from "../catalogue/shape.ts";
import { type Delivery, listDeliveries } from "../catalogue/webhook-work.ts";
import {
  createWebhook,
  deleteWebhook,
  getWebhook,
  listWebhooks,
  newWebhookShape,
  replayWebhook,
  updateWebhook,
  type Webhook,
  webhookPatchShape,
} from "../catalogue/webhooks.ts";
import { jsonBodyFor, pathPart } from "../http/body.ts";
import { contextOf } from "../http/context.ts";
import { type DeliverDeps, testWebhook } from "../webhooks/deliver.ts";
import { sinceShape } from "./changes.ts";

export interface WebhookApiDeps extends DeliverDeps {
  /** May messages go over http? */
  readonly plainHttp: boolean;
  readonly limitTests: RequestHandler;
}

const deliveriesQuery = z.strictObject({
  first: z.coerce.number().int().min(1).max(1000).default(100),
  after: z.string().max(200).optional(),
});

const replayBody = z.strictObject({ since: sinceShape });

export function webhookRoutes(deps: WebhookApiDeps): Router {
  const { store, effects, key, plainHttp } = deps;
  const router = Router();
  router.get("/api/v1/webhooks", async (request, response) => {
    const webhooks = await store.read((tx) => listWebhooks(tx, contextOf(request).actor));
    noStore(response).json({ webhooks: webhooks.map(showWebhook) });
  });

  router.post("/api/v1/webhooks", jsonBodyFor("webhook.manage"), async (request, response) => {
    const { actor } = contextOf(request);
    const wanted = parseShape(newWebhookShape(plainHttp), request.body);
    const { webhook, secret } = await store.write((tx) => createWebhook(tx, actor, wanted, effects, key));
    noStore(response)
      .status(201)
      .location(`/api/v1/webhooks/${webhook.id}`)
      .json({ ...showWebhook(webhook), secret });
  });

  router.get("/api/v1/webhooks/:id", async (request, response) => {
    const webhook = await store.read((tx) => getWebhook(tx, contextOf(request).actor, pathPart(request, "id")));
    noStore(response).json(showWebhook(webhook));
  });

  router.patch("/api/v1/webhooks/:id", jsonBodyFor("webhook.manage"), async (request, response) => {
    const { actor } = contextOf(request);
    const patch = parseShape(webhookPatchShape(plainHttp), request.body);
    const webhook = await store.write((tx) => updateWebhook(tx, actor, pathPart(request, "id"), patch, effects));
    noStore(response).json(showWebhook(webhook));
  });

  router.delete("/api/v1/webhooks/:id", async (request, response) => {
    await store.write((tx) => deleteWebhook(tx, contextOf(request).actor, pathPart(request, "id"), effects));
    response.status(204).end();
  });
  addWorkRoutes(router, deps);
  return router;
}

function addWorkRoutes(router: Router, deps: WebhookApiDeps): void {
  const { store, effects, limitTests } = deps;
  router.get("/api/v1/webhooks/:id/deliveries", async (request, response) => {
    const { actor } = contextOf(request);
    demand(actor, "webhook.manage");
    const page = parseShape(deliveriesQuery, request.query);
    const { totalCount, pageInfo, nodes } = await store.read(async (tx) =>
      listDeliveries(tx, await getWebhook(tx, actor, pathPart(request, "id")), page),
    );
    noStore(response).json({ totalCount, pageInfo, deliveries: nodes.map(showDelivery) });
  });

  router.post("/api/v1/webhooks/:id/replay", jsonBodyFor("webhook.manage"), async (request, response) => {
    const { actor } = contextOf(request);
    const { since } = parseShape(replayBody, request.body);
    const webhook = await store.write((tx) => replayWebhook(tx, actor, pathPart(request, "id"), since, effects));
    noStore(response).json(showWebhook(webhook));
  });

  router.post("/api/v1/webhooks/:id/test", limitTests, async (request, response) => {
    const webhook = await store.read((tx) => getWebhook(tx, contextOf(request).actor, pathPart(request, "id")));
    const gone = new AbortController();
    response.once("close", () => gone.abort());
    const { delivered, status, error } = await testWebhook(deps, webhook, gone.signal);
    noStore(response).json({ delivered, status: status ?? null, error: error ?? null });
  });
}

const noStore = (response: Response): Response => {
  response.setHeader("Cache-Control", "no-store");
  return response;
};

export const showWebhook = (webhook: Webhook): Record<string, unknown> => ({
  id: webhook.id,
  name: webhook.name,
  url: webhook.url,
  agency: webhook.agency ?? null,
  datasets: webhook.datasets ?? null,
  kinds: webhook.kinds ?? null,
  position: webhook.position,
  createdAt: webhook.createdAt,
  attempts: webhook.attempts,
  nextAt: webhook.nextAt,
  failingSince: webhook.failingSince ?? null,
  disabledAt: webhook.disabledAt ?? null,
  disabledBy: webhook.disabledBy ?? null,
});

export const showDelivery = (delivery: Delivery): Record<string, unknown> => ({
  id: delivery.id,
  message: delivery.message,
  seq: delivery.seq ?? null,
  attempts: delivery.attempts,
  attemptedAt: delivery.attemptedAt,
  deliveredAt: delivery.deliveredAt ?? null,
  status: delivery.status ?? null,
  error: delivery.error ?? null,
});
