/**
 * What a list of datasets can be narrowed by, with counts: each facet is counted under the search and every other filter, but not under
 * its own, so that one may choose otherwise. One statement.
 */
import type { Actor } from "../kernel/actor.ts";
import type { ReadTx } from "../store/transaction.ts";
import { type DatasetFilter, filterConditions } from "./dataset-filter.ts";
import { findHits } from "./dataset-hits.ts";
import type { DatasetListRequest } from "./dataset-list.ts";
import { collectValues } from "./search-terms.ts";
import { createStateMemory } from "./state-memory.ts";
import type { States } from "./states.ts";

export const FACETS = ["agency", "topic", "frequency", "license", "region", "year", "format"] as const;

export type FacetName = (typeof FACETS)[number];

export interface FacetValue {
  /** A slug, a code, a year, an ending, as the filter of the same name takes it. */
  readonly value: string;
  readonly count: number;
}

export type Facets = { readonly [F in FacetName]: readonly FacetValue[] };

/** Some hundred values each. */
const MOST_KEPT = 200;

/** More values of one facet help nobody to choose. */
const MOST_VALUES = 60;

/**
 * Where each facet stands in an entry. What has several values is grouped by all of them first, since most datasets speak of the same
 * regions and years.
 */
const COLUMNS: { readonly [F in FacetName]: { readonly name: string; readonly list: boolean } } = {
  agency: { name: "agency", list: false },
  topic: { name: "topics", list: true },
  frequency: { name: "frequency", list: false },
  license: { name: "license", list: false },
  region: { name: "regions", list: true },
  year: { name: "years", list: true },
  format: { name: "formats", list: true },
};

function facetSql(facet: FacetName, others: readonly string[]): string {
  const { name, list } = COLUMNS[facet];
  const grouped = `(select ${name} as own, count(*) as count from hits ${others.length === 0 ? "" : `where ${others.join(" and ")}`} group by 1) g`;
  const value = list ? "u.value::text" : "own";
  // Districts are too many to choose from.
  const known = facet === "region" ? "length(u.value) <= 5" : `${value} is not null`;
  return `(select '${facet}' as facet, ${value} as value, sum(count) as count
           from ${grouped}${list ? ", unnest(own) u (value)" : ""} where ${known}
           group by 2 order by ${facet === "year" ? "2 desc" : "3 desc, 2"} limit ${MOST_VALUES})`;
}

/** Most frequent first; years newest first. */
export async function countFacets(
  tx: ReadTx,
  actor: Actor,
  request: Pick<DatasetListRequest, "search" | "filter" | "drafts">,
): Promise<Facets> {
  const values = collectValues();
  const { from, conditions } = findHits(actor, request, values);
  const filters = Object.entries(filterConditions(request.filter ?? {}, values)) as [keyof DatasetFilter, string][];
  const flags = filters.map(([name, condition]) => `coalesce(${condition}, false) as "f_${name}"`);
  const counts = FACETS.map((facet) =>
    facetSql(
      facet,
      filters.filter(([name]) => name !== facet).map(([name]) => `"f_${name}"`),
    ),
  );
  const rows = await tx.query<{ facet: FacetName; value: string; count: string }>(
    `with hits as materialized (
       select s.agency, s.topics, s.frequency, s.license, s.years, s.regions, s.formats${flags.map((flag) => `, ${flag}`).join("")}
       ${from} where ${conditions.join(" and ")}
     ) ${counts.join(" union all ")}`,
    values.list,
  );
  // Every facet is named in the statement above.
  return Object.fromEntries(
    FACETS.map((facet) => [
      facet,
      rows.filter((row) => row.facet === facet).map(({ value, count }) => ({ value, count: Number(count) })),
    ]),
  ) as unknown as Facets;
}

export type RecallFacets = (
  tx: ReadTx,
  actor: Actor,
  request: Pick<DatasetListRequest, "search" | "filter">,
) => Promise<Facets>;

/** Likewise; what the public asks is counted once for each state of the catalogue. */
export function createFacetsMemory(states: States): RecallFacets {
  const recall = createStateMemory<Facets>(states, MOST_KEPT);
  return (tx, actor, { search, filter = {} }) => {
    const count = (): Promise<Facets> => countFacets(tx, actor, { search, filter });
    return actor.role === "public" ? recall(JSON.stringify([search ?? null, filter]), count) : count();
  };
}
