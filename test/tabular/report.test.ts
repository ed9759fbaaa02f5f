import { describe, expect, it } from "vitest";
import { toIssue } from "../../src/kernel/finding.ts";
import { type FindingCode, findingText } from "../../src/kernel/finding-text.ts";
import { readDecisions } from "../../src/tabular/decisions.ts";
import { createKeySet, NOTED_KEYS } from "../../src/tabular/key-set.ts";
import { problem } from "../../src/tabular/reading.ts";
import { createReport } from "../../src/tabular/report.ts";

describe("createReport(decisions)", () => {
  it("counts a million bad cells and keeps a hundred", () => {
    const report = createReport(readDecisions());
    const bad = problem("cell/not-a-number", "error", { example: "1234.5" });
    const before = process.memoryUsage().heapUsed;
    for (let row = 2; row < 1_000_002; row += 1) report.addCell(bad, row, 3, "nilai", "x");
    const summary = report.summary();
    expect(summary.errors).toBe(1_000_000);
    expect(summary.byCode).toEqual({ "cell/not-a-number": 1_000_000 });
    expect(summary.issues).toHaveLength(100);
    expect(summary.groups).toMatchObject([{ code: "cell/not-a-number", field: "nilai", count: 1_000_000 }]);
    expect(summary.groups[0]?.examples).toHaveLength(5);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(50e6);
  });

  it("puts errors before warnings before notes, however late they come", () => {
    const report = createReport(readDecisions());
    for (let row = 1; row <= 150; row += 1)
      report.addCell(problem("cell/lost-grouping", "warning", { unit: "jiwa" }), row, 1, "a", "1.234");
    report.addCell(problem("cell/not-a-number", "error", { example: "1" }), 200, 1, "a", "x");
    const { issues } = report.summary();
    expect(issues).toHaveLength(100);
    expect(issues[0]?.code).toBe("cell/not-a-number");
  });

  it("tells a cell once that became several rows, and again what else is wrong with it", () => {
    const report = createReport(readDecisions([]));
    const unknown = problem("cell/not-a-number", "error", { example: "1" });
    for (const row of [5, 5, 5, 6]) report.addCell({ ...unknown }, row, 1, "a", "x");
    report.addCell(problem("cell/not-a-number", "error", { example: "2" }), 6, 1, "a", "x");
    for (const row of [7, 7]) report.addCell(unknown, row, undefined, "a", "x");
    const { errors, groups } = report.summary();
    expect([errors, groups[0]?.count]).toEqual([5, 5]);
    expect(groups[0]?.examples.map(({ row, column }) => [row, column])).toEqual([
      [5, 1],
      [6, 1],
      [6, 1],
      [7, undefined],
      [7, undefined],
    ]);
    expect(Object.keys(groups[0] ?? {})).not.toContain("last");
  });

  it("cuts long values, and masks a value that is personal wherever it stands", () => {
    const report = createReport(readDecisions());
    report.addCell(problem("cell/not-a-number", "error", { example: "1" }), 2, 1, "a", "x".repeat(1_000));
    report.mask(2);
    report.addCell(problem("cell/not-a-number", "error", { example: "1" }, "12345678"), 2, 2, "b", "12345678");
    report.addCell(problem("cell/not-a-number", "error", { example: "1" }), 3, 1, "a", "7371011501900001");
    const [long, masked, found] = report.summary().issues;
    expect(long?.value).toHaveLength(200);
    expect(masked).not.toHaveProperty("suggestion");
    expect(masked?.value).toBe("12****78");
    expect(found?.value).toBe("73************01");
  });

  it("lets a suspicion be overruled with a reason, a broken value never", () => {
    const decisions = readDecisions([
      { issue: { code: "cell/lost-grouping", row: 5 }, override: true, reason: "memang pecahan" },
      { issue: { code: "cell/not-a-number" }, override: true, reason: "biarkan" },
    ]);
    const report = createReport(decisions);
    for (const row of [5, 6])
      report.addCell(problem("cell/lost-grouping", "warning", { unit: "jiwa" }), row, 1, "a", "1.234");
    report.addCell(problem("cell/not-a-number", "error", { example: "1" }), 5, 1, "a", "x");
    expect(report.summary()).toMatchObject({ errors: 1, warnings: 1, notes: 1 });
  });
});

describe("the text of findings", () => {
  const codes = Object.keys(findingText) as FindingCode[];

  it.each(codes)("%s says what to do in both languages, whatever it is given", (code) => {
    const bare = toIssue({ code, severity: "error", params: {} });
    for (const text of [bare.message.id, bare.message.en]) expect(text.length).toBeGreaterThan(15);
    expect(bare.message.id).not.toBe(bare.message.en);
    expect(code).toMatch(/^[a-z]+\/[a-z\d-]+$/);
  });
});

describe("createKeySet()", () => {
  it("tells which row had a key first, and mixes up no parts", () => {
    const set = createKeySet();
    expect(set.add(["73.06", "2024"], 2)).toBe(0);
    expect(set.add(["73.06", "2025"], 3)).toBe(0);
    expect(set.add(["73.06", "2024"], 9)).toBe(2);
    expect(set.add(["73.0", "62024"], 4)).toBe(0);
    expect(set.add(["ab", ""], 5)).toBe(0);
    expect(set.add(["a", "b"], 6)).toBe(0);
    expect(set.add(["", "ab"], 7)).toBe(0);
    expect(set.size()).toBe(6);
  });

  it("adds noted keys in their order when they are settled, and asks for it in time", () => {
    const set = createKeySet();
    const told: (readonly number[])[] = [];
    const settle = (): void => set.settle((...one) => told.push(one));
    for (let i = 0; i < 1_000; i += 1) if (!set.note(["gowa", String(i % 900)], i + 2)) settle();
    settle();
    settle();
    expect(set.size()).toBe(900);
    expect(told.map(([, row, first]) => [row, first])).toEqual(
      Array.from({ length: 100 }, (_, at) => [at + 902, at + 2]),
    );
    expect(told[0]?.[0]).toBe(900 % NOTED_KEYS);
  });

  it("finds no false twins among three hundred thousand keys, and every true one", () => {
    const set = createKeySet();
    let twins = 0;
    for (let i = 0; i < 300_000; i += 1)
      if (set.add([`daerah nomor ${i % 1_000}`, String(Math.floor(i / 1_000))], i + 1) !== 0) twins += 1;
    expect(twins).toBe(0);
    expect(set.add(["daerah nomor 7", "3"], 999_999)).toBe(3_008);
  });
});
