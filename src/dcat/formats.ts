/** The forms of RDF that there are, by ending and by media type, and which of them, or a page, a client would rather have. */

import type { IncomingMessage } from "node:http";
import Negotiator from "negotiator";
import type { Node } from "./graph.ts";
import { writeJsonLd } from "./jsonld.ts";
import { writeRdfXml } from "./rdf-xml.ts";
import { writeTurtle } from "./turtle.ts";

export interface RdfFormat {
  readonly endings: readonly [string, ...string[]];
  readonly mediaType: string;
  readonly write: (nodes: readonly Node[]) => string;
}

const FORMATS: readonly RdfFormat[] = [
  { endings: ["ttl"], mediaType: "text/turtle", write: writeTurtle },
  { endings: ["jsonld"], mediaType: "application/ld+json", write: writeJsonLd },
  { endings: ["rdf", "xml"], mediaType: "application/rdf+xml", write: writeRdfXml },
  { endings: ["n3"], mediaType: "text/n3", write: writeTurtle },
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
