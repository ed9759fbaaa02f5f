/**
 * RDF as it comes over HTTP: Turtle, N-Triples, JSON-LD, RDF/XML. Everything is in the document itself: contexts of others are not
 * fetched, and a document type, which is where XML's entities come from, is refused before anything is parsed.
 */
import jsonld from "jsonld";
import { Parser } from "n3";
import { BadDocument, parseJson } from "./document.ts";
import type { GivenQuad, GivenTerm, Term, Triple } from "./graph.ts";
import { readRdfXml } from "./rdf-xml.ts";

const MOST_TRIPLES = 1_000_000;

/** `type`: the media type that it was sent with. Throws BadDocument, and whatever the libraries throw. */
export async function readRdf(text: string, type: string, base: string): Promise<readonly Triple[]> {
  const quads = await readQuads(text, type, base);
  if (quads.length > MOST_TRIPLES) throw new BadDocument(`> ${MOST_TRIPLES}`);
  return quads.map(({ subject, predicate, object }) => ({
    subject: subject.value,
    predicate: predicate.value,
    object: toTerm(object),
  }));
}

async function readQuads(text: string, type: string, base: string): Promise<readonly GivenQuad[]> {
  const start = text.trimStart().slice(0, 200);
  if (/json/.test(type) || /^[[{]/.test(start)) return readJsonLd(text, base);
  if (/<!doctype\s+html|<html/i.test(start)) throw new BadDocument("HTML");
  if (/xml/.test(type) || /^<\?xml|^<rdf:RDF/i.test(start)) return readRdfXml(text, base);
  return new Parser({ baseIRI: base, format: /n3/.test(type) ? "text/n3" : "text/turtle" }).parse(text);
}

async function readJsonLd(text: string, base: string): Promise<readonly GivenQuad[]> {
  const document = parseJson(text);
  if (typeof document !== "object" || document === null) throw new BadDocument("JSON-LD");
  const quads = await jsonld.toRDF(document, {
    base,
    documentLoader: async (url: string) => {
      throw new BadDocument(`@context ${url.slice(0, 100)}`);
    },
  });
  // Without a format it gives quads.
  return quads as unknown as readonly GivenQuad[];
}

const toTerm = ({ termType, value, language }: GivenTerm): Term =>
  termType === "Literal"
    ? { kind: "literal", value, lang: (language ?? "").toLowerCase().split("-")[0] ?? "" }
    : { kind: termType === "BlankNode" ? "blank" : "iri", value, lang: "" };
