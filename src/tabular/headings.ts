/**
 * Rows that only name the rows below them: "Kabupaten", "I. PAJAK DAERAH", "Laki-laki". They hold no figures; whether such a row is a
 * heading or a region whose figures are missing is told by its words, by what follows it, and by its kin.
 */
import { plain } from "./locate-cells.ts";
import { cellAt, classAt, type GridRow } from "./locate-grid.ts";
import type { Body } from "./totals-body.ts";
import { labelOf } from "./totals-labels.ts";
import { formOfLabel } from "./totals-outline.ts";
import { totalOf } from "./totals-words.ts";

const HEADING =
  /^(?:kabupaten|kota|kecamatan|kec\.|provinsi|kelompok|golongan|bidang|sektor|urusan|jenis|laki|perempuan|pria|wanita|perkotaan|perdesaan|negeri|swasta|regency|municipality|[ivx]+\.|[a-z]\.)(?:[\s/-]|$)|[:/]/;

/** "Kabupaten/Regency", "I. Pendapatan", "BELANJA": the words of a group, not of a row that happens to be empty. */
export const looksLikeHeading = (label: string): boolean =>
  HEADING.test(plain(label)) || (/\p{Lu}{3}/u.test(label) && label === label.toUpperCase());

/** At most so many headings one under the other: "A. PENDAPATAN", "I. Pajak", "Kabupaten". */
const MAX_NESTED = 3;

/** Rows without figures, and what the row after each run of them is. */
interface Runs {
  /** Indices of rows that hold labels only. */
  readonly blank: readonly number[];
  /** Those of them right above a row with figures, with those above them that are of other forms. */
  readonly groups: readonly (readonly number[])[];
}

function runsOf({ rows, labels, values }: Body, totals: ReadonlySet<number>): Runs {
  const blank = rows.flatMap((row, index) =>
    !totals.has(index) &&
    values.every((column) => classAt(row, column) === "blank") &&
    row.filled.every((column) => labels.includes(column)) &&
    // What a heading says stands in one cell; words in several are a row's own labels.
    row.filled.filter((column) => classAt(row, column) === "text").length <= 1
      ? [index]
      : [],
  );
  const isBlank = new Set(blank);
  const formAt = (index: number): string => formOfLabel(labelOf(rows[index] as GridRow, labels));
  // With a row of the same form above it and a total right below, it is that group's only row, whose figures are missing.
  const isData = (index: number): boolean =>
    totals.has(index + 1) && isBlank.has(index - 1) && formAt(index - 1) === formAt(index);
  const groups = blank.flatMap((lowest): (readonly number[])[] => {
    if (lowest >= rows.length - 1 || isBlank.has(lowest + 1)) return [];
    const index = isData(lowest) ? lowest - 1 : lowest;
    const run = [index];
    const forms = new Set([formAt(index)]);
    for (let at = index - 1; isBlank.has(at) && run.length < MAX_NESTED && !forms.has(formAt(at)); at--) {
      run.unshift(at);
      forms.add(formAt(at));
    }
    return [run];
  });
  return { blank, groups };
}

/** Do the rows under the headings have the same labels again and again? Then no row without figures is one of them. */
function hasRepeats({ rows, labels }: Body, starts: readonly number[], totals: ReadonlySet<number>): boolean {
  const seen = new Map<string, number>();
  let count = 0;
  let again = 0;
  starts.forEach((start, nth) => {
    const end = starts[nth + 1] ?? rows.length;
    for (let at = start + 1; at < end; at++) {
      if (totals.has(at)) continue;
      const label = plain(labelOf(rows[at] as GridRow, labels));
      count += 1;
      if (seen.has(label) && seen.get(label) !== nth) again += 1;
      seen.set(label, nth);
    }
  });
  return starts.length >= 2 && count >= 4 && again * 3 >= count;
}

/** Rows that name a group and hold nothing: all blank, or all "..." under a name that a later "Jumlah …" repeats. */
export function findHeadings(body: Body, totals: ReadonlySet<number>): Set<number> {
  const { rows, labels, values } = body;
  const headings = new Set<number>();
  if (values.length === 0) return headings;
  const data = rows.filter(
    (row, index) => !totals.has(index) && values.some((column) => classAt(row, column) !== "blank"),
  );
  const typical = labels.filter(
    (column) => data.filter((row) => classAt(row, column) !== "blank").length * 2 > data.length,
  ).length;
  // A heading stands where the outermost names stand; in a finer column alone it is a row whose other cells are blank.
  const outermost =
    labels.find((column) => rows.some((row) => classAt(row, column) === "text")) ?? Number.POSITIVE_INFINITY;
  const named = new Set(rows.flatMap((row) => totalOf(labelOf(row, labels)) ?? []));
  const { groups } = runsOf(body, totals);
  const lasts = groups.map((run) => run[run.length - 1] ?? 0);
  // Groups have a heading each, the first one too, and say by their words what they are; a region or two without figures are data.
  const words = lasts.map((index) => labelOf(rows[index] as GridRow, labels));
  const isFirst = groups[0]?.[0] === 0;
  const opens = groups.length >= 2 && isFirst && (totals.size > 0 || words.every(looksLikeHeading));
  const repeats = hasRepeats(body, lasts, totals);
  for (const run of groups) {
    for (const index of run) {
      const row = rows[index];
      if (row === undefined) continue;
      const isShort = row.filled.length < typical && row.filled[0] !== undefined && row.filled[0] <= outermost;
      const label = labelOf(row, labels);
      const isNamed = [...named].some(
        (name) => plain(label) === name || plain(label).startsWith(`${name}/`) || plain(label).startsWith(`${name} /`),
      );
      const isAlone = index === 0 && (label.trim().endsWith(":") || (looksLikeHeading(label) && typical > 1));
      if (isNamed || isShort || opens || repeats || isAlone) headings.add(index);
    }
  }
  rows.forEach((row, index) => {
    const allMissing =
      values.every((column) => classAt(row, column) !== "number") &&
      values.some((column) => /^(?:\.{2,4}|…)$/.test(cellAt(row, column).trim()));
    if (!allMissing || totals.has(index)) return;
    const label = plain(labelOf(row, labels)).split(/\s*\/\s*/)[0] ?? "";
    if (label !== "" && named.has(label)) headings.add(index);
  });
  return headings;
}
