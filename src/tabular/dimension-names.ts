/** What a dimension is called whose values stood in a header or in headings down the rows: by the values themselves where they are well known. */
import { plain } from "./locate-cells.ts";
import { isTotalWord } from "./totals-words.ts";

const SEXES = new Set([
  "l",
  "p",
  "laki",
  "perempuan",
  "laki laki",
  "laki laki male",
  "perempuan female",
  "pria",
  "wanita",
  "male",
  "female",
  "lk",
  "pr",
]);
const AREAS = new Set([
  "perkotaan",
  "perdesaan",
  "pedesaan",
  "kota",
  "desa",
  "kota desa",
  "perkotaan perdesaan",
  "urban",
  "rural",
]);
const REGION_KIND =
  /^(?:kabupaten|kota|regency|regencies|municipality|municipalities)(?: (?:regency|municipality|kota|kabupaten))?$/;
const words = (text: string): string =>
  plain(text)
    .replace(/[^\p{L}\d]+/gu, " ")
    .trim();

/**
 * @param base  What it is called when its values say nothing.
 * @param at    Its place among its kind; the second of a name gets a number.
 */
export function dimensionName(values: ReadonlySet<string>, base: string, at: number): string {
  const own = [...values].filter((value) => value !== "" && !isTotalWord(value));
  if (
    own.length > 0 &&
    own.every(
      (value) =>
        SEXES.has(words(value)) || words(value).startsWith("laki laki") || words(value).startsWith("perempuan"),
    )
  ) {
    return "jenis_kelamin";
  }
  if (
    own.length > 0 &&
    own.every((value) => REGION_KIND.test(words(value))) &&
    own.some((value) => words(value).startsWith("kab"))
  )
    return "jenis_wilayah";
  if (own.length > 1 && own.every((value) => AREAS.has(words(value)))) return "daerah";
  return at === 0 ? base : `${base}_${at + 1}`;
}

/** A name not yet taken, which it then is. */
export function freeName(name: string, taken: Set<string>): string {
  let next = name;
  for (let number = 2; taken.has(next); number++) next = `${name.slice(0, 60)}_${number}`;
  taken.add(next);
  return next;
}
