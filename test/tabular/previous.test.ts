/** A file held against the last published version. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Rule } from "../../src/kernel/package.ts";
import type { Decision } from "../../src/tabular/decisions.ts";
import { readDecimal } from "../../src/tabular/numbers.ts";
import { offByThousand } from "../../src/tabular/previous-checks.ts";
import { fc } from "../setup/properties.ts";
import { type Checked, check, type GivenField, ofCode, schemaOf } from "./given.ts";

const region: GivenField = { name: "kode_wilayah", role: "region" };
const year: GivenField = { name: "tahun", type: "year", role: "period" };
const area: GivenField = { name: "luas", type: "number", role: "measure", unit: "hektare", additive: true };
const schema = schemaOf([region, year, area], ["kode_wilayah", "tahun"]);

interface Given {
  readonly before: readonly (readonly (string | null)[])[];
  readonly now: readonly string[];
  readonly rules?: readonly Rule[];
  readonly decisions?: readonly Decision[];
  readonly isReplaced?: boolean;
}

async function against({ before, now, rules = [], decisions = [], isReplaced = true }: Given): Promise<Checked> {
  const folder = await mkdtemp(join(tmpdir(), "jendela-previous-"));
  try {
    const path = join(folder, "rows");
    await writeFile(path, before.map((row) => `${JSON.stringify(row)}\n`).join(""));
    const fields = ["kode_wilayah", "tahun", "luas"];
    const previous = { version: 3, rows: before.length, path, fields, isReplaced };
    const text = `kode_wilayah;tahun;luas\n${now.join("\n")}\n`;
    return await check({ text, schema, rules, more: { previous, decisions } });
  } finally {
    await rm(folder, { recursive: true });
  }
}

const rule = (more: Readonly<Record<string, unknown>>): Rule => ({
  name: "wajar",
  kind: "change",
  severity: "warning",
  field: "luas",
  against: "last-version",
  ...more,
});

describe("a number about a thousand times its own last version", () => {
  const before = [
    ["73.06", "2022", "1883.32"],
    ["73.06", "2023", "1883.3"],
    ["73.09", "2023", "1619.12"],
    ["73.71", "2023", null],
  ];

  it("is suspected, with both readings and what would be published", async () => {
    const checked = await against({ before, now: ["73.06;2022;1883,32", "73.06;2023;1883300", "73.09;2023;1,61912"] });
    const found = ofCode(checked, "cell/far-from-last-version");
    expect(found).toMatchObject([
      { severity: "warning", row: 3, column: 3, field: "luas", value: "1883300", suggestion: "1883.300" },
      { severity: "warning", row: 4, column: 3, value: "1,61912", suggestion: "1619.12" },
    ]);
    expect(found[0]?.params).toMatchObject({ version: 3, before: "1883.3", key: "kode_wilayah = 73.06, tahun = 2023" });
    expect(checked.result.report.errors).toBe(0);
  });

  it("of a new period is held against the latest one of its series", async () => {
    const now = ["73.06;2022;1883,32", "73.06;2023;1883,3", "73.09;2023;1619,12", "73.71;2023;175,8"];
    const checked = await against({ before, now: [...now, "73.06;2024;1,88", "73.09;2024;1620,5"] });
    expect(ofCode(checked, "cell/far-from-last-version")).toMatchObject([{ row: 6, value: "1,88" }]);
  });

  it("is let go with a reason, for that cell alone", async () => {
    const decisions: Decision[] = [
      { issue: { code: "cell/far-from-last-version", row: 3 }, override: true, reason: "Luas diukur ulang" },
    ];
    const now = ["73.06;2022;1883320,0", "73.06;2023;1883300,0", "73.09;2023;1619,12"];
    const found = ofCode(await against({ before, now, decisions }), "cell/far-from-last-version");
    expect(found.map(({ row, severity }) => [row, severity])).toEqual([
      [2, "warning"],
      [3, "note"],
    ]);
    expect(found[1]?.reason).toBe("Luas diukur ulang");
  });

  it("is never suspected when nothing but the usual happened, and always when a separator was lost", () => {
    const value = fc.integer({ min: 1, max: 2_000_000_000 });
    fc.assert(
      fc.property(value, fc.double({ min: 0.51, max: 1.96, noNaN: true }), (before, change) => {
        const now = String(Math.max(1, Math.round(before * change)));
        expect(offByThousand(now, String(before))).toBeUndefined();
        if (before < 1_000) return;
        const lost = readDecimal(now.replace(/(\d{3})$/, ".$1"), ".");
        if (Number(now) >= 1_000) expect(offByThousand(lost ?? "", String(before))).toBe(3);
        expect(offByThousand(`${now}000`, String(before))).toBe(-3);
      }),
    );
    for (const nothing of ["0", "0.00"]) {
      expect(offByThousand(nothing, "1000")).toBeUndefined();
      expect(offByThousand("1000", nothing)).toBeUndefined();
    }
  });
});

describe("regions and periods that the last version had", () => {
  const before = ["73.01", "73.06", "73.09"].flatMap((code) => ["2022", "2023"].map((time) => [code, time, "5"]));

  it("are named in one warning where a file that replaces it has them no more", async () => {
    const gone = ofCode(
      await against({ before, now: ["73.06;2023;5", "73.09;2023;5", "73.06;2022;5"] }),
      "table/gone-since-version",
    );
    expect(gone).toMatchObject([{ severity: "warning", params: { version: 3, count: 3 } }]);
    expect(gone[0]?.params["gone"]).toBe(
      "2022: Kepulauan Selayar (73.01), Maros (73.09); 2023: Kepulauan Selayar (73.01)",
    );
  });

  it("are named once where every period lacks the same", async () => {
    const gone = ofCode(await against({ before, now: ["73.06;2023;5", "73.06;2022;5"] }), "table/gone-since-version");
    expect(gone[0]?.params.gone).toBe("2022, 2023: Kepulauan Selayar (73.01), Maros (73.09)");
  });

  it("are not missed where rows are only added, or nothing is missing", async () => {
    const now = ["73.06;2024;5", "73.09;2024;5"];
    expect((await against({ before, now, isReplaced: false })).codes).not.toContain("table/gone-since-version");
    const all = [...before.map((row) => row.join(";")), ...now];
    expect((await against({ before, now: all })).codes).not.toContain("table/gone-since-version");
  });
});

describe("the rule on change against the last version", () => {
  const before = [
    ["73.06", "2022", "100"],
    ["73.06", "2023", "100.00"],
    ["73.09", "2023", "100"],
  ];
  const now = ["73.06;2022;104", "73.06;2023;112", "73.09;2023;100", "73.09;2024;900"];

  it("holds row by row, and leaves new periods alone", async () => {
    const found = ofCode(await against({ before, now, rules: [rule({ percent: 10 })] }), "table/rule-version-change");
    expect(found).toMatchObject([
      { row: 3, field: "luas", value: "112", params: { before: "100", version: 3, percent: "12.0" } },
    ]);
  });

  it("holds for the sums over a region's rows that both have", async () => {
    const by = rule({ percent: 7, by: ["kode_wilayah"] });
    const found = ofCode(await against({ before, now, rules: [by] }), "table/rule-version-change");
    expect(found).toMatchObject([
      { value: "216", params: { group: "kode_wilayah = 73.06", before: "200", percent: "8.0" } },
    ]);
    expect((await against({ before, now, rules: [rule({ percent: 8, by: ["kode_wilayah"] })] })).codes).not.toContain(
      "table/rule-version-change",
    );
  });
});

describe("a last version", () => {
  it("that is too large to hold is left out with a note", async () => {
    const previous = { version: 2, rows: 300_001, fields: [], isReplaced: true };
    const { findings } = await check({ text: "kode_wilayah,tahun,luas\n73.06,2023,5\n", schema, more: { previous } });
    expect(findings).toMatchObject([{ code: "table/not-compared", severity: "note", params: { rows: 300_001 } }]);
  });

  it("whose rows cannot be told apart is compared with nothing", async () => {
    const before = [
      ["73.06", "2023", "5000"],
      ["73.06", "2023", "6000"],
    ];
    expect((await against({ before, now: ["73.06;2023;5,5"] })).codes).toEqual([]);
  });
});
