/** A row's key: as an address writes it, `rows(kode='73.06',tahun=2024)`, and as a condition. */
import { Fault } from "../kernel/fault.ts";
import type { RowCondition } from "../store/rows.ts";
import { getProperty } from "./filter.ts";
import { valueFor } from "./literal.ts";
import type { Model, Property } from "./model.ts";
import { badSyntax, readTokens, type Token } from "./tokens.ts";

/** Every property of the key once; a key of one property may be a bare literal. Throws odata.bad-syntax, request.bad-key, request.bad-value. */
export function parseKey(text: string, { key }: Model): readonly RowCondition[] {
  const tokens = readTokens("key", text);
  const given = new Map<Property, string>();
  let at = 0;
  do {
    const [first, second, third] = tokens.slice(at, at + 3);
    const named = second?.text === "=" && second.kind === "punctuation";
    const value = named ? third : first;
    const property = named ? getProperty(key, first?.text ?? "") : key.length === 1 ? key[0] : undefined;
    if (property === undefined || given.has(property)) throw badKey(key);
    if (value === undefined || !isLiteral(value)) throw badSyntax("key", text, first?.at ?? 0);
    given.set(property, valueFor(property, value));
    at += named ? 3 : 1;
  } while (isComma(tokens[at++]));
  if (tokens[at - 1]?.kind !== "end") throw badSyntax("key", text, tokens[at - 1]?.at ?? 0);
  if (given.size !== key.length) throw badKey(key);
  return [...given].map(([{ field }, value]) =>
    // No key is empty text, which would ask for missing values.
    value === "" ? { or: [] } : { field: field.name, op: "eq", values: [value] },
  );
}

const isComma = (token: Token | undefined): boolean => token?.kind === "punctuation" && token.text === ",";

const isLiteral = ({ kind, text }: Token): boolean =>
  (kind !== "word" && kind !== "punctuation" && kind !== "end") || (kind === "word" && /^(?:true|false)$/.test(text));

const badKey = (key: readonly Property[]): Fault =>
  new Fault("request.bad-key", { key: key.map(({ field }) => field.name).join(", ") });

/** "kode='73.06',tahun=2024", percent-encoded for an address. */
export function writeKey(key: readonly Property[], values: readonly (string | null)[]): string {
  const literals = key.map(({ type }, index) => {
    const value = values[index] ?? "null";
    return type === "Edm.String" ? `'${encodeURIComponent(value.replaceAll("'", "''"))}'` : encodeURIComponent(value);
  });
  if (key.length === 1) return literals[0] ?? "";
  return key.map(({ field }, index) => `${field.name}=${literals[index]}`).join(",");
}
