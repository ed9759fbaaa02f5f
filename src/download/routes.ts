/**
 * GET and HEAD of files: /download/{slug}.{ending}, /download/{slug}/v{n}.{ending}, and the Data Package that describes them. A whole
 * file is sent from the store of kept ones; a selection is streamed from the rows. Both are of one version.
 */
import { type Request, type Response, Router } from "express";
import { describeVersion } from "../formats/datapackage.ts";
import { CSV, type DownloadFormat, FORMATS, FORMATS_REVISION, findFormat } from "../formats/formats.ts";
import { sourceOf } from "../formats/source.ts";
import { etagOf, isFresh } from "../http/conditional.ts";
import { contextOf } from "../http/context.ts";
import { Fault } from "../kernel/fault.ts";
import { findVersionNumber, type VersionNumber } from "../kernel/ids.ts";
import type { Lang } from "../kernel/locale.ts";
import type { KeptFiles } from "../release/kept-files.ts";
import type { Store } from "../store/data-source.ts";
import type { FileStore } from "../store/files.ts";
import {
  type DiffAddress,
  type FileAddress,
  parseDiff,
  parseFileName,
  parseSlug,
  parseVersionFile,
} from "./address.ts";
import { createDiffBody, getDiffFormat } from "./diff.ts";
import { describeReply, sendKept, sendMade } from "./reply.ts";
import { demandOnly, isWhole, openVersion, parseSelection, queryOf } from "./request.ts";

export interface DownloadDeps {
  readonly store: Store;
  readonly files: FileStore;
  readonly kept: KeptFiles;
  /** Public address of the server, without a slash at its end. */
  readonly baseUrl: string;
}

export function downloadRoutes(deps: DownloadDeps): Router {
  const router = Router();
  router.get("/download/:name", async (request, response, next) => {
    const address = parseFileName(request.params.name);
    if (address) await sendFile(deps, request, response, address);
    else next();
  });
  router.get("/download/:slug/:name", async (request, response, next) => {
    const { slug, name } = request.params;
    const diff = parseDiff(slug, name);
    const address = parseVersionFile(slug, name);
    if (diff) await sendDiff(deps, request, response, diff);
    else if (address) await sendFile(deps, request, response, address);
    else next();
  });
  router.get("/dataset/:slug/datapackage.json", (request, response) => sendPackage(deps, request, response, undefined));
  router.get("/dataset/:slug/:version/datapackage.json", async (request, response, next) => {
    const number = findVersionNumber(/^v(\d+)$/.exec(request.params.version)?.[1] ?? "");
    if (number === undefined) next();
    else await sendPackage(deps, request, response, number);
  });
  return router;
}

const searchOf = (request: Request): URLSearchParams => new URL(request.originalUrl, "http://localhost").searchParams;

async function sendFile(deps: DownloadDeps, request: Request, response: Response, address: FileAddress): Promise<void> {
  const { store, files, kept, baseUrl } = deps;
  const { actor, lang } = contextOf(request);
  const search = searchOf(request);
  const format = findFormat(address.ending);
  const opened = await openVersion(store, actor, address.slug, address.version, search);
  if (!format)
    throw new Fault("download.unknown-ending", {
      ending: address.ending.slice(0, 40),
      known: FORMATS.map(({ ending }) => ending).join(", "),
    });
  const { version } = opened;
  const selection = parseSelection(search, version, format, address.version !== undefined);
  const lastModified = version.publishedAt;
  const whole = isWhole(selection);
  describeReply(response, opened, format, baseUrl, `${version.slug}-v${version.number}${whole ? "" : partName[lang]}`);
  if (whole) await sendKept(request, response, files, await kept.get(version, format), format, lastModified);
  else {
    const identity = [FORMATS_REVISION, version.dataset, version.number, format.ending, selection];
    await sendMade(request, response, {
      identity,
      format,
      lastModified,
      create: () => format.create(sourceOf(store, version, queryOf(selection), selection.dialect)),
    });
  }
}

async function sendDiff(
  { store, baseUrl }: DownloadDeps,
  request: Request,
  response: Response,
  address: DiffAddress,
): Promise<void> {
  const search = searchOf(request);
  const format = getDiffFormat(address.ending);
  const { actor } = contextOf(request);
  const from = await openVersion(store, actor, address.slug, address.from, search);
  const to = await openVersion(store, actor, address.slug, address.to, search);
  demandOnly(search, ["_lang"]);
  describeReply(response, to, format, baseUrl, `${address.slug}-v${address.from}-v${address.to}`);
  const identity = [FORMATS_REVISION, to.version.dataset, from.version.number, to.version.number, format.ending];
  const lastModified =
    from.version.publishedAt > to.version.publishedAt ? from.version.publishedAt : to.version.publishedAt;
  await sendMade(request, response, {
    identity,
    format,
    lastModified,
    create: () => createDiffBody(store, from.version, to.version, format.ending),
  });
}

/** What a file that holds a part of a version is called. */
const partName: Readonly<Record<Lang, string>> = { id: "-sebagian", en: "-selection" };

async function sendPackage(
  { store, kept, baseUrl }: DownloadDeps,
  request: Request,
  response: Response,
  number: VersionNumber | undefined,
): Promise<void> {
  const search = searchOf(request);
  demandOnly(search, ["_lang"]);
  const opened = await openVersion(
    store,
    contextOf(request).actor,
    parseSlug(String(request.params.slug)),
    number,
    search,
  );
  const { plain } = await kept.get(opened.version, CSV);
  const lang = search.get("_lang") === "en" ? "en" : "id";
  const text = `${JSON.stringify(describeVersion(opened.version, plain, baseUrl, lang), null, 2)}\n`;
  const etag = etagOf(text);
  describeReply(response, opened, PACKAGE_FORMAT, baseUrl, opened.version.slug);
  response.removeHeader("Link");
  response.removeHeader("Content-Disposition");
  // Its words may be mended and its address may move; the data that it describes may not.
  response.setHeader("Cache-Control", opened.dataset.access === "open" ? "public, no-cache" : "private, no-cache");
  response.setHeader("ETag", etag);
  if (isFresh(request.headers, { etag })) response.status(304).end();
  else response.end(text);
}

const PACKAGE_FORMAT: DownloadFormat = {
  ending: "datapackage.json",
  mediaType: "application/json",
  contentType: "application/json; charset=utf-8",
  compressible: false,
};
