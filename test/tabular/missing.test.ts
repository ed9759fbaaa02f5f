import { describe, expect, it } from "vitest";
import { readMark, readMissing, readMissingSymbol } from "../../src/tabular/missing.ts";

describe("readMissing(cell)", () => {
  it.each([
    ["", undefined],
    ["  ", undefined],
    ["\u00a0", undefined],
    ["...", "not-available"],
    ["…", "not-available"],
    ["-", "nil-or-zero"],
    ["–", "nil-or-zero"],
    [" - ", "nil-or-zero"],
    ["NA", "suppressed"],
    ["N/A", "not-available"],
    ["nihil", "nil-or-zero"],
    ["Tidak Ada Data", "not-available"],
  ])("reads %j with status %s, never as zero", (cell, status) => {
    expect(readMissing(cell)).toEqual(status === undefined ? {} : { status });
  });

  it("leaves what holds something", () => {
    expect(["0", "-5", "0.0", "Nagari", "~0", "a"].map(readMissing)).toEqual(new Array(6).fill(undefined));
  });

  it("takes no words for missing where words are labels", () => {
    expect(readMissingSymbol("Tidak ada")).toBeUndefined();
    expect(readMissingSymbol("NA")).toBeUndefined();
    expect(readMissingSymbol("…")).toEqual({ status: "not-available" });
  });
});

describe("readMark(cell)", () => {
  it("parts a number from its mark", () => {
    expect(readMark("84,45*")).toEqual({ text: "84,45", status: "provisional" });
    expect(readMark("84,45***)")).toEqual({ text: "84,45", status: "very-very-provisional" });
    expect(readMark("12 e")).toEqual({ text: "12", status: "estimated" });
    expect(readMark("12r")).toEqual({ text: "12", status: "revised" });
    expect(readMark("~0")).toEqual({ text: "0", status: "negligible" });
    expect(readMark(" 12 ")).toEqual({ text: "12" });
    expect(readMark("Luwu*")).toEqual({ text: "Luwu*" });
  });
});
