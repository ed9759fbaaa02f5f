/**
 * Web pages that a portal or program named .xls. A table that holds its own labels and numbers is a sheet; where the labels stand in one
 * table and the numbers in another (frozen panes drawn as tables), which row belongs to which is a guess, and the file is refused.
 */
import { isUtf8 } from "node:buffer";
import { readFile } from "node:fs/promises";
import { type DefaultTreeAdapterTypes, parse } from "parse5";
import { decodeWindows1252 } from "./encoding.ts";
import { heldSheet } from "./held-sheet.ts";
import { type Limits, type MergedRange, type RawRow, type Source, Unreadable } from "./model.ts";

type Node = DefaultTreeAdapterTypes.ChildNode;
type Element = DefaultTreeAdapterTypes.Element;

interface HtmlTable {
  readonly rows: readonly RawRow[];
  readonly merges: readonly MergedRange[];
}

const MAX_DEPTH = 2000;
const isElement = (node: Node): node is Element => "tagName" in node;
const childrenOf = (node: Node): readonly Node[] => ("childNodes" in node ? node.childNodes : []);

/** Elements of that name in document order, not looking into the names of `closed`. Iterative: pages nest as deep as they like. */
function findElements(
  root: { readonly childNodes: readonly Node[] },
  name: string,
  closed: readonly string[] = [],
): Element[] {
  const found: Element[] = [];
  const waiting: { node: Node; depth: number }[] = [...root.childNodes].reverse().map((node) => ({ node, depth: 1 }));
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, depth } = next;
    if (isElement(node)) {
      if (node.tagName === name) found.push(node);
      if (closed.includes(node.tagName)) continue;
    }
    if (depth > MAX_DEPTH) continue;
    for (const child of [...childrenOf(node)].reverse()) waiting.push({ node: child, depth: depth + 1 });
  }
  return found;
}

function textOf(root: Element): string {
  let text = "";
  const waiting: Node[] = [...root.childNodes].reverse();
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.nodeName === "#text" && "value" in node) text += node.value;
    else if (isElement(node)) {
      if (node.tagName === "br" || node.tagName === "p" || node.tagName === "div") text += " ";
      if (node.tagName !== "script" && node.tagName !== "style") waiting.push(...[...node.childNodes].reverse());
    }
  }
  return text.replace(/\s+/g, " ").trim();
}

const spanOf = (cell: Element, name: string): number => {
  const value = Number(cell.attrs.find((attribute) => attribute.name === name)?.value ?? 1);
  return Number.isInteger(value) && value > 0 && value <= 1000 ? value : 1;
};

/** The grid as a browser lays it out: a cell that spans pushes its neighbours aside. */
function layOut(table: Element, limits: Limits): HtmlTable {
  const merges: MergedRange[] = [];
  const rows: RawRow[] = [];
  /** For each column, the last row that a spanning cell above covers. */
  const coveredUntil: number[] = [];
  findElements(table, "tr", ["table"]).forEach((line, index) => {
    const row = index + 1;
    const cells: string[] = [];
    let column = 0;
    for (const cell of line.childNodes) {
      if (!isElement(cell) || (cell.tagName !== "td" && cell.tagName !== "th")) continue;
      while ((coveredUntil[column] ?? 0) >= row) column += 1;
      const right = column + spanOf(cell, "colspan");
      const bottom = row + spanOf(cell, "rowspan") - 1;
      if (right > limits.maxColumns) {
        const params = { columns: right, limit: limits.maxColumns };
        throw new Unreadable({ code: "file/too-many-columns", severity: "error", row, params });
      }
      while (cells.length < column) cells.push("");
      cells[column] = textOf(cell);
      if (right > column + 1 || bottom > row) merges.push({ top: row, left: column + 1, bottom, right });
      for (; column < right; column++) coveredUntil[column] = bottom;
    }
    while (cells.at(-1) === "") cells.pop();
    if (cells.length > 0) rows.push({ row, cells });
  });
  return { rows, merges };
}

const isNumberLike = (text: string): boolean => /\d/.test(text) && /^[\s\d.,%()+Rp-]+$/.test(text);
const isLabel = (text: string): boolean => /\p{L}{2}/u.test(text);

/** Some row has a label and a number of its own. */
const standsAlone = ({ rows }: HtmlTable): boolean =>
  rows.some(({ cells }) => cells.some(isNumberLike) && cells.some((text) => isLabel(text) && !isNumberLike(text)));

const holdsNumbers = ({ rows }: HtmlTable): boolean => rows.some(({ cells }) => cells.some(isNumberLike));

/** @throws Unreadable for a page without a table, one too large to hold, and one whose labels and numbers lie apart. */
export async function openHtml(path: string, bytes: number, limits: Limits): Promise<Omit<Source, "facts">> {
  if (bytes > limits.maxWholeBytes) {
    throw new Unreadable({ code: "file/too-large", severity: "error", params: { bytes, limit: limits.maxWholeBytes } });
  }
  const content = await readFile(path);
  const wide = content[0] === 0xff && content[1] === 0xfe;
  const page = wide
    ? content.toString("utf16le")
    : isUtf8(content)
      ? content.toString("utf8")
      : decodeWindows1252(content, 0, content.length);
  const document = parse(page);
  const innermost = findElements(document, "table").filter((table) => findElements(table, "table").length === 0);
  const tables = innermost.map((table) => layOut(table, limits)).filter((table) => table.rows.length > 0);
  if (tables.length === 0)
    throw new Unreadable({ code: "file/other-format", severity: "error", params: { format: "HTML" } });
  if (!tables.some(standsAlone) && tables.some(holdsNumbers) && tables.length > 1) {
    throw new Unreadable({ code: "file/html-unjoinable", severity: "error", params: { tables: tables.length } });
  }
  const sheets = tables.map(({ rows, merges }, index) => heldSheet(`Tabel ${index + 1}`, false, merges, rows));
  return { sheets, findings: [], close: async () => {} };
}
