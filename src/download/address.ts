/**
 * What a download's path asks for: `{slug}.csv`, `{slug}/v3.csv`, `{slug}/v2..v3.diff.csv`. Slugs have no dots, so the first dot ends
 * the slug and the rest is the ending, which may have dots itself.
 */
import { Fault } from "../kernel/fault.ts";
import { type DatasetSlug, findVersionNumber, isDatasetSlug, type VersionNumber } from "../kernel/ids.ts";

export interface FileAddress {
  readonly slug: DatasetSlug;
  /** Absent: the current version, or the one that the query chooses. */
  readonly version?: VersionNumber | undefined;
  readonly ending: string;
}

export interface DiffAddress {
  readonly slug: DatasetSlug;
  readonly from: VersionNumber;
  readonly to: VersionNumber;
  readonly ending: string;
}

/** A slug as outsiders write it; one that cannot be a slug is a dataset that does not exist. Throws dataset.unknown. */
export function parseSlug(text: string): DatasetSlug {
  if (!isDatasetSlug(text)) throw new Fault("dataset.unknown", { slug: text.slice(0, 100) });
  return text;
}

/** "jumlah-penduduk.csv" */
export function parseFileName(name: string): FileAddress | undefined {
  const [, slug, ending] = /^([^.]+)\.(.+)$/.exec(name) ?? [];
  return slug === undefined || ending === undefined ? undefined : { slug: parseSlug(slug), ending };
}

/** "jumlah-penduduk" and "v3.csv" */
export function parseVersionFile(slug: string, name: string): FileAddress | undefined {
  const [, digits, ending] = /^v(\d+)\.(?!\.)(.+)$/.exec(name) ?? [];
  if (digits === undefined || ending === undefined) return undefined;
  return { slug: parseSlug(slug), version: versionOf(digits, slug), ending };
}

/** "jumlah-penduduk" and "v2..v3.diff.csv" */
export function parseDiff(slug: string, name: string): DiffAddress | undefined {
  const [, from, to, ending] = /^v(\d+)\.\.v(\d+)\.diff\.(.+)$/.exec(name) ?? [];
  if (from === undefined || to === undefined || ending === undefined) return undefined;
  return { slug: parseSlug(slug), from: versionOf(from, slug), to: versionOf(to, slug), ending };
}

/** "jumlah-penduduk.diff.csv" */
export function parseDelta(name: string): Omit<DiffAddress, "from" | "to"> | undefined {
  const [, slug, ending] = /^([^.]+)\.diff\.(.+)$/.exec(name) ?? [];
  return slug === undefined || ending === undefined ? undefined : { slug: parseSlug(slug), ending };
}

/** v0, v007 and v99999999999 are versions that do not exist. */
function versionOf(digits: string, slug: string): VersionNumber {
  const number = findVersionNumber(digits);
  if (number === undefined)
    throw new Fault("version.unknown", { slug: slug.slice(0, 100), version: digits.slice(0, 20) });
  return number;
}
