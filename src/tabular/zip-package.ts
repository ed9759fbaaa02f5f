/**
 * A workbook's package (a ZIP) opened with its guards: how many entries, how large unpacked, how unlikely a ratio, no entry hidden inside
 * another. Sizes are believed only because unpacking stops at them. Nothing is ever written to disk.
 */
import type { Readable } from "node:stream";
import { type Entry, openPromise, type ZipFile } from "yauzl";
import { type Limits, Unreadable } from "./model.ts";

export interface Package {
  /** Part names as the package spells them, in its order. */
  readonly names: readonly string[];
  /** Whether a part of that name exists; case does not matter, nor does a leading slash. */
  readonly has: (name: string) => boolean;
  /** The part's unpacked bytes. Throws Unreadable where there is no such part. */
  readonly read: (name: string) => Promise<Readable>;
  readonly sizeOf: (name: string) => number;
  readonly close: () => void;
}

/** DEFLATE can do 1,032:1; a sheet of repeated rows does 60:1. Small parts may be odd. */
const MAX_RATIO = 400;
const RATIO_MATTERS_FROM = 32 * 1024 ** 2;

const keyOf = (name: string): string => name.replaceAll("\\", "/").replace(/^\/+/, "").toLowerCase();

export const brokenPart = (part: string): Unreadable =>
  new Unreadable({ code: "file/broken-workbook", severity: "error", params: { part } });

const tooLarge = (part: string, limit: number): Unreadable =>
  new Unreadable({ code: "file/unpacks-too-large", severity: "error", params: { part, limit } });

function refuseOversize(zip: ZipFile, entries: readonly Entry[], limits: Limits): void {
  let packed = 0;
  let unpacked = 0;
  for (const entry of entries) {
    packed += entry.compressedSize;
    unpacked += entry.uncompressedSize;
    const ratio = entry.uncompressedSize / Math.max(1, entry.compressedSize);
    if (unpacked > limits.maxUnpackedBytes) throw tooLarge(entry.fileName, limits.maxUnpackedBytes);
    if (entry.uncompressedSize > RATIO_MATTERS_FROM && ratio > MAX_RATIO)
      throw tooLarge(entry.fileName, RATIO_MATTERS_FROM);
  }
  // Entries that share their bytes: the quine kind of bomb.
  if (packed > zip.fileSize) throw brokenPart("ZIP");
}

async function listEntries(zip: ZipFile, limits: Limits): Promise<Entry[]> {
  if (zip.entryCount > limits.maxPackageEntries) throw tooLarge(`${zip.entryCount} × ZIP`, limits.maxUnpackedBytes);
  const entries: Entry[] = [];
  for await (const entry of zip.eachEntry()) entries.push(entry);
  return entries;
}

/**
 * @throws Unreadable for a damaged, encrypted or swelling package.
 */
export async function openZipPackage(path: string, limits: Limits): Promise<Package> {
  let zip: ZipFile;
  try {
    zip = await openPromise(path, { autoClose: false, lazyEntries: true, strictFileNames: false });
  } catch {
    throw brokenPart("ZIP");
  }
  try {
    const entries = await listEntries(zip, limits);
    refuseOversize(zip, entries, limits);
    if (entries.some((entry) => entry.isEncrypted())) {
      throw new Unreadable({ code: "file/encrypted", severity: "error", params: {} });
    }
    const byName = new Map(entries.map((entry) => [keyOf(entry.fileName), entry]));
    return {
      names: entries.map((entry) => entry.fileName),
      has: (name) => byName.has(keyOf(name)),
      sizeOf: (name) => byName.get(keyOf(name))?.uncompressedSize ?? 0,
      read: async (name) => {
        const entry = byName.get(keyOf(name));
        if (entry === undefined) throw brokenPart(name);
        try {
          return await zip.openReadStreamPromise(entry);
        } catch {
          throw brokenPart(name);
        }
      },
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error instanceof Unreadable ? error : brokenPart("ZIP");
  }
}
