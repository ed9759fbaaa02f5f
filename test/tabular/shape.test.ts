import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { locateTables } from "../../src/tabular/locate.ts";
import type { LocatedTable } from "../../src/tabular/located-table.ts";
import { parseRecipe, type Recipe, recipeJsonSchema } from "../../src/tabular/recipe.ts";
import { proposeCategories, proposeRecipe } from "../../src/tabular/recipe-propose.ts";
import { shapeTable } from "../../src/tabular/shape.ts";
import { sheetOf } from "./fixtures/sheets.ts";

async function tableOf(...lines: readonly string[]): Promise<LocatedTable> {
  const [table] = await locateTables(sheetOf(lines));
  return table as LocatedTable;
}

const twoYears = ["Kab,Laki-laki,,Perempuan,,Ket", ",2022,2023,2022,2023,", "Bone,1,2,3,4,x", "Gowa,5,6,7,8,y"];

describe("proposeRecipe(table)", () => {
  it("makes periods across rows, and the header's other levels dimensions", async () => {
    expect(proposeRecipe(await tableOf(...twoYears))).toEqual({
      recipe: 1,
      keep: [
        { title: "Kab", name: "kab" },
        { title: "Ket", name: "ket" },
      ],
      melt: { columns: "periods", dimensions: [{ name: "jenis_kelamin", level: 1 }], period: "tahun", value: "nilai" },
      drop: [],
    });
  });

  it("keeps every column of a long table", async () => {
    const recipe = proposeRecipe(await tableOf("kab,tahun,ipm", "Bone,2022,70.1", "Gowa,2022,71.1"));
    expect(recipe).toMatchObject({ keep: [{ name: "kab" }, { name: "tahun" }, { name: "ipm" }] });
    expect(recipe.melt).toBeUndefined();
  });

  it("drops the sum that stands after the periods, and names units where they differ", async () => {
    const recipe = proposeRecipe(await tableOf("Kab,2022,2023,Jumlah", "Bone,1.5,2.5,4", "Gowa,3.5,4.5,8"));
    expect(recipe.drop).toEqual(["Jumlah"]);
    const units = proposeRecipe(
      await tableOf("Kab,Luas (ha),,Produksi (ton),", ",2022,2023,2022,2023", "Bone,1.5,2,3,4", "Gowa,5,6,7,8"),
    );
    expect(units.melt).toMatchObject({ unit: "satuan", dimensions: [{ name: "kategori", level: 1 }] });
  });

  it("offers categories across when asked", async () => {
    const table = await tableOf(
      "Kec,Jenis Kelamin,,,Luas",
      ",Laki-laki,Perempuan,Jumlah,",
      "Bara,10,20,30,1.5",
      "Wara,30,40,70,2.5",
    );
    expect(proposeCategories(table)).toMatchObject({
      keep: [{ name: "kec" }, { name: "luas" }],
      melt: {
        columns: [{ values: { jenis_kelamin: "Laki-laki" } }, { values: { jenis_kelamin: "Perempuan" } }],
        value: "nilai",
      },
      drop: ["Jenis Kelamin - Jumlah"],
    });
  });
});

describe("shapeTable(table, recipe)", () => {
  it("gives each value its row, its period and the file's own column", async () => {
    const table = await tableOf(...twoYears);
    const { shape, findings } = shapeTable(table, proposeRecipe(table));
    expect(findings).toEqual([]);
    expect(shape?.columns.map(({ name }) => name)).toEqual(["kab", "ket", "jenis_kelamin", "tahun", "nilai"]);
    const rows = shape?.shapeRow({ row: 3, cells: ["Bone", "1", "2", "3", "4", "x"] });
    expect(rows?.map(({ cells }) => cells.join())).toEqual([
      "Bone,x,Laki-laki,2022,1",
      "Bone,x,Laki-laki,2023,2",
      "Bone,x,Perempuan,2022,3",
      "Bone,x,Perempuan,2023,4",
    ]);
    expect(rows?.[2]).toMatchObject({ row: 3, columns: [1, 6, 0, 0, 4] });
  });

  it("finds columns by name whatever their order, and takes a later year without a question", async () => {
    const recipe = proposeRecipe(await tableOf("Kab,Kode,2022,2023", "Bone,a,1.5,2.5", "Gowa,b,3.5,4.5"));
    const next = await tableOf("Kode,Kab,2024,2023,2022", "a,Bone,9.5,2.5,1.5", "b,Gowa,8.5,4.5,3.5");
    const { shape, findings } = shapeTable(next, recipe);
    expect(findings).toEqual([]);
    expect(
      shape?.shapeRow({ row: 2, cells: ["a", "Bone", "9.5", "2.5", "1.5"] }).map(({ cells }) => cells.join()),
    ).toEqual(["Bone,a,2024,9.5", "Bone,a,2023,2.5", "Bone,a,2022,1.5"]);
  });

  it("tells what was added, taken away and renamed", async () => {
    const recipe = proposeRecipe(await tableOf("Kabupaten,Sumber,2022", "Bone,a,1.5", "Gowa,b,3.5"));
    const renamed = shapeTable(await tableOf("Kabupten,Sumber,2022", "Bone,a,1.5", "Gowa,b,3.5"), recipe);
    expect(renamed.shape).toBeUndefined();
    expect(renamed.findings).toMatchObject([{ code: "recipe/column-renamed", column: 1, suggestion: "Kabupaten" }]);
    const added = shapeTable(await tableOf("Kabupaten,Sumber,Petugas,2022", "Bone,a,x,1.5", "Gowa,b,y,3.5"), recipe);
    expect(added.shape).toBeDefined();
    expect(added.findings).toMatchObject([{ code: "recipe/column-added", severity: "warning", column: 3 }]);
    const missing = shapeTable(await tableOf("Kabupaten,2022", "Bone,1.5", "Gowa,3.5"), recipe);
    expect(missing.findings).toMatchObject([{ code: "recipe/column-missing", params: { title: "Sumber" } }]);
  });
});

describe("a recipe as JSON", () => {
  it("is published as the JSON Schema it is read by", () => {
    const published: unknown = JSON.parse(
      readFileSync(new URL("../../schema/recipe.schema.json", import.meta.url), "utf8"),
    );
    expect(published).toEqual(JSON.parse(JSON.stringify(recipeJsonSchema())));
  });

  it("is refused with the place of each error", () => {
    const reading = parseRecipe({ recipe: 1, keep: [{ title: "Kab", name: "Kab" }], drop: [], position: 3 });
    expect(reading).toMatchObject({
      errors: expect.arrayContaining([expect.objectContaining({ path: "/keep/0/name" })]),
    });
    const twice: Recipe = {
      recipe: 1,
      keep: [{ title: "a", name: "a" }],
      drop: [],
      melt: { columns: "periods", dimensions: [], value: "a" },
    };
    expect(parseRecipe(twice)).toMatchObject({ errors: [{ message: expect.stringContaining("twice") }] });
  });

  it("that was proposed is a valid one", async () => {
    expect(parseRecipe(proposeRecipe(await tableOf(...twoYears)))).toHaveProperty("recipe");
  });
});
