/**
 * What a file is to the rest of the reader: facts about its bytes, and sheets of raw rows. Nothing here has been interpreted: a row keeps
 * the number it has in the officer's own file, a cell keeps the text the officer sees. Rows come in batches so that a million of them
 * cost no million promises, and may be read twice (once for evidence, once to check).
 */
import type { Finding } from "../kernel/finding.ts";

export type CellKind = "text" | "number" | "date" | "boolean" | "error" | "uncached-formula";

/**
 * One row as it stands in the file.
 *
 * `cells[i]` is column i + 1; "" is empty; a row may be shorter or longer than its neighbours. `kinds` is there for workbooks only; a
 * CSV's cells are all text. A workbook's number is canonical ("1234.5": dot decimal, no grouping, no exponent), after its number format
 * where that carries meaning (`00` on 7 is "07", 0.0526 shown as percent is "5.26%"); a date is ISO, without a zone; a boolean is
 * "TRUE" or "FALSE"; an error is Excel's own ("#REF!").
 */
export interface RawRow {
  /** The file's own line, or the sheet's own row, from 1. A quoted cell with line breaks counts from the line where its record starts. */
  readonly row: number;
  readonly cells: readonly string[];
  readonly kinds?: readonly CellKind[] | undefined;
}

/** From 1, both ends included. Only the top left cell carries the text. */
export interface MergedRange {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

export interface Sheet {
  /** Null for a CSV. */
  readonly name: string | null;
  readonly hidden: boolean;
  /** Known before the rows are read. */
  readonly merges: readonly MergedRange[];
  /** Batches of rows in file order; blank rows may be left out. Each call reads from the beginning. */
  readonly rows: (signal?: AbortSignal) => AsyncIterable<readonly RawRow[]>;
}

export type FileFormat = "csv" | "xlsx" | "xls" | "ods" | "html";
export type LineEnding = "LF" | "CRLF" | "CR" | "mixed";

export interface FileFacts {
  /** As the officer named it. */
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly format: FileFormat;
  /** "utf-8", "utf-16le", "utf-16be", "windows-1252"; null for a workbook. */
  readonly encoding: string | null;
  readonly delimiter: string | null;
  readonly bom: boolean;
  readonly lineEnding: LineEnding | null;
}

export interface Source {
  readonly facts: FileFacts;
  readonly sheets: readonly Sheet[];
  /** About the file itself. Those found while rows are read are added here as the reading goes on. */
  readonly findings: readonly Finding[];
  readonly close: () => Promise<void>;
}

/** What a file may cost before it is refused. Every limit has a finding that names it. */
export interface Limits {
  readonly maxBytes: number;
  /** One line of a CSV. */
  readonly maxRecordBytes: number;
  /** One quoted cell of a CSV, or one text of a workbook, in characters. */
  readonly maxCellBytes: number;
  readonly maxColumns: number;
  readonly maxRows: number;
  /** Cells that hold something, over all sheets. */
  readonly maxCells: number;
  /** A package's parts, unpacked, together. */
  readonly maxUnpackedBytes: number;
  readonly maxPackageEntries: number;
  /** Old workbooks are held whole in memory. */
  readonly maxWholeBytes: number;
  /** Distinct texts of a workbook, in characters. */
  readonly maxSharedStringBytes: number;
}

export const DEFAULT_LIMITS: Limits = {
  maxBytes: 2 * 1024 ** 3,
  maxRecordBytes: 8 * 1024 ** 2,
  maxCellBytes: 1024 ** 2,
  maxColumns: 4096,
  maxRows: 20_000_000,
  maxCells: 400_000_000,
  maxUnpackedBytes: 2 * 1024 ** 3,
  maxPackageEntries: 5_000,
  maxWholeBytes: 32 * 1024 ** 2,
  maxSharedStringBytes: 128 * 1024 ** 2,
};

/** Thrown when a file, or the rest of it, cannot be read at all. Carries the one finding that says why. */
export class Unreadable extends Error {
  readonly finding: Finding;

  constructor(finding: Finding) {
    super(finding.code);
    this.name = "Unreadable";
    this.finding = finding;
  }
}

export const isUnreadable = (thrown: unknown): thrown is Unreadable => thrown instanceof Unreadable;
