/**
 * Findings: what the checks have to say about a file. A finding is data, collected, never thrown; its sentences are made where it is
 * shown, from `finding-text.ts`. Outside the process a finding is called an issue. (A request gone wrong is a Fault: `fault.ts`.)
 */

import { type FindingCode, findingText } from "./finding-text.ts";
import type { Text } from "./locale.ts";

export type { FindingCode } from "./finding-text.ts";

export type Severity = "error" | "warning" | "note";

export type FindingParams = Readonly<Record<string, string | number>>;

/** One row of a report: data, no sentences. */
export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  /** The file's own row, from 1; absent for the whole file. */
  readonly row?: number | undefined;
  /** The file's own column, from 1. */
  readonly column?: number | undefined;
  readonly field?: string | undefined;
  /** What the cell said, cut at 200 characters; never personal data. */
  readonly value?: string | undefined;
  /** What it was probably meant to be. */
  readonly suggestion?: string | undefined;
  /** Why it was let go, in the words of whoever did. */
  readonly reason?: string | undefined;
  readonly params: FindingParams;
}

/** A finding as outsiders see it. */
export interface Issue {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly row?: number;
  readonly column?: number;
  readonly field?: string;
  /** As in Excel: `C12`. */
  readonly cell?: string;
  readonly value?: string;
  readonly message: Text;
  readonly suggestion?: string;
  /** Why it was let go, in the words of whoever did. */
  readonly reason?: string;
}

/** The longest `value` that a finding keeps. */
export const MAX_FINDING_VALUE = 200;

/** "A" for 1, "Z" for 26, "AA" for 27. */
export function columnLetters(column: number): string {
  let letters = "";
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return letters;
}

/** The sentences of a finding, in both languages. */
export function findingMessage(finding: Finding): Text {
  const text = findingText[finding.code];
  // The catalogue's functions take the parameters of their own code; a Finding carries them untyped across the worker's boundary.
  const params = { ...finding.params, value: finding.value ?? "", suggestion: finding.suggestion ?? "" } as never;
  return { id: text.id(params), en: text.en(params) };
}

/** Absent things are left out, so that a JSON issue has no nulls. */
export function toIssue(finding: Finding): Issue {
  const { code, severity, row, column, field, value, suggestion, reason } = finding;
  return {
    code,
    severity,
    ...(row === undefined ? {} : { row }),
    ...(column === undefined ? {} : { column }),
    ...(field === undefined ? {} : { field }),
    ...(row === undefined || column === undefined ? {} : { cell: `${columnLetters(column)}${row}` }),
    ...(value === undefined ? {} : { value }),
    message: findingMessage(finding),
    ...(suggestion === undefined ? {} : { suggestion }),
    ...(reason === undefined ? {} : { reason }),
  };
}
