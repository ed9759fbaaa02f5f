import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { fc } from "../setup/properties.ts";
import { cellsOf, open, refusalOf, rowsOf } from "./fixtures/files.ts";

const utf16be = (text: string): Buffer => Buffer.from(text, "utf16le").swap16();

describe("a CSV's rows", () => {
  it("carry the file's own line numbers, a quoted cell with line breaks counting from where its record starts", async () => {
    const source = await open("a.csv", 'a,b\n\n1,"dua\nbaris"\n3,"x ""y"""\n');
    expect(await rowsOf(source)).toEqual([
      { row: 1, cells: ["a", "b"] },
      { row: 3, cells: ["1", "dua\nbaris"] },
      { row: 5, cells: ["3", 'x "y"'] },
    ]);
  });

  it("stay ragged, and lines of delimiters only are left out", async () => {
    const source = await open("a.csv", "a;b;c\n1;2\n1;2;3;4\n;;\n;;;;\n5;;\n");
    expect(await rowsOf(source)).toEqual([
      { row: 1, cells: ["a", "b", "c"] },
      { row: 2, cells: ["1", "2"] },
      { row: 3, cells: ["1", "2", "3", "4"] },
      { row: 6, cells: ["5", "", ""] },
    ]);
  });

  it("are the same whatever the line ends, and without a last one", async () => {
    const lines = ["a,b", "1,2", "3,4"];
    for (const [ending, told] of [
      ["\n", "LF"],
      ["\r\n", "CRLF"],
      ["\r", "CR"],
    ] as const) {
      for (const last of [ending, ""]) {
        const source = await open("a.csv", lines.join(ending) + last);
        expect(source.facts.lineEnding).toBe(told);
        expect(await rowsOf(source)).toEqual([
          { row: 1, cells: ["a", "b"] },
          { row: 2, cells: ["1", "2"] },
          { row: 3, cells: ["3", "4"] },
        ]);
      }
    }
  });

  it("keep their numbers where line ends are mixed, and that is told", async () => {
    const source = await open("a.csv", "a,b\r\n1,2\n3,4\r5,6\r\n");
    expect((await rowsOf(source)).map(({ row, cells }) => [row, cells[1]])).toEqual([
      [1, "b"],
      [2, "2"],
      [3, "4"],
      [4, "6"],
    ]);
    expect(source.facts.lineEnding).toBe("mixed");
    expect(source.findings.map(({ code }) => code)).toEqual(["file/mixed-line-endings"]);
  });

  it("can be read twice, and abroad from where they were cut into blocks", async () => {
    const line = (at: number) => `${at},"${"é".repeat(at % 97)}\r\n""kutip""",${at * 3}`;
    const source = await open(
      "a.csv",
      `n,teks,m\r\n${Array.from({ length: 20_000 }, (_, at) => line(at)).join("\r\n")}`,
    );
    for (let reading = 0; reading < 2; reading++) {
      const rows = await rowsOf(source);
      expect(rows.length).toBe(20_001);
      rows.slice(1).forEach(({ row, cells }, at) => {
        expect([row, ...cells]).toEqual([2 * at + 2, String(at), `${"é".repeat(at % 97)}\n"kutip"`, String(at * 3)]);
      });
    }
  });

  it("take a stray quote as a character, told with its first line", async () => {
    const source = await open("a.csv", 'a,b\n5" pipa,x\n"Kab." Gowa,y\n');
    expect(await cellsOf(source)).toEqual([
      ["a", "b"],
      ['5" pipa', "x"],
      ["Kab. Gowa", "y"],
    ]);
    expect(source.findings).toMatchObject([{ code: "file/stray-quote", row: 2, params: { count: 2 } }]);
  });

  it("skip Excel's sep= line but count it", async () => {
    for (const first of ["sep=|", '"sep=|"']) {
      const source = await open("a.csv", `${first}\r\na|b,c\r\n1|2,5\r\n`);
      expect(source.facts.delimiter).toBe("|");
      expect(await rowsOf(source)).toEqual([
        { row: 2, cells: ["a", "b,c"] },
        { row: 3, cells: ["1", "2,5"] },
      ]);
    }
  });

  it("agree with csv-parse on whatever is quoted properly", async () => {
    const cell = fc.oneof(
      fc.stringMatching(/^[a-zA-Z0-9 .é°,;"'\n|-]{0,12}$/),
      fc.constantFrom("", '"', '""', ",", "\n", "1,5", "\n\n"),
    );
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(
        table,
        fc.constantFrom(",", ";", "\t", "|"),
        fc.constantFrom("\n", "\r\n"),
        async (rows, delimiter, end) => {
          const quoted = (text: string) => (/[",;\t|\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
          const text = rows.map((cells) => cells.map(quoted).join(delimiter)).join(end);
          const expected = (parse(text, { delimiter, relax_column_count: true }) as string[][]).filter((cells) =>
            cells.some((value) => value !== ""),
          );
          if (!/[^\s]/.test(text)) return;
          const source = await open("a.csv", `sep=${delimiter}\n${text}`);
          const read = await cellsOf(source);
          expect(read.filter((cells) => cells.some((value) => value !== ""))).toEqual(expected);
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe("a CSV's encoding", () => {
  const text = "nama;catatan\nGowa;“baik” – 5 °C\nBone;½\n";

  it("is told and read, with or without a byte order mark", async () => {
    const cases: [Buffer, string, boolean][] = [
      [Buffer.from(text), "utf-8", false],
      [Buffer.from(`\ufeff${text}`), "utf-8", true],
      [Buffer.from(`\ufeff${text}`, "utf16le"), "utf-16le", true],
      [Buffer.from(text, "utf16le"), "utf-16le", false],
      [utf16be(`\ufeff${text}`), "utf-16be", true],
      [utf16be(text), "utf-16be", false],
    ];
    for (const [bytes, encoding, bom] of cases) {
      const source = await open("a.txt", bytes);
      expect([source.facts.encoding, source.facts.bom]).toEqual([encoding, bom]);
      expect((await cellsOf(source)).join("/")).toBe("nama,catatan/Gowa,“baik” – 5 °C/Bone,½");
    }
  });

  it("is Windows-1252 where no line is UTF-8", async () => {
    const source = await open("a.csv", Buffer.from("nama;nilai\nGowa\x96Bone;5 \xb0C \x80\n", "latin1"));
    expect(source.facts.encoding).toBe("windows-1252");
    expect((await cellsOf(source))[1]).toEqual(["Gowa–Bone", "5 °C €"]);
    expect(source.findings).toEqual([]);
  });

  it("may be both in one file, even in one line; the lines are told", async () => {
    const bytes = Buffer.concat([
      Buffer.from("nama,catatan\nGowa,± benar\nBone,"),
      Buffer.from("\xb1 lama\nWajo,\x95 dan ", "latin1"),
      Buffer.from("• baru\n"),
    ]);
    const source = await open("a.csv", bytes);
    expect(await cellsOf(source)).toEqual([
      ["nama", "catatan"],
      ["Gowa", "± benar"],
      ["Bone", "± lama"],
      ["Wajo", "• dan • baru"],
    ]);
    expect(source.facts.encoding).toBe("utf-8");
    expect(source.findings).toMatchObject([
      { code: "file/mixed-encoding", row: 3, params: { count: 2, lines: "3, 4" } },
    ]);
  });
});

describe("a hostile text is refused with one clear finding", () => {
  const cases: [string, () => string | Uint8Array, string][] = [
    ["0 bytes", () => "", "file/empty"],
    ["blank lines only", () => "\ufeff \r\n\r\n  \n", "file/empty"],
    [
      "binary noise",
      () => Buffer.from(Array.from({ length: 70_000 }, (_, at) => (at * 7919 + (at >> 3)) % 256)),
      "file/binary",
    ],
    ["NUL bytes", () => `a,b\n1,2\n${"x,y\n".repeat(30_000)}3,\0\n`, "file/nul-bytes@30003"],
    ["one line of 50 MB", () => Buffer.alloc(50 * 1024 ** 2, "a,b,"), "file/line-too-long@1"],
    ["a long line behind good ones", () => `a,b\n1,2\n${"x".repeat(9 * 1024 ** 2)}`, "file/line-too-long@3"],
    ["20,000 columns", () => Array.from({ length: 20_000 }, (_, at) => `k${at}`).join(","), "file/too-many-columns@1"],
    ["an unclosed quote", () => `a,b\n1,2\n3,"x\n${"4,5\n".repeat(1000)}`, "file/unclosed-quote@3"],
    ["an unclosed quote in a large file", () => `a,b\n1,2\n"3,x\n${"4,5\n".repeat(600_000)}`, "file/unclosed-quote@3"],
    ["a PDF", () => "%PDF-1.7\n...", "file/other-format"],
    ["JSON", () => '[{"a": 1}]', "file/other-format"],
  ];
  for (const [what, make, code] of cases) {
    it(what, async () => expect(await refusalOf("a.csv", make())).toBe(code));
  }

  it("any bytes whatever are rows or a refusal", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
        expect(await refusalOf("a.csv", bytes)).toMatch(/^(read|file\/)/);
      }),
      { numRuns: 200 },
    );
  });
});
