/**
 * What describes a version's csv to programs: its Data Package, CSVW and Croissant, each with the size and hash of the very bytes. Found
 * below the dataset's address, by the Link of every download, and where CSVW looks by convention, beside the file.
 */
import type { Request, Response } from "express";
import type { Version } from "../catalogue/versions.ts";
import { describeInCroissant } from "../formats/croissant.ts";
import { describeInCsvw } from "../formats/csvw.ts";
import { describeVersion } from "../formats/datapackage.ts";
import { CSV, type DownloadFormat } from "../formats/formats.ts";
import { etagOf, isFresh } from "../http/conditional.ts";
import { contextOf } from "../http/context.ts";
import type { DatasetSlug, VersionNumber } from "../kernel/ids.ts";
import type { Lang } from "../kernel/locale.ts";
import type { KeptFiles } from "../release/kept-files.ts";
import type { Store } from "../store/data-source.ts";
import type { StoredFile } from "../store/files.ts";
import { describeReply } from "./reply.ts";
import { demandOnly, openVersion } from "./request.ts";

interface DescriptionDeps {
  readonly store: Store;
  readonly kept: KeptFiles;
  readonly baseUrl: string;
}

interface Description {
  readonly mediaType: string;
  /** `pinned`: found at the address of the version, not at that of whatever is current. */
  readonly describe: (version: Version, csv: StoredFile, baseUrl: string, lang: Lang, pinned: boolean) => object;
}

/** By the last part of their addresses. */
const DESCRIPTIONS = {
  "datapackage.json": { mediaType: "application/json", describe: describeVersion },
  "csv-metadata.json": { mediaType: "application/csvm+json", describe: describeInCsvw },
  "croissant.json": { mediaType: "application/ld+json", describe: describeInCroissant },
} as const satisfies Readonly<Record<string, Description>>;

type DescriptionName = keyof typeof DESCRIPTIONS;

export const isDescription = (name: string | undefined): name is DescriptionName =>
  name !== undefined && Object.hasOwn(DESCRIPTIONS, name);

export async function sendDescription(
  { store, kept, baseUrl }: DescriptionDeps,
  request: Request,
  response: Response,
  name: DescriptionName,
  slug: DatasetSlug,
  number: VersionNumber | undefined,
): Promise<void> {
  const { mediaType, describe }: Description = DESCRIPTIONS[name];
  const search = new URL(request.originalUrl, "http://localhost").searchParams;
  demandOnly(search, ["_lang"]);
  const opened = await openVersion(store, contextOf(request).actor, slug, number, search);
  const { plain } = await kept.get(opened.version, CSV);
  const lang = search.get("_lang") === "en" ? "en" : "id";
  const text = `${JSON.stringify(describe(opened.version, plain, baseUrl, lang, opened.pinned), null, 2)}\n`;
  const etag = etagOf(text);
  const format: DownloadFormat = {
    ending: name,
    mediaType,
    contentType: `${mediaType}; charset=utf-8`,
    compressible: false,
  };
  describeReply(response, opened, format, baseUrl, slug, false);
  response.removeHeader("Link");
  response.removeHeader("Content-Disposition");
  // Its words may be mended and its address may move; the data that it describes may not.
  response.setHeader("Cache-Control", opened.dataset.access === "open" ? "public, no-cache" : "private, no-cache");
  response.setHeader("ETag", etag);
  if (isFresh(request.headers, { etag })) response.status(304).end();
  else response.end(text);
}
