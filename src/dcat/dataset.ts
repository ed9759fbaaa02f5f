/**
 * A dataset as DCAT 3 describes it, in the form that DCAT-AP 3 demands. Its address is its URI for ever. Nodes that datasets share (agencies,
 * regions, themes …) are named by their addresses and stand beside it.
 */
import { type DatasetDetails, modifiedAt } from "../catalogue/open-datasets.ts";
import type { Reference } from "../catalogue/reference-memory.ts";
import { type FileFormat, formatsOf } from "../formats/formats.ts";
import { inLanguage, type LocalisedText } from "../kernel/locale.ts";
import type { DataPackage, Series } from "../kernel/package.ts";
import { inId, type Node, type Property, plain, ref, time, toIri, typed, type Value } from "./graph.ts";
import {
  formatNode,
  formatTitle,
  frequencyNode,
  INDONESIAN,
  mediaTypeNode,
  PUBLIC_ACCESS,
  SHA256,
  themeNode,
} from "./vocabulary.ts";

export interface Surroundings extends Pick<Reference, "agencies" | "topics" | "regions"> {
  readonly baseUrl: string;
  /** Where questions about data go. */
  readonly contactEmail: string | undefined;
}

/** Nodes by their address, each once. */
export interface Shared {
  readonly add: (node: Node) => Value;
  readonly nodes: () => readonly Node[];
}

export function createShared(): Shared {
  const nodes = new Map<string, Node>();
  return {
    add: (node) => {
      if (node.iri === undefined) return node;
      if (!nodes.has(node.iri)) nodes.set(node.iri, node);
      return ref(node.iri);
    },
    nodes: () => [...nodes.values()],
  };
}

export const bothLanguages = (text: LocalisedText): readonly Value[] =>
  typeof text === "string" || text.en === undefined
    ? [inId(inLanguage(text, "id"))]
    : [inId(text.id), { text: text.en, lang: "en" }];

/** Says something only where there is something to say. */
const optional = (name: Property[0], ...values: readonly (Value | undefined)[]): readonly Property[] => {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? [] : [[name, ...known]];
};

export const datasetUri = (baseUrl: string, slug: string): string => `${baseUrl}/dataset/${slug}`;

export function agencyNode(slug: string, { agencies, baseUrl }: Surroundings): Node {
  const agency = agencies.get(slug);
  return {
    iri: `${baseUrl}/instansi/${slug}`,
    types: ["foaf:Organization", "foaf:Agent"],
    properties: [
      [
        "foaf:name",
        inId(agency?.name ?? slug),
        ...(agency?.nameEn === undefined ? [] : [{ text: agency.nameEn, lang: "en" as const }]),
      ],
      ["dct:identifier", plain(slug)],
    ],
  };
}

function regionNode(code: string, { regions, baseUrl }: Surroundings): Node {
  const region = regions.get(code);
  return {
    iri: `${baseUrl}/wilayah/${code}`,
    types: ["dct:Location"],
    properties: [
      ["skos:prefLabel", inId(region?.shortName ?? code)],
      ["dct:identifier", plain(code)],
    ],
  };
}

function topicNode(slug: string, { topics, baseUrl }: Surroundings): Node {
  const topic = topics.get(slug);
  return {
    iri: `${baseUrl}/topik/${slug}`,
    types: ["skos:Concept"],
    properties: [["skos:prefLabel", ...bothLanguages(topic?.title ?? slug)]],
  };
}

/** What DCAT-AP demands of a series is said by any of its datasets alike. */
function seriesNode({ name, title }: Series, { baseUrl }: Surroundings): Node {
  return {
    iri: `${baseUrl}/#seri-${name}`,
    types: ["dcat:DatasetSeries"],
    properties: [
      ["dct:title", ...bothLanguages(title)],
      ["dct:description", ...bothLanguages(title)],
      ["dct:identifier", plain(name)],
    ],
  };
}

/** The dataset, its files behind it. */
export function describeDataset(details: DatasetDetails, around: Surroundings, shared: Shared): readonly Node[] {
  const { dataset, current, regions, years } = details;
  const { baseUrl } = around;
  const { slug } = dataset;
  const { package: pkg, number, note, publishedAt } = current;
  const uri = datasetUri(baseUrl, slug);
  const publisher = shared.add(agencyNode(dataset.agency, around));
  const files =
    current.withdrawn === undefined
      ? formatsOf(current).map((format) => fileNode(details, format, around, shared))
      : [];
  const [first, last] = [years.at(0), years.at(-1)];
  const description = bothLanguages(pkg.description).filter((value) => !("text" in value) || value.text !== "");
  const node: Node = {
    iri: uri,
    types: ["dcat:Dataset", "prov:Entity"],
    properties: [
      ["dct:title", ...bothLanguages(pkg.title)],
      ["dct:description", ...(description.length === 0 ? bothLanguages(pkg.title) : description)],
      ["dct:identifier", plain(slug)],
      ["dcat:version", plain(String(number))],
      ...optional("adms:versionNotes", note === undefined ? undefined : inId(note)),
      ...optional("dcat:previousVersion", number > 1 ? ref(`${uri}/v${number - 1}`) : undefined),
      ...optional("dcat:inSeries", pkg.series && shared.add(seriesNode(pkg.series, around))),
      ["dct:issued", time(dataset.createdAt < publishedAt ? dataset.createdAt : publishedAt)],
      ["dct:modified", time(modifiedAt(details))],
      ["dct:publisher", publisher],
      ["dcat:contactPoint", contactNode(dataset.agency, around, pkg)],
      ...optional("dcat:keyword", ...pkg.keywords.map(inId)),
      [
        "dcat:landingPage",
        shared.add({ iri: `${uri}#halaman`, types: ["foaf:Document"], properties: [["foaf:primaryTopic", ref(uri)]] }),
      ],
      ["dct:language", shared.add(INDONESIAN)],
      ["dct:accessRights", shared.add(PUBLIC_ACCESS)],
      ...optional("dct:accrualPeriodicity", pkg.frequency && shared.add(frequencyNode(pkg.frequency))),
      ...optional("dcat:theme", ...themesOf(pkg.topics, around, shared)),
      ...optional("dct:spatial", ...coarse(regions).map((code) => shared.add(regionNode(code, around)))),
      ...optional(
        "dct:temporal",
        first === undefined || last === undefined
          ? undefined
          : {
              types: ["dct:PeriodOfTime"],
              properties: [
                ["dcat:startDate", typed(`${first}-01-01`, "xsd:date")],
                ["dcat:endDate", typed(`${last}-12-31`, "xsd:date")],
              ],
            },
      ),
      ...optional(
        "dct:source",
        ...pkg.sources.map(({ path }) => toIri(path)).map((iri) => (iri === undefined ? undefined : ref(iri))),
      ),
      ["prov:wasAttributedTo", publisher],
      ...optional("prov:wasGeneratedBy", activityNode(pkg)),
      ...optional("dcat:distribution", ...files.map((file) => ref(file.iri ?? ""))),
    ],
  };
  return [node, ...files];
}

/** Districts and villages are told by their regency. */
const coarse = (codes: readonly string[]): readonly string[] =>
  [...new Set(codes.map((code) => code.slice(0, 5)))].sort();

function themesOf(topics: readonly string[], around: Surroundings, shared: Shared): readonly Value[] {
  const themes = topics.flatMap((topic) => themeNode(topic) ?? []);
  const own = topics.map((topic) => topicNode(topic, around));
  const once = new Map([...themes, ...own].map((node) => [node.iri, node]));
  return [...once.values()].map(shared.add);
}

/** The statistical activity, as far as provenance has words for it; undefined where none is told. */
function activityNode({ activity }: DataPackage): Node | undefined {
  if (activity === undefined) return undefined;
  const { activityTitle, purpose, code, collectionFrom, collectionUntil } = activity;
  const at = (day: string | undefined): Value | undefined =>
    day === undefined ? undefined : typed(`${day}T00:00:00+08:00`, "xsd:dateTime");
  return {
    types: ["prov:Activity"],
    properties: [
      ...optional("dct:title", activityTitle === undefined ? undefined : inId(activityTitle)),
      ...optional("dct:description", ...(purpose === undefined ? [] : bothLanguages(purpose))),
      ...optional("dct:identifier", code === undefined ? undefined : plain(code)),
      ...optional("prov:startedAtTime", at(collectionFrom)),
      ...optional("prov:endedAtTime", at(collectionUntil)),
    ],
  };
}

/** Questions go to the activity's own address where it tells one. */
function contactNode(slug: string, { agencies, baseUrl, contactEmail }: Surroundings, pkg: DataPackage): Node {
  const email = pkg.activity?.email ?? contactEmail;
  return {
    types: ["vcard:Organization", "vcard:Kind"],
    properties: [
      ["vcard:fn", inId(agencies.get(slug)?.name ?? slug)],
      ["vcard:hasURL", ref(`${baseUrl}/instansi/${slug}`)],
      ...optional("vcard:hasEmail", email === undefined ? undefined : ref(`mailto:${encodeURI(email)}`)),
    ],
  };
}

function fileNode(
  { dataset, current, files }: DatasetDetails,
  { ending, mediaType }: FileFormat,
  { baseUrl }: Surroundings,
  shared: Shared,
): Node {
  const { slug } = dataset;
  const uri = datasetUri(baseUrl, slug);
  const kept = files.find((file) => file.ending === ending);
  const license = toIri(current.package.licenses[0]?.path);
  const media = mediaTypeNode(mediaType);
  const download = `${baseUrl}/download/${slug}.${ending}`;
  return {
    iri: `${uri}#${ending}`,
    types: ["dcat:Distribution"],
    properties: [
      ["dct:title", plain(formatTitle(ending))],
      ["dcat:accessURL", shared.add({ iri: download, types: ["rdfs:Resource"], properties: [] })],
      ["dcat:downloadURL", ref(download)],
      ["dct:issued", time(current.publishedAt)],
      ...optional(
        "dct:license",
        license === undefined
          ? undefined
          : shared.add({ iri: license, types: ["dct:LicenseDocument"], properties: [] }),
      ),
      ["dct:format", shared.add(formatNode(ending))],
      ...optional("dcat:mediaType", media && shared.add(media)),
      ...(kept === undefined
        ? []
        : [
            ["dcat:byteSize", typed(String(kept.bytes), "xsd:nonNegativeInteger")] as const,
            [
              "spdx:checksum",
              {
                types: ["spdx:Checksum"],
                properties: [
                  ["spdx:algorithm", shared.add(SHA256)],
                  ["spdx:checksumValue", typed(kept.sha256, "xsd:hexBinary")],
                ],
              } satisfies Node,
            ] as const,
          ]),
      ["prov:wasDerivedFrom", ref(`${uri}/v${current.number}`)],
    ],
  };
}
