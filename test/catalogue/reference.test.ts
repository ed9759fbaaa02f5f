import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listAgencies } from "../../src/catalogue/agencies.ts";
import {
  findReferenceKeys,
  getRegion,
  listRegions,
  listTopics,
  loadRegionFacts,
} from "../../src/catalogue/reference.ts";
import { seedReference } from "../../src/catalogue/seed.ts";
import type { Store } from "../../src/store/data-source.ts";
import { faultOf, SEEDS, seededStore } from "./given.ts";

let store: Store;
beforeAll(async () => {
  store = await seededStore();
});
afterAll(() => store.close());

describe("seedReference(tx, folder)", () => {
  it("seeds the province, its 24 regencies and 313 districts", async () => {
    const count = async (level: "province" | "regency" | "district") =>
      (await store.read((tx) => listRegions(tx, { level }))).length;
    expect([await count("province"), await count("regency"), await count("district")]).toEqual([1, 24, 313]);
  });

  it("writes nothing the second time", async () => {
    expect(await store.write((tx) => seedReference(tx, SEEDS))).toEqual({
      regions: 0,
      agencies: 0,
      topics: 0,
      indicators: 0,
      synonyms: 0,
    });
  });

  it("writes only what differs", async () => {
    await store.write((tx) => tx.query("update catalogue.region set capital = 'Lain' where code = '73.06'"));
    expect(await store.write((tx) => seedReference(tx, SEEDS))).toEqual({
      regions: 1,
      agencies: 0,
      topics: 0,
      indicators: 0,
      synonyms: 0,
    });
    expect((await store.read((tx) => getRegion(tx, "73.06"))).capital).not.toBe("Lain");
  });
});

describe("reference data", () => {
  it("has both code systems, which collide for four regencies", async () => {
    const bone = await store.read((tx) => getRegion(tx, "73.08"));
    expect(bone).toMatchObject({
      bpsCode: "7311",
      shortName: "Bone",
      level: "regency",
      kind: "kabupaten",
      parent: "73",
    });
  });

  it("gives the children of a region", async () => {
    const children = await store.read((tx) => listRegions(tx, { parent: "73.71" }));
    expect(children.every(({ level }) => level === "district") && children.length > 0).toBe(true);
  });

  it("refuses an unknown region", async () => {
    expect(await faultOf(store.read((tx) => getRegion(tx, "99.99")))).toBe("region.unknown");
  });

  it("is what the reader of files takes", async () => {
    const facts = await store.read(loadRegionFacts);
    expect(facts).toHaveLength(338);
    expect(facts.find(({ code }) => code === "73.10")?.aliases).toContain("Pangkep");
  });

  it("gives the keys of a reference", async () => {
    const keys = (resource: string, fields: string[]) => store.read((tx) => findReferenceKeys(tx, resource, fields));
    expect(await keys("wilayah", ["code"])).toContain("73.06");
    expect(await keys("wilayah", ["bps_code"])).toContain("7306");
    expect(await keys("instansi", ["slug"])).toContain("disdukcapil");
    expect(await keys("penduduk", ["kode"])).toBeUndefined();
  });

  it("lists agencies and topics", async () => {
    expect((await store.read(listAgencies)).length).toBeGreaterThanOrEqual(45);
    expect((await store.read(listTopics))[0]?.title.en).toMatch(/\w/);
  });
});
