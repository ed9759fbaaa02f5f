/**
 * The package of a harvested dataset. Title, description, keywords, licence and origin follow the source at every run. Agency, topics and
 * access are the catalogue's own: set when the dataset is made, then kept as they are edited here. Columns follow the Data Package that
 * the source gives with the file; where it gives none they are what the first file seemed to be, until somebody declares them here.
 */

import type { HarvestSource } from "../catalogue/harvest-sources.ts";
import { parsePackage } from "../catalogue/package.ts";
import type { PackageContext } from "../catalogue/package-context.ts";
import { toPackageJson } from "../catalogue/package-json.ts";
import { isFault } from "../kernel/fault.ts";
import type { DataPackage, License } from "../kernel/package.ts";
import { isRecord, type Loose, recordsIn } from "./document.ts";
import type { RemoteDataset, RemoteFile } from "./remote-dataset.ts";

export interface PackageParts {
  readonly slug: string;
  readonly source: HarvestSource;
  readonly remote: RemoteDataset;
  readonly table: RemoteFile;
  /** Is it one of several tables of its dataset? */
  readonly several: boolean;
  /** The Data Package that came with the file. */
  readonly described: Loose | undefined;
  /** As it is here; `reopened`: it comes back after it was gone. */
  readonly existing: DataPackage | undefined;
  readonly reopened: boolean;
  /** What the columns seem to be, where nobody says it. */
  readonly infer: () => Promise<unknown>;
}

const MOST_SOURCES = 20;

/** Throws `package.invalid` when no reading of what the source says makes a package, and what `infer` throws. */
export async function packageOf(parts: PackageParts, context: PackageContext): Promise<DataPackage> {
  const { described, existing, infer } = parts;
  const schema = isRecord(described) ? recordsIn(described.resources)[0]?.schema : undefined;
  if (described !== undefined && isRecord(schema)) {
    const { foreignKeys, ...alone } = schema;
    const own = recordsIn(foreignKeys).filter(
      ({ reference }) => isRecord(reference) && reference.resource === "wilayah",
    );
    const full = { ...alone, ...(own.length === 0 ? {} : { foreignKeys: own }) };
    // What of a stranger's package does not hold here is left out, in steps.
    for (const [form, rules] of [
      [full, described.rules],
      [full, undefined],
      [alone, undefined],
    ]) {
      const read = tryPackage(outlineOf(parts, described), form, rules, context);
      if (read !== undefined) return read;
    }
  }
  const kept = existing === undefined ? undefined : toPackageJson(existing);
  return parsePackage(
    {
      ...outlineOf(parts, undefined),
      ...(kept === undefined ? {} : { rules: kept.rules }),
      resources: kept?.resources ?? [{ schema: await infer() }],
    },
    context,
  );
}

function tryPackage(outline: Loose, schema: unknown, rules: unknown, context: PackageContext): DataPackage | undefined {
  try {
    return parsePackage({ ...outline, ...(rules === undefined ? {} : { rules }), resources: [{ schema }] }, context);
  } catch (error) {
    if (isFault(error) && error.code === "package.invalid") return undefined;
    throw error;
  }
}

function outlineOf(parts: PackageParts, described: Loose | undefined): Loose {
  const { slug, source, remote, table, several, existing, reopened } = parts;
  const title =
    several && table.title !== "" && table.title !== remote.title ? `${remote.title}: ${table.title}` : remote.title;
  const { title: ownTitle, description: ownDescription, keywords, frequency = existing?.frequency } = described ?? {};
  const origin = { title: source.name, path: remote.page ?? table.address };
  return {
    name: slug,
    title: isText(ownTitle) ? ownTitle : title,
    description: isText(ownDescription) ? ownDescription : remote.description,
    agency: existing?.agency ?? source.agency,
    topics: existing?.topics ?? source.topics,
    keywords: Array.isArray(keywords) ? keywords : remote.keywords,
    ...(typeof frequency === "string" ? { frequency } : {}),
    licenses: licensesOf(parts, described),
    sources: [origin, ...recordsIn(described?.sources).slice(0, MOST_SOURCES)],
    updates: "replace",
    access: reopened ? "open" : (existing?.access ?? "open"),
  };
}

const isText = (value: unknown): boolean =>
  (typeof value === "string" && value.trim() !== "") || (isRecord(value) && typeof value.id === "string");

/** CKAN's names of what has no licence. */
const NONE = new Set(["notspecified", "other-closed", "other-open", ""]);

function licensesOf({ source, remote, existing }: PackageParts, described: Loose | undefined): readonly License[] {
  const own = recordsIn(described?.licenses);
  if (own.length > 0) return own.slice(0, 10) as readonly License[]; // parsePackage reads them
  const { license } = remote;
  if (license !== undefined && !NONE.has(license.name ?? "?")) return [license];
  if (source.license !== undefined) return [{ name: source.license }];
  return existing?.licenses ?? [];
}
