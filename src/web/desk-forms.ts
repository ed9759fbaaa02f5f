/**
 * The report's form: what an officer may do about a finding, and the decisions that a filled form makes. The names of its fields say what
 * they are about, so that a form of an older report still means what it said. Who may decide what is decided by intake.
 */
import type { Actor } from "../kernel/actor.ts";
import type { Finding } from "../kernel/finding.ts";
import type { Decision } from "../tabular/decisions.ts";
import type { FindingGroup } from "../tabular/report.ts";

export type Choice = "," | "." | "dmy" | "mdy" | "kemendagri" | "bps";

const CHOICES: Readonly<Record<string, readonly Choice[]>> = {
  "column/two-readings": [",", "."],
  "column/reading-chosen": [",", "."],
  "column/mixed-marks": [",", "."],
  "column/date-order": ["dmy", "mdy"],
  "column/mixed-date-orders": ["dmy", "mdy"],
  "column/region-codes-undecided": ["kemendagri", "bps"],
  "column/region-system": ["kemendagri", "bps"],
};

/** The readings that this cause leaves open. */
export const choicesOf = ({ code }: Pick<FindingGroup, "code">): readonly Choice[] => CHOICES[code] ?? [];

/** Is it a proposal that can be confirmed as it is? */
export const isConfirmable = ({ code }: Pick<FindingGroup, "code">): boolean =>
  code === "table/recipe-proposed" || code === "recipe/column-renamed" || code === "recipe/column-added";

/** Can a value be put in its place? */
export const isMendable = ({ code, row, column }: Finding): boolean =>
  row !== undefined && column !== undefined && code.startsWith("cell/");

/** Can it be said to be right as it is? Personal data by reviewers alone. */
export function isDefensible({ code, severity }: Pick<FindingGroup, "code" | "severity">, { role }: Actor): boolean {
  if (isConfirmable({ code })) return false;
  if (code.startsWith("personal/")) return role === "reviewer" || role === "admin";
  return severity === "warning" || (severity === "error" && /^(?:row|table)\/rule-|^column\/small-cells$/.test(code));
}

const nameOf = (...parts: readonly (string | number | undefined)[]): string =>
  parts.map((part) => part ?? "").join("|");

export const mendName = ({ code, row, column, field }: Finding): string => nameOf("benar", code, row, column, field);
export const suggestName = ({ code, row, column, field }: Finding): string => nameOf("usul", code, row, column, field);
export const reasonName = ({ code, field }: FindingGroup): string => nameOf("alasan", code, field);
export const choiceName = ({ code, field }: FindingGroup): string => nameOf("baca", code, field);
export const confirmName = ({ code }: FindingGroup): string => nameOf("setuju", code);

/** What was filled in; what was left empty decides nothing. A typed value wins over the suggestion beside it. */
export function readFilled(body: unknown): readonly Decision[] {
  const made = new Map<string, Decision>();
  for (const [name, given] of Object.entries(typeof body === "object" && body !== null ? body : {})) {
    const value = typeof given === "string" ? given.trim() : "";
    if (value === "") continue;
    const [what = "", code = "", ...place] = name.split("|");
    if (what === "benar" || what === "usul") {
      const [row, column, field] = place;
      const key = place.join("|");
      if (what === "usul" && made.has(key)) continue;
      made.set(key, {
        issue: { code, row: Number(row), column: Number(column), ...(field ? { field } : {}) },
        correct: value,
      });
    } else if (what === "alasan") {
      made.set(name, { issue: { code, ...(place[0] ? { field: place[0] } : {}) }, override: true, reason: value });
    } else if (what === "baca" && place[0]) {
      made.set(name, { column: place[0], choose: value });
    } else if (what === "setuju") {
      made.set(name, { issue: { code }, choose: "confirm" });
    }
  }
  return [...made.values()];
}
