/** What people type, in the shape of every attack on a page at once, and a look at an answer for any of it that became markup. */
import { type DefaultTreeAdapterMap, parse } from "parse5";

/** Breaks out of an attribute, of text, of a script and of a comment, and is a formula of a spreadsheet. */
export const HOSTILE = `=1+1"'></script>--><x-jahat onmouseover=alert(1)>{{7*7}}</x-jahat>\${7*7}`;

/** The like as the name of a file, where a slash would end it. */
export const HOSTILE_NAME = `=1+1"'><x-jahat onmouseover=alert(1)>`;

type Node = DefaultTreeAdapterMap["node"];

/** Elements of ours never have these; whoever finds one has found what somebody typed. */
export function findForeignMarkup(html: string): readonly string[] {
  const found: string[] = [];
  const look = (node: Node): void => {
    if ("tagName" in node) {
      const attributes = node.attrs.map(({ name }) => name);
      const inline = node.tagName === "script" && !attributes.includes("src") && !isData(node.attrs);
      if (node.tagName === "x-jahat" || inline) found.push(node.tagName);
      found.push(...attributes.filter((name) => name.startsWith("on") || name.includes("jahat")));
      const address = node.attrs.find(({ name }) => name === "href" || name === "src");
      if (address !== undefined && /^\s*(?:javascript|vbscript):/i.test(address.value)) found.push(address.value);
    }
    if ("childNodes" in node) for (const child of node.childNodes) look(child);
  };
  look(parse(html));
  return found;
}

/** Of no type that a browser runs. */
const isData = (attributes: readonly { readonly name: string; readonly value: string }[]): boolean =>
  attributes.some(({ name, value }) => name === "type" && /json/.test(value));
