/**
 * One file of a source into the spool, hashed, with the Data Package that the answer's `Link` header says describes it. Neither is sent
 * again by a server that remembers as we do.
 */
import contentDisposition from "content-disposition";
import { findHarvestDocument, type HarvestItem, keepHarvestDocument } from "../catalogue/harvest-items.ts";
import { cleanName, type ReceivedFile, spoolStream } from "../intake/receive.ts";
import { Fault, isFault } from "../kernel/fault.ts";
import { type Got, readWhole } from "../outgoing/get.ts";
import type { HarvestDeps } from "./deps.ts";
import { BadDocument, isRecord, type Loose, parseJson } from "./document.ts";

interface Asked {
  readonly source: string;
  readonly address: string;
  readonly format: string;
  /** As it was fetched last; undefined: all of it is wanted. */
  readonly known: Pick<HarvestItem, "etag" | "lastModified"> | undefined;
  /** Told of every document that is kept for the next time. */
  readonly met: (address: string) => void;
}

export interface FetchedFile {
  /** Undefined: it did not change. In the spool; whoever takes it moves or removes it. */
  readonly received: ReceivedFile | undefined;
  readonly described: Loose | undefined;
  readonly remembered: Pick<HarvestItem, "etag" | "lastModified">;
}

const FILE_SECONDS = 1800;
const DESCRIPTION_BYTES = 4 * 1024 ** 2;
const DESCRIPTION_SECONDS = 60;

/** Throws `harvest.*` faults. */
export async function fetchFile(deps: HarvestDeps, asked: Asked, signal: AbortSignal): Promise<FetchedFile> {
  const { address, format, known } = asked;
  const got = await deps.get(address, {
    accept: "*/*",
    maxBytes: deps.maxUploadBytes,
    seconds: FILE_SECONDS,
    signal,
    etag: known?.etag,
    lastModified: known?.lastModified,
  });
  if (!got.changed) got.body.destroy();
  const received = got.changed ? await spool(deps, got, format) : undefined;
  const described = await describe(deps, asked, got, signal);
  return { received, described, remembered: { etag: got.etag, lastModified: got.lastModified } };
}

async function spool(deps: HarvestDeps, got: Got, format: string): Promise<ReceivedFile> {
  const { body, type, address } = got;
  // A page that says "not found" or "log in" is no table, whatever its address ends with.
  if (type === "text/html" && format !== "xls") {
    body.destroy();
    throw new Fault("harvest.bad-document", { address: address.slice(0, 300), reason: "text/html" });
  }
  const options = { spool: deps.spool, maxBytes: deps.maxUploadBytes, newId: deps.effects.newId };
  try {
    return { ...(await spoolStream(body, options)), name: nameOf(got, format), fields: {} };
  } catch (error) {
    // What broke the body says more than that it broke.
    throw isFault(error) && isFault(error.cause) ? error.cause : error;
  } finally {
    body.destroy();
  }
}

function nameOf({ disposition, address }: Got, format: string): string {
  const said = disposition === undefined ? undefined : parseDisposition(disposition);
  const last = cleanName(decodeLoosely(new URL(address).pathname.split("/").at(-1) ?? ""));
  const name = said ?? last ?? "data";
  return /\.[a-z0-9]{2,5}$/i.test(name) ? name : `${name}.${format}`;
}

function parseDisposition(header: string): string | undefined {
  try {
    return cleanName(contentDisposition.parse(header).parameters.filename ?? "");
  } catch {
    return undefined;
  }
}

function decodeLoosely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** One that cannot be had or read is none: the file itself is what counts. */
async function describe(
  deps: HarvestDeps,
  { source, met }: Asked,
  { link, address: base }: Got,
  signal: AbortSignal,
): Promise<Loose | undefined> {
  const address = describedBy(link, base);
  if (address === undefined) return undefined;
  const { store, get } = deps;
  const kept = await store.read((tx) => findHarvestDocument(tx, source, address));
  const before = isRecord(kept?.content) ? kept : undefined;
  try {
    const got = await get(address, {
      accept: "application/json",
      maxBytes: DESCRIPTION_BYTES,
      seconds: DESCRIPTION_SECONDS,
      signal,
      etag: before?.etag,
      lastModified: before?.lastModified,
    });
    met(address);
    if (!got.changed) {
      got.body.destroy();
      return isRecord(before?.content) ? before.content : undefined;
    }
    const content = parseJson(await readWhole(got));
    if (!isRecord(content) || !Array.isArray(content.resources)) return undefined;
    const { etag, lastModified } = got;
    await store.write((tx) => keepHarvestDocument(tx, source, address, { etag, lastModified, content }));
    return content;
  } catch (error) {
    if (signal.aborted || !(error instanceof BadDocument || isFault(error))) throw error;
    deps.effects.observe({ kind: "harvest-description-unread", level: "info", source, code: error.message });
    return undefined;
  }
}

/** The Data Package's address in a `Link` header. */
function describedBy(link: string | undefined, base: string): string | undefined {
  for (const part of (link ?? "").slice(0, 10_000).split(/,(?=\s*<)/)) {
    const target = /^\s*<([^>]{1,2000})>/.exec(part)?.[1];
    if (target === undefined || !/;\s*rel="?describedby"?/i.test(part) || !URL.canParse(target, base)) continue;
    if (/datapackage\.json$/.test(new URL(target, base).pathname)) return new URL(target, base).href;
  }
  return undefined;
}
