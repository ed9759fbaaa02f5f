import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseRecipe } from "../../src/tabular/recipe.ts";
import { recipeOfFile } from "../../src/tabular/recipe-of-file.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "jendela-recipe-"));
});
afterAll(() => rm(folder, { recursive: true }));

describe("recipeOfFile(path)", () => {
  it("gives a recipe that can be read again, for periods and for categories across", async () => {
    const path = join(folder, "data.csv");
    await writeFile(path, "Kab,2022,2023\nBone,1.5,2.5\nGowa,3.5,4.5\n");
    const periods = await recipeOfFile(path);
    expect(periods.melt).toMatchObject({ columns: "periods", period: "tahun" });
    expect(parseRecipe(JSON.parse(JSON.stringify(periods)))).toEqual({ recipe: periods });
    await writeFile(path, "Kec,Jenis Kelamin,,Luas\n,Laki-laki,Perempuan,\nBara,10,20,1.5\nWara,30,40,2.5\n");
    expect((await recipeOfFile(path)).melt).toMatchObject({ dimensions: [{ name: "jenis_kelamin" }] });
  });
});
