/** The registry of indicators and their figures, on datasets that are published, withdrawn, closed and renamed. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Figure } from "../../src/catalogue/indicator-figure.ts";
import {
  listPeriods,
  readCompared,
  readProfile,
  readRanking,
  readSeries,
  readValues,
} from "../../src/catalogue/indicator-figures.ts";
import { makeRatio, readRatio, readRatioValues } from "../../src/catalogue/indicator-ratio.ts";
import { keepIndicators, refreshIndicators } from "../../src/catalogue/indicator-registry.ts";
import { seedIndicators } from "../../src/catalogue/indicator-seed.ts";
import { findIndicator, type Indicator, listIndicators } from "../../src/catalogue/indicators.ts";
import { getVersion, withdrawVersion } from "../../src/catalogue/versions.ts";
import { type Actor, PUBLIC } from "../../src/kernel/actor.ts";
import type { VersionNumber } from "../../src/kernel/ids.ts";
import type { Store } from "../../src/store/data-source.ts";
import { givenTable, publishRows, tableOf } from "../setup/outlets.ts";
import type { GivenRow } from "../store/given.ts";
import { actors, effects, faultOf, seededStore } from "./given.ts";

let store: Store;
beforeAll(async () => {
  store = await seededStore();
});
afterAll(() => store.close());

const region = { name: "kode", type: "string", role: "region" };
const year = { name: "tahun", type: "year", role: "period" };
const month = { name: "bulan", type: "yearmonth", role: "period" };
const measure = (name: string, more: Readonly<Record<string, unknown>> = {}) => ({
  name,
  type: "number",
  role: "measure",
  unit: "orang",
  ...more,
});
const yearly = (...measures: readonly ReturnType<typeof measure>[]) =>
  tableOf([region, year, ...measures], ["kode", "tahun"]);

async function indicator(slug: string, actor: Actor = PUBLIC): Promise<Indicator> {
  const found = await store.read((tx) => findIndicator(tx, actor, slug));
  if (found === undefined) throw new Error(`no indicator ${slug}`);
  return found;
}

const series = async (slug: string, code: string, span = {}): Promise<readonly Figure[]> => {
  const of = await indicator(slug);
  return store.read((tx) => readSeries(tx, PUBLIC, of, code, span));
};

const regencies = async (): Promise<readonly string[]> =>
  (
    await store.read((tx) =>
      tx.query<{ code: string }>("select code from catalogue.region where level = 'regency' order by code"),
    )
  ).map(({ code }) => code);

const curated = (slug: string, sources: readonly object[], more: Readonly<Record<string, unknown>> = {}) => ({
  slug,
  title: { id: `Judul ${slug}`, en: `Title ${slug}` },
  unit: "persen",
  decimals: 2,
  direction: "down",
  additive: false,
  concept: { id: "k", en: "c" },
  definition: { id: "d", en: "d" },
  classification: { id: "k", en: "c" },
  measureType: { id: "u", en: "m" },
  source: { id: "s", en: "s" },
  topics: ["kemiskinan"],
  sources,
  ...more,
});

describe("ranks", () => {
  beforeAll(async () => {
    await givenTable(
      store,
      "peringkat",
      yearly(measure("naik", { direction: "up" }), measure("turun", { direction: "down" }), measure("besar")),
      [
        ["73.01", "2024", "5", "5", "5", {}],
        ["73.02", "2024", "9.50", "9.5", "9", {}],
        ["73.03", "2024", "9.5", "9.5", "1", {}],
        ["73.04", "2024", null, null, null, { naik: "not-available" }],
        ["73", "2024", "100", "100", "100", {}],
      ],
    );
  });

  it("give 1 to the best by the direction, to the largest where there is none, and are shared by equals", async () => {
    for (const [slug, ranks] of [
      ["peringkat-naik", [3, 1, 1, null]],
      ["peringkat-turun", [1, 2, 2, null]],
      ["peringkat-besar", [2, 1, 3, null]],
    ] as const) {
      const of = await indicator(slug);
      const values = await store.read((tx) => readValues(tx, PUBLIC, of, { level: "regency" }));
      expect(values.map(({ rank }) => rank)).toEqual(ranks);
      for (const [at, code] of ["73.01", "73.02", "73.03", "73.04"].entries()) {
        expect((await series(slug, code)).map((figure) => [figure.rank, figure.of])).toEqual([[ranks[at], 3]]);
      }
      const ranking = await store.read((tx) => readRanking(tx, PUBLIC, of, { level: "regency" }));
      expect(ranking.map(({ rank }) => rank)).toEqual([...ranks].filter((rank) => rank !== null).sort());
    }
  });

  it("keep what is missing, with its status, and rank neither it nor the province", async () => {
    const [missing] = await series("peringkat-naik", "73.04");
    expect(missing).toMatchObject({ value: null, status: "not-available", rank: null, change: null, growth: null });
    expect((await series("peringkat-naik", "73"))[0]).toMatchObject({ value: "100", rank: null, of: null });
    expect(missing?.provinceValue).toBe("100");
  });
});

describe("changes", () => {
  it("are from the newest earlier period of the same length that has a value, exact, and in percent only where the unit allows", async () => {
    const fields = [region, { name: "periode", type: "string", role: "period" }];
    await givenTable(
      store,
      "perubahan",
      tableOf([...fields, measure("jumlah"), measure("persen", { unit: "persen" })], ["kode", "periode"]),
      [
        ["73.06", "2022", "4.10", "4.10", {}],
        ["73.06", "2023", null, null, {}],
        ["73.06", "2023-S2", "7", "7", {}],
        ["73.06", "2024", "5.1", "5.1", {}],
        ["73.06", "2025", "0", "0", {}],
        ["73.06", "2026", "3", "3", {}],
      ],
    );
    const of = ({ period, previousPeriod, previous, change, growth }: Figure) => [
      period,
      previousPeriod,
      previous,
      change,
      growth,
    ];
    expect((await series("perubahan-jumlah", "73.06")).map(of)).toEqual([
      ["2022", null, null, null, null],
      ["2023", null, null, null, null],
      ["2023-S2", null, null, null, null],
      ["2024", "2022", "4.10", "1.00", "24.39"],
      ["2025", "2024", "5.1", "-5.1", "-100.00"],
      ["2026", "2025", "0", "3", null],
    ]);
    expect(
      (await series("perubahan-persen", "73.06", { from: "2024" })).map(({ change, growth }) => [change, growth]),
    ).toEqual([
      ["1.00", null],
      ["-5.1", null],
      ["3", null],
    ]);
    const jumlah = await indicator("perubahan-jumlah");
    const [value] = await store.read((tx) => readValues(tx, PUBLIC, jumlah, { level: "regency" }, "2024"));
    expect(value && of(value)).toEqual(["2024", "2022", "4.10", "1.00", "24.39"]);
  });

  it("are cut by whole periods, and a bound that is none is refused", async () => {
    const periods = async (span: object) =>
      (await series("perubahan-jumlah", "73.06", span)).map(({ period }) => period);
    expect(await periods({ from: "2023-07", to: "2023" })).toEqual(["2023", "2023-S2"]);
    expect(await periods({ from: "2023-S1", to: "2023-Q3" })).toEqual([]);
    for (const from of ["20x", "2024-13", "2024-S3", "", "2024\0"]) {
      expect(await faultOf(series("perubahan-jumlah", "73.06", { from }))).toBe("request.bad-period");
    }
  });
});

describe("sums", () => {
  const fields = [region, year, { name: "jenis", type: "string", role: "dimension" }];
  const byKind = tableOf(
    [...fields, measure("jumlah", { additive: true }), measure("rata", { unit: "persen" })],
    ["kode", "tahun", "jenis"],
  );

  it("are of rows that are told apart by more; a missing part makes the sum missing, a nil one nothing", async () => {
    await givenTable(store, "bagian", byKind, [
      ["73.01", "2024", "a", "1.5", "1", {}],
      ["73.01", "2024", "b", "2", "2", { jumlah: "provisional" }],
      ["73.02", "2024", "a", "1", null, {}],
      ["73.02", "2024", "b", null, null, { jumlah: "nil-or-zero" }],
      ["73.03", "2024", "a", "1", null, {}],
      ["73.03", "2024", "b", null, null, { jumlah: "suppressed" }],
      ["73.04", "2024", "a", null, null, { jumlah: "negligible" }],
    ]);
    const of = await indicator("bagian-jumlah");
    const values = await store.read((tx) => readValues(tx, PUBLIC, of, { level: "regency" }, "2024"));
    expect(values.map(({ value, status }) => [value, status])).toEqual([
      ["3.5", "provisional"],
      ["1", null],
      [null, "not-available"],
      [null, "negligible"],
    ]);
    expect(await store.read((tx) => findIndicator(tx, PUBLIC, "bagian-rata"))).toBeUndefined();
  });

  it("make the province of all its regencies, never of some of them, and never a mean", async () => {
    const codes = await regencies();
    const rowsOf = (all: readonly string[], period: string): readonly GivenRow[] =>
      all.map((code) => [code, period, "2.5", "50", {}]);
    await givenTable(
      store,
      "lengkap",
      yearly(measure("jumlah", { additive: true }), measure("rata", { unit: "persen" })),
      [...rowsOf(codes, "2023"), ...rowsOf(codes.slice(1), "2024")],
    );
    const points = async (slug: string, code: string) =>
      (await series(slug, code)).map(({ period, value, computed, provinceValue }) => [
        period,
        value,
        computed,
        provinceValue,
      ]);
    expect(await points("lengkap-jumlah", "73")).toEqual([["2023", "60.0", true, "60.0"]]);
    expect(await points("lengkap-jumlah", "73.73")).toEqual([
      ["2023", "2.5", false, "60.0"],
      ["2024", "2.5", false, null],
    ]);
    expect(await points("lengkap-rata", "73")).toEqual([]);
  });

  it("make a regency of all its districts, and a published figure is never replaced", async () => {
    const districts = await store.read((tx) =>
      tx.query<{ code: string }>("select code from catalogue.region where parent = '73.72' order by code"),
    );
    const dataset = await givenTable(store, "titik", yearly(measure("titik", { additive: true })), [
      ...districts.map(({ code }): GivenRow => [code, "2024", "2", {}]),
    ]);
    const sum = String(districts.length * 2);
    expect((await series("titik", "73.72"))[0]).toMatchObject({ value: sum, computed: true });
    await publishRows(store, dataset, [
      ...districts.map(({ code }): GivenRow => [code, "2024", "2", {}]),
      ["73.72", "2024", "7", {}],
    ]);
    expect((await series("titik", "73.72"))[0]).toMatchObject({ value: "7", computed: false, version: 2 });
    await publishRows(store, dataset, [[districts[0]?.code ?? "", "2024", "2", {}]]);
    expect(await series("titik", "73.72")).toEqual([]);
  });
});

describe("slugs", () => {
  it("stay when a field is renamed, and come back with a field that does", async () => {
    const dataset = await givenTable(store, "nama-lama", yearly(measure("semula")), [["73.01", "2024", "1", {}]]);
    const json = (fields: readonly object[]) => ({
      name: "nama-lama",
      title: "Nama",
      description: "",
      agency: "disdukcapil",
      resources: [{ name: "nama-lama", schema: { fields, primaryKey: ["kode", "tahun"] } }],
    });
    const renamed = { ...measure("kini", { unit: "jiwa" }), previousNames: ["semula"] };
    await publishRows(store, dataset, [["73.01", "2024", "2", {}]], json([region, year, renamed]));
    const found = await indicator("nama-lama-semula");
    expect([found.about.unit, found.sources.map(({ field, version }) => [field, version])]).toEqual([
      "jiwa",
      [["kini", 2]],
    ]);
    expect((await series("nama-lama-semula", "73.01"))[0]).toMatchObject({ value: "2", version: 2 });
    await publishRows(store, dataset, [["73.01", "2024", {}]], json([region, year]));
    expect(await store.read((tx) => findIndicator(tx, PUBLIC, "nama-lama-semula"))).toBeUndefined();
    await publishRows(store, dataset, [["73.01", "2024", "3", {}]], json([region, year, renamed]));
    expect((await series("nama-lama-semula", "73.01"))[0]).toMatchObject({ value: "3", version: 4 });
  });

  it("belong to whoever had them first", async () => {
    await givenTable(store, "satu-dua", yearly(measure("tiga")), [["73.01", "2024", "1", {}]]);
    await givenTable(store, "satu", yearly(measure("dua_tiga")), [["73.01", "2024", "2", {}]]);
    expect((await series("satu-dua-tiga", "73.01"))[0]?.value).toBe("1");
    expect((await series("satu-dua-tiga-2", "73.01"))[0]?.value).toBe("2");
  });
});

describe("curated indicators", () => {
  const seed = (json: readonly object[]): Promise<number> => store.write((tx) => seedIndicators(tx, json));

  it("take the preferred source that has a value, region by region, and take over the measures that they are made of", async () => {
    await seed([
      curated("kurasi", [
        { dataset: "kurasi-baru", field: "angka" },
        { dataset: "kurasi-lama", field: "angka" },
        { dataset: "kurasi-provinsi", field: "angka", yearlyAt: "03" },
      ]),
    ]);
    const percent = yearly(measure("angka", { unit: "persen" }));
    await givenTable(store, "kurasi-lama", percent, [
      ["73.01", "2023", "9", {}],
      ["73.01", "2024", "9", {}],
      ["73.02", "2024", "8", {}],
    ]);
    await givenTable(store, "kurasi-baru", percent, [
      ["73.01", "2024", "5", {}],
      ["73.02", "2024", null, { angka: "not-available" }],
    ]);
    await givenTable(
      store,
      "kurasi-provinsi",
      tableOf([region, month, measure("angka", { unit: "persen" })], ["kode", "bulan"]),
      [
        ["73", "2024-03", "7.5", {}],
        ["73", "2024-09", "7.1", {}],
      ],
    );
    const points = (figures: readonly Figure[]) =>
      figures.map(({ period, value, dataset, rank, provinceValue }) => [period, value, dataset, rank, provinceValue]);
    expect(points(await series("kurasi", "73.01"))).toEqual([
      ["2023", "9", "kurasi-lama", 1, null],
      ["2024", "5", "kurasi-baru", 1, "7.5"],
    ]);
    expect(points(await series("kurasi", "73.02"))).toEqual([["2024", "8", "kurasi-lama", 2, "7.5"]]);
    expect((await series("kurasi", "73")).map(({ period }) => period)).toEqual(["2024-03", "2024-09"]);
    // The measures' own slugs, as they were before anybody curated them.
    expect((await indicator("kurasi-lama-angka")).slug).toBe("kurasi");
    const { nodes } = await store.read((tx) => listIndicators(tx, PUBLIC, { first: 1000, search: "kurasi" }));
    expect(nodes.map(({ slug, sources }) => [slug, sources.length])).toEqual([["kurasi", 3]]);
  });

  it("are made anew when their file changes, and until then tell nothing that is not so", async () => {
    await givenTable(
      store,
      "saring",
      tableOf(
        [region, year, { name: "jenis", type: "string", role: "dimension" }, measure("harga", { unit: "rupiah/kg" })],
        ["kode", "tahun", "jenis"],
      ),
      [
        ["73.01", "2024", "beras", "10", {}],
        ["73.01", "2024", "gula", "20", {}],
      ],
    );
    const priceOf = (jenis: string) =>
      curated("harga-uji", [{ dataset: "saring", field: "harga", filter: { jenis } }], { unit: "rupiah/kg" });
    expect(await seed([priceOf("beras")])).toBe(1);
    expect(await store.read((tx) => findIndicator(tx, PUBLIC, "harga-uji"))).toBeUndefined();
    expect(await refreshIndicators(store)).toBe(1);
    expect((await series("harga-uji", "73.01"))[0]?.value).toBe("10");
    await seed([priceOf("gula")]);
    await refreshIndicators(store);
    expect((await series("harga-uji", "73.01"))[0]?.value).toBe("20");
    expect(await seed([priceOf("gula")])).toBe(0);
    expect(await refreshIndicators(store)).toBe(0);
  });

  it("leave a measure the slug that it had before, unless they are made of it", async () => {
    await givenTable(store, "milik", yearly(measure("milik")), [["73.01", "2024", "1", {}]]);
    expect(await seed([curated("milik", [{ dataset: "peringkat", field: "naik" }])])).toBe(0);
    expect((await indicator("milik")).curated).toBe(false);
    expect(await seed([curated("milik", [{ dataset: "milik", field: "milik" }])])).toBe(1);
    await refreshIndicators(store);
    expect([(await indicator("milik")).curated, (await series("milik", "73.01"))[0]?.value]).toEqual([true, "1"]);
  });
});

describe("what may be told", () => {
  it("is no figure of a withdrawn version, nor of a dataset that the actor may not read", async () => {
    const rows: readonly GivenRow[] = [["73.01", "2024", "1", {}]];
    const dataset = await givenTable(store, "ditarik", yearly(measure("angka")), rows);
    await givenTable(store, "tertutup", { access: "agency", ...yearly(measure("angka")) }, rows);
    expect((await series("ditarik-angka", "73.01")).length).toBe(1);
    await store.write((tx) =>
      withdrawVersion(tx, actors.reviewer, dataset, 1 as VersionNumber, "salah hitung", effects),
    );
    const known = async (slug: string, actor: Actor) =>
      (await store.read((tx) => findIndicator(tx, actor, slug))) !== undefined;
    expect([await known("ditarik-angka", PUBLIC), await known("ditarik-angka", actors.admin)]).toEqual([false, false]);
    expect([await known("tertutup-angka", PUBLIC), await known("tertutup-angka", actors.other)]).toEqual([false, true]);
    const profile = await store.read((tx) => readProfile(tx, PUBLIC, "73.01"));
    expect(profile.map((figure) => figure.dataset)).not.toContain("tertutup");
    await publishRows(store, dataset, [["73.01", "2024", "2", {}]]);
    expect((await series("ditarik-angka", "73.01"))[0]).toMatchObject({ value: "2", version: 2 });
  });

  it("is nothing for codes and texts that are none", async () => {
    for (const code of ["", "x", "73.06\0", "73%", "9".repeat(50)]) {
      expect(await series("peringkat-naik", code)).toEqual([]);
      expect(await store.read((tx) => readProfile(tx, PUBLIC, code))).toEqual([]);
      const { totalCount } = await store.read((tx) => listIndicators(tx, PUBLIC, { first: 1, region: code }));
      expect(totalCount).toBe(0);
    }
    expect(await store.read((tx) => findIndicator(tx, PUBLIC, "a\0"))).toBeUndefined();
  });
});

describe("pages, periods and comparisons", () => {
  it("walk the list without gap or repetition, by topic too", async () => {
    const slugs: string[] = [];
    let after: string | undefined;
    do {
      const page = await store.read((tx) => listIndicators(tx, PUBLIC, { first: 3, after }));
      slugs.push(...page.nodes.map(({ slug }) => slug));
      after = page.pageInfo.hasNextPage ? (page.pageInfo.endCursor ?? undefined) : undefined;
    } while (after !== undefined);
    const whole = await store.read((tx) => listIndicators(tx, PUBLIC, { first: 1000 }));
    expect(slugs).toEqual(whole.nodes.map(({ slug }) => slug));
    expect(whole.totalCount).toBe(slugs.length);
    const { nodes } = await store.read((tx) => listIndicators(tx, PUBLIC, { first: 1000, topic: "kemiskinan" }));
    expect(nodes.map(({ slug }) => slug)).toEqual(["harga-uji", "kurasi", "milik"]);
    expect(await faultOf(store.read((tx) => listIndicators(tx, PUBLIC, { first: 1, after: "x" })))).toBe(
      "request.bad-cursor",
    );
  });

  it("know at which periods regions of a level are there, and put regions side by side", async () => {
    const of = await indicator("kurasi");
    const periods = await store.read((tx) => listPeriods(tx, PUBLIC, of, { level: "province" }));
    // The value of March stands for 2024, and is older than that of September.
    expect(periods).toEqual(["2024-09", "2024"]);
    const side = await store.read((tx) => readCompared(tx, PUBLIC, of, ["73.02", "73.01"], { from: "2024" }));
    expect(side.map((figure) => [figure.region, figure.value])).toEqual([
      ["73.01", "5"],
      ["73.02", "8"],
    ]);
  });
});

describe("ratios", () => {
  it("divide what may be summed, by regions and periods that end together", async () => {
    const rows: readonly GivenRow[] = [
      ["73.01", "2024-S1", "90", {}],
      ["73.01", "2024-S2", "100", {}],
      ["73.02", "2024-S2", "50", {}],
    ];
    const fields = [region, { name: "periode", type: "string", role: "period" }, measure("orang", { additive: true })];
    await givenTable(store, "ada-orang", tableOf(fields, ["kode", "periode"]), rows);
    await givenTable(store, "ada-luas", yearly(measure("luas", { unit: "km²", additive: true })), [
      ["73.01", "2024", "3", {}],
      ["73.02", "2024", "0", {}],
    ]);
    const ratio = makeRatio(await indicator("ada-orang-orang"), await indicator("ada-luas-luas"));
    const points = await store.read((tx) => readRatio(tx, PUBLIC, ratio, ["73.01", "73.02"]));
    expect([
      ratio.unit,
      points.map((point) => [point.region, point.period, point.value, point.denominator.period]),
    ]).toEqual([
      "orang/km²",
      [
        ["73.01", "2024-S2", "33.3333333333", "2024"],
        ["73.02", "2024-S2", null, "2024"],
      ],
    ]);
    const values = await store.read((tx) => readRatioValues(tx, PUBLIC, ratio, { level: "regency" }));
    expect(values.map(({ value }) => value)).toEqual(["33.3333333333", null]);
  });

  it("are refused where one of the two is no such quantity, with what it is measured in", async () => {
    const [people, rate] = [await indicator("ada-orang-orang"), await indicator("kurasi")];
    for (const [a, b] of [
      [people, rate],
      [rate, people],
    ] as const) {
      expect(() => makeRatio(a, b)).toThrow(expect.objectContaining({ code: "indicator.no-ratio" }));
    }
  });
});

describe("keepIndicators(tx, version)", () => {
  it("changes nothing when it is done again", async () => {
    const states = () =>
      store.read((tx) =>
        tx.query(
          "select source, region, period, value, xmin::text from catalogue.indicator_value where not computed order by 1, 2, 3",
        ),
      );
    const before = await states();
    const [row] = await store.read((tx) =>
      tx.query<{ id: never; slug: never }>("select id, slug from catalogue.dataset where slug = 'lengkap'"),
    );
    if (row === undefined) throw new Error("no dataset");
    await store.write(async (tx) => keepIndicators(tx, await getVersion(tx, row)));
    expect(await states()).toEqual(before);
  });
});
