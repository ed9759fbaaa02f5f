/**
 * A dataset as CKAN's package: every key that its clients look for, whether there is something to say or not. One resource for each format;
 * the csv is the one that datastore_search reads. A version that was withdrawn has no resources.
 */
import type { Agency } from "../catalogue/agencies.ts";
import { type DatasetDetails, modifiedAt } from "../catalogue/open-datasets.ts";
import type { Topic } from "../catalogue/reference.ts";
import type { Reference } from "../catalogue/reference-memory.ts";
import type { Version } from "../catalogue/versions.ts";
import { type FileFormat, FORMATS } from "../formats/formats.ts";
import { inLanguage, type LocalisedText } from "../kernel/locale.ts";
import { groupId, organizationId, packageId, resourceId, tagId } from "./ids.ts";
import { licenseOf } from "./license.ts";

export interface Surroundings extends Pick<Reference, "agencies" | "topics"> {
  readonly baseUrl: string;
}

/** ISO without a zone, in UTC, with microseconds. */
const ckanTime = (time: Date): string => time.toISOString().replace("Z", "000");

/** @param version  Another than the current one; its files are at its own addresses. */
export function toPackage(
  details: DatasetDetails,
  { baseUrl, agencies, topics }: Surroundings,
  version?: Version,
): Record<string, unknown> {
  const { dataset, current } = details;
  const shown = version ?? current;
  const { slug, createdAt } = dataset;
  const { package: pkg, number, withdrawn, note } = shown;
  const modified = modifiedAt(details);
  const resources = toResources(details, baseUrl, version);
  const license = licenseOf(pkg.licenses);
  const agency = agencies.get(dataset.agency);
  return {
    id: packageId(slug),
    name: slug,
    title: inLanguage(pkg.title, "id"),
    title_translated: bothOf(pkg.title),
    notes: inLanguage(pkg.description, "id"),
    notes_translated: bothOf(pkg.description),
    type: "dataset",
    state: "active",
    private: dataset.access !== "open",
    isopen: license.isopen,
    num_resources: resources.length,
    num_tags: pkg.keywords.length,
    metadata_created: ckanTime(createdAt),
    metadata_modified: ckanTime(modified),
    revision_id: packageId(slug),
    revision_timestamp: ckanTime(modified),
    license_id: license.license_id,
    license_title: license.license_title,
    license_url: license.license_url ?? null,
    author: agency?.name ?? shown.agencyName,
    author_email: null,
    maintainer: agency?.name ?? shown.agencyName,
    maintainer_email: pkg.sources.find(({ email }) => email !== undefined)?.email ?? null,
    creator_user_id: null,
    owner_org: organizationId(dataset.agency),
    url: `${baseUrl}/dataset/${slug}`,
    version: String(number),
    organization: toOrganization(agency ?? { slug: dataset.agency, name: dataset.agency }),
    groups: pkg.topics.map((topic) => toGroup(topic, topics.get(topic))),
    tags: pkg.keywords.map(toTag),
    extras: extrasOf(details, shown, baseUrl).map(([key, value]) => ({ key, value })),
    relationships_as_subject: [],
    relationships_as_object: [],
    resources,
    ...(note === undefined ? {} : { version_notes: note }),
    ...(withdrawn === undefined ? {} : { withdrawn: withdrawn.reason }),
  };
}

const bothOf = (text: LocalisedText): { readonly id: string; readonly en: string } => ({
  id: inLanguage(text, "id"),
  en: inLanguage(text, "en"),
});

function extrasOf(
  { regions, years }: DatasetDetails,
  { package: pkg, slug, rows }: Version,
  baseUrl: string,
): readonly (readonly [string, string])[] {
  const [first, last] = [years.at(0), years.at(-1)];
  return [
    ["uri", `${baseUrl}/dataset/${slug}`],
    ["identifier", slug],
    ["language", "id"],
    ...(pkg.frequency === undefined ? [] : [["frequency", pkg.frequency] as const]),
    ...(first === undefined ? [] : [["temporal_start", `${first}-01-01`] as const]),
    ...(last === undefined ? [] : [["temporal_end", `${last}-12-31`] as const]),
    ...(regions.length === 0 ? [] : [["regions", regions.filter((code) => code.length <= 5).join(",")] as const]),
    ["rows", String(rows)],
    ...pkg.sources.slice(0, 1).map(({ title }) => ["source", title] as const),
  ];
}

function toResources(
  { dataset, current, files }: DatasetDetails,
  baseUrl: string,
  version: Version | undefined,
): readonly Record<string, unknown>[] {
  const shown = version ?? current;
  if (shown.withdrawn !== undefined) return [];
  const { slug } = dataset;
  return FORMATS.map((format, position) => {
    // What is kept is known of the current version only.
    const file = shown.number === current.number ? files.find(({ ending }) => ending === format.ending) : undefined;
    const name = version === undefined ? `${slug}.${format.ending}` : `${slug}/v${shown.number}.${format.ending}`;
    const published = ckanTime(shown.publishedAt);
    return {
      id: resourceId(slug, format.ending),
      package_id: packageId(slug),
      position,
      name: name.replace("/", "-"),
      description: "",
      format: formatName(format),
      url: `${baseUrl}/download/${name}`,
      url_type: "upload",
      resource_type: null,
      mimetype: format.mediaType,
      mimetype_inner: null,
      size: file?.bytes ?? null,
      hash: file === undefined ? "" : `sha256:${file.sha256}`,
      state: "active",
      created: ckanTime(dataset.createdAt),
      last_modified: published,
      metadata_modified: published,
      cache_url: null,
      cache_last_updated: null,
      datastore_active: format.ending === "csv",
      revision_id: resourceId(slug, format.ending),
    };
  });
}

export const formatName = ({ ending }: FileFormat): string => ending.toUpperCase();

type AgencyFacts = Pick<Agency, "slug" | "name"> & Partial<Agency>;

/** Agencies and topics were always there; CKAN wants a time nevertheless. */
const ALWAYS = "2025-01-01T00:00:00.000000";

export function toOrganization(agency: AgencyFacts): Record<string, unknown> {
  const { slug, name, shortName } = agency;
  return {
    id: organizationId(slug),
    name: slug,
    title: name,
    display_name: name,
    type: "organization",
    description: shortName ?? "",
    image_url: "",
    image_display_url: "",
    created: ALWAYS,
    is_organization: true,
    approval_status: "approved",
    state: "active",
    revision_id: organizationId(slug),
  };
}

export function toGroup(slug: string, topic: Topic | undefined): Record<string, unknown> {
  const title = topic?.title.id ?? slug;
  return { id: groupId(slug), name: slug, title, display_name: title, description: "", image_display_url: "" };
}

export const toTag = (keyword: string): Record<string, unknown> => ({
  id: tagId(keyword),
  name: keyword,
  display_name: keyword,
  state: "active",
  vocabulary_id: null,
});
