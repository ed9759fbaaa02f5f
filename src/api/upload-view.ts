/** An upload as the contract shows it. */
import type { Upload, UploadChanges } from "../catalogue/uploads.ts";
import { toIssue } from "../kernel/finding.ts";

/** How many issues the upload itself carries; the whole list is the report. */
const SHOWN_ISSUES = 100;

export function showUpload(upload: Upload): Record<string, unknown> {
  const { report, file } = upload;
  return {
    id: upload.id,
    dataset: upload.slug,
    status: upload.status,
    mode: upload.mode,
    file: {
      name: file.name,
      bytes: file.bytes,
      sha256: file.sha256,
      format: file.format ?? null,
      encoding: file.encoding ?? null,
      delimiter: file.delimiter ?? null,
      sheet: file.sheet ?? null,
      headerRows: file.headerRows ?? null,
    },
    progress: upload.progress,
    rows: upload.rows ?? null,
    report:
      report === undefined
        ? null
        : {
            errors: report.errors,
            warnings: report.warnings,
            notes: report.notes,
            byCode: report.byCode,
            issues: report.issues.slice(0, SHOWN_ISSUES).map(toIssue),
          },
    recipe: upload.reading?.recipe ?? null,
    changes: upload.changes === undefined ? null : showChanges(upload.changes),
    version: upload.version ?? null,
    note: upload.note ?? null,
    ...(upload.reason === undefined ? {} : { reason: upload.reason }),
    ...(upload.remarks.length === 0 ? {} : { remarks: upload.remarks }),
    ...(upload.releaseAt === undefined ? {} : { releaseAt: upload.releaseAt.toISOString() }),
    uploadedBy: upload.createdByName,
    createdAt: upload.createdAt.toISOString(),
    updatedAt: upload.updatedAt.toISOString(),
  };
}

const showChanges = ({ base, added, removed, changed, unchanged }: UploadChanges): Record<string, unknown> => ({
  base,
  added,
  removed,
  changed,
  unchanged,
});
