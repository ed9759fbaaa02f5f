/**
 * How a file goes out: validators, ranges, encodings, names. A kept file has the tag of its bytes, ranges and a digest; a selection is
 * made on the way (`send-made.ts`).
 */
import contentDisposition from "content-disposition";
import type { Request, Response } from "express";
import type { Coding } from "../formats/codings.ts";
import type { DownloadFormat } from "../formats/formats.ts";
import { chooseRange, type ETag, isFresh, type Validators } from "../http/conditional.ts";
import { chooseCoding, makeableCodings } from "../http/content-coding.ts";
import { endWithoutBody, sendBody } from "../http/send-made.ts";
import { Fault } from "../kernel/fault.ts";
import type { KeptFile } from "../release/kept-files.ts";
import type { FileStore, StoredFile } from "../store/files.ts";
import type { Opened } from "./request.ts";

/** Headers that do not depend on the bytes. `csvw`: is it the very table that CSVW describes, with all columns in canonical form? */
export function describeReply(
  response: Response,
  { dataset, version, pinned }: Opened,
  format: DownloadFormat,
  baseUrl: string,
  name: string,
  csvw: boolean,
): void {
  const open = dataset.access === "open";
  response.setHeader("Content-Type", format.contentType);
  response.setHeader("Content-Disposition", contentDisposition(`${name}.${format.ending}`));
  response.setHeader("Last-Modified", version.publishedAt.toUTCString());
  response.setHeader(
    "Cache-Control",
    !open ? "private, no-cache" : pinned ? "public, max-age=31536000, immutable" : "public, no-cache",
  );
  response.setHeader("Vary", open ? "Accept-Encoding" : "Accept-Encoding, Authorization");
  const about = `${baseUrl}/dataset/${version.slug}/${pinned ? `v${version.number}/` : ""}`;
  const links = [
    `<${about}datapackage.json>; rel="describedby"; type="application/json"`,
    ...(csvw ? [`<${about}csv-metadata.json>; rel="describedby"; type="application/csvm+json"`] : []),
  ];
  response.append("Link", links.join(", "));
  response.setHeader("Dataset-Version", version.number);
}

/** Sends a kept file, whole or in part, as the client can take it. One that is let go of before it is opened is found anew. */
export async function sendKept(
  request: Request,
  response: Response,
  files: FileStore,
  find: () => Promise<KeptFile>,
  format: DownloadFormat,
  lastModified: Date,
): Promise<void> {
  try {
    await sendFound(request, response, files, await find(), format, lastModified);
  } catch (error) {
    if (!isGone(error) || response.headersSent) throw error;
    response.status(200);
    for (const name of ["Content-Encoding", "Content-Range", "Content-Length"]) response.removeHeader(name);
    await sendFound(request, response, files, await find(), format, lastModified);
  }
}

const isGone = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "ENOENT";

async function sendFound(
  request: Request,
  response: Response,
  files: FileStore,
  kept: KeptFile,
  format: DownloadFormat,
  lastModified: Date,
): Promise<void> {
  const keptCoding = chooseCoding(request, [...kept.encoded.keys()]);
  const madeCoding =
    keptCoding === undefined && format.compressible && request.headers.range === undefined
      ? chooseCoding(request, makeableCodings())
      : undefined;
  const file = (keptCoding && kept.encoded.get(keptCoding)) ?? kept.plain;
  const validators: Validators = { etag: tagOf(file, madeCoding), lastModified };
  response.setHeader("ETag", validators.etag);
  const coding = keptCoding ?? madeCoding;
  if (coding) response.setHeader("Content-Encoding", coding);
  if (isFresh(request.headers, validators)) return endWithoutBody(response, 304);
  if (madeCoding) return sendBody(request, response, () => files.openRead(kept.plain.sha256), madeCoding);

  response.setHeader("Accept-Ranges", "bytes");
  response.setHeader("Repr-Digest", `sha-256=:${Buffer.from(file.sha256, "hex").toString("base64")}:`);
  const range = chooseRange(request.headers, file.bytes, validators);
  if (range === "unsatisfiable") {
    response.setHeader("Content-Range", `bytes */${file.bytes}`);
    throw new Fault("request.bad-range", { bytes: file.bytes });
  }
  if (range === "whole") response.setHeader("Content-Length", file.bytes);
  else {
    response.status(206);
    response.setHeader("Content-Range", `bytes ${range.start}-${range.end}/${file.bytes}`);
    response.setHeader("Content-Length", range.end - range.start + 1);
  }
  await sendBody(
    request,
    response,
    () => files.openRead(file.sha256, range === "whole" ? undefined : range),
    undefined,
  );
}

const tagOf = ({ sha256 }: StoredFile, coding: Coding | undefined): ETag =>
  `"${Buffer.from(sha256, "hex").toString("base64url")}${coding ? `-${coding}` : ""}"`;
