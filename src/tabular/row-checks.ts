/** What is checked of a whole row: its key, values that may come once, references, the name beside a region's code. */
import { storageOf, type TableSchema } from "../kernel/package.ts";
import type { CheckPlan } from "./check-plan.ts";
import { plainNumber } from "./compare-decimal.ts";
import { nearestEntry } from "./constraints.ts";
import { createKeySet, type KeySet, NOTED_KEYS } from "./key-set.ts";
import type { RawRow } from "./model.ts";
import { maskPersonal } from "./personal.ts";
import { problem, type Read, valueRead } from "./reading.ts";
import { type RegionBook, showRegion } from "./regions.ts";
import type { Problem, Report } from "./report.ts";
import type { ShapedRow } from "./shape.ts";

/** The keys that a foreign key may refer to: values of its fields, joined by U+001F. */
export interface Reference {
  readonly resource: string;
  readonly fields: readonly string[];
  readonly keys: readonly string[];
}

export interface RowCheckInput {
  readonly schema: TableSchema;
  readonly references: readonly Reference[];
  readonly plan: CheckPlan;
  readonly book: RegionBook;
  readonly report: Report;
  /** From the first reading, so that no set has to grow. */
  readonly expectedRows: number;
}

const SEPARATOR = "\u001f";

/** Something that is checked of a row as a whole, after its cells have been read. */
export type RowCheck = (row: RawRow | ShapedRow, reads: readonly Read[]) => void;

/** The file's own column of a cell; undefined where the file has none for it: its header said it, or it is not there. */
export function columnOf(row: RawRow | ShapedRow, place: number): number | undefined {
  if (place < 0) return undefined;
  if (!("columns" in row)) return place + 1;
  const column = row.columns[place];
  return column === 0 ? undefined : column;
}

function placesOf(names: readonly string[], schema: TableSchema): readonly number[] {
  return names.map((name) => schema.fields.findIndex((field) => field.name === name)).filter((index) => index >= 0);
}

/** A check that tells a little later than it sees. */
export interface DelayedCheck {
  readonly check: RowCheck;
  readonly finish: () => void;
}

export function keyCheck({ schema, plan, report, expectedRows }: RowCheckInput): DelayedCheck | undefined {
  const places = placesOf(schema.primaryKey, schema);
  if (places.length === 0 || places.some((place) => (plan.fields[place]?.place ?? -1) < 0)) return undefined;
  const decimal = places.map((place) => {
    const field = schema.fields[place];
    return field !== undefined && storageOf(field) === "numeric";
  });
  const seen = createKeySet(Math.min(expectedRows, 4_000_000));
  const parts = places.map(() => "");
  const width = places.length;
  const hidden = places.map((place) => plan.masked.has((plan.fields[place]?.place ?? -1) + 1));
  const column = (plan.fields[places[0] ?? 0]?.place ?? 0) + 1;
  /** The values of the keys that are noted. */
  const values = new Array<string>(NOTED_KEYS * width).fill("");
  let noted = 0;
  const tell = (nth: number, row: number, first: number): void => {
    const shown = places.map((place, index) => {
      const value = values[nth * width + index] ?? "";
      return `${schema.fields[place]?.name ?? ""} = ${hidden[index] === true ? maskPersonal(value) : value}`;
    });
    const at = plan.width === 0 ? {} : { column };
    report.add({ code: "row/duplicate-key", severity: "error", row, ...at, params: { key: shown.join(", "), first } });
  };
  const finish = (): void => {
    seen.settle(tell);
    noted = 0;
  };
  const check: RowCheck = (row, reads) => {
    for (let index = 0; index < width; index += 1) {
      const value = valueRead(reads[places[index] ?? 0] ?? null);
      if (value === null) return;
      values[noted * width + index] = value;
      parts[index] = decimal[index] === true ? plainNumber(value) : value;
    }
    noted += 1;
    if (!seen.note(parts, row.row)) finish();
  };
  return { check, finish };
}

export function uniqueChecks({ schema, plan, report, expectedRows }: RowCheckInput): readonly RowCheck[] {
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
          report.addCell(
            problem("cell/not-unique", "error", { first }),
            row.row,
            columnOf(row, place),
            field.name,
            value,
          );
      },
    ];
  });
}

export function referenceChecks({ schema, plan, report, references }: RowCheckInput): readonly RowCheck[] {
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
          report.addCell(unknown(key), row.row, columnOf(row, place), field.name, key);
          return;
        }
        const params = { key: values.join(", "), resource: reference.resource };
        report.add({ code: "row/reference-unknown", severity: "error", row: row.row, params });
      },
    ];
  });
}

/** A code must be the region that the name beside it says. */
export function witnessChecks({ plan, book, report }: RowCheckInput): readonly RowCheck[] {
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
        report.addCell(
          problem("row/region-name-disagrees", "error", params),
          row.row,
          columnOf(row, place),
          field.name,
          value,
        );
      },
    ];
  });
}
