/**
 * The recipe that a table's layout suggests: columns of periods become rows, the header's other levels become dimensions, everything else
 * stays. Sexes or categories across without a period are offered too, but only when asked for: they are columns of a long table as well.
 */
import { dimensionName, freeName } from "./dimension-names.ts";
import { dimensionPath } from "./header-columns.ts";
import { nameFrom } from "./header-names.ts";
import { oneLine } from "./locate-cells.ts";
import type { LocatedColumn, LocatedTable } from "./located-table.ts";
import type { Recipe } from "./recipe.ts";
import { isTotalWord } from "./totals-words.ts";

/** A column without a header is spoken of by the name it was given; one with neither header nor cells is nothing. */
const isNamed = ({ title, isBlank }: LocatedColumn): boolean => title !== "" || isBlank !== true;

/** What headings say of rows stands before what rows say of themselves. */
const outerFirst = (columns: readonly LocatedColumn[]): readonly LocatedColumn[] => [
  ...columns.filter(({ isHeading }) => isHeading === true),
  ...columns.filter(({ isHeading }) => isHeading !== true),
];

/** The recipe of a table with periods across; for a long table, one that keeps every column. */
export function proposeRecipe(table: LocatedTable): Recipe {
  const timed = new Set(table.periodColumns.map(({ column }) => column));
  const still = outerFirst(table.columns).filter((column) => !timed.has(column.column) && isNamed(column));
  if (timed.size === 0) return { recipe: 1, keep: still.map(keepOf), drop: [] };
  const first = Math.min(...timed);
  // "Jumlah" after the years is their sum, not a label of the row.
  const drop = still.filter(
    ({ column, path, isHeading }) => isHeading !== true && column > first && isTotalWord(path[path.length - 1] ?? ""),
  );
  const keep = still.filter((column) => !drop.includes(column)).map(keepOf);
  const taken = new Set(keep.map(({ name }) => name));
  const melted = table.columns.filter(({ column }) => timed.has(column));
  const levels = levelsOf(melted);
  const dimensions = levels.flatMap((values, at) => (values.size > 1 ? [{ level: at + 1, values }] : []));
  const named = dimensions.map(({ level, values }, at) => ({
    name: freeName(dimensionName(values, "kategori", at), taken),
    level,
  }));
  const yearly = table.periodColumns.every(({ period }) => /^\d{4}$/.test(period));
  const units = new Set(melted.map(({ unit }) => unit ?? ""));
  const value = freeName("nilai", taken);
  return {
    recipe: 1,
    keep,
    melt: {
      columns: "periods",
      dimensions: named,
      period: freeName(yearly ? "tahun" : "periode", taken),
      ...(units.size > 1 ? { unit: freeName("satuan", taken) } : {}),
      value,
    },
    drop: drop.map(({ title }) => title),
  };
}

const keepOf = ({ title, name }: LocatedColumn) => ({ title: title === "" ? name : title, name });

/** The distinct texts of each header level that is no time. */
function levelsOf(columns: readonly LocatedColumn[]): Set<string>[] {
  const levels: Set<string>[] = [];
  for (const column of columns) {
    dimensionPath(column, undefinedYear(column)).forEach((text, at) => {
      const level = levels[at] ?? new Set<string>();
      level.add(oneLine(text));
      levels[at] = level;
    });
    const depth = dimensionPath(column, undefinedYear(column)).length;
    for (let at = depth; at < levels.length; at++) levels[at]?.add("");
  }
  return levels;
}

/** A column that has a period has found its year already. */
const undefinedYear = ({ period }: LocatedColumn): string | undefined => period?.slice(0, 4);

/** Categories across ("Laki-laki", "Perempuan") as a dimension: the groups of columns that share an upper header. */
export function proposeCategories(table: LocatedTable): Recipe | undefined {
  const groups = new Map<string, LocatedColumn[]>();
  for (const column of table.columns) {
    const upper = column.path.slice(0, -1).join(" - ");
    if (upper !== "" && column.path.length >= 2) groups.set(upper, [...(groups.get(upper) ?? []), column]);
  }
  const [group] = [...groups].filter(([, columns]) => columns.length >= 2).sort((a, b) => b[1].length - a[1].length);
  if (group === undefined || table.layout === "wide") return undefined;
  const [upper, columns] = group;
  const parts = columns.filter(({ path }) => !isTotalWord(path[path.length - 1] ?? ""));
  const keep = outerFirst(table.columns)
    .filter((column) => !columns.includes(column) && isNamed(column))
    .map(keepOf);
  const taken = new Set(keep.map(({ name }) => name));
  const guess = dimensionName(new Set(parts.map(({ path }) => path[path.length - 1] ?? "")), "kategori", 0);
  const name = freeName(guess === "kategori" ? nameFrom(upper) || guess : guess, taken);
  return {
    recipe: 1,
    keep,
    melt: {
      columns: parts.map(({ title, path }) => ({ title, values: { [name]: oneLine(path[path.length - 1] ?? "") } })),
      dimensions: [{ name }],
      value: freeName("nilai", taken),
    },
    drop: columns.filter((column) => !parts.includes(column)).map(({ title }) => title),
  };
}
