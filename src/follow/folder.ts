/**
 * A copy in a folder: `<slug>/current.csv` and `<slug>/datapackage.json`, or `<slug>/tombstone.json` where the data had to go. A file is
 * written beside, synced, and then takes its name. Should the process be killed between the two files of a dataset, the next round finds
 * the CSV by its hash and only writes the description again.
 */
import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type DatasetSlug, isDatasetSlug } from "../kernel/ids.ts";
import { type Description, parseDescription } from "./description.ts";
import { mergeDelta } from "./merge.ts";
import { type FollowState, type Target, verified } from "./target.ts";

const STATE = ".jendela-follow.json";
const CSV = "current.csv";
const PACKAGE = "datapackage.json";
const TOMBSTONE = "tombstone.json";
/** What a killed process left begins with this. */
const DRAFT = ".draft-";

export async function openFolder(folder: string): Promise<Target> {
  await mkdir(folder, { recursive: true });
  const placeOf = (slug: DatasetSlug, file: string): string => join(folder, slug, file);
  const begin = async (slug: DatasetSlug): Promise<void> => {
    await mkdir(join(folder, slug), { recursive: true });
    await removeDrafts(join(folder, slug));
  };
  /** The CSV first: a description never names data that is not there. */
  const keep = async (description: Description, csv: AsyncIterable<Uint8Array>): Promise<void> => {
    await writeWhole(placeOf(description.slug, CSV), verified(csv, description));
    await writeWhole(placeOf(description.slug, PACKAGE), [Buffer.from(description.text)]);
    await rm(placeOf(description.slug, TOMBSTONE), { force: true });
  };
  return {
    readState: async () => {
      const text = await readText(join(folder, STATE));
      return text === undefined ? undefined : (JSON.parse(text) as FollowState); // written by ourselves, whole or not at all
    },
    writeState: (state) => writeWhole(join(folder, STATE), [Buffer.from(`${JSON.stringify(state)}\n`)]),
    list: async () => {
      const names = await readdir(folder, { withFileTypes: true });
      return names.filter((one) => one.isDirectory()).flatMap(({ name }) => (isDatasetSlug(name) ? [name] : []));
    },
    find: async (slug) => {
      const text = await readText(placeOf(slug, PACKAGE));
      if (text === undefined) return undefined;
      const description = parseDescription(text, slug);
      const size = (await stat(placeOf(slug, CSV)).catch(() => undefined))?.size;
      return size === description.bytes ? description : undefined;
    },
    describe: async ({ slug, text }) => writeWhole(placeOf(slug, PACKAGE), [Buffer.from(text)]),
    adopt: async (description) => {
      const path = placeOf(description.slug, CSV);
      if ((await stat(path).catch(() => undefined))?.size !== description.bytes) return false;
      const hash = createHash("sha256");
      for await (const chunk of createReadStream(path)) hash.update(chunk);
      if (hash.digest("hex") !== description.sha256) return false;
      await writeWhole(placeOf(description.slug, PACKAGE), [Buffer.from(description.text)]);
      await rm(placeOf(description.slug, TOMBSTONE), { force: true });
      return true;
    },
    replace: async (description, csv) => {
      await begin(description.slug);
      await keep(description, csv);
    },
    step: async (from, to, diff) => {
      await begin(to.slug);
      const merged = mergeDelta(createReadStream(placeOf(from.slug, CSV), { highWaterMark: 1 << 18 }), diff, from, to);
      await keep(to, encode(merged));
    },
    takeDown: async (slug, kind, reason) => {
      if ((await stat(join(folder, slug)).catch(() => undefined)) === undefined) return;
      await writeWhole(placeOf(slug, TOMBSTONE), [Buffer.from(`${JSON.stringify({ kind, reason }, null, 2)}\n`)]);
      await rm(placeOf(slug, CSV), { force: true });
      await rm(placeOf(slug, PACKAGE), { force: true });
      await removeDrafts(join(folder, slug));
    },
    close: async () => {},
  };
}

async function* encode(pieces: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) yield Buffer.from(piece);
}

/** Under a name of its own until every byte is on the disk. */
async function writeWhole(path: string, chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<void> {
  const parent = join(path, "..");
  const draft = join(parent, `${DRAFT}${randomUUID()}`);
  try {
    const file = await open(draft, "wx");
    await pipeline(Readable.from(chunks, { objectMode: false }), file.createWriteStream({ flush: true }));
    await rename(draft, path);
    await syncFolder(parent);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, "r");
  await handle.sync().finally(() => handle.close());
}

async function removeDrafts(folder: string): Promise<void> {
  const names = await readdir(folder);
  await Promise.all(
    names.filter((name) => name.startsWith(DRAFT)).map((name) => rm(join(folder, name), { force: true })),
  );
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
