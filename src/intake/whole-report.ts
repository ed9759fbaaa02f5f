/**
 * Every finding of an upload, from a second reading of its file. They go through a file of their own, so that a slow reader of the
 * report holds up neither the checking worker nor the memory.
 */
import { once } from "node:events";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Upload, UploadReport } from "../catalogue/uploads.ts";
import { Fault } from "../kernel/fault.ts";
import type { Finding } from "../kernel/finding.ts";
import type { IntakeDeps } from "./deps.ts";
import { withCheckRequest } from "./reading.ts";

/** Can all of them be told? Asked before an answer is begun. Throws `upload.not-checked`, `upload.original-gone`. */
export async function demandFindings({ files }: Pick<IntakeDeps, "files">, { report, status, file }: Upload) {
  if (report === undefined) throw new Fault("upload.not-checked", { status });
  if (!isWhole(report) && !(await files.has(file.sha256))) throw new Fault("upload.original-gone");
}

/** Is what was kept with the upload everything? */
const isWhole = ({ issues, errors, warnings, notes }: UploadReport): boolean =>
  issues.length >= errors + warnings + notes;

/** In the order in which the checks find them. What was kept with the upload answers alone when that is everything. */
export async function* readFindings(deps: IntakeDeps, upload: Upload, signal: AbortSignal): AsyncGenerator<Finding> {
  const { report } = upload;
  if (report === undefined) throw new Fault("upload.not-checked", { status: upload.status });
  if (isWhole(report)) {
    yield* report.issues;
    return;
  }
  const path = join(deps.spool, `${deps.effects.newId()}.findings`);
  try {
    // Ours, not the checks': found by comparing with the current version.
    yield* report.issues.filter(({ code }) => code === "file/same-as-version");
    await spoolFindings(deps, upload, path, signal);
    for await (const line of createInterface({ input: createReadStream(path, "utf8") })) {
      // Written by spoolFindings just before.
      yield JSON.parse(line) as Finding;
    }
  } finally {
    await rm(path, { force: true });
  }
}

async function spoolFindings(deps: IntakeDeps, upload: Upload, path: string, signal: AbortSignal): Promise<void> {
  if (!(await deps.files.has(upload.file.sha256))) throw new Fault("upload.original-gone");
  await mkdir(deps.spool, { recursive: true });
  const out = createWriteStream(path, { mode: 0o600 });
  const closed = once(out, "close");
  try {
    const finding = (one: Finding): void => void out.write(`${JSON.stringify(one)}\n`);
    await withCheckRequest(deps, upload, upload.reading ?? {}, signal, (request) =>
      deps.check(request, { finding }, signal),
    );
  } finally {
    out.end();
    await closed;
  }
}
