/**
 * What each column is called: header rows with merged or blank-continued cells become a path from the top header to the leaf, a line of
 * translations and a line of units are set aside, and what all value columns share is the table's own title, not theirs.
 */

import { nameColumns } from "./header-names.ts";
import { headerTime, joinPeriod } from "./header-periods.ts";
import { isUnit, unitInBrackets, unitRow, withoutUnits } from "./header-units.ts";
import { oneLine, plain } from "./locate-cells.ts";
import { cellAt, classAt, type GridRow, mergeAt } from "./locate-grid.ts";
import type { LocatedColumn } from "./located-table.ts";
import type { MergedRange } from "./model.ts";

export interface HeaderReading {
  readonly columns: readonly LocatedColumn[];
  /** What spans all value columns above their own headers. */
  readonly spanning: string | undefined;
  readonly spanningUnit: string | undefined;
}

interface Frame {
  readonly left: number;
  readonly right: number;
  /** The last column of labels. */
  readonly labels: number;
  readonly merges: readonly MergedRange[];
  /** The table's title. */
  readonly subject: string;
  /** A year from the title, for months and quarters that stand without one. */
  readonly year: string | undefined;
  /** Columns that hold values. */
  readonly values: readonly number[];
}

/** One level: the text over each column, "" where none. Merged ranges and blanks to the right of a text are filled. */
function fillLevel(
  row: GridRow,
  deeper: readonly GridRow[],
  above: ReadonlyMap<number, string> | undefined,
  frame: Frame,
): Map<number, string> {
  const level = new Map<number, string>();
  let carried: { readonly text: string; readonly until: number; readonly from: number } | undefined;
  for (let column = frame.left; column <= frame.right; column++) {
    const range = mergeAt(frame.merges, row.row, column);
    const own =
      range === undefined
        ? cellAt(row, column)
        : range.top === row.row && range.left === column
          ? cellAt(row, column)
          : "";
    const text = oneLine(own) === "" ? "" : own.trim();
    if (text !== "") {
      level.set(column, text);
      const hasDeeper = deeper.some((other) => classAt(other, column) !== "blank");
      const until = range !== undefined && range.right > range.left ? range.right : Number.POSITIVE_INFINITY;
      const merged = range !== undefined && range.right > range.left;
      carried = merged || (hasDeeper && column > frame.labels) ? { text, until, from: column } : undefined;
      continue;
    }
    if (range !== undefined && range.top < row.row) {
      carried = undefined;
      continue;
    }
    const sameParent = carried === undefined || above === undefined || above.get(column) === above.get(carried.from);
    const needed = deeper.some((other) => classAt(other, column) !== "blank");
    const within = range !== undefined && range.left < column;
    if (carried === undefined || column > carried.until || !sameParent || !(needed || within)) {
      if (carried !== undefined && (column > carried.until || !sameParent || !needed)) carried = undefined;
      continue;
    }
    level.set(column, carried.text);
  }
  return level;
}

/** A line that names the same columns again in another language: one text under each text of the line above, label included. */
function isTranslation(upper: GridRow, row: GridRow, frame: Frame): boolean {
  if (!row.filled.some((column) => column <= frame.labels)) return false;
  if (row.filled.length < 2) return row.filled.every((column) => classAt(upper, column) === "text");
  return row.filled.every(
    (column) =>
      classAt(row, column) === "text" &&
      classAt(upper, column) === "text" &&
      headerTime(cellAt(row, column)) === undefined &&
      !isUnit(cellAt(row, column)) &&
      unitRow(cellAt(row, column)) === undefined,
  );
}

const isUnitLine = (row: GridRow, frame: Frame): boolean => {
  const over = row.filled.filter((column) => column > frame.labels);
  return (
    over.length > 0 &&
    row.filled.every((column) => {
      const text = cellAt(row, column);
      return unitRow(text) !== undefined || isUnit(text) || (column <= frame.labels && text.trim().length < 12);
    })
  );
};

/** An upper-case header over the mixed-case ones to its right, in a single header row: "SUSPEK | Perawatan RS | Isolasi di Rumah". */
function upperCaseGroups(row: GridRow, frame: Frame): ReadonlyMap<number, string> {
  const groups = new Map<number, string>();
  const texts = new Map(row.filled.map((column) => [column, oneLine(cellAt(row, column))] as const));
  const repeated = new Set<string>();
  const seen = new Set<string>();
  for (const text of texts.values()) {
    if (seen.has(text)) repeated.add(text);
    seen.add(text);
  }
  if (repeated.size === 0) return groups;
  let group: string | undefined;
  for (let column = frame.left; column <= frame.right; column++) {
    const text = texts.get(column) ?? "";
    const isUpper = /\p{Lu}{3}/u.test(text) && text === text.toUpperCase() && !repeated.has(text);
    if (column > frame.labels && isUpper) group = text;
    else if (group !== undefined && repeated.has(text)) groups.set(column, group);
  }
  return groups;
}

/** A unit holds for its column, and for those to its right that stand blank under the same header. */
function readUnits(row: GridRow, upper: GridRow | undefined, frame: Frame, units: Map<number, string>): void {
  let carried: string | undefined;
  for (let column = frame.labels + 1; column <= frame.right; column++) {
    const text = cellAt(row, column).trim();
    if (text !== "") carried = unitRow(text) ?? oneLine(text);
    else if (classAt(upper, column) !== "blank") carried = undefined;
    if (carried !== undefined) units.set(column, carried);
  }
}

interface Levels {
  readonly levels: readonly ReadonlyMap<number, string>[];
  readonly units: ReadonlyMap<number, string>;
}

function readLevels(header: readonly GridRow[], frame: Frame): Levels {
  const units = new Map<number, string>();
  const kept: GridRow[] = [];
  header.forEach((row, at) => {
    const upper = header[at - 1];
    if (at > 0 && isUnitLine(row, frame)) {
      readUnits(row, upper, frame, units);
    } else if (upper === undefined || !kept.includes(upper) || !isTranslation(upper, row, frame)) kept.push(row);
  });
  const levels: ReadonlyMap<number, string>[] = [];
  kept.forEach((row, at) => {
    levels.push(fillLevel(row, kept.slice(at + 1), levels[at - 1], frame));
  });
  return { levels, units };
}

/** The leading texts that all value columns have in common, as long as something is left to tell them apart. */
function splitSpanning(paths: ReadonlyMap<number, readonly string[]>, frame: Frame): string[] {
  const shared: string[] = [];
  const values = frame.values.map((column) => paths.get(column) ?? []);
  if (values.length === 0) return shared;
  for (let depth = 0; ; depth++) {
    const [text, ...others] = new Set(values.map((path) => path[depth] ?? ""));
    if (text === undefined || text === "" || others.length > 0 || values.some((path) => path.length <= depth + 1))
      break;
    if (headerTime(text)?.rest === "") break;
    shared.push(text);
  }
  return shared;
}

const ROMAN = /^(?:I|II|III|IV|V|VI|VII|VIII|IX|X|XI|XII)$/;
const MONTH_WORDS = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split(" ");
const ROMANS = "I II III IV V VI VII VIII IX X XI XII".split(" ");

/**
 * "I", "II", "III" across are months, quarters or halves when a header above them or the title says so; twelve of them are months.
 *
 * @param count  How many columns in a row have bare Roman numerals.
 */
function partOfRoman(text: string, above: readonly string[], subject: string, count: number): string {
  if (!ROMAN.test(text)) return text;
  const words = plain([...above, above.length > 0 ? "" : subject].join(" "));
  if (/\b(?:triwulan|quarter|kuartal)/.test(words) && count <= 4) return `Triwulan ${text}`;
  if (/\bsemester/.test(words) && count <= 2) return `Semester ${text}`;
  const isMonths = count === 12 || /\b(?:bulan|month|bulanan|monthly)\b/.test(words);
  return isMonths ? (MONTH_WORDS[ROMANS.indexOf(text)] ?? text) : text;
}

/** The period a path says: its year and its part of the year, wherever they stand, or the title's year with a part. */
function periodOf(
  path: readonly string[],
  year: string | undefined,
): { period: string; rest: readonly string[] } | undefined {
  let foundYear: string | undefined;
  let part: string | undefined;
  const rest: string[] = [];
  for (const text of path) {
    const time = headerTime(text);
    const usable =
      time !== undefined &&
      (time.year === undefined || foundYear === undefined) &&
      (time.part === undefined || part === undefined);
    if (!usable) {
      rest.push(text);
      continue;
    }
    foundYear ??= time.year;
    part ??= time.part;
    if (time.rest !== "") rest.push(restOf(text, time.rest));
  }
  const resolved = foundYear ?? (part === undefined || part === "" ? undefined : year);
  return resolved === undefined ? undefined : { period: joinPeriod(resolved, part), rest };
}

/** The words of `text` that are in `rest`, as written. */
const restOf = (text: string, rest: string): string => {
  const bare = oneLine(text.replace(/_/g, " ").replace(/[\s,;:(/-]*(?:tahun\s*|th\.?\s*)?(?:19|20)\d{2}\)?\s*/i, " "));
  return bare.toLowerCase().startsWith(rest.slice(0, 3)) ? bare : rest;
};

/** What spans the columns, when it is short enough to begin their names. */
const shortName = (text: string | undefined): string => {
  const bare = withoutUnits(text ?? "");
  return bare.length <= 32 ? bare : "";
};

/** Columns from `left` to `right`. */
export function readColumns(header: readonly GridRow[], frame: Frame): HeaderReading {
  const { levels, units } = readLevels(header, frame);
  const paths = new Map<number, string[]>();
  for (let column = frame.left; column <= frame.right; column++) {
    const path: string[] = [];
    for (const level of levels) {
      const text = level.get(column);
      if (text !== undefined && path[path.length - 1] !== text) path.push(text);
    }
    paths.set(column, path);
  }
  const shared = splitSpanning(paths, frame);
  const [only] = header;
  const groups = header.length === 1 && only !== undefined ? upperCaseGroups(only, frame) : new Map<number, string>();
  const spanning = shared.length === 0 ? undefined : oneLine(shared.join(" ").replace(/_/g, " "));
  const values = new Set(frame.values);
  const subject = [frame.subject, ...shared].join(" ");
  const romans = new Set(
    frame.values.flatMap((column) => paths.get(column)?.findLast((text) => ROMAN.test(text)) ?? []),
  ).size;
  const drafts = Array.from(paths, ([column, whole]) => {
    const own = values.has(column) ? whole.slice(shared.length) : whole;
    const group = groups.get(column);
    const timed = own.map((text, at) => partOfRoman(text, own.slice(0, at), subject, romans));
    const time = values.has(column) ? periodOf(timed, frame.year) : undefined;
    const said = time === undefined ? own : timed;
    const path = group === undefined ? said : [group, ...said];
    const unit =
      units.get(column) ??
      [...own]
        .reverse()
        .map(unitInBrackets)
        .find((found) => found !== undefined);
    return { column, path, title: own.map(oneLine).join(" - "), unit, period: time?.period };
  });
  const names = nameColumns(
    drafts.map(({ column, path }) => ({
      column,
      path,
      fallback: column > frame.labels ? shortName(shared.at(-1)) : "",
    })),
  );
  const columns = drafts.map(({ column, path, title, unit, period }, at) => ({
    column,
    name: names[at] ?? `kolom_${column}`,
    title,
    path: path.map(oneLine),
    ...(unit === undefined ? {} : { unit }),
    ...(period === undefined ? {} : { period }),
  }));
  return { columns, spanning, spanningUnit: spanning === undefined ? undefined : unitInBrackets(spanning) };
}

/** The levels of a column's path that are not time, for the dimensions of the long form; a year beside a name leaves the name. */
export function dimensionPath(column: LocatedColumn, year: string | undefined): readonly string[] {
  return periodOf(column.path, year)?.rest ?? column.path;
}
