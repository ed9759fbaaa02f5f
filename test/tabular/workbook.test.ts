import { utils, write } from "@e965/xlsx";
import ExcelJS from "exceljs";
import { describe, expect, it } from "vitest";
import { fc } from "../setup/properties.ts";
import { cellsOf, open, refusalOf, rowsOf, xlsxOf, zipOf } from "./fixtures/files.ts";

const codesOf = (findings: readonly { code: string }[]): string[] => findings.map(({ code }) => code);
const row = (number: number, ...cells: string[]): string => `<row r="${number}">${cells.join("")}</row>`;
const data = (...rows: string[]): string => `<sheetData>${rows.join("")}</sheetData>`;
const inline = (at: string, text: string): string => `<c r="${at}" t="inlineStr"><is><t>${text}</t></is></c>`;

async function madeByExceljs(fill: (book: ExcelJS.Workbook) => void): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  fill(book);
  return Buffer.from(await book.xlsx.writeBuffer());
}

describe("an XLSX sheet's cells", () => {
  it("read through their number format", async () => {
    const file = await madeByExceljs((book) => {
      const sheet = book.addWorksheet("Data");
      const put = (at: string, value: ExcelJS.CellValue, format?: string): void => {
        sheet.getCell(at).value = value;
        if (format !== undefined) sheet.getCell(at).numFmt = format;
      };
      put("A1", 7, "00");
      put("B1", 0.0526, "0.0%");
      put("C1", 73.1, "00.00");
      put("D1", 7306, '00"."00');
      put("E1", 1234567.5, "#,##0.00");
      put("F1", 0.1 + 0.2);
      put("G1", 7371010101010000);
      put("H1", -0.00000125);
      put("A2", new Date(Date.UTC(2024, 4, 17)), "dd/mm/yyyy");
      put("B2", new Date(Date.UTC(2024, 4, 17, 8, 30)), "dd/mm/yyyy hh:mm");
      put("C2", new Date(Date.UTC(2024, 4, 1)), "mmm-yy");
      put("D2", new Date(Date.UTC(2024, 0, 1)), "yyyy");
      put("E2", 0.75, "hh:mm");
      put("F2", 1.5, "[h]:mm");
      put("G2", 12, '[Red]0" jiwa"');
      put("H2", 2024, "General");
    });
    const source = await open("a.xlsx", file);
    expect(await cellsOf(source)).toEqual([
      ["07", "5.26%", "73.10", "73.06", "1234567.5", "0.3", "7371010101010000", "-0.00000125"],
      ["2024-05-17", "2024-05-17T08:30:00", "2024-05", "2024", "18:00:00", "36:00:00", "12", "2024"],
    ]);
    expect((await rowsOf(source))[1]?.kinds).toEqual([
      "date",
      "date",
      "date",
      "date",
      "date",
      "date",
      "number",
      "number",
    ]);
  });

  it("count days by both epochs and know of the 29 February that never was", async () => {
    const styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>';
    const body = data(
      row(1, ...["0", "1", "59", "61", "45429"].map((days, at) => `<c r="${"ABCDE"[at]}1" s="1"><v>${days}</v></c>`)),
    );
    const by1900 = await open("a.xlsx", await xlsxOf([{ name: "S", body }], { styles }));
    expect((await cellsOf(by1900))[0]).toEqual(["1899-12-31", "1900-01-01", "1900-02-28", "1900-03-01", "2024-05-17"]);
    const by1904 = await open(
      "a.xlsx",
      await xlsxOf([{ name: "S", body }], { styles, workbookPr: '<workbookPr date1904="1"/>' }),
    );
    expect((await cellsOf(by1904))[0]?.slice(0, 2)).toEqual(["1904-01-01", "1904-01-02"]);
  });

  it("give a formula's stored value, and say where there is none", async () => {
    const body = data(
      row(
        1,
        '<c r="A1"><f>1+1</f><v>2</v></c>',
        '<c r="B1"><f>SUM(A1:A9)</f></c>',
        '<c r="C1"><f>SUM(A1:A9)</f><v></v></c>',
        '<c r="D1" t="str"><f>"a"&amp;"b"</f><v>ab</v></c>',
        '<c r="E1" t="e"><f>A0</f><v>#REF!</v></c>',
        '<c r="F1" t="b"><v>1</v></c>',
        '<c r="G1" t="str"><f>IF(1,"")</f><v></v></c>',
      ),
    );
    const source = await open("a.xlsx", await xlsxOf([{ name: "S", body }]));
    expect(await rowsOf(source)).toEqual([
      {
        row: 1,
        cells: ["2", "=SUM(A1:A9)", "=SUM(A1:A9)", "ab", "#REF!", "TRUE"],
        kinds: ["number", "uncached-formula", "uncached-formula", "text", "error", "boolean"],
      },
    ]);
  });

  it("join rich text, leave readings out, and undo every escape", async () => {
    const strings =
      "<si><r><rPr><b/></rPr><t>Kab. </t></r><r><t xml:space='preserve'>Gowa </t></r></si>" +
      '<si><t>A&amp;B &lt;1&gt; &#233;&#x2013;</t><rPh sb="0" eb="1"><t>baca</t></rPh></si><si><t>satu_x000D_\ndua</t></si><si/>';
    const cell = (at: string, index: number) => `<c r="${at}" t="s"><v>${index}</v></c>`;
    const body = data(
      row(
        1,
        cell("A1", 0),
        cell("B1", 1),
        cell("C1", 2),
        cell("D1", 3),
        "<c t='inlineStr'><is><t><![CDATA[x & y]]></t></is></c>",
      ),
    );
    const source = await open("a.xlsx", await xlsxOf([{ name: "S", body }], { strings }));
    expect((await cellsOf(source))[0]).toEqual(["Kab. Gowa ", "A&B <1> é–", "satu\ndua", "", "x & y"]);
  });

  it("stand where they stand, with or without references, under any prefix", async () => {
    const body =
      '<x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>a</x:t></x:is></x:c></x:row><x:row r="5"><x:c r="C5"><x:v>1.0</x:v></x:c><x:c><x:v>2E3</x:v></x:c></x:row></x:sheetData>';
    const source = await open("a.xlsx", await xlsxOf([{ name: "S", body }]));
    expect(await rowsOf(source)).toEqual([
      { row: 1, cells: ["a"], kinds: ["text"] },
      { row: 5, cells: ["", "", "1", "2000"], kinds: ["text", "text", "number", "number"] },
    ]);
  });

  it("are trimmed of empty formatted ones, however many rows of them there are", async () => {
    const empty = Array.from(
      { length: 200_000 },
      (_, at) => `<row r="${at + 3}"><c r="A${at + 3}" s="1"/><c r="B${at + 3}" s="1"><v/></c></row>`,
    );
    const source = await open(
      "a.xlsx",
      await xlsxOf([
        {
          name: "S",
          body: data(row(1, inline("A1", "a")), row(2, inline("A2", "b"), '<c r="Z2" s="1"/>'), empty.join("")),
        },
      ]),
    );
    expect(await cellsOf(source)).toEqual([["a"], ["b"]]);
  });
});

describe("an XLSX workbook", () => {
  it("offers every sheet, knows merged ranges before the rows, and tells what is hidden", async () => {
    const file = await madeByExceljs((book) => {
      const hidden = book.addWorksheet("Rahasia", { state: "veryHidden" });
      hidden.getCell("A1").value = "x";
      const sheet = book.addWorksheet("Data & Isi");
      sheet.getCell("A1").value = "Judul";
      sheet.mergeCells("A1:C1");
      sheet.mergeCells("B2:B4");
      sheet.getCell("A5").value = 1;
      sheet.getRow(5).hidden = true;
      sheet.getColumn(3).hidden = true;
    });
    const source = await open("a.xlsx", file);
    expect(source.sheets.map(({ name, hidden }) => [name, hidden])).toEqual([
      ["Rahasia", true],
      ["Data & Isi", false],
    ]);
    expect(source.sheets[1]?.merges).toEqual([
      { top: 1, left: 1, bottom: 1, right: 3 },
      { top: 2, left: 2, bottom: 4, right: 2 },
    ]);
    expect(source.findings).toMatchObject([
      { code: "file/hidden-sheet", params: { sheet: "Rahasia" } },
      { code: "file/hidden-cells", params: { sheet: "Data & Isi", rows: 1, columns: 1 } },
    ]);
    expect(source.facts).toMatchObject({
      format: "xlsx",
      encoding: null,
      delimiter: null,
      bom: false,
      lineEnding: null,
    });
  });

  it("is told to hold macros and links outward, which are not followed", async () => {
    const parts = { "xl/vbaProject.bin": "x", "xl/externalLinks/externalLink1.xml": "<externalLink/>" };
    const source = await open(
      "a.xlsm",
      await xlsxOf([{ name: "S", body: data(row(1, inline("A1", "a"))) }], { parts }),
    );
    expect(codesOf(source.findings)).toEqual(["file/macros-ignored", "file/external-links"]);
  });

  it("is read by its content whatever its name, and the surprise is told", async () => {
    const file = await xlsxOf([{ name: "S", body: data(row(1, inline("A1", "a"))) }]);
    const source = await open("data.csv", file);
    expect(source.facts.format).toBe("xlsx");
    expect(codesOf(source.findings)).toEqual(["file/wrong-extension"]);
  });

  it("gives back what exceljs wrote, whatever the numbers and texts", async () => {
    const value = fc.oneof(
      fc
        .string({ minLength: 1, maxLength: 20 })
        .filter((text) => /^\P{C}+$/u.test(text) && !/_x[0-9a-f]{4}_/i.test(text)),
      fc.integer(),
      fc.integer({ min: -999_999, max: 999_999 }).map((whole) => whole / 1000),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(value, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 8 }),
        async (table) => {
          const file = await madeByExceljs((book) => void book.addWorksheet("S").addRows(table));
          expect(await cellsOf(await open("a.xlsx", file))).toEqual(
            table.map((cells) => cells.map((cell) => (cell === 0 ? "0" : String(cell)))),
          );
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe("a hostile workbook is refused with one clear finding", () => {
  const sheet = [{ name: "S", body: data(row(1, inline("A1", "a"))) }];

  it("that swells: by ratio, by size, by number of entries", async () => {
    const bomb = { parts: { "xl/media/x.bin": Buffer.alloc(40 * 1024 ** 2) as unknown as string } };
    expect(await refusalOf("a.xlsx", await xlsxOf(sheet, bomb))).toBe("file/unpacks-too-large");
    const wide = await xlsxOf(sheet, { parts: { "xl/x.bin": "x".repeat(5000) } });
    expect(await refusalOf("a.xlsx", wide, { maxUnpackedBytes: 4000 })).toBe("file/unpacks-too-large");
    expect(await refusalOf("a.xlsx", wide, { maxPackageEntries: 3 })).toBe("file/unpacks-too-large");
  });

  it("that declares a DTD or expands entities", async () => {
    const body = data(row(1, inline("A1", "&x;")));
    const file = await xlsxOf([{ name: "S", body }], {
      parts: {
        "xl/worksheets/sheet1.xml": `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet>${body}</worksheet>`,
      },
    });
    expect(await refusalOf("a.xlsx", file)).toBe("file/xml-doctype");
    const undeclared = await open("a.xlsx", await xlsxOf([{ name: "S", body }]));
    expect(await cellsOf(undeclared)).toEqual([["&x;"]]);
  });

  it("that is cut short, or whose sheet is", async () => {
    const whole = await xlsxOf(sheet);
    expect(await refusalOf("a.xlsx", whole.subarray(0, whole.length - 40))).toBe("file/broken-workbook");
    const cut = await xlsxOf(sheet, {
      parts: { "xl/worksheets/sheet1.xml": '<worksheet><sheetData><row r="1"><c r="A1"><v>1</v>' },
    });
    expect(await refusalOf("a.xlsx", cut)).toBe("file/broken-workbook");
  });

  it("that has a cell beyond any table, or more cells than may be read", async () => {
    expect(await refusalOf("a.xlsx", await xlsxOf([{ name: "S", body: data(row(4, inline("XFD4", "a"))) }]))).toBe(
      "file/too-many-columns@4",
    );
    expect(
      await refusalOf(
        "a.xlsx",
        await xlsxOf([{ name: "S", body: data(row(1, inline("A1", "a"), inline("B1", "b"))) }]),
        { maxCells: 1 },
      ),
    ).toBe("file/too-many-cells@1");
    expect(
      await refusalOf("a.xlsx", await xlsxOf([{ name: "S", body: data(row(1, inline("A1", "a".repeat(200)))) }]), {
        maxCellBytes: 100,
      }),
    ).toBe("file/line-too-long@1");
  });

  it("whose sectors lead in a circle", async () => {
    const book = utils.book_new();
    utils.book_append_sheet(book, utils.aoa_to_sheet(Array.from({ length: 300 }, (_, at) => [`Desa ${at}`, at])));
    const file = Buffer.from(write(book, { bookType: "xls", type: "buffer" }) as Buffer);
    expect(await refusalOf("a.xls", file)).toBe("read");
    // The table of sectors: its first entries lead to each other.
    const table = (file.readInt32LE(76) + 1) * 512;
    file.writeInt32LE(1, table);
    file.writeInt32LE(0, table + 4);
    expect(await refusalOf("a.xls", file)).toBe("file/broken-workbook");
  });

  it("that is encrypted, a lock file, or something else in the same wrapping", async () => {
    const ole = (name: string): Buffer =>
      Buffer.concat([
        Buffer.from("d0cf11e0a1b11ae1", "hex"),
        Buffer.alloc(600),
        Buffer.from(name, "utf16le"),
        Buffer.alloc(600),
      ]);
    expect(await refusalOf("a.xlsx", ole("EncryptedPackage"))).toBe("file/encrypted");
    expect(await refusalOf("a.xls", ole("WordDocument"))).toBe("file/other-format");
    expect(await refusalOf("a.xls", ole("Workbook"))).toBe("file/broken-workbook");
    const lock = Buffer.alloc(165, " ");
    lock.write("\x05Admin", 0, "latin1");
    expect(await refusalOf("data.xlsx", lock)).toBe("file/lock-file");
    expect(await refusalOf("~$data.xlsx", Buffer.alloc(162, "\0"))).toBe("file/lock-file");
    expect(await refusalOf("a.xlsx", await zipOf({ "word/document.xml": "<w/>" }))).toBe("file/other-format");
    expect(await refusalOf("a.zip", await zipOf({ "data.csv": "a,b" }))).toBe("file/other-format");
  });

  it("and any mutation of a good one is read or refused, never a crash", async () => {
    const whole = await xlsxOf(sheet, {
      strings: "<si><t>x</t></si>",
      styles: '<cellXfs><xf numFmtId="9"/></cellXfs>',
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }),
        async (changes) => {
          const bytes = Buffer.from(whole);
          for (const [at, byte] of changes) bytes[at] = byte;
          expect(await refusalOf("a.xlsx", bytes)).toMatch(/^(read|file\/)/);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe("an old or foreign workbook", () => {
  const book = () => {
    const sheet = utils.aoa_to_sheet([["Kode", "", "Nilai"], [7, "Gowa", 0.0526], [], [8, "Bone", true]]);
    const cell = (at: string): { z?: string } => sheet[at] as { z?: string };
    cell("A2").z = "00";
    cell("C2").z = "0.00%";
    sheet["!merges"] = [{ s: { r: 0, c: 0 }, e: { r: 0, c: 1 } }];
    const made = utils.book_new();
    utils.book_append_sheet(made, sheet, "Data");
    utils.book_append_sheet(made, utils.aoa_to_sheet([["x"]]), "Rahasia");
    made.Workbook = { Sheets: [{}, { Hidden: 1 }] };
    return made;
  };

  it("of BIFF kind reads like a new one", async () => {
    const source = await open("a.xls", write(book(), { type: "buffer", bookType: "biff8" }) as Buffer);
    expect(source.facts.format).toBe("xls");
    expect(await rowsOf(source)).toEqual([
      { row: 1, cells: ["Kode", "", "Nilai"], kinds: ["text", "text", "text"] },
      { row: 2, cells: ["07", "Gowa", "5.26%"], kinds: ["number", "text", "number"] },
      { row: 4, cells: ["8", "Bone", "TRUE"], kinds: ["number", "text", "boolean"] },
    ]);
    expect(source.sheets.map(({ hidden }) => hidden)).toEqual([false, true]);
    expect(source.sheets[0]?.merges).toEqual([{ top: 1, left: 1, bottom: 1, right: 2 }]);
  });

  it("of OpenDocument kind unfolds what is repeated, joins paragraphs and leaves notes out", async () => {
    const content = `<office:document-content><office:automatic-styles><style:style style:name="t2" style:family="table"><style:table-properties table:display="false"/></style:style></office:automatic-styles>
      <office:body><office:spreadsheet><table:table table:name="Data"><table:table-column/>
      <table:table-row><table:table-cell office:value-type="string" table:number-columns-spanned="2"><text:p>Judul</text:p><text:p>dua<text:s text:c="2"/>baris</text:p><office:annotation><text:p>catatan</text:p></office:annotation></table:table-cell><table:covered-table-cell/></table:table-row>
      <table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="float" office:value="7"><text:p>07</text:p></table:table-cell><table:table-cell table:number-columns-repeated="3" office:value-type="percentage" office:value="0.0526"><text:p>5,3%</text:p></table:table-cell></table:table-row>
      <table:table-row table:number-rows-repeated="1000"><table:table-cell table:number-columns-repeated="16000"/></table:table-row>
      <table:table-row><table:table-cell office:value-type="date" office:date-value="2024-05-17"><text:p>17 Mei</text:p></table:table-cell><table:table-cell table:formula="of:=SUM([.A1])"/><table:table-cell office:value-type="time" office:time-value="PT08H05M00S"/></table:table-row>
      </table:table><table:table table:name="Dua" table:style-name="t2"><table:table-row><table:table-cell office:value-type="boolean" office:boolean-value="true"/></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>`;
    const file = await zipOf({ mimetype: "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content });
    const source = await open("a.ods", file);
    expect(source.facts.format).toBe("ods");
    expect(await rowsOf(source)).toEqual([
      { row: 1, cells: ["Judul\ndua  baris"], kinds: ["text"] },
      { row: 2, cells: ["07", "5.26%", "5.26%", "5.26%"], kinds: ["number", "number", "number", "number"] },
      { row: 3, cells: ["07", "5.26%", "5.26%", "5.26%"], kinds: ["number", "number", "number", "number"] },
      { row: 1004, cells: ["2024-05-17", "=SUM([.A1])", "08:05:00"], kinds: ["date", "uncached-formula", "date"] },
    ]);
    expect(await rowsOf(source, "Dua")).toEqual([{ row: 1, cells: ["TRUE"], kinds: ["boolean"] }]);
    expect(source.sheets.map(({ hidden }) => hidden)).toEqual([false, true]);
    expect(source.sheets[0]?.merges).toEqual([{ top: 1, left: 1, bottom: 1, right: 2 }]);
  });

  it("that is really a web page is a sheet per table that stands alone", async () => {
    const page = `<html><body><table><tr><td><table><tr><th rowspan="2">Wilayah</th><th colspan="2">Tahun</th></tr><tr><th>2023</th><th>2024</th></tr><tr><td>Gowa</td><td>1.234</td><td>5&nbsp;678</td></tr></table></td></tr></table></body></html>`;
    const source = await open("a.xls", page);
    expect(source.facts.format).toBe("html");
    expect(await rowsOf(source)).toEqual([
      { row: 1, cells: ["Wilayah", "Tahun"] },
      { row: 2, cells: ["", "2023", "2024"] },
      { row: 3, cells: ["Gowa", "1.234", "5 678"] },
    ]);
    expect(source.sheets[0]?.merges).toEqual([
      { top: 1, left: 1, bottom: 2, right: 1 },
      { top: 1, left: 2, bottom: 1, right: 3 },
    ]);
  });

  it("that is a web page with labels in one table and numbers in another is refused", async () => {
    const page =
      "<table><tr><td><table><tr><td>Gowa</td></tr></table></td><td><table><tr><td>123</td></tr></table></td></tr></table>";
    expect(await refusalOf("a.xls", page)).toBe("file/html-unjoinable");
    expect(await refusalOf("a.xls", "<!DOCTYPE html><p>Halo</p>")).toBe("file/other-format");
  });
});
