/**
 * package_search: a Solr query over the datasets in memory, in an order that is always total, by pages, with facets. Whoever asks sees what
 * is open to everybody.
 */
import type { OpenEntry } from "../catalogue/open-datasets.ts";
import type { Reference } from "../catalogue/reference-memory.ts";
import { FORMATS } from "../formats/formats.ts";
import { type Asked, openDatasets } from "./asked.ts";
import { ActionError } from "./error.ts";
import { packageId } from "./ids.ts";
import { ckanLicenseId } from "./license.ts";
import { formatName } from "./package.ts";
import { MAX_ROWS, showPackages } from "./packages.ts";
import { ALL, parseSolr, type SolrQuery } from "./solr.ts";
import { makeMatcher } from "./solr-match.ts";
import { readFlag, readList, readText, readWhole } from "./values.ts";

const KNOWN: ReadonlySet<string> = new Set([
  "q",
  "fq",
  "fq_list",
  "sort",
  "rows",
  "limit",
  "start",
  "offset",
  "facet",
  "facet.field",
  "facet.limit",
  "facet.mincount",
  "include_drafts",
  "include_private",
  "include_deleted",
  "use_default_schema",
  "qf",
  "bf",
  "boost",
  "tie",
  "defType",
  "mm",
  "fl",
  "wt",
  "df",
  "q.op",
  "qt",
  "extras",
  "ext_bbox",
  "callback",
]);

const DEFAULT_SORT = "score desc, metadata_modified desc";

interface Hit {
  readonly entry: OpenEntry;
  readonly score: number;
}

export async function packageSearch(asked: Asked): Promise<unknown> {
  const { args } = asked;
  for (const name of args.keys())
    if (!KNOWN.has(name) && !name.startsWith("ext_"))
      throw ActionError.badSearch(`Invalid search parameters: ['${name.slice(0, 80)}']`);
  const sort = readText(args, "sort", 500) ?? DEFAULT_SORT;
  const compare = parseSort(sort);
  const rows = Math.min(readWhole(args, "rows") ?? readWhole(args, "limit") ?? 10, MAX_ROWS);
  const start = readWhole(args, "start") ?? readWhole(args, "offset") ?? 0;
  const { entries } = await openDatasets(asked);
  const hits = findHits(entries, readQuery(asked), asked.now);
  hits.sort(compare);
  const page = hits.slice(start, start + rows).map(({ entry }) => entry);
  const counted = readFlag(args, "facet", true)
    ? countFacets(hits, readFacets(asked), await asked.recallReference())
    : {};
  return {
    count: hits.length,
    sort,
    facets: Object.fromEntries(
      Object.entries(counted).map(([field, { items }]) => [
        field,
        Object.fromEntries(items.map(({ name, count }) => [name, count])),
      ]),
    ),
    search_facets: counted,
    results: await showPackages(asked, page),
  };
}

/** `q`, `fq` and each of `fq_list`, all of which must hold. Only what `q` finds has a score. */
function readQuery({ args }: Asked): { readonly q: SolrQuery; readonly filters: readonly SolrQuery[] } {
  const fq = args.get("fq");
  const given = (Array.isArray(fq) ? fq : [fq]).filter((text) => typeof text === "string" && text.trim() !== "");
  const filters = [...given.map(String), ...listOfQueries(args.get("fq_list"))];
  if (filters.length > 50) throw ActionError.badSearch("more than 50 filter queries");
  const q = readText(args, "q");
  return { q: q === undefined ? ALL : parseSolr(q), filters: filters.map(parseSolr) };
}

/** Its values hold commas and brackets of their own, so only a JSON list is taken apart. */
function listOfQueries(value: unknown): readonly string[] {
  let list = value;
  if (typeof value === "string" && value.startsWith("[")) {
    try {
      list = JSON.parse(value);
    } catch {
      // A query that begins with a bracket is refused by its parser.
    }
  }
  return (Array.isArray(list) ? list : [list]).filter((item) => typeof item === "string" && item.trim() !== "");
}

const RES_FORMATS = FORMATS.map(formatName);

function findHits(entries: readonly OpenEntry[], { q, filters }: ReturnType<typeof readQuery>, now: () => Date): Hit[] {
  const matches = makeMatcher(q, RES_FORMATS, now);
  const passes = filters.map((filter) => makeMatcher(filter, RES_FORMATS, now));
  return entries.flatMap((entry) => {
    if (passes.some((pass) => pass(entry) === undefined)) return [];
    const score = matches(entry);
    return score === undefined ? [] : [{ entry, score }];
  });
}

type Key = (hit: Hit) => string | number;

const SORT_KEYS: Readonly<Record<string, Key>> = {
  score: ({ score }) => score,
  id: ({ entry }) => packageId(entry.slug),
  name: ({ entry }) => entry.slug,
  title: ({ entry }) => entry.title.toLowerCase(),
  title_string: ({ entry }) => entry.title.toLowerCase(),
  metadata_modified: ({ entry }) => entry.modified.getTime(),
  metadata_created: ({ entry }) => entry.created.getTime(),
  organization: ({ entry }) => entry.agency,
  views_recent: () => 0,
  views_total: () => 0,
};

/** "score desc, metadata_modified desc"; ties are broken by the name. */
function parseSort(text: string): (a: Hit, b: Hit) => number {
  const steps = text.split(",").map((part) => {
    const [, field = "", direction = "asc"] = /^\s*([\w.]+)(?:\s+(asc|desc))?\s*$/i.exec(part) ?? [];
    const key = Object.hasOwn(SORT_KEYS, field) ? SORT_KEYS[field] : undefined;
    if (key === undefined) throw ActionError.badSearch(`Cannot sort by field \`${part.trim().slice(0, 80)}\``);
    return { key, sign: direction.toLowerCase() === "desc" ? -1 : 1 };
  });
  if (steps.length > 10) throw ActionError.badSearch("more than 10 fields to sort by");
  const memory = steps.map(({ key, sign }) => ({ key: remember(key), sign }));
  return (a, b) => {
    for (const { key, sign } of memory) {
      const [one, other] = [key(a), key(b)];
      if (one !== other) return one < other ? -sign : sign;
    }
    return a.entry.slug < b.entry.slug ? -1 : a.entry.slug > b.entry.slug ? 1 : 0;
  };
}

/** A key is made once for each hit, however often it is compared. */
function remember(key: Key): Key {
  const made = new Map<Hit, string | number>();
  return (hit) => {
    const known = made.get(hit);
    if (known !== undefined) return known;
    const value = key(hit);
    made.set(hit, value);
    return value;
  };
}

interface FacetRequest {
  readonly fields: readonly string[];
  readonly limit: number;
  readonly least: number;
}

/** `facet.field` as CKAN takes it, a JSON list, or the bare name that others send. */
function readFacets({ args }: Asked): FacetRequest {
  const limit = args.get("facet.limit");
  const all = String(limit) === "-1";
  return {
    fields: (readList(args, "facet.field") ?? []).slice(0, 20),
    limit: all ? Number.POSITIVE_INFINITY : (readWhole(args, "facet.limit") ?? 50),
    least: readWhole(args, "facet.mincount") ?? 1,
  };
}

interface Facet {
  readonly title: string;
  readonly items: readonly { readonly name: string; readonly display_name: string; readonly count: number }[];
}

const FACET_VALUES: Readonly<Record<string, (entry: OpenEntry) => readonly string[]>> = {
  organization: ({ agency }) => [agency],
  groups: ({ topics }) => topics,
  tags: ({ keywords }) => keywords,
  res_format: () => RES_FORMATS,
  license_id: ({ license }) => [ckanLicenseId(license)],
  dataset_type: () => ["dataset"],
  type: () => ["dataset"],
  state: () => ["active"],
};

function countFacets(
  hits: readonly Hit[],
  { fields, limit, least }: FacetRequest,
  { agencies, topics }: Reference,
): Record<string, Facet> {
  const titles: Readonly<Record<string, (name: string) => string | undefined>> = {
    organization: (name) => agencies.get(name)?.name,
    groups: (name) => topics.get(name)?.title.id,
  };
  return Object.fromEntries(
    fields.map((field) => {
      const valuesOf = Object.hasOwn(FACET_VALUES, field) ? FACET_VALUES[field] : undefined;
      const counts = new Map<string, number>();
      if (valuesOf !== undefined)
        for (const { entry } of hits)
          for (const value of valuesOf(entry)) counts.set(value, (counts.get(value) ?? 0) + 1);
      const items = [...counts]
        .filter(([, count]) => count >= least)
        .sort(([a, many], [b, few]) => few - many || (a < b ? -1 : 1))
        .slice(0, limit)
        .map(([name, count]) => ({ name, display_name: titles[field]?.(name) ?? name, count }));
      return [field, { title: field, items }];
    }),
  );
}
