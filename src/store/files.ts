/**
 * Files by the hash of their bytes: originals as they came, versions as they were rendered. A name once given always means the same
 * bytes. A file is written beside, synced, and only then gets its name, so whatever has a name is whole, also after a power cut.
 */
import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { access, mkdir, open, readdir, rename, rm, stat, unlink, utimes } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Sha256 } from "../kernel/ids.ts";
import { asDiskFault } from "./disk-fault.ts";
import { type FindKnown, removeUnknown } from "./unknown-files.ts";

export interface StoredFile {
  readonly sha256: Sha256;
  readonly bytes: number;
}

/** Bytes `start` to `end`, both included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export interface FileStore {
  /** Keeps the bytes of a stream, or a copy of the file at a path. The same bytes twice are kept once. */
  readonly put: (source: Readable | string, signal?: AbortSignal) => Promise<StoredFile>;
  /** Keeps a file that is complete and hashed already and lies on the same disk; it is gone from `path` afterwards. */
  readonly adopt: (path: string, file: StoredFile) => Promise<void>;
  /** The stream fails with ENOENT when there is no such file. */
  readonly openRead: (sha256: Sha256, range?: ByteRange) => Readable;
  readonly pathOf: (sha256: Sha256) => string;
  readonly has: (sha256: Sha256) => Promise<boolean>;
  /** Undefined when there is no such file. */
  readonly sizeOf: (sha256: Sha256) => Promise<number | undefined>;
  readonly remove: (sha256: Sha256) => Promise<void>;
  /** A fresh path for a file that will be adopted; swept with the other unfinished ones. */
  readonly draftPath: () => string;
  /** Removes unfinished files older than `age` milliseconds. Returns how many. */
  readonly sweep: (age: number) => Promise<number>;
  /** Likewise those that have a name and are on nobody's record. */
  readonly sweepUnknown: (age: number, findKnown: FindKnown) => Promise<number>;
}

/** Opens the store in `folder`, making it if needed. */
export async function openFileStore(folder: string): Promise<FileStore> {
  const root = resolve(folder);
  const drafts = join(root, "drafts");
  await mkdir(drafts, { recursive: true, mode: 0o700 });
  const draftPath = () => join(drafts, randomUUID());
  const pathOf = (sha256: Sha256) => {
    // The last door before the disk: a hash from outside that is none must not become a path.
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new RangeError("not a SHA-256");
    return join(root, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  };
  const adopt = async (path: string, { sha256 }: StoredFile) => {
    const target = pathOf(sha256);
    const parent = resolve(target, "..");
    await mkdir(parent, { recursive: true, mode: 0o700 });
    await syncPath(path);
    if (await touch(target)) await unlink(path);
    else await rename(path, target);
    await syncPath(parent);
  };
  return {
    put: async (source, signal) => {
      const draft = draftPath();
      try {
        const stream = typeof source === "string" ? createReadStream(source) : source;
        const file = await spool(stream, draft, signal);
        await adopt(draft, file);
        return file;
      } catch (error) {
        await rm(draft, { force: true });
        throw asDiskFault(error);
      }
    },
    adopt,
    openRead: (sha256, range) => createReadStream(pathOf(sha256), range ? { start: range.start, end: range.end } : {}),
    pathOf,
    has: (sha256) => isThere(pathOf(sha256)),
    sizeOf: async (sha256) => (await stat(pathOf(sha256)).catch(() => undefined))?.size,
    remove: (sha256) => rm(pathOf(sha256), { force: true }),
    draftPath,
    sweep: async (age) => {
      const before = Date.now() - age;
      const names = await readdir(drafts);
      const old = await Promise.all(
        names.map(
          async (name) => ((await stat(join(drafts, name)).catch(() => undefined))?.mtimeMs ?? before) < before,
        ),
      );
      const gone = names.filter((_, index) => old[index]);
      await Promise.all(gone.map((name) => rm(join(drafts, name), { force: true })));
      return gone.length;
    },
    sweepUnknown: (age, findKnown) => removeUnknown(root, drafts, Date.now() - age, findKnown),
  };
}

/** Writes a stream to `path` while it is hashed. */
async function spool(source: Readable, path: string, signal: AbortSignal | undefined): Promise<StoredFile> {
  const hash = createHash("sha256");
  let bytes = 0;
  const file = await open(path, "wx", 0o600);
  await pipeline(
    source,
    async function* (chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        hash.update(chunk);
        bytes += chunk.byteLength;
        yield chunk;
      }
    },
    file.createWriteStream(),
    ...(signal ? [{ signal }] : []),
  );
  // Lower-case hex of a SHA-256 is what the type means.
  return { sha256: hash.digest("hex") as Sha256, bytes };
}

/** Of a folder: its names reach the disk. */
async function syncPath(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Is it there? Then it is as good as new, and no sweep takes it for a leftover. */
const touch = (path: string): Promise<boolean> => {
  const now = new Date();
  return utimes(path, now, now).then(
    () => true,
    () => false,
  );
};

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
