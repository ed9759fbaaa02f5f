import { describe, expect, it } from "vitest";
import type { FieldName } from "../../src/kernel/ids.ts";
import type { TableSchema } from "../../src/kernel/package.ts";
import { type CheckRequest, checkFile } from "../../src/tabular/check.ts";
import { runCheck } from "../../src/tabular/run-in-worker.ts";
import { fileOf } from "./fixtures/files.ts";

const name = (text: string): FieldName => text as FieldName;
const schema: TableSchema = {
  fields: [
    { name: name("nama"), type: "string" },
    { name: name("nilai"), type: "integer" },
  ],
  primaryKey: [],
  foreignKeys: [],
  missingValues: [""],
};

async function requestOf(text: string): Promise<CheckRequest> {
  return { path: await fileOf("a.csv", text), name: "a.csv", schema, regions: [], references: [] };
}

describe("runCheck(request, sink, signal)", () => {
  it("gives the same rows, findings and result as the check in this thread", async () => {
    const request = await requestOf(
      `nama,nilai\n${Array.from({ length: 5000 }, (_, at) => `n${at},${at % 50 === 0 ? "x" : at}`).join("\n")}\n`,
    );
    const outcomes = [];
    for (const check of [checkFile, runCheck]) {
      let rows = "";
      let findings = 0;
      const result = await check(request, {
        rows: (chunk) => {
          rows += Buffer.from(chunk).toString();
        },
        finding: () => {
          findings += 1;
        },
      });
      outcomes.push({ result, rows, findings });
    }
    expect(outcomes[1]).toEqual(outcomes[0]);
    expect(outcomes[0]?.rows.length).toBeGreaterThan(0);
  });

  it("ends with one error when the file takes too long", async () => {
    const result = await runCheck(await requestOf("nama,nilai\na,1\n"), {}, undefined, { seconds: 0.001 });
    expect(result.report).toMatchObject({ errors: 1, byCode: { "file/timed-out": 1 } });
  });
});
