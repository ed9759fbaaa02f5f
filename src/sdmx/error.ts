/**
 * What is wrong, as SDMX's web services say it: an HTTP status, and a message with one of SDMX's own code numbers. A fault of ours keeps
 * its sentences in both languages.
 */
import type { NextFunction, Request, Response } from "express";
import { faultMessage, isFault } from "../kernel/fault.ts";
import type { Text } from "../kernel/locale.ts";

export type SdmxKind = "no-results" | "syntax" | "not-acceptable" | "not-implemented";

const KINDS: { readonly [K in SdmxKind]: readonly [status: number, code: number, title: Text] } = {
  "no-results": [404, 100, { id: "Tidak ada hasil", en: "No results found" }],
  syntax: [400, 140, { id: "Permintaan tidak sah", en: "Syntax error" }],
  "not-acceptable": [406, 406, { id: "Bentuk tidak tersedia", en: "Not acceptable" }],
  "not-implemented": [501, 501, { id: "Belum didukung", en: "Not implemented" }],
};

/** A request that SDMX allows and that cannot be answered here, or one that it does not allow. */
export class SdmxError extends Error {
  readonly kind: SdmxKind;
  readonly text: Text;

  constructor(kind: SdmxKind, text: Text) {
    super(text.en);
    this.kind = kind;
    this.text = text;
  }
}

/** By status: no results, a syntax error, a response that is too large, an error of ours. */
const CODES: ReadonlyMap<number, number> = new Map([
  [400, 140],
  [401, 110],
  [403, 110],
  [404, 100],
  [410, 100],
  [413, 130],
  [503, 503],
]);

/** For the paths of SDMX alone. What is no fault goes on to whoever logs it. */
export function answerSdmxErrors(thrown: unknown, _request: Request, response: Response, next: NextFunction): void {
  const found = response.headersSent ? undefined : describe(thrown);
  if (found === undefined) {
    next(thrown);
    return;
  }
  const { status, code, title, detail } = found;
  for (const name of ["ETag", "Last-Modified", "Content-Encoding", "Content-Disposition", "Link"])
    response.removeHeader(name);
  response.setHeader("Cache-Control", "no-store");
  response
    .status(status)
    .type("application/vnd.sdmx.data+json; version=2.0.0")
    .send(JSON.stringify({ errors: [{ code, title: title.en, titles: title, detail: detail.en, details: detail }] }));
}

function describe(thrown: unknown) {
  if (thrown instanceof SdmxError) {
    const [status, code, title] = KINDS[thrown.kind];
    return { status, code, title, detail: thrown.text };
  }
  if (!isFault(thrown) || thrown.status >= 500) return undefined;
  const { title, detail } = faultMessage(thrown);
  // SDMX knows no conflict: a time that lies ahead, or several rows for one observation, is a request that cannot be answered.
  const status = thrown.status === 409 ? 400 : thrown.status;
  return { status, code: CODES.get(status) ?? 140, title, detail };
}
