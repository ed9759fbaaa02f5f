/**
 * A description as a tree: nodes with an address or without one, their properties, and texts. Every form of RDF is written from it. Names
 * are prefixed; a node that several others name stands at the top once and is named by its address.
 */

export const PREFIXES = {
  adms: "http://www.w3.org/ns/adms#",
  dcat: "http://www.w3.org/ns/dcat#",
  dct: "http://purl.org/dc/terms/",
  foaf: "http://xmlns.com/foaf/0.1/",
  hydra: "http://www.w3.org/ns/hydra/core#",
  prov: "http://www.w3.org/ns/prov#",
  rdf: "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
  rdfs: "http://www.w3.org/2000/01/rdf-schema#",
  skos: "http://www.w3.org/2004/02/skos/core#",
  spdx: "http://spdx.org/rdf/terms#",
  vcard: "http://www.w3.org/2006/vcard/ns#",
  xsd: "http://www.w3.org/2001/XMLSchema#",
} as const;

type Prefix = keyof typeof PREFIXES;
export type Name = `${Prefix}:${string}`;

export interface Node {
  /** Absent: it is known by what is said of it only. */
  readonly iri?: string | undefined;
  readonly types: readonly Name[];
  readonly properties: readonly Property[];
}

export type Property = readonly [name: Name, ...values: readonly Value[]];

export type Value =
  | { readonly ref: string }
  | { readonly text: string; readonly lang?: "id" | "en" | undefined; readonly type?: Name | undefined }
  | Node;

/** How a form of RDF writes nodes one by one, and joins what was written to a document. */
export interface Writer {
  readonly node: (node: Node) => string;
  readonly document: (nodes: readonly string[]) => string;
}

export const writeNodes = ({ node, document }: Writer, nodes: readonly Node[]): string => document(nodes.map(node));

export const isNode = (value: Value): value is Node => "types" in value;
export const isRef = (value: Value): value is { readonly ref: string } => "ref" in value;

export const ref = (iri: string): Value => ({ ref: iri });
export const plain = (text: string): Value => ({ text });
export const inId = (text: string): Value => ({ text, lang: "id" });
export const typed = (text: string, type: Name): Value => ({ text, type });
export const time = (at: Date): Value => typed(at.toISOString().replace(".000Z", "Z"), "xsd:dateTime");
export const whole = (number: number): Value => typed(String(number), "xsd:integer");

/** The full address of a name. */
export function expand(name: Name): string {
  const colon = name.indexOf(":");
  // A Name begins with one of the prefixes.
  return PREFIXES[name.slice(0, colon) as Prefix] + name.slice(colon + 1);
}

/** An address that somebody wrote, as RDF may hold it; undefined where it is none. */
export function toIri(text: string | undefined): string | undefined {
  if (text === undefined || !URL.canParse(text)) return undefined;
  const { href, protocol } = new URL(text);
  if (!["http:", "https:", "mailto:"].includes(protocol)) return undefined;
  return href.replace(/[<>"{}|\\^`\s]/g, (sign) => encodeURIComponent(sign));
}
