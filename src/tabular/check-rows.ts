/**
 * The second reading: each row read by its columns' readers, checked as a whole (width, key, references, names beside codes, declared
 * rules) and written as a line of COPY text. The hot loop of the project: a clean cell costs one call and no object.
 */
import type { Rule, TableSchema } from "../kernel/package.ts";
import { storageOf } from "../kernel/package.ts";
import type { CheckPlan, FieldPlan } from "./check-plan.ts";
import { nearestEntry } from "./constraints.ts";
import { COPY_NULL } from "./copy-text.ts";
import type { Decisions } from "./decisions.ts";
import { createKeySet, type KeySet } from "./key-set.ts";
import type { RawRow } from "./model.ts";
import { maskPersonal } from "./personal.ts";
import { problem, type Read, valueRead } from "./reading.ts";
import { tellMissingRegions } from "./region-gaps.ts";
import { type RegionBook, showRegion } from "./regions.ts";
import type { Problem, Report } from "./report.ts";
import { createRules } from "./rules.ts";
import type { ShapedRow } from "./shape.ts";
import { countSmallCells } from "./small-cells.ts";

/** The keys that a foreign key may refer to: values of its fields, joined by U+001F. */
export interface Reference {
  readonly resource: string;
  readonly fields: readonly string[];
  readonly keys: readonly string[];
}

export interface RowCheckerInput {
  readonly schema: TableSchema;
  readonly rules: readonly Rule[];
  readonly references: readonly Reference[];
  readonly plan: CheckPlan;
  readonly book: RegionBook;
  readonly report: Report;
  readonly corrections: Decisions["corrections"];
  readonly emit: ((line: string) => void) | undefined;
  readonly expectedRows: number;
  /** What stands above the table. */
  readonly title: string | null;
}

export interface RowChecker {
  readonly check: (row: RawRow | ShapedRow) => void;
  /** What can be said only at the end: rules over rows, regions that never came. */
  readonly finish: () => void;
  /** Rows handed on. */
  readonly rows: () => number;
}

const SEPARATOR = "\u001f";

export function createRowChecker(input: RowCheckerInput): RowChecker {
  const { schema, plan, report, emit, corrections } = input;
  const { fields, width, parent } = plan;
  const count = fields.length;
  const reads = new Array<Read>(count).fill(null);
  const regencyAt = fields.findIndex(({ region }) => region?.level === "regency");
  // Regencies before districts, so that a district's regency is known when it is read.
  const order = fields.map((_, index) => index).sort((a, b) => Number(b === regencyAt) - Number(a === regencyAt));
  const key = keyCheck(input);
  const checks = [...uniqueChecks(input), ...referenceChecks(input), ...witnessChecks(input)];
  const rules = createRules(input.rules, schema, report, input.book);
  const regionGaps = tellMissingRegions(fields, input.book, schema.primaryKey);
  const smallCells = countSmallCells(fields, input.title);
  const statusHeads = fields.map(({ field }) => `${JSON.stringify(field.name)}:"`);
  let rows = 0;

  const columnOf = (row: RawRow | ShapedRow, place: number): number | undefined => {
    if (place < 0) return undefined;
    if (!("columns" in row)) return place + 1;
    const column = row.columns[place];
    return column === 0 ? undefined : column;
  };

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
    key?.(row, reads);
    for (const one of checks) one(row, reads);
    rules.check(row.row, reads);
    regionGaps.see(reads);
    smallCells.see(reads);
    emit?.(`${line}\t${statuses === "" ? COPY_NULL : `${statuses}}`}\n`);
  };

  const tellProblems = (problems: readonly Problem[], row: RawRow | ShapedRow, index: number): void => {
    const { field, place } = fields[index] as FieldPlan;
    for (const one of problems)
      report.addCell(one, row.row, columnOf(row, place), field.name, place < 0 ? "" : (row.cells[place] ?? ""));
  };

  const finish = (): void => {
    rules.finish();
    for (const finding of [...regionGaps.findings(), ...smallCells.findings()]) report.add(finding);
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

type RowCheck = (row: RawRow | ShapedRow, reads: readonly Read[]) => void;

/** "1.50" and "1.5" are one key. */
const plainNumber = (value: string): string => (value.includes(".") ? value.replace(/\.?0+$/, "") : value);

function placesOf(names: readonly string[], schema: TableSchema): readonly number[] {
  return names.map((name) => schema.fields.findIndex((field) => field.name === name)).filter((index) => index >= 0);
}

function keyCheck({ schema, plan, report, expectedRows }: RowCheckerInput): RowCheck | undefined {
  const places = placesOf(schema.primaryKey, schema);
  if (places.length === 0 || places.some((place) => (plan.fields[place]?.place ?? -1) < 0)) return undefined;
  const decimal = places.map((place) => {
    const field = schema.fields[place];
    return field !== undefined && storageOf(field) === "numeric";
  });
  const seen = createKeySet(Math.min(expectedRows, 4_000_000));
  const parts = places.map(() => "");
  const hidden = places.map((place) => plan.masked.has((plan.fields[place]?.place ?? -1) + 1));
  const column = (plan.fields[places[0] ?? 0]?.place ?? 0) + 1;
  return (row, reads) => {
    for (let index = 0; index < places.length; index += 1) {
      const value = valueRead(reads[places[index] ?? 0] ?? null);
      if (value === null) return;
      parts[index] = decimal[index] === true ? plainNumber(value) : value;
    }
    const first = seen.add(parts, row.row);
    if (first === 0) return;
    const shown = places.map((place, index) => {
      const value = valueRead(reads[place] ?? null) ?? "";
      return `${schema.fields[place]?.name ?? ""} = ${hidden[index] === true ? maskPersonal(value) : value}`;
    });
    const at = plan.width === 0 ? {} : { column };
    report.add({
      code: "row/duplicate-key",
      severity: "error",
      row: row.row,
      ...at,
      params: { key: shown.join(", "), first },
    });
  };
}

function uniqueChecks({ schema, plan, report, expectedRows }: RowCheckerInput): readonly RowCheck[] {
  return schema.fields.flatMap((field, index): RowCheck[] => {
    const place = plan.fields[index]?.place ?? -1;
    const isOnlyKey = schema.primaryKey.length === 1 && schema.primaryKey[0] === field.name;
    if (field.constraints?.unique !== true || place < 0 || isOnlyKey) return [];
    const seen: KeySet = createKeySet(Math.min(expectedRows, 4_000_000));
    const isDecimal = storageOf(field) === "numeric";
    return [
      (row, reads) => {
        const value = valueRead(reads[index] ?? null);
        if (value === null) return;
        const first = seen.add([isDecimal ? plainNumber(value) : value], row.row);
        if (first !== 0)
          report.addCell(problem("cell/not-unique", "error", { first }), row.row, place + 1, field.name, value);
      },
    ];
  });
}

function referenceChecks({ schema, plan, report, references }: RowCheckerInput): readonly RowCheck[] {
  return schema.foreignKeys.flatMap(({ fields, reference }): RowCheck[] => {
    const given = references.find(
      ({ resource, fields: names }) => resource === reference.resource && names.join() === reference.fields.join(),
    );
    const places = placesOf(fields, schema);
    if (given === undefined || places.length !== fields.length) return [];
    const keys = new Set(given.keys);
    const [only] = places;
    const field = only === undefined ? undefined : schema.fields[only];
    const place = only === undefined ? -1 : (plan.fields[only]?.place ?? -1);
    const problems = new Map<string, Problem>();
    const unknown = (key: string): Problem => {
      const known = problems.get(key);
      if (known !== undefined) return known;
      const near = keys.size <= 5_000 ? nearestEntry(key, keys) : undefined;
      const fresh = problem("cell/reference-unknown", "error", { resource: reference.resource }, near);
      if (problems.size < 1_000) problems.set(key, fresh);
      return fresh;
    };
    return [
      (row, reads) => {
        const values = places.map((at) => valueRead(reads[at] ?? null));
        if (values.some((value) => value === null)) return;
        const key = values.join(SEPARATOR);
        if (keys.has(key)) return;
        if (places.length === 1 && field !== undefined) {
          report.addCell(unknown(key), row.row, place + 1, field.name, key);
          return;
        }
        const params = { key: values.join(", "), resource: reference.resource };
        report.add({ code: "row/reference-unknown", severity: "error", row: row.row, params });
      },
    ];
  });
}

/** A code must be the region that the name beside it says. */
function witnessChecks({ plan, book, report }: RowCheckerInput): readonly RowCheck[] {
  return plan.fields.flatMap(({ field, region, place }, index): RowCheck[] => {
    const witness = region?.witness;
    if (region === undefined || witness === undefined) return [];
    const known = new Map<string, boolean>();
    const agrees = (code: string, name: string): boolean => {
      const named = book.readName(name, region.level);
      return named.length === 0 || named.some((fact) => fact.code === code);
    };
    return [
      (row, reads) => {
        const code = valueRead(reads[index] ?? null);
        const name = row.cells[witness - 1] ?? "";
        if (code === null || name === "") return;
        const pair = `${code}\n${name}`;
        let right = known.get(pair);
        if (right === undefined) {
          right = agrees(code, name);
          if (known.size < 20_000) known.set(pair, right);
        }
        if (right) return;
        const fact = book.find(code);
        const params = { name, region: fact === undefined ? code : showRegion(fact) };
        const value = row.cells[place] ?? "";
        report.addCell(problem("row/region-name-disagrees", "error", params), row.row, place + 1, field.name, value);
      },
    ];
  });
}
