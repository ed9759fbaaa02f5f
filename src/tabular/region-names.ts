/**
 * Names of regions, taken apart: "Kab. Pangkep" is the kabupaten "pangkep", "KOTA PARE-PARE" the kota "parepare". What is left of two
 * spellings is compared as a whole, never by its beginning: "Luwu" is not "Luwu Timur".
 */

export type RegionKind = "provinsi" | "kabupaten" | "kota" | "kecamatan" | "kelurahan" | "desa";

export interface RegionName {
  /** Lower-case letters only, prefix set aside. */
  readonly key: string;
  readonly kind?: RegionKind | undefined;
}

const kinds: ReadonlyMap<string, RegionKind> = new Map([
  ["provinsi", "provinsi"],
  ["propinsi", "provinsi"],
  ["prov", "provinsi"],
  ["prop", "provinsi"],
  ["province", "provinsi"],
  ["kabupaten", "kabupaten"],
  ["kab", "kabupaten"],
  ["regency", "kabupaten"],
  ["kota", "kota"],
  ["kotamadya", "kota"],
  ["kotamadia", "kota"],
  ["kodya", "kota"],
  ["city", "kota"],
  ["municipality", "kota"],
  ["kecamatan", "kecamatan"],
  ["kec", "kecamatan"],
  ["kelurahan", "kelurahan"],
  ["kel", "kelurahan"],
  ["desa", "desa"],
]);

const longForms: ReadonlyMap<string, string> = new Map([
  ["kep", "kepulauan"],
  ["kepuluan", "kepulauan"],
  ["sulsel", "sulawesiselatan"],
]);

/** "27 KOTA MAKASSAR", "010. Prajurit Kulon", "a. Gowa": a running number in front. */
const RUNNING_NUMBER = /^\s*(?:\d{1,4}\s*[.)\]:-]*|[a-z][.)])\s+(?=\p{L})/iu;

/** Takes a name apart. The key of a text without letters is "". */
export function readRegionName(text: string): RegionName {
  const plain = text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(RUNNING_NUMBER, "")
    .replace(/\([^)]*\d[^)]*\)|\d+\)?$/g, "");
  // An apostrophe is part of a word: "Minasate'ne", "Sangalla'".
  const words = plain.replace(/['’‘`´]/g, "").match(/\p{L}+/gu) ?? [];
  if (words.length >= 4 && words.every((word) => word.length === 1)) return { key: words.join("") };
  const { kind, rest } = takeKind(words);
  return { key: rest.map((word) => longForms.get(word) ?? word).join(""), kind };
}

function takeKind(words: readonly string[]): {
  readonly kind?: RegionKind | undefined;
  readonly rest: readonly string[];
} {
  if (words.length < 2) return { rest: words };
  const first = kinds.get(words[0] ?? "");
  if (first !== undefined) {
    // "Kabupaten/Kota Makassar" and "Kab Kota …" say nothing of which.
    const second = kinds.get(words[1] ?? "");
    if (second !== undefined && words.length > 2) return { rest: words.slice(2) };
    return { kind: first, rest: words.slice(1) };
  }
  const last = kinds.get(words[words.length - 1] ?? "");
  return last === undefined ? { rest: words } : { kind: last, rest: words.slice(0, -1) };
}

/** Keys under which a written name is found: as it is, and without "dan" between its parts. */
export function keysOfName(text: string): readonly RegionName[] {
  const whole = readRegionName(text);
  const without = readRegionName(text.replace(/\s(?:dan|&)\s/gi, " "));
  return without.key === whole.key ? [whole] : [whole, without];
}

/** Rows that stand for no single region: "Belum diketahui", "Luar Sulawesi Selatan", "Lainnya". */
export const isResidualRegion = (text: string): boolean =>
  /^\s*(?:(?:wilayah\s+)?(?:belum|tidak)\s+(?:diketahui|teridentifikasi|terdata)|luar\s+\S.*|lain(?:nya|-lain|\slain)?|tidak\s+diketahui|unknown)\s*$/i.test(
    text,
  );

/**
 * The fewest single-letter edits (a swap of neighbours is one) between two keys, or `most + 1` when there are more.
 */
export function editDistance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j += 1) {
      const same = a.charCodeAt(i - 1) === b.charCodeAt(j - 1);
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (
        i > 1 &&
        j > 1 &&
        a.charCodeAt(i - 1) === b.charCodeAt(j - 2) &&
        a.charCodeAt(i - 2) === b.charCodeAt(j - 1)
      ) {
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      }
      row.push(cost);
      if (cost < least) least = cost;
    }
    if (least > most) return most + 1;
    before = last;
    last = row;
  }
  return Math.min(last[b.length] ?? most + 1, most + 1);
}
