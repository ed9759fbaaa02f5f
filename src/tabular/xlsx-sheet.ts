/**
 * One worksheet's rows, streamed from its XML. A formula gives the value that was stored with it and is never evaluated; without one, the
 * cell is told to be uncached. Empty formatted cells at a row's end and empty rows are left out, however many there are.
 */
import { parseReference } from "./cell-reference.ts";
import { type CellKind, type Limits, type RawRow, Unreadable } from "./model.ts";
import { type NumberFormat, numberCell } from "./number-format.ts";
import { decodeText, styleAt } from "./xlsx-parts.ts";
import { createXmlScanner, rawAttributeOf, xmlText } from "./xml-scan.ts";
import type { Package } from "./zip-package.ts";

const BATCH_ROWS = 512;

interface SheetContext {
  readonly pack: Package;
  readonly part: string;
  readonly styles: readonly NumberFormat[];
  readonly strings: readonly string[];
  readonly date1904: boolean;
  readonly limits: Limits;
}

const isTrue = (value: string | undefined): boolean => value === "1" || value === "true";

/** A short string that does not keep the chunk it was cut from alive. */
const ownCopy = (text: string): string => (text.length < 13 ? text : Buffer.from(text, "utf16le").toString("utf16le"));

interface Cell {
  column: number;
  style: string | undefined;
  type: string | undefined;
  value: string | undefined;
  inline: string;
  formula: string | undefined;
}

function cellText(cell: Cell, context: SheetContext): { readonly text: string; readonly kind: CellKind } {
  const { value } = cell;
  switch (cell.type) {
    case "s":
      return { text: value === undefined ? "" : (context.strings[Number(value)] ?? ""), kind: "text" };
    case "inlineStr":
      return { text: ownCopy(decodeText(cell.inline)), kind: "text" };
    case "str":
      if (value === undefined && cell.formula !== undefined) break;
      return { text: ownCopy(decodeText(value ?? "")), kind: "text" };
    case "b":
      if (value === undefined || value === "") break;
      return { text: isTrue(value) ? "TRUE" : "FALSE", kind: "boolean" };
    case "e":
      if (value === undefined || value === "") break;
      return { text: decodeText(value), kind: "error" };
    case "d":
      return { text: (value ?? "").replace(/T00:00:00(?:\.0+)?Z?$|Z$/, ""), kind: "date" };
    default:
      if (value === undefined || value === "") break;
      return numberCell(value, styleAt(context.styles, cell.style), context.date1904);
  }
  return cell.formula === undefined
    ? { text: "", kind: "text" }
    : { text: `=${ownCopy(decodeText(cell.formula)).slice(0, 200)}`, kind: "uncached-formula" };
}

/** Collects rows as the scanner passes them. */
function createRowCollector(context: SheetContext) {
  const { limits } = context;
  let batch: RawRow[] = [];
  let row = 0;
  let column = 0;
  let cells: string[] = [];
  let kinds: CellKind[] = [];
  let cell: Cell | undefined;
  let capture: "value" | "formula" | "inline" | undefined;
  let captured = "";
  let phonetic = false;
  let cellsSeen = 0;
  let done = false;

  const finishCell = (finished: Cell): void => {
    const { text, kind } = cellText(finished, context);
    if (text === "") return;
    if (finished.column > limits.maxColumns) {
      const params = { columns: finished.column, limit: limits.maxColumns };
      throw new Unreadable({ code: "file/too-many-columns", severity: "error", row, params });
    }
    cellsSeen += 1;
    if (cellsSeen > limits.maxCells) {
      throw new Unreadable({ code: "file/too-many-cells", severity: "error", row, params: { limit: limits.maxCells } });
    }
    while (cells.length < finished.column - 1) {
      cells.push("");
      kinds.push("text");
    }
    // A cell told twice, or out of order: the later one counts, as in Excel's own repair.
    cells[finished.column - 1] = text;
    kinds[finished.column - 1] = kind;
  };

  const finishRow = (): void => {
    if (cells.length > 0) batch.push({ row, cells, kinds });
    cells = [];
    kinds = [];
  };

  const beginCell = (tag: string): Cell => {
    const reference = rawAttributeOf(tag, "r");
    const at = reference === undefined ? 0 : parseReference(reference)[1];
    column = at > 0 ? at : column + 1;
    return {
      column,
      style: rawAttributeOf(tag, "s"),
      type: rawAttributeOf(tag, "t"),
      value: undefined,
      inline: "",
      formula: undefined,
    };
  };

  return {
    handler: {
      open: (element: string, tag: string, selfClosing: boolean): void => {
        if (done) return;
        switch (element) {
          case "c":
            cell = selfClosing ? undefined : beginCell(tag);
            if (selfClosing) beginCell(tag);
            break;
          case "v":
            capture = selfClosing ? undefined : "value";
            captured = "";
            break;
          case "f":
            if (cell !== undefined) cell.formula = "";
            capture = selfClosing ? undefined : "formula";
            captured = "";
            break;
          case "t":
            capture = selfClosing || phonetic ? undefined : "inline";
            captured = "";
            break;
          case "rPh":
            phonetic = !selfClosing;
            break;
          case "row": {
            finishRow();
            const number = Number(rawAttributeOf(tag, "r"));
            row = number > 0 ? number : row + 1;
            column = 0;
            break;
          }
          default:
        }
      },
      text: (raw: string): void => {
        if (capture === undefined) return;
        captured += raw;
        if (captured.length > limits.maxCellBytes) {
          throw new Unreadable({
            code: "file/line-too-long",
            severity: "error",
            row,
            params: { limit: limits.maxCellBytes },
          });
        }
      },
      close: (element: string): void => {
        if (done) return;
        if (capture !== undefined && (element === "v" || element === "f" || element === "t")) {
          if (cell !== undefined) {
            if (capture === "value") cell.value = captured;
            else if (capture === "formula") cell.formula = captured;
            else cell.inline += captured;
          }
          capture = undefined;
        } else if (element === "c") {
          if (cell !== undefined) finishCell(cell);
          cell = undefined;
        } else if (element === "rPh") phonetic = false;
        else if (element === "row") finishRow();
        else if (element === "sheetData") done = true;
      },
    },
    take: (): RawRow[] => {
      const taken = batch;
      batch = [];
      return taken;
    },
    size: (): number => batch.length,
    isDone: (): boolean => done,
  };
}

/**
 * @throws Unreadable for a damaged sheet and for what goes over a limit.
 */
export async function* sheetRows(context: SheetContext, signal?: AbortSignal): AsyncGenerator<readonly RawRow[]> {
  const collector = createRowCollector(context);
  const scanner = createXmlScanner(context.part, collector.handler);
  let first = true;
  for await (const chunk of xmlText(await context.pack.read(context.part), context.part, signal)) {
    scanner.write(first ? chunk.replace(/^\ufeff/, "") : chunk);
    first = false;
    if (collector.size() >= BATCH_ROWS) yield collector.take();
    if (collector.isDone()) break;
  }
  if (!collector.isDone()) scanner.end();
  if (collector.size() > 0) yield collector.take();
}
