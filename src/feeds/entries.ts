/** A change, or a dataset, as an entry of a feed. */
import type { Dataset } from "../catalogue/datasets.ts";
import type { News } from "../catalogue/news.ts";
import { inLanguage, type Lang } from "../kernel/locale.ts";
import { publicAddresses } from "../kernel/public-address.ts";
import type { AtomEntry } from "./atom.ts";
import { feedWords } from "./words.ts";

export interface EntryOptions {
  readonly baseUrl: string;
  readonly lang: Lang;
  /** The agency's name in that language; its slug where there is none. */
  readonly agencyName: (slug: string) => string;
}

export function newsEntry({ change, ...news }: News, { baseUrl, lang, agencyName }: EntryOptions): AtomEntry {
  const { seq, at, kind, dataset, version } = change;
  const { dataset: page, csv } = publicAddresses(baseUrl, dataset, version);
  const gone = kind === "removed" || kind === "withdrawn" || news.withdrawnReason !== undefined;
  const { rows } = news;
  const t = feedWords[lang];
  const summary = [
    ...(news.withdrawnReason === undefined || version === undefined ? [] : [t.withdrawnNow(news.withdrawnReason)]),
    ...(rows === undefined || kind === "withdrawn" ? [] : [t.rows(rows.added, rows.changed, rows.removed)]),
    ...(news.note === undefined ? [] : [news.note]),
  ].join("\n");
  return {
    id: `${baseUrl}/feed.atom#${seq}`,
    title: titleOf({ change, ...news }, lang),
    updated: at,
    author: news.agency === undefined ? "Jendela Sulsel" : agencyName(news.agency),
    link: page,
    csv: gone ? undefined : csv,
    categories: [kind],
    summary,
  };
}

function titleOf({ change: { kind, dataset, version: about }, title }: News, lang: Lang): string {
  const t = feedWords[lang];
  const version = about ?? 0; // of those kinds that are not about one
  const name = title === undefined ? dataset : inLanguage(title, lang);
  switch (kind) {
    case "published":
      return version === 1 ? t.first(name) : t.next(name, version);
    case "restored":
      return t.restored(name, version);
    case "withdrawn":
      return t.withdrawn(name, version);
    case "metadata":
      return t.metadata(name);
    case "removed":
      return t.removed(dataset);
  }
}

/** Undefined for one without a published version. */
export function datasetEntry(
  { slug, agency, createdAt, current }: Dataset,
  { baseUrl, lang, agencyName }: EntryOptions,
): AtomEntry | undefined {
  if (current === undefined) return undefined;
  const { package: pkg, number, withdrawn, publishedAt } = current;
  const { dataset, csv } = publicAddresses(baseUrl, slug, number);
  const description = inLanguage(pkg.description, lang);
  return {
    id: dataset,
    title: inLanguage(pkg.title, lang),
    updated: withdrawn !== undefined && withdrawn.at > publishedAt ? withdrawn.at : publishedAt,
    published: createdAt,
    author: agencyName(agency),
    link: dataset,
    csv: withdrawn === undefined ? csv : undefined,
    categories: [...pkg.topics, ...pkg.keywords],
    summary:
      withdrawn === undefined ? description : `${feedWords[lang].withdrawnNow(withdrawn.reason)}\n${description}`,
  };
}
