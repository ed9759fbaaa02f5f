/** The officer's own workbook, or one made from the CSV, with the offending cells marked: made in the spool, so that its size is known. */
import { mkdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Upload } from "../catalogue/uploads.ts";
import { Fault } from "../kernel/fault.ts";
import type { Issue } from "../kernel/finding.ts";
import { writeWorkbookReport } from "../tabular/workbook-report.ts";
import type { IntakeDeps } from "./deps.ts";

export const WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

interface ReportWorkbook {
  readonly path: string;
  readonly bytes: number;
}

/** It is there for as long as `use` runs. Throws `upload.not-checked`, `upload.original-gone`. */
export async function withReportWorkbook<T>(
  { files, spool, effects }: Pick<IntakeDeps, "files" | "spool" | "effects">,
  { file, report, status }: Upload,
  issues: AsyncIterable<Issue>,
  signal: AbortSignal,
  use: (workbook: ReportWorkbook) => Promise<T>,
): Promise<T> {
  if (report === undefined) throw new Fault("upload.not-checked", { status });
  if (!(await files.has(file.sha256))) throw new Fault("upload.original-gone");
  await mkdir(spool, { recursive: true });
  const path = join(spool, `${effects.newId()}.xlsx`);
  try {
    const { name, sheet = null, headerRows } = file;
    const source = { path: files.pathOf(file.sha256), name, sheet, headerRows, summary: report, issues };
    await writeWorkbookReport(source, path, signal);
    return await use({ path, bytes: (await stat(path)).size });
  } finally {
    await rm(path, { force: true });
  }
}
