/**
 * What part of a dataset is asked for: filters, columns, order, limit. Parsed and checked against the fields of the version once, here,
 * whether it came in a URL or in GraphQL; behind this file every field exists and every value has its field's type. Whatever does not
 * fit is a fault with status 400: nothing is ever dropped in silence. `_`-parameters are ours, all others are field filters.
 */
import { Fault } from "../kernel/fault.ts";
import type { FieldName } from "../kernel/ids.ts";
import type { Field } from "../kernel/package.ts";
import type { TableRef } from "../store/dataset-table.ts";
import type { RowFilter, RowOp, RowOrder } from "../store/rows.ts";
import { parseFieldValue } from "./field-value.ts";

export interface RowRequest {
  readonly filters: readonly RowFilter[];
  readonly order: readonly RowOrder[];
  /** Absent: all of them. */
  readonly columns?: readonly FieldName[] | undefined;
  readonly limit?: number | undefined;
  readonly status: boolean;
  /** Only rows that came or were changed after this version; found by the outlet. */
  readonly updatedAfter?: TableRef | undefined;
}

/** More values in one request than this are refused; a longer list is a download and a join at home. */
const MAX_FILTER_VALUES = 1000;

const URL_OPS: ReadonlySet<string> = new Set<RowOp>(["ne", "lt", "lte", "gt", "gte"]);
const isUrlOp = (text: string): text is RowOp => URL_OPS.has(text);
const ROW_PARAMETERS = ["_columns", "_sort", "_limit", "_status"] as const;

/**
 * Reads a query string. `others` are the parameters that the outlet reads itself; any other `_`-parameter is refused.
 */
export function parseRowQuery(
  search: URLSearchParams,
  fields: readonly Field[],
  others: readonly string[],
): RowRequest {
  const filters: RowFilter[] = [];
  for (const name of new Set(search.keys())) {
    if (name.startsWith("_")) {
      if (!others.includes(name) && !ROW_PARAMETERS.some((known) => known === name))
        throw unknownParameter(name, [...ROW_PARAMETERS, ...others]);
      continue;
    }
    const [fieldName = "", operator, ...rest] = name.split(".");
    const field = getField(fields, fieldName);
    const op = operator === undefined ? "eq" : isUrlOp(operator) ? operator : undefined;
    if (op === undefined || rest.length > 0)
      throw new Fault("request.unknown-operator", { field: field.name, operator: name.slice(fieldName.length, 60) });
    filters.push(makeFilter(field, op, search.getAll(name).flatMap(splitList)));
  }
  demandFewValues(filters);
  const limit = single(search, "_limit");
  return {
    filters,
    order: list(search, "_sort").map((name) =>
      name.startsWith("-")
        ? { field: getField(fields, name.slice(1)).name, direction: "desc" }
        : { field: getField(fields, name).name, direction: "asc" },
    ),
    columns: search.has("_columns")
      ? [...new Set(list(search, "_columns").map((name) => getField(fields, name).name))]
      : undefined,
    limit: limit === undefined ? undefined : parseWhole(limit, "_limit", 0, 2_147_483_647),
    status: parseFlag(search, "_status"),
  };
}

/** The field of that name. Throws request.unknown-field. */
export function getField(fields: readonly Field[], name: string): Field {
  const field = fields.find((candidate) => candidate.name === name);
  if (field) return field;
  const known = fields.slice(0, 40).map((candidate) => candidate.name);
  throw new Fault("request.unknown-field", {
    field: name.slice(0, 80),
    known: `${known.join(", ")}${fields.length > known.length ? ", …" : ""}`,
  });
}

/**
 * One condition as the store takes it, values in canonical form; the empty text stands for a missing value. Several values: any of
 * them; with "ne", none of them. An order comparison takes one value, and not a missing one. Throws request.bad-value and
 * request.one-value.
 */
export function makeFilter(field: Field, op: RowOp, texts: readonly string[]): RowFilter {
  const ordered = op !== "eq" && op !== "ne" && op !== "in";
  const values = texts.map((text) => (text === "" && !ordered ? "" : parseFieldValue(field, text)));
  if (op === "in") return { field: field.name, op, values };
  if (values.length === 0 || (ordered && values.length > 1)) throw new Fault("request.one-value", { name: field.name });
  return { field: field.name, op: op === "eq" && values.length > 1 ? "in" : op, values };
}

/** Throws request.over-limit where the filters hold too many values together. */
export function demandFewValues(filters: readonly RowFilter[]): void {
  const count = filters.reduce((sum, { values }) => sum + values.length, 0);
  if (count > MAX_FILTER_VALUES)
    throw new Fault("request.over-limit", { name: "filter", value: count, minimum: 0, maximum: MAX_FILTER_VALUES });
}

/** A whole number written plainly. Throws request.over-limit. */
function parseWhole(text: string, name: string, minimum: number, maximum: number): number {
  const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (!(number >= minimum && number <= maximum))
    throw new Fault("request.over-limit", { name, value: text.slice(0, 40), minimum, maximum });
  return number;
}

/** The one value of a parameter, or undefined. Throws request.one-value when it is repeated. */
export function single(search: URLSearchParams, name: string): string | undefined {
  const values = search.getAll(name);
  if (values.length > 1) throw new Fault("request.one-value", { name });
  return values[0];
}

/** 1 or true, 0 or false; absent: false. Throws request.bad-parameter. */
export function parseFlag(search: URLSearchParams, name: string): boolean {
  const text = single(search, name);
  if (text === undefined || text === "0" || text === "false") return false;
  if (text === "1" || text === "true") return true;
  throw new Fault("request.bad-parameter", { parameter: name, value: text.slice(0, 40), expected: "0, 1" });
}

export const unknownParameter = (name: string, known: readonly string[]): Fault =>
  new Fault("request.unknown-parameter", { parameter: name.slice(0, 80), known: known.join(", ") });

const list = (search: URLSearchParams, name: string): readonly string[] =>
  search.getAll(name).flatMap((text) => text.split(","));

/** "a,b" → a, b; `"a,b",c` → "a,b", c: a value between double quotes keeps its commas, a doubled quote inside is one. */
export function splitList(text: string): readonly string[] {
  if (!text.includes('"')) return text.split(",");
  const parts = text.match(/(?<=^|,)(?:"(?:[^"]|"")*"(?=,|$)|[^,]*)(?=,|$)/g) ?? [text];
  return parts.map((part) =>
    part.length >= 2 && part.startsWith('"') && part.endsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part,
  );
}
