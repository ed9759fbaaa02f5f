/** A report for the terminal: one line for each kind of issue, with the first places. Indonesian first, English beneath. */
import type { UploadReport } from "../catalogue/uploads.ts";
import { columnLetters, type Finding, findingMessage } from "../kernel/finding.ts";

const MARKS = { error: "✗", warning: "!", note: "·" } as const;

export function reportLines(
  name: string,
  status: string,
  rows: number | undefined,
  report: UploadReport | undefined,
): readonly string[] {
  const lines = [`${name}: ${status}${rows === undefined ? "" : ` · ${rows} baris`}`];
  if (report === undefined) return lines;
  for (const { code, severity, count, examples } of report.groups) {
    const [first] = examples;
    if (first === undefined) continue;
    const { id, en } = findingMessage(first);
    const places = examples.flatMap((finding) => placeOf(finding) ?? []);
    const more = count > examples.length ? ` (+${count - examples.length})` : "";
    lines.push(
      `${MARKS[severity]} ${places.join(", ")}${places.length > 0 ? more : ""}${places.length > 0 ? ": " : ""}${id}`,
      `    ${en} [${code}]`,
    );
  }
  lines.push(`${report.errors} kesalahan, ${report.warnings} peringatan, ${report.notes} catatan`);
  return lines;
}

function placeOf({ row, column }: Finding): string | undefined {
  if (row === undefined) return undefined;
  return column === undefined ? `baris ${row}` : `${columnLetters(column)}${row}`;
}
