/** Where a workbook's cells are to be marked: by row, by column, the worst severity winning; and the first comments. */
import { columnLetters, type Issue, type Severity } from "../kernel/finding.ts";

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

export function createMarks(): Marks {
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
      const { row, severity } = issue;
      if (row === undefined || row < 1 || row > MAX_SHEET_ROWS) return;
      // What is said about a whole row is shown at its first cell.
      const column = issue.column ?? 1;
      rows.add(row);
      if (severity !== "note") fill(row, column, severity);
      comment(row, column, issue);
    },
  };
}
