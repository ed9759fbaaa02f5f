/**
 * Atom (RFC 4287) with pages (RFC 5005). Written here and not by a library: those at hand write titles as HTML, give a CSV the type of
 * an image and know no pages.
 */
import type { Lang } from "../kernel/locale.ts";
import { escapeXml } from "../tabular/xml-write.ts";

export interface AtomEntry {
  /** An IRI that never changes. */
  readonly id: string;
  readonly title: string;
  readonly updated: Date;
  readonly published?: Date | undefined;
  readonly author: string;
  readonly summary?: string | undefined;
  /** Its page. */
  readonly link: string;
  /** A file that belongs to it. */
  readonly csv?: string | undefined;
  readonly categories?: readonly string[] | undefined;
}

export interface AtomFeed {
  /** The same for all of its pages. */
  readonly id: string;
  readonly title: string;
  readonly lang: Lang;
  /** Addresses of this page of it, of the next, of the first, and of the page for people. */
  readonly self: string;
  readonly next?: string | undefined;
  readonly first: string;
  readonly page: string;
  readonly entries: readonly AtomEntry[];
}

const element = (name: string, text: string): string => `<${name}>${escapeXml(text)}</${name}>`;

const link = (rel: string, href: string, type: string): string =>
  `<link rel="${rel}" type="${type}" href="${escapeXml(href)}"/>`;

const ATOM = "application/atom+xml";

/** When there is nothing to tell, nothing has ever been told. */
const NEVER = new Date(0);

/** The time of the newest entry. */
export const updatedOf = ({ entries }: Pick<AtomFeed, "entries">): Date =>
  entries.reduce((newest, { updated }) => (updated > newest ? updated : newest), NEVER);

export function writeAtom(feed: AtomFeed): string {
  const { id, title, lang, self, next, first, page, entries } = feed;
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${lang}">`,
    element("id", id),
    element("title", title),
    element("updated", updatedOf(feed).toISOString()),
    `<author>${element("name", "Jendela Sulsel")}</author>`,
    link("self", self, ATOM),
    link("alternate", page, "text/html"),
    link("first", first, ATOM),
    ...(next === undefined ? [] : [link("next", next, ATOM)]),
    ...entries.map(writeEntry),
    "</feed>\n",
  ].join("\n");
}

const writeEntry = ({
  id,
  title,
  updated,
  published,
  author,
  summary,
  link: page,
  csv,
  categories = [],
}: AtomEntry): string =>
  [
    "<entry>",
    element("id", id),
    element("title", title),
    element("updated", updated.toISOString()),
    ...(published === undefined ? [] : [element("published", published.toISOString())]),
    `<author>${element("name", author)}</author>`,
    link("alternate", page, "text/html"),
    ...(csv === undefined ? [] : [link("enclosure", csv, "text/csv")]),
    ...categories.map((term) => `<category term="${escapeXml(term)}"/>`),
    ...(summary === undefined || summary === "" ? [] : [element("summary", summary)]),
    "</entry>",
  ].join("");
