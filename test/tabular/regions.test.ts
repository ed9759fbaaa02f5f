import { describe, expect, it } from "vitest";
import { editDistance, readRegionName } from "../../src/tabular/region-names.ts";
import { createRegionBook } from "../../src/tabular/regions.ts";
import { check, ofCode, schemaOf } from "./given.ts";
import { REGION_FACTS } from "./region-facts.ts";

const book = createRegionBook(REGION_FACTS);
const names = (text: string): string[] => book.readName(text, "regency").map(({ code }) => code);

const coded = schemaOf(
  [
    { name: "kode", role: "region", title: "Kode" },
    { name: "nilai", type: "number", role: "measure" },
  ],
  ["kode"],
);

/** Codes as stored, in file order. */
async function resolve(codes: readonly string[], header = "kode", schema = coded) {
  const text = [`${header},nilai`, ...codes.map((code, index) => `${code},${index}`)].join("\n");
  const checked = await check({ text, schema });
  return { ...checked, stored: checked.rows.map((row) => row[1]) };
}

describe("readRegionName(text)", () => {
  it("sets prefix, number and signs aside", () => {
    expect(readRegionName("Kab. Kep. Selayar")).toEqual({ key: "kepulauanselayar", kind: "kabupaten" });
    expect(readRegionName(" 27 KOTA MAKASSAR")).toEqual({ key: "makassar", kind: "kota" });
    expect(readRegionName("Pare-Pare").key).toBe("parepare");
    expect(readRegionName("Minasa Te'ne").key).toBe("minasatene");
    expect(readRegionName("B l o o t o").key).toBe("blooto");
    expect(readRegionName("Gowa Regency")).toEqual({ key: "gowa", kind: "kabupaten" });
  });

  it("measures slips of the pen", () => {
    expect(editDistance("gowa", "gowa", 2)).toBe(0);
    expect(editDistance("sidenreng", "sindereng", 2)).toBe(2);
    expect(editDistance("gowa", "goaw", 2)).toBe(1);
    expect(editDistance("bone", "bonebolango", 2)).toBe(3);
  });
});

describe("RegionBook.readName(text, level)", () => {
  it.each([
    ["Pangkep", "73.10"],
    ["Kab. Pangkep", "73.10"],
    ["PANGKAJENE DAN KEPULAUAN", "73.10"],
    ["Pangkajene Kepulauan", "73.10"],
    ["Sidrap", "73.14"],
    ["Makassar", "73.71"],
    ["Kota Makasar", "73.71"],
    ["KOTA PARE PARE", "73.72"],
    ["Ujung Pandang", "73.71"],
    ["Luwu", "73.17"],
    ["Luwu Timur", "73.24"],
    ["Selayar", "73.01"],
    ["KAB. BONE", "73.08"],
  ])("finds %j", (text, code) => {
    expect(names(text)).toEqual([code]);
  });

  it("never takes one name for another that begins alike, nor a kabupaten for a kota", () => {
    expect(["Bone Bolango", "Luwuk", "Luwu Tengah", "Kabupaten Makassar", "Kota Gowa"].flatMap(names)).toEqual([]);
  });

  it("knows districts of one name apart only by their regency", () => {
    expect(book.readName("Wajo", "district").map(({ code }) => code)).toEqual(["73.71.05"]);
    expect(book.readName("Tompobulu", "district").length).toBeGreaterThan(1);
  });

  it("suggests the nearest name and matches it never", () => {
    expect(names("Gowwa")).toEqual([]);
    expect(book.nearest("Gowwa", "regency")?.code).toBe("73.06");
    expect(book.nearest("Jakarta", "regency")).toBeUndefined();
  });
});

describe("RegionBook.readCode(text)", () => {
  it.each([
    ["73.06", "73.06"],
    ["7306", "73.06"],
    ["7306.0", "73.06"],
    ["730605", "73.06.05"],
    ["73.06.05", "73.06.05"],
    ["'7306", "73.06"],
    ["73", "73"],
    ["7306 - Gowa", "73.06"],
  ])("reads %j as Kemendagri's %s", (text, code) => {
    expect(book.readCode(text)?.kemendagri?.code).toBe(code);
  });

  it("reads the forms that only BPS uses", () => {
    expect(book.readCode("7300")?.bps?.code).toBe("73");
    expect(book.readCode("7308000")?.bps?.code).toBe("73.09");
    expect(book.readCode("7300000")?.bps?.code).toBe("73");
  });

  it("gives both readings of the four that collide", () => {
    const reading = book.readCode("7308");
    expect([reading?.kemendagri?.shortName, reading?.bps?.shortName]).toEqual(["Bone", "Maros"]);
  });

  it("takes names, numbers and years for no code", () => {
    expect(
      ["Gowa", "1234.5", "730", "", "27 KOTA MAKASSAR"].map((text) => book.readCode(text)?.kemendagri?.code),
    ).toEqual(new Array(5).fill(undefined));
  });
});

describe("a column of region codes", () => {
  it("is read as BPS where 7325 is among them", async () => {
    const { stored, codes } = await resolve(["7308", "7311", "7325", "7306"]);
    expect(stored).toEqual(["73.09", "73.08", "73.24", "73.06"]);
    expect(codes).toEqual(["column/region-system"]);
  });

  it("is read as Kemendagri where 7324 is among them", async () => {
    const { stored } = await resolve(["7308", "7311", "7324"]);
    expect(stored).toEqual(["73.08", "73.11", "73.24"]);
  });

  it("is refused where nothing tells the two lists apart", async () => {
    const { result, findings } = await resolve(["7308", "7306"]);
    expect(result.report.errors).toBeGreaterThan(0);
    const [refused] = findings.filter(({ code }) => code === "column/region-codes-undecided");
    expect(refused?.params).toMatchObject({ codes: "7308", count: 1 });
  });

  it("is believed when its header says whose it is, or the officer does", async () => {
    expect(
      (await resolve(["7308"], "kode_bps", schemaOf([{ name: "kode_bps", role: "region" }, { name: "nilai" }]))).stored,
    ).toEqual(["73.09"]);
    const decided = await check({
      text: "kode,nilai\n7308,1\n",
      schema: coded,
      more: { decisions: [{ column: "kode", choose: "bps" }] },
    });
    expect(decided.rows[0]?.[1]).toBe("73.09");
  });

  it("is read by the names beside it, and a row that disagrees is an error", async () => {
    const schema = schemaOf([...coded.fields, { name: "nama" }], ["kode"]);
    const text = "kode,nama,nilai\n7308,Kab. Maros,1\n7309,Pangkep,2\n7310,Barru,3\n7311,Bone,4\n7306,Takalar,5\n";
    const checked = await check({ text, schema });
    expect(checked.rows.map((row) => row[1])).toEqual(["73.09", "73.10", "73.11", "73.08", "73.06"]);
    expect(ofCode(checked, "row/region-name-disagrees").map(({ row, column }) => [row, column])).toEqual([[6, 1]]);
  });

  it("takes dotted codes for Kemendagri's, and warns of a zero that a number lost", async () => {
    const { stored, codes } = await resolve(["73.08", "73.1", "73.11"]);
    expect(stored).toEqual(["73.08", "73.10", "73.11"]);
    expect(codes).toEqual(["cell/region-zero-lost"]);
  });

  it("takes floats for what they were", async () => {
    expect((await resolve(["7301.0", "7306.0"])).stored).toEqual(["73.01", "73.06"]);
  });

  it("leaves out the province's row and says so", async () => {
    const { stored, codes, result } = await resolve(["7301", "7302", "7303", "7300"]);
    expect(stored).toEqual(["73.01", "73.02", "73.03"]);
    expect(result.rows).toBe(3);
    expect(result.report.errors).toBe(0);
    expect(codes.filter((code) => code.startsWith("cell/"))).toEqual([]);
  });

  it("tells of a region outside the province, and of one that is unknown", async () => {
    const { codes } = await resolve(["73.01", "73.02", "75.01", "73.99"]);
    expect(codes).toEqual(["cell/region-outside", "cell/region-unknown"]);
  });
});

describe("a column of region names", () => {
  const named = schemaOf(
    [
      { name: "kabupaten_kota", role: "region" },
      { name: "nilai", type: "integer" },
    ],
    ["kabupaten_kota"],
  );

  it("becomes codes; what is nearly a name is an error with a suggestion", async () => {
    const text = "Kabupaten/Kota,Nilai\nKab. Gowa,1\nKOTA PARE PARE,2\nMakasar,3\nTakalarr,4\nBone Bolango,5\n";
    const checked = await check({ text, schema: named });
    expect(checked.rows.map((row) => row[1])).toEqual(["73.06", "73.72", "73.71", "\\N", "\\N"]);
    expect(ofCode(checked, "cell/region-unknown").map(({ row, suggestion }) => [row, suggestion])).toEqual([
      [5, "Takalar (73.05)"],
      [6, undefined],
    ]);
  });

  it("tells districts of one name apart by their regency, or asks", async () => {
    const schema = schemaOf([
      { name: "kabupaten", role: "region" },
      { name: "kecamatan", role: "region" },
      { name: "nilai", type: "integer" },
    ]);
    const text = "kabupaten,kecamatan,nilai\nGowa,Tompobulu,1\nMaros,Tompobulu,2\nKota Makassar,Wajo,3\n";
    const checked = await check({ text, schema });
    expect(checked.rows.map((row) => row[1])).toEqual(["73.06", "73.09", "73.71"]);
    expect(checked.rows.every((row) => row[2]?.startsWith(`${row[1]}.`))).toBe(true);
    const alone = await check({
      text: "kecamatan,nilai\nTompobulu,1\nBontomarannu,2\n",
      schema: schemaOf([
        { name: "kecamatan", role: "region" },
        { name: "nilai", type: "integer" },
      ]),
    });
    expect(ofCode(alone, "cell/region-two-readings")[0]?.params["choices"]).toMatch(/73\.06.*73\.09|73\.03/);
  });
});
