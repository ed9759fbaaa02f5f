/**
 * OpenDocument spreadsheets, streamed from `content.xml`. All sheets share that one part, so a sheet's rows are read past those before it.
 * Repeated rows and cells are unfolded only where they hold something.
 */
import type { Finding } from "../kernel/finding.ts";
import {
  type CellKind,
  type Limits,
  type MergedRange,
  type RawRow,
  type Sheet,
  type Source,
  Unreadable,
} from "./model.ts";
import { odsCell } from "./ods-cell.ts";
import { attributeOf, createXmlScanner, decodeXml, scanXml, type XmlHandler, xmlText } from "./xml-scan.ts";
import { brokenPart, type Package } from "./zip-package.ts";

const PART = "content.xml";
const BATCH_ROWS = 512;
/** Elements inside a cell whose text is not the cell's. */
const ASIDE = new Set(["annotation", "frame", "custom-shape", "object", "rect", "line", "g"]);

interface Events {
  readonly table: (name: string, tag: string) => void;
  readonly row: (row: number, cells: string[], kinds: CellKind[], repeated: number, visible: boolean) => void;
  readonly span: (range: MergedRange) => void;
  readonly style: (name: string, displayed: boolean) => void;
}

const countOf = (tag: string, name: string): number => Math.max(1, Number(attributeOf(tag, name) ?? 1) || 1);

/** Turns tags into rows. Rows keep sheet numbers however they are folded. */
function createReader(limits: Limits, events: Events): XmlHandler {
  let row = 0;
  let repeatedRows = 1;
  let visible = true;
  let column = 0;
  let cells: string[] = [];
  let kinds: CellKind[] = [];
  let cellTag: string | undefined;
  let paragraphs: string[] = [];
  let text = "";
  let inParagraph = 0;
  let aside = 0;
  let styleName = "";

  const placeCell = (tag: string, shown: string): void => {
    const repeated = countOf(tag, "table:number-columns-repeated");
    const { text: value, kind } = odsCell(tag, shown);
    const wide = countOf(tag, "table:number-columns-spanned");
    const high = countOf(tag, "table:number-rows-spanned");
    if (wide > 1 || high > 1) events.span({ top: row, left: column + 1, bottom: row + high - 1, right: column + wide });
    if (value !== "") {
      if (column + repeated > limits.maxColumns) {
        const params = { columns: column + repeated, limit: limits.maxColumns };
        throw new Unreadable({ code: "file/too-many-columns", severity: "error", row, params });
      }
      while (cells.length < column) {
        cells.push("");
        kinds.push("text");
      }
      for (let at = 0; at < repeated; at++) {
        cells.push(value);
        kinds.push(kind);
      }
    }
    column += repeated;
  };

  return {
    open: (element, tag, selfClosing) => {
      if (element === "style") styleName = attributeOf(tag, "style:name") ?? "";
      else if (element === "table-properties") events.style(styleName, attributeOf(tag, "table:display") !== "false");
      else if (element === "table" && cellTag === undefined) {
        row = 0;
        events.table(attributeOf(tag, "table:name") ?? "", tag);
      } else if (element === "table-row") {
        row += 1;
        column = 0;
        repeatedRows = countOf(tag, "table:number-rows-repeated");
        visible = (attributeOf(tag, "table:visibility") ?? "visible") === "visible";
        cells = [];
        kinds = [];
        if (selfClosing) row += repeatedRows - 1;
      } else if (element === "table-cell" || element === "covered-table-cell") {
        if (selfClosing) placeCell(tag, "");
        else {
          cellTag = tag;
          paragraphs = [];
        }
      } else if (cellTag !== undefined) {
        if (ASIDE.has(element)) aside += selfClosing ? 0 : 1;
        else if (element === "p" && aside === 0) {
          text = "";
          if (selfClosing) paragraphs.push("");
          else inParagraph += 1;
        } else if (element === "s") text += " ".repeat(Math.min(1000, countOf(tag, "text:c")));
        else if (element === "tab") text += "\t";
        else if (element === "line-break") text += "\n";
      }
    },
    text: (raw) => {
      if (inParagraph === 0 || aside > 0) return;
      text += decodeXml(raw).replace(/\s+/g, " ");
      if (text.length > limits.maxCellBytes) {
        throw new Unreadable({
          code: "file/line-too-long",
          severity: "error",
          row,
          params: { limit: limits.maxCellBytes },
        });
      }
    },
    close: (element) => {
      if (cellTag !== undefined && ASIDE.has(element)) aside -= 1;
      else if (element === "p" && inParagraph > 0 && aside === 0) {
        inParagraph -= 1;
        paragraphs.push(text);
      } else if (element === "table-cell" || element === "covered-table-cell") {
        if (cellTag !== undefined) placeCell(cellTag, paragraphs.join("\n"));
        cellTag = undefined;
      } else if (element === "table-row") {
        events.row(row, cells, kinds, repeatedRows, visible);
        row += repeatedRows - 1;
      }
    },
  };
}

async function* sheetRows(
  pack: Package,
  index: number,
  limits: Limits,
  signal?: AbortSignal,
): AsyncGenerator<readonly RawRow[]> {
  let table = -1;
  let batch: RawRow[] = [];
  let seen = 0;
  const reader = createReader(limits, {
    table: () => {
      table += 1;
    },
    span: () => {},
    style: () => {},
    row: (row, cells, kinds, repeated) => {
      if (table !== index || cells.length === 0) return;
      seen += cells.length * repeated;
      if (seen > limits.maxCells || repeated > limits.maxRows) {
        throw new Unreadable({
          code: "file/too-many-cells",
          severity: "error",
          row,
          params: { limit: limits.maxCells },
        });
      }
      for (let at = 0; at < repeated; at++) batch.push({ row: row + at, cells, kinds });
    },
  });
  const scanner = createXmlScanner(PART, reader);
  for await (const chunk of xmlText(await pack.read(PART), PART, signal)) {
    scanner.write(chunk);
    if (batch.length >= BATCH_ROWS) {
      yield batch;
      batch = [];
    }
    if (table > index) break;
  }
  if (batch.length > 0) yield batch;
}

/** The manifest names the parts that are encrypted. */
async function refuseEncrypted(pack: Package): Promise<void> {
  const name = "META-INF/manifest.xml";
  if (!pack.has(name)) return;
  let encrypted = false;
  await scanXml(await pack.read(name), name, {
    open: (element) => {
      if (element === "encryption-data") encrypted = true;
    },
  });
  if (encrypted) throw new Unreadable({ code: "file/encrypted", severity: "error", params: {} });
}

interface Listed {
  readonly name: string;
  readonly style: string;
  readonly merges: MergedRange[];
  hiddenRows: number;
}

/** @throws Unreadable where the document is damaged, encrypted or over a limit. */
export async function openOds(
  pack: Package,
  limits: Limits,
  signal?: AbortSignal,
): Promise<Omit<Source, "facts"> & { readonly format: "ods" }> {
  await refuseEncrypted(pack);
  if (!pack.has(PART)) throw brokenPart(PART);
  const listed: Listed[] = [];
  const undisplayed = new Set<string>();
  const reader = createReader(limits, {
    table: (name, tag) =>
      listed.push({ name, style: attributeOf(tag, "table:style-name") ?? "", merges: [], hiddenRows: 0 }),
    span: (range) => listed.at(-1)?.merges.push(range),
    style: (name, displayed) => {
      if (!displayed) undisplayed.add(name);
    },
    row: (_row, cells, _kinds, repeated, visible) => {
      const last = listed.at(-1);
      if (!visible && cells.length > 0 && last !== undefined) last.hiddenRows += repeated;
    },
  });
  await scanXml(await pack.read(PART), PART, reader, signal);
  if (listed.length === 0) throw brokenPart(PART);
  const findings: Finding[] = [];
  const sheets = listed.map(({ name, style, merges, hiddenRows }, index): Sheet => {
    const hidden = undisplayed.has(style);
    if (hidden) findings.push({ code: "file/hidden-sheet", severity: "warning", params: { sheet: name } });
    else if (hiddenRows > 0) {
      findings.push({
        code: "file/hidden-cells",
        severity: "note",
        params: { sheet: name, rows: hiddenRows, columns: 0 },
      });
    }
    return { name, hidden, merges, rows: (abort) => sheetRows(pack, index, limits, abort ?? signal) };
  });
  return { format: "ods", sheets, findings, close: async () => pack.close() };
}
