/**
 * The files of a version that are kept: the canonical CSV and its gzip, made from one snapshot, hashed, in the file store. The rows of
 * a version never change, so whoever renders it again makes the same bytes.
 */
import { PassThrough, type Readable, type Writable } from "node:stream";
import { createGzip } from "node:zlib";
import { getDatasetById } from "../catalogue/datasets.ts";
import { listVersionFiles, recordVersionFile, type VersionFile } from "../catalogue/version-files.ts";
import { getVersion, type Version } from "../catalogue/versions.ts";
import type { DatasetId, VersionNumber } from "../kernel/ids.ts";
import { tableRef } from "../store/dataset-table.ts";
import type { FileStore } from "../store/files.ts";
import { copyRowsOut } from "../store/rows-out.ts";
import type { ReleaseDeps } from "./deps.ts";

type RenderDeps = Pick<ReleaseDeps, "store" | "files" | "effects">;

/** Endings of the files that are rendered at publication. */
const KEPT_ENDINGS = ["csv", "csv.gz"] as const;

/** Renders what is not there yet and returns all of the version's files. */
export async function renderVersion(deps: RenderDeps, version: Version): Promise<readonly VersionFile[]> {
  const { store, files, effects } = deps;
  const kept = await store.read((tx) => listVersionFiles(tx, version));
  if (await areKept(files, kept)) return kept;

  const table = tableRef(version.dataset, version.number, version.package.schema, version.columns);
  const plain = new PassThrough();
  const zipped = createGzip({ level: 6 });
  tee(copyRowsOut(store, table, { filters: [], order: [] }), [plain, zipped]);
  const [csv, gzip] = await Promise.all([files.put(plain), files.put(zipped)]);
  await store.write(async (tx) => {
    await recordVersionFile(tx, version, { ending: "csv", ...csv }, effects.now());
    await recordVersionFile(tx, version, { ending: "csv.gz", ...gzip }, effects.now());
  });
  effects.observe({ kind: "version-rendered", dataset: version.slug, version: version.number, bytes: csv.bytes });
  return store.read((tx) => listVersionFiles(tx, version));
}

/** Is every file recorded, and there? */
async function areKept(files: FileStore, kept: readonly VersionFile[]): Promise<boolean> {
  const found = KEPT_ENDINGS.map((ending) => kept.find((file) => file.ending === ending));
  const there = await Promise.all(found.map(async (file) => file !== undefined && files.has(file.sha256)));
  return !there.includes(false);
}

/** By its numbers, for the queue. */
export async function renderByNumber(deps: RenderDeps, dataset: DatasetId, number: VersionNumber): Promise<void> {
  const version = await deps.store.read(async (tx) => getVersion(tx, await getDatasetById(tx, dataset), { number }));
  await renderVersion(deps, version);
}

/** Both or neither: when one of the streams breaks, so do the others. The slower output sets the pace. */
function tee(source: Readable, outputs: readonly Writable[]): void {
  const streams = [source, ...outputs];
  for (const stream of streams) {
    stream.once("error", (error) => {
      for (const other of streams) other.destroy(error);
    });
  }
  for (const output of outputs) source.pipe(output);
}
