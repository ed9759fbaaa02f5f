/** Reference data as a person looks it up: regions by whatever they are called, and ways to say the same. Small, so it is filtered here. */
import type { ReadTx } from "../store/transaction.ts";
import { listRegions, type Region } from "./reference.ts";

export interface RegionsFound {
  /** At most as many as were asked for. */
  readonly regions: readonly Region[];
  readonly count: number;
}

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\d.]+/gu, " ")
    .trim();

/** By code, BPS code, name or alias, each word somewhere in one of them; for an empty text everything above the districts. */
export function findRegions(regions: readonly Region[], text: string, most: number): RegionsFound {
  const words = plain(text).split(" ").filter(Boolean);
  const found = regions.filter((region) => {
    if (words.length === 0) return region.level !== "district";
    const own = [region.code, region.bpsCode ?? "", region.name, region.shortName, ...region.aliases].map(plain);
    return own.some((name) => words.every((word) => name.includes(word)));
  });
  return { regions: found.slice(0, most), count: found.length };
}

export interface SynonymGroup {
  readonly phrase: string;
  readonly meanings: readonly string[];
}

/** Those in which the text occurs, by phrase; all of them for an empty text. */
export async function findSynonyms(tx: ReadTx, text: string): Promise<readonly SynonymGroup[]> {
  return tx.query<SynonymGroup & Record<string, unknown>>(
    `select phrase, meanings from catalogue.search_synonym
     where $1 = '' or position($1 in phrase) > 0 or exists (select from unnest(meanings) m where position($1 in m) > 0)
     order by phrase`,
    [plain(text)],
  );
}

export interface ReferenceCounts {
  readonly regions: number;
  readonly agencies: number;
  readonly topics: number;
  readonly indicators: number;
  readonly synonyms: number;
}

export async function countReference(tx: ReadTx): Promise<ReferenceCounts> {
  const regions = await listRegions(tx);
  const [counted] = await tx.query<Record<"agencies" | "topics" | "indicators" | "synonyms", number>>(
    `select (select count(*) from catalogue.agency)::integer as agencies,
            (select count(*) from catalogue.topic)::integer as topics,
            (select count(*) from catalogue.indicator where dataset is null)::integer as indicators,
            (select count(*) from catalogue.search_synonym)::integer as synonyms`,
  );
  return { agencies: 0, topics: 0, indicators: 0, synonyms: 0, ...counted, regions: regions.length };
}
