/**
 * Files that arrive in pieces over a bad line, by the tus protocol: kept in a folder of their own, taken up by nobody but their sender,
 * and accepted like any other upload once they are whole. What is finished is remembered as such, for whoever missed the last answer.
 */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { FileConfigstore, FileStore } from "@tus/file-store";
import { Server, type ServerOptions, Upload as TusUpload } from "@tus/server";
import { getDataset, subjectOf } from "../catalogue/datasets.ts";
import { demand } from "../catalogue/rights.ts";
import type { Actor } from "../kernel/actor.ts";
import { Fault, isFault } from "../kernel/fault.ts";
import { type DatasetSlug, isDatasetSlug, isUploadId, type Sha256 } from "../kernel/ids.ts";
import { acceptFile } from "./accept.ts";
import { admit } from "./admit.ts";
import type { IntakeDeps } from "./deps.ts";
import { cleanName } from "./receive.ts";

/** So long a file may take to arrive; and so long it is remembered that it did. */
export const UNFINISHED_MS = 3 * 24 * 3600_000;
/** At one time, of one person; the oldest gives way. */
const MOST_OF_ONE = 4;

/** Not in the spool, which is swept sooner. */
export const unfinishedFolder = ({ spool }: Pick<IntakeDeps, "spool">): string => `${spool}-unfinished`;

export interface Unfinished {
  /** Begins, continues or ends one. `actorOf` says who asks. Throws rights, `dataset.unknown`, `upload.*` faults. */
  readonly handle: (request: IncomingMessage, response: ServerResponse, actor: Actor, id?: string) => Promise<void>;
}

interface Sending {
  readonly owner: string;
  readonly dataset: DatasetSlug;
  readonly name: string;
  readonly mode?: string;
  readonly note?: string;
  /** The upload that it became. */
  readonly became?: string;
}

/** A store that takes nothing of unknown length, and says of a finished file that it is there although it has been moved. */
class Store extends FileStore {
  override extensions = ["creation", "termination", "expiration"];

  override async getUpload(id: string): Promise<TusUpload> {
    const kept = await this.configstore.get(id);
    if (kept?.metadata?.became == null) return super.getUpload(id);
    const { size = 0, metadata, creation_date } = kept;
    return new TusUpload({ id, size, offset: size, metadata, ...(creation_date ? { creation_date } : {}) });
  }
}

/** Drops what is still arriving for a dataset, whoever sends it. Returns how many there were. */
export async function forgetUnfinished(deps: Pick<IntakeDeps, "spool">, slug: DatasetSlug): Promise<number> {
  const directory = unfinishedFolder(deps);
  const kept = new FileConfigstore(directory);
  let gone = 0;
  for (const id of (await kept.list?.().catch(() => [])) ?? []) {
    if (!isUploadId(id) || (await kept.get(id))?.metadata?.dataset !== slug) continue;
    await drop(kept, directory, id);
    gone += 1;
  }
  return gone;
}

/** Two may drop the same one; whoever comes second finds nothing. */
async function drop(kept: FileConfigstore, directory: string, id: string): Promise<void> {
  await rm(join(directory, id), { force: true });
  await kept.delete(id).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
  });
}

/** `path`: where it is reached; `pageOf`: the page of what a file became, told in the header `Upload-Page`. */
export function openUnfinished(deps: IntakeDeps, path: string, pageOf: (upload: string) => string): Unfinished {
  const directory = unfinishedFolder(deps);
  const kept = new FileConfigstore(directory);
  const actors = new WeakMap<object, Actor>();
  const askerOf = (request: Parameters<NonNullable<ServerOptions["onUploadFinish"]>>[0]): Actor => {
    const node = request.runtime?.node?.req;
    const actor = node && actors.get(node);
    if (actor === undefined) throw new Error("a request that did not come through handle");
    return actor;
  };

  const finish = async (actor: Actor, { id, size = 0, metadata }: TusUpload): Promise<string> => {
    const sending = readSending(metadata);
    if (sending.became !== undefined) return sending.became;
    const dataset = await findTarget(deps, actor, sending.dataset);
    // Whoever comes second finds nothing to move.
    await mkdir(deps.spool, { recursive: true });
    const file = join(deps.spool, `${id}.part`);
    await rename(join(directory, id), file);
    const { name, mode, note } = sending;
    const fields = { ...(mode ? { mode } : {}), ...(note ? { note } : {}) };
    const upload = await acceptFile(deps, actor, dataset, {
      path: file,
      name,
      bytes: size,
      sha256: await hashOf(file),
      fields,
    });
    const record = await kept.get(id);
    if (record !== undefined) await kept.set(id, mark(record, upload.id));
    return upload.id;
  };

  const server = new Server({
    path,
    relativeLocation: true,
    respectForwardedHeaders: false,
    allowedOrigins: () => false,
    datastore: new Store({ directory, configstore: kept, expirationPeriodInMilliseconds: UNFINISHED_MS }),
    maxSize: deps.maxUploadBytes,
    namingFunction: () => deps.effects.newId(),
    onUploadCreate: async (request, { metadata }) => {
      const actor = askerOf(request);
      const { dataset, name, mode, note } = readSending({ ...metadata, owner: actor.key });
      return { metadata: { owner: actor.key, dataset, name, mode: mode ?? null, note: note ?? null } };
    },
    onUploadFinish: async (request, upload) => ({
      headers: { "Upload-Page": pageOf(await finish(askerOf(request), upload)) },
    }),
    onResponseError: (request, error) => {
      if (!isFault(error)) return undefined;
      const { retryAfter } = error.extra;
      if (retryAfter !== undefined) request.runtime?.node?.res?.setHeader("Retry-After", String(retryAfter));
      return { status_code: error.status, body: `${error.code}\n` };
    },
  });

  /** Those of one person, the oldest first. */
  const ownOf = async (actor: Actor): Promise<readonly string[]> => {
    const found = await Promise.all(
      ((await kept.list?.()) ?? []).filter(isUploadId).map(async (id) => ({ id, record: await kept.get(id) })),
    );
    return found
      .filter(({ record }) => record?.metadata?.owner === actor.key && record.metadata.became == null)
      .sort((a, b) => (a.record?.creation_date ?? "").localeCompare(b.record?.creation_date ?? ""))
      .map(({ id }) => id);
  };

  return {
    handle: async (request, response, actor, id) => {
      actors.set(request, actor);
      await mkdir(directory, { recursive: true, mode: 0o700 });
      if (id === undefined) {
        const asked = readSending({ ...parseMetadata(request.headers["upload-metadata"]), owner: actor.key });
        const { agency } = await findTarget(deps, actor, asked.dataset);
        await admit(deps, agency, Number(request.headers["upload-length"] ?? 0) || 0);
        const own = await ownOf(actor);
        for (const old of own.slice(0, Math.max(0, own.length - MOST_OF_ONE + 1))) await drop(kept, directory, old);
      } else {
        const record = isUploadId(id) ? await kept.get(id) : undefined;
        if (record?.metadata?.owner !== actor.key) throw new Fault("upload.unknown", { id: id.slice(0, 100) });
        if (record.metadata.became != null) response.setHeader("Upload-Page", pageOf(record.metadata.became));
      }
      await server.handle(request, response);
    },
  };
}

const mark = (record: TusUpload, became: string): TusUpload =>
  new TusUpload({
    id: record.id,
    offset: 0,
    ...(record.size === undefined ? {} : { size: record.size }),
    ...(record.creation_date === undefined ? {} : { creation_date: record.creation_date }),
    metadata: { ...record.metadata, became },
  });

async function findTarget({ store }: IntakeDeps, actor: Actor, slug: DatasetSlug) {
  demand(actor, "upload.create");
  const dataset = await store.read((tx) => getDataset(tx, actor, slug));
  demand(actor, "upload.create", subjectOf(dataset));
  return dataset;
}

/** What was said of a file when it began. Throws `upload.no-file`, `dataset.unknown`, `upload.bad-mode`. */
function readSending(said: TusUpload["metadata"]): Sending {
  const { owner, dataset, name, mode, note, became } = said ?? {};
  const file = cleanName(name ?? "");
  if (owner == null || file === undefined) throw new Fault("upload.no-file");
  if (dataset == null || !isDatasetSlug(dataset))
    throw new Fault("dataset.unknown", { slug: (dataset ?? "").slice(0, 100) });
  if (mode && mode !== "replace" && mode !== "append") throw new Fault("upload.bad-mode", { mode: mode.slice(0, 50) });
  return {
    owner,
    dataset,
    name: file,
    ...(mode ? { mode } : {}),
    ...(note ? { note: note.slice(0, 2000) } : {}),
    ...(became ? { became } : {}),
  };
}

/** `key base64, key base64`; what is no such pair is left out. */
function parseMetadata(header: string | readonly string[] | undefined): Record<string, string> {
  const pairs = String(header ?? "")
    .slice(0, 20_000)
    .split(",")
    .map((pair) => pair.trim().split(" "));
  return Object.fromEntries(
    pairs.flatMap(([key, value]) => (key && value ? [[key, Buffer.from(value, "base64").toString("utf8")]] : [])),
  );
}

async function hashOf(path: string): Promise<Sha256> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  // hex of SHA-256 is what the brand says.
  return hash.digest("hex") as Sha256;
}
