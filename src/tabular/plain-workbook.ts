/**
 * A plain workbook of one sheet from a file that is none (or an old one), so that its report can be marked like any other. Every row keeps
 * the number it has in the file; what a CSV holds stays text, digit for digit.
 */
import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { ZipFile } from "yazl";
import { columnLetters } from "../kernel/finding.ts";
import { isUnreadable, type RawRow, type Sheet } from "./model.ts";
import { addContentTypes, addRelations } from "./workbook-parts.ts";
import { EMPTY_STYLES } from "./workbook-styles.ts";
import { escapeXml, numberCellXml, textCell, XML_HEAD } from "./xml-write.ts";

const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const MAX_SHEET_ROWS = 1_048_576;
const MAX_SHEET_COLUMNS = 16_384;

/** Excel's names: 31 characters, without these. */
export const plainSheetName = (name: string | null): string =>
  (name ?? "Data")
    .replace(/[[\]:*?/\\]/g, " ")
    .slice(0, 31)
    .trim() || "Data";

function rowXml({ row, cells, kinds }: RawRow): string {
  let xml = `<row r="${row}">`;
  cells.slice(0, MAX_SHEET_COLUMNS).forEach((text, at) => {
    if (text === "") return;
    const reference = `${columnLetters(at + 1)}${row}`;
    const isNumber = kinds?.[at] === "number" && /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(text);
    xml += isNumber ? numberCellXml(reference, text, 0) : textCell(reference, text, 0);
  });
  return `${xml}</row>`;
}

/** @param wanted  Undefined for all rows; else only these are shown, each in its own place. */
async function* sheetXml(
  sheet: Sheet,
  wanted: ((row: number) => boolean) | undefined,
  signal?: AbortSignal,
): AsyncGenerator<string> {
  // Rows that are left out are hidden rather than closed up, so that the numbers beside the rows are those of the file.
  const format = wanted === undefined ? "" : '<sheetFormatPr defaultRowHeight="15" zeroHeight="1"/>';
  yield `${XML_HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"/></sheetViews>${format}<sheetData>`;
  try {
    for await (const batch of sheet.rows(signal)) {
      let text = "";
      for (const row of batch) {
        if (row.row <= MAX_SHEET_ROWS && (wanted === undefined || wanted(row.row))) text += rowXml(row);
      }
      if (text !== "") yield text;
    }
  } catch (error) {
    // What could be read is shown; the report says why there is no more.
    if (!isUnreadable(error)) throw error;
  }
  const merges = wanted === undefined ? sheet.merges : [];
  const list = merges.map(
    ({ top, left, bottom, right }) =>
      `<mergeCell ref="${columnLetters(left)}${top}:${columnLetters(right)}${bottom}"/>`,
  );
  yield `</sheetData>${list.length === 0 ? "" : `<mergeCells count="${list.length}">${list.join("")}</mergeCells>`}</worksheet>`;
}

/** Writes the workbook to `path`; its one sheet is named by {@link plainSheetName}. */
export async function writePlainWorkbook(
  sheet: Sheet,
  path: string,
  wanted: ((row: number) => boolean) | undefined,
  signal?: AbortSignal,
): Promise<void> {
  const name = plainSheetName(sheet.name);
  const zip = new ZipFile();
  const add = (part: string, text: string): void => zip.addBuffer(Buffer.from(text), part);
  const types = `${XML_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>`;
  const kind = "application/vnd.openxmlformats-officedocument.spreadsheetml";
  add(
    "[Content_Types].xml",
    addContentTypes(
      types,
      [
        ["/xl/workbook.xml", `${kind}.sheet.main+xml`],
        ["/xl/worksheets/sheet1.xml", `${kind}.worksheet+xml`],
        ["/xl/styles.xml", `${kind}.styles+xml`],
      ],
      false,
    ),
  );
  add("_rels/.rels", addRelations(undefined, [{ id: "rId1", type: "officeDocument", target: "xl/workbook.xml" }]));
  add(
    "xl/workbook.xml",
    `${XML_HEAD}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><bookViews><workbookView/></bookViews><sheets><sheet name="${escapeXml(name)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  );
  add(
    "xl/_rels/workbook.xml.rels",
    addRelations(undefined, [
      { id: "rId1", type: "worksheet", target: "worksheets/sheet1.xml" },
      { id: "rId2", type: "styles", target: "styles.xml" },
    ]),
  );
  add("xl/styles.xml", EMPTY_STYLES);
  zip.addReadStream(Readable.from(sheetXml(sheet, wanted, signal)), "xl/worksheets/sheet1.xml", {
    compressionLevel: 1,
  });
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(path), ...(signal === undefined ? [] : [{ signal }]));
}
