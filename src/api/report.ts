/**
 * The whole report of an upload, streamed: JSON, CSV, or the officer's own workbook with the cells marked. What was kept with the
 * upload answers when that is everything; otherwise the file is read a second time, so that a million issues cost no memory.
 */
import { once } from "node:events";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import type { Response } from "express";
import type { Upload } from "../catalogue/uploads.ts";
import type { IntakeDeps } from "../intake/deps.ts";
import { WORKBOOK_TYPE, withReportWorkbook } from "../intake/report-workbook.ts";
import { type Finding, type Issue, toIssue } from "../kernel/finding.ts";

/** Issues one by one, in the order of the file. */
export type Issues = AsyncIterable<Issue>;

export async function* toIssues(findings: AsyncIterable<Finding> | Iterable<Finding>): Issues {
  for await (const finding of findings) yield toIssue(finding);
}

/** `head` as a JSON object with `issues` as its last member. */
export async function sendReportJson(
  response: Response,
  head: Readonly<Record<string, unknown>>,
  issues: Issues,
): Promise<void> {
  response.type("application/json");
  response.write(`${JSON.stringify(head).slice(0, -1)},"issues":[`);
  let comma = "";
  for await (const issue of issues) {
    await write(response, `${comma}\n${JSON.stringify(issue)}`);
    comma = ",";
  }
  response.end("\n]}\n");
}

const COLUMNS = [
  "severity",
  "code",
  "row",
  "column",
  "field",
  "cell",
  "value",
  "suggestion",
  "message_id",
  "message_en",
] as const;

/** With a byte order mark, so that Excel reads the accents; formula-like text is neutralised, since officers open it there. */
export async function sendReportCsv(response: Response, issues: Issues): Promise<void> {
  response.type("text/csv");
  response.write(`\ufeff${COLUMNS.join(",")}\n`);
  for await (const issue of issues) {
    const cells = [
      issue.severity,
      issue.code,
      issue.row,
      issue.column,
      issue.field,
      issue.cell,
      issue.value,
      issue.suggestion,
      issue.message.id,
      issue.message.en,
    ];
    await write(response, `${cells.map(quoteForExcel).join(",")}\n`);
  }
  response.end();
}

function quoteForExcel(value: string | number | undefined): string {
  if (value === undefined) return "";
  if (typeof value === "number") return String(value);
  const harmless = /^[=+\-@\t\r]/.test(value) && !/^[+-]?[\d.,]+$/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** Waits while the reader is slow; throws when it has gone. */
async function write(response: Response, text: string): Promise<void> {
  if (response.destroyed) throw new Error("the reader has gone");
  if (response.write(text)) return;
  const waited = new AbortController();
  const { signal } = waited;
  try {
    await Promise.race([once(response, "drain", { signal }), once(response, "close", { signal })]);
  } finally {
    // The one that lost the race must not listen for ever.
    waited.abort();
  }
}

/** The workbook with the cells marked. */
export const sendReportXlsx = (
  deps: Pick<IntakeDeps, "files" | "spool" | "effects">,
  upload: Upload,
  issues: Issues,
  response: Response,
  signal: AbortSignal,
): Promise<void> =>
  withReportWorkbook(deps, upload, issues, signal, async ({ path, bytes }) => {
    response.type(WORKBOOK_TYPE).setHeader("Content-Length", bytes);
    await pipeline(createReadStream(path), response);
  });
