/** `Query.datasets`: the list with what the search was taken to mean, why each dataset was found, and what it can be narrowed by. */
import type { DatasetFilter } from "../catalogue/dataset-filter.ts";
import type { DatasetListRequest, DatasetPage } from "../catalogue/dataset-list.ts";
import type { Dataset } from "../catalogue/datasets.ts";
import { FACETS } from "../catalogue/facets.ts";
import { explainMatches, type Match } from "../catalogue/search-match.ts";
import type { PreparedSearch } from "../catalogue/search-terms.ts";
import type { Lang } from "../kernel/locale.ts";
import { type LangArgument, oncePer, type Question } from "./question.ts";

interface DatasetsArguments {
  readonly search?: string | null | undefined;
  readonly filter?: { readonly [K in keyof DatasetFilter]?: readonly string[] | null | undefined } | null | undefined;
  readonly orderBy?: DatasetListRequest["orderBy"] | null | undefined;
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

/** The fields of a DatasetConnection. */
interface DatasetConnection extends Omit<DatasetPage, "edges" | "search"> {
  readonly edges: readonly {
    readonly cursor: string;
    readonly node: Dataset;
    readonly match: (args: LangArgument) => Promise<Match | null>;
  }[];
  readonly understood: Understood | null;
  readonly facets: () => Promise<readonly unknown[]>;
}

interface Understood {
  readonly words: readonly string[];
  readonly region: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly corrected: PreparedSearch["corrected"];
  readonly loose: boolean;
}

export async function resolveDatasets(
  _root: unknown,
  { search: typed, filter: wanted, orderBy, first, after }: DatasetsArguments,
  { store, actor, findDatasets, recallFacets }: Question,
): Promise<DatasetConnection> {
  const filter = withoutNulls(wanted ?? {});
  const { search: used, ...page } = await findDatasets(actor, {
    typed: typed ?? "",
    filter,
    orderBy: orderBy ?? undefined,
    first: first ?? 20,
    after: after ?? undefined,
  });
  const explain = oncePer((lang: Lang) =>
    store.read(async (tx) => (used === undefined ? undefined : explainMatches(tx, used, page.nodes, lang))),
  );
  return {
    ...page,
    edges: page.edges.map((edge) => ({
      ...edge,
      match: async ({ lang }) => (await explain(lang))?.get(edge.node.slug) ?? null,
    })),
    understood: used === undefined ? null : understoodOf(used),
    facets: async () => {
      const facets = await store.read((tx) => recallFacets(tx, actor, { search: used, filter }));
      return FACETS.map((name) => ({ name, values: facets[name] }));
    },
  };
}

const understoodOf = ({ query, corrected, loose }: PreparedSearch): Understood => ({
  words: query.words,
  region: query.region?.code ?? null,
  from: query.period?.from ?? null,
  to: query.period?.to ?? null,
  corrected,
  loose,
});

/** A null filter is no filter. */
function withoutNulls(filter: NonNullable<DatasetsArguments["filter"]>): DatasetFilter {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== null && value !== undefined));
}
