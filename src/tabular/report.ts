/**
 * The report of a check: complete counts, bounded samples. A million bad cells cost a million additions, not a million objects; only
 * whoever asks for the whole report (`onFinding`) pays for each finding. Values of columns that hold personal data are masked here, so
 * that nothing behind this point ever sees them.
 */
import {
  type Finding,
  type FindingCode,
  type FindingParams,
  MAX_FINDING_VALUE,
  type Severity,
} from "../kernel/finding.ts";
import type { Decisions } from "./decisions.ts";
import { findPersonal, maskPersonal } from "./personal.ts";

export interface FindingGroup {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly field?: string | undefined;
  readonly count: number;
  /** The first five. */
  readonly examples: readonly Finding[];
}

export interface ReportSummary {
  readonly errors: number;
  readonly warnings: number;
  readonly notes: number;
  readonly byCode: Readonly<Record<string, number>>;
  readonly groups: readonly FindingGroup[];
  /** At most 100: errors before warnings before notes, each in file order. */
  readonly issues: readonly Finding[];
}

export interface Report {
  readonly add: (finding: Finding) => void;
  /** Like `add`, without an object where none is needed. A cell that became several rows of the long form is told once. */
  readonly addCell: (problem: Problem, row: number, column: number | undefined, field: string, value: string) => void;
  /** From now on values of this column (from 1) are masked. */
  readonly mask: (column: number) => void;
  readonly summary: () => ReportSummary;
}

/** What is wrong with a cell, before its place is known. */
export interface Problem {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly suggestion?: string | undefined;
  readonly params: FindingParams;
}

interface Group {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly field?: string | undefined;
  count: number;
  readonly examples: Finding[];
  /** The cell that was told last. */
  last?: { row: number; column: number; problem: Problem };
}

const MAX_EXAMPLES = 5;
const MAX_ISSUES = 100;
const MAX_GROUPS = 2_000;
const order: readonly Severity[] = ["error", "warning", "note"];

export function createReport(decisions: Decisions, onFinding?: (finding: Finding) => void): Report {
  const groups = new Map<string, Group>();
  const firsts: { readonly [S in Severity]: Finding[] } = { error: [], warning: [], note: [] };
  const totals: { [S in Severity]: number } = { error: 0, warning: 0, note: 0 };
  const byCode: Record<string, number> = {};
  const masked = new Set<number>();

  const groupOf = (code: FindingCode, severity: Severity, field: string | undefined): Group => {
    const key = `${code}\n${severity}\n${field ?? ""}`;
    const known = groups.get(key);
    if (known !== undefined) return known;
    const fresh: Group = { code, severity, ...(field === undefined ? {} : { field }), count: 0, examples: [] };
    if (groups.size < MAX_GROUPS) groups.set(key, fresh);
    return fresh;
  };

  const count = (group: Group): void => {
    group.count += 1;
    totals[group.severity] += 1;
    byCode[group.code] = (byCode[group.code] ?? 0) + 1;
  };

  const keep = (group: Group, finding: Finding): void => {
    if (group.examples.length < MAX_EXAMPLES) group.examples.push(finding);
    const first = firsts[group.severity];
    if (first.length < MAX_ISSUES) first.push(finding);
    onFinding?.(finding);
  };

  const add = (raw: Finding): void => {
    const finding = settle(clean(raw, masked), decisions);
    const group = groupOf(finding.code, finding.severity, finding.field);
    count(group);
    keep(group, finding);
  };

  const addCell: Report["addCell"] = (problem, row, column, field, value) => {
    const group = groupOf(problem.code, problem.severity, field);
    if (column !== undefined) {
      if (isTold(group, problem, row, column)) return;
      remember(group, problem, row, column);
    }
    if (!decisions.hasOverrides && onFinding === undefined && firsts[problem.severity].length >= MAX_ISSUES) {
      if (group.examples.length >= MAX_EXAMPLES) {
        count(group);
        return;
      }
    }
    add({ ...problem, row, ...(column === undefined ? {} : { column }), field, ...(value === "" ? {} : { value }) });
  };

  return {
    add,
    addCell,
    mask: (column) => {
      masked.add(column);
    },
    summary: () => ({
      errors: totals.error,
      warnings: totals.warning,
      notes: totals.note,
      byCode: { ...byCode },
      groups: [...groups.values()]
        .map(({ last: _last, ...group }): FindingGroup => group)
        .sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity) || b.count - a.count),
      issues: [...firsts.error, ...firsts.warning, ...firsts.note].slice(0, MAX_ISSUES),
    }),
  };
}

const isTold = ({ last }: Group, problem: Problem, row: number, column: number): boolean =>
  last !== undefined &&
  last.row === row &&
  last.column === column &&
  (last.problem === problem || JSON.stringify(last.problem) === JSON.stringify(problem));

function remember(group: Group, problem: Problem, row: number, column: number): void {
  if (group.last === undefined) group.last = { row, column, problem };
  else Object.assign(group.last, { row, column, problem });
}

function clean(raw: Finding, masked: ReadonlySet<number>): Finding {
  const finding = withoutPersonal(raw, masked);
  const { value } = finding;
  if (value === undefined || value.length <= MAX_FINDING_VALUE) return finding;
  return { ...finding, value: `${value.slice(0, MAX_FINDING_VALUE - 1)}…` };
}

/** A value of a personal column, or one that looks personal wherever it stands, is shown by its ends only. */
function withoutPersonal(finding: Finding, masked: ReadonlySet<number>): Finding {
  const { value, suggestion, column } = finding;
  const isPersonal =
    (column !== undefined && masked.has(column)) || (value !== undefined && findPersonal(value) !== undefined);
  const params = Object.entries(finding.params).some(
    ([, text]) => typeof text === "string" && findPersonal(text) !== undefined,
  )
    ? Object.fromEntries(Object.entries(finding.params).map(([name, text]) => [name, maskIfPersonal(text)]))
    : finding.params;
  if (!isPersonal) return params === finding.params ? finding : { ...finding, params };
  const { suggestion: _dropped, ...rest } = finding;
  const shown = suggestion === undefined ? finding : rest;
  return { ...shown, params, ...(value === undefined ? {} : { value: maskPersonal(value) }) };
}

const maskIfPersonal = (text: string | number): string | number =>
  typeof text === "string" && findPersonal(text) !== undefined ? maskPersonal(text) : text;

function settle(finding: Finding, decisions: Decisions): Finding {
  if (!decisions.hasOverrides) return finding;
  const { severity, reason } = decisions.severityOf(finding);
  if (reason === undefined) return finding;
  return { ...finding, severity, reason };
}
