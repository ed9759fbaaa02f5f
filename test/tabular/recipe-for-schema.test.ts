/** What a wide file becomes under a declared schema, by the recipe that is proposed for it. */

import { describe, expect, it } from "vitest";
import type { Recipe } from "../../src/tabular/recipe.ts";
import { checkRecipe } from "../../src/tabular/recipe-used.ts";
import { fc } from "../setup/properties.ts";
import { type Checked, check, type GivenField, ofCode, schemaOf } from "./given.ts";

const region: GivenField = { name: "kode_wilayah", title: "Kabupaten/Kota", role: "region" };
const year: GivenField = { name: "tahun", type: "year", role: "period" };
const people: GivenField = { name: "penduduk", type: "integer", role: "measure", unit: "jiwa" };
const rate: GivenField = {
  name: "persen_miskin",
  title: "Persentase Penduduk Miskin",
  type: "number",
  role: "measure",
  unit: "persen",
};

/** Rows as stored, without the file's row numbers and statuses. */
const stored = ({ rows }: Checked): readonly string[] => rows.map((row) => row.slice(1, -1).join(" "));

describe("a wide file under a declared schema", () => {
  it("takes the declared names for what the layout makes of it", async () => {
    const schema = schemaOf([region, year, people], ["kode_wilayah", "tahun"]);
    const checked = await check({ text: "Kabupaten/Kota,2022,2023\nGowa,1,2\nMaros,3,4\n", schema });
    expect(stored(checked)).toEqual(["73.06 2022 1", "73.06 2023 2", "73.09 2022 3", "73.09 2023 4"]);
    expect(checked.codes).toEqual(["table/recipe-proposed"]);
    expect(checked.result.recipe).toEqual({
      origin: "proposed",
      recipe: {
        recipe: 1,
        keep: [{ title: "Kabupaten/Kota", name: "kode_wilayah" }],
        melt: { columns: "periods", dimensions: [], period: "tahun", value: "penduduk" },
        drop: [],
      },
    });
  });

  it("with several measures across gives each its own field, in one row a region and year", async () => {
    const schema = schemaOf([region, year, people, rate], ["kode_wilayah", "tahun"]);
    const text =
      "Kabupaten/Kota,Penduduk (jiwa),,Persentase Penduduk Miskin (persen),\n,2022,2023,2022,2023\nGowa,10,20,7.5,7.1\nMaros,30,40,9.5,9.1\n";
    const checked = await check({ text, schema });
    expect(stored(checked)).toEqual([
      "73.06 2022 10 7.5",
      "73.06 2023 20 7.1",
      "73.09 2022 30 9.5",
      "73.09 2023 40 9.1",
    ]);
    expect(checked.codes).toEqual(["table/recipe-proposed"]);
    expect(checked.result.recipe?.recipe.melt?.value).toEqual({
      level: 1,
      fields: [
        { title: "Penduduk (jiwa)", name: "penduduk" },
        { title: "Persentase Penduduk Miskin (persen)", name: "persen_miskin" },
      ],
    });
  });

  it("leaves out the columns of totals among the categories across, which is no row of data", async () => {
    const sex: GivenField = {
      name: "jenis_kelamin",
      role: "dimension",
      constraints: { enum: ["Laki-laki", "Perempuan"] },
    };
    const schema = schemaOf([region, year, sex, people], ["kode_wilayah", "tahun", "jenis_kelamin"]);
    const text =
      "Kabupaten/Kota,2022,,,2023,,\n,Laki-laki,Perempuan,Jumlah,Laki-laki,Perempuan,Jumlah\nGowa,1,2,3,4,5,9\nMaros,6,7,13,8,9,17\n";
    const checked = await check({ text, schema });
    expect(checked.codes).toEqual(["table/recipe-proposed"]);
    expect(stored(checked)).toContain("73.06 2023 Perempuan 5");
    expect(checked.rows).toHaveLength(8);
  });

  it("with the listed values of a dimension across becomes rows without a period in the header", async () => {
    const sex: GivenField = { name: "kelamin", role: "dimension", constraints: { enum: ["Laki-laki", "Perempuan"] } };
    const schema = schemaOf([region, year, sex, people], ["kode_wilayah", "tahun", "kelamin"]);
    const text = "Kabupaten/Kota,Tahun,LAKI-LAKI,PEREMPUAN\nGowa,2024,10,20\nMaros,2024,30,40\n";
    const checked = await check({ text, schema });
    expect(checked.codes).toEqual(["table/recipe-proposed"]);
    expect(stored(checked)).toEqual([
      "73.06 2024 Laki-laki 10",
      "73.06 2024 Perempuan 20",
      "73.09 2024 Laki-laki 30",
      "73.09 2024 Perempuan 40",
    ]);
  });

  it("whose years are the declared fields themselves is read as it is", async () => {
    const schema = schemaOf([region, { name: "y2022", title: "2022", type: "integer" }], ["kode_wilayah"]);
    const checked = await check({ text: "Judul\nKabupaten/Kota,2022,2023\nGowa,1,2\nMaros,3,4\n", schema });
    expect(checked.result.recipe).toBeUndefined();
  });

  it("has each finding at the officer's own column, and masks what is personal in it", async () => {
    const schema = schemaOf([region, year, people], ["kode_wilayah", "tahun"]);
    const text =
      "No,NIK,Kabupaten/Kota,2022,2023\n1,7306014107900001,Gowa,1,banyak\n2,7309014107910002,Maros,3,4\n3,7371014107920003,Makassar,3,4\n";
    const checked = await check({ text, schema });
    expect(ofCode(checked, "cell/not-a-number")).toMatchObject([{ row: 2, column: 5, value: "banyak" }]);
    expect(ofCode(checked, "personal/nik")).toMatchObject([{ column: 2 }]);
    expect(JSON.stringify(checked.findings)).not.toContain("7306014107900001");
  });
});

describe("a kept recipe", () => {
  const schema = schemaOf([region, year, people], ["kode_wilayah", "tahun"]);
  const recipe: Recipe = {
    recipe: 1,
    keep: [{ title: "Nama Daerah", name: "kode_wilayah" }],
    melt: { columns: "periods", dimensions: [], period: "tahun", value: "penduduk" },
    drop: [],
  };
  const kept = (text: string, under = schema): Promise<Checked> =>
    check({ text, schema: under, more: { recipe: { origin: "kept", number: 1, recipe } } });

  it("reads any order of its columns and any years, without a word", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.integer({ min: 2001, max: 2029 }), { minLength: 2, maxLength: 6 }),
        fc.nat(6),
        async (years, at) => {
          const place = at % (years.length + 1);
          const line = (name: string, cells: readonly (string | number)[]): string =>
            [...cells.slice(0, place), name, ...cells.slice(place)].join(",");
          const text = [
            line("Nama Daerah", years),
            line(
              "Gowa",
              years.map((one) => one * 100 + 1),
            ),
            line(
              "Maros",
              years.map((one) => one * 300),
            ),
          ].join("\n");
          const checked = await kept(`${text}\n`);
          expect(checked.codes).toEqual([]);
          expect([...stored(checked)].sort()).toEqual(
            years.flatMap((one) => [`73.06 ${one} ${one * 100 + 1}`, `73.09 ${one} ${one * 300}`]).sort(),
          );
        },
      ),
      { numRuns: 25 },
    );
  });

  it("lets a field in that was declared later, by its own name", async () => {
    const more = schemaOf([region, year, people, { name: "catatan", title: "Catatan" }], ["kode_wilayah", "tahun"]);
    const checked = await kept("Nama Daerah,Catatan,2022,2023\nGowa,a,1,2\nMaros,b,3,4\n", more);
    expect(checked.codes).toEqual([]);
    expect(stored(checked)).toContain("73.06 2022 1 a");
  });

  it("is kept only if it fills declared fields, and all that are needed", () => {
    expect(checkRecipe(recipe, schema)).toEqual([]);
    expect(checkRecipe({ ...recipe, keep: [{ title: "x", name: "x" }] }, schema)).toHaveLength(2);
  });
});
