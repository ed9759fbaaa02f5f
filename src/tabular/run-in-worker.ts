/** The check of a file in a thread of its own. A file that takes too much time or memory ends as a result with that one error. */
import { stat } from "node:fs/promises";
import type { Finding } from "../kernel/finding.ts";
import type { CheckRequest, CheckResult, CheckSink } from "./check.ts";
import { readDecisions } from "./decisions.ts";
import { type FileFacts, isUnreadable } from "./model.ts";
import { createReport } from "./report.ts";
import { DEFAULT_TASK_LIMITS, hostTask, type Task, type TaskLimits } from "./worker-host.ts";

const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";

async function resultOf(request: CheckRequest, finding: Finding): Promise<CheckResult> {
  const { size } = await stat(request.path);
  const report = createReport(readDecisions(undefined));
  report.add(finding);
  // Its name is all that is known of a file that could not be read through.
  const format =
    (["xlsx", "xls", "ods"] as const).find((ending) => request.name.toLowerCase().endsWith(`.${ending}`)) ?? "csv";
  const facts: FileFacts = {
    name: request.name,
    bytes: size,
    sha256: "",
    format,
    encoding: null,
    delimiter: null,
    bom: false,
    lineEnding: null,
  };
  return { file: { ...facts, sheet: null, headerRows: null }, rows: 0, report: report.summary(), fields: [] };
}

/**
 * {@link import("./check.ts").checkFile}, with the same result and the same sink, outside this thread. The sink may return promises: the
 * check then waits.
 *
 * @throws the signal's reason when aborted, what the sink throws, and faults of our own code.
 */
export async function runCheck(
  request: CheckRequest,
  sink: CheckSink,
  signal?: AbortSignal,
  limits: Partial<TaskLimits> = {},
): Promise<CheckResult> {
  const task: Task = { module: new URL(`./check.${extension}`, import.meta.url), name: "checkFile", request };
  try {
    // What comes back is what checkFile returned, cloned.
    return (await hostTask(task, sink, { ...DEFAULT_TASK_LIMITS, ...limits }, signal)) as CheckResult;
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    sink.finding?.(error.finding);
    return await resultOf(request, error.finding);
  }
}
