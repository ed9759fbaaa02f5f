/**
 * What a worksheet says around its cells: merged ranges, which stand behind them in the file and must be known before the rows are read,
 * and how much is hidden. Runs over the cells without looking into them.
 */
import { parseRange } from "./cell-reference.ts";
import type { MergedRange } from "./model.ts";
import { attributeOf, createXmlScanner, xmlText } from "./xml-scan.ts";
import type { Package } from "./zip-package.ts";

const MAX_MERGES = 500_000;
const isTrue = (value: string | undefined): boolean => value === "1" || value === "true";

/** What stands around the cells: merged ranges (behind them in the file) and how much is hidden. */
interface SheetSurround {
  readonly merges: readonly MergedRange[];
  readonly hiddenRows: number;
  readonly hiddenColumns: number;
}

const MAX_HEAD = 4 * 1024 ** 2;
const CELLS_BEGIN = /<(?:[\w.-]+:)?sheetData[\s/>]/;
const CELLS_END = /<\/(?:[\w.-]+:)?sheetData\s*>/;
/** Longer than any of the marks above. */
const OVERLAP = 64;

function countHiddenRows(cells: string): number {
  let hidden = 0;
  for (let at = cells.indexOf(' hidden="'); at >= 0; at = cells.indexOf(' hidden="', at + 9)) {
    if (cells.startsWith('1"', at + 9) || cells.startsWith('true"', at + 9)) hidden += 1;
  }
  return hidden;
}

/** Reads what stands before and behind the cells; of the cells only whether a row is hidden. */
export async function readSurround(pack: Package, part: string, signal?: AbortSignal): Promise<SheetSurround> {
  const merges: MergedRange[] = [];
  let hiddenRows = 0;
  let hiddenColumns = 0;
  const open = (element: string, tag: string): void => {
    if (element === "col" && isTrue(attributeOf(tag, "hidden"))) {
      hiddenColumns += Math.max(1, Number(attributeOf(tag, "max")) - Number(attributeOf(tag, "min")) + 1 || 1);
    } else if (element === "mergeCell" && merges.length < MAX_MERGES) {
      const range = parseRange(attributeOf(tag, "ref") ?? "");
      if (range !== undefined) merges.push(range);
    }
  };
  const tail = createXmlScanner(part, { open }, true);
  let where: "head" | "cells" | "tail" = "head";
  let pending = "";
  for await (const chunk of xmlText(await pack.read(part), part, signal)) {
    let text = pending + chunk;
    pending = "";
    if (where === "head") {
      const begin = text.search(CELLS_BEGIN);
      if (begin < 0) {
        if (text.length > MAX_HEAD) break;
        pending = text;
        continue;
      }
      createXmlScanner(part, { open }, true).write(text.slice(0, begin));
      const gt = text.indexOf(">", begin);
      where = text[gt - 1] === "/" ? "tail" : "cells";
      text = text.slice(gt + 1);
    }
    if (where === "cells") {
      // A regular expression over every cell would cost more than the cells: look for the bare word first.
      const end = text.includes("sheetData") ? text.search(CELLS_END) : -1;
      const cut = end < 0 ? Math.max(0, text.length - OVERLAP) : end;
      hiddenRows += countHiddenRows(text.slice(0, cut));
      if (end < 0) {
        pending = text.slice(cut);
        continue;
      }
      where = "tail";
      text = text.slice(text.indexOf(">", end) + 1);
    }
    tail.write(text);
  }
  return { merges, hiddenRows, hiddenColumns };
}
