/**
 * Brings a folder with a `datapackage.json` and its files into the catalogue: the dataset, then each version in order, through the same
 * reception, checks and publication as any upload. Versions that are there already are passed over, so it may be repeated.
 */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { copyFile, mkdir, readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { createDataset, findDataset, updateDataset } from "./catalogue/datasets.ts";
import { loadPackageContext } from "./catalogue/package-context.ts";
import { type DeclaredVersion, parseDeclaredVersions } from "./catalogue/package-versions.ts";
import { getUploadById, type Upload } from "./catalogue/uploads.ts";
import type { Version } from "./catalogue/versions.ts";
import { CSV } from "./formats/formats.ts";
import { acceptFile } from "./intake/accept.ts";
import type { IntakeDeps } from "./intake/deps.ts";
import type { ReceivedFile } from "./intake/receive.ts";
import { checkUpload } from "./intake/run.ts";
import { type Actor, SYSTEM } from "./kernel/actor.ts";
import { type Finding, findingMessage } from "./kernel/finding.ts";
import type { DatasetSlug, Sha256 } from "./kernel/ids.ts";
import type { DataPackage } from "./kernel/package.ts";
import type { ReleaseDeps } from "./release/deps.ts";
import type { KeptFiles } from "./release/kept-files.ts";
import { publishUpload } from "./release/run.ts";

export interface ImportDeps extends IntakeDeps, ReleaseDeps {
  readonly kept: KeptFiles;
}

/** Who brings files in by this way; the system publishes them. */
export const IMPORTER: Actor = { key: "import", name: "impor", role: "admin" };

/** A file of a package that the checks refuse. */
export class InvalidFile extends Error {
  readonly upload: Upload;

  constructor(upload: Upload) {
    super(upload.report?.issues.slice(0, 5).map(describe).join("\n") ?? upload.status);
    this.name = "InvalidFile";
    this.upload = upload;
  }
}

const describe = (finding: Finding): string => {
  const place = finding.row === undefined ? "" : `baris ${finding.row}: `;
  return `${place}${findingMessage(finding).id} [${finding.code}]`;
};

/** Published versions, with whether they are new. */
export interface Imported {
  readonly slug: DatasetSlug;
  readonly published: readonly Version[];
}

/** Imports every package below `folder`, those that others refer to first. */
export async function importFolder(
  deps: ImportDeps,
  folder: string,
  signal: AbortSignal,
): Promise<readonly Imported[]> {
  const imported: Imported[] = [];
  for (const path of await findPackages(folder)) {
    if (signal.aborted) break;
    imported.push(await importPackage(deps, path, signal));
  }
  return imported;
}

/** `folder` itself, or the folders in it, that have a `datapackage.json`. */
async function findPackages(folder: string): Promise<readonly string[]> {
  const read = async (path: string): Promise<unknown> =>
    JSON.parse(await readFile(join(path, "datapackage.json"), "utf8"));
  const names = await readdir(folder);
  if (names.includes("datapackage.json")) return [folder];
  const found = new Map<string, readonly string[]>();
  for (const name of names.sort()) {
    const json = await read(join(folder, name)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
      throw error;
    });
    if (json !== undefined) found.set(name, referencesOf(json));
  }
  return inOrder(found).map((name) => join(folder, name));
}

/** Names of the datasets that a package's foreign keys point at; read loosely, since parsing comes later. */
function referencesOf(json: unknown): readonly string[] {
  return [...JSON.stringify(json).matchAll(/"reference":\{"resource":"([a-z0-9-]+)"/g)].flatMap(
    (match) => match[1] ?? [],
  );
}

/** Those that are referred to come before those that refer; in a circle the order of names decides. */
function inOrder(references: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const done = new Set<string>();
  const visit = (name: string): void => {
    if (done.has(name) || !references.has(name)) return;
    done.add(name);
    for (const other of references.get(name) ?? []) visit(other);
    ordered.push(name);
  };
  const ordered: string[] = [];
  for (const name of references.keys()) visit(name);
  return ordered;
}

/** Throws `package.invalid`, InvalidFile. What was published before stays. */
async function importPackage(deps: ImportDeps, folder: string, signal: AbortSignal): Promise<Imported> {
  const json: unknown = JSON.parse(await readFile(join(folder, "datapackage.json"), "utf8"));
  const declared = await deps.store.read(async (tx) =>
    parseDeclaredVersions(json, await loadPackageContext(tx, IMPORTER)),
  );
  const slug = declared.package.name;
  const before = await deps.store.read((tx) => findDataset(tx, IMPORTER, slug));
  const published: Version[] = [];
  for (const version of declared.versions.slice(before?.current?.number ?? 0)) {
    if (signal.aborted) break;
    published.push(await importVersion(deps, folder, version, signal));
  }
  return { slug, published };
}

async function importVersion(
  deps: ImportDeps,
  folder: string,
  version: DeclaredVersion,
  signal: AbortSignal,
): Promise<Version> {
  const dataset = await declare(deps, version.package);
  const file = await copyToSpool(deps, join(folder, version.path), version.note);
  const { id } = await acceptFile({ ...deps, send: async () => {} }, IMPORTER, dataset, file);
  await checkUpload(deps, id, signal);
  const upload = await deps.store.read((tx) => getUploadById(tx, id));
  if (upload.status !== "ready") throw new InvalidFile(upload);
  const published = await publishUpload(deps, SYSTEM, id);
  await deps.kept.get(published, CSV);
  return published;
}

/** The dataset with this package for its next upload. */
async function declare({ store, effects }: ImportDeps, pkg: DataPackage) {
  return store.write(async (tx) => {
    const found = await findDataset(tx, IMPORTER, pkg.name);
    return found === undefined ? createDataset(tx, IMPORTER, pkg, effects) : updateDataset(tx, IMPORTER, pkg, effects);
  });
}

/** A copy that reception may move away, hashed. */
export async function copyToSpool(
  deps: Pick<IntakeDeps, "spool" | "effects">,
  source: string,
  note?: string,
): Promise<ReceivedFile> {
  await mkdir(deps.spool, { recursive: true });
  const path = join(deps.spool, `${deps.effects.newId()}.part`);
  await copyFile(source, path);
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const chunk of createReadStream(path)) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  // hex of SHA-256 is what the brand says.
  return {
    path,
    name: basename(source),
    bytes,
    sha256: hash.digest("hex") as Sha256,
    fields: note === undefined ? {} : { note },
  };
}
