/** What a field takes for "no value": the empty cell, the official symbols, and what its schema declares. */
import type { Field, TableSchema } from "../kernel/package.ts";
import { titleOf } from "./fields.ts";
import { type Missing, readMissing, readMissingSymbol, trimCell } from "./missing.ts";
import { problem, type Reading, reading } from "./reading.ts";

/** @returns undefined for a cell that holds a value. */
export type MissingReader = (cell: string) => Reading | undefined;

/**
 * In columns of text only signs are missing values ("tidak ada" may be a label there), and in a text that is part of the key only what
 * the schema declares.
 */
export function compileMissing(field: Field, schema: TableSchema, isText: boolean): MissingReader {
  const declared = new Set([...schema.missingValues, ...(field.missingValues ?? [])].filter((text) => text !== ""));
  const isKey = schema.primaryKey.includes(field.name);
  const listed = new Set(field.constraints?.enum);
  const required = field.constraints?.required === true || isKey;
  const problems = isKey
    ? [problem("row/key-missing", "error", { name: titleOf(field) })]
    : required
      ? [problem("cell/required", "error", { name: titleOf(field) })]
      : [];
  const empty = reading(null, problems);
  const readSign = isText ? (isKey ? readBlank : readMissingSymbol) : readMissing;
  const answers = new Map<Missing["status"], Reading>();
  return (cell) => {
    if (cell.length === 0) return empty;
    if (listed.size > 0 && listed.has(cell)) return undefined;
    const missing =
      readSign(cell) ?? (declared.has(cell) || declared.has(trimCell(cell)) ? (readMissing(cell) ?? {}) : undefined);
    if (missing === undefined) return undefined;
    if (missing.status === undefined) return empty;
    const known = answers.get(missing.status) ?? reading(null, problems, missing.status);
    answers.set(missing.status, known);
    return known;
  };
}

const readBlank = (cell: string): Missing | undefined => (trimCell(cell).length === 0 ? {} : undefined);
