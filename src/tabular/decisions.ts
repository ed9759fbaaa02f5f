/**
 * What an officer or reviewer decided about an earlier check of the same file: a reading of a column, a warning that is right, a false
 * alarm, a mended cell. Who may decide what is not decided here.
 */
import type { Finding, Severity } from "../kernel/finding.ts";

/** Which finding is meant: by code, and as much of its place as is given. */
export interface DecidedIssue {
  readonly code: string;
  readonly row?: number | undefined;
  readonly column?: number | undefined;
  readonly field?: string | undefined;
}

export interface Decision {
  readonly issue?: DecidedIssue | undefined;
  /** A field's name or a column's header. */
  readonly column?: string | undefined;
  /**
   * "." or "," (decimal mark), "kemendagri" or "bps" (code system), "dmy" or "mdy" (order of dates). About a recipe, "confirm" or the
   * recipe itself: that is kept with the dataset, and the checks meet it there.
   */
  readonly choose?: string | Readonly<Record<string, unknown>> | undefined;
  /** The finding is right to be there and stops nothing, for this reason. */
  readonly override?: boolean | undefined;
  /** The text that the cell of `issue` should have held. */
  readonly correct?: string | undefined;
  readonly reason?: string | undefined;
}

export interface Decisions {
  /** What was chosen for a column, among `choices`. */
  readonly choice: <C extends string>(names: readonly string[], choices: readonly C[]) => C | undefined;
  /** Corrections by row, then by column (from 1) or field name. */
  readonly corrections: ReadonlyMap<
    number,
    readonly { readonly column?: number; readonly field?: string; readonly text: string }[]
  >;
  /** The finding's severity after overrides, and the reason given. */
  readonly severityOf: (finding: Finding) => { readonly severity: Severity; readonly reason?: string | undefined };
  readonly hasOverrides: boolean;
}

/** A broken value cannot be overruled, only mended; a suspicion, a rule and a false alarm can. */
const canOverride = (code: string, severity: Severity): boolean =>
  severity === "warning" ||
  code.startsWith("personal/") ||
  /^(?:row|table)\/rule-/.test(code) ||
  code === "column/small-cells";

export function readDecisions(decisions: readonly Decision[] = []): Decisions {
  const corrections = new Map<number, { column?: number; field?: string; text: string }[]>();
  for (const { issue, correct, column } of decisions) {
    if (correct === undefined || issue?.row === undefined) continue;
    const field = issue.field ?? column;
    const place = {
      ...(issue.column === undefined ? {} : { column: issue.column }),
      ...(field === undefined ? {} : { field }),
      text: correct,
    };
    corrections.set(issue.row, [...(corrections.get(issue.row) ?? []), place]);
  }
  const overrides = decisions.filter(({ override, issue }) => override === true && issue !== undefined);
  return {
    choice: (names, choices) => {
      const chosen = decisions.findLast(
        ({ column, issue, choose }) =>
          choose !== undefined &&
          choices.some((choice) => choice === choose) &&
          names.some((name) => name === (column ?? issue?.field)),
      )?.choose;
      return choices.find((choice) => choice === chosen);
    },
    corrections,
    severityOf: (finding) => {
      if (!canOverride(finding.code, finding.severity)) return { severity: finding.severity };
      const decided = overrides.find(({ issue }) => issue !== undefined && isMeant(issue, finding));
      return decided === undefined
        ? { severity: finding.severity }
        : { severity: "note", reason: decided.reason ?? "" };
    },
    hasOverrides: overrides.length > 0,
  };
}

const isMeant = (issue: DecidedIssue, finding: Finding): boolean =>
  issue.code === finding.code &&
  (issue.row === undefined || issue.row === finding.row) &&
  (issue.column === undefined || issue.column === finding.column) &&
  (issue.field === undefined || issue.field === finding.field);
