/** The forms of RDF that there are, by ending and by media type, and which of them, or a page, a client would rather have. */

import type { IncomingMessage } from "node:http";
import Negotiator from "negotiator";
import type { Writer } from "./graph.ts";
import { jsonLd } from "./jsonld.ts";
import { rdfXml } from "./rdf-xml.ts";
import { turtle } from "./turtle.ts";

export interface RdfFormat {
  readonly endings: readonly [string, ...string[]];
  readonly mediaType: string;
  readonly writer: Writer;
}

const FORMATS: readonly RdfFormat[] = [
  { endings: ["ttl"], mediaType: "text/turtle", writer: turtle },
  { endings: ["jsonld"], mediaType: "application/ld+json", writer: jsonLd },
  { endings: ["rdf", "xml"], mediaType: "application/rdf+xml", writer: rdfXml },
  { endings: ["n3"], mediaType: "text/n3", writer: turtle },
];

export const findRdfFormat = (ending: string): RdfFormat | undefined =>
  FORMATS.find(({ endings }) => endings.includes(ending));

const OFFERED = ["text/html", ...FORMATS.map(({ mediaType }) => mediaType)];

/** Undefined for whoever would have a page as well, as every browser and `*` would. */
export function negotiateRdf(request: IncomingMessage): RdfFormat | undefined {
  if (request.headers.accept === undefined) return undefined;
  const [chosen] = new Negotiator(request).mediaTypes(OFFERED);
  return FORMATS.find(({ mediaType }) => mediaType === chosen);
}
