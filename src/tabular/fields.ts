/**
 * Which column of the file is which declared field: by name, title or former name, whatever the order and case, with or without the
 * unit in brackets. Never by position. What is left over on either side is told, with the nearest column that may have been meant.
 */
import type { Finding } from "../kernel/finding.ts";
import { inLanguage } from "../kernel/locale.ts";
import type { Field, TableSchema } from "../kernel/package.ts";
import { editDistance } from "./region-names.ts";

export interface HeaderColumn {
  /** From 1. */
  readonly column: number;
  /** As the officer wrote it. */
  readonly title: string;
  /** A field name made of the title, where someone has made one. */
  readonly name?: string | undefined;
  /** Its values stood in headings down the rows, so nobody has called it anything. */
  readonly isHeading?: true | undefined;
}

export interface FieldMatch {
  /** For each field of the schema, in order, its column (from 1); undefined where the file has none. */
  readonly columns: readonly (number | undefined)[];
  readonly unknown: readonly HeaderColumn[];
  readonly findings: readonly Finding[];
}

/** The header as a field name would be: "Jumlah Penduduk (jiwa)" is "jumlah_penduduk_jiwa". */
export const plainHeader = (header: string): string =>
  header
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z\d]+/g, "_")
    .replace(/^_+|_+$/g, "");

const squash = (header: string): string => plainHeader(header).replaceAll("_", "");
const withoutBrackets = (header: string): string => header.replace(/[([{][^)\]}]*[)\]}]/g, " ");

/** How an officer would call the field: its title in Indonesian, else its name. */
export const titleOf = (field: Field): string =>
  field.title === undefined ? field.name : inLanguage(field.title, "id");

function namesOf(field: Field): readonly string[] {
  const titles = field.title === undefined ? [] : [inLanguage(field.title, "id"), inLanguage(field.title, "en")];
  return [field.name, ...titles, ...(field.previousNames ?? [])];
}

/** From the surest to the loosest way in which a header is a name. */
const ways: readonly ((header: string) => string)[] = [
  (header) => header,
  plainHeader,
  squash,
  (header) => squash(withoutBrackets(header)),
];

export function matchFields(schema: TableSchema, header: readonly HeaderColumn[]): FieldMatch {
  const columns = new Array<number | undefined>(schema.fields.length).fill(undefined);
  const taken = new Map<HeaderColumn, number>();
  const findings: Finding[] = [];
  for (const way of ways) {
    const wanted = new Map<string, number>();
    for (const [index, field] of schema.fields.entries()) {
      for (const name of namesOf(field)) if (way(name) !== "") wanted.set(way(name), wanted.get(way(name)) ?? index);
    }
    for (const column of header) {
      if (taken.has(column) || column.title === "") continue;
      const index = wanted.get(way(column.title));
      if (index === undefined || columns[index] !== undefined) continue;
      columns[index] = column.column;
      taken.set(column, index);
    }
  }
  for (const [index, field] of schema.fields.entries()) {
    const named = header.find((column) => column.name === field.name && !taken.has(column));
    if (columns[index] !== undefined || named === undefined) continue;
    columns[index] = named.column;
    taken.set(named, index);
  }
  matchHeadings(schema, header, columns, taken);
  const unknown = header.filter((column) => !taken.has(column) && column.title !== "" && column.isHeading !== true);
  for (const column of unknown) findings.push(...twice(column, schema, columns));
  const strangers = unknown.filter((column) => !findings.some((finding) => finding.column === column.column));
  return { columns, unknown: strangers, findings };
}

/** The dimensions that are left, in their order, for headings down the rows: only where there are as many of them. */
function matchHeadings(
  schema: TableSchema,
  header: readonly HeaderColumn[],
  columns: (number | undefined)[],
  taken: Map<HeaderColumn, number>,
): void {
  const nameless = header.filter((column) => column.isHeading === true && !taken.has(column));
  const left = schema.fields.flatMap((field, index) =>
    field.role === "dimension" && columns[index] === undefined ? [index] : [],
  );
  if (nameless.length !== left.length) return;
  nameless.forEach((column, at) => {
    const index = left[at];
    if (index === undefined) return;
    columns[index] = column.column;
    taken.set(column, index);
  });
}

function twice(
  column: HeaderColumn,
  schema: TableSchema,
  columns: readonly (number | undefined)[],
): readonly Finding[] {
  const index = schema.fields.findIndex((field) =>
    namesOf(field).some((name) => plainHeader(name) === plainHeader(column.title)),
  );
  const first = columns[index];
  const field = schema.fields[index];
  if (first === undefined || field === undefined) return [];
  const params = { name: column.title, first };
  return [{ code: "table/column-twice", severity: "error", column: column.column, field: field.name, params }];
}

/** Must the file have this field? A key, a required value, a role that gives a row its meaning. */
export const isNeeded = (field: Field, schema: TableSchema): boolean =>
  field.constraints?.required === true ||
  schema.primaryKey.includes(field.name) ||
  (field.role !== undefined && field.role !== "dimension");

/** Tells of fields without a column and columns without a field. */
export function tellLeftovers(
  schema: TableSchema,
  match: FieldMatch,
  header: readonly HeaderColumn[],
): readonly Finding[] {
  const absent = schema.fields.filter((_, index) => match.columns[index] === undefined);
  if (absent.length === schema.fields.length) {
    const found = header.filter(({ title }) => title !== "").map(({ title }) => `“${title}”`);
    const expected = schema.fields.map((field) => `“${titleOf(field)}”`);
    const params = { found: some(found), expected: some(expected) };
    return [{ code: "table/no-known-column", severity: "error", params }];
  }
  const missing = absent.map((field): Finding => {
    const near = nearestOf(match.unknown, (column) =>
      namesOf(field).map((name): [string, string] => [name, column.title]),
    );
    const severity = isNeeded(field, schema) ? "error" : "warning";
    const suggestion = near === undefined ? {} : { suggestion: near.title };
    return {
      code: "table/column-missing",
      severity,
      field: field.name,
      params: { name: titleOf(field) },
      ...suggestion,
    };
  });
  const strange = match.unknown.map((column): Finding => {
    const near = nearestOf(absent, (field) => namesOf(field).map((name): [string, string] => [name, column.title]));
    const suggestion = near === undefined ? {} : { suggestion: titleOf(near) };
    return {
      code: "table/unknown-column",
      severity: "warning",
      column: column.column,
      params: { name: column.title },
      ...suggestion,
    };
  });
  return [...missing, ...strange];
}

const some = (texts: readonly string[]): string => texts.slice(0, 12).join(", ") + (texts.length > 12 ? ", …" : "");

/** The one candidate with the smallest distance between any of its pairs of names, if small enough to be a slip. */
function nearestOf<T>(
  candidates: readonly T[],
  pairsOf: (candidate: T) => readonly (readonly [string, string])[],
): T | undefined {
  let best: T | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    for (const [a, b] of pairsOf(candidate)) {
      const distance = headerDistance(a, b);
      if (distance < least) {
        least = distance;
        best = candidate;
      }
    }
  }
  return best;
}

/** 0 for the same, under 1 for a slip of the pen or the same words in part, infinite for strangers. */
function headerDistance(a: string, b: string): number {
  const [one, two] = [squash(a), squash(b)];
  const most = Math.max(1, Math.floor(Math.min(one.length, two.length) / 4));
  const edits = editDistance(one, two, Math.min(most, 4));
  if (edits <= Math.min(most, 4)) return edits / 10;
  const [first, second] = [new Set(plainHeader(a).split("_")), new Set(plainHeader(b).split("_"))];
  const shared = [...first].filter((word) => second.has(word)).length;
  const share = shared / Math.max(first.size, second.size);
  return share >= 0.5 ? 1.5 - share : Number.POSITIVE_INFINITY;
}
