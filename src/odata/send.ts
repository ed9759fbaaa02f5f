/**
 * How an answer goes out. To the public it carries a tag that holds for as long as the dataset is as it was, so that "is it still so?" is
 * answered without reading a row; it is compressed as the client likes, and written piece by piece.
 */
import { Readable } from "node:stream";
import type { Request, Response } from "express";
import { readNow } from "../catalogue/reading.ts";
import type { Part, States } from "../catalogue/states.ts";
import { chooseCoding, createCompressor, makeableCodings } from "../http/content-coding.ts";
import { contextOf } from "../http/context.ts";
import { answerKey, findFreshTag, tagOf } from "../http/kept-answers.ts";
import { sendStream } from "../http/send-stream.ts";

export interface Answer {
  readonly contentType: string;
  readonly body: Iterable<string>;
  readonly headers?: Readonly<Record<string, string | number>> | undefined;
  /** Does its address name the version? */
  readonly pinned?: boolean | undefined;
}

const VARY = "Accept, Accept-Encoding, Authorization, Cookie, Prefer";

export async function sendAnswer(
  states: States,
  request: Request,
  response: Response,
  part: Part,
  make: () => Promise<Answer | undefined>,
): Promise<void> {
  const { actor, lang } = contextOf(request);
  const coding = chooseCoding(request, makeableCodings());
  const { accept = null, prefer } = request.headers;
  const key = answerKey(
    "odata",
    request.originalUrl,
    accept,
    prefer === undefined ? null : String(prefer),
    lang,
    coding ?? null,
  );
  const isPublic = actor.role === "public";
  response.setHeader("OData-Version", "4.0");
  response.setHeader("Vary", VARY);
  response.setHeader("Cache-Control", isPublic ? "public, no-cache" : "private, no-cache");
  const fresh = isPublic ? findFreshTag(request.headers, key, states) : undefined;
  if (fresh) {
    response.setHeader("ETag", fresh.etag);
    response.status(304).end();
    return;
  }
  // Asked before it is made: a change meanwhile leaves it with a state that no longer holds.
  const read = isPublic ? readNow(states, [part]) : undefined;
  const answer = await make();
  if (read !== undefined) response.setHeader("ETag", tagOf(key, read, false));
  for (const [name, value] of Object.entries(answer?.headers ?? {})) response.setHeader(name, value);
  if (answer === undefined) {
    response.status(204).end();
    return;
  }
  response.setHeader("Content-Type", answer.contentType);
  if (isPublic && answer.pinned === true) response.setHeader("Cache-Control", "public, max-age=3600");
  if (coding !== undefined) response.setHeader("Content-Encoding", coding);
  if (request.method === "HEAD") {
    response.end();
    return;
  }
  const compressor = coding === undefined ? undefined : createCompressor(coding);
  await sendStream(response, Readable.from(answer.body, { objectMode: false }), ...(compressor ? [compressor] : []));
}
