/**
 * Ahead of everything: what was answered to a public GET of the same address before, and still holds, is answered again with the same
 * headers, before the application looks at the request. It is counted and logged like any other; whatever else comes goes on.
 */
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { type ETag, isFresh } from "./conditional.ts";
import { requestIdOf } from "./context.ts";
import { type Head, type KeptAnswers, placeOf } from "./kept-answers.ts";

/** Told of each request that is answered here. */
type Watch = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

const REQUEST_ID = "x-request-id";

export function answerFirst(answers: KeptAnswers, watches: readonly Watch[], next: RequestListener): RequestListener {
  return (request, response) => {
    const { method, url = "", headers } = request;
    const isPublic = method === "GET" && headers.authorization === undefined && headers["content-type"] === undefined;
    const kept = isPublic ? answers.findAt(placeOf(url, headers.accept)) : undefined;
    if (kept?.head === undefined) return next(request, response);
    for (const watch of watches) watch(request, response, () => {});
    const { etag, whole, unchanged } = kept.head;
    const id = requestIdOf(headers);
    if (headers["if-none-match"] !== undefined && isFresh(headers, { etag })) {
      response.writeHead(304, [...unchanged, REQUEST_ID, id]).end();
    } else {
      response.writeHead(200, [...whole, REQUEST_ID, id]).end(kept.bytes);
    }
  };
}

/** The headers of an answer that is about to be sent whole, to be sent again. */
export function headOf(response: ServerResponse, etag: ETag, bytes: Buffer): Head {
  const pairs = response.getHeaderNames().flatMap((name) => {
    const value = response.getHeader(name);
    return value === undefined || name === REQUEST_ID ? [] : [[name, String(value)] as const];
  });
  return {
    etag,
    whole: [...pairs.flat(), "Content-Length", String(bytes.length)],
    unchanged: pairs.filter(([name]) => name !== "content-type").flat(),
  };
}
