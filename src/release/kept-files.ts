/**
 * Whole files of a version: rendered once, kept by their hash, the same bytes for ever. After a publication they are rendered in the
 * background, the csv first; whoever asks before that has the file rendered at once. However many ask, one renders.
 */
import type { Version } from "../catalogue/versions.ts";
import { type Coding, KEPT_CODINGS } from "../formats/codings.ts";
import { type FileFormat, FORMATS } from "../formats/formats.ts";
import type { StoredFile } from "../store/files.ts";
import { listKept, type RenderDeps, renderFormat } from "./render.ts";

export interface KeptFile {
  readonly plain: StoredFile;
  /** The same bytes, encoded; the smallest first. */
  readonly encoded: ReadonlyMap<Coding, StoredFile>;
}

export interface KeptFiles {
  /** The file of a version in one format; waits for its rendering where it is not there. */
  readonly get: (version: Version, format: FileFormat, signal?: AbortSignal) => Promise<KeptFile>;
  /** Everything that is worth having at hand. Stops when told to; `letPass` is awaited before each file. */
  readonly renderAll: (version: Version, signal: AbortSignal, letPass?: () => Promise<void>) => Promise<void>;
}

/**
 * @param eagerRows  A longer version has only its first format rendered without being asked for: on a small server the others would
 *                   take minutes of its time that nobody may ever want.
 */
export function createKeptFiles(deps: RenderDeps, eagerRows = Number.POSITIVE_INFINITY): KeptFiles {
  /** What is being rendered at the moment. */
  const rendering = new Map<string, Promise<void>>();

  const render = (version: Version, format: FileFormat, signal?: AbortSignal): Promise<void> => {
    const name = `${version.dataset} ${version.number} ${format.ending}`;
    const running =
      rendering.get(name) ?? renderFormat(deps, version, format, signal).finally(() => rendering.delete(name));
    rendering.set(name, running);
    return running;
  };

  const get = async (version: Version, format: FileFormat, signal?: AbortSignal): Promise<KeptFile> => {
    const kept = await findKept(deps, version, format);
    if (kept) return kept;
    await render(version, format, signal);
    const rendered = await findKept(deps, version, format);
    if (!rendered) throw new Error(`${version.slug} v${version.number}.${format.ending} was rendered and is not there`);
    return rendered;
  };

  return {
    get,
    renderAll: async (version, signal, letPass = async () => {}) => {
      for (const format of version.rows > eagerRows ? FORMATS.slice(0, 1) : FORMATS) {
        await letPass();
        signal.throwIfAborted();
        await render(version, format, signal);
      }
    },
  };
}

async function findKept(deps: RenderDeps, version: Version, { ending }: FileFormat): Promise<KeptFile | undefined> {
  const kept = await listKept(deps, version);
  const plain = kept.get(ending);
  if (!plain) return undefined;
  const encoded = new Map<Coding, StoredFile>();
  for (const { coding, suffix } of KEPT_CODINGS) {
    const file = kept.get(`${ending}.${suffix}`);
    if (file) encoded.set(coding, file);
  }
  return { plain, encoded };
}
