/** The state of the list of datasets, all of it in the address: what is looked for, what it is narrowed by, its order, its page. */
import type { Request } from "express";
import type { DatasetFilter } from "../catalogue/dataset-filter.ts";
import type { DatasetListRequest, DatasetOrderBy } from "../catalogue/dataset-list.ts";
import { FACETS, type FacetName } from "../catalogue/facets.ts";
import type { Lang } from "../kernel/locale.ts";

export interface ListAddress {
  readonly search: string;
  readonly filter: DatasetFilter & { readonly [F in FacetName]?: readonly string[] | undefined };
  readonly orderBy: DatasetListRequest["orderBy"];
  readonly after: string | undefined;
}

/** As they stand in the address. */
const NAMES: { readonly [F in FacetName]: string } = {
  agency: "instansi",
  topic: "topik",
  frequency: "frekuensi",
  license: "lisensi",
  region: "wilayah",
  year: "tahun",
  format: "format",
};

export const ORDERS = { judul: "title", terbaru: "updated" } as const satisfies Record<string, DatasetOrderBy>;

const MOST_VALUES = 20;
const texts = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : [value])
    .filter((text): text is string => typeof text === "string" && text !== "")
    .map((text) => text.slice(0, 200))
    .slice(0, MOST_VALUES);

/** What is not understood is left out: an address that somebody mended by hand still shows a list. */
export function readListAddress({ query }: Request): ListAddress {
  const filter = Object.fromEntries(
    FACETS.flatMap((facet) => {
      const values = texts(query[NAMES[facet]]);
      return values.length === 0 ? [] : [[facet, values]];
    }),
  );
  const order = ORDERS[(texts(query.urut)[0] ?? "") as keyof typeof ORDERS] as DatasetOrderBy | undefined;
  return {
    search: (texts(query.q)[0] ?? "").trim(),
    filter,
    orderBy: order === undefined ? undefined : { by: order },
    after: texts(query.after)[0],
  };
}

/** The address of a list. Its first page unless `after` is given. */
export function listAddress({ search, filter, orderBy, after }: ListAddress, lang?: Lang): string {
  const query = new URLSearchParams();
  if (search !== "") query.set("q", search);
  for (const facet of FACETS) for (const value of filter[facet] ?? []) query.append(NAMES[facet], value);
  const order = Object.entries(ORDERS).find(([, by]) => by === orderBy?.by)?.[0];
  if (order !== undefined) query.set("urut", order);
  if (after !== undefined) query.set("after", after);
  if (lang === "en") query.set("lang", lang);
  const text = query.toString();
  return text === "" ? "/dataset" : `/dataset?${text}`;
}

/** With this value chosen, or no longer where it was. */
export function toggled(address: ListAddress, facet: FacetName, value: string): ListAddress {
  const chosen = address.filter[facet] ?? [];
  const next = chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value];
  const { [facet]: _before, ...others } = address.filter;
  return { ...address, after: undefined, filter: next.length === 0 ? others : { ...others, [facet]: next } };
}

/** The Atom feed of what is looked for; facets are called there as they are inside. */
export function feedAddress({ search, filter }: ListAddress, lang: Lang): string {
  const query = new URLSearchParams();
  if (search !== "") query.set("q", search);
  for (const facet of FACETS) for (const value of filter[facet] ?? []) query.append(facet, value);
  if (lang === "en") query.set("lang", lang);
  const text = query.toString();
  return text === "" ? "/feeds/dataset.atom" : `/feeds/dataset.atom?${text}`;
}
