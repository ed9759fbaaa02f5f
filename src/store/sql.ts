/**
 * SQL as fragments. Text of the program, identifiers of `ident.ts` and bound values are three different things and only this file
 * joins them: a plain string cannot be put into a fragment as SQL. `COPY … TO` cannot bind, so a fragment can also be written with
 * its values as literals; both ways start from the same fragment and mean the same.
 */
import { isSqlIdent, type SqlIdent } from "./ident.ts";

/** A value that travels beside the text, with the PostgreSQL type it is read as. */
interface Bound {
  readonly value: string | null | readonly string[];
  readonly as: BoundType;
}

export type BoundType =
  | "text"
  | "bigint"
  | "numeric"
  | "boolean"
  | "integer"
  | "text[]"
  | "bigint[]"
  | "numeric[]"
  | "boolean[]";

/** Program text and what stands between, in the order in which it is written. */
export interface Sql {
  readonly parts: readonly Part[];
}

type Part = string | Bound | Sql;

const isSql = (thing: object): thing is Sql => "parts" in thing;

/** A fragment from program text; between the text stand identifiers, other fragments and whole numbers, nothing else. */
export function sql(text: TemplateStringsArray, ...between: readonly (SqlIdent | Sql | number)[]): Sql {
  const parts: Part[] = [text[0] ?? ""];
  between.forEach((thing, index) => {
    if (typeof thing === "number") add(parts, wholeNumber(thing));
    else if (isSqlIdent(thing)) add(parts, thing.quoted);
    else if (isSql(thing)) add(parts, thing);
    else throw new TypeError("only identifiers, fragments and whole numbers may stand in SQL");
    add(parts, text[index + 1] ?? "");
  });
  return { parts };
}

/** Text that follows text becomes one with it: most of a statement is the same again and again, and is walked through as often. */
function add(parts: Part[], part: Part): void {
  const [only] = typeof part === "object" && isSql(part) && part.parts.length === 1 ? part.parts : [part];
  const last = parts.length - 1;
  const before = parts[last];
  if (only === undefined || only === "") return;
  if (typeof before === "string" && typeof only === "string") parts[last] = before + only;
  else parts.push(only);
}

/** A bound value. The cast makes its type the same however the fragment is written out. */
export const bind = (value: Bound["value"], as: BoundType): Sql => ({ parts: ["(", { value, as }, `::${as})`] });

/** Fragments with a separator between them; an empty list is an empty fragment. */
export function joinSql(
  fragments: readonly Sql[],
  separator: ", " | " and " | " or " | " union all " | " + " | " ",
): Sql {
  const parts: Part[] = [];
  for (const [index, fragment] of fragments.entries()) {
    if (index > 0) add(parts, separator);
    add(parts, fragment);
  }
  return { parts };
}

/** For the wire: `$1`, `$2` … and the values. */
export function toQuery(fragment: Sql): { readonly text: string; readonly values: unknown[] } {
  const values: unknown[] = [];
  return { text: write(fragment, ({ value }) => `$${values.push(value)}`), values };
}

/** For statements that cannot bind: every value as a literal. */
export const toLiteralText = (fragment: Sql): string => write(fragment, ({ value }) => literal(value));

function write({ parts }: Sql, onValue: (bound: Bound) => string): string {
  let text = "";
  for (const part of parts) {
    if (typeof part === "string") text += part;
    else text += isSql(part) ? write(part, onValue) : onValue(part);
  }
  return text;
}

/**
 * A literal that means exactly this text whatever `standard_conforming_strings` says. PostgreSQL's text has no zero byte: such a
 * value equals no stored one and is refused here.
 */
export function literal(value: Bound["value"]): string {
  if (value === null) return "null";
  if (typeof value !== "string") return literal(`{${value.map(arrayElement).join(",")}}`);
  if (value.includes("\0")) throw new RangeError("a zero byte cannot be text");
  const quotesDoubled = value.replaceAll("'", "''");
  return value.includes("\\") ? `E'${quotesDoubled.replaceAll("\\", "\\\\")}'` : `'${quotesDoubled}'`;
}

const BIGINT_LIMIT = 2n ** 63n;

/** Whole digits that a bigint can hold. */
export function isBigint(text: string): boolean {
  if (!/^-?\d{1,19}$/.test(text)) return false;
  const value = BigInt(text);
  return value >= -BIGINT_LIMIT && value < BIGINT_LIMIT;
}

const arrayElement = (element: string): string => `"${element.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;

function wholeNumber(number: number): string {
  if (!Number.isSafeInteger(number)) throw new RangeError(`not a whole number: ${number}`);
  return number < 0 ? `(${number})` : String(number);
}
