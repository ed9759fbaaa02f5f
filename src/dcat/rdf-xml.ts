/** The tree as RDF/XML. */
import { escapeXml } from "../tabular/xml-write.ts";
import { expand, isNode, isRef, type Node, PREFIXES, type Value, type Writer } from "./graph.ts";

const HEAD = Object.entries(PREFIXES)
  .map(([prefix, iri]) => `\n  xmlns:${prefix}="${iri}"`)
  .join("");

export const rdfXml: Writer = {
  node: (node) => element(node, "  "),
  document: (nodes) => `<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF${HEAD}>\n${nodes.join("")}</rdf:RDF>\n`,
};

/** The first type names the element; others follow inside. */
function element({ iri, types, properties }: Node, indent: string): string {
  const [name = "rdf:Description", ...others] = types;
  const about = iri === undefined ? "" : ` rdf:about="${escapeXml(iri)}"`;
  const deeper = `${indent}  `;
  const lines = [
    ...others.map((type) => `${deeper}<rdf:type rdf:resource="${escapeXml(expand(type))}"/>\n`),
    ...properties.flatMap(([property, ...values]) => values.map((value) => propertyOf(property, value, deeper))),
  ];
  return `${indent}<${name}${about}>\n${lines.join("")}${indent}</${name}>\n`;
}

function propertyOf(name: string, value: Value, indent: string): string {
  if (isNode(value) && value.iri === undefined)
    return `${indent}<${name}>\n${element(value, `${indent}  `)}${indent}</${name}>\n`;
  if (isNode(value) || isRef(value)) {
    const iri = isNode(value) ? (value.iri ?? "") : value.ref;
    return `${indent}<${name} rdf:resource="${escapeXml(iri)}"/>\n`;
  }
  const { text, lang, type } = value;
  const mark =
    lang !== undefined ? ` xml:lang="${lang}"` : type !== undefined ? ` rdf:datatype="${escapeXml(expand(type))}"` : "";
  return `${indent}<${name}${mark}>${escapeXml(text)}</${name}>\n`;
}
