/**
 * A workbook from a stream of rows. Codes are text cells, so that 007 and 73.06 stay what they are; numbers are number cells with their
 * stored digits, except where a spreadsheet would round them (more than 15 digits): those are text. A table longer than a sheet goes on
 * in the next one. Each sheet is written as it is read, its cells' text inline; the same rows give the same bytes.
 */
import type { Readable } from "node:stream";
import { columnLetters } from "../kernel/finding.ts";
import { writeArchive } from "./archive.ts";
import type { JsonColumn } from "./row-json.ts";
import type { Batches, Row } from "./text.ts";

/** Excel's own limit, the header included. */
const MAX_SHEET_ROWS = 1_048_576;
/** Excel's own limit for one cell; what is longer is cut. */
const MAX_CELL_TEXT = 32_767;
const MAX_EXACT_DIGITS = 15;

const TEXT_STYLE = 1;
const HEADER_STYLE = 2;

export interface WorkbookOptions {
  readonly sheetName: string;
  /** The time that the parts of the package bear. */
  readonly time: Date;
  readonly maxSheetRows?: number | undefined;
  /** A last sheet about the data: lines of text, a single text being a heading. Asked for when the rows are written. */
  readonly notes?: (() => Promise<readonly (readonly string[])[]>) | undefined;
}

/** The workbook's bytes. An error of the rows destroys the stream. */
export const writeXlsx = (columns: readonly JsonColumn[], batches: Batches, options: WorkbookOptions): Readable =>
  writeArchive(options.time, async (archive) => {
    const rows = new RowReader(batches);
    let sheets = 0;
    try {
      do {
        sheets += 1;
        await archive.add(sheetPath(sheets), sheetXml(columns, rows, options.maxSheetRows ?? MAX_SHEET_ROWS));
      } while (await rows.hasMore());
    } finally {
      await rows.close();
    }
    const names = sheetNames(options.sheetName, sheets);
    if (options.notes !== undefined) {
      names.push(NOTES_SHEET);
      archive.addText(sheetPath(names.length), textSheetXml({ lines: await options.notes(), widths: NOTES_WIDTHS }));
    }
    for (const [path, xml] of Object.entries(frame(names))) archive.addText(path, xml);
  });

const sheetPath = (number: number): string => `xl/worksheets/sheet${number}.xml`;

/** Rows out of batches, a sheet's worth at a time. */
class RowReader {
  readonly #batches: AsyncIterator<readonly Row[]>;
  #rest: readonly Row[] = [];

  constructor(batches: Batches) {
    this.#batches = batches[Symbol.asyncIterator]();
  }

  async hasMore(): Promise<boolean> {
    while (this.#rest.length === 0) {
      const next = await this.#batches.next();
      if (next.done === true) return false;
      this.#rest = next.value;
    }
    return true;
  }

  /** At most `most` rows, as many as are at hand. */
  async take(most: number): Promise<readonly Row[]> {
    if (most <= 0 || !(await this.hasMore())) return [];
    const taken = this.#rest.slice(0, most);
    this.#rest = this.#rest.slice(most);
    return taken;
  }

  async close(): Promise<void> {
    await this.#batches.return?.();
  }
}

async function* sheetXml(columns: readonly JsonColumn[], rows: RowReader, maxRows: number): AsyncGenerator<string> {
  const widths = columns.map(
    ({ name }, index) =>
      `<col min="${index + 1}" max="${index + 1}" width="${Math.min(40, Math.max(12, name.length + 3))}" customWidth="1"/>`,
  );
  yield `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>${
    widths.length === 0 ? "" : `<cols>${widths.join("")}</cols>`
  }<sheetData><row r="1">${columns.map(({ name }, index) => textCell(`${columnLetters(index + 1)}1`, name, HEADER_STYLE)).join("")}</row>`;
  const kinds = columns.map(({ kind }) => kind);
  const letters = columns.map((_, index) => columnLetters(index + 1));
  for (let number = 1; number < maxRows; ) {
    const batch = await rows.take(maxRows - number);
    if (batch.length === 0) break;
    let xml = "";
    for (const row of batch) {
      number += 1;
      xml += `<row r="${number}">`;
      for (let index = 0; index < kinds.length; index += 1) {
        const value = row[index] ?? null;
        if (value !== null) xml += cell(`${letters[index]}${number}`, value, kinds[index]);
      }
      xml += "</row>";
    }
    yield xml;
  }
  yield "</sheetData></worksheet>";
}

function cell(place: string, value: string, kind: JsonColumn["kind"] | undefined): string {
  if (kind === "text") return textCell(place, value, TEXT_STYLE);
  if (kind === "boolean") return `<c r="${place}" t="b"><v>${value === "true" || value === "t" ? 1 : 0}</v></c>`;
  return value.length > MAX_EXACT_DIGITS && significantDigits(value) > MAX_EXACT_DIGITS
    ? textCell(place, value, TEXT_STYLE)
    : `<c r="${place}"><v>${value}</v></c>`;
}

const significantDigits = (canonical: string): number => canonical.replace(/[-.]/g, "").replace(/^0+/, "").length;

const textCell = (place: string, text: string, style: number): string =>
  `<c r="${place}" t="inlineStr" s="${style}"><is><t xml:space="preserve">${escapeText(cut(text))}</t></is></c>`;

/** Never between the halves of one character. */
const cut = (text: string): string =>
  text.length <= MAX_CELL_TEXT ? text : text.slice(0, MAX_CELL_TEXT).replace(/[\uD800-\uDBFF]$/, "");

/** Control characters besides tab and line feed, two that are no characters, and what would be read as an escape. */
const UNWRITABLE = /_(?=x[0-9A-Fa-f]{4}_)|[^\P{Cc}\t\n\u007F-\u009F]|[\uFFFE\uFFFF]/gu;

/** XML's own three, and what XML 1.0 cannot hold as Excel writes it: _x000B_. */
function escapeText(text: string): string {
  const plain = text.replace(UNWRITABLE, escapeCode);
  return /[&<>]/.test(plain) ? plain.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;") : plain;
}

const escapeAttribute = (text: string): string => escapeText(text).replaceAll('"', "&quot;");

const escapeCode = (character: string): string =>
  `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`;

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

const NOTES_WIDTHS = [30, 110];

/** A sheet of texts. A line of one text is a heading; with `header`, the first line is too. */
export interface TextSheet {
  readonly name: string;
  readonly lines: readonly (readonly string[])[];
  /** Of its columns, in characters. */
  readonly widths: readonly number[];
  readonly header?: boolean | undefined;
}

/** A workbook of a few small sheets of texts. */
export const writeTextSheets = (sheets: readonly TextSheet[], time: Date): Readable =>
  writeArchive(time, async (archive) => {
    sheets.forEach((sheet, index) => {
      archive.addText(sheetPath(index + 1), textSheetXml(sheet));
    });
    for (const [path, xml] of Object.entries(frame(sheets.map(({ name }) => name)))) archive.addText(path, xml);
  });

function textSheetXml({ lines, widths, header = false }: Omit<TextSheet, "name">): string {
  const columns = widths.map(
    (width, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`,
  );
  const rows = lines.map((cells, index) => {
    const style = cells.length === 1 || (header && index === 0) ? HEADER_STYLE : TEXT_STYLE;
    const xml = cells.map((text, column) => textCell(`${columnLetters(column + 1)}${index + 1}`, text, style));
    return `<row r="${index + 1}">${xml.join("")}</row>`;
  });
  return `${XML}<worksheet xmlns="${MAIN}"><cols>${columns.join("")}</cols><sheetData>${rows.join("")}</sheetData></worksheet>`;
}

const NOTES_SHEET = "Tentang";

/** Excel's rules for a sheet's name, with room for a number behind it; no two may have the same. */
function sheetNames(wanted: string, count: number): string[] {
  const text = wanted
    .replace(/[[\]:*?/\\']/g, " ")
    .slice(0, 24)
    .trim();
  const base = text === "" || text.toLowerCase() === NOTES_SHEET.toLowerCase() ? "data" : text;
  return Array.from({ length: count }, (_, index) => (index === 0 ? base : `${base} (${index + 1})`));
}

/** Everything of the package but its sheets. */
function frame(names: readonly string[]): Readonly<Record<string, string>> {
  const sheets = names.map((_, index) => index + 1);
  const override = (part: string, kind: string) =>
    `<Override PartName="/xl/${part}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${kind}+xml"/>`;
  return {
    "[Content_Types].xml": `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${override("workbook", "sheet.main")}${override("styles", "styles")}${sheets.map((sheet) => override(`worksheets/sheet${sheet}`, "worksheet")).join("")}</Types>`,
    "_rels/.rels": `${XML}<Relationships xmlns="${RELATIONS}"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${sheets.map((sheet) => `<sheet name="${escapeAttribute(names[sheet - 1] ?? "")}" sheetId="${sheet}" r:id="rId${sheet}"/>`).join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `${XML}<Relationships xmlns="${RELATIONS}">${sheets.map((sheet) => `<Relationship Id="rId${sheet}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${sheet}.xml"/>`).join("")}<Relationship Id="rId${sheets.length + 1}" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
    "xl/styles.xml": `${XML}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf xfId="0"/><xf xfId="0" numFmtId="49" applyNumberFormat="1"/><xf xfId="0" numFmtId="49" fontId="1" applyNumberFormat="1" applyFont="1"/></cellXfs></styleSheet>`,
  };
}
