import { dirname, join } from "node:path";
import ExcelJS from "exceljs";
import { describe, expect, it } from "vitest";
import { columnLetters, type Issue, type Severity } from "../../src/kernel/finding.ts";
import { DEFAULT_LIMITS } from "../../src/tabular/model.ts";
import { openSource } from "../../src/tabular/source.ts";
import { type WorkbookReportInput, writeWorkbookReport } from "../../src/tabular/workbook-report.ts";
import { openZipPackage } from "../../src/tabular/zip-package.ts";
import { fileOf, xlsxOf } from "./fixtures/files.ts";

const issue = (severity: Severity, row: number, column: number, extra: Partial<Issue> = {}): Issue => ({
  code: "cell/not-a-number",
  severity,
  row,
  column,
  cell: `${columnLetters(column)}${row}`,
  field: "nilai",
  value: "=x & <y>",
  message: { id: "“x” bukan angka.", en: "“x” is not a number." },
  ...extra,
});

const summaryOf = (issues: readonly Issue[]): WorkbookReportInput["summary"] => ({
  errors: issues.filter(({ severity }) => severity === "error").length,
  warnings: issues.filter(({ severity }) => severity === "warning").length,
  notes: 0,
  groups: [
    {
      code: "cell/not-a-number",
      severity: "error",
      field: "nilai",
      count: issues.length,
      examples: [
        { code: "cell/not-a-number", severity: "error", row: 2, column: 3, value: "x", params: { example: "1234,5" } },
      ],
    },
  ],
});

async function report(
  name: string,
  content: string | Uint8Array,
  issues: readonly Issue[],
  sheet: string | null = null,
) {
  const path = await fileOf(name, content);
  const target = join(dirname(path), "report.xlsx");
  await writeWorkbookReport({ path, name, sheet, summary: summaryOf(issues), issues }, target);
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile(target);
  return { book, target };
}

const fillOf = (cell: ExcelJS.Cell): string | undefined =>
  cell.fill?.type === "pattern" && cell.fill.pattern === "solid" ? cell.fill.fgColor?.argb : undefined;

const noteOf = (cell: ExcelJS.Cell): string =>
  typeof cell.note === "string" ? cell.note : (cell.note?.texts ?? []).map(({ text }) => text).join("");

async function partOf(path: string, part: string): Promise<string> {
  const pack = await openZipPackage(path, DEFAULT_LIMITS);
  let text = "";
  for await (const chunk of await pack.read(part)) text += String(chunk);
  pack.close();
  return text;
}

async function madeWorkbook(): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  const other = book.addWorksheet("Lain");
  other.getCell("A1").value = { formula: "Data!B2*2", result: 2468 };
  const sheet = book.addWorksheet("Data");
  sheet.mergeCells("A1:C1");
  sheet.getCell("A1").value = "Judul";
  sheet.getCell("A1").font = { bold: true };
  sheet.getCell("B2").value = 1234;
  sheet.getCell("B2").numFmt = "#,##0.00";
  sheet.getCell("B2").border = { top: { style: "thin" } };
  sheet.getCell("C2").value = "x";
  sheet.getCell("C2").note = "catatan lama";
  sheet.getCell("B3").value = new Date(Date.UTC(2024, 4, 17));
  book.definedNames.add("Data!$B$2:$B$3", "nilai");
  return Buffer.from(await book.xlsx.writeBuffer());
}

describe("writeWorkbookReport(input, target)", () => {
  it("gives the officer's own workbook back with its cells filled by severity and everything else kept", async () => {
    const issues = [
      issue("error", 2, 3),
      issue("warning", 2, 2),
      issue("error", 3, 5),
      issue("warning", 3, 5),
      issue("note", 3, 2),
      issue("warning", 1, 3),
    ];
    const { book } = await report("a.xlsx", await madeWorkbook(), issues, "Data");
    expect(book.worksheets.map(({ name }) => name)).toEqual(["Ringkasan", "Lain", "Data"]);
    const sheet = book.getWorksheet("Data");
    if (sheet === undefined) throw new Error("no sheet");
    expect(fillOf(sheet.getCell("C2"))).toBe("FFFF9C9C");
    expect(fillOf(sheet.getCell("B2"))).toBe("FFFFD966");
    expect(fillOf(sheet.getCell("E3"))).toBe("FFFF9C9C");
    expect(fillOf(sheet.getCell("B3"))).toBeUndefined();
    expect(sheet.getCell("B2")).toMatchObject({ value: 1234, numFmt: "#,##0.00", border: { top: { style: "thin" } } });
    expect(sheet.getCell("A1")).toMatchObject({ value: "Judul", font: { bold: true } });
    // In the merged range A1:C1 only the first cell is seen.
    expect(fillOf(sheet.getCell("A1"))).toBe("FFFFD966");
    expect(sheet.getCell("B1").isMerged).toBe(true);
    expect(sheet.getCell("B3").value).toEqual(new Date(Date.UTC(2024, 4, 17)));
    expect(book.getWorksheet("Lain")?.getCell("A1").value).toMatchObject({ formula: "Data!B2*2", result: 2468 });
    expect(book.definedNames.getRanges("nilai").ranges).toEqual(["Data!$B$2:$B$3"]);
  });

  it("comments each marked cell in both languages, beneath what was there", async () => {
    const issues = [issue("error", 2, 3, { suggestion: "1234,5" }), issue("warning", 2, 2), issue("note", 3, 2)];
    const { book } = await report("a.xlsx", await madeWorkbook(), issues, "Data");
    const sheet = book.getWorksheet("Data");
    if (sheet === undefined) throw new Error("no sheet");
    expect(noteOf(sheet.getCell("C2"))).toBe(
      "catatan lama\n\nJendela Sulsel:\n✖ “x” bukan angka.\n“x” is not a number.\n→ 1234,5",
    );
    expect(noteOf(sheet.getCell("B2"))).toBe("▲ “x” bukan angka.\n“x” is not a number.");
    expect(noteOf(sheet.getCell("B3"))).toMatch(/^ℹ/);
  });

  it("begins with a summary and a list that links to the cells and can be filtered", async () => {
    const { book, target } = await report(
      "a.xlsx",
      await madeWorkbook(),
      [issue("error", 2, 3), issue("warning", 2, 2)],
      "Data",
    );
    const sheet = book.getWorksheet("Ringkasan");
    if (sheet === undefined) throw new Error("no sheet");
    const texts = Array.from(sheet.getSheetValues(), (row) => (Array.isArray(row) ? row.slice(1) : []));
    const listHeader = texts.findIndex((row) => row[1] === "Sel / Cell");
    expect(texts.some((row) => row[1] === 2 && row[2] === "nilai" && row[6] === "cell/not-a-number")).toBe(true);
    expect(sheet.getCell(`B${listHeader + 1}`).value).toBe("C2");
    // exceljs does not read links that stay inside the workbook.
    expect(await partOf(target, "xl/worksheets/sheet3.xml")).toContain(
      `<hyperlink ref="B${listHeader + 1}" location="'Data'!C2" display="C2"/>`,
    );
    expect(sheet.getCell(`D${listHeader + 1}`).value).toBe("=x & <y>");
    expect(sheet.autoFilter).toBe(`A${listHeader}:H${listHeader + 2}`);
  });

  it("makes a workbook from a CSV, digit for digit and line for line", async () => {
    const csv = 'kode,nama,nilai\n\n0071,"Gowa\nSulsel",x\n73.10,Bone,1.5\n';
    const { book, target } = await report("a.csv", csv, [issue("error", 3, 3), issue("error", 5, 1)]);
    const sheet = book.getWorksheet("Data");
    expect(sheet?.getCell("A3").value).toBe("0071");
    expect(sheet?.getCell("A5").value).toBe("73.10");
    expect(sheet === undefined ? "" : fillOf(sheet.getCell("C3"))).toBe("FFFF9C9C");
    const source = await openSource(target, { name: "report.xlsx" });
    expect(source.sheets.map(({ name }) => name)).toEqual(["Ringkasan", "Data"]);
    await source.close();
  });

  it("holds only the rows with issues where a CSV is long, each in its own place", async () => {
    const lines = Array.from({ length: 100_050 }, (_, at) => `${at + 2},a`);
    const { book } = await report("a.csv", `n,t\n${lines.join("\n")}\n`, [
      issue("error", 90_000, 1),
      issue("warning", 17, 2),
    ]);
    const sheet = book.getWorksheet("Data");
    const rows: unknown[] = [];
    sheet?.eachRow((row, number) => rows.push([number, row.getCell(1).value]));
    expect(rows).toEqual([
      [1, "n"],
      [17, "17"],
      [90_000, "90000"],
    ]);
  });

  it("says why even where nothing could be read, and what was read until then", async () => {
    const unreadable = { ...issue("error", 1, 1), code: "file/unclosed-quote" as const };
    const { book } = await report("a.csv", `a,b\n1,2\n${'"'}x\n`, [unreadable]);
    expect(book.getWorksheet("Ringkasan")).toBeDefined();
    const broken = await report("a.xlsx", Buffer.from("PK\u0003\u0004rusak"), [unreadable]);
    expect(broken.book.worksheets.map(({ name }) => name)).toEqual(["Ringkasan", "Data"]);
  });

  it("leaves parts alone that it does not know, moves names that belong to a sheet, and finds a free name", async () => {
    const chart = "<c:chartSpace>grafik</c:chartSpace>";
    const body =
      '<sheetViews><sheetView tabSelected="1"/></sheetViews><sheetData><row r="1" spans="1:1"><c r="A1"><v>1</v></c></row><row r="4"/></sheetData><pageMargins left="1"/><drawing r:id="rId9"/><tableParts count="0"/>';
    const file = await xlsxOf([{ name: "Ringkasan", body }], {
      parts: {
        "xl/charts/chart1.xml": chart,
        "[Content_Types].xml":
          '<?xml version="1.0"?><Types><Default Extension="xml" ContentType="application/xml"/></Types>',
        "xl/worksheets/_rels/sheet1.xml.rels":
          '<?xml version="1.0"?><Relationships><Relationship Id="rId9" Type="x/drawing" Target="../drawings/drawing1.xml"/></Relationships>',
      },
      workbookPr:
        '<bookViews><workbookView activeTab="0"/></bookViews><definedNames><definedName name="_xlnm.Print_Area" localSheetId="0">x</definedName></definedNames>',
    });
    const path = await fileOf("a.xlsx", file);
    const target = join(dirname(path), "report.xlsx");
    const issues = [issue("error", 1, 3), issue("error", 4, 2)];
    await writeWorkbookReport({ path, name: "a.xlsx", sheet: "Ringkasan", summary: summaryOf(issues), issues }, target);
    const read = (part: string): Promise<string> => partOf(target, part);
    expect(await read("xl/charts/chart1.xml")).toBe(chart);
    const workbook = await read("xl/workbook.xml");
    expect(workbook).toMatch(/name="_xlnm.Print_Area" localSheetId="1"/);
    expect(workbook).toMatch(
      /<definedNames><definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">'Ringkasan \(2\)'!\$A\$\d+:\$H\$\d+</,
    );
    expect(workbook).toMatch(/<sheets><sheet name="Ringkasan \(2\)" sheetId="2"[^>]*\/><sheet name="Ringkasan"/);
    const sheet = await read("xl/worksheets/sheet1.xml");
    expect(sheet).not.toContain("tabSelected");
    expect(sheet).toMatch(
      /<row r="1"><c r="A1"><v>1<\/v><\/c><c r="C1" s="\d+"\/><\/row><row r="4"><c r="B4" s="\d+"\/><\/row>/,
    );
    expect(sheet).toMatch(/<drawing r:id="rId9"\/><legacyDrawing [^>]*\/><tableParts/);
    expect(await read("xl/worksheets/_rels/sheet1.xml.rels")).toMatch(/rId9.*vmlDrawing1\.vml/s);
  });
});
