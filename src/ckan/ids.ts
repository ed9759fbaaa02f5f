/**
 * Ids as CKAN's clients keep them. Each is a UUID made from what never changes (RFC 9562, version 5), so that every server gives the same
 * one to the same thing and none need be stored.
 */
import { createHash } from "node:crypto";
import type { DatasetSlug } from "../kernel/ids.ts";

/** Of the ids below; made once. */
const NAMESPACE = Buffer.from("8b1f3c0a5d2e4f7196c87d30e2a9b415", "hex");

function uuidOf(name: string): string {
  const bytes = createHash("sha1").update(NAMESPACE).update(name, "utf8").digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export const packageId = (slug: string): string => uuidOf(`dataset/${slug}`);
/** The csv is the one that datastore_search reads. */
export const resourceId = (slug: string, ending = "csv"): string => uuidOf(`resource/${slug}.${ending}`);
export const organizationId = (slug: string): string => uuidOf(`organization/${slug}`);
export const groupId = (slug: string): string => uuidOf(`group/${slug}`);
export const tagId = (keyword: string): string => uuidOf(`tag/${keyword}`);

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
export const isUuid = (text: string): boolean => UUID.test(text);

/** What an id of a resource stands for. */
export interface ResourceKey {
  readonly slug: DatasetSlug;
  readonly ending: string;
}

/**
 * Ids → what they stand for. A slug never changes, so what was learnt holds for ever; whether the one who asks may read it is another
 * question.
 */
export interface IdMemory {
  readonly learn: (slugs: Iterable<DatasetSlug>) => void;
  readonly findPackage: (id: string) => DatasetSlug | undefined;
  readonly findResource: (id: string) => ResourceKey | undefined;
}

export function createIdMemory(endings: readonly string[]): IdMemory {
  const learnt = new Set<DatasetSlug>();
  const packages = new Map<string, DatasetSlug>();
  const resources = new Map<string, ResourceKey>();
  return {
    learn: (slugs) => {
      for (const slug of slugs) {
        if (learnt.has(slug)) continue;
        learnt.add(slug);
        packages.set(packageId(slug), slug);
        for (const ending of endings) resources.set(resourceId(slug, ending), { slug, ending });
      }
    },
    findPackage: (id) => packages.get(id.toLowerCase()),
    findResource: (id) => resources.get(id.toLowerCase()),
  };
}
