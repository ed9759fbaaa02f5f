/**
 * What a search means: "kemiskinan gowa 2020-2023" is one word, a region and a stretch of time. A region or a period is never a reason to
 * find nothing; it lifts what has it. Pure, and bounded whatever is typed.
 */
import { readPeriod } from "../tabular/periods.ts";
import { keysOfName } from "../tabular/region-names.ts";
import { foldText, searchWords } from "./dataset-search.ts";
import type { Region } from "./reference.ts";

export interface SearchQuery {
  /** The words that say what is looked for, folded; without the region, the period and little words. */
  readonly words: readonly string[];
  readonly region?: Pick<Region, "code" | "name" | "shortName" | "level" | "parent"> | undefined;
  /** SDMX periods; the same twice for one period. */
  readonly period?: { readonly from: string; readonly to: string } | undefined;
}

/** Say nothing about what is looked for. */
const LITTLE_WORDS: ReadonlySet<string> = new Set(
  "di ke dari dan atau yang untuk pada per menurut dalam oleh dengan tentang data dataset statistik angka tahun berapa apa the of in by for and or per to a an year how many".split(
    " ",
  ),
);

const MAX_SEARCH = 200;
/** "Kabupaten Pangkajene dan Kepulauan" is the longest name of a region that people type. */
const LONGEST_NAME = 4;
const RANGE = /\b((?:19|20)\d{2})\s*(?:-|–|—|s\/d|s\.d\.?|sampai|hingga|to)\s*((?:19|20)\d{2})\b/;

export type FindRegionByName = (name: string) => SearchQuery["region"];

/** Reads what somebody typed. `findRegion` is {@link regionFinder} of the regions that are known. */
export function understandSearch(search: string, findRegion: FindRegionByName): SearchQuery {
  const typed = foldText(search.slice(0, MAX_SEARCH));
  const range = RANGE.exec(typed);
  const stretch =
    range?.[1] !== undefined && range[2] !== undefined && range[1] <= range[2]
      ? { from: range[1], to: range[2] }
      : undefined;
  let words = searchWords(stretch === undefined ? typed : typed.replace(RANGE, " "));
  const period = stretch ?? takeLongest(words, 3, periodOf, (rest) => (words = rest));
  const region = takeLongest(words, LONGEST_NAME, findRegion, (rest) => (words = rest));
  const telling = words.filter((word) => !LITTLE_WORDS.has(word));
  const kept = telling.length > 0 || region !== undefined || period !== undefined ? telling : words;
  return { words: kept, region, period };
}

function periodOf(text: string): SearchQuery["period"] {
  const period = readPeriod(text);
  return period === undefined || period.includes("/") ? undefined : { from: period, to: period };
}

/** Takes the longest run of words that means something out of the words. */
function takeLongest<T>(
  words: readonly string[],
  longest: number,
  meaning: (run: string) => T | undefined,
  leave: (rest: readonly string[]) => void,
): T | undefined {
  for (let length = Math.min(longest, words.length); length > 0; length -= 1) {
    for (let start = 0; start + length <= words.length; start += 1) {
      const found = meaning(words.slice(start, start + length).join(" "));
      if (found === undefined) continue;
      leave([...words.slice(0, start), ...words.slice(start + length)]);
      return found;
    }
  }
  return undefined;
}

/**
 * Finds a region by its code (either writing of Kemendagri's), its name or an alias. A district must be called one ("kecamatan Tallo"):
 * too many of them are called like something else. Where kabupaten and kota share a name, the one that was said, else the kabupaten.
 */
export function regionFinder(regions: readonly Region[]): FindRegionByName {
  const byCode = new Map(regions.map((region) => [region.code as string, region]));
  const byName = new Map<string, Region[]>();
  for (const region of regions) {
    const keys = new Set([region.name, region.shortName, ...region.aliases].flatMap(keysOfName).map(({ key }) => key));
    for (const key of keys) byName.set(key, [...(byName.get(key) ?? []), region]);
  }
  return (name) => {
    const dotted = /^\d{4}$/.test(name) ? `${name.slice(0, 2)}.${name.slice(2)}` : name;
    const coded = byCode.get(dotted);
    // "2024" is a year and no code.
    if (coded !== undefined && (name.includes(".") || name.startsWith("73"))) return coded;
    for (const { key, kind } of keysOfName(name)) {
      if (key.length < 3) continue;
      const found = byName.get(key) ?? [];
      const known = found.filter((region) => (kind === undefined ? region.level !== "district" : region.kind === kind));
      if (known[0] !== undefined) return known[0];
    }
    return undefined;
  };
}
