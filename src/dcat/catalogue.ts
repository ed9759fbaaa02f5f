/**
 * The catalogue as a whole, in pages of a hundred datasets in a fixed order. Each page is a collection of both generations of Hydra, since
 * some readers know the old one only. A harvester takes what is missing for deleted: a page is whole or there is none.
 */
import { createShared, datasetUri, type Shared, type Surroundings } from "./dataset.ts";
import { inId, type Node, type Property, plain, ref, time, type Value, type Writer, whole } from "./graph.ts";
import { INDONESIAN, THEME_TAXONOMY } from "./vocabulary.ts";
import type { WrittenDataset } from "./written.ts";

export const PAGE_SIZE = 100;

export interface PageOf {
  readonly number: number;
  readonly last: number;
  readonly total: number;
  /** The address of a page in the format that is asked for. */
  readonly address: (page: number) => string;
  readonly modified: Date | undefined;
}

export function writeCatalogue(
  page: PageOf,
  datasets: readonly WrittenDataset[],
  around: Surroundings,
  { node, document }: Writer,
): string {
  const listed = datasets.map(({ slug }) => ref(datasetUri(around.baseUrl, slug)));
  const shared = createShared();
  const own = [catalogueNode(page, listed, around, shared), pageNode(page)];
  // By their addresses, each once, however many datasets name them.
  const named = new Map<string, string>();
  for (const { shared } of datasets) for (const [iri, text] of shared) if (!named.has(iri)) named.set(iri, text);
  for (const one of shared.nodes()) if (!named.has(one.iri ?? "")) named.set(one.iri ?? "", node(one));
  return document([...own.map(node), ...datasets.flatMap(({ nodes }) => nodes), ...named.values()]);
}

function catalogueNode(
  { number, total, address, modified }: PageOf,
  listed: readonly Value[],
  { baseUrl }: Surroundings,
  shared: Shared,
): Node {
  return {
    iri: `${baseUrl}/`,
    types: ["dcat:Catalog", "hydra:Collection"],
    properties: [
      ["dct:title", inId("Jendela Sulsel"), { text: "Jendela Sulsel", lang: "en" }],
      [
        "dct:description",
        inId("Katalog data terbuka dan layanan data dasar Sulawesi Selatan"),
        { text: "The open-data catalogue and basic-data service of South Sulawesi", lang: "en" },
      ],
      ["dct:publisher", shared.add(publisherNode(baseUrl))],
      ["dct:language", shared.add(INDONESIAN)],
      ["foaf:homepage", shared.add({ iri: `${baseUrl}/#halaman`, types: ["foaf:Document"], properties: [] })],
      ["dcat:themeTaxonomy", shared.add(THEME_TAXONOMY)],
      ...(modified === undefined ? [] : [["dct:modified", time(modified)] as const]),
      ["hydra:totalItems", whole(total)],
      ["hydra:view", ref(address(number))],
      ["dcat:service", ...services(baseUrl, shared).map(shared.add)],
      ...(listed.length === 0 ? [] : [["dcat:dataset", ...listed] as const]),
    ],
  };
}

const publisherNode = (baseUrl: string): Node => ({
  iri: `${baseUrl}/#penerbit`,
  types: ["foaf:Organization", "foaf:Agent"],
  properties: [
    ["foaf:name", inId("Pemerintah Provinsi Sulawesi Selatan"), { text: "Government of South Sulawesi", lang: "en" }],
  ],
});

/** What can be asked by programs. */
const services = (baseUrl: string, shared: Shared): readonly Node[] =>
  [
    { path: "/graphql", title: "GraphQL" },
    { path: "/api/3/action", title: "CKAN Action API" },
  ].map(({ path, title }) => ({
    iri: `${baseUrl}${path}#layanan`,
    types: ["dcat:DataService"],
    properties: [
      ["dct:title", plain(title)],
      ["dcat:endpointURL", shared.add({ iri: `${baseUrl}${path}`, types: ["rdfs:Resource"], properties: [] })],
    ],
  }));

function pageNode({ number, last, total, address }: PageOf): Node {
  const next: readonly Property[] =
    number < last
      ? [
          ["hydra:next", ref(address(number + 1))],
          ["hydra:nextPage", ref(address(number + 1))],
        ]
      : [];
  const previous: readonly Property[] =
    number > 1
      ? [
          ["hydra:previous", ref(address(number - 1))],
          ["hydra:previousPage", ref(address(number - 1))],
        ]
      : [];
  return {
    iri: address(number),
    types: ["hydra:PartialCollectionView", "hydra:PagedCollection"],
    properties: [
      ["hydra:totalItems", whole(total)],
      ["hydra:itemsPerPage", whole(PAGE_SIZE)],
      ["hydra:first", ref(address(1))],
      ["hydra:last", ref(address(last))],
      ["hydra:firstPage", ref(address(1))],
      ["hydra:lastPage", ref(address(last))],
      ...next,
      ...previous,
    ],
  };
}
