/** Words and names that make a row a total: "Jumlah", "Sub Total", the province's row among its regencies, "Indonesia" among provinces. */
import { plain } from "./locate-cells.ts";

const TOTAL =
  /^(?:(?:grand|sub|sub-|subgrand)\s*)?(?:total|jumlah|jml|sum|subtotal)(?:\s*(?:total|jumlah|keseluruhan|seluruhnya|seluruh|semua|umum|akhir|besar|grand total))?\s*:?$/;
const AVERAGE =
  /^(?:rata[\s-]*rata|rerata|rataan|average|mean)(?:\s+(?:total|keseluruhan|provinsi|kabupaten|nasional))?\s*:?$/;
const DOMESTIC_PRODUCT =
  /^(?:produk domestik (?:regional )?bruto|pdrb|pdb|gross (?:regional )?domestic (?:regional )?product|grdp|gdp)\b/;
const BEGINS = /^(?:sub[\s-]*)?(?:total|jumlah|jml)\s+(.+)$/;

/** Each side of a bilingual label: "Jumlah/Total" is both. */
const sides = (label: string): string[] =>
  plain(label)
    .replace(/[.,;]+$/, "")
    .split(/\s*[/|]\s*|\s+-\s+/)
    .filter((side) => side !== "");

/** "Jumlah", "TOTAL", "Sub Jumlah/Sub Total", "Rata-rata/Average": a total by its word alone. */
export function isTotalWord(label: string): boolean {
  if (label.length > 60 || label === "") return false;
  const all = sides(label);
  return all.length > 0 && all.every((side) => TOTAL.test(side) || AVERAGE.test(side));
}

export const isAverageWord = (label: string): boolean => sides(label).some((side) => AVERAGE.test(side));

/** "Produk Domestik Regional Bruto", "PDRB tanpa migas": the sum of the industries. */
export const isDomesticProduct = (label: string): boolean =>
  sides(label).some((side) => DOMESTIC_PRODUCT.test(side)) && label.length < 120;

/** What is totalled: "makanan" for "Jumlah makanan/Total food"; undefined for other labels. */
export function totalOf(label: string): string | undefined {
  const [first = ""] = sides(label);
  return BEGINS.exec(first)?.[1];
}

/** How the words of totals and averages begin: ju(mlah) jm(l) to(tal) su(b…) gr(and) ra(ta-rata) re(rata) av(erage) me(an). */
const BEGINNINGS: ReadonlySet<number> = new Set(
  ["ju", "jm", "to", "su", "gr", "ra", "re", "av", "me"].map((two) => two.charCodeAt(0) * 128 + two.charCodeAt(1)),
);
/** Makes a letter small, and leaves white space what it is. */
const SMALL = 32;

/** Quick test for a million rows: could this be a total's word? With white space before it, it could. */
export function mayBeTotal(cell: string): boolean {
  const { length } = cell;
  if (length < 3 || length > 60) return false;
  const first = cell.charCodeAt(0) | SMALL;
  return first === SMALL || BEGINNINGS.has(first * 128 + (cell.charCodeAt(1) | SMALL));
}
