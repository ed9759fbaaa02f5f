/**
 * Comments as Excel keeps them: their texts in one part, their boxes in a VML drawing. Where a sheet has comments already, ours are added to
 * them; a cell's own comment stays and ours is written beneath it.
 */
import { columnLetters } from "../kernel/finding.ts";
import { parseReference } from "./cell-reference.ts";
import type { CellComment } from "./workbook-marks.ts";
import { rawAttributeOf } from "./xml-scan.ts";
import { escapeXml, XML_HEAD } from "./xml-write.ts";

const AUTHOR = "Jendela Sulsel";
/** Shape ids come in blocks of 1,024; high ones, so that no other drawing of the workbook has them. */
const FIRST_BLOCK = 900;
const NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

const referenceOf = ({ row, column }: CellComment): string => `${columnLetters(column)}${row}`;

const runOf = (prefix: string, text: string): string =>
  `<${prefix}r><${prefix}rPr><${prefix}sz val="9"/><${prefix}rFont val="Tahoma"/></${prefix}rPr><${prefix}t xml:space="preserve">${escapeXml(text)}</${prefix}t></${prefix}r>`;

const commentXml = (comment: CellComment, prefix: string, author: number): string =>
  `<${prefix}comment ref="${referenceOf(comment)}" authorId="${author}"><${prefix}text>${runOf(prefix, comment.texts.join("\n\n"))}</${prefix}text></${prefix}comment>`;

export function newComments(comments: readonly CellComment[]): string {
  const list = comments.map((comment) => commentXml(comment, "", 0)).join("");
  return `${XML_HEAD}<comments xmlns="${NAMESPACE}"><authors><author>${AUTHOR}</author></authors><commentList>${list}</commentList></comments>`;
}

/** @returns The part with ours added, and those of ours that need a box of their own. */
export function mergeComments(
  existing: string,
  comments: readonly CellComment[],
): { readonly xml: string; readonly boxed: readonly CellComment[] } {
  const prefix = /<([\w.-]+:)?comments[\s>]/.exec(existing)?.[1] ?? "";
  const authors = existing.match(new RegExp(`<${prefix}author(?=[\\s/>])`, "g"))?.length ?? 0;
  const waiting = new Map(comments.map((comment) => [referenceOf(comment), comment]));
  const appended = existing.replace(
    new RegExp(`(<${prefix}comment\\s[^>]*>)([\\s\\S]*?)(</${prefix}text>)`, "g"),
    (whole, tag: string, inside: string, end: string) => {
      const [row, column] = parseReference(rawAttributeOf(tag.slice(1), "ref") ?? "");
      const reference = row > 0 && column > 0 ? `${columnLetters(column)}${row}` : "";
      const ours = waiting.get(reference);
      if (ours === undefined) return whole;
      waiting.delete(reference);
      return `${tag}${inside}${runOf(prefix, `\n\n${AUTHOR}:\n${ours.texts.join("\n\n")}`)}${end}`;
    },
  );
  const boxed = [...waiting.values()];
  const list = boxed.map((comment) => commentXml(comment, prefix, authors)).join("");
  const xml = appended
    .replace(new RegExp(`</${prefix}authors>`), (end) => `<${prefix}author>${AUTHOR}</${prefix}author>${end}`)
    .replace(new RegExp(`<${prefix}commentList\\s*/>`), `<${prefix}commentList></${prefix}commentList>`)
    .replace(new RegExp(`</${prefix}commentList>`), (end) => list + end);
  return { xml, boxed };
}

function shapeXml({ row, column, texts }: CellComment, index: number): string {
  const id = FIRST_BLOCK * 1024 + 1 + index;
  const lines = Math.min(14, 2 + Math.ceil(texts.join("\n").length / 38));
  const anchor = `${column}, 12, ${Math.max(0, row - 2)}, 6, ${column + 4}, 24, ${Math.max(0, row - 2) + lines}, 4`;
  return (
    `<v:shape id="_x0000_s${id}" type="#_x0000_t202" style="position:absolute;margin-left:60pt;margin-top:2pt;width:240pt;height:${lines * 15}pt;z-index:${index + 1};visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">` +
    '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>' +
    `<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>${anchor}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>${row - 1}</x:Row><x:Column>${column - 1}</x:Column></x:ClientData></v:shape>`
  );
}

const SHAPE_TYPE =
  '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>';

const shapesOf = (comments: readonly CellComment[]): string => comments.map(shapeXml).join("");

export function newDrawing(comments: readonly CellComment[]): string {
  const blocks = Array.from({ length: Math.ceil((comments.length + 1) / 1024) }, (_, at) => FIRST_BLOCK + at).join(",");
  return (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel">' +
    `<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="${blocks}"/></o:shapelayout>${SHAPE_TYPE}${shapesOf(comments)}</xml>`
  );
}

/** The drawing with our boxes added. */
export function mergeDrawing(existing: string, comments: readonly CellComment[]): string {
  const end = existing.lastIndexOf("</xml>");
  if (end < 0) return newDrawing(comments);
  const type = existing.includes("_x0000_t202") ? "" : SHAPE_TYPE;
  return existing.slice(0, end) + type + shapesOf(comments) + existing.slice(end);
}
