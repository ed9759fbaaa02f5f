/**
 * Wide to long by a recipe. Columns are found by their headers, whatever their order (`recipe-match.ts`). Rows keep the officer's row
 * numbers, and each value its own column.
 */
import type { Finding } from "../kernel/finding.ts";
import type { LocatedTable } from "./located-table.ts";
import type { CellKind, RawRow } from "./model.ts";
import { measuresOf, type Recipe } from "./recipe.ts";
import { type MeltSource, matchRecipe, type RecipeMatch } from "./recipe-match.ts";

/** A column of the long table. */
export interface ShapedColumn {
  readonly name: string;
  /** The file's header, for a column that stays; else the name. */
  readonly title: string;
  readonly from: "column" | "heading" | "dimension" | "period" | "unit" | "value";
  readonly unit?: string | undefined;
  /** The file's columns that its cells come from; none where headers said them. */
  readonly sources: readonly number[];
}

/** A row of the long table. `columns[i]` is the file's column that cell i came from, 0 where its header said it. */
export interface ShapedRow extends RawRow {
  readonly columns: readonly number[];
}

export interface Shape {
  readonly columns: readonly ShapedColumn[];
  /** How many rows each body row becomes. */
  readonly factor: number;
  readonly shapeRow: (row: RawRow) => readonly ShapedRow[];
}

export interface Shaping {
  /** Undefined when a column is not there under the header by which the recipe asks for it. */
  readonly shape: Shape | undefined;
  /** Then: what the table would be with its likely renames accepted, so that all else can be told as well. */
  readonly guess: Shape | undefined;
  readonly findings: readonly Finding[];
}

/** Puts a table and a recipe together. */
export function shapeTable(table: LocatedTable, recipe: Recipe): Shaping {
  const match = matchRecipe(table, recipe);
  const { kept, melted, findings, isExact } = match;
  const isEmpty = recipe.melt !== undefined && melted.length === 0;
  const isWhole = isExact || kept.length === recipe.keep.length;
  const made = isEmpty || !isWhole ? undefined : buildShape(table, recipe, match);
  return { shape: isExact ? made : undefined, guess: isExact ? undefined : made, findings };
}

function buildShape(table: LocatedTable, recipe: Recipe, { kept, melted }: RecipeMatch): Shape {
  const { melt } = recipe;
  const columns = [...kept.map(keptColumn), ...meltedColumns(recipe, melted)];
  const places = kept.map(({ column }) => column.column);
  // What a heading says is in no cell of the row.
  const told = kept.map(({ column }) => (column.isHeading === true ? 0 : column.column));
  if (melt === undefined) {
    const straight = table.columns.length === places.length && places.every((place, at) => place === at + 1);
    const only = (row: RawRow): readonly ShapedRow[] => [
      straight ? { ...row, columns: told } : { ...pick(row, places), columns: told },
    ];
    return { columns, factor: 1, shapeRow: only };
  }
  const groups = groupSources(recipe, melted);
  const shapeRow = (row: RawRow): readonly ShapedRow[] => {
    const own = pick(row, places);
    return groups.map(({ said, sources }) => {
      const values = pick(row, sources);
      return {
        row: row.row,
        cells: [...own.cells, ...said, ...values.cells],
        ...(own.kinds === undefined || values.kinds === undefined
          ? {}
          : { kinds: [...own.kinds, ...said.map(() => "text" as const), ...values.kinds] }),
        columns: [...told, ...said.map(() => 0), ...sources],
      };
    });
  };
  return { columns, factor: groups.length, shapeRow };
}

const keptColumn = ({
  column: { column, title, unit, isHeading },
  name,
}: RecipeMatch["kept"][number]): ShapedColumn => ({
  name,
  title,
  from: isHeading === true ? "heading" : "column",
  sources: isHeading === true ? [] : [column],
  ...(unit === undefined ? {} : { unit }),
});

function meltedColumns({ melt }: Recipe, melted: readonly MeltSource[]): readonly ShapedColumn[] {
  if (melt === undefined) return [];
  const { dimensions, period, unit } = melt;
  const said = (name: string, from: ShapedColumn["from"]): ShapedColumn => ({ name, title: name, from, sources: [] });
  return [
    ...dimensions.map(({ name }) => said(name, "dimension")),
    ...(period === undefined ? [] : [said(period, "period")]),
    ...(unit === undefined ? [] : [said(unit, "unit")]),
    ...measuresOf(melt).map((name): ShapedColumn => {
      const own = melted.filter(({ into }) => into === name);
      const [only = "", ...others] = new Set(own.map((source) => source.unit));
      const sources = own.map(({ column }) => column);
      return { ...said(name, "value"), sources, ...(only === "" || others.length > 0 ? {} : { unit: only }) };
    }),
  ];
}

/** The sources that make one row together: the same dimensions and period, one for each measure. */
interface SourceGroup {
  /** Cells that headers said. */
  readonly said: readonly string[];
  /** The file's column for each measure, 0 where there is none. */
  readonly sources: readonly number[];
}

function groupSources({ melt }: Recipe, melted: readonly MeltSource[]): readonly SourceGroup[] {
  if (melt === undefined) return [];
  const measures = measuresOf(melt);
  const groups = new Map<string, { said: readonly string[]; sources: number[] }>();
  for (const [index, source] of melted.entries()) {
    const said = [
      ...source.dimensions,
      ...(melt.period === undefined ? [] : [source.period]),
      ...(melt.unit === undefined ? [] : [source.unit]),
    ];
    // One measure: twins stay two rows, so that the check can tell of them.
    const key = measures.length === 1 ? String(index) : said.join("\u001f");
    const group = groups.get(key) ?? { said, sources: measures.map(() => 0) };
    group.sources[measures.indexOf(source.into)] = source.column;
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** Cells of these places, from 1; "" for place 0. */
function pick(row: RawRow, places: readonly number[]): RawRow {
  const cells = places.map((place) => row.cells[place - 1] ?? "");
  if (row.kinds === undefined) return { row: row.row, cells };
  const kinds: CellKind[] = places.map((place) => row.kinds?.[place - 1] ?? "text");
  return { row: row.row, cells, kinds };
}
