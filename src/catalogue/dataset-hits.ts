/**
 * Which datasets somebody may see and a search finds, and what each of them is worth: conditions and figures over `catalogue.search_entry s`
 * alone, where everything that a list is made from stands in one row.
 */
import type { Actor } from "../kernel/actor.ts";
import { readableCondition } from "./rights.ts";
import type { SearchQuery } from "./search-query.ts";
import { type PreparedSearch, tsqueryOf, type Values } from "./search-terms.ts";

export interface Hits {
  readonly from: string;
  readonly conditions: string[];
  /** Binds what else it needs; returns what a hit is worth, as SQL of type bigint. */
  readonly addScore: () => string;
}

const ENTRY = { access: "s.access", agency: "s.agency", slug: "s.slug", version: "s.current_version" };

/** What the actor may read and the search finds, before any filter; without drafts, what has a published version. */
export function findHits(
  actor: Actor,
  { search, drafts = false }: { readonly search?: PreparedSearch | undefined; readonly drafts?: boolean | undefined },
  values: Values,
): Hits {
  const readable = readableCondition(actor, values.list.length + 1, ENTRY);
  for (const value of readable.values) values.add(value);
  const conditions = [readable.sql, ...(drafts ? [] : ["s.current_version is not null"])];
  const from = "from catalogue.search_entry s";
  if (search === undefined) return { from, conditions, addScore: () => "0::bigint" };
  const tsquery = tsqueryOf(search);
  if (tsquery === undefined) {
    const { region, period } = search.query;
    if (region !== undefined) conditions.push(regionSql(region, values).has);
    if (period !== undefined) conditions.push(yearsSql(period, values));
    return { from, conditions, addScore: () => scoreOf(search, "", values) };
  }
  const query = `${values.add(tsquery)}::tsquery`;
  conditions.push(`catalogue.found_by(s.terms) @@ ${query}`);
  return { from, conditions, addScore: () => scoreOf(search, query, values) };
}

interface Place {
  readonly has: string;
  readonly worth: string;
}

/** The region among the rows or in the texts; in the title it says what the dataset is about. */
function regionSql({ code, shortName }: NonNullable<SearchQuery["region"]>, values: Values): Place {
  const own = `${values.add(code)}::text`;
  // Made once, and not for each row as a plan for any name would.
  const name = `(select plainto_tsquery('simple', ${values.add(shortName)}::text))`;
  return {
    has: `(s.regions @> array[${own}] or catalogue.found_by(s.terms) @@ ${name})`,
    worth: `case when s.title @@ ${name} then 2 when s.regions @> array[${own}] then 1 when s.terms @@ ${name} then 0.5 else 0 end`,
  };
}

/** The years of a search beside those of the rows. */
function yearsSql({ from, to }: NonNullable<SearchQuery["period"]>, values: Values): string {
  const [first, last] = [Number(from.slice(0, 4)), Number(to.slice(0, 4))];
  const years = Array.from({ length: Math.min(last - first, 200) + 1 }, (_, index) => first + index);
  return `s.years && ${values.add(years)}::integer[]`;
}

/**
 * The title is worth most, then keywords and fields, then the rest; the words as they were typed in the title more than their like; then
 * what the entry is worth by itself; and of two that are alike in all that, the newer. The same for ever, so that a cursor stays true.
 */
function scoreOf({ query: { region, period }, terms }: PreparedSearch, tsquery: string, values: Values): string {
  const phrase = terms.flatMap(({ words }) => words).join(" ");
  const ofWords =
    terms.length === 0
      ? []
      : [
          `case when s.title @@ ${tsquery} then 3 else 0 end`,
          `case when s.keys @@ ${tsquery} then 2 else 0 end`,
          `case when strpos(s.title_key, ${values.add(phrase)}::text) > 0 then 1 else 0 end`,
          "s.worth",
        ];
  const parts = [
    ...ofWords,
    ...(region === undefined ? [] : [regionSql(region, values).worth]),
    ...(period === undefined ? [] : [`case when ${yearsSql(period, values)} then 1 else 0 end`]),
    // Of two that are alike in all that, the one that changed last; the version's row need not be looked for.
    "date_part('epoch', s.updated_at) / 1e12::float8",
  ];
  return `round((${parts.join(" + ")}) * 1000000)::bigint`;
}
