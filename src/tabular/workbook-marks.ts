/** Where a workbook's cells are to be marked: by row, by column, the worst severity winning; and the first comments. */
import { columnLetters, type Issue, type Severity } from "../kernel/finding.ts";
import type { MergedRange } from "./model.ts";

/** One comment for all that is said about one cell. */
export interface CellComment {
  readonly row: number;
  readonly column: number;
  readonly texts: string[];
}

export interface Marks {
  /** For each row its columns and what fills them; rows and columns from 1. */
  readonly fills: ReadonlyMap<number, ReadonlyMap<number, "error" | "warning">>;
  readonly comments: readonly CellComment[];
  /** Every row that something is said about. */
  readonly rows: ReadonlySet<number>;
  readonly add: (issue: Issue) => void;
}

const MAX_COMMENTS = 2_000;
const MAX_COMMENT_CHARACTERS = 2_000;
/** A row's fills are a map each: bounded for the report of a file that is wrong everywhere. */
const MAX_FILLED_CELLS = 500_000;
/** The last row a sheet can have. */
const MAX_SHEET_ROWS = 1_048_576;

const MARKS: Readonly<Record<Severity, string>> = { error: "✖", warning: "▲", note: "ℹ" };

/** Indonesian first, English beneath, then what was probably meant. */
function commentText({ severity, message, suggestion }: Issue): string {
  const meant = suggestion === undefined ? "" : `\n→ ${suggestion}`;
  return `${MARKS[severity]} ${message.id}\n${message.en}${meant}`;
}

/** A merged range taller than this is decoration, not a label. */
const MAX_MERGED_ROWS = 10_000;

/** Where a cell is seen: at the top left of the merged range that covers it. */
function createPlacing(merges: readonly MergedRange[]): (row: number, column: number) => readonly [number, number] {
  const byRow = new Map<number, MergedRange[]>();
  for (const range of merges) {
    if (range.bottom - range.top >= MAX_MERGED_ROWS) continue;
    for (let row = range.top; row <= range.bottom; row++) {
      const ranges = byRow.get(row) ?? [];
      ranges.push(range);
      byRow.set(row, ranges);
    }
  }
  return (row, column) => {
    const range = byRow.get(row)?.find(({ left, right }) => column >= left && column <= right);
    return range === undefined ? [row, column] : [range.top, range.left];
  };
}

export function createMarks(merges: readonly MergedRange[] = []): Marks {
  const placeOf = createPlacing(merges);
  const fills = new Map<number, Map<number, "error" | "warning">>();
  const comments = new Map<string, CellComment>();
  const rows = new Set<number>();
  let filled = 0;

  const fill = (row: number, column: number, severity: "error" | "warning"): void => {
    if (filled >= MAX_FILLED_CELLS) return;
    const columns = fills.get(row) ?? new Map<number, "error" | "warning">();
    fills.set(row, columns);
    if (columns.get(column) === "error") return;
    if (!columns.has(column)) filled += 1;
    columns.set(column, severity);
  };

  const comment = (row: number, column: number, issue: Issue): void => {
    const key = `${columnLetters(column)}${row}`;
    const known = comments.get(key);
    if (known === undefined) {
      if (comments.size < MAX_COMMENTS) comments.set(key, { row, column, texts: [commentText(issue)] });
    } else if (known.texts.join("").length < MAX_COMMENT_CHARACTERS) known.texts.push(commentText(issue));
  };

  return {
    fills,
    rows,
    get comments() {
      return [...comments.values()];
    },
    add: (issue) => {
      const { severity } = issue;
      if (issue.row === undefined || issue.row < 1 || issue.row > MAX_SHEET_ROWS) return;
      rows.add(issue.row);
      // What is said about a whole row is shown at its first cell.
      const [row, column] = placeOf(issue.row, issue.column ?? 1);
      if (severity !== "note") fill(row, column, severity);
      comment(row, column, issue);
    },
  };
}
