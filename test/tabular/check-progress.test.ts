import { describe, expect, it } from "vitest";
import { checkFile } from "../../src/tabular/check.ts";
import { fileOf } from "./fixtures/files.ts";
import { schemaOf } from "./given.ts";

const schema = schemaOf([{ name: "kode" }, { name: "nilai", type: "integer", role: "measure" }], ["kode"]);

describe("the progress of a check", () => {
  it("moves while the evidence is gathered already, never goes back, and ends with the file", async () => {
    const lines = Array.from({ length: 60_000 }, (_, at) => `desa ${at},${at}`);
    const path = await fileOf("data.csv", `kode,nilai\n${lines.join("\n")}\n`);
    const told: { readonly bytes: number; readonly rows: number }[] = [];
    const request = { path, name: "data.csv", schema, regions: [], references: [] };
    const { file, rows } = await checkFile(request, { progress: (now) => told.push(now) });
    expect(rows).toBe(60_000);
    expect(told.some(({ bytes, rows: checked }) => bytes > 0 && checked === 0)).toBe(true);
    expect(told.every(({ bytes }, at) => bytes >= (told[at - 1]?.bytes ?? 0))).toBe(true);
    expect(told.at(-1)).toEqual({ bytes: file.bytes, rows: 60_000 });
    const half = told.find(({ bytes }) => bytes * 2 >= file.bytes);
    expect(half?.rows).toBeLessThan(30_000);
  });

  it("takes the hash from whoever has it", async () => {
    const path = await fileOf("data.csv", "kode,nilai\na,1\n");
    const request = { path, name: "data.csv", schema, regions: [], references: [], sha256: "of the receiver" };
    expect((await checkFile(request, {})).file.sha256).toBe("of the receiver");
  });
});
