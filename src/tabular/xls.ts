/**
 * Old workbooks (BIFF in an OLE2 container), read by SheetJS's maintained build. They are held whole in memory, so they are small by limit;
 * formulas are not evaluated, macros not run. The other things that come in such a container (encrypted XLSX, Word) are told apart.
 */
import { readFile } from "node:fs/promises";
import { type CellObject, read, type WorkSheet } from "@e965/xlsx";
import type { Finding } from "../kernel/finding.ts";
import { heldSheet } from "./held-sheet.ts";
import {
  type CellKind,
  type Limits,
  type MergedRange,
  type RawRow,
  type Sheet,
  type Source,
  Unreadable,
} from "./model.ts";
import { numberCell, numberFormatOf } from "./number-format.ts";
import { hasEndingChains } from "./ole-chains.ts";
import { brokenPart } from "./zip-package.ts";

type Opened = Omit<Source, "facts">;

const refusal = (code: Finding["code"], params: Finding["params"] = {}): Unreadable =>
  new Unreadable({ code, severity: "error", params });

const streamName = (name: string): Buffer => Buffer.from(name, "utf16le");

/** What the container holds besides a workbook, by its directory's names. */
function refuseOtherContainers(bytes: Buffer): void {
  if (bytes.includes(streamName("EncryptedPackage"))) throw refusal("file/encrypted");
  if (bytes.includes(streamName("Workbook")) || bytes.includes(streamName("Book\0"))) return;
  if (bytes.includes(streamName("WordDocument"))) throw refusal("file/other-format", { format: "Word (.doc)" });
  if (bytes.includes(streamName("PowerPoint Document")))
    throw refusal("file/other-format", { format: "PowerPoint (.ppt)" });
  throw refusal("file/other-format", { format: "OLE2" });
}

const ERROR_TEXTS: Readonly<Record<number, string>> = {
  0: "#NULL!",
  7: "#DIV/0!",
  15: "#VALUE!",
  23: "#REF!",
  29: "#NAME?",
  36: "#NUM!",
  42: "#N/A",
  43: "#GETTING_DATA",
};

function readCell(cell: CellObject, date1904: boolean): { readonly text: string; readonly kind: CellKind } {
  if (cell.v === undefined || (cell.v === "" && cell.f !== undefined && cell.t !== "s")) {
    return cell.f === undefined
      ? { text: "", kind: "text" }
      : { text: `=${cell.f.slice(0, 200)}`, kind: "uncached-formula" };
  }
  switch (cell.t) {
    case "n":
      return numberCell(String(cell.v), numberFormatOf(0, typeof cell.z === "string" ? cell.z : "General"), date1904);
    case "b":
      return { text: cell.v === true ? "TRUE" : "FALSE", kind: "boolean" };
    case "e":
      return { text: cell.w ?? ERROR_TEXTS[Number(cell.v)] ?? "#N/A", kind: "error" };
    default:
      return { text: String(cell.v).replaceAll("\r\n", "\n"), kind: "text" };
  }
}

function readRows(sheet: WorkSheet, date1904: boolean, limits: Limits): RawRow[] {
  // `dense` gives rows as arrays; the type describes the sparse form only.
  const grid = (sheet["!data"] ?? []) as readonly (readonly (CellObject | undefined)[] | undefined)[];
  const rows: RawRow[] = [];
  grid.forEach((line, index) => {
    const cells: string[] = [];
    const kinds: CellKind[] = [];
    line?.forEach((cell, at) => {
      const read = cell === undefined ? undefined : readCell(cell, date1904);
      if (read === undefined || read.text === "") return;
      while (cells.length < at) {
        cells.push("");
        kinds.push("text");
      }
      cells[at] = read.text;
      kinds[at] = read.kind;
    });
    if (cells.length > limits.maxColumns) {
      const params = { columns: cells.length, limit: limits.maxColumns };
      throw new Unreadable({ code: "file/too-many-columns", severity: "error", row: index + 1, params });
    }
    if (cells.length > 0) rows.push({ row: index + 1, cells, kinds });
  });
  return rows;
}

const readMerges = (sheet: WorkSheet): MergedRange[] =>
  (sheet["!merges"] ?? []).map(({ s, e }) => ({ top: s.r + 1, left: s.c + 1, bottom: e.r + 1, right: e.c + 1 }));

const countHidden = (infos: readonly ({ hidden?: boolean } | undefined)[] | undefined): number =>
  (infos ?? []).filter((info) => info?.hidden === true).length;

/** @throws Unreadable for what is damaged, encrypted, too large to hold, or no workbook. */
export async function openOldWorkbook(path: string, bytes: number, limits: Limits): Promise<Opened> {
  if (bytes > limits.maxWholeBytes) throw refusal("file/too-large", { bytes, limit: limits.maxWholeBytes });
  const content = await readFile(path);
  refuseOtherContainers(content);
  if (!hasEndingChains(content)) throw brokenPart("OLE2");
  let workbook: ReturnType<typeof read>;
  try {
    workbook = read(content, {
      type: "buffer",
      dense: true,
      cellNF: true,
      cellText: false,
      cellHTML: false,
      cellDates: false,
    });
  } catch (error) {
    throw /password-protected/i.test(String(error)) ? refusal("file/encrypted") : brokenPart("BIFF");
  }
  const date1904 = workbook.Workbook?.WBProps?.date1904 === true;
  const findings: Finding[] = [];
  if (workbook.vbaraw !== undefined) findings.push({ code: "file/macros-ignored", severity: "note", params: {} });
  const sheets: Sheet[] = [];
  workbook.SheetNames.forEach((name, index) => {
    const sheet = workbook.Sheets[name];
    if (sheet === undefined || (sheet["!type"] !== undefined && sheet["!type"] !== "sheet")) return;
    const hidden = (workbook.Workbook?.Sheets?.[index]?.Hidden ?? 0) !== 0;
    const rows = readRows(sheet, date1904, limits);
    const hiddenRows = countHidden(sheet["!rows"]);
    const hiddenColumns = countHidden(sheet["!cols"]);
    if (hidden) findings.push({ code: "file/hidden-sheet", severity: "warning", params: { sheet: name } });
    else if (hiddenRows + hiddenColumns > 0) {
      const params = { sheet: name, rows: hiddenRows, columns: hiddenColumns };
      findings.push({ code: "file/hidden-cells", severity: "note", params });
    }
    sheets.push(heldSheet(name, hidden, readMerges(sheet), rows));
  });
  if (sheets.length === 0) throw brokenPart("BIFF");
  return { sheets, findings, close: async () => {} };
}
