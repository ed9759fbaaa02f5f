/** How the reader's verbs end when a file cannot be read: one sentence on stderr that says what to do, nothing on stdout. */
import { access, constants, stat } from "node:fs/promises";
import { findingMessage } from "../kernel/finding.ts";
import { isUnreadable } from "../tabular/model.ts";
import { EXIT, Exit } from "./program.ts";

/** What is wrong with the words of the command, not with the file. */
const USAGE = new Set(["table/sheet-unknown", "table/number-unknown"]);

const isPipe = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "EPIPE";

async function demandFile(path: string): Promise<void> {
  try {
    await access(path, constants.R_OK);
    if ((await stat(path)).isFile()) return;
  } catch {
    // Said below, in words.
  }
  throw new Exit(
    EXIT.usage,
    `Berkas “${path}” tidak ada atau tidak dapat dibuka. / There is no file “${path}” that can be opened.`,
  );
}

/** Runs `work` on a file that is there; an unreadable file ends the program with 1. A reader who stops reading ends it quietly. */
export async function refusing<T>(path: string, work: () => Promise<T>): Promise<T> {
  await demandFile(path);
  try {
    return await work();
  } catch (error) {
    if (isPipe(error)) throw new Exit(EXIT.done);
    if (!isUnreadable(error)) throw error;
    const { id, en } = findingMessage(error.finding);
    throw new Exit(USAGE.has(error.finding.code) ? EXIT.usage : EXIT.invalid, `${id} / ${en}`);
  }
}
