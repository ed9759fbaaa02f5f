/**
 * GET and HEAD of files: /download/{slug}.{ending}, /download/{slug}/v{n}.{ending}, and the Data Package that describes them. A whole
 * file is sent from the store of kept ones; a selection is streamed from the rows. Both are of one version.
 */
import { type NextFunction, type Request, type Response, Router } from "express";
import type { Version } from "../catalogue/versions.ts";
import { type DownloadFormat, FORMATS_REVISION, findFormat, formatsOf } from "../formats/formats.ts";
import { sourceOf } from "../formats/source.ts";
import { contextOf } from "../http/context.ts";
import { parseFlag } from "../http/row-query.ts";
import { sendMade } from "../http/send-made.ts";
import { Fault } from "../kernel/fault.ts";
import { findVersionNumber } from "../kernel/ids.ts";
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
import { isDescription, sendDescription } from "./description.ts";
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
    else if (address?.ending === METADATA_ENDING)
      await sendDescription(deps, request, response, "csv-metadata.json", address.slug, address.version);
    else if (address) await sendFile(deps, request, response, address);
    else next();
  });
  router.get("/download/:slug/:name", async (request, response, next) => {
    const { slug, name } = request.params;
    const diff = parseDiff(slug, name);
    const address = parseVersionFile(slug, name);
    if (diff) await sendDiff(deps, request, response, diff);
    else if (address?.ending === METADATA_ENDING)
      await sendDescription(deps, request, response, "csv-metadata.json", address.slug, address.version);
    else if (address) await sendFile(deps, request, response, address);
    else next();
  });
  const describe = async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    const { slug = "", version } = request.params;
    const name = request.path.split("/").at(-1);
    const number = version === undefined ? undefined : findVersionNumber(/^v(\d+)$/.exec(String(version))?.[1] ?? "");
    if (!isDescription(name) || (version !== undefined && number === undefined)) next();
    else await sendDescription(deps, request, response, name, parseSlug(String(slug)), number);
  };
  router.get(
    ["/dataset/:slug/datapackage.json", "/dataset/:slug/csv-metadata.json", "/dataset/:slug/croissant.json"],
    describe,
  );
  router.get(
    [
      "/dataset/:slug/:version/datapackage.json",
      "/dataset/:slug/:version/csv-metadata.json",
      "/dataset/:slug/:version/croissant.json",
    ],
    describe,
  );
  return router;
}

/** Where CSVW looks for a description without being told: `{address of the csv}-metadata.json`. */
const METADATA_ENDING = "csv-metadata.json";

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
  const name = `${version.slug}-v${version.number}${whole ? "" : partName[lang]}`;
  describeReply(response, reply, format, baseUrl, name, whole && format.ending === "csv");
  if (whole && !isMap) await sendKept(request, response, files, () => kept.get(version, format), format, lastModified);
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
  describeReply(response, to, format, baseUrl, `${slug}-v${from?.number ?? 0}-v${number}`, false);
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
