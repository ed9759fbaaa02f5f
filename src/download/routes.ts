/**
 * GET and HEAD of files: /download/{slug}.{ending}, /download/{slug}/v{n}.{ending}, and the Data Package that describes them. A whole
 * file is sent from the store of kept ones; a selection is streamed from the rows. Both are of one version.
 */
import { type Request, type Response, Router } from "express";
import type { Version } from "../catalogue/versions.ts";
import { describeVersion } from "../formats/datapackage.ts";
import { CSV, type DownloadFormat, FORMATS_REVISION, findFormat, formatsOf } from "../formats/formats.ts";
import { sourceOf } from "../formats/source.ts";
import { etagOf, isFresh } from "../http/conditional.ts";
import { contextOf } from "../http/context.ts";
import { parseFlag } from "../http/row-query.ts";
import { sendMade } from "../http/send-made.ts";
import { Fault } from "../kernel/fault.ts";
import { findVersionNumber, type VersionNumber } from "../kernel/ids.ts";
import type { Lang } from "../kernel/locale.ts";
import type { KeptFiles } from "../release/kept-files.ts";
import type { Store } from "../store/data-source.ts";
import type { FileStore } from "../store/files.ts";
import {
  type DiffAddress,
  type FileAddress,
  parseDelta,
  parseDiff,
  parseFileName,
  parseSlug,
  parseVersionFile,
} from "./address.ts";
import type { Boundaries } from "./boundaries.ts";
import { createDiffBody, describeDifference, getDiffFormat } from "./diff.ts";
import { GEOJSON, geojsonFormat } from "./geojson.ts";
import { describeReply, sendKept } from "./reply.ts";
import { demandOnly, isWhole, type Opened, openSince, openVersion, parseSelection, queryOf } from "./request.ts";

export interface DownloadDeps {
  readonly store: Store;
  readonly files: FileStore;
  readonly kept: KeptFiles;
  /** Public address of the server, without a slash at its end. */
  readonly baseUrl: string;
  /** Of regions; absent: the operator gave none. */
  readonly boundaries?: (() => Promise<Boundaries>) | undefined;
}

export function downloadRoutes(deps: DownloadDeps): Router {
  const router = Router();
  router.get("/download/:name", async (request, response, next) => {
    const delta = parseDelta(request.params.name);
    const address = parseFileName(request.params.name);
    if (delta) await sendDelta(deps, request, response, delta);
    else if (address) await sendFile(deps, request, response, address);
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
  const isMap = address.ending === GEOJSON.ending;
  const boundaries = isMap ? await deps.boundaries?.() : undefined;
  const format = isMap ? geojsonFormat(boundaries) : findFormat(address.ending);
  const opened = await openVersion(store, actor, address.slug, address.version, search);
  if (!format)
    throw new Fault("download.unknown-ending", {
      ending: address.ending.slice(0, 40),
      known: formatsOf(opened.version)
        .map(({ ending }) => ending)
        .join(", "),
    });
  const { version } = opened;
  const since = await openSince(store, opened, search, "_updatedAfter");
  const selection = parseSelection(search, version, format, address.version !== undefined, since);
  const lastModified = version.publishedAt;
  const whole = isWhole(selection);
  // Boundaries may change although the version does not.
  const reply = isMap ? { ...opened, pinned: false } : opened;
  describeReply(response, reply, format, baseUrl, `${version.slug}-v${version.number}${whole ? "" : partName[lang]}`);
  if (whole && !isMap) await sendKept(request, response, files, await kept.get(version, format), format, lastModified);
  else {
    const identity = [FORMATS_REVISION, version.dataset, version.number, format.ending, selection, boundaries?.mark];
    await sendMade(request, response, {
      identity,
      format,
      lastModified,
      create: () => format.create(sourceOf(store, version, queryOf(selection), selection.dialect, selection.lang)),
    });
  }
}

async function sendDiff(
  deps: DownloadDeps,
  request: Request,
  response: Response,
  { slug, from, to, ending }: DiffAddress,
): Promise<void> {
  const search = searchOf(request);
  const format = getDiffFormat(ending);
  const { actor } = contextOf(request);
  const before = await openVersion(deps.store, actor, slug, from, search);
  const after = await openVersion(deps.store, actor, slug, to, search);
  demandOnly(search, ["_status", "_lang"]);
  await sendDifference(deps, request, response, before.version, after, format);
}

/** From where the follower's copy stands to the current version. */
async function sendDelta(
  deps: DownloadDeps,
  request: Request,
  response: Response,
  { slug, ending }: Pick<DiffAddress, "slug" | "ending">,
): Promise<void> {
  const search = searchOf(request);
  const format = getDiffFormat(ending);
  demandOnly(search, ["_since", "_status", "_lang"]);
  const opened = await openVersion(deps.store, contextOf(request).actor, slug, undefined, search);
  const since = await openSince(deps.store, opened, search, "_since");
  if (since === undefined) throw new Fault("request.one-value", { name: "_since" });
  await sendDifference(deps, request, response, since.held, opened, format);
}

/** @param from  Undefined: nothing, so that every row is added. */
async function sendDifference(
  { store, baseUrl }: DownloadDeps,
  request: Request,
  response: Response,
  from: Version | undefined,
  to: Opened,
  format: DownloadFormat,
): Promise<void> {
  const { slug, number, dataset, publishedAt } = to.version;
  const status = parseFlag(searchOf(request), "_status");
  describeReply(response, to, format, baseUrl, `${slug}-v${from?.number ?? 0}-v${number}`);
  describeDifference(response, from, to.version, format, status, baseUrl);
  await sendMade(request, response, {
    identity: [FORMATS_REVISION, dataset, from?.number ?? 0, number, format.ending, status],
    format,
    lastModified: from !== undefined && from.publishedAt > publishedAt ? from.publishedAt : publishedAt,
    create: () => createDiffBody(store, from, to.version, format.ending, status),
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
