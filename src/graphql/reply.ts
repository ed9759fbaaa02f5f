/**
 * How a GraphQL answer goes out. One that the public may share is tagged by what it read and kept; any other is tagged by its bytes.
 * Caches ask each time whether an answer still holds, except for one that lasts.
 */
import type { Request, Response } from "express";
import type { Outcome } from "../catalogue/reading.ts";
import { type ETag, etagOf, isFresh } from "../http/conditional.ts";
import { contextOf } from "../http/context.ts";
import { headOf } from "../http/front.ts";
import {
  type AnswerKey,
  findFreshTag,
  type KeptAnswer,
  type KeptAnswers,
  placeOf,
  tagOf,
} from "../http/kept-answers.ts";
import { LASTING_SECONDS } from "./lasting.ts";

/** What Apollo made. */
export interface Made {
  readonly status: number;
  readonly headers: Iterable<readonly [string, string]>;
  readonly text: string;
  readonly outcome: Outcome;
}

/** Answers without asking anybody: that the client's answer still holds, or with a kept one. Returns whether it did. */
export function answerFromMemory(answers: KeptAnswers, key: AnswerKey, request: Request, response: Response): boolean {
  const fresh = request.method === "GET" ? findFreshTag(request.headers, key, answers.states) : undefined;
  if (fresh !== undefined) {
    describe(response, fresh.etag, cacheControl(fresh.lasting));
    response.status(304).end();
    return true;
  }
  const kept = answers.find(key);
  if (kept === undefined) return false;
  response.setHeader("Content-Type", kept.contentType);
  sendKept(answers, request, response, key, kept);
  return true;
}

/** Sends an answer, and keeps it where it may be kept: a public one (it has a key) that went well and whose parts are known. */
export function sendMade(
  answers: KeptAnswers,
  key: AnswerKey | undefined,
  request: Request,
  response: Response,
  { status, headers, text, outcome: { read, lasting } }: Made,
): void {
  let contentType = "application/json; charset=utf-8";
  for (const [name, value] of headers) {
    response.setHeader(name, value);
    if (name === "content-type") contentType = value;
  }
  response.statusCode = status;
  const bytes = Buffer.from(text, "utf8");
  if (key !== undefined && read !== undefined && status === 200) {
    const answer = { bytes, contentType, read, lasting };
    answers.keep(key, answer);
    sendKept(answers, request, response, key, answer);
  } else if (request.method === "GET" && status === 200) {
    const isPublic = contextOf(request).actor.role === "public";
    const etag = etagOf(bytes);
    describe(response, etag, isPublic ? "public, no-cache" : "private, no-cache");
    sendUnlessFresh(request, response, etag, bytes);
  } else {
    response.setHeader("Cache-Control", "no-store");
    sendBytes(response, bytes);
  }
}

function sendKept(
  answers: KeptAnswers,
  request: Request,
  response: Response,
  key: AnswerKey,
  answer: KeptAnswer,
): void {
  const { bytes, read, lasting } = answer;
  if (request.method !== "GET") {
    // No cache keeps the answer to a POST, whatever it is told.
    response.setHeader("Cache-Control", "no-store");
    sendBytes(response, bytes);
    return;
  }
  const etag = answer.head?.etag ?? tagOf(key, read, lasting);
  describe(response, etag, cacheControl(lasting));
  if (answer.head === undefined) answers.keep(key, { ...answer, head: headOf(response, etag, bytes) });
  // What ends on a day, or is one client's, is not given to everybody whenever they ask.
  if (!response.hasHeader("Sunset") && !response.hasHeader("Set-Cookie"))
    answers.keepAt(placeOf(request.originalUrl, request.headers.accept), key);
  sendUnlessFresh(request, response, etag, bytes);
}

const cacheControl = (lasting: boolean): string =>
  lasting ? `public, max-age=${LASTING_SECONDS}` : "public, no-cache";

function sendUnlessFresh(request: Request, response: Response, etag: ETag, bytes: Buffer): void {
  if (isFresh(request.headers, { etag })) {
    response.removeHeader("Content-Type");
    response.status(304).end();
  } else sendBytes(response, bytes);
}

function describe(response: Response, etag: ETag, cache: string): void {
  response.setHeader("ETag", etag);
  response.setHeader("Cache-Control", cache);
  response.setHeader("Vary", "Accept, Authorization");
}

function sendBytes(response: Response, bytes: Buffer): void {
  response.setHeader("Content-Length", bytes.length);
  response.end(bytes);
}
