/** An answer that is made on the way: its tag is of what it is made from, which decides its bytes. */
import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import type { Request, Response } from "express";
import type { Coding } from "../formats/codings.ts";
import { type ETag, isFresh } from "./conditional.ts";
import { chooseCoding, createCompressor, makeableCodings } from "./content-coding.ts";
import { sendStream } from "./send-stream.ts";

export interface Made {
  /** Everything that decides the bytes. */
  readonly identity: unknown;
  readonly format: { readonly compressible: boolean };
  readonly lastModified: Date;
  readonly create: () => Readable | Promise<Readable>;
}

/** 304 where the client has it already; nothing is made then. */
export async function sendMade(request: Request, response: Response, made: Made): Promise<void> {
  const { identity, format, lastModified, create } = made;
  const coding = format.compressible ? chooseCoding(request, makeableCodings()) : undefined;
  const mark = createHash("sha256").update(JSON.stringify(identity)).digest("base64url");
  const etag: ETag = `"${mark}${coding ? `-${coding}` : ""}"`;
  response.setHeader("ETag", etag);
  if (coding) response.setHeader("Content-Encoding", coding);
  if (isFresh(request.headers, { etag, lastModified })) return endWithoutBody(response, 304);
  await sendBody(request, response, create, coding);
}

export async function sendBody(
  request: Request,
  response: Response,
  create: () => Readable | Promise<Readable>,
  coding: Coding | undefined,
): Promise<void> {
  if (request.method === "HEAD") return endWithoutBody(response, response.statusCode);
  const compressor = coding === undefined ? undefined : createCompressor(coding);
  await sendStream(response, await create(), ...(compressor ? [compressor] : []));
}

export function endWithoutBody(response: Response, status: number): void {
  response.statusCode = status;
  if (status === 304)
    for (const name of ["Content-Type", "Content-Encoding", "Content-Disposition"]) response.removeHeader(name);
  response.end();
}
