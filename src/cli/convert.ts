/** `jendela convert FILE`: the table as canonical CSV on stdout. Needs neither database nor server. */
import { readFile } from "node:fs/promises";
import type { Command } from "commander";
import { convertFile } from "../tabular/convert.ts";
import { parseRecipe, type Recipe } from "../tabular/recipe.ts";
import { tableNumber } from "./inspect.ts";
import { EXIT, Exit } from "./program.ts";
import { refusing } from "./refuse.ts";
import { readRegionFacts } from "./region-facts.ts";

interface Options {
  readonly sheet?: string;
  readonly table?: number;
  readonly wide?: boolean;
  readonly join?: boolean;
  readonly recipe?: string;
}

async function readRecipe(path: string): Promise<Recipe> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(path, "utf8"));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Exit(EXIT.usage, `Resep “${path}” tidak dapat dibaca: ${why} / The recipe “${path}” cannot be read.`);
  }
  const reading = parseRecipe(json);
  if ("recipe" in reading) return reading.recipe;
  throw new Exit(EXIT.usage, reading.errors.map((error) => `${path}${error.path}: ${error.message}`).join("\n"));
}

export function addConvertCommand(program: Command): void {
  program
    .command("convert")
    .description(
      "Tulis tabelnya sebagai CSV baku ke stdout, tanpa basis data / write the table to stdout as canonical CSV, without a database",
    )
    .argument("<file>", "CSV, XLSX, XLS, ODS …")
    .option("--sheet <name>", "lembar ini / this sheet")
    .option("--table <number>", "tabel nomor ini, yang terbesar nomor 1 / this table, the largest is 1", tableNumber)
    .option("--wide", "kolom seperti di berkas / the file's own columns")
    .option(
      "--join",
      "gabungkan lembar berbentuk sama, satu periode tiap lembar / join sheets of one layout, a period each",
    )
    .option("--recipe <file>", "resep JSON alih-alih yang diusulkan / a recipe instead of the proposed one")
    .action(async (file: string, { sheet, table, wide, join, recipe: recipePath }: Options) => {
      const recipe = recipePath === undefined ? undefined : await readRecipe(recipePath);
      await refusing(file, async () =>
        convertFile(file, { sheet, table, wide, join, recipe, regions: await readRegionFacts() }, process.stdout),
      );
    });
}
