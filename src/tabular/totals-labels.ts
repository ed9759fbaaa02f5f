/** Totals that a row's labels tell: a word, the province's or country's name, a code one level up, a parent above its "- " children. */

import { plain } from "./locate-cells.ts";
import { cellAt, classAt, type GridRow } from "./locate-grid.ts";
import { findProvince, isCountry, isProvincePrefix } from "./totals-provinces.ts";
import { isDomesticProduct, isTotalWord } from "./totals-words.ts";

const REGION_HEAD =
  /(?:^|[^a-z])(?:wilayah|provinsi|propinsi|prov|province|kab|kabupaten|kota|kabkota|kabko|regency|municipality|city|kec|kecamatan|subdistrict|district|distrik|desa|kel|kelurahan|village|daerah|region|regions)(?:[^a-z]|$)/;
const CODE_HEAD =
  /^(?:kode|kd|code|id)\b|\bkode\b|\bcode\b|(?:_|^)(?:id|kode|val)(?:_|$)|wilayah_val|id kel|id kec|id kab/;

export const isRegionHead = (title: string): boolean => REGION_HEAD.test(plain(title));
export const isCodeHead = (title: string): boolean =>
  CODE_HEAD.test(plain(title)) || CODE_HEAD.test(title.toLowerCase());

/** The first words of a row among its label columns, codes and serial numbers passed over; "" when it has none. */
export function labelOf(row: GridRow, labels: readonly number[]): string {
  for (const column of labels) {
    if (classAt(row, column) === "text" && /\p{L}{2}/u.test(cellAt(row, column))) return cellAt(row, column);
  }
  for (const column of labels) if (classAt(row, column) === "text") return cellAt(row, column);
  return "";
}

/** Digits of a region's code, its dots and a float's ".0" gone; a lost last zero given back; "" for what is no code. */
export function codeDigits(cell: string): string {
  const text = cell.trim().replace(/^'/, "").replace(/\.0+$/, "");
  if (/^\d+$/.test(text)) return text;
  if (/^\d{2}\.\d$/.test(text)) return `${text.replace(".", "")}0`;
  return /^\d{2}(?:\.\d{2}(?:\.\d{2}(?:\.\d{4})?)?)?$/.test(text) ? text.replace(/\./g, "") : "";
}

const LEVELS = [2, 4, 6, 7, 10];

/** Which codes of a column stand for a larger region than the others: 7300 or 73 among 7301, 7302 …; undefined for no codes of regions. */
export function codeJudge(cells: readonly string[]): ((cell: string) => boolean) | undefined {
  const lengths = new Map<number, Set<string>>();
  let coded = 0;
  for (const cell of cells) {
    const digits = codeDigits(cell);
    if (digits === "") continue;
    coded += 1;
    const own = lengths.get(digits.length) ?? new Set<string>();
    own.add(digits);
    lengths.set(digits.length, own);
  }
  const [main] = [...lengths].sort((a, b) => b[1].size - a[1].size);
  if (main === undefined || coded * 2 < cells.length) return undefined;
  const [length, codes] = main;
  if (!LEVELS.includes(length) || codes.size < 3) return undefined;
  if (
    ![...codes].every(
      (code) => /^(?:1[1-9]|2[01]|3[1-6]|5[1-3]|6[1-5]|7[1-6]|8[12]|9[1-7])/.test(code) || /^[09]+$/.test(code),
    )
  )
    return undefined;
  const isRound = (digits: string): boolean => {
    if (/^0+$/.test(digits)) return true;
    if (length === 2) return digits === "99" || digits === "9999";
    if (length === 4) return /^\d\d(?:00)?(?:000)?$/.test(digits) && digits.length !== 6;
    if (length === 6 || length === 7)
      return digits.length === 2 || digits.length === 4 || new RegExp(`^\\d{4}0{${length - 4}}$`).test(digits);
    return digits.length < 10 && digits.length >= 2;
  };
  return (cell) => {
    const digits = codeDigits(cell);
    return digits !== "" && isRound(digits);
  };
}

export interface LabelTotals {
  readonly totals: ReadonlySet<number>;
  /** The province's or country's rows: the sum of all others. */
  readonly whole: ReadonlySet<number>;
}

/**
 * @param titles  By column.
 * @returns       Indices of `rows`.
 */
export function totalsByLabel(
  rows: readonly GridRow[],
  labels: readonly number[],
  titles: ReadonlyMap<number, string>,
): LabelTotals {
  const totals = new Set<number>();
  const whole = new Set<number>();
  const texts = new Set(labels.filter((column) => rows.some((row) => classAt(row, column) === "text")));
  for (const [column, title] of titles)
    if (isRegionHead(title) && rows.some((row) => classAt(row, column) === "text")) texts.add(column);
  const add = (index: number): void => {
    totals.add(index);
    whole.add(index);
  };
  const named = rows
    .map((row, index) => ({ index, label: labelOf(row, labels) }))
    .filter(({ label }) => isTotalWord(label));
  if (named.length * 2 <= rows.length) for (const { index } of named) totals.add(index);
  for (const column of texts) {
    const head = titles.get(column) ?? "";
    if (isRegionHead(head)) {
      const words = rows.flatMap((row, index) => (isTotalWord(cellAt(row, column)) ? [index] : []));
      if (words.length * 2 <= rows.length) for (const index of words) totals.add(index);
    }
    provinceRows(rows, (row) => (classAt(row, column) === "text" ? cellAt(row, column) : ""), add);
  }
  provinceRows(rows, (row) => labelOf(row, labels), add);
  for (const [column, title] of titles) {
    if (!isCodeHead(title) && !(isRegionHead(title) && labels.includes(column))) continue;
    const judge = codeJudge(rows.map((row) => cellAt(row, column)));
    if (judge === undefined) continue;
    const found = rows.flatMap((row, index) => (judge(cellAt(row, column)) ? [index] : []));
    if (found.length * 3 <= rows.length) for (const index of found) add(index);
  }
  const product = rows.flatMap((row, index) => (isDomesticProduct(labelOf(row, labels)) ? [index] : []));
  if (rows.length >= 4 && product.length * 3 <= rows.length) for (const index of product) totals.add(index);
  return { totals, whole };
}

const LOWER_HEAD = /(?:^|[^a-z])(?:kecamatan|kec|distrik|subdistrict|desa|kelurahan|kel|village)(?:[^a-z]|$)/;
const UPPER_LABEL = /^(?:kota|kabupaten|kab\.?)\s+\p{L}/u;

/** "Kota Palopo" below its districts, "Gowa" below a table whose title is about Kabupaten Gowa: the row of the whole, first or last. */
export function wholeByName(
  rows: readonly GridRow[],
  labels: readonly number[],
  titles: ReadonlyMap<number, string>,
  subject: string,
): number | undefined {
  if (rows.length < 3) return undefined;
  const head = plain(labels.map((column) => titles.get(column) ?? "").join(" "));
  const isLower = LOWER_HEAD.test(head) && !/(?:^|[^a-z])(?:kab|kabupaten|kota)(?:[^a-z]|$)/.test(head);
  const upper = rows.filter((row) => UPPER_LABEL.test(plain(labelOf(row, labels)))).length;
  const about = plain(subject);
  return [rows.length - 1, 0].find((index) => {
    const label = plain(labelOf(rows[index] as GridRow, labels));
    if (label.length < 3) return false;
    if (isLower && upper === 1 && UPPER_LABEL.test(label)) return true;
    const bare = label
      .replace(/^(?:kota|kabupaten|kab\.?|kecamatan|kec\.?|provinsi)\s+/, "")
      .replace(/[^\p{L}\d ]/gu, "");
    return (
      bare.length >= 3 &&
      new RegExp(`\\b(?:kabupaten|kab\\.?|kota|kecamatan|provinsi)\\s+${bare}\\b`, "u").test(about) &&
      isLower
    );
  });
}

/** The province's row among its regencies, the country's among provinces. */
function provinceRows(rows: readonly GridRow[], nameOf: (row: GridRow) => string, add: (index: number) => void): void {
  const provinces: number[] = [];
  const countries: number[] = [];
  const others = new Set<string>();
  let otherRows = 0;
  const names = new Set<string>();
  rows.forEach((row, index) => {
    const label = nameOf(row);
    if (label === "" || isTotalWord(label)) return;
    if (isCountry(label)) countries.push(index);
    else if (findProvince(label) !== undefined) {
      provinces.push(index);
      names.add(findProvince(label) ?? "");
    } else {
      otherRows += 1;
      others.add(plain(label));
    }
  });
  if (countries.length > 0 && (names.size >= 2 || others.size >= 3) && countries.length * 2 < rows.length) {
    for (const index of countries) add(index);
  }
  if (names.size === 0 || others.size < 3 || names.size * 3 > others.size || provinces.length * 3 > otherRows) return;
  const regencies = [...others].filter((label) => /^(?:kota|kab|kabupaten)\b/.test(label)).length;
  for (const index of provinces) {
    const label = nameOf(rows[index] as GridRow);
    const after = rows[index + 1];
    // Gorontalo, Jambi and Bengkulu may be the regency: the province's own row stands first or last, or says what it is.
    const isHomonym =
      ["15", "17", "75"].includes(findProvince(label) ?? "") && !isProvincePrefix(label) && names.size === 1;
    const atEnd = index === 0 || after === undefined || nameOf(after) === "";
    if (!isHomonym || atEnd || (provinces.length === 1 && regencies === 0 && index < 2)) add(index);
  }
}

const DISTRICT = /^\s*(?:kecamatan|kec\.?|distrik)\s+\p{L}/iu;
export const isDistrictLabel = (label: string): boolean => DISTRICT.test(label);
