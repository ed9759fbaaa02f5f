import { describe, expect, it } from "vitest";
import { weighMarks } from "../../src/tabular/marks.ts";
import { FORMS, formOf, scanForm } from "../../src/tabular/number-form.ts";
import { looksNumeric, readDecimal, readNumber } from "../../src/tabular/numbers.ts";
import { shiftDecimal } from "../../src/tabular/scale.ts";
import { fc } from "../setup/properties.ts";

describe("readDecimal(cell, mark)", () => {
  it.each([
    ["1.234.567,89", ",", "1234567.89"],
    ["9,932.44", ".", "9932.44"],
    ["Rp420.032,00", ",", "420032.00"],
    [" Rp12.328 ", ",", "12328"],
    ["Rp 1.000,-", ",", "1000"],
    ["-Rp5.000", ",", "-5000"],
    ["80%", ",", "80"],
    [" 71,15 ", ",", "71.15"],
    ["\u00a071,15\u00a0", ",", "71.15"],
    [".3739851", ".", "0.3739851"],
    ["(1.234)", ",", "-1234"],
    ["−5", ".", "-5"],
    ["1 800 ha", ",", "1800"],
    ["1\u00a0234\u00a0567", ",", "1234567"],
    ["1,5 juta", ",", "1500000"],
    ["1,5 miliar rupiah", ",", "1500000000"],
    ["84,45*", ",", "84.45"],
    ["1.234 r)", ",", "1234"],
    ["007", ".", "7"],
    ["-0.00", ".", "0.00"],
    ["1.50", ".", "1.50"],
    ["~0", ".", "0"],
  ] as const)("reads %j under a decimal %j as %s", (cell, mark, expected) => {
    expect(readDecimal(cell, mark)).toBe(expected);
  });

  it.each([
    ["1.23", ","],
    ["12 34", ","],
    ["1.234.56", ","],
    ["1,234,56", "."],
    ["abc", "."],
    ["-", "."],
    ["...", "."],
    ["", "."],
    ["5.", "."],
    ["1 Januari 2020", "."],
    ["2024-05", "."],
    ["1,2,3", ","],
    ["--5", "."],
    ["1O5", "."],
    ["12abc", "."],
    ["3 Mei", "."],
  ] as const)("refuses %j under a decimal %j", (cell, mark) => {
    expect(readDecimal(cell, mark)).toBeUndefined();
  });

  it("reads back its own output, whatever the number", () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.nat(999_999), (whole, part) => {
        expect(readDecimal(`${whole},${part}`, ",")).toBe(whole === 0n ? `0.${part}` : `${whole}.${part}`);
      }),
    );
  });

  it("reads a grouped number as the number without groups, in both languages", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 30n }), (whole) => {
        const [dots, commas] = [".", ","].map((group) => whole.toString().replace(/\B(?=(\d{3})+$)/g, group));
        expect(readDecimal(dots ?? "", ",")).toBe(whole.toString());
        expect(readDecimal(commas ?? "", ".")).toBe(whole.toString());
      }),
    );
  });

  it("never throws, and what it returns is canonical", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme" }),
        fc.constantFrom(".", ",") as fc.Arbitrary<"." | ",">,
        (cell, mark) => {
          const read = readDecimal(cell, mark);
          if (read !== undefined) expect(read).toMatch(/^-?(?:0|[1-9]\d*)(?:\.\d+)?$/);
        },
      ),
    );
  });
});

describe("readNumber(cell, mark)", () => {
  it("tells what stood around the number", () => {
    expect(readNumber("1,5 juta rupiah", ",")).toMatchObject({ scale: "juta", unscaled: "1.5", unit: "rupiah" });
    expect(readNumber("±1.800 ha", ",")).toMatchObject({ value: "1800", unit: "ha", status: "estimated" });
    expect(readNumber("7.37101E+15", ".")).toMatchObject({ value: "7371010000000000", exponent: true });
    expect(readNumber("12,3**", ",")).toMatchObject({ value: "12.3", status: "very-provisional" });
    expect(readNumber("5a", ",")).toMatchObject({ value: "5", status: "rse-25-50" });
  });
});

describe("looksNumeric(cell)", () => {
  it("takes numbers of either language and no missing signs", () => {
    expect(["1.234", "1.234,5", "5%", "12 jiwa", "-3"].filter(looksNumeric)).toHaveLength(5);
    expect(["-", "...", "NA", "", "Gowa", "2024-05-17"].filter(looksNumeric)).toEqual([]);
  });
});

describe("shiftDecimal(value, places)", () => {
  it("moves the point exactly, there and back", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 20n }), fc.integer({ min: 0, max: 12 }), (value, places) => {
        const there = shiftDecimal(value.toString(), -places) ?? "";
        expect(shiftDecimal(there, places)).toBe(value.toString());
      }),
    );
  });
});

describe("weighMarks(counts, hints)", () => {
  const countsOf = (cells: readonly string[]): number[] => {
    const counts = new Array<number>(11).fill(0);
    for (const cell of cells) counts[formOf(scanForm(cell))] = (counts[formOf(scanForm(cell))] ?? 0) + 1;
    return counts;
  };

  it("lets one cell with one reading decide for those with two", () => {
    expect(weighMarks(countsOf(["1.234", "5.678", "1.234,5"]))).toMatchObject({ mark: ",", reason: "evidence" });
    expect(weighMarks(countsOf(["1.234", "394.0"]))).toMatchObject({ mark: ".", reason: "evidence" });
    expect(weighMarks(countsOf(["1.234", "1.234.567"]))).toMatchObject({ mark: ",", reason: "evidence" });
    expect(weighMarks(countsOf(["0.123", "1.234"]))).toMatchObject({ mark: ".", reason: "evidence" });
  });

  it("stays undecided where every cell has two readings and nothing else speaks", () => {
    expect(weighMarks(countsOf(["1.234", "5.678", "12"]))).toMatchObject({ reason: "undecided", open: 2 });
  });

  it("asks type, bounds, unit and the other columns, in this order", () => {
    const counts = countsOf(["1.234", "5.678"]);
    expect(weighMarks(counts, { whole: true })).toMatchObject({ mark: ",", reason: "whole-numbers" });
    expect(weighMarks(counts, { most: 100 })).toMatchObject({ mark: ".", reason: "bounds" });
    expect(weighMarks(counts, { wholeUnit: true })).toMatchObject({ mark: ",", reason: "whole-unit" });
    expect(weighMarks(counts, { fileMark: "," })).toMatchObject({ mark: ",", reason: "other-columns" });
    expect(weighMarks(counts, { decided: "." })).toMatchObject({ mark: ".", reason: "decision" });
  });

  it("counts the cells that contradict the mark", () => {
    expect(weighMarks(countsOf(["1,5", "2,5", "3.5"]))).toMatchObject({ mark: ",", against: 1 });
  });

  it("knows the forms", () => {
    expect(formOf(scanForm("12.34.56"))).toBe(FORMS.other);
    expect(formOf(scanForm("007"))).toBe(FORMS.leadingZero);
    expect(formOf(scanForm("1.234,5"))).toBe(FORMS.dotThenComma);
  });
});
