/**
 * RDF/XML, as catalogues write it: nodes and properties in turn, by the W3C's grammar. XML literals are read as their text and lists as
 * their members. The scanner beneath knows no document types and no entities but XML's own, and bounds depth and length.
 */
import { createXmlScanner, decodeXml } from "../tabular/xml-scan.ts";
import { BadDocument } from "./document.ts";
import type { GivenQuad, GivenTerm } from "./graph.ts";

const RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const XML = "http://www.w3.org/XML/1998/namespace";

/** An element on the way from the root to where the scanner is. */
interface Level {
  readonly kind: "root" | "node" | "property";
  readonly prefixes: ReadonlyMap<string, string>;
  readonly lang: string;
  readonly base: string;
  /** Of a node: itself. Of a property: whose it is. */
  readonly subject: GivenTerm;
  readonly predicate: string;
  /** Of a property whose value is a literal unless a node comes. */
  text: string;
  isLiteral: boolean;
}

const iri = (value: string): GivenTerm => ({ termType: "NamedNode", value });
const literal = (value: string, language: string): GivenTerm => ({ termType: "Literal", value, language });
/** In pieces, since the scanner bounds what it holds between two of them. */
const PIECE = 64 * 1024;
const NOBODY = iri("");

/** Throws BadDocument, Unreadable. */
export function readRdfXml(text: string, address: string): readonly GivenQuad[] {
  const quads: GivenQuad[] = [];
  const path: Level[] = [];
  let blanks = 0;
  const blank = (name?: string): GivenTerm => {
    blanks += 1;
    return { termType: "BlankNode", value: `_:${name ?? `b${blanks}`}` };
  };
  const say = (subject: GivenTerm, predicate: string, object: GivenTerm): void =>
    void quads.push({ subject, predicate: iri(predicate), object });

  const open = (_: string, tag: string): void => {
    const above = path.at(-1);
    const attributes = readAttributes(tag);
    const prefixes = withPrefixes(above?.prefixes, attributes);
    const named = attributes.flatMap(([name, value]) => {
      const full = /^xmlns(?::|$)/.test(name) ? undefined : expand(name, prefixes, false);
      return full === undefined ? [] : [[full, value] as const];
    });
    const find = (name: string): string | undefined => named.find(([full]) => full === name)?.[1];
    const base = find(`${XML}base`) ?? above?.base ?? address;
    const lang = find(`${XML}lang`) ?? above?.lang ?? "";
    const resolve = (value: string): GivenTerm => iri(URL.canParse(value, base) ? new URL(value, base).href : value);
    const name = expand(/^[^\s/>]+/.exec(tag)?.[0] ?? "", prefixes, true) ?? "";
    const common = { prefixes, lang, base, text: "", isLiteral: false };
    const reference = (about: string): GivenTerm | undefined => {
      const [said, nodeId] = [find(`${RDF}${about}`), find(`${RDF}nodeID`)];
      return said !== undefined ? resolve(said) : nodeId === undefined ? undefined : blank(`n${nodeId}`);
    };
    const plain = named.filter(([full]) => !full.startsWith(RDF) && !full.startsWith(XML));
    if (above === undefined && name === `${RDF}RDF`)
      path.push({ ...common, kind: "root", subject: NOBODY, predicate: "" });
    else if (above?.kind === "node") {
      const object = reference("resource");
      const level: Level = { ...common, kind: "property", subject: above.subject, predicate: name };
      if (find(`${RDF}parseType`) === "Resource") {
        const inner = blank();
        say(above.subject, name, inner);
        path.push({ ...level, kind: "node", subject: inner });
        return;
      }
      const target = object ?? (plain.length > 0 ? blank() : undefined);
      if (target !== undefined) {
        say(above.subject, name, target);
        for (const [full, value] of plain) say(target, full, literal(value, lang));
      }
      level.isLiteral = target === undefined;
      path.push(level);
    } else {
      const id = find(`${RDF}ID`);
      const subject = reference("about") ?? (id === undefined ? blank() : resolve(`#${id}`));
      if (above?.kind === "property") {
        above.isLiteral = false;
        say(above.subject, above.predicate, subject);
      }
      if (name !== `${RDF}Description`) say(subject, `${RDF}type`, iri(name));
      for (const [full, value] of plain) say(subject, full, literal(value, lang));
      path.push({ ...common, kind: "node", subject, predicate: "" });
    }
  };

  const close = (): void => {
    const level = path.pop();
    if (level?.kind === "property" && level.isLiteral)
      say(level.subject, level.predicate, literal(decodeXml(level.text), level.lang));
  };
  const scanner = createXmlScanner("RDF/XML", {
    open: (name, tag, selfClosing) => {
      open(name, tag);
      if (selfClosing) close();
    },
    text: (raw) => {
      const level = path.at(-1);
      if (level?.isLiteral === true) level.text += raw;
    },
    close,
  });
  for (let at = 0; at < text.length; at += PIECE) scanner.write(text.slice(at, at + PIECE));
  scanner.end();
  return quads;
}

type Attribute = readonly [name: string, value: string];

const readAttributes = (tag: string): readonly Attribute[] =>
  [...tag.matchAll(/\s([^\s=/>"']+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)].map(([, name = "", one, other]) => [
    name,
    decodeXml(one ?? other ?? ""),
  ]);

function withPrefixes(
  above: ReadonlyMap<string, string> | undefined,
  attributes: readonly Attribute[],
): ReadonlyMap<string, string> {
  const own = attributes.filter(([name]) => /^xmlns(?::|$)/.test(name));
  if (own.length === 0 && above !== undefined) return above;
  const prefixes = new Map(above ?? [["xml", XML]]);
  for (const [name, value] of own) prefixes.set(name.slice("xmlns:".length), value);
  return prefixes;
}

/** Undefined for an attribute without a prefix, which has no namespace. */
function expand(name: string, prefixes: ReadonlyMap<string, string>, isElement: boolean): string | undefined {
  const at = name.indexOf(":");
  if (at < 0 && !isElement) return undefined;
  const space = prefixes.get(at < 0 ? "" : name.slice(0, at));
  if (space === undefined) throw new BadDocument(`XML namespace ${name.slice(0, 50)}`);
  return space + name.slice(at + 1);
}
