/** `/kerja/admin/webhook`: who is told of changes, whether that works, and what can be done where it does not. */
import { type Request, type Response, Router } from "express";
import { parseShape } from "../catalogue/shape.ts";
import { listDeliveries } from "../catalogue/webhook-work.ts";
import {
  createWebhook,
  getWebhook,
  listWebhooks,
  newWebhookShape,
  replayWebhook,
  updateWebhook,
} from "../catalogue/webhooks.ts";
import { pathPart } from "../http/body.ts";
import { contextOf } from "../http/context.ts";
import { adminProps } from "./admin-frame.tsx";
import type { Secret } from "./admin-people-page.tsx";
import { WEBHOOKS, WebhookPage, WebhooksPage } from "./admin-webhooks-page.tsx";
import type { WebDeps } from "./deps.ts";
import { fieldText } from "./form-text.ts";
import { orSay } from "./or-say.ts";
import { sendPage } from "./send-page.ts";

const SHOWN_DELIVERIES = 30;

interface Said {
  readonly problem?: string;
  readonly made?: Secret;
}

export function adminWebhookRoutes(deps: WebDeps): Router {
  const { store, effects, secretsKey, plainHttp } = deps;
  const router = Router();
  const show = async (request: Request, response: Response, { problem, made }: Said = {}): Promise<void> => {
    const webhooks = await store.read((tx) => listWebhooks(tx, contextOf(request).actor));
    const typed = { name: fieldText(request, "nama"), url: fieldText(request, "alamat") };
    const admin = { ...(await adminProps(deps, request)), problem };
    sendPage(request, response, await WebhooksPage({ ...admin, webhooks, typed, made }));
  };

  router.get("/kerja/admin/webhook", (request, response) => show(request, response));

  router.post("/kerja/admin/webhook", (request, response) =>
    orSay(
      request,
      (problem) => show(request, response.status(400), { problem }),
      async () => {
        const given = { name: fieldText(request, "nama"), url: fieldText(request, "alamat") };
        const wanted = parseShape(newWebhookShape(plainHttp), given);
        const { actor } = contextOf(request);
        const { webhook, secret } = await store.write((tx) => createWebhook(tx, actor, wanted, effects, secretsKey));
        await show(request, response, { made: { name: webhook.name, secret } });
      },
    ),
  );

  router.get("/kerja/admin/webhook/:id", async (request, response) => {
    const page = await store.read(async (tx) => {
      const webhook = await getWebhook(tx, contextOf(request).actor, pathPart(request, "id"));
      return { webhook, deliveries: (await listDeliveries(tx, webhook, { first: SHOWN_DELIVERIES })).nodes };
    });
    sendPage(request, response, await WebhookPage({ ...(await adminProps(deps, request)), ...page }));
  });

  router.post("/kerja/admin/webhook/:id/keaktifan", async (request, response) => {
    const { actor } = contextOf(request);
    const patch = { disabled: fieldText(request, "nonaktif") !== "" };
    const { id } = await store.write((tx) => updateWebhook(tx, actor, pathPart(request, "id"), patch, effects));
    response.redirect(303, `${WEBHOOKS}/${id}?tersimpan=1`);
  });

  // From where it stands: what was put off is due now.
  router.post("/kerja/admin/webhook/:id/kirim", async (request, response) => {
    const { actor } = contextOf(request);
    const { id } = await store.write(async (tx) => {
      const webhook = await getWebhook(tx, actor, pathPart(request, "id"));
      return replayWebhook(tx, actor, webhook.id, String(webhook.position), effects);
    });
    response.redirect(303, `${WEBHOOKS}/${id}?tersimpan=1`);
  });
  return router;
}
