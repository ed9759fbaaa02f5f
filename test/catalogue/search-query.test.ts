/** What a search is taken to mean, without a database. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Region } from "../../src/catalogue/reference.ts";
import { regionFinder, understandSearch } from "../../src/catalogue/search-query.ts";
import type { RegionCode } from "../../src/kernel/ids.ts";
import { fc } from "../setup/properties.ts";

const lines = (name: string): readonly (readonly string[])[] =>
  readFileSync(new URL(`../../seeds/${name}`, import.meta.url), "utf8")
    .trimEnd()
    .split("\n")
    .slice(1)
    .map((line) => line.split("\t"));

const region = (code: string, name: string, level: Region["level"], kind: string, aliases = ""): Region => ({
  code: code as RegionCode,
  bpsCode: undefined,
  name,
  shortName: name,
  level,
  kind: kind as Region["kind"],
  parent: undefined,
  capital: undefined,
  aliases: aliases === "" ? [] : aliases.split("|"),
  validFrom: undefined,
  validTo: undefined,
});

const find = regionFinder([
  ...lines("regions.tsv").map(([code = "", , name = "", , level = "", kind = "", , , aliases = ""]) =>
    region(code, name, level as Region["level"], kind, aliases),
  ),
  ...lines("districts.tsv").map(([code = "", , name = ""]) => region(code, name, "district", "kecamatan")),
]);
const understand = (search: string) => {
  const { words, region: found, period } = understandSearch(search, find);
  return { words: words.join(" "), region: found?.code, period: period && `${period.from}..${period.to}` };
};

describe("understandSearch(search)", () => {
  it.each([
    ["kemiskinan gowa 2023", "kemiskinan", "73.06", "2023..2023"],
    ["Jumlah penduduk di Kota Parepare tahun 2020-2024", "jumlah penduduk", "73.72", "2020..2024"],
    ["ipm luwu timur", "ipm", "73.24", undefined],
    ["ipm luwu", "ipm", "73.17", undefined],
    ["pangkep", "", "73.10", undefined],
    ["73.06", "", "73.06", undefined],
    ["7306 stunting", "stunting", "73.06", undefined],
    ["pdrb triwulan iii 2024", "pdrb", undefined, "2024-Q3..2024-Q3"],
    ["harga beras januari 2024", "harga beras", undefined, "2024-01..2024-01"],
    ["semester 1 2023 non tunai", "non tunai", undefined, "2023-S1..2023-S1"],
    ["kecamatan tallo", "", "73.71.07", undefined],
    ["poverty in south sulawesi", "poverty", "73", undefined],
    ["2024", "", undefined, "2024..2024"],
    ["data yang", "data yang", undefined, undefined],
  ])("takes “%s” apart", (search, words, code, period) => {
    expect(understand(search)).toEqual({ words, region: code, period });
  });

  it("knows a district only when it is called one", () => {
    expect(understand("wajo").region).toBe("73.13");
    expect(understand("kecamatan wajo makassar").region).toMatch(/^73\.71\.\d\d$/);
    expect(understand("tallo")).toEqual({ words: "tallo", region: undefined, period: undefined });
  });

  it("takes anything whatever, and few words of it", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 3000, unit: "binary" }), (search) => {
        const { words } = understandSearch(search, find);
        expect(words.length).toBeLessThanOrEqual(12);
      }),
    );
  });
});
