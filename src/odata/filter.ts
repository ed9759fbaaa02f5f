/**
 * `$filter` as conditions on rows: comparisons of a property with a literal, `in`, `and`, `or`, `not`, parentheses, `contains`,
 * `startswith`, `endswith`, and `tolower` or `toupper` around a property. Whatever else OData knows is refused by name. Every literal has
 * been checked against its property's type before it goes on; length, depth and the number of values are bounded.
 */
import { Fault } from "../kernel/fault.ts";
import type { RowCondition, RowMatch, RowOp } from "../store/rows.ts";
import { isNull, valueFor } from "./literal.ts";
import type { Model, Property } from "./model.ts";
import { badSyntax, readTokens, type Token } from "./tokens.ts";
import { and, decided, FALSE, isMissing, matched, not, or, TRUE, type Truth, UNKNOWN } from "./truth.ts";

const MAX_LENGTH = 8000;
const MAX_DEPTH = 40;
const MAX_VALUES = 500;

/** Something between operators. */
type Operand =
  | { readonly kind: "truth"; readonly truth: Truth }
  | { readonly kind: "literal"; readonly token: Token }
  | { readonly kind: "property"; readonly property: Property; readonly letters: RowMatch["letters"] };

const COMPARISONS: ReadonlyMap<string, RowOp> = new Map<string, RowOp>([
  ["eq", "eq"],
  ["ne", "ne"],
  ["gt", "gt"],
  ["ge", "gte"],
  ["lt", "lt"],
  ["le", "lte"],
]);
/** The same comparison seen from the other side. */
const MIRRORED: Readonly<Record<string, string>> = { gt: "lt", ge: "le", lt: "gt", le: "ge" };
const MATCHES: Readonly<Record<string, RowMatch["match"]>> = {
  contains: "contains",
  startswith: "starts",
  endswith: "ends",
};
const LETTERS: Readonly<Record<string, NonNullable<RowMatch["letters"]>>> = { tolower: "small", toupper: "capital" };
const ARITHMETIC: ReadonlySet<string> = new Set(["add", "sub", "mul", "div", "divby", "mod", "has"]);

export const FILTER_FUNCTIONS: readonly string[] = [...Object.keys(MATCHES), ...Object.keys(LETTERS)];

/** When a row is in the answer. Throws odata.bad-syntax, odata.not-supported, request.unknown-field, request.bad-value, request.over-limit. */
export function parseFilter(text: string, model: Model): RowCondition {
  if (text.length > MAX_LENGTH)
    throw new Fault("request.over-limit", { name: "$filter", value: text.length, minimum: 0, maximum: MAX_LENGTH });
  return createParser(text, model).parse().yes;
}

function createParser(text: string, { properties }: Model): { readonly parse: () => Truth } {
  const tokens = readTokens("$filter", text);
  const end: Token = { kind: "end", text: "", at: text.length };
  let next = 0;
  let depth = 0;
  let values = 0;
  const peek = (): Token => tokens[next] ?? end;
  const take = (): Token => {
    const token = peek();
    next += 1;
    return token;
  };
  const wrong = ({ at }: Token): Fault => badSyntax("$filter", text, at);
  const isWord = (word: string): boolean => peek().kind === "word" && peek().text === word;
  const isMark = (mark: string): boolean => peek().kind === "punctuation" && peek().text === mark;
  const expect = (mark: string): void => {
    if (!isMark(mark)) throw wrong(peek());
    next += 1;
  };
  const deeper = <T>(work: () => T): T => {
    depth += 1;
    if (depth > MAX_DEPTH)
      throw new Fault("request.over-limit", { name: "$filter: ( )", value: depth, minimum: 0, maximum: MAX_DEPTH });
    const result = work();
    depth -= 1;
    return result;
  };
  const countValue = (): void => {
    values += 1;
    if (values > MAX_VALUES)
      throw new Fault("request.over-limit", { name: "$filter", value: values, minimum: 0, maximum: MAX_VALUES });
  };

  /** `a or b and not c`, or a single operand where that is all. */
  const joined = (word: "or" | "and", part: () => Operand, join: (parts: readonly Truth[]) => Truth): Operand => {
    const at = peek();
    const first = part();
    if (!isWord(word)) return first;
    const parts = [truthOf(first, at)];
    while (isWord(word)) {
      next += 1;
      const from = peek();
      parts.push(truthOf(part(), from));
    }
    return { kind: "truth", truth: join(parts) };
  };
  const anyOf = (): Operand => joined("or", allOf, or);
  const allOf = (): Operand => joined("and", comparison, and);

  const comparison = (): Operand => {
    if (isWord("not")) {
      next += 1;
      const at = peek();
      return deeper(() => ({ kind: "truth", truth: not(truthOf(comparison(), at)) }));
    }
    const at = peek();
    const left = operand();
    const word = peek();
    if (word.kind !== "word") return left;
    if (ARITHMETIC.has(word.text)) throw notSupported(word.text);
    if (word.text === "in") {
      next += 1;
      return { kind: "truth", truth: oneOf(left, at) };
    }
    const op = COMPARISONS.get(word.text);
    if (op === undefined) return left;
    next += 1;
    const right = operand();
    const second = peek();
    if (second.kind === "word" && ARITHMETIC.has(second.text)) throw notSupported(second.text);
    countValue();
    return { kind: "truth", truth: compare(left, word.text, right) };
  };

  const operand = (): Operand => {
    const token = take();
    if (token.kind === "punctuation") {
      if (token.text !== "(") throw wrong(token);
      const inside = deeper(anyOf);
      expect(")");
      return inside;
    }
    if (token.kind === "end") throw wrong(token);
    if (token.kind !== "word") return { kind: "literal", token };
    if (isMark("(")) return call(token);
    if (token.text === "true" || token.text === "false" || isNull(token)) return { kind: "literal", token };
    if (isMark("/")) throw notSupported("/");
    return { kind: "property", property: getProperty(properties, token.text), letters: undefined };
  };

  const call = (name: Token): Operand => {
    const match = Object.hasOwn(MATCHES, name.text) ? MATCHES[name.text] : undefined;
    const letters = Object.hasOwn(LETTERS, name.text) ? LETTERS[name.text] : undefined;
    if (match === undefined && letters === undefined) throw notSupported(`${name.text}()`);
    expect("(");
    const inside = peek();
    const first = deeper(operand);
    if (letters !== undefined) {
      expect(")");
      if (first.kind === "literal" && first.token.kind === "string")
        return { kind: "literal", token: { ...first.token, text: withLetters(first.token.text, letters) } };
      return { ...textProperty(first, inside), letters };
    }
    expect(",");
    const at = peek();
    const second = deeper(operand);
    expect(")");
    countValue();
    if (first.kind === "literal") throw notSupported(`${name.text}('…', …)`);
    const subject = textProperty(first, inside);
    if (second.kind !== "literal") throw notSupported(`${name.text}(…, ${at.text.slice(0, 40)})`);
    if (isNull(second.token)) return { kind: "truth", truth: UNKNOWN };
    const { property } = subject;
    return {
      kind: "truth",
      truth: matched({
        match: match ?? "contains",
        field: property.field.name,
        text: valueFor(property, second.token),
        letters: subject.letters,
      }),
    };
  };

  const textProperty = (given: Operand, at: Token): Operand & { readonly kind: "property" } => {
    if (given.kind !== "property") throw wrong(at);
    if (given.property.type !== "Edm.String")
      throw new Fault("request.bad-value", { field: given.property.field.name, value: at.text, type: "Edm.String" });
    return given;
  };

  const oneOf = (left: Operand, at: Token): Truth => {
    if (left.kind !== "property") throw wrong(at);
    expect("(");
    const parts: Truth[] = [];
    for (;;) {
      const token = take();
      if (token.kind === "punctuation" || token.kind === "end") throw wrong(token);
      countValue();
      parts.push(compare(left, "eq", { kind: "literal", token }));
      if (!isMark(",")) break;
      next += 1;
    }
    expect(")");
    return or(parts);
  };

  const truthOf = (given: Operand, at: Token): Truth => {
    if (given.kind === "truth") return given.truth;
    if (given.kind === "property") {
      const { field, type } = given.property;
      if (type !== "Edm.Boolean") throw wrong(at);
      const is = (value: string): RowCondition => ({ field: field.name, op: "eq", values: [value] });
      return { yes: is("true"), no: is("false") };
    }
    if (isNull(given.token)) return UNKNOWN;
    if (given.token.kind !== "word") throw wrong(at);
    return given.token.text === "true" ? TRUE : FALSE;
  };

  return {
    parse: () => {
      const at = peek();
      const truth = truthOf(anyOf(), at);
      if (peek().kind !== "end") throw wrong(peek());
      return truth;
    },
  };
}

export function getProperty(properties: readonly Property[], name: string): Property {
  const property = properties.find(({ field }) => field.name === name);
  if (property) return property;
  const known = properties.slice(0, 40).map(({ field }) => field.name);
  throw new Fault("request.unknown-field", {
    field: name.slice(0, 80),
    known: `${known.join(", ")}${properties.length > known.length ? ", …" : ""}`,
  });
}

export const notSupported = (what: string): Fault => new Fault("odata.not-supported", { what: what.slice(0, 80) });

function compare(left: Operand, operator: string, right: Operand): Truth {
  if (left.kind !== "property" && right.kind === "property")
    return compare(right, MIRRORED[operator] ?? operator, left);
  if (left.kind === "truth" && right.kind === "literal") return compareTruth(left.truth, operator, right.token);
  if (left.kind !== "property" || right.kind !== "literal") throw notSupported(`… ${operator} …`);
  const { property, letters } = left;
  const { name } = property.field;
  const op = COMPARISONS.get(operator) ?? "eq";
  if (isNull(right.token)) {
    if (op === "eq" || op === "ne") return op === "eq" ? decided(isMissing(name)) : not(decided(isMissing(name)));
    return FALSE;
  }
  const value = valueFor(property, right.token);
  if (letters !== undefined) {
    const equal = decided({ match: "equals", field: name, text: value, letters });
    if (op === "eq" || op === "ne") return op === "eq" ? equal : not(equal);
    throw notSupported(`tolower() ${operator}`);
  }
  // No stored text is empty, and for the store the empty text is what is missing.
  if (value === "") return op === "ne" ? TRUE : op === "gt" || op === "gte" ? not(decided(isMissing(name))) : FALSE;
  return decided({ field: name, op, values: [value] });
}

/** `contains(…) eq true`, as some clients write it. */
function compareTruth(truth: Truth, operator: string, { kind, text }: Token): Truth {
  if (kind !== "word" || (text !== "true" && text !== "false") || (operator !== "eq" && operator !== "ne"))
    throw notSupported(`… ${operator} …`);
  const same = decided(text === "true" ? truth.yes : truth.no);
  return operator === "eq" ? same : not(same);
}

const withLetters = (text: string, letters: "small" | "capital"): string =>
  letters === "small"
    ? text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
    : text.replace(/[a-z]/g, (letter) => letter.toUpperCase());
