/** The tree as Turtle, which is N3 too. */
import { isNode, isRef, type Name, type Node, PREFIXES, type Value, type Writer } from "./graph.ts";

const HEAD = Object.entries(PREFIXES)
  .map(([prefix, iri]) => `@prefix ${prefix}: <${iri}> .\n`)
  .join("");

export const turtle: Writer = {
  node: (node) => `${node.iri === undefined ? "[]" : `<${node.iri}>`} ${inside(node, "  ")} .\n`,
  document: (nodes) => `${HEAD}\n${nodes.join("\n")}`,
};

function inside({ types, properties }: Node, indent: string): string {
  const lines = [
    ...(types.length === 0 ? [] : [`a ${types.map(nameOf).join(", ")}`]),
    ...properties.flatMap(([name, ...values]) =>
      values.length === 0 ? [] : [`${nameOf(name)} ${values.map((value) => writeValue(value, indent)).join(", ")}`],
    ),
  ];
  return lines.join(` ;\n${indent}`);
}

function writeValue(value: Value, indent: string): string {
  if (isNode(value)) {
    const deeper = `${indent}  `;
    return value.iri === undefined ? `[\n${deeper}${inside(value, deeper)}\n${indent}]` : `<${value.iri}>`;
  }
  if (isRef(value)) return `<${value.ref}>`;
  const { text, lang, type } = value;
  return `"${escapeText(text)}"${lang !== undefined ? `@${lang}` : type !== undefined ? `^^${nameOf(type)}` : ""}`;
}

/** Names of ours have no character that Turtle would have to escape. */
const nameOf = (name: Name): string => name;

const ESCAPES: Readonly<Record<string, string>> = { '"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

const escapeText = (text: string): string =>
  text
    .replace(/["\\\n\r\t]/g, (sign) => ESCAPES[sign] ?? sign)
    .replace(/[\p{Cc}\p{Cs}]/gu, (sign) =>
      sign.length > 1 ? sign : `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
