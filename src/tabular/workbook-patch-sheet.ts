/**
 * A worksheet's XML passed through with its marked cells restyled. Whatever is not marked passes byte for byte; a marked cell that the sheet
 * does not have (it was empty) is put in its place. One row is in memory at a time.
 */
import { columnLetters } from "../kernel/finding.ts";
import { parseReference } from "./cell-reference.ts";
import type { Marks } from "./workbook-marks.ts";
import { rawAttributeOf } from "./xml-scan.ts";

interface SheetPatch {
  readonly fills: Marks["fills"];
  readonly styleOf: (style: number, severity: "error" | "warning") => number;
  /** Changes what stands before the cells. */
  readonly head: (xml: string) => string;
  /** Changes what stands behind them. */
  readonly tail: (xml: string) => string;
}

const FLUSH = 128 * 1024;
const CELLS_BEGIN = /<((?:[\w.-]+:)?)sheetData(?:\s[^>]*)?>/;

function setStyle(tag: string, style: number): string {
  const bare = tag.replace(/\ss\s*=\s*(?:"[^"]*"|'[^']*')/, "");
  return bare.replace(/^<[\w.:-]+/, (start) => `${start} s="${style}"`);
}

/** Cells of one row, in order, with those of `fills` restyled or put in. */
function patchCells(cells: string, prefix: string, row: number, rowStyle: number, patch: SheetPatch): string {
  const fills = patch.fills.get(row);
  if (fills === undefined) return cells;
  const missing = [...fills.keys()].sort((a, b) => a - b);
  const made = (column: number): string => {
    const style = patch.styleOf(rowStyle, fills.get(column) ?? "warning");
    return `<${prefix}c r="${columnLetters(column)}${row}" s="${style}"/>`;
  };
  let previous = 0;
  let result = "";
  let copied = 0;
  const starts = new RegExp(`<${prefix}c(?=[\\s/>])[^>]*>`, "g");
  for (let match = starts.exec(cells); match !== null; match = starts.exec(cells)) {
    const tag = match[0];
    const column = parseReference(rawAttributeOf(tag, "r") ?? "")[1] || previous + 1;
    previous = column;
    result += cells.slice(copied, match.index);
    while (missing.length > 0 && (missing[0] ?? 0) < column) result += made(missing.shift() ?? 0);
    const severity = fills.get(column);
    if (severity === undefined) result += tag;
    else {
      result += setStyle(tag, patch.styleOf(Number(rawAttributeOf(tag, "s") ?? 0), severity));
      if (missing[0] === column) missing.shift();
    }
    copied = match.index + tag.length;
  }
  return result + cells.slice(copied) + missing.map(made).join("");
}

function patchRow(xml: string, prefix: string, row: number, patch: SheetPatch): string {
  if (!patch.fills.has(row)) return xml;
  const end = xml.indexOf(">");
  const selfClosing = xml[end - 1] === "/";
  const tag = xml.slice(0, selfClosing ? end - 1 : end);
  const rowStyle = Number(rawAttributeOf(tag, "s") ?? 0);
  const close = `</${prefix}row>`;
  const cells = selfClosing ? "" : xml.slice(end + 1, xml.length - close.length);
  // `spans` only helps a reader along, and may now be wrong.
  const start = tag.replace(/\sspans\s*=\s*(?:"[^"]*"|'[^']*')/, "");
  return `${start}>${patchCells(cells, prefix, row, rowStyle, patch)}${close}`;
}

/** @param chunks  The part's text. */
export async function* patchSheet(chunks: AsyncIterable<string>, patch: SheetPatch): AsyncGenerator<string> {
  let where: "head" | "cells" | "tail" = "head";
  let prefix = "";
  let text = "";
  let row = 0;
  let done = "";
  for await (const chunk of chunks) {
    text += chunk;
    if (where === "tail") continue;
    if (where === "head") {
      const begin = CELLS_BEGIN.exec(text);
      if (begin === null) continue;
      prefix = begin[1] ?? "";
      const end = begin.index + begin[0].length;
      done += patch.head(text.slice(0, begin.index)) + begin[0];
      text = text.slice(end);
      where = begin[0].endsWith("/>") ? "tail" : "cells";
    }
    if (where === "cells") {
      const closing = `</${prefix}row>`;
      let at = 0;
      for (;;) {
        const start = text.indexOf("<", at);
        if (start < 0) break;
        const tagEnd = text.indexOf(">", start);
        if (tagEnd < 0) break;
        if (text.startsWith(`</${prefix}sheetData`, start)) {
          where = "tail";
          break;
        }
        if (!text.startsWith(`<${prefix}row`, start)) {
          // White space, comments: passed through.
          done += text.slice(at, tagEnd + 1);
          at = tagEnd + 1;
          continue;
        }
        const closeAt = text[tagEnd - 1] === "/" ? tagEnd + 1 - closing.length : text.indexOf(closing, tagEnd);
        if (closeAt === -1) break;
        const close = closeAt + closing.length;
        const number = Number(rawAttributeOf(text.slice(start + 1, tagEnd), "r"));
        row = number > 0 ? number : row + 1;
        done += text.slice(at, start) + patchRow(text.slice(start, close), prefix, row, patch);
        at = close;
      }
      text = text.slice(at);
    }
    if (done.length > FLUSH) {
      yield done;
      done = "";
    }
  }
  yield done + (where === "tail" ? patch.tail(text) : text);
}
