/**
 * Whole files of a version: rendered once, kept by their hash, the same bytes for ever. The csv and its gzip come from publication; any
 * other ending is rendered when it is first asked for. However many ask at once, one renders.
 */
import { listVersionFiles, recordVersionFile } from "../catalogue/version-files.ts";
import type { Version } from "../catalogue/versions.ts";
import type { Coding } from "../http/content-coding.ts";
import type { ReleaseDeps } from "../release/deps.ts";
import { renderVersion } from "../release/render.ts";
import type { StoredFile } from "../store/files.ts";
import { createBody, WHOLE } from "./body.ts";

export type KeptDeps = Pick<ReleaseDeps, "store" | "files" | "effects">;

export interface KeptFile {
  readonly plain: StoredFile;
  /** The same bytes, encoded. */
  readonly encoded: ReadonlyMap<Coding, StoredFile>;
}

export type FindKeptFile = (version: Version, ending: string) => Promise<KeptFile>;

/** How a kept encoding is called behind its ending: "csv.gz". */
const SUFFIXES: readonly (readonly [Coding, string])[] = [
  ["gzip", "gz"],
  ["br", "br"],
  ["zstd", "zst"],
];

/** A finder that remembers what is being rendered at the moment. */
export function createKeptFiles(deps: KeptDeps): FindKeptFile {
  const rendering = new Map<string, Promise<void>>();
  return async (version, ending) => {
    const kept = await findKept(deps, version, ending);
    if (kept) return kept;
    const name = `${version.dataset} ${version.number} ${ending}`;
    const running = rendering.get(name) ?? render(deps, version, ending).finally(() => rendering.delete(name));
    rendering.set(name, running);
    await running;
    const rendered = await findKept(deps, version, ending);
    if (!rendered) throw new Error(`${name} was rendered and is not there`);
    return rendered;
  };
}

async function findKept({ store, files }: KeptDeps, version: Version, ending: string): Promise<KeptFile | undefined> {
  const recorded = new Map(
    (await store.read((tx) => listVersionFiles(tx, version))).map((file) => [file.ending, file]),
  );
  const plain = recorded.get(ending);
  if (!plain || !(await files.has(plain.sha256))) return undefined;
  const encoded = new Map<Coding, StoredFile>();
  for (const [coding, suffix] of SUFFIXES) {
    const file = recorded.get(`${ending}.${suffix}`);
    if (file && (await files.has(file.sha256))) encoded.set(coding, file);
  }
  return { plain, encoded };
}

async function render(deps: KeptDeps, version: Version, ending: string): Promise<void> {
  if (ending === "csv") {
    await renderVersion(deps, version);
    return;
  }
  const { store, files, effects } = deps;
  const file = await files.put(createBody(store, version, ending, WHOLE));
  await store.write((tx) => recordVersionFile(tx, version, { ending, ...file }, effects.now()));
  effects.observe({
    kind: "version-rendered",
    dataset: version.slug,
    version: version.number,
    ending,
    bytes: file.bytes,
  });
}
