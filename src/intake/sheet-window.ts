/**
 * Some rows of an uploaded file as they stand in it, for a picture of the officer's own sheet. Read again from the original, within a
 * few seconds; a file that is too large for that has no picture. What looks personal is masked.
 */
import type { Upload } from "../catalogue/uploads.ts";
import { isUnreadable } from "../tabular/model.ts";
import { findPersonal, maskPersonal } from "../tabular/personal.ts";
import { openSource } from "../tabular/source.ts";
import type { IntakeDeps } from "./deps.ts";
import type { ReceivedFile } from "./receive.ts";

export type SheetRows = ReadonlyMap<number, readonly string[]>;

const MAX_BYTES = 24 * 1024 ** 2;
const MAX_ROW = 60_000;
const MAX_MS = 3_000;
const MAX_CELL = 80;

/** Those of the wanted rows (from 1) that are there. Empty where the file cannot be pictured. Never throws for the file's sake. */
export async function readSheetRows(
  { files }: Pick<IntakeDeps, "files">,
  { file, report }: Upload,
  wanted: ReadonlySet<number>,
): Promise<SheetRows> {
  if (!(await files.has(file.sha256))) return new Map();
  const masked = new Set(
    report?.groups.flatMap(({ code, examples }) =>
      code.startsWith("personal/") ? examples.map(({ column }) => column) : [],
    ),
  );
  return readRowsOf({ ...file, path: files.pathOf(file.sha256) }, file.sheet ?? null, wanted, masked);
}

/** Likewise, of a file on this machine. Cells of `masked` columns (from 1) are masked whatever they hold. */
export async function readRowsOf(
  { path, name, bytes, sha256 }: Pick<ReceivedFile, "path" | "name" | "bytes" | "sha256">,
  sheetName: string | null,
  wanted: ReadonlySet<number>,
  masked: ReadonlySet<number | undefined> = new Set(),
): Promise<SheetRows> {
  const found = new Map<number, readonly string[]>();
  const last = Math.max(0, ...[...wanted].filter((row) => row <= MAX_ROW));
  if (last === 0 || bytes > MAX_BYTES) return found;
  const mask = (cell: string, at: number): string => {
    const personal = masked.has(at + 1) || findPersonal(cell) !== undefined;
    const shown = personal ? maskPersonal(cell) : cell;
    return shown.length > MAX_CELL ? `${shown.slice(0, MAX_CELL - 1)}…` : shown;
  };
  const signal = AbortSignal.timeout(MAX_MS);
  try {
    const source = await openSource(path, { name, sha256, signal });
    try {
      const sheet = source.sheets.find((one) => one.name === sheetName) ?? source.sheets[0];
      for await (const batch of sheet?.rows(signal) ?? []) {
        for (const { row, cells } of batch) if (wanted.has(row)) found.set(row, cells.map(mask));
        if ((batch.at(-1)?.row ?? 0) >= last) break;
      }
    } finally {
      await source.close();
    }
  } catch (error) {
    if (!isUnreadable(error) && !signal.aborted) throw error;
  }
  return found;
}
