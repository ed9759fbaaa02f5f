/** The regions as the reader of files takes them, from the seeds beside the program: `inspect` and `convert` need no database for them. */
import { readFile } from "node:fs/promises";
import type { RegionFact } from "../tabular/regions.ts";

const SEEDS = new URL("../../seeds/", import.meta.url);

/** Rows of a tab-separated file with a header, as records. */
function readTable(text: string): Record<string, string>[] {
  const [head = "", ...lines] = text.split(/\r?\n/).filter((line) => line !== "");
  const names = head.split("\t");
  return lines.map((line) => {
    const cells = line.split("\t");
    return Object.fromEntries(names.map((name, at) => [name, cells[at] ?? ""]));
  });
}

const orNull = (text: string | undefined): string | null => (text === undefined || text === "" ? null : text);
const listOf = (text: string | undefined): string[] => (text ?? "").split("|").filter((alias) => alias !== "");

function toFact(row: Record<string, string>, isDistrict: boolean): RegionFact {
  const name = row.name ?? "";
  return {
    code: row.code ?? "",
    bpsCode: orNull(row.bps_code),
    name,
    shortName: orNull(row.short_name) ?? name,
    // The seeds are checked by their own test.
    level: (isDistrict ? "district" : row.level) as RegionFact["level"],
    kind: (isDistrict ? "kecamatan" : row.kind) as RegionFact["kind"],
    parent: orNull(row.parent),
    aliases: listOf(row.aliases),
    validFrom: orNull(row.valid_from),
    validTo: orNull(row.valid_to),
  };
}

export async function readRegionFacts(folder: URL = SEEDS): Promise<readonly RegionFact[]> {
  const read = async (file: string, isDistrict: boolean): Promise<RegionFact[]> =>
    readTable(await readFile(new URL(file, folder), "utf8")).map((row) => toFact(row, isDistrict));
  return [...(await read("regions.tsv", false)), ...(await read("districts.tsv", true))];
}
