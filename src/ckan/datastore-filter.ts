/**
 * `filters`, `q`, `sort` and `fields` of the datastore's actions, from CKAN's forms to what the store takes. Every name is checked against
 * the version's fields and every value against its field's type, and what does not fit names the argument; the number of values and the
 * depth are bounded.
 */
import { makeFilter } from "../http/row-query.ts";
import type { FieldName } from "../kernel/ids.ts";
import type { TableRef } from "../store/dataset-table.ts";
import type { RowCondition, RowOp, RowOrder } from "../store/rows.ts";
import type { Arguments } from "./arguments.ts";
import { ActionError, about } from "./error.ts";
import { isObject, readList, readObject, readText } from "./values.ts";

const MAX_VALUES = 1000;
const MAX_DEPTH = 5;
const MAX_WORDS = 12;

const OPS: Readonly<Record<string, RowOp>> = {
  eq: "eq",
  ne: "ne",
  lt: "lt",
  lte: "lte",
  gt: "gt",
  gte: "gte",
  in: "in",
};

/** `{"kab":"Bone","tahun":[2024,2025]}`, `{"tahun":{"gte":2020}}`, `$or` and `$and`. */
export function readFilters(args: Arguments, table: TableRef): readonly RowCondition[] {
  const given = readObject(args, "filters");
  if (given === undefined) return [];
  let values = 0;
  const readAll = (conditions: Readonly<Record<string, unknown>>, depth: number): readonly RowCondition[] => {
    if (depth > MAX_DEPTH) throw ActionError.invalid("filters", `more than ${MAX_DEPTH} levels`);
    return Object.entries(conditions).flatMap(([name, wanted]) => {
      if (name === "$and") return objectsOf(name, wanted).flatMap((one) => readAll(one, depth + 1));
      if (name === "$or") return [{ or: objectsOf(name, wanted).map((one) => readAll(one, depth + 1)) }];
      const found = findColumn(table, name);
      if (found === undefined) throw ActionError.invalid("filters", `field "${name.slice(0, 80)}" not in table`);
      const conditions = isObject(wanted) ? Object.entries(wanted) : [["eq", wanted] as const];
      return conditions.map(([op, operand]) => {
        const known = Object.hasOwn(OPS, op) ? OPS[op] : undefined;
        if (known === undefined) throw ActionError.invalid("filters", `unknown operator "${op.slice(0, 40)}"`);
        const texts = (Array.isArray(operand) ? operand : [operand]).map(textOf);
        values += texts.length;
        if (values > MAX_VALUES) throw ActionError.invalid("filters", `more than ${MAX_VALUES} values`);
        // Of no values none is equal.
        return about("filters", () => makeFilter(found.field, texts.length === 0 ? "in" : known, texts));
      });
    });
  };
  return readAll(given, 0);
}

function objectsOf(name: string, value: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (!Array.isArray(value) || !value.every(isObject))
    throw ActionError.invalid("filters", `${name} takes a list of dictionaries`);
  if (value.length > MAX_VALUES) throw ActionError.invalid("filters", `more than ${MAX_VALUES} values`);
  return value;
}

/** A number that JavaScript cannot hold would no longer be the one that was written. */
function textOf(value: unknown): string {
  if (value === null) return "";
  if (typeof value === "number") {
    if (Number.isInteger(value) && !Number.isSafeInteger(value))
      throw ActionError.invalid("filters", "a number of more than 15 digits must be given as a text");
    const text = String(value);
    if (/e/i.test(text)) throw ActionError.invalid("filters", "such a number must be given as a text");
    return text;
  }
  if (typeof value === "string" || typeof value === "boolean") return String(value);
  throw ActionError.invalid("filters", "a value must be a text, a number, true, false or null");
}

const findColumn = (table: TableRef, name: string): TableRef["columns"][number] | undefined =>
  table.columns.find(({ field }) => field.name === name);

/** A text: every word somewhere in the row. An object: every word somewhere in that field. */
export function readWords(args: Arguments, table: TableRef): readonly RowCondition[] {
  const value = args.get("q");
  const isJson = isObject(value) || (typeof value === "string" && value.trim().startsWith("{"));
  const all = table.columns.map(({ field }) => field.name).filter((name) => name !== "_id");
  const byField: readonly (readonly [readonly FieldName[], string])[] = isJson
    ? Object.entries(readObject(args, "q") ?? {}).map(([name, text]) => {
        const found = findColumn(table, name);
        if (found === undefined) throw ActionError.invalid("q", `field "${name.slice(0, 80)}" not in table`);
        return [[found.field.name], String(text)] as const;
      })
    : [[all, readText(args, "q", 1000) ?? ""]];
  return byField.flatMap(([fields, text]) => {
    const words = wordsOf(text);
    if (words.length > MAX_WORDS) throw ActionError.invalid("q", `more than ${MAX_WORDS} words`);
    return words.length === 0 ? [] : [{ words, fields }];
  });
}

/** Without the marks of a tsquery: "bone:* & 2024" are the words "bone" and "2024". A zero byte is in no row. */
const wordsOf = (text: string): readonly string[] =>
  text
    .toLowerCase()
    .split(/[\s&|!()<>\0]+/u)
    .map((word) => word.replace(/:\*?$/, ""))
    .filter((word) => word !== "");

/** "tahun desc, kab": each a field, quoted or not, a direction, "nulls last". */
export function readSort(args: Arguments, table: TableRef): readonly RowOrder[] {
  const text =
    (Array.isArray(args.get("sort")) ? readList(args, "sort") : readText(args, "sort", 5000)?.split(",")) ?? [];
  return text
    .filter((part) => part.trim() !== "")
    .map((part) => {
      const match = /^\s*("?)([^"\s]+)\1(?:\s+(asc|desc))?(?:\s+nulls\s+(?:first|last))?\s*$/i.exec(part);
      const found = match && findColumn(table, match[2] ?? "");
      if (!match || !found) throw ActionError.invalid("sort", `field "${part.trim().slice(0, 80)}" not in table`);
      return { field: found.field.name, direction: match[3]?.toLowerCase() === "desc" ? "desc" : "asc" };
    });
}

/** Undefined where none are named: all of them. */
export function readFields(args: Arguments, table: TableRef): readonly FieldName[] | undefined {
  const names = readList(args, "fields")?.filter((name) => name !== "");
  if (names === undefined || names.length === 0) return undefined;
  return [...new Set(names)].map((name) => {
    const found = findColumn(table, name.replace(/^"(.*)"$/, "$1"));
    if (found === undefined) throw ActionError.invalid("fields", `field "${name.slice(0, 80)}" not in table`);
    return found.field.name;
  });
}
