/** A sheet whose rows are held in memory: old workbooks and web pages, small by limit. */
import type { MergedRange, RawRow, Sheet } from "./model.ts";

const BATCH_ROWS = 512;

async function* inBatches(rows: readonly RawRow[], signal: AbortSignal | undefined): AsyncGenerator<readonly RawRow[]> {
  for (let at = 0; at < rows.length; at += BATCH_ROWS) {
    signal?.throwIfAborted();
    yield rows.slice(at, at + BATCH_ROWS);
  }
}

export const heldSheet = (
  name: string | null,
  hidden: boolean,
  merges: readonly MergedRange[],
  rows: readonly RawRow[],
): Sheet => ({ name, hidden, merges, rows: (signal) => inBatches(rows, signal) });
