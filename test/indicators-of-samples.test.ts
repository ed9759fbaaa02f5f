/** The curated indicators over the sample datasets: every one has values, and they are those that were published. */
import { readFileSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { indicatorsShape } from "../src/catalogue/indicator-seed.ts";
import { importFolder } from "../src/import-package.ts";
import { openTestServer, type TestServer } from "./setup/server.ts";

const curated = indicatorsShape.parse(
  JSON.parse(readFileSync(new URL("../seeds/indicators.json", import.meta.url), "utf8")),
);
const datasets = fileURLToPath(new URL("../datasets", import.meta.url));

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer({ CHECK_WORKERS: "0" });
  const folder = await mkdtemp(join(tmpdir(), "jendela-indicators-"));
  const slugs = new Set(curated.flatMap(({ sources }) => sources.map(({ dataset }) => dataset)));
  // The list of districts is what others refer to.
  for (const slug of [...slugs, "daftar-kecamatan"]) await copyNewest(slug, folder);
  await importFolder(server.service, folder, new AbortController().signal);
  await rm(folder, { recursive: true });
}, 180_000);
afterAll(() => server.close());

/** A sample's package with its newest version only: the way there is other tests' matter. */
async function copyNewest(slug: string, folder: string): Promise<void> {
  // A package of ours, which datasets.test.ts reads with every care.
  const json = JSON.parse(await readFile(join(datasets, slug, "datapackage.json"), "utf8")) as {
    versions: { path: string; schema?: object }[];
  };
  const newest = json.versions.at(-1) ?? { path: "" };
  const schema = json.versions.findLast((version) => version.schema !== undefined)?.schema;
  await mkdir(join(folder, slug));
  await copyFile(join(datasets, slug, newest.path), join(folder, slug, newest.path));
  const versions = [{ ...newest, ...(schema === undefined ? {} : { schema }) }];
  await writeFile(join(folder, slug, "datapackage.json"), JSON.stringify({ ...json, versions }));
}

/** What a test asked for, as the test knows it. */
async function ask<T>(query: string): Promise<T> {
  const response = await server.call("/graphql", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ query }),
  });
  const { data, errors } = (await response.json()) as { data: T; errors?: unknown };
  expect(errors).toBeUndefined();
  return data;
}

describe("the curated indicators of the samples", () => {
  it("are 15 or more, each with every source that it names, and with values", async () => {
    interface Listed {
      readonly slug: string;
      readonly curated: boolean;
      readonly sources: readonly object[];
    }
    expect(curated.length).toBeGreaterThanOrEqual(15);
    const { indicators } = await ask<{ indicators: { nodes: readonly Listed[] } }>(
      "{ indicators(first: 100) { nodes { slug curated sources { dataset } } } }",
    );
    const found = indicators.nodes.filter((one) => one.curated).map(({ slug, sources }) => [slug, sources.length]);
    expect(found).toEqual(curated.map(({ slug, sources }) => [slug, sources.length]).sort());
    for (const { slug } of curated) {
      const { indicator } = await ask<{ indicator: { regencies: string[]; districts: string[] } }>(
        `{ indicator(slug: "${slug}") { regencies: periods districts: periods(level: DISTRICT) } }`,
      );
      expect(indicator.regencies.length + indicator.districts.length, slug).toBeGreaterThan(0);
    }
  });

  it("give Gowa's human development index since 2022 with its rank among the 24 to one short question", async () => {
    interface Point {
      readonly period: string;
      readonly value: number;
      readonly rank: number;
    }
    const { indicator } = await ask<{ indicator: { series: readonly Point[] } }>(
      '{ indicator(slug: "indeks-pembangunan-manusia") { series(region: "73.06", from: "2022") { period value rank of } } }',
    );
    const rows: string[][] = parse(
      readFileSync(join(datasets, "indeks-pembangunan-manusia/ipm-2022-2024-kategori.csv")),
      { from_line: 2 },
    );
    const expected = ["2022", "2023", "2024"].map((period) => {
      const year = rows.filter(([, tahun]) => tahun === period).map(([name, , ipm]) => ({ name, value: Number(ipm) }));
      const value = year.find(({ name }) => name === "Gowa")?.value ?? 0;
      return { period, value, rank: 1 + year.filter((other) => other.value > value).length, of: 24 };
    });
    expect(indicator.series).toEqual(expected);
    expect(expected.map(({ rank }) => rank)).toEqual([13, 15, 15]);
  });

  it("agree with what BPS published for Makassar and for the province", async () => {
    interface Series {
      readonly series: readonly { readonly period: string; readonly value: number }[];
    }
    const { ipm, tpt, miskin } = await ask<Readonly<Record<"ipm" | "tpt" | "miskin", Series>>>(`{
      ipm: indicator(slug: "indeks-pembangunan-manusia") { series(region: "73.71", from: "2022", to: "2024") { value } }
      tpt: indicator(slug: "tingkat-pengangguran-terbuka") { series(region: "73.71") { value } }
      miskin: indicator(slug: "persentase-penduduk-miskin") { series(region: "73") { period value } }
    }`);
    expect(ipm.series.map(({ value }) => value)).toEqual([84.45, 84.85, 85.23]);
    expect(tpt.series.map(({ value }) => value)).toEqual([10.6, 9.71, 9.6]);
    const rates = [9.39, 9.4, 9.38, 9.06, 8.69, 8.72, 8.78, 8.63, 8.7, 8.06, 7.6];
    expect(miskin.series.filter(({ period }) => period.endsWith("-03"))).toEqual(
      rates.map((value, index) => ({ period: `${2015 + index}-03`, value })),
    );
  });

  it("make the profile of a region, with the province's own figure or its complete sum beside it", async () => {
    const { region } = await ask<{ region: { indicators: readonly { indicator: { slug: string } }[] } }>(
      '{ region(code: "73.06") { indicators { indicator { slug } period value rank of previousPeriod change growth provinceValue } } }',
    );
    expect(region.indicators.length).toBeGreaterThanOrEqual(13);
    expect(region.indicators).toEqual(
      expect.arrayContaining([
        {
          indicator: { slug: "persentase-penduduk-miskin" },
          period: "2024",
          value: 6.85,
          rank: 7,
          of: 24,
          previousPeriod: "2023",
          change: -0.57,
          growth: null,
          provinceValue: 8.06,
        },
        {
          indicator: { slug: "jumlah-penduduk" },
          period: "2024-S2",
          value: 825_369,
          rank: 3,
          of: 24,
          previousPeriod: null,
          change: null,
          growth: null,
          provinceValue: 9_528_276,
        },
      ]),
    );
  });

  it("divide people by area into the density that was published", async () => {
    const { people, density } = await ask<{
      people: { ratio: { unit: string; series: readonly { value: number; denominator: { period: string } }[] } };
      density: { series: readonly { value: number }[] };
    }>(`{
      people: indicator(slug: "jumlah-penduduk") { ratio(of: "luas-wilayah") { unit series(region: "73.71") { value denominator { period } } } }
      density: indicator(slug: "kepadatan-penduduk") { series(region: "73.71") { value } }
    }`);
    expect([people.ratio.unit, people.ratio.series[0]?.denominator.period]).toEqual(["jiwa/km²", "2024"]);
    expect(people.ratio.series[0]?.value).toBeCloseTo(density.series[0]?.value ?? 0, 2);
  });
});
