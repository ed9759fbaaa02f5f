/** The reference data that ships with the project: counts, codes and aliases that everything else leans on. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { isAgencySlug, isRegionCode, isSlug } from "../src/kernel/ids.ts";

type Row = Readonly<Record<string, string>>;

function readTsv(name: string): readonly Row[] {
  const [header = "", ...lines] = readFileSync(new URL(`../seeds/${name}`, import.meta.url), "utf8")
    .replace(/\n$/, "")
    .split("\n");
  const names = header.split("\t");
  return lines.map((line) => {
    const cells = line.split("\t");
    expect(cells, line).toHaveLength(names.length);
    return Object.fromEntries(names.map((column, index) => [column, cells[index] ?? ""]));
  });
}

const readJson = (name: string): readonly Record<string, unknown>[] =>
  JSON.parse(readFileSync(new URL(`../seeds/${name}`, import.meta.url), "utf8"));

const names = (row: Row): readonly string[] =>
  [row.name, row.short_name, ...(row.aliases ?? "").split("|")]
    .filter((name) => name)
    .map((name) => String(name).toLowerCase());

describe("seeds/regions.tsv", () => {
  const regions = readTsv("regions.tsv");

  it("has the province, 21 regencies and 3 cities", () => {
    const count = (kind: string): number => regions.filter((region) => region.kind === kind).length;
    expect([count("provinsi"), count("kabupaten"), count("kota")]).toEqual([1, 21, 3]);
  });

  it("gives each region one code in each of the two systems, and five regencies a different one", () => {
    expect(regions.every((region) => isRegionCode(region.code ?? ""))).toBe(true);
    expect(new Set(regions.map((region) => region.code)).size).toBe(25);
    expect(new Set(regions.map((region) => region.bps_code)).size).toBe(25);
    const differing = regions
      .filter((region) => region.code?.replace(".", "") !== region.bps_code)
      .map((region) => region.code);
    expect(differing).toEqual(["73.08", "73.09", "73.10", "73.11", "73.24"]);
  });

  it("never gives one name to two regions, and leaves the doubtful “Toraja” out", () => {
    const owners = new Map<string, string | undefined>();
    for (const region of regions) {
      for (const name of names(region)) {
        expect(owners.get(name) ?? region.code, name).toBe(region.code);
        owners.set(name, region.code);
      }
    }
    expect(owners.has("toraja")).toBe(false);
    expect(owners.get("pangkep")).toBe("73.10");
  });
});

describe("seeds/districts.tsv", () => {
  const districts = readTsv("districts.tsv");
  const regencies = new Set(readTsv("regions.tsv").map((region) => region.code));

  it("has 313 districts, each in a regency whose code begins its own", () => {
    expect(new Set(districts.map((district) => district.code)).size).toBe(313);
    for (const district of districts) {
      expect(regencies.has(district.parent), district.code).toBe(true);
      expect(district.code?.startsWith(`${district.parent}.`)).toBe(true);
    }
  });

  it("never gives one name to two districts of a regency", () => {
    const owners = new Map<string, string | undefined>();
    for (const district of districts) {
      for (const name of names(district)) {
        const key = `${district.parent} ${name}`;
        expect(owners.get(key) ?? district.code, key).toBe(district.code);
        owners.set(key, district.code);
      }
    }
  });
});

describe("seeds/agencies.json and topics.json", () => {
  it("name each agency in both languages, with a region that exists", () => {
    const agencies = readJson("agencies.json");
    const codes = new Set(readTsv("regions.tsv").map((region) => region.code));
    expect(agencies.filter((agency) => agency.kind === "province").length).toBeGreaterThanOrEqual(25);
    expect(agencies.filter((agency) => agency.kind === "regency")).toHaveLength(24);
    expect(new Set(agencies.map((agency) => agency.slug)).size).toBe(agencies.length);
    for (const agency of agencies) {
      expect(isAgencySlug(String(agency.slug)), String(agency.slug)).toBe(true);
      expect(codes.has(String(agency.region))).toBe(true);
      expect(agency.name && agency.nameEn && agency.shortName).toBeTruthy();
    }
  });

  it("name each topic in both languages", () => {
    const topics = readJson("topics.json");
    expect(topics.length).toBeGreaterThanOrEqual(14);
    for (const topic of topics) {
      expect(isSlug(String(topic.slug))).toBe(true);
      expect(topic.title).toMatchObject({ id: expect.any(String), en: expect.any(String) });
    }
  });
});
