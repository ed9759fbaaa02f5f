/**
 * Sitemaps (sitemaps.org, 0.9): one file of addresses, or, where there are more than a file may hold, an index of such files. A page's time
 * is when what it shows changed last; one of which nobody knows has none.
 */
import type { OpenEntry } from "../catalogue/open-datasets.ts";
import type { Reference } from "../catalogue/reference-memory.ts";
import { escapeXml } from "../tabular/xml-write.ts";

export interface SiteAddress {
  readonly address: string;
  readonly modified?: Date | undefined;
}

/** The most that the protocol lets one file hold. */
export const MOST_ADDRESSES = 50_000;

const ROOMS = ["/", "/dataset", "/indikator", "/wilayah", "/instansi", "/tentang", "/pengembang"];

/** Every page that a search may lead to, datasets first. */
export function listAddresses(
  entries: readonly OpenEntry[],
  { regions, topics, agencies }: Pick<Reference, "regions" | "topics" | "agencies">,
  indicators: readonly string[],
  baseUrl: string,
): readonly SiteAddress[] {
  const newest = latest(entries);
  const group = (room: string, slugs: Iterable<string>, isOf: (entry: OpenEntry, slug: string) => boolean) =>
    [...slugs].flatMap((slug) => {
      const modified = latest(entries.filter((entry) => isOf(entry, slug)));
      return modified === undefined ? [] : [{ address: `${baseUrl}/${room}/${slug}`, modified }];
    });
  return [
    ...entries.map(({ slug, modified }) => ({ address: `${baseUrl}/dataset/${slug}`, modified })),
    ...ROOMS.map((path, index) => ({ address: `${baseUrl}${path}`, modified: index < 2 ? newest : undefined })),
    ...group("instansi", agencies.keys(), ({ agency }, slug) => agency === slug),
    ...group("topik", topics.keys(), (entry, slug) => entry.topics.includes(slug)),
    ...indicators.map((slug) => ({ address: `${baseUrl}/indikator/${slug}` })),
    ...[...regions.values()]
      .filter(({ level }) => level === "province" || level === "regency")
      .map(({ code }) => ({ address: `${baseUrl}/wilayah/${code}` })),
  ];
}

const latest = (entries: readonly OpenEntry[]): Date | undefined =>
  entries.reduce<Date | undefined>(
    (last, { modified }) => (last === undefined || modified > last ? modified : last),
    undefined,
  );

const NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"';
const HEAD = '<?xml version="1.0" encoding="UTF-8"?>';

/** The addresses, or an index of the files that `addressOf` names, from 1. */
export function writeSitemap(
  addresses: readonly SiteAddress[],
  most: number,
  addressOf: (file: number) => string,
): string {
  if (addresses.length <= most) return write("urlset", "url", addresses);
  const files = Array.from({ length: Math.ceil(addresses.length / most) }, (_, index) => ({
    address: addressOf(index + 1),
  }));
  return write("sitemapindex", "sitemap", files);
}

/** One file of those that an index names, or would name; undefined where there is no such. */
export function writeSitemapFile(addresses: readonly SiteAddress[], most: number, file: number): string | undefined {
  const part = addresses.slice((file - 1) * most, file * most);
  return part.length === 0 ? undefined : write("urlset", "url", part);
}

const write = (root: string, element: string, addresses: readonly SiteAddress[]): string =>
  `${HEAD}\n<${root} ${NAMESPACE}>\n${addresses
    .map(
      ({ address, modified }) =>
        `<${element}><loc>${escapeXml(address)}</loc>${modified === undefined ? "" : `<lastmod>${modified.toISOString()}</lastmod>`}</${element}>\n`,
    )
    .join("")}</${root}>\n`;
