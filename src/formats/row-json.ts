/**
 * A row as a JSON object keyed by field name, built as text: PostgreSQL gives every value as text with its stored digits, numbers go
 * out as number tokens, codes as strings, what is missing as null. Shared by every outlet that speaks JSON.
 */
import type { StorageKind } from "../kernel/package.ts";

export interface JsonColumn {
  readonly name: string;
  readonly kind: StorageKind;
}

/** A function that writes one row; its values come in the order of `columns`. Made once for a page or a file: it is the inner loop. */
export function rowToJson(columns: readonly JsonColumn[]): (values: readonly (string | null)[]) => string {
  const keys = columns.map(({ name }, index) => `${index === 0 ? "{" : ","}${JSON.stringify(name)}:`);
  const kinds = columns.map(({ kind }) => kind);
  if (columns.length === 0) return () => "{}";
  // Rows come sorted, so most codes, names and units are those of the row before.
  const before: (string | null)[] = columns.map(() => null);
  const tokens = columns.map(() => "null");
  return (values) => {
    let text = "";
    for (let index = 0; index < keys.length; index += 1) {
      const value = values[index] ?? null;
      if (value !== before[index]) {
        before[index] = value;
        tokens[index] = valueToJson(value, kinds[index]);
      }
      text += keys[index] + (tokens[index] ?? "null");
    }
    return `${text}}`;
  };
}

/** One value as a JSON token. */
export function valueToJson(value: string | null, kind: StorageKind | undefined): string {
  if (value === null) return "null";
  if (kind === "bigint" || kind === "numeric") return value;
  if (kind === "boolean") return value === "true" || value === "t" ? "true" : "false";
  return JSON.stringify(value);
}
