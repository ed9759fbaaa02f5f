/**
 * Is everything still as it was published? Reads every kept file and every original against its hash, and derives the canonical csv of
 * every version from its rows anew. Changes nothing; one file or one version at a time, whatever their size.
 */
import { createHash } from "node:crypto";
import {
  listOriginalsBehind,
  listVersionFiles,
  listVersionsBehind,
  type Original,
} from "../catalogue/version-files.ts";
import type { Version } from "../catalogue/versions.ts";
import { CSV } from "../formats/formats.ts";
import { sourceOf } from "../formats/source.ts";
import type { DatasetSlug, Sha256, UploadId, VersionNumber } from "../kernel/ids.ts";
import type { Store } from "../store/data-source.ts";
import type { FileStore } from "../store/files.ts";

export interface Problem {
  /** `lost`: there is no such file. `changed`: its bytes are not those on record. `rows`: the version's rows no longer give its csv. */
  readonly kind: "lost" | "changed" | "rows";
  readonly dataset: DatasetSlug;
  readonly version?: VersionNumber;
  readonly ending?: string;
  /** Of an original. */
  readonly upload?: UploadId;
  /** On record. */
  readonly sha256: Sha256;
  readonly found?: string | undefined;
}

export interface Verified {
  versions: number;
  files: number;
  originals: number;
  /** Versions whose csv has not been rendered yet, so that there is nothing to compare their rows with. */
  unrendered: number;
}

interface VerifyDeps {
  readonly store: Pick<Store, "read" | "withClient">;
  readonly files: FileStore;
}

const BATCH = 100;

/** @param tell  Hears of each problem as it is found. */
export async function verifyAll(
  deps: VerifyDeps,
  slug: DatasetSlug | undefined,
  tell: (problem: Problem) => void,
): Promise<Verified> {
  const verified: Verified = { versions: 0, files: 0, originals: 0, unrendered: 0 };
  const hashOf = rememberHashes(deps.files);
  const check = async (sha256: Sha256, where: Omit<Problem, "kind" | "sha256" | "found">): Promise<void> => {
    const found = await hashOf(sha256);
    if (found === undefined) tell({ kind: "lost", ...where, sha256 });
    else if (found !== sha256) tell({ kind: "changed", ...where, sha256, found });
  };
  for await (const version of versionsOf(deps, slug)) {
    verified.versions += 1;
    const files = await deps.store.read((tx) => listVersionFiles(tx, version));
    for (const { ending, sha256, letGo } of files) {
      if (letGo) continue;
      verified.files += 1;
      await check(sha256, { dataset: version.slug, version: version.number, ending });
    }
    const csv = files.find(({ ending }) => ending === CSV.ending);
    if (csv === undefined) {
      verified.unrendered += 1;
      continue;
    }
    const found = await hash(await CSV.create(sourceOf(deps.store, version)));
    if (found !== csv.sha256)
      tell({ kind: "rows", dataset: version.slug, version: version.number, sha256: csv.sha256, found });
  }
  for await (const { dataset, upload, sha256 } of originalsOf(deps, slug)) {
    verified.originals += 1;
    await check(sha256, { dataset, upload });
  }
  return verified;
}

async function* versionsOf({ store }: VerifyDeps, slug: DatasetSlug | undefined): AsyncGenerator<Version> {
  let last: Version | undefined;
  do {
    const behind = last;
    const found = await store.read((tx) => listVersionsBehind(tx, behind, { slug, limit: BATCH }));
    yield* found;
    last = found.at(-1);
  } while (last !== undefined);
}

async function* originalsOf({ store }: VerifyDeps, slug: DatasetSlug | undefined): AsyncGenerator<Original> {
  let last: Original | undefined;
  do {
    const behind = last?.upload;
    const found = await store.read((tx) => listOriginalsBehind(tx, behind, { slug, limit: BATCH }));
    yield* found;
    last = found.at(-1);
  } while (last !== undefined);
}

/** The hash of a stored file's bytes, undefined where there is none; the same file is read once however often it is on record. */
function rememberHashes(files: FileStore): (sha256: Sha256) => Promise<string | undefined> {
  const good = new Set<string>();
  return async (sha256) => {
    if (good.has(sha256)) return sha256;
    if (!(await files.has(sha256))) return undefined;
    const found = await hash(files.openRead(sha256));
    if (found === sha256) good.add(sha256);
    return found;
  };
}

async function hash(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const digest = createHash("sha256");
  for await (const chunk of bytes) digest.update(chunk);
  return digest.digest("hex");
}
