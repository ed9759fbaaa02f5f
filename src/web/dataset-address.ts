/**
 * The state of a dataset's page, all of it in its address: which view, of what, which rows. Filters, order and columns are written as
 * downloads take them, so that what is seen can be downloaded as it is seen; the page's own parameters are few and named here. What was
 * left empty in a form counts as not asked.
 */
import type { Request } from "express";
import { parseRowQuery, type RowRequest, splitList } from "../http/row-query.ts";
import { Fault } from "../kernel/fault.ts";
import { type DatasetSlug, findVersionNumber, isDatasetSlug, type VersionNumber } from "../kernel/ids.ts";
import type { Lang } from "../kernel/locale.ts";
import { type Field, isNumeric } from "../kernel/package.ts";
import type { Cursor } from "../store/keyset.ts";

export const VIEWS = ["peringkat", "peta", "tren", "komposisi", "tabel", "definisi"] as const;
export type View = (typeof VIEWS)[number];

/** Parameters of pages that are no filters. A field of one of the first three names cannot be filtered on a page. */
const OWN = ["tampil", "lang", "tema", "_lang", "_ukuran", "_after"] as const;

export interface DatasetAddress {
  readonly slug: DatasetSlug;
  /** Named in the address; undefined: the current one. */
  readonly version: VersionNumber | undefined;
  /** Undefined: the one that suits the data best. */
  readonly view: View | undefined;
  /** The name of a measure. */
  readonly measure: string | undefined;
  readonly rows: RowRequest;
  /** As they stand in the address, without the page's own. */
  readonly filters: readonly (readonly [name: string, value: string])[];
  readonly after: Cursor | undefined;
}

/** Of a path's parts. Throws `dataset.unknown`, `version.unknown`. */
export function readPlace(request: Request): Pick<DatasetAddress, "slug" | "version"> {
  const { slug, version } = request.params;
  if (typeof slug !== "string" || !isDatasetSlug(slug))
    throw new Fault("dataset.unknown", { slug: String(slug).slice(0, 100) });
  if (typeof version !== "string") return { slug, version: undefined };
  const number = findVersionNumber(/^v(\d+)(?:\.bib)?$/.exec(version)?.[1] ?? "");
  if (number === undefined) throw new Fault("version.unknown", { slug, version: version.slice(0, 20) });
  return { slug, version: number };
}

/** Against the fields of the version. Throws what a download would throw for the same parameters, and `request.bad-cursor`. */
export function readDatasetAddress(
  request: Request,
  place: Pick<DatasetAddress, "slug" | "version">,
  fields: readonly Field[],
  lang: Lang,
): DatasetAddress {
  const search = new URL(request.originalUrl, "http://localhost").searchParams;
  const own = (name: (typeof OWN)[number]): string | undefined => search.get(name) ?? undefined;
  const filters = [...search].flatMap(([name, value]): readonly (readonly [string, string])[] =>
    OWN.some((mine) => mine === name) || value === "" ? [] : [[name, asCanonical(fields, name, value, lang)]],
  );
  const after = own("_after");
  return {
    ...place,
    view: VIEWS.find((view) => view === own("tampil")),
    measure: fields.find(({ name, role }) => role === "measure" && name === own("_ukuran"))?.name,
    rows: parseRowQuery(toQuery(filters), fields, []),
    filters,
    after: after === undefined || after === "" ? undefined : readCursor(after),
  };
}

/**
 * A bound of numbers as people type it: "7,36" and "1.234.567" in Indonesian, "1,234,567" in English. A text with one dot alone is a
 * decimal, as addresses write it, unless the field holds whole numbers.
 */
function asCanonical(fields: readonly Field[], name: string, value: string, lang: Lang): string {
  const [fieldName, operator] = name.split(".");
  const field = fields.find((candidate) => candidate.name === fieldName);
  if (operator === undefined || field === undefined || !isNumeric(field)) return value;
  const text = value.trim();
  if (lang === "en") return text.replaceAll(",", "");
  const isGrouped =
    text.includes(",") || /\..*\./.test(text) || (field.type === "integer" && /^-?\d+\.\d{3}$/.test(text));
  return isGrouped ? text.replaceAll(".", "").replace(",", ".") : text;
}

/** A bound as a form shows it, so that it is read back as it was. */
export const typedNumber = (canonical: string, lang: Lang): string =>
  lang === "id" ? canonical.replace(".", ",") : canonical;

export const writeCursor = (cursor: Cursor): string => Buffer.from(JSON.stringify(cursor)).toString("base64url");

/** Throws `request.bad-cursor`. */
export function readCursor(text: string): Cursor {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(text.slice(0, 20_000), "base64url").toString("utf8"));
    if (Array.isArray(parsed) && parsed.every((value) => value === null || typeof value === "string")) return parsed;
  } catch {
    // Refused below, like every other that is not ours.
  }
  throw new Fault("request.bad-cursor");
}

export interface Change {
  readonly view?: View | undefined;
  readonly measure?: string | undefined;
  /** These filters instead of those of the same names; an empty list takes one away. */
  readonly set?: Readonly<Record<string, readonly string[]>> | undefined;
  readonly after?: string | undefined;
  readonly version?: VersionNumber | undefined;
}

export const pathOf = ({ slug, version }: Pick<DatasetAddress, "slug" | "version">): string =>
  `/dataset/${slug}${version === undefined ? "" : `/v${version}`}`;

/** The page's address with something else in it; from its first rows unless `after` is given. */
export function datasetAddress(address: DatasetAddress, change: Change = {}): string {
  const view = "view" in change ? change.view : address.view;
  const measure = "measure" in change ? change.measure : address.measure;
  const query = new URLSearchParams();
  if (view !== undefined) query.set("tampil", view);
  if (measure !== undefined) query.set("_ukuran", measure);
  for (const [name, value] of changedFilters(address.filters, change.set)) query.append(name, value);
  if (change.after !== undefined) query.set("_after", change.after);
  return withQuery(pathOf({ ...address, ...(change.version === undefined ? {} : { version: change.version }) }), query);
}

const changedFilters = (
  filters: DatasetAddress["filters"],
  set: Readonly<Record<string, readonly string[]>> = {},
): readonly (readonly [string, string])[] => [
  ...filters.filter(([name]) => set[name] === undefined),
  ...Object.entries(set).flatMap(([name, values]) => values.map((value) => [name, value] as const)),
];

function toQuery(filters: DatasetAddress["filters"]): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, value] of filters) query.append(name, value);
  return query;
}

const withQuery = (path: string, query: URLSearchParams): string => (query.size === 0 ? path : `${path}?${query}`);

/** Where the same rows, columns and order can be downloaded. */
export const downloadAddress = (
  { slug, filters }: Pick<DatasetAddress, "slug" | "filters">,
  version: VersionNumber | undefined,
  ending: string,
): string => withQuery(`/download/${slug}${version === undefined ? "" : `/v${version}`}.${ending}`, toQuery(filters));

/** The values that a filter by equality asks for; empty: none was asked. */
export const chosenValues = ({ filters }: Pick<DatasetAddress, "filters">, field: string): readonly string[] =>
  filters.flatMap(([name, value]) => (name === field ? splitList(value) : []));
