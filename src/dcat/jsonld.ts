/** The tree as JSON-LD: one graph, names by prefixes. */
import { isNode, isRef, type Node, PREFIXES, type Value, type Writer } from "./graph.ts";

export const jsonLd: Writer = {
  node: (node) => JSON.stringify(toObject(node)),
  document: (nodes) => `{"@context":${JSON.stringify(PREFIXES)},"@graph":[${nodes.join(",")}]}`,
};

function toObject({ iri, types, properties }: Node): Record<string, unknown> {
  return {
    ...(iri === undefined ? {} : { "@id": iri }),
    ...(types.length === 0 ? {} : { "@type": types }),
    ...Object.fromEntries(
      properties.flatMap(([name, ...values]) => {
        const list = values.map(toValue);
        return list.length === 0 ? [] : [[name, list.length === 1 ? list[0] : list]];
      }),
    ),
  };
}

function toValue(value: Value): unknown {
  if (isNode(value)) return value.iri === undefined ? toObject(value) : { "@id": value.iri };
  if (isRef(value)) return { "@id": value.ref };
  const { text, lang, type } = value;
  if (lang !== undefined) return { "@value": text, "@language": lang };
  return type === undefined ? text : { "@value": text, "@type": type };
}
