/**
 * A download as it is asked for: which dataset, which version, which rows in which dialect. Everything is checked here before a byte
 * goes out; what does not fit the version or the ending is a fault.
 */
import { type Dataset, getDataset } from "../catalogue/datasets.ts";
import { findSince, tableOfSince } from "../catalogue/since.ts";
import { demandData, getVersion, tableOfVersion, type Version } from "../catalogue/versions.ts";
import type { FileFormat } from "../formats/formats.ts";
import { CANONICAL, type CsvDialect } from "../formats/text.ts";
import { parseFlag, parseRowQuery, type RowRequest, single, unknownParameter } from "../http/row-query.ts";
import { parseSince, parseTime, parseVersionNumber } from "../http/version-choice.ts";
import type { Actor } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import type { DatasetSlug, VersionNumber } from "../kernel/ids.ts";
import type { Lang } from "../kernel/locale.ts";
import type { Store } from "../store/data-source.ts";
import type { RowQuery } from "../store/rows.ts";

export interface Selection {
  readonly rows: RowRequest;
  readonly dialect: CsvDialect;
  /** Of the words in the file; of one without words, always the house's own. */
  readonly lang: Lang;
}

/** All rows and columns in canonical form: the file that is kept. */
export const isWhole = ({ rows, dialect, lang }: Selection): boolean =>
  rows.filters.length === 0 &&
  rows.order.length === 0 &&
  rows.columns === undefined &&
  rows.limit === undefined &&
  rows.updatedAfter === undefined &&
  !rows.status &&
  lang === "id" &&
  dialect.delimiter === CANONICAL.delimiter &&
  !dialect.bom &&
  !dialect.spreadsheet;

/** The rows as the store is asked for them. */
export const queryOf = ({ rows: { columns, ...rest } }: Selection): RowQuery => ({ ...rest, fields: columns });

export interface Opened {
  readonly dataset: Dataset;
  readonly version: Version;
  /** Does the address name the version, so that the answer never changes? */
  readonly pinned: boolean;
}

const CHOICE_PARAMETERS = ["_version", "_asOf"] as const;
const DIALECT_PARAMETERS = ["_bom", "_delimiter", "_excel"] as const;

/**
 * The version that the path or the query chooses, its data readable by the actor. Throws dataset.unknown, version.unknown,
 * version.none-then, version.withdrawn, and faults of the parameters.
 */
export async function openVersion(
  store: Store,
  actor: Actor,
  slug: DatasetSlug,
  inPath: VersionNumber | undefined,
  search: URLSearchParams,
): Promise<Opened> {
  const number = inPath ?? chosenNumber(search);
  const asOf = inPath === undefined ? single(search, "_asOf") : undefined;
  if (number !== undefined && asOf !== undefined) throw new Fault("request.version-or-time");
  const time = asOf === undefined ? undefined : parseTime(asOf);
  return store.read(async (tx) => {
    const dataset = await getDataset(tx, actor, slug);
    const { current } = dataset;
    const isCurrent =
      current !== undefined && time === undefined && (number === undefined || number === current.number);
    const version = isCurrent ? current : await getVersion(tx, dataset, { number, asOf: time });
    demandData(version);
    return { dataset, version, pinned: number !== undefined };
  });
}

function chosenNumber(search: URLSearchParams): VersionNumber | undefined {
  const text = single(search, "_version");
  return text === undefined ? undefined : parseVersionNumber(text, "_version");
}

/** The rows and the dialect, against the fields of the version. A parameter that means nothing here is refused, not ignored. */
export function parseSelection(
  search: URLSearchParams,
  version: Version,
  { ending, cube }: FileFormat,
  versionInPath: boolean,
  since?: { readonly held: Version | undefined },
): Selection {
  const dialects = ending === "csv" ? DIALECT_PARAMETERS : [];
  const rows = parseRowQuery(search, version.package.schema.fields, [
    ...(versionInPath ? [] : CHOICE_PARAMETERS),
    ...dialects,
    "_updatedAfter",
    "_lang",
  ]);
  demandLang(search);
  if (cube) demandOwnOrder(search);
  const updatedAfter = since && tableOfSince(since.held, tableOfVersion(version));
  return {
    rows: { ...rows, updatedAfter },
    dialect: ending === "csv" ? parseDialect(search) : CANONICAL,
    lang: cube && search.get("_lang") === "en" ? "en" : "id",
  };
}

/** A cube's cells have their own order, and statuses of their own. */
function demandOwnOrder(search: URLSearchParams): void {
  for (const name of ["_sort", "_limit", "_status"])
    if (search.has(name)) throw unknownParameter(name, ["_columns", "_updatedAfter", ...CHOICE_PARAMETERS, "_lang"]);
}

/** Where the copy stands that a parameter speaks of; undefined without it. Throws version.since-withdrawn and version.since-ahead. */
export async function openSince(
  store: Store,
  { dataset, version }: Opened,
  search: URLSearchParams,
  parameter: "_since" | "_updatedAfter",
): Promise<{ readonly held: Version | undefined } | undefined> {
  const text = single(search, parameter);
  if (text === undefined) return undefined;
  const since = parseSince(text, parameter);
  return { held: await store.read((tx) => findSince(tx, dataset, since, version)) };
}

/** Throws request.unknown-parameter for anything but `known`. */
export function demandOnly(search: URLSearchParams, known: readonly string[]): void {
  for (const name of search.keys()) if (!known.includes(name)) throw unknownParameter(name, known);
  demandLang(search);
}

function demandLang(search: URLSearchParams): void {
  const lang = single(search, "_lang");
  if (lang !== undefined && lang !== "id" && lang !== "en") throw badParameter("_lang", lang, "id, en");
}

const DELIMITERS: ReadonlyMap<string, string> = new Map([
  [",", ","],
  [";", ";"],
  ["|", "|"],
  ["\t", "\t"],
  ["tab", "\t"],
]);

function parseDialect(search: URLSearchParams): CsvDialect {
  const spreadsheet = parseFlag(search, "_excel");
  const wanted = single(search, "_delimiter");
  const delimiter = wanted === undefined ? (spreadsheet ? ";" : CANONICAL.delimiter) : DELIMITERS.get(wanted);
  if (delimiter === undefined) throw badParameter("_delimiter", wanted ?? "", ", ; | tab");
  return { delimiter, bom: spreadsheet || parseFlag(search, "_bom"), spreadsheet };
}

const badParameter = (parameter: string, value: string, expected: string): Fault =>
  new Fault("request.bad-parameter", { parameter, value: value.slice(0, 40), expected });
