import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isUnreadable } from "../../src/tabular/model.ts";
import { openSource } from "../../src/tabular/source.ts";

const folder = process.env.JENDELA_REALDATA;

/** Per file: what it is, and the rows of each sheet; or the code with which it is refused. */
const EXPECTED: Readonly<Record<string, string>> = {
  "pgn_kekeringan.csv": "csv utf-8 , CRLF | 24 | file/mixed-encoding",
  "derived-umk_utf16le_tab_excel_unicode_text.txt": "csv utf-16le \t CRLF | 191 | ",
  "derived-umk_sep_directive.csv": "csv utf-8 ; CRLF | 191 | ",
  "derived-umk_semicolon_rp_thousanddot_decimalcomma.csv": "csv utf-8 ; CRLF | 191 | ",
  "derived-penduduk_jatim_2024_windows1252.csv": "csv windows-1252 , LF | 42 | ",
  "derived-sulsel_dda_style_table.csv": "csv windows-1252 ; CRLF | 33 | ",
  "ipm.csv": "csv utf-8 ; LF | 11 | ",
  "Klasifikasi Tingkat Kemiskinan di Indonesia.csv": "csv utf-8 ; CRLF | 515 | ",
  "IPM.xlsx": "xlsx | 21 22 22 22 22 | ",
  "jumlah penduduk kota mojokerto 2023.xlsx": "xlsx | 25 | ",
  "derived-sulsel_kode_float_and_hidden_sheet.xlsx": "xlsx | 26 2 | file/hidden-sheet",
  "Jumlah Penduduk Kota Mojokerto Akhir Tahun 2022.xls": "xls | 23 16 30 26 | ",
  "derived-lock-sulsel_lock.xlsx": "file/lock-file",
  "gariskemiskinanjabar.xls": "file/html-unjoinable",
};

async function describeFile(name: string): Promise<string> {
  try {
    const source = await openSource(join(folder ?? "", name), { name });
    const rows: number[] = [];
    for (const sheet of source.sheets) {
      let count = 0;
      for await (const batch of sheet.rows()) count += batch.length;
      rows.push(count);
    }
    await source.close();
    const { format, encoding, delimiter, lineEnding } = source.facts;
    const facts = [format, encoding, delimiter, lineEnding].filter((fact) => fact !== null).join(" ");
    return `${facts} | ${rows.join(" ")} | ${source.findings.map(({ code }) => code).join(" ")}`;
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    return error.finding.code;
  }
}

describe.skipIf(folder === undefined)("openSource on real files (JENDELA_REALDATA)", () => {
  for (const [name, expected] of Object.entries(EXPECTED)) {
    it(name, async () => expect(await describeFile(name)).toBe(expected));
  }

  it("reads or refuses every other file of the folder too", async () => {
    for (const name of await readdir(folder ?? "")) expect(await describeFile(name)).toMatch(/^(csv|xlsx|xls|file\/)/);
  });
});
