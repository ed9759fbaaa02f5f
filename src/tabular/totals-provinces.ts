/**
 * The provinces, by name and by their two-digit code, the same in both code systems but for the six of Papua. Needed to know the
 * province's own row among its regencies in files from anywhere in Indonesia; nothing else is decided by it.
 */
import { plain } from "./locate-cells.ts";

const PROVINCES: readonly (readonly [code: string, ...names: string[]])[] = [
  ["11", "aceh", "nanggroe aceh darussalam", "nad", "di aceh"],
  ["12", "sumatera utara", "sumatra utara", "sumut"],
  ["13", "sumatera barat", "sumatra barat", "sumbar"],
  ["14", "riau"],
  ["15", "jambi"],
  ["16", "sumatera selatan", "sumatra selatan", "sumsel"],
  ["17", "bengkulu"],
  ["18", "lampung"],
  ["19", "kepulauan bangka belitung", "kep bangka belitung", "bangka belitung", "babel"],
  ["21", "kepulauan riau", "kep riau", "kepri"],
  ["31", "dki jakarta", "jakarta", "dk jakarta"],
  ["32", "jawa barat", "jabar"],
  ["33", "jawa tengah", "jateng"],
  ["34", "di yogyakarta", "daerah istimewa yogyakarta", "d i yogyakarta", "yogyakarta", "diy"],
  ["35", "jawa timur", "jatim"],
  ["36", "banten"],
  ["51", "bali"],
  ["52", "nusa tenggara barat", "ntb"],
  ["53", "nusa tenggara timur", "ntt"],
  ["61", "kalimantan barat", "kalbar"],
  ["62", "kalimantan tengah", "kalteng"],
  ["63", "kalimantan selatan", "kalsel"],
  ["64", "kalimantan timur", "kaltim"],
  ["65", "kalimantan utara", "kaltara"],
  ["71", "sulawesi utara", "sulut"],
  ["72", "sulawesi tengah", "sulteng"],
  ["73", "sulawesi selatan", "sulsel"],
  ["74", "sulawesi tenggara", "sultra"],
  ["75", "gorontalo"],
  ["76", "sulawesi barat", "sulbar"],
  ["81", "maluku"],
  ["82", "maluku utara", "malut"],
  ["91", "papua barat"],
  ["92", "papua barat daya"],
  ["94", "papua"],
  ["95", "papua selatan"],
  ["96", "papua tengah"],
  ["97", "papua pegunungan"],
];

const byName = new Map(PROVINCES.flatMap(([code, ...names]) => names.map((name) => [name, code] as const)));
const SHORT = new Set(["nad", "diy", "babel", "kepri", "jakarta"]);
const displayNames = new Map(
  PROVINCES.map(
    ([code, name = ""]) =>
      [
        code,
        name
          .replace(/\b\p{L}/gu, (letter) => letter.toUpperCase())
          .replace(/^(?:Dki|Di)\b/, (word) => word.toUpperCase()),
      ] as const,
  ),
);

const bare = (label: string): string =>
  plain(label)
    .replace(/^\d{1,2}[.)]?\s+/, "")
    .replace(/^(?:provinsi|prov\.?|propinsi)\s+/, "")
    .replace(/\./g, " ")
    .replace(/\s+/g, " ")
    .trim();

/** The two-digit code of the province that the whole label names; undefined otherwise. */
export const findProvince = (label: string): string | undefined =>
  label.length > 60 ? undefined : byName.get(bare(label));

/** "Indonesia", "Nasional": the country's row. */
export const isCountry = (label: string): boolean =>
  /^(?:indonesia|nasional|ri|republik indonesia)(?:\s*[/|]\s*indonesia)?$/.test(plain(label));

export const isProvincePrefix = (label: string): boolean => /^\s*(?:provinsi|prov\.|propinsi)\s/i.test(label);

/** Provinces named inside a sentence or a file's name, by code. Longest names first, so that "Maluku Utara" is not Maluku too. */
export function provincesIn(text: string): ReadonlySet<string> {
  let rest = ` ${plain(text).replace(/[^\p{L}\d]+/gu, " ")} `;
  const found = new Set<string>();
  for (const [name, code] of [...byName].sort(([a], [b]) => b.length - a.length)) {
    if (SHORT.has(name) && name !== "jakarta") continue;
    const loose = /^(?:sul|jab|jat|jate|sum|kal|ntb|ntt|malut)/.test(name) && !name.includes(" ");
    const at = rest.indexOf(loose ? name : ` ${name} `);
    if (at < 0) continue;
    found.add(code);
    rest = rest.replaceAll(loose ? name : ` ${name} `, " ");
  }
  return found;
}

/** The province's name for people, by its code. */
export const provinceName = (code: string): string => displayNames.get(code) ?? code;
