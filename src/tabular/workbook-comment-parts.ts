/** Which parts of a package a sheet's comments live in: those it has, with ours added, or new ones. */

import { mergeComments, mergeDrawing, newComments, newDrawing } from "./workbook-comments.ts";
import type { CellComment } from "./workbook-marks.ts";
import { freePart, type NewRelation, relativeTarget } from "./workbook-parts.ts";
import { readRelations } from "./xlsx-parts.ts";
import { xmlText } from "./xml-scan.ts";
import type { Package } from "./zip-package.ts";

interface CommentParts {
  /** Part names and their new texts. */
  readonly parts: readonly (readonly [name: string, text: string])[];
  /** Of the sheet. */
  readonly relations: readonly NewRelation[];
  readonly contentTypes: readonly (readonly [string, string])[];
  /** Set where the sheet must be tied to a new drawing. */
  readonly drawingRelation: string | undefined;
}

const COMMENTS_RELATION = "rIdJendela3";
const DRAWING_RELATION = "rIdJendela4";
const COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml";
const OVERLAP = 400;

/** The relation of the drawing that a sheet's comments and controls are drawn in. */
async function findLegacyDrawing(pack: Package, part: string): Promise<string | undefined> {
  let kept = "";
  for await (const chunk of xmlText(await pack.read(part), part)) {
    const text = kept + chunk;
    const tag = text.includes("legacyDrawing") ? /<(?:[\w.-]+:)?legacyDrawing\s[^>]*>/.exec(text)?.[0] : undefined;
    if (tag !== undefined) return /:id\s*=\s*["']([^"']*)["']/.exec(tag)?.[1];
    kept = text.slice(-OVERLAP);
  }
  return undefined;
}

/** @param readText  Reads a part whole. */
export async function planComments(
  pack: Package,
  sheetPart: string,
  comments: readonly CellComment[],
  readText: (pack: Package, part: string) => Promise<string>,
): Promise<CommentParts> {
  const relations = await readRelations(pack, sheetPart);
  const parts: [string, string][] = [];
  const added: NewRelation[] = [];
  const contentTypes: [string, string][] = [];
  let boxed = comments;

  const commentsPart = relations.find(({ type, target }) => type.endsWith("/comments") && pack.has(target))?.target;
  if (commentsPart === undefined) {
    const part = freePart(pack, "xl/comments", ".xml");
    parts.push([part, newComments(comments)]);
    added.push({ id: COMMENTS_RELATION, type: "comments", target: relativeTarget(sheetPart, part) });
    contentTypes.push([`/${part}`, COMMENTS_TYPE]);
  } else {
    const merged = mergeComments(await readText(pack, commentsPart), comments);
    parts.push([commentsPart, merged.xml]);
    boxed = merged.boxed;
  }

  const drawingId = await findLegacyDrawing(pack, sheetPart);
  const drawingPart = relations.find(({ id, target }) => id === drawingId && pack.has(target))?.target;
  if (drawingPart !== undefined) {
    parts.push([drawingPart, mergeDrawing(await readText(pack, drawingPart), boxed)]);
    return { parts, relations: added, contentTypes, drawingRelation: undefined };
  }
  const part = freePart(pack, "xl/drawings/vmlDrawing", ".vml");
  parts.push([part, newDrawing(boxed)]);
  added.push({ id: DRAWING_RELATION, type: "vmlDrawing", target: relativeTarget(sheetPart, part) });
  return { parts, relations: added, contentTypes, drawingRelation: DRAWING_RELATION };
}
