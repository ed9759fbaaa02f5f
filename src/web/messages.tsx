/**
 * `/kerja/pesan`: the reader's own messages. `/kerja/pesan/{id}` is where a letter leads: it marks nothing else, and sends its reader to
 * where the thing itself is, as their role allows.
 */
import { Router } from "express";
import { countUnread, findMessage, listMessages, type Message, markOneRead, markRead } from "../catalogue/messages.ts";
import { findPersonMail } from "../catalogue/person-mail.ts";
import { isAllowed } from "../catalogue/rights.ts";
import { pathPart } from "../http/body.ts";
import { contextOf } from "../http/context.ts";
import type { Actor } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import { csrfField } from "./csrf-field.tsx";
import type { WebDeps } from "./deps.ts";
import { MessagesPage } from "./messages-page.tsx";
import { queryText, sendPage } from "./send-page.ts";

const AT_ONCE = 30;

/** Behind the log-in there are people only. */
const personOf = ({ key }: Actor): string => key.slice("user:".length);

export function messageRoutes({ store, effects }: Pick<WebDeps, "store" | "effects">): Router {
  const router = Router();

  router.get("/kerja/pesan", async (request, response) => {
    const { actor, lang } = contextOf(request);
    const after = queryText(request, "sesudah");
    const page = await store.read(async (tx) => ({
      messages: await listMessages(tx, actor, { first: AT_ONCE, ...(after === "" ? {} : { after }) }),
      unread: await countUnread(tx, actor),
      mail: await findPersonMail(tx, actor, personOf(actor)),
    }));
    sendPage(request, response, await MessagesPage({ lang, actor, csrf: csrfField(request), ...page }));
  });

  router.post("/kerja/pesan", async (request, response) => {
    const { actor } = contextOf(request);
    const upTo: unknown = (request.body as Record<string, unknown> | undefined)?.sampai; // a form's fields are texts
    if (typeof upTo === "string" && /^\d{1,18}$/.test(upTo))
      await store.write((tx) => markRead(tx, actor, upTo, effects.now()));
    response.redirect(303, "/kerja/pesan");
  });

  router.get("/kerja/pesan/:id", async (request, response) => {
    const { actor } = contextOf(request);
    const id = pathPart(request, "id");
    const message = /^\d{1,18}$/.test(id) ? await store.read((tx) => findMessage(tx, actor, id)) : undefined;
    if (message === undefined) throw new Fault("request.not-found", { path: request.path.slice(0, 200) });
    await store.write((tx) => markOneRead(tx, actor, message.id, effects.now()));
    response.redirect(303, placeOf(message, actor));
  });
  return router;
}

/** Where the thing is that the message is about. */
function placeOf({ kind, dataset, upload }: Message, actor: Actor): string {
  if (kind === "published" || kind === "withdrawn" || kind === "restored") return `/dataset/${dataset}`;
  if (upload === undefined) return `/kerja/dataset/${dataset}`;
  return isAllowed(actor, "upload.return") ? `/kerja/tinjau/${upload}` : `/kerja/unggahan/${upload}`;
}
