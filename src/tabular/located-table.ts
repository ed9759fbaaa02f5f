/**
 * A table as it was found on a sheet: where its header and body are, which rows are not data, and what each column is called. Found by
 * `locate.ts`; everything that reads values (`bodyRows`, the checks, `shape.ts`) starts from here. Rows and columns are those of the
 * officer's own file or sheet, from 1.
 */
import type { Finding } from "../kernel/finding.ts";

export interface LocatedColumn {
  readonly column: number;
  /** A field name (`^[a-z][a-z0-9_]{0,62}$`), unique in its table; made from the title, and its own name when made again. */
  readonly name: string;
  /** The header as the officer wrote it, its levels joined by " - "; "" where the column has none. */
  readonly title: string;
  /** The header's levels, top to bottom, as written, without the table's own title. */
  readonly path: readonly string[];
  /** As written in the column's header, in brackets or in a row of units. */
  readonly unit?: string | undefined;
  /** Set when the column holds values of one period: an SDMX Gregorian period. */
  readonly period?: string | undefined;
  /** No row of the body has anything in it. */
  readonly isBlank?: true | undefined;
  /** Its values are headings down the rows: it stands behind the file's own columns, and no cell of the file is in it. */
  readonly isHeading?: true | undefined;
}

/** What headings down the rows say of the rows under them. */
export interface RowGroups {
  readonly columns: readonly LocatedColumn[];
  /** Told by headings alone, not by totals above their parts. */
  readonly isByHeadings: boolean;
  /** In order: from `row` on, column i holds `texts[i]`. */
  readonly marks: readonly { readonly row: number; readonly texts: readonly string[] }[];
}

export interface TableNote {
  readonly row: number;
  readonly text: string;
}

export interface LocatedTable {
  readonly sheet: string | null;
  readonly hidden: boolean;
  readonly title: string | null;
  readonly subtitle: string | null;
  readonly unit: string | null;
  /** wide: at least one column is a period. */
  readonly layout: "long" | "wide";
  /** Null when the table has no header. The row of column numbers "(1) (2) (3)" is not counted. */
  readonly headerRows: readonly [number, number] | null;
  /** From the first to the last row that holds data, totals included. */
  readonly dataRows: readonly [number, number];
  /** How many rows `bodyRows()` gives: no totals, subtotals, headings, notes, blank rows. */
  readonly bodyRows: number;
  readonly totalRows: readonly number[];
  /** Rows inside `dataRows` that are neither data nor totals nor blank: repeated headers, column numbers, headings of groups. */
  readonly skippedRows: ReadonlySet<number>;
  readonly notes: readonly TableNote[];
  /** Every column from the table's first to its last, empty ones included; then those of {@link groups}. */
  readonly columns: readonly LocatedColumn[];
  readonly groups?: RowGroups | undefined;
  /** Columns of labels whose blanks continue the label above them: `bodyRows()` fills them. */
  readonly continued?: readonly number[] | undefined;
  readonly periodColumns: readonly { readonly column: number; readonly period: string }[];
  readonly findings: readonly Finding[];
}
