/**
 * Wide to long by a recipe. Columns are found by their headers, whatever their order; a header that the recipe does not know, or one that
 * it asks for and cannot find, is a finding that says so. Rows keep the officer's row numbers, and each value its own column.
 */
import type { Finding } from "../kernel/finding.ts";
import { plainHeader } from "./fields.ts";
import { dimensionPath } from "./header-columns.ts";
import { oneLine } from "./locate-cells.ts";
import type { LocatedColumn, LocatedTable } from "./located-table.ts";
import type { CellKind, RawRow } from "./model.ts";
import type { Recipe } from "./recipe.ts";
import { editDistance } from "./region-names.ts";

/** A column of the long table. */
export interface ShapedColumn {
  readonly name: string;
  /** The file's header, for a column that stays; else the name. */
  readonly title: string;
  readonly from: "column" | "dimension" | "period" | "unit" | "value";
  readonly unit?: string | undefined;
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
  /** Undefined when a column is missing that the recipe needs. */
  readonly shape: Shape | undefined;
  readonly findings: readonly Finding[];
}

interface MeltSource {
  readonly column: number;
  readonly dimensions: readonly string[];
  readonly period: string;
  readonly unit: string;
}

interface Matching {
  readonly columns: ReadonlyMap<string, LocatedColumn>;
  readonly find: (title: string) => LocatedColumn | undefined;
}

const keyOf = (title: string): string => plainHeader(oneLine(title));

function matching(table: LocatedTable): Matching {
  const columns = new Map<string, LocatedColumn>();
  for (const column of table.columns)
    if (column.title !== "") columns.set(keyOf(column.title), columns.get(keyOf(column.title)) ?? column);
  return {
    columns,
    find: (title) => table.columns.find((column) => column.title === title) ?? columns.get(keyOf(title)),
  };
}

/** Puts a table and a recipe together. Twins (two columns of one header) are taken in their order. */
export function shapeTable(table: LocatedTable, recipe: Recipe): Shaping {
  const used = new Set<LocatedColumn>();
  const { find } = matching(table);
  const absent: string[] = [];
  const take = (title: string): LocatedColumn | undefined => {
    const twin = table.columns.find((column) => column.title === title && !used.has(column));
    const column = twin ?? find(title);
    if (column === undefined) absent.push(title);
    else used.add(column);
    return column;
  };
  const kept = recipe.keep.flatMap(({ title, name }) => {
    const column = take(title);
    return column === undefined ? [] : [{ column, name }];
  });
  const melted = meltSources(table, recipe, take, used);
  for (const title of recipe.drop) {
    const column = table.columns.find((other) => other.title === title && !used.has(other)) ?? find(title);
    if (column !== undefined) used.add(column);
  }
  const strangers = table.columns.filter((column) => column.title !== "" && !used.has(column));
  const findings = differences(absent, strangers);
  if (absent.length > 0 || (recipe.melt !== undefined && melted.length === 0)) return { shape: undefined, findings };
  return { shape: buildShape(table, recipe, kept, melted), findings };
}

function meltSources(
  table: LocatedTable,
  { melt }: Recipe,
  take: (title: string) => LocatedColumn | undefined,
  used: Set<LocatedColumn>,
): MeltSource[] {
  if (melt === undefined) return [];
  const unitOf = (column: LocatedColumn): string => column.unit ?? table.unit ?? "";
  if (melt.columns === "periods") {
    return table.columns.flatMap((column) => {
      if (column.period === undefined || used.has(column)) return [];
      used.add(column);
      const path = dimensionPath(column, column.period.slice(0, 4));
      const dimensions = melt.dimensions.map(({ level }, at) => oneLine(path[(level ?? at + 1) - 1] ?? ""));
      return [{ column: column.column, dimensions, period: column.period, unit: unitOf(column) }];
    });
  }
  return melt.columns.flatMap(({ title, period, values }) => {
    const column = take(title);
    if (column === undefined) return [];
    const dimensions = melt.dimensions.map(({ name }) => values?.[name] ?? "");
    return [{ column: column.column, dimensions, period: period ?? column.period ?? "", unit: unitOf(column) }];
  });
}

function buildShape(
  table: LocatedTable,
  { melt }: Recipe,
  kept: readonly { readonly column: LocatedColumn; readonly name: string }[],
  melted: readonly MeltSource[],
): Shape {
  const columns: ShapedColumn[] = kept.map(({ column, name }) => ({
    name,
    title: column.title,
    from: "column",
    ...(column.unit === undefined ? {} : { unit: column.unit }),
  }));
  if (melt !== undefined) {
    for (const { name } of melt.dimensions) columns.push({ name, title: name, from: "dimension" });
    if (melt.period !== undefined) columns.push({ name: melt.period, title: melt.period, from: "period" });
    if (melt.unit !== undefined) columns.push({ name: melt.unit, title: melt.unit, from: "unit" });
    const units = new Set(melted.map(({ unit }) => unit));
    const [unit] = units;
    columns.push({
      name: melt.value,
      title: melt.value,
      from: "value",
      ...(units.size === 1 && unit !== undefined && unit !== "" ? { unit } : {}),
    });
  }
  const places = kept.map(({ column }) => column.column);
  if (melt === undefined) {
    const straight = table.columns.length === places.length && places.every((place, at) => place === at + 1);
    const only = (row: RawRow): readonly ShapedRow[] => [
      straight ? { ...row, columns: places } : { ...pick(row, places), columns: places },
    ];
    return { columns, factor: 1, shapeRow: only };
  }
  const sources = melted.map((source) => {
    const said = [
      ...source.dimensions,
      ...(melt.period === undefined ? [] : [source.period]),
      ...(melt.unit === undefined ? [] : [source.unit]),
    ];
    return { place: source.column - 1, said, columns: [...places, ...said.map(() => 0), source.column] };
  });
  const shapeRow = (row: RawRow): readonly ShapedRow[] => {
    const own = pick(row, places);
    return sources.map(({ place, said, columns: from }) => ({
      row: row.row,
      cells: [...own.cells, ...said, row.cells[place] ?? ""],
      ...(own.kinds === undefined
        ? {}
        : { kinds: [...own.kinds, ...said.map(() => "text" as const), row.kinds?.[place] ?? ("text" as const)] }),
      columns: from,
    }));
  };
  return { columns, factor: sources.length, shapeRow };
}

function pick(row: RawRow, places: readonly number[]): RawRow {
  const cells = places.map((place) => row.cells[place - 1] ?? "");
  if (row.kinds === undefined) return { row: row.row, cells };
  const kinds: CellKind[] = places.map((place) => row.kinds?.[place - 1] ?? "text");
  return { row: row.row, cells, kinds };
}

/** Added, missing and renamed, each told once: a missing column with a near stranger was renamed. */
function differences(absent: readonly string[], strangers: readonly LocatedColumn[]): Finding[] {
  const left = new Set(strangers);
  const findings = absent.map((title): Finding => {
    const near = [...left].find((column) => isNear(keyOf(title), keyOf(column.title)));
    if (near === undefined) return { code: "recipe/column-missing", severity: "error", params: { title } };
    left.delete(near);
    return {
      code: "recipe/column-renamed",
      severity: "error",
      column: near.column,
      params: { title: near.title, was: title },
      suggestion: title,
    };
  });
  for (const column of left) {
    findings.push({
      code: "recipe/column-added",
      severity: "warning",
      column: column.column,
      params: { title: column.title },
    });
  }
  return findings;
}

function isNear(a: string, b: string): boolean {
  if (a === "" || b === "") return false;
  if (a.includes(b) || b.includes(a)) return Math.min(a.length, b.length) >= 4;
  const most = Math.max(1, Math.floor(Math.min(a.length, b.length) / 4));
  return editDistance(a, b, most) <= most;
}
