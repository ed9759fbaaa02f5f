/**
 * The second reading: each row read by its columns' readers, checked as a whole (width, key, references, names beside codes, declared
 * rules) and written as a line of COPY text. The hot loop of the project: a clean cell costs one call and no object.
 */
import type { Finding } from "../kernel/finding.ts";
import type { Rule } from "../kernel/package.ts";
import type { FieldPlan } from "./check-plan.ts";
import { COPY_NULL } from "./copy-text.ts";
import type { Decisions } from "./decisions.ts";
import type { RawRow } from "./model.ts";
import type { Previous } from "./previous.ts";
import { tellGone, thousandCheck } from "./previous-checks.ts";
import { problem, type Read, valueRead } from "./reading.ts";
import { tellMissingRegions } from "./region-gaps.ts";
import { tellEarlyRegions } from "./region-times.ts";
import type { Problem, Report } from "./report.ts";
import { columnOf, keyCheck, type RowCheckInput, referenceChecks, uniqueChecks, witnessChecks } from "./row-checks.ts";
import { createRules } from "./rules.ts";
import type { ShapedRow } from "./shape.ts";
import { countSmallCells } from "./small-cells.ts";

export interface RowCheckerInput extends RowCheckInput {
  readonly rules: readonly Rule[];
  readonly corrections: Decisions["corrections"];
  readonly emit: ((line: string) => void) | undefined;
  /** What stands above the table. */
  readonly title: string | null;
  /** A finding about a column of the table, at its place in the officer's file. */
  readonly inFile: (finding: Finding) => Finding;
  /** The last published version, where there is one to compare with. */
  readonly previous?: Previous | undefined;
  /** Does the file take its place? */
  readonly isReplaced: boolean;
}

export interface RowChecker {
  readonly check: (row: RawRow | ShapedRow) => void;
  /** What can be said only at the end: rules over rows, regions that never came. */
  readonly finish: () => void;
  /** Rows handed on. */
  readonly rows: () => number;
}

export function createRowChecker(input: RowCheckerInput): RowChecker {
  const { schema, plan, report, emit, corrections } = input;
  const { fields, width, parent } = plan;
  const count = fields.length;
  const reads = new Array<Read>(count).fill(null);
  const regencyAt = fields.findIndex(({ region }) => region?.level === "regency");
  // Regencies before districts, so that a district's regency is known when it is read.
  const order = fields.map((_, index) => index).sort((a, b) => Number(b === regencyAt) - Number(a === regencyAt));
  const key = keyCheck(input);
  const { previous } = input;
  const places = fields.map(({ place }) => place);
  const checks = [
    ...uniqueChecks(input),
    ...referenceChecks(input),
    ...witnessChecks(input),
    ...(previous === undefined ? [] : [thousandCheck(previous, schema, places, report)]),
  ];
  const gone = previous === undefined || !input.isReplaced ? undefined : tellGone(previous, schema, input.book);
  const rules = createRules(input.rules, { schema, report, book: input.book, previous });
  const regionGaps = tellMissingRegions(fields, input.book, schema.primaryKey);
  const regionTimes = tellEarlyRegions(fields, input.book);
  const smallCells = countSmallCells(fields, input.title);
  const statusHeads = fields.map(({ field }) => `${JSON.stringify(field.name)}:"`);
  let rows = 0;

  const readRow = (row: RawRow): boolean => {
    const { cells, kinds } = row;
    let regency =
      parent === undefined
        ? undefined
        : valueRead(parent.read(cells[parent.place] ?? "", kinds?.[parent.place], undefined));
    let kept = true;
    for (const index of order) {
      const { place, read, region } = fields[index] as FieldPlan;
      const cell = place < 0 ? "" : (cells[place] ?? "");
      const kind = kinds?.[place];
      let got: Read = null;
      if (region !== undefined) {
        got = region.read(cell, kind, regency ?? undefined);
        if (index === regencyAt) regency = valueRead(got);
        if (typeof got === "object" && got?.isTotal === true) {
          report.addCell(TOTAL, row.row, columnOf(row, place), fields[index]?.field.name ?? "", cell);
          kept = false;
        }
      } else if (read !== undefined) got = read(cell, kind);
      reads[index] = got;
    }
    return kept;
  };

  const check = (raw: RawRow | ShapedRow): void => {
    const row = corrections.size === 0 ? raw : corrected(raw, corrections, fields);
    if (width > 0) checkWidth(row, width, report);
    if (!readRow(row)) return;
    rows += 1;
    let line = String(row.row);
    let statuses = "";
    for (let index = 0; index < count; index += 1) {
      const got = reads[index] ?? null;
      if (typeof got === "string") line += `\t${got}`;
      else if (got === null) line += "\t\\N";
      else {
        line += `\t${got.copy}`;
        if (got.status !== undefined)
          statuses += `${statuses === "" ? "{" : ","}${statusHeads[index] ?? ""}${got.status}"`;
        if (got.problems.length > 0) tellProblems(got.problems, row, index);
      }
    }
    key?.check(row, reads);
    for (const one of checks) one(row, reads);
    rules.check(row.row, reads);
    regionGaps.see(reads);
    regionTimes.see(row.row, reads);
    gone?.see(reads);
    smallCells.see(reads);
    emit?.(`${line}\t${statuses === "" ? COPY_NULL : `${statuses}}`}\n`);
  };

  const tellProblems = (problems: readonly Problem[], row: RawRow | ShapedRow, index: number): void => {
    const { field, place } = fields[index] as FieldPlan;
    for (const one of problems)
      report.addCell(one, row.row, columnOf(row, place), field.name, place < 0 ? "" : (row.cells[place] ?? ""));
  };

  const finish = (): void => {
    key?.finish();
    rules.finish();
    for (const finding of [
      ...regionGaps.findings(regionTimes.lastYear()),
      ...regionTimes.findings(),
      ...smallCells.findings(),
      ...(gone?.findings() ?? []),
    ])
      report.add(input.inFile(finding));
  };
  return { check, finish, rows: () => rows };
}

const TOTAL = problem("row/total-not-stored", "note");

/** Tells of cells beyond the header that hold something, and of cells that a CSV's row lacks. */
function checkWidth(row: RawRow, width: number, report: Report): void {
  const { cells } = row;
  if (cells.length === width || (cells.length < width && row.kinds !== undefined)) return;
  const params = { cells: cells.length, columns: width };
  if (cells.length < width) {
    report.add({ code: "row/too-few-cells", severity: "error", row: row.row, params });
    return;
  }
  const at = cells.findIndex((cell, index) => index >= width && cell.trim() !== "");
  if (at < 0) return;
  report.add({
    code: "row/too-many-cells",
    severity: "error",
    row: row.row,
    column: at + 1,
    value: cells[at] ?? "",
    params,
  });
}

function corrected(
  row: RawRow | ShapedRow,
  corrections: Decisions["corrections"],
  fields: readonly FieldPlan[],
): RawRow | ShapedRow {
  const own = corrections.get(row.row);
  if (own === undefined) return row;
  const cells = [...row.cells];
  for (const { column, field, text } of own) {
    const byName = fields.find((plan) => plan.field.name === field)?.place;
    const byColumn = column === undefined ? undefined : "columns" in row ? row.columns.indexOf(column) : column - 1;
    const place = byName ?? byColumn;
    if (place !== undefined && place >= 0) cells[place] = text;
  }
  // A corrected cell is text, whatever the workbook took it for.
  const { kinds } = row;
  return kinds === undefined
    ? { ...row, cells }
    : { ...row, cells, kinds: kinds.map((kind, at) => (cells[at] === row.cells[at] ? kind : "text")) };
}
