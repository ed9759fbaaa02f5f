/** Where outsiders find what a change is about. One place, so that the feed, webhooks and Atom name the same addresses. */
import type { DatasetSlug, VersionNumber } from "./ids.ts";

export interface PublicAddresses {
  /** The URI of the dataset, which is its page too. */
  readonly dataset: string;
  /** Absent where the change is not about one version. */
  readonly csv?: string;
  readonly datapackage?: string;
  /** What changed since the version before; absent for the first. */
  readonly diff?: string;
}

/** `baseUrl` without a slash at its end. */
export function publicAddresses(baseUrl: string, slug: DatasetSlug, version?: VersionNumber): PublicAddresses {
  const dataset = `${baseUrl}/dataset/${slug}`;
  if (version === undefined) return { dataset };
  const files = `${baseUrl}/download/${slug}`;
  return {
    dataset,
    csv: `${files}/v${version}.csv`,
    datapackage: `${dataset}/v${version}/datapackage.json`,
    ...(version > 1 ? { diff: `${files}/v${version - 1}..v${version}.diff.csv` } : {}),
  };
}
