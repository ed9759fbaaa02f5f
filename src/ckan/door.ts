/**
 * Who asks, as CKAN's clients say it: the bare token in `Authorization`, or in `X-CKAN-API-Key`, or both. What these tools may read needs no
 * token, and many send an old one of another catalogue: a token that nobody bears is the public, and is remembered, so that nobody can
 * make this server ask for it again and again.
 */
import { createHash } from "node:crypto";
import type { Request } from "express";
import { LRUCache } from "lru-cache";
import type { FindActor } from "../http/context.ts";
import { type Actor, PUBLIC } from "../kernel/actor.ts";

const MAX_REMEMBERED = 10_000;
const REMEMBERED_MS = 60_000;

export function createDoor(findActor: FindActor): (request: Request) => Promise<Actor> {
  const nobodys = new LRUCache<string, true>({ max: MAX_REMEMBERED, ttl: REMEMBERED_MS });
  return async (request) => {
    const given = request.get("authorization") ?? request.get("x-ckan-api-key");
    const token = /^(?:Bearer )?([\x21-\x7e]{1,200})$/i.exec(given?.trim() ?? "")?.[1];
    if (token === undefined) return PUBLIC;
    const mark = createHash("sha256").update(token).digest("base64url");
    if (nobodys.has(mark)) return PUBLIC;
    const actor = await findActor(token);
    if (actor === undefined) nobodys.set(mark, true);
    return actor ?? PUBLIC;
  };
}
