/** The regions of the project's own seeds, as plain facts, for tests without a database. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { RegionFact, RegionLevel } from "../../src/tabular/regions.ts";

const seeds = join(import.meta.dirname, "../../seeds");

function rowsOf(file: string): readonly Record<string, string>[] {
  const lines = readFileSync(join(seeds, file), "utf8").split(/\r?\n/);
  const [header = "", ...rows] = lines.filter((line) => line !== "" && !line.startsWith("#"));
  const names = header.split("\t");
  return rows.map((row) => Object.fromEntries(row.split("\t").map((cell, index) => [names[index] ?? "", cell.trim()])));
}

const listOf = (cell = ""): string[] => (cell === "" ? [] : cell.split("|"));
const orNull = (cell = ""): string | null => (cell === "" ? null : cell);

export const REGION_FACTS: readonly RegionFact[] = [
  ...rowsOf("regions.tsv").map((row): RegionFact => {
    return {
      code: row["code"] ?? "",
      bpsCode: orNull(row["bps_code"]),
      name: row["name"] ?? "",
      shortName: row["short_name"] ?? "",
      level: row["level"] as RegionLevel,
      kind: row["kind"] ?? "",
      parent: orNull(row["parent"]),
      aliases: listOf(row["aliases"]),
      validFrom: orNull(row["valid_from"]),
      validTo: orNull(row["valid_to"]),
    };
  }),
  ...rowsOf("districts.tsv").map((row): RegionFact => {
    const { code = "", name = "" } = row;
    return {
      code,
      bpsCode: orNull(row["bps_code"]),
      name,
      shortName: name,
      level: "district",
      kind: "kecamatan",
      parent: orNull(row["parent"]),
      aliases: listOf(row["aliases"]),
    };
  }),
];
