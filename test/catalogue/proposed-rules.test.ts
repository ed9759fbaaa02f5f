/** Rules proposed from published versions, by HTTP and by the command line, and taken into the package as they are. */
import { Command } from "commander";
import request from "supertest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { datasetRoutes } from "../../src/api/datasets.ts";
import { recipeRoutes } from "../../src/api/recipes.ts";
import { runProgram } from "../../src/cli/program.ts";
import { addRulesCommand } from "../../src/cli/rules.ts";
import { realEffects } from "../../src/kernel/effects.ts";
import type { Store } from "../../src/store/data-source.ts";
import { givenTable, publishRows, type TestApp, tableOf, testApp } from "../setup/outlets.ts";
import { effects, givenDataset, seededStore } from "./given.ts";

const measure = (name: string) => ({ name, type: "integer", role: "measure", unit: "jiwa" });
const table = tableOf(
  [
    { name: "kecamatan", type: "string", role: "dimension" },
    { name: "tahun", type: "year", role: "period" },
    measure("l"),
    measure("p"),
    measure("jumlah"),
  ],
  ["kecamatan", "tahun"],
);
const rowsOf = (more: number): (string | null)[][] =>
  Array.from({ length: 12 }, (_, at) => {
    const [l, p] = [100 + at * 7 + more, 110 + ((at * 11) % 40)];
    return [`k${at % 4}`, String(2022 + Math.floor(at / 4)), String(l), String(p), String(l + p)];
  });

let store: Store;
let app: TestApp["app"];

beforeAll(async () => {
  store = await seededStore();
  const dataset = await givenTable(store, "penduduk-kecamatan", table, rowsOf(0));
  await publishRows(store, dataset, rowsOf(2));
  ({ app } = testApp([recipeRoutes({ store, effects }), datasetRoutes({ store, effects })]));
});
afterAll(() => store.close());

const path = "/api/v1/datasets/penduduk-kecamatan/proposed-rules";

describe("rules proposed from a dataset's history", () => {
  it("come with their evidence, from the current version and the one before", async () => {
    const { status, body } = await request(app).get(path).auth("producer", { type: "bearer" });
    expect([status, body.version, body.rows]).toEqual([200, 2, 12]);
    expect(body.rules).toContainEqual({
      name: "jumlah-jumlah",
      kind: "sum",
      severity: "error",
      total: "jumlah",
      parts: ["l", "p"],
      evidence: { unit: "rows", cases: 12, exceptions: 0 },
    });
    expect(body.rules).toContainEqual(
      expect.objectContaining({ kind: "change", field: "l", against: "last-version", percent: 2.5 }),
    );
  });

  it("are for those who may change the dataset", async () => {
    expect((await request(app).get(path)).status).toBe(401);
    expect((await request(app).get(path).auth("other", { type: "bearer" })).status).toBe(403);
  });

  it("are printed by the command line, and the package takes them as they are", async () => {
    const printed: string[] = [];
    const program = new Command("jendela");
    addRulesCommand(program, {
      openDatabase: async () => ({ store, close: async () => {} }),
      effects: realEffects(),
      print: (line) => printed.push(line),
      say: () => {},
      readInput: async () => "",
    });
    expect(await runProgram(program, ["node", "jendela", "rules", "penduduk-kecamatan"], () => {})).toBe(0);
    const rules = JSON.parse(printed.join("")) as unknown[];
    expect(rules.length).toBeGreaterThan(3);
    const pkg = (await request(app).get("/api/v1/datasets/penduduk-kecamatan").auth("producer", { type: "bearer" }))
      .body;
    const put = await request(app)
      .put("/api/v1/datasets/penduduk-kecamatan")
      .auth("producer", { type: "bearer" })
      .send({ ...pkg, rules });
    expect([put.status, put.body.rules?.length]).toEqual([200, rules.length]);
    const again = await request(app).get(path).auth("producer", { type: "bearer" });
    expect(again.body.rules).toEqual([]);
  });

  it("are none while nothing has been published", async () => {
    await givenDataset(store, "belum-terbit", table);
    const { body } = await request(app)
      .get("/api/v1/datasets/belum-terbit/proposed-rules")
      .auth("producer", { type: "bearer" });
    expect(body).toEqual({ dataset: "belum-terbit", version: null, rows: 0, rules: [] });
  });
});
