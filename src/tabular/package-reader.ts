/**
 * A ZIP that may be a workbook: XLSX by its relations, ODS by its mimetype, anything else named for what it is. Macros and links to other
 * workbooks are never followed, only told; so are hidden sheets, rows and columns.
 */
import type { Finding } from "../kernel/finding.ts";
import { type Limits, type Sheet, type Source, Unreadable } from "./model.ts";
import { findWorkbookPart, readSharedStrings, readStyles, readWorkbookParts } from "./xlsx-parts.ts";
import { sheetRows } from "./xlsx-sheet.ts";
import { readSurround } from "./xlsx-surround.ts";
import { openZipPackage, type Package } from "./zip-package.ts";

type OpenedPackage = Omit<Source, "facts"> & { readonly format: "xlsx" | "ods" };

const otherFormat = (format: string): Unreadable =>
  new Unreadable({ code: "file/other-format", severity: "error", params: { format } });

/** What an officer would call a ZIP that is no workbook we read. */
async function nameFormat(pack: Package): Promise<string> {
  if (pack.has("word/document.xml")) return "Word (.docx)";
  if (pack.has("ppt/presentation.xml")) return "PowerPoint (.pptx)";
  if (pack.has("xl/workbook.bin")) return "Excel Binary (.xlsb)";
  if (pack.has("Index/Document.iwa") || pack.has("Index.zip")) return "Apple Numbers";
  return "ZIP";
}

async function readMimetype(pack: Package): Promise<string> {
  if (!pack.has("mimetype") || pack.sizeOf("mimetype") > 200) return "";
  let text = "";
  for await (const chunk of await pack.read("mimetype")) text += String(chunk);
  return text.trim();
}

/** Macros, links outward, hidden sheets. */
function packageFindings(
  pack: Package,
  sheets: readonly { readonly name: string; readonly hidden: boolean }[],
): Finding[] {
  const findings: Finding[] = [];
  if (pack.names.some((name) => /vbaProject\.bin$|macrosheets\//i.test(name))) {
    findings.push({ code: "file/macros-ignored", severity: "note", params: {} });
  }
  const links = pack.names.filter((name) => /externalLinks\/[^/]+\.xml$/i.test(name)).length;
  if (links > 0) findings.push({ code: "file/external-links", severity: "note", params: { count: links } });
  for (const { name, hidden } of sheets) {
    if (hidden) findings.push({ code: "file/hidden-sheet", severity: "warning", params: { sheet: name } });
  }
  return findings;
}

async function openXlsx(
  pack: Package,
  workbookPart: string,
  limits: Limits,
  signal?: AbortSignal,
): Promise<OpenedPackage> {
  const workbook = await readWorkbookParts(pack, workbookPart);
  const styles = await readStyles(pack, workbook.stylesPart);
  const strings = await readSharedStrings(pack, workbook.sharedStringsPart, limits, signal);
  const findings = packageFindings(pack, workbook.sheets);
  const sheets: Sheet[] = [];
  for (const { name, part, hidden } of workbook.sheets) {
    const { merges, hiddenRows, hiddenColumns } = await readSurround(pack, part, signal);
    if (!hidden && hiddenRows + hiddenColumns > 0) {
      const params = { sheet: name, rows: hiddenRows, columns: hiddenColumns };
      findings.push({ code: "file/hidden-cells", severity: "note", params });
    }
    const context = { pack, part, styles, strings, date1904: workbook.date1904, limits };
    sheets.push({ name, hidden, merges, rows: (abort) => sheetRows(context, abort ?? signal) });
  }
  return { format: "xlsx", sheets, findings, close: async () => pack.close() };
}

/** @throws Unreadable where the ZIP is damaged, hostile, or no workbook. */
export async function openPackage(path: string, limits: Limits, signal?: AbortSignal): Promise<OpenedPackage> {
  const pack = await openZipPackage(path, limits);
  try {
    const workbookPart = await findWorkbookPart(pack);
    if (workbookPart !== undefined) return await openXlsx(pack, workbookPart, limits, signal);
    const mimetype = await readMimetype(pack);
    if (mimetype.startsWith("application/vnd.oasis.opendocument.spreadsheet")) {
      const { openOds } = await import("./ods.ts");
      return await openOds(pack, limits, signal);
    }
    throw otherFormat(mimetype.includes("opendocument.text") ? "OpenDocument (.odt)" : await nameFormat(pack));
  } catch (error) {
    pack.close();
    throw error;
  }
}
