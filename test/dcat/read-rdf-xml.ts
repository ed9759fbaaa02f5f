/** A reader of the striped RDF/XML that the project writes: node and property elements in turn. For tests, which have no other. */
import { DataFactory, type Quad, type Quad_Object, type Quad_Subject } from "n3";

const { namedNode, blankNode, literal, quad } = DataFactory;
const TYPE = namedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type");

const unescapeXml = (text: string): string =>
  text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&");

export function readRdfXml(xml: string): readonly Quad[] {
  const prefixes = new Map([...xml.matchAll(/xmlns:(\w+)="([^"]*)"/g)].map(([, name = "", iri = ""]) => [name, iri]));
  const name = (qname: string): string => {
    const [prefix = "", local = ""] = qname.split(":");
    const iri = prefixes.get(prefix);
    if (iri === undefined) throw new Error(`no prefix ${prefix}`);
    return iri + local;
  };
  const tokens = [
    ...xml.slice(xml.indexOf(">", xml.indexOf("<rdf:RDF")) + 1).matchAll(/<(\/?)([\w:]+)([^<>]*?)(\/?)>|([^<]+)/g),
  ];
  const quads: Quad[] = [];
  let at = 0;
  let blanks = 0;
  const attribute = (text: string, wanted: string): string | undefined => {
    const found = new RegExp(` ${wanted}="([^"]*)"`).exec(text)?.[1];
    return found === undefined ? undefined : unescapeXml(found);
  };
  const skipSpace = (): void => {
    while (tokens[at]?.[5] !== undefined && /^\s*$/.test(tokens[at]?.[5] ?? "")) at += 1;
  };
  const readNode = (): Quad_Subject => {
    const [, , element = "", attributes = ""] = tokens[at] ?? [];
    at += 1;
    const about = attribute(attributes, "rdf:about");
    const subject = about === undefined ? blankNode(`x${blanks++}`) : namedNode(about);
    if (element !== "rdf:Description") quads.push(quad(subject, TYPE, namedNode(name(element))));
    for (skipSpace(); tokens[at]?.[1] !== "/"; skipSpace()) readProperty(subject);
    if (tokens[at]?.[2] !== element) throw new Error(`${element} is not closed`);
    at += 1;
    return subject;
  };
  const readProperty = (subject: Quad_Subject): void => {
    const [, , element = "", attributes = "", empty] = tokens[at] ?? [];
    at += 1;
    const predicate = namedNode(name(element));
    const resource = attribute(attributes, "rdf:resource");
    let object: Quad_Object;
    if (resource !== undefined) {
      object = namedNode(resource);
      if (empty !== "/") throw new Error(`${element} is not empty`);
    } else {
      const text = tokens[at]?.[5];
      const isText = text !== undefined && tokens[at + 1]?.[1] === "/";
      const type = attribute(attributes, "rdf:datatype");
      if (isText || tokens[at]?.[1] === "/") {
        object = literal(
          unescapeXml(text ?? ""),
          attribute(attributes, "xml:lang") ?? (type === undefined ? undefined : namedNode(type)),
        );
        at += isText ? 1 : 0;
      } else {
        skipSpace();
        object = readNode();
        skipSpace();
      }
      if (tokens[at]?.[1] !== "/" || tokens[at]?.[2] !== element) throw new Error(`${element} is not closed`);
      at += 1;
    }
    quads.push(quad(subject, predicate, object));
  };
  for (skipSpace(); tokens[at]?.[1] !== "/"; skipSpace()) readNode();
  return quads;
}
