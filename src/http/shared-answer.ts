/**
 * A public answer to GET that is the same for everybody until something that it read changes: told to be unchanged without being made,
 * sent again from memory, or made, sent and kept. Where nobody hears of changes its tag is of its bytes.
 */
import type { Request, Response } from "express";
import { readNow } from "../catalogue/reading.ts";
import type { Part } from "../catalogue/states.ts";
import { type ETag, etagOf, isFresh } from "./conditional.ts";
import { headOf } from "./front.ts";
import { type AnswerKey, findFreshTag, type KeptAnswers, placeOf, tagOf } from "./kept-answers.ts";

export interface SharedAnswer {
  /** Of everything that decides the answer besides the states of `parts`. */
  readonly key: AnswerKey;
  readonly parts: readonly Part[];
  readonly contentType: string;
  /** Headers that the answer depends on. */
  readonly vary: string;
  readonly make: () => Promise<string>;
}

export async function sendShared(
  answers: KeptAnswers,
  request: Request,
  response: Response,
  { key, parts, contentType, vary, make }: SharedAnswer,
): Promise<void> {
  const { states } = answers;
  const describe = (etag: ETag): void => {
    response.setHeader("ETag", etag);
    response.setHeader("Cache-Control", "public, no-cache");
    response.setHeader("Vary", vary);
  };
  const fresh = findFreshTag(request.headers, key, states);
  if (fresh !== undefined) {
    describe(fresh.etag);
    response.status(304).end();
    return;
  }
  // Asked before it is made: a change meanwhile leaves it with a state that no longer holds.
  const read = readNow(states, parts);
  const kept = answers.find(key);
  const bytes = kept?.bytes ?? Buffer.from(await make(), "utf8");
  const etag = kept?.head?.etag ?? (read === undefined ? etagOf(bytes) : tagOf(key, kept?.read ?? read, false));
  describe(etag);
  response.setHeader("Content-Type", contentType);
  if (read !== undefined) {
    if (kept?.head === undefined)
      answers.keep(key, {
        bytes,
        contentType,
        read: kept?.read ?? read,
        lasting: false,
        head: headOf(response, etag, bytes),
      });
    answers.keepAt(placeOf(request.originalUrl, request.headers.accept), key);
  }
  if (isFresh(request.headers, { etag })) {
    response.removeHeader("Content-Type");
    response.status(304).end();
  } else {
    response.setHeader("Content-Length", bytes.length);
    response.end(bytes);
  }
}
