/** Rules proposed from rows, and that what is proposed is a rule that the rows pass. */

import { describe, expect, it } from "vitest";
import type { TableSchema } from "../../src/kernel/package.ts";
import { createRuleProposer } from "../../src/tabular/propose-rules.ts";
import type { ProposedRule } from "../../src/tabular/proposed-rule.ts";
import { createRegionBook } from "../../src/tabular/regions.ts";
import { isRuleProblem, readRule } from "../../src/tabular/rule-kinds.ts";
import { fc } from "../setup/properties.ts";
import { check, type GivenField, schemaOf } from "./given.ts";
import { REGION_FACTS } from "./region-facts.ts";

type Row = readonly (string | number | null)[];

const book = createRegionBook(REGION_FACTS);
const regencies = REGION_FACTS.filter(({ level }) => level === "regency").map(({ code }) => code);
const region: GivenField = { name: "kode_wilayah", role: "region" };
const year: GivenField = { name: "tahun", type: "year", role: "period" };
const count = (name: string): GivenField => ({ name, type: "integer", role: "measure", unit: "jiwa" });

function propose(schema: TableSchema, rows: readonly Row[], earlier: readonly Row[] = []): readonly ProposedRule[] {
  const proposer = createRuleProposer(schema, [], book);
  const texts = (row: Row) => row.map((value) => (value === null ? null : String(value)));
  for (const row of earlier) proposer.seeEarlier(texts(row));
  for (const row of rows) proposer.see(texts(row));
  return proposer.finish();
}

const ofKind = (rules: readonly ProposedRule[], kind: string): readonly ProposedRule[] =>
  rules.filter((rule) => rule.kind === kind);

describe("rules proposed from history", () => {
  const wide = schemaOf([region, year, count("l"), count("p"), count("jumlah")], ["kode_wilayah", "tahun"]);
  const rows = [2022, 2023, 2024].flatMap((time, step) =>
    regencies.map((code, at): Row => {
      const [l, p] = [1000 + at * 37 + step * 20, 1100 + ((at * 53) % 400) + step * 25];
      return [code, time, l, p, l + p];
    }),
  );

  it("find the field that is the sum of others, by how many rows", () => {
    expect(ofKind(propose(wide, rows), "sum")).toEqual([
      {
        name: "jumlah-jumlah",
        kind: "sum",
        severity: "error",
        total: "jumlah",
        parts: ["l", "p"],
        evidence: { unit: "rows", cases: 72, exceptions: 0 },
      },
    ]);
    const onceWrong = rows.map((row, at) => (at === 5 ? [...row.slice(0, 4), 7] : row));
    expect(ofKind(propose(wide, onceWrong), "sum")).toMatchObject([
      { severity: "warning", evidence: { exceptions: 1 } },
    ]);
    expect(
      ofKind(
        propose(
          wide,
          rows.map((row, at) => [...row.slice(0, 4), at * 31]),
        ),
        "sum",
      ),
    ).toEqual([]);
  });

  it("find completeness, direction, usual change and bounds", () => {
    const rules = propose(wide, rows);
    expect(ofKind(rules, "complete")).toMatchObject([
      { region: "kode_wilayah", period: "tahun", evidence: { unit: "periods", cases: 3, exceptions: 0 } },
    ]);
    expect(ofKind(rules, "monotone")).toContainEqual(
      expect.objectContaining({
        field: "l",
        over: "tahun",
        direction: "increasing",
        evidence: expect.objectContaining({ cases: 48 }),
      }),
    );
    expect(ofKind(rules, "change").find(({ field }) => field === "l")).toMatchObject({ percent: 2.5 });
    expect(ofKind(rules, "bounds").find(({ field }) => field === "l")).toMatchObject({ minimum: "0", maximum: "3800" });
    const gap = rows.filter(([code, time]) => code !== "73.06" || time !== 2023);
    expect(ofKind(propose(wide, gap), "complete")).toEqual([]);
  });

  it("find the value of a dimension that is the total, and how far versions were revised", () => {
    const long = schemaOf(
      [region, { name: "kelamin", role: "dimension" }, count("nilai")],
      ["kode_wilayah", "kelamin"],
    );
    const groups = (more: number): Row[] =>
      regencies.flatMap((code, at): Row[] => [
        [code, "L", 100 + at],
        [code, "P", 200 + at * 2 + more],
        [code, "Jumlah", 300 + at * 3 + more],
      ]);
    const rules = propose(long, groups(10), groups(0));
    expect(ofKind(rules, "total")).toMatchObject([
      { field: "nilai", dimension: "kelamin", value: "Jumlah", evidence: { unit: "groups", cases: 24, exceptions: 0 } },
    ]);
    expect(ofKind(rules, "change")).toMatchObject([{ field: "nilai", against: "last-version", percent: 6.3 }]);
  });

  it("propose nothing of few rows, and nothing that is declared already", () => {
    expect(ofKind(propose(wide, rows.slice(0, 3)), "sum")).toEqual([]);
    const [sum] = ofKind(propose(wide, rows), "sum");
    const proposer = createRuleProposer(wide, sum === undefined ? [] : [sum], book);
    for (const row of rows) proposer.see(row.map(String));
    expect(ofKind(proposer.finish(), "sum")).toEqual([]);
  });

  it("are rules that the package takes and the same rows pass, whatever the rows", async () => {
    const value = fc.integer({ min: 0, max: 5_000 });
    const row = fc.tuple(fc.constantFrom(...regencies), fc.integer({ min: 2015, max: 2024 }), value, value);
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(row, { minLength: 8, maxLength: 60, selector: ([code, time]) => `${code} ${time}` }),
        async (drawn) => {
          const given = drawn.map(([code, time, l, p]): Row => [code, time, l, p, l + p]);
          const rules = propose(wide, given);
          expect(rules.filter((rule) => isRuleProblem(readRule(rule, wide)))).toEqual([]);
          const clean = rules.filter(({ evidence }) => evidence.exceptions === 0);
          const text = `kode_wilayah,tahun,l,p,jumlah\n${given.map((cells) => cells.join(",")).join("\n")}\n`;
          const { codes } = await check({ text, schema: wide, rules: clean });
          expect(codes.filter((code) => code.includes("/rule-"))).toEqual([]);
        },
      ),
      { numRuns: 20 },
    );
  });
});
