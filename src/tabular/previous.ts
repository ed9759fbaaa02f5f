/**
 * The last published version, as the checks hold it: each row by what identifies it, with its numbers as one text. Read from lines of
 * JSON that were written beside the file; nothing here knows a database. Bounded: of a larger version nothing is held.
 */
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { type Field, isNumeric, type TableSchema } from "../kernel/package.ts";
import { plainNumber } from "./compare-decimal.ts";
import { type Read, valueRead } from "./reading.ts";

export interface PreviousVersion {
  readonly version: number;
  readonly rows: number;
  /** Lines of JSON, one array of texts or nulls a row; absent where the version has more rows than are compared. */
  readonly path?: string | undefined;
  /** The file's fields that a line holds, in order. */
  readonly fields: readonly string[];
  /** Does the file take the place of the version, so that what it lacks is gone? */
  readonly isReplaced: boolean;
}

/** Rows of a version that a check holds. */
export const MOST_COMPARED = 300_000;

/** What one row of the version says. */
export interface PreviousRow {
  /** The number that a field of the schema had there; undefined where it had none. */
  readonly valueOf: (place: number) => string | undefined;
}

export interface Previous {
  readonly version: number;
  /** Places in the schema of what identifies a row, and of the numbers that are held. */
  readonly identity: readonly number[];
  readonly numbers: readonly number[];
  readonly rows: ReadonlyMap<string, string>;
  /** The row that is identified alike. */
  readonly findSame: (reads: readonly Read[]) => PreviousRow | undefined;
  /** That row, or the latest of its series where the version has no row of that period. */
  readonly findLast: (reads: readonly Read[]) => PreviousRow | undefined;
  /** What identifies a row, in words. */
  readonly show: (reads: readonly Read[]) => string;
}

const SEPARATOR = "\u001f";
/** Two rows of the version are identified alike: neither is the one that is meant. */
const TWINS = "\u001e";

/** What tells rows apart: the primary key, else what is no number by its role. Empty: nothing does. */
export function identityOf({ fields, primaryKey }: TableSchema): readonly Field[] {
  const byKey = fields.filter(({ name }) => primaryKey.includes(name));
  return primaryKey.length > 0 ? byKey : fields.filter(({ role }) => role !== undefined && role !== "measure");
}

/** Numbers that can be compared from version to version. */
export const comparedNumbers = (schema: TableSchema): readonly Field[] => {
  const identity = identityOf(schema);
  return schema.fields.filter((field) => isNumeric(field) && !identity.includes(field));
};

/** Undefined where nothing tells rows apart, or the version did not know what does. Rejects when the lines cannot be read. */
export async function loadPrevious(given: PreviousVersion, schema: TableSchema): Promise<Previous | undefined> {
  const { path, fields } = given;
  const identity = identityOf(schema);
  if (path === undefined || identity.length === 0 || identity.some(({ name }) => !fields.includes(name)))
    return undefined;
  const numbers = comparedNumbers(schema).filter(({ name }) => fields.includes(name));
  const at = (list: readonly Field[]): readonly number[] => list.map(({ name }) => fields.indexOf(name));
  const [keyAt, numbersAt] = [at(identity), at(numbers)];
  const periodAt = identity.findIndex(({ role }) => role === "period");
  const keyOf = keyMaker(identity);
  const rows = new Map<string, string>();
  const latest = new Map<string, { readonly period: string; readonly key: string }>();
  for await (const line of createInterface({ input: createReadStream(path, "utf8") })) {
    // Written by whoever asked for this check.
    const values = JSON.parse(line) as readonly (string | null)[];
    const parts = keyAt.map((place) => values[place] ?? null);
    const key = keyOf(parts);
    rows.set(key, rows.has(key) ? TWINS : numbersAt.map((place) => values[place] ?? "").join(SEPARATOR));
    if (periodAt < 0) continue;
    const period = parts[periodAt] ?? "";
    const series = seriesOf(key, periodAt);
    const known = latest.get(series);
    if (known === undefined || known.period < period) latest.set(series, { period, key });
  }
  const places = (list: readonly Field[]): readonly number[] => list.map((field) => schema.fields.indexOf(field));
  return holdPrevious(given.version, { rows, latest, keyOf, periodAt }, places(identity), places(numbers), schema);
}

interface Held {
  readonly rows: ReadonlyMap<string, string>;
  readonly latest: ReadonlyMap<string, { readonly key: string }>;
  readonly keyOf: (parts: readonly (string | null)[]) => string;
  readonly periodAt: number;
}

function holdPrevious(
  version: number,
  { rows, latest, keyOf, periodAt }: Held,
  identity: readonly number[],
  numbers: readonly number[],
  schema: TableSchema,
): Previous {
  const partsOf = (reads: readonly Read[]) => identity.map((place) => valueRead(reads[place] ?? null));
  const rowAt = (text: string | undefined): PreviousRow | undefined => {
    if (text === undefined || text === TWINS) return undefined;
    const values = text.split(SEPARATOR);
    return {
      valueOf: (place) => {
        const value = values[numbers.indexOf(place)];
        return value === "" ? undefined : value;
      },
    };
  };
  return {
    version,
    identity,
    numbers,
    rows,
    findSame: (reads) => rowAt(rows.get(keyOf(partsOf(reads)))),
    findLast: (reads) => {
      const key = keyOf(partsOf(reads));
      const same = rows.get(key);
      return rowAt(same ?? rows.get(latest.get(seriesOf(key, periodAt))?.key ?? ""));
    },
    show: (reads) =>
      partsOf(reads)
        .map((value, index) => `${schema.fields[identity[index] ?? 0]?.name ?? ""} = ${value ?? ""}`)
        .join(", "),
  };
}

/** "1.50" and "1.5" identify the same row. */
function keyMaker(identity: readonly Field[]): (parts: readonly (string | null)[]) => string {
  const isDecimal = identity.map(isNumeric);
  return (parts) =>
    parts
      .map((part, index) => (part !== null && isDecimal[index] === true ? plainNumber(part) : (part ?? "")))
      .join(SEPARATOR);
}

/** A key without its period. */
function seriesOf(key: string, periodAt: number): string {
  if (periodAt < 0) return key;
  const parts = key.split(SEPARATOR);
  parts[periodAt] = "";
  return parts.join(SEPARATOR);
}

/** What of `places` a held key says; for those that are part of the identity. */
export const partsOfKey = (key: string): readonly string[] => key.split(SEPARATOR);
