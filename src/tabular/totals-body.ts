/** The body of a table as the totals are looked for in it. */
import type { GridRow } from "./locate-grid.ts";

export interface Body {
  readonly rows: readonly GridRow[];
  readonly labels: readonly number[];
  /** Columns of figures. */
  readonly values: readonly number[];
  readonly titles: ReadonlyMap<number, string>;
  readonly units: ReadonlyMap<number, string>;
  /** The table's own title and what spans its columns. */
  readonly subject: string;
  /** Other columns that tell rows apart: periods and dimensions of a long table. */
  readonly keys: readonly number[];
}

/** A total and its parts, by index of the row. `certain`: the parts are known, so a difference is a fault and not a wrong guess. */
export interface TotalParts {
  readonly total: number;
  readonly parts: readonly number[];
  readonly certain: boolean;
}
