/**
 * The report's own sheet: what was found by rule and column, then each issue with a link to its cell. In Indonesian, with English beside.
 * Written row by row into a file, so that a hundred thousand issues take no memory.
 */
import { type FileHandle, open } from "node:fs/promises";
import { columnLetters, type Issue, type Severity, toIssue } from "../kernel/finding.ts";
import type { FindingGroup } from "./report.ts";
import type { ReportStyles } from "./workbook-styles.ts";
import { escapeXml, numberCellXml, textCell, XML_HEAD } from "./xml-write.ts";

interface SummaryHead {
  readonly fileName: string;
  readonly errors: number;
  readonly warnings: number;
  readonly notes: number;
  readonly groups: readonly FindingGroup[];
}

interface SummarySheet {
  readonly add: (issue: Issue) => Promise<void>;
  /** Ends the sheet. Returns the range of the list's filter, "A9:H20". */
  readonly finish: () => Promise<string>;
}

/** Listed one by one; beyond, the CSV and JSON reports are complete. */
const MAX_LISTED = 100_000;
/** Excel allows 65,530 links on a sheet; beyond, a formula does the same. */
const MAX_LINKS = 60_000;
const MAX_GROUPS = 1_000;
const FLUSH = 256 * 1024;
const NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

const SEVERITY: Readonly<Record<Severity, string>> = {
  error: "Harus diperbaiki / Error",
  warning: "Perlu dipastikan / Warning",
  note: "Catatan / Note",
};

const GROUP_HEADER = [
  "Tingkat / Severity",
  "Jumlah / Count",
  "Kolom / Field",
  "Contoh sel / Example cells",
  "Penjelasan (contoh)",
  "Explanation (example)",
  "Kode / Code",
];
const LIST_HEADER = [
  "Tingkat / Severity",
  "Sel / Cell",
  "Kolom / Field",
  "Nilai / Value",
  "Pesan",
  "Message",
  "Kode / Code",
  "Saran / Suggestion",
];
const WIDTHS = [26, 14, 24, 28, 60, 60, 26, 24];

/** `'Data 1'!C12`, as links and formulas want it. */
const locationOf = (sheet: string, cell: string): string => `'${sheet.replaceAll("'", "''")}'!${cell}`;

/**
 * @param path   Where the sheet's XML is written.
 * @param sheet  The name of the sheet that the cells are on.
 */
export async function createSummarySheet(
  path: string,
  head: SummaryHead,
  sheet: string,
  styles: ReportStyles,
): Promise<SummarySheet> {
  const file: FileHandle = await open(path, "w");
  const fillOf: Readonly<Record<Severity, number>> = {
    error: styles.error,
    warning: styles.warning,
    note: styles.note,
  };
  const links: string[] = [];
  let buffer = "";
  let row = 0;
  let listed = 0;
  let issues = 0;

  const addRow = (cells: readonly string[]): void => {
    buffer += `<row r="${row}">${cells.join("")}</row>`;
  };
  const addTexts = (texts: readonly string[], style: number): void => {
    row += 1;
    addRow(texts.map((text, at) => textCell(`${columnLetters(at + 1)}${row}`, text, style)));
  };
  const flush = async (): Promise<void> => {
    await file.write(buffer);
    buffer = "";
  };

  const addGroup = (group: FindingGroup): void => {
    row += 1;
    const examples = group.examples.map(toIssue);
    const cells = examples
      .map(({ cell, row: at }) => cell ?? (at === undefined ? "" : String(at)))
      .filter((cell) => cell !== "");
    const first = examples[0];
    addRow([
      textCell(`A${row}`, SEVERITY[group.severity], fillOf[group.severity]),
      numberCellXml(`B${row}`, group.count, styles.wrapped),
      textCell(`C${row}`, group.field ?? "", styles.wrapped),
      textCell(
        `D${row}`,
        cells.join(", ") + (group.count > cells.length && cells.length > 0 ? ", …" : ""),
        styles.wrapped,
      ),
      textCell(`E${row}`, first?.message.id ?? "", styles.wrapped),
      textCell(`F${row}`, first?.message.en ?? "", styles.wrapped),
      textCell(`G${row}`, group.code, styles.wrapped),
    ]);
  };

  const place = (issue: Issue): string => {
    const at = issue.cell ?? (issue.row === undefined ? undefined : `A${issue.row}`);
    const reference = `B${row}`;
    if (at === undefined) return textCell(reference, "", styles.plain);
    const shown = issue.cell ?? String(issue.row);
    const location = locationOf(sheet, at);
    if (links.length < MAX_LINKS) {
      links.push(`<hyperlink ref="${reference}" location="${escapeXml(location)}" display="${escapeXml(shown)}"/>`);
      return textCell(reference, shown, styles.link);
    }
    const formula = `HYPERLINK("#${location.replaceAll('"', '""')}","${shown}")`;
    return `<c r="${reference}" s="${styles.link}" t="str"><f>${escapeXml(formula)}</f><v>${escapeXml(shown)}</v></c>`;
  };

  const { errors, warnings, notes } = head;
  const columns = WIDTHS.map((width, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`);
  buffer += `${XML_HEAD}<worksheet xmlns="${NAMESPACE}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView tabSelected="1" workbookViewId="0"/></sheetViews><cols>${columns.join("")}</cols><sheetData>`;
  addTexts(["Hasil pemeriksaan / Check result"], styles.title);
  addTexts([`${head.fileName} · ${sheet}`], styles.plain);
  addTexts(
    [
      `${errors} hal harus diperbaiki, ${warnings} perlu dipastikan, ${notes} catatan. Perbaiki yang harus diperbaiki, lalu unggah lagi; yang perlu dipastikan tidak menghalangi. / ` +
        `${errors} errors, ${warnings} warnings, ${notes} notes. Mend every error and upload again; warnings do not block.`,
    ],
    styles.plain,
  );
  row += 1;
  addTexts(["Ringkasan menurut aturan dan kolom / Summary by rule and column"], styles.title);
  addTexts(GROUP_HEADER, styles.header);
  head.groups.slice(0, MAX_GROUPS).forEach(addGroup);
  row += 1;
  addTexts(["Daftar temuan / List of issues"], styles.title);
  addTexts(LIST_HEADER, styles.header);
  const listHeader = row;
  await flush();

  return {
    add: async (issue) => {
      issues += 1;
      if (listed >= MAX_LISTED) return;
      listed += 1;
      row += 1;
      addRow([
        textCell(`A${row}`, SEVERITY[issue.severity], fillOf[issue.severity]),
        place(issue),
        textCell(`C${row}`, issue.field ?? "", styles.plain),
        textCell(`D${row}`, issue.value ?? "", styles.plain),
        textCell(`E${row}`, issue.message.id, styles.wrapped),
        textCell(`F${row}`, issue.message.en, styles.wrapped),
        textCell(`G${row}`, issue.code, styles.plain),
        textCell(`H${row}`, issue.suggestion ?? "", styles.plain),
      ]);
      if (buffer.length > FLUSH) await flush();
    },
    finish: async () => {
      const last = row;
      if (issues > listed) {
        row += 1;
        const more = issues - listed;
        const text = `… dan ${more} temuan lain; daftar lengkap ada di laporan CSV. / … and ${more} more; the CSV report lists them all.`;
        addTexts([text], styles.plain);
      }
      buffer += "</sheetData>";
      const filter = `A${listHeader}:H${Math.max(last, listHeader)}`;
      buffer += `<autoFilter ref="${filter}"/>`;
      await flush();
      if (links.length > 0) {
        await file.write("<hyperlinks>");
        for (let at = 0; at < links.length; at += 2_000) await file.write(links.slice(at, at + 2_000).join(""));
        await file.write("</hyperlinks>");
      }
      await file.write(
        '<pageMargins left="0.5" right="0.5" top="0.5" bottom="0.5" header="0.3" footer="0.3"/><pageSetup orientation="landscape" fitToHeight="0"/></worksheet>',
      );
      await file.close();
      return filter;
    },
  };
}
