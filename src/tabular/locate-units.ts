/** The unit of a whole table where its title does not say it: the one in all headers, in a column "satuan", or among the notes. */
import { unitRow } from "./header-units.ts";
import type { TableAnatomy } from "./locate-anatomy.ts";
import { oneLine } from "./locate-cells.ts";
import { cellAt, type GridRow } from "./locate-grid.ts";
import type { LocatedColumn } from "./located-table.ts";
import { noteText } from "./notes.ts";

/** The one unit that all figures share: in their headers, or in a column "satuan". */
export function commonUnit(
  columns: readonly LocatedColumn[],
  { values }: TableAnatomy,
  body: readonly GridRow[],
): string | undefined {
  const measured = columns.filter(({ column }) => values.includes(column));
  const [unit, ...others] = new Set(measured.map((column) => column.unit));
  if (unit !== undefined && others.length === 0) return unit;
  const unitColumn = columns.find(({ name }) => name === "satuan" || name === "unit");
  if (unitColumn === undefined) return undefined;
  const [only, ...more] = new Set(
    body
      .slice(0, 2000)
      .map((row) => oneLine(cellAt(row, unitColumn.column)))
      .filter((text) => text !== ""),
  );
  return more.length === 0 ? only : undefined;
}

/** "Satuan: Jiwa" under the table. */
export const unitOfNotes = (notes: readonly GridRow[]): string | undefined =>
  notes
    .map((row) => (/^\s*\(?(?:satuan|unit)\s*[:=]/i.test(noteText(row)) ? unitRow(noteText(row)) : undefined))
    .find((unit) => unit !== undefined);
