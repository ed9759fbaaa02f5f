/**
 * Makes the files of a version, one format at a time, and keeps them by their hash. The rows of a version never change, so whoever makes
 * a file again makes the same bytes; where they differ from what is on record, the record is believed and the operator is told. Only a
 * cube may differ, whose labels are today's names of regions and agencies: the new file then takes the lost one's place.
 */
import { PassThrough, type Readable, type Writable } from "node:stream";
import {
  listVersionFiles,
  recordVersionFile,
  replaceVersionFile,
  type VersionFile,
} from "../catalogue/version-files.ts";
import type { Version } from "../catalogue/versions.ts";
import { KEPT_CODINGS } from "../formats/codings.ts";
import { loadCube } from "../formats/cube.ts";
import type { FileFormat } from "../formats/formats.ts";
import { createInThread } from "../formats/in-thread.ts";
import { sourceOf } from "../formats/source.ts";
import { Fault } from "../kernel/fault.ts";
import { traced } from "../kernel/traced.ts";
import type { Store } from "../store/data-source.ts";
import type { ReleaseDeps } from "./deps.ts";

export type RenderDeps = Pick<ReleaseDeps, "store" | "files" | "effects">;

/** One file to be made: its ending, and what the bytes go through. */
interface Output {
  readonly ending: string;
  readonly through: Writable & Readable;
}

type Made = Omit<VersionFile, "createdAt" | "letGo">;

/** Files of a version that are on record and in the store, by ending. */
export async function listKept(
  { store, files }: Pick<RenderDeps, "store" | "files">,
  version: Version,
): Promise<ReadonlyMap<string, VersionFile>> {
  const recorded = await store.read((tx) => listVersionFiles(tx, version));
  const there = await Promise.all(recorded.map(({ sha256 }) => files.has(sha256)));
  return new Map(recorded.filter((_, index) => there[index]).map((file) => [file.ending, file]));
}

/**
 * Makes what is missing of one format, its kept encodings included. A file that was lost is made anew; throws when the bytes of the plain
 * file are not the ones on record.
 */
export function renderFormat(
  deps: RenderDeps,
  version: Version,
  format: FileFormat,
  signal?: AbortSignal,
): Promise<void> {
  const { slug: dataset, number } = version;
  return traced("render-format", { dataset, version: number, ending: format.ending }, () =>
    makeFormat(deps, version, format, signal),
  );
}

async function makeFormat(deps: RenderDeps, version: Version, format: FileFormat, signal?: AbortSignal): Promise<void> {
  const { store, files } = deps;
  const kept = await listKept(deps, version);
  const plain = kept.get(format.ending);
  const outputs = missingOutputs(format, kept);
  if (outputs.length === 0) return;
  const source = plain === undefined ? await createWhole(store, version, format) : files.openRead(plain.sha256);
  tee(
    source,
    outputs.map(({ through }) => through),
  );
  const made = await Promise.all(outputs.map(({ through }) => files.put(through, signal)));
  await record(
    deps,
    version,
    format,
    made.map((file, index) => ({ ending: outputs[index]?.ending ?? "", ...file })),
  );
}

/** So few rows are written quicker than a thread begins. */
const ROWS_FOR_A_THREAD = 10_000;

async function createWhole(store: Store, version: Version, format: FileFormat): Promise<Readable> {
  if (format.byDatabase || version.rows < ROWS_FOR_A_THREAD) return format.create(sourceOf(store, version));
  // A fault is the asker's, and is told before anything is sent.
  if (format.cube === true) await loadCube(sourceOf(store, version), format.ending, format.mostCells);
  return createInThread({ url: store.url, version, ending: format.ending });
}

function missingOutputs(format: FileFormat, kept: ReadonlyMap<string, VersionFile>): readonly Output[] {
  const codings = format.compressible ? KEPT_CODINGS : [];
  const all = [
    { ending: format.ending, create: () => new PassThrough() },
    ...codings.map(({ suffix, createCompressor }) => ({
      ending: `${format.ending}.${suffix}`,
      create: createCompressor,
    })),
  ];
  return all.filter(({ ending }) => !kept.has(ending)).map(({ ending, create }) => ({ ending, through: create() }));
}

/** In one transaction: whoever keeps answers about the dataset hears of it once. */
async function record(
  { store, files, effects }: RenderDeps,
  version: Version,
  format: FileFormat,
  made: readonly Made[],
): Promise<void> {
  const recorded = await store.write(async (tx) => {
    for (const file of made) await recordVersionFile(tx, version, file, effects.now());
    return listVersionFiles(tx, version);
  });
  await demandStill(store, files, version, made);
  for (const { ending, sha256, bytes } of made) {
    const known = recorded.find((file) => file.ending === ending)?.sha256;
    const facts = { dataset: version.slug, version: version.number, ending };
    if (known === sha256) {
      effects.observe({ kind: "version-rendered", ...facts, bytes });
      continue;
    }
    if (format.cube === true) {
      await store.write((tx) => replaceVersionFile(tx, version, { ending, sha256, bytes }, effects.now()));
      effects.observe({ kind: "kept-file-renamed", level: "warn", ...facts, recorded: known, madeAnew: sha256 });
      continue;
    }
    effects.observe({ kind: "kept-file-differs", level: "error", ...facts, recorded: known, madeAnew: sha256 });
    // An encoding may differ with the library that makes it, and can be done without.
    if (ending === format.ending)
      throw new Error(`${version.slug} v${version.number}.${ending} was lost, and made anew it has other bytes`);
  }
}

/** Throws `version.withdrawn`, with the files gone again, when the version was erased while they were made. */
async function demandStill(
  store: Store,
  files: RenderDeps["files"],
  version: Version,
  made: readonly Made[],
): Promise<void> {
  const { slug, dataset: id, number } = version;
  const erased = await store.read((tx) =>
    tx.query<{ reason: string }>(
      `select withdrawn_reason as reason from catalogue.version where dataset = $1 and number = $2 and erased_at is not null`,
      [id, number],
    ),
  );
  if (erased[0] === undefined) return;
  for (const { sha256 } of made) await files.remove(sha256);
  throw new Fault("version.withdrawn", { slug, version: number, reason: erased[0].reason });
}

/** All or none: when one of the streams breaks, so do the others. The slowest output sets the pace. */
function tee(source: Readable, outputs: readonly Writable[]): void {
  const streams = [source, ...outputs];
  for (const stream of streams) {
    stream.once("error", (error) => {
      for (const other of streams) other.destroy(error);
    });
  }
  for (const output of outputs) source.pipe(output);
}
