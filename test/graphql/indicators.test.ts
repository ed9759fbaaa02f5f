/** Indicators as GraphQL gives them: rankings, comparisons, ratios, and answers that are kept by the datasets that they read. */
import type { Express } from "express";
import request from "supertest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Dataset } from "../../src/catalogue/datasets.ts";
import { followStates } from "../../src/catalogue/states.ts";
import { graphqlRoutes } from "../../src/graphql/server.ts";
import { createKeptAnswers } from "../../src/http/kept-answers.ts";
import type { Store } from "../../src/store/data-source.ts";
import { effects, seededStore } from "../catalogue/given.ts";
import { BASE_URL, givenTable, publishRows, tableOf, testApp } from "../setup/outlets.ts";

const table = (unit: string, more: Readonly<Record<string, unknown>>) =>
  tableOf(
    [
      { name: "kode", type: "string", role: "region" },
      { name: "tahun", type: "year", role: "period" },
      { name: "nilai", type: "number", role: "measure", unit, ...more },
    ],
    ["kode", "tahun"],
  );

let store: Store;
let app: Express;
let rate: Dataset;

beforeAll(async () => {
  store = await seededStore();
  const answers = createKeptAnswers(await followStates(store), 1_000_000);
  ({ app } = testApp([await graphqlRoutes({ store, baseUrl: BASE_URL, effects, answers })]));
  rate = await givenTable(store, "angka", table("persen", { direction: "down" }), [
    ["73.01", "2024", "7.10", {}],
    ["73.06", "2023", "6.00", {}],
    ["73.06", "2024", "5.50", {}],
    ["73.71", "2024", null, { nilai: "suppressed" }],
  ]);
  await givenTable(store, "orang", table("jiwa", { additive: true }), [["73.06", "2024", "900", {}]]);
  await givenTable(store, "luas", table("km²", { additive: true }), [["73.06", "2024", "8", {}]]);
});
afterAll(() => store.close());

const ask = (query: string) => request(app).post("/graphql").send({ query });
const get = (query: string) => request(app).get("/graphql").query({ query });

describe("an indicator", () => {
  it("ranks regions, and gives a map what is missing too", async () => {
    const { text } = await ask(
      '{ indicator(slug: "angka-nilai") { changeUnit direction periods ranking { rank of code region { name } value change } values(period: "2024") { code value status rank } } }',
    );
    expect(JSON.parse(text).data.indicator).toEqual({
      changeUnit: "poin persen",
      direction: "DOWN",
      periods: ["2024", "2023"],
      ranking: [
        { rank: 1, of: 2, code: "73.06", region: { name: "KABUPATEN GOWA" }, value: 5.5, change: -0.5 },
        { rank: 2, of: 2, code: "73.01", region: { name: "KABUPATEN KEPULAUAN SELAYAR" }, value: 7.1, change: null },
      ],
      values: [
        { code: "73.01", value: 7.1, status: null, rank: 2 },
        { code: "73.06", value: 5.5, status: null, rank: 1 },
        { code: "73.71", value: null, status: "suppressed", rank: null },
      ],
    });
    expect(text).toContain('"value":5.50,"change":-0.50');
  });

  it("puts regions side by side in the order asked for, and refuses too many", async () => {
    const compare = (codes: readonly string[]) =>
      ask(
        `{ indicator(slug: "angka-nilai") { compare(regions: ${JSON.stringify(codes)}, from: "2024") { region { code } series { period value } } } }`,
      );
    const { body } = await compare(["73.06", "73.01", "99", "73.06"]);
    expect(body.data.indicator.compare).toEqual([
      { region: { code: "73.06" }, series: [{ period: "2024", value: 5.5 }] },
      { region: { code: "73.01" }, series: [{ period: "2024", value: 7.1 }] },
    ]);
    const refused = await compare(Array.from({ length: 51 }, () => "73.06"));
    expect([refused.status, refused.body.errors[0].extensions.code]).toEqual([400, "request.over-limit"]);
  });

  it("is divided by another one where both may be summed, and says why not elsewhere", async () => {
    const ratio = (of: string) =>
      ask(
        `{ indicator(slug: "orang-nilai") { ratio(of: "${of}") { unit numerator { slug } series(region: "73.06") { period value denominator { value dataset } } } } }`,
      );
    expect((await ratio("luas-nilai")).body.data.indicator.ratio).toEqual({
      unit: "jiwa/km²",
      numerator: { slug: "orang-nilai" },
      series: [{ period: "2024", value: 112.5, denominator: { value: 8, dataset: "luas" } }],
    });
    for (const [of, code] of [
      ["angka-nilai", "indicator.no-ratio"],
      ["tidak-ada", "indicator.unknown"],
    ] as const) {
      expect((await ratio(of)).body.errors[0].extensions.code).toBe(code);
    }
  });
});

describe("a kept answer", () => {
  it("goes with a publication of a dataset that the indicator is of, and stays with any other's", async () => {
    const series = '{ indicator(slug: "orang-nilai") { series(region: "73.06") { value version } } }';
    const profile = '{ region(code: "73.06") { indicators { indicator { slug } value } } }';
    const [kept, whole] = [await get(series), await get(profile)];
    await publishRows(store, rate, [["73.06", "2024", "5.4", {}]]);
    const again = (tag: string | undefined, query: string) => get(query).set("if-none-match", tag ?? "");
    expect((await again(kept.headers.etag, series)).status).toBe(304);
    const other = await again(whole.headers.etag, profile);
    expect([other.status, other.text.includes('"value":5.4}')]).toEqual([200, true]);
  });
});
