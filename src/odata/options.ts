/**
 * System query options (`$select`, `$filter` …) as a question about a model's rows. An option that means nothing here is refused: an answer
 * to another question would look like an answer to this one.
 */
import { single, unknownParameter } from "../http/row-query.ts";
import { parseVersionNumber } from "../http/version-choice.ts";
import { Fault } from "../kernel/fault.ts";
import type { VersionNumber } from "../kernel/ids.ts";
import type { RowCondition, RowOrder } from "../store/rows.ts";
import { getProperty, notSupported, parseFilter } from "./filter.ts";
import type { Model, Property } from "./model.ts";
import { markOf, readSkipToken, type SkipToken } from "./skip-token.ts";
import { badSyntax } from "./tokens.ts";

export interface RowOptions {
  /** Undefined: all. */
  readonly select: readonly Property[] | undefined;
  readonly filters: readonly RowCondition[];
  readonly order: readonly RowOrder[];
  readonly top: number | undefined;
  readonly skip: number;
  readonly count: boolean;
  readonly token: SkipToken | undefined;
  /** Of what is asked, whichever the page. */
  readonly mark: string;
}

/** Passing over rows costs as much as reading them; whoever wants more follows the links. */
const MAX_SKIP = 100_000;
const MAX_TOP = 2_147_483_647;

/** Options of OData that nobody here answers. */
const UNSUPPORTED: ReadonlySet<string> = new Set([
  "$apply",
  "$compute",
  "$deltatoken",
  "$expand",
  "$index",
  "$levels",
  "$schemaversion",
  "$search",
]);

/** Of every resource. */
const COMMON = ["$format", "_version", "_lang"] as const;
export const COLLECTION = ["$select", "$filter", "$orderby", "$top", "$skip", "$count", "$skiptoken"] as const;

/** Throws odata.not-supported and request.unknown-parameter for anything but `known`, and request.one-value. */
export function demandOptions(search: URLSearchParams, known: readonly string[]): void {
  const all = [...COMMON, ...known];
  for (const name of search.keys()) {
    if (UNSUPPORTED.has(name) || (name.startsWith("@") && name.length > 1)) throw notSupported(name);
    if (!all.includes(name)) throw unknownParameter(name, all);
    single(search, name);
  }
}

/** The version that the address names, by itself or in a token. */
export function versionIn(search: URLSearchParams): VersionNumber | undefined {
  const token = single(search, "$skiptoken");
  if (token !== undefined) return readSkipToken(token, markIn(search)).version;
  const text = single(search, "_version");
  return text === undefined ? undefined : parseVersionNumber(text, "_version");
}

const markIn = (search: URLSearchParams): string =>
  markOf(...["$filter", "$orderby"].map((name) => single(search, name)));

export function parseOptions(search: URLSearchParams, model: Model): RowOptions {
  const mark = markIn(search);
  const token = single(search, "$skiptoken");
  const filter = single(search, "$filter");
  return {
    select: parseSelect(single(search, "$select"), model),
    filters: filter === undefined ? [] : [parseFilter(filter, model)],
    order: parseOrder(single(search, "$orderby"), model),
    top: wholeOption(search, "$top", MAX_TOP),
    skip: wholeOption(search, "$skip", MAX_SKIP) ?? 0,
    count: parseCount(single(search, "$count")),
    token: token === undefined ? undefined : readSkipToken(token, mark),
    mark,
  };
}

function parseCount(text: string | undefined): boolean {
  if (text === undefined || text === "false") return false;
  if (text === "true") return true;
  throw new Fault("request.bad-parameter", { parameter: "$count", value: text.slice(0, 40), expected: "true, false" });
}

function wholeOption(search: URLSearchParams, name: string, maximum: number): number | undefined {
  const text = single(search, name);
  if (text === undefined) return undefined;
  const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (!(number <= maximum))
    throw new Fault("request.over-limit", { name, value: text.slice(0, 40), minimum: 0, maximum });
  return number;
}

/** "a, b" or "*"; each once, in the model's order, which is the order of the answer's properties too. */
export function parseSelect(text: string | undefined, { properties }: Model): readonly Property[] | undefined {
  if (text === undefined) return undefined;
  const names = text.split(",").map((name) => name.trim());
  if (names.includes("*")) return undefined;
  const chosen = new Set(names.map((name) => getProperty(properties, name)));
  return properties.filter((property) => chosen.has(property));
}

/** "a desc, b". OData puts missing values before all others, and behind them where the order is descending. */
function parseOrder(text: string | undefined, { properties }: Model): readonly RowOrder[] {
  if (text === undefined) return [];
  let at = 0;
  return text.split(",").map((part) => {
    const [, name, direction = "asc"] = /^\s*([A-Za-z_]\w*)(?:\s+(asc|desc))?\s*$/.exec(part) ?? [];
    if (name === undefined) throw badSyntax("$orderby", text, at);
    at += part.length + 1;
    const field = getProperty(properties, name).field.name;
    return direction === "desc" ? { field, direction } : { field, direction: "asc", missing: "first" };
  });
}
