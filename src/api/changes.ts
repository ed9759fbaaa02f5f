/**
 * `GET /api/v1/changes`: what changed in the whole catalogue, oldest first, for machines that keep a copy. A follower asks with `since`
 * (the `next` of the answer before, a number, or a time) and comes again with what it is given; `_wait` lets it hear at once.
 */
import { type Response, Router } from "express";
import { z } from "zod";
import { type Change, type ChangeList, lastChange, readChanges, type Since } from "../catalogue/changes.ts";
import { parseShape } from "../catalogue/shape.ts";
import { etagOf, isFresh } from "../http/conditional.ts";
import { contextOf } from "../http/context.ts";
import { parseTime } from "../http/version-choice.ts";
import { publicAddresses } from "../kernel/public-address.ts";
import type { Store } from "../store/data-source.ts";
import { createFeedWatch } from "./feed-watch.ts";

interface ChangesApiDeps {
  readonly store: Store;
  readonly baseUrl: string;
  readonly stopping: AbortSignal;
}

const MAX_PAGE = 1000;
const MAX_WAIT_SECONDS = 30;

/** A time begins with a year and a dash; everything else is a cursor or a number. */
export const sinceShape = z
  .union([z.string().max(200), z.number().int().nonnegative().transform(String)])
  .transform((text): Since => (text === "" ? undefined : /^\d{4}-/.test(text) ? parseTime(text) : text))
  .optional();

const query = z.strictObject({
  since: sinceShape,
  first: z.coerce.number().int().min(1).max(MAX_PAGE).default(100),
  _wait: z.coerce.number().min(0).max(MAX_WAIT_SECONDS).default(0),
});

export function changeRoutes({ store, baseUrl, stopping }: ChangesApiDeps): Router {
  const router = Router();
  const watch = createFeedWatch(store, stopping);
  router.get("/api/v1/changes", async (request, response) => {
    const { actor } = contextOf(request);
    const { since, first, _wait } = parseShape(query, request.query);
    const read = (from: Since): Promise<ChangeList> =>
      store.read((tx) => readChanges(tx, actor, { since: from, first }));
    // Looked up before the list is read, so that nothing falls between the two.
    const seen = _wait > 0 ? await store.read(lastChange) : 0;
    let list = await read(since);
    if (list.changes.length === 0 && _wait > 0) {
      await watch(seen, _wait, goneSignal(response));
      list = await read(list.next);
    }
    const body = JSON.stringify({
      changes: list.changes.map((change) => showChange(baseUrl, change)),
      hasNextPage: list.hasNextPage,
      next: list.next,
    });
    const etag = etagOf(body);
    const next = new URLSearchParams({ since: list.next, first: String(first) });
    response.append("Link", `<${baseUrl}/api/v1/changes?${next}>; rel="next"`);
    response.setHeader("ETag", etag);
    response.setHeader("Cache-Control", actor.role === "public" ? "public, no-cache" : "private, no-cache");
    response.setHeader("Vary", "Authorization");
    if (isFresh(request.headers, { etag })) response.status(304).end();
    else response.type("application/json").send(body);
  });
  return router;
}

function goneSignal(response: Response): AbortSignal {
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  return gone.signal;
}

const showChange = (baseUrl: string, { seq, at, kind, dataset, version }: Change): Record<string, unknown> => ({
  seq,
  at: at.toISOString(),
  kind,
  dataset,
  version: version ?? null,
  urls: publicAddresses(baseUrl, dataset, version),
});
