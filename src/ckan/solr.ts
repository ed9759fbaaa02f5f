/**
 * The part of Solr's query language that CKAN's clients write, read into a tree: words, "phrases", field:value, field:(a OR b),
 * field:[a TO b], beginnings with an asterisk, + - NOT AND OR and parentheses. Clauses side by side must all hold; OR joins its
 * neighbours only, so that `organization:a OR organization:b -groups:c` means what its writer meant. Everything else is refused; length,
 * depth and number of clauses are bounded.
 */
import { ActionError } from "./error.ts";

export type SolrQuery =
  | { readonly kind: "all" }
  | { readonly kind: "and" | "or"; readonly parts: readonly SolrQuery[] }
  | { readonly kind: "not"; readonly part: SolrQuery }
  | { readonly kind: "match"; readonly field: string | undefined; readonly pattern: string; readonly phrase: boolean }
  | {
      readonly kind: "range";
      readonly field: string;
      readonly from: Bound | undefined;
      readonly to: Bound | undefined;
    };

export interface Bound {
  readonly value: string;
  readonly inclusive: boolean;
}

export const ALL: SolrQuery = { kind: "all" };

const MAX_LENGTH = 4000;
const MAX_DEPTH = 20;
const MAX_CLAUSES = 200;

/** Throws "Search Query Error". */
export function parseSolr(text: string): SolrQuery {
  if (text.length > MAX_LENGTH) throw refuse(`longer than ${MAX_LENGTH} characters`);
  const tokens = readTokens(text);
  if (tokens.filter(({ kind }) => kind === "word" || kind === "phrase" || kind === "range").length > MAX_CLAUSES)
    throw refuse(`more than ${MAX_CLAUSES} clauses`);
  let at = 0;
  const peek = (): Token | undefined => tokens[at];
  const isOperator = (...names: readonly string[]): boolean => {
    const token = tokens[at];
    return token?.kind === "operator" && names.includes(token.text);
  };

  /** Clauses side by side, up to a closing parenthesis or the end. */
  const readAll = (field: string | undefined, depth: number): SolrQuery => {
    if (depth > MAX_DEPTH) throw refuse(`more than ${MAX_DEPTH} parentheses within each other`);
    const parts: SolrQuery[] = [];
    while (at < tokens.length && peek()?.kind !== ")") parts.push(readAny(field, depth));
    return join("and", parts);
  };
  const readAny = (field: string | undefined, depth: number): SolrQuery => {
    const parts = [readBoth(field, depth)];
    while (isOperator("OR")) {
      at += 1;
      parts.push(readBoth(field, depth));
    }
    return join("or", parts);
  };
  const readBoth = (field: string | undefined, depth: number): SolrQuery => {
    const parts = [readOne(field, depth)];
    while (isOperator("AND")) {
      at += 1;
      parts.push(readOne(field, depth));
    }
    return join("and", parts);
  };
  const readOne = (field: string | undefined, depth: number): SolrQuery => {
    let negated = false;
    for (; isOperator("NOT", "+"); at += 1) if (isOperator("NOT")) negated = !negated;
    const clause = readClause(field, depth);
    return negated ? { kind: "not", part: clause } : clause;
  };
  const readClause = (field: string | undefined, depth: number): SolrQuery => {
    const token = peek();
    at += 1;
    switch (token?.kind) {
      case "(": {
        const inside = readAll(field, depth + 1);
        if (peek()?.kind !== ")") throw refuse("a parenthesis is not closed");
        at += 1;
        return inside;
      }
      case "field": {
        if (field !== undefined) throw refuse(`a field within the field ${field}`);
        if (token.text === "*" && peek()?.kind === "word" && peek()?.text === "*") {
          at += 1;
          return ALL;
        }
        return readClause(token.text, depth);
      }
      case "word":
        if (token.text === "*" && field === undefined) return ALL;
        return { kind: "match", field, pattern: token.text, phrase: false };
      case "phrase":
        return { kind: "match", field, pattern: token.text, phrase: true };
      case "range":
        if (field === undefined) throw refuse("a range without a field");
        return { kind: "range", field, from: token.from, to: token.to };
      default:
        throw refuse(token === undefined ? "it ends too early" : `unexpected “${token.text}”`);
    }
  };

  const query = readAll(undefined, 0);
  if (at < tokens.length) throw refuse("a parenthesis is closed that was not opened");
  return query;
}

function join(kind: "and" | "or", parts: readonly SolrQuery[]): SolrQuery {
  const [only] = parts;
  if (only === undefined) return ALL;
  return parts.length === 1 ? only : { kind, parts };
}

const refuse = (why: string): ActionError => ActionError.badSearch(`SOLR returned an error running query: ${why}`);

type Token =
  | { readonly kind: "(" | ")"; readonly text: string }
  | { readonly kind: "operator" | "field" | "word" | "phrase"; readonly text: string }
  | { readonly kind: "range"; readonly text: string; readonly from: Bound | undefined; readonly to: Bound | undefined };

const SPACE = /\s+/y;
const PHRASE = /"((?:[^"\\]|\\.)*)"(?:~\d*)?(?:\^[\d.]+)?/sy;
const RANGE = /([[{])\s*("[^"]*"|[^\s\]}]+)\s+TO\s+("[^"]*"|[^\s\]}]+)\s*([\]}])(?:\^[\d.]+)?/y;
const OPERATOR = /(?:AND|OR|NOT)(?=[\s()]|$)|&&|\|\||!|[+-](?=\S)/y;
const FIELD = /([\p{L}_*][\p{L}\p{N}_.*-]*):/uy;
const WORD = /(?:\\.|[^\s()[\]{}"\\^~])+/sy;
const BOOST = /(?:~[\d.]*|\^[\d.]+)+/y;

const MEANING: Readonly<Record<string, string>> = { "&&": "AND", "||": "OR", "!": "NOT", "-": "NOT" };

function readTokens(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match === null) return undefined;
    at = pattern.lastIndex;
    return match;
  };
  while (at < text.length) {
    if (take(SPACE)) continue;
    const sign = text[at];
    if (sign === "(" || sign === ")") {
      tokens.push({ kind: sign, text: sign });
      at += 1;
      take(BOOST);
      continue;
    }
    const token = takeToken(take);
    if (token === undefined) throw refuse(`unexpected “${text.slice(at, at + 20)}”`);
    tokens.push(token);
  }
  return tokens;
}

function takeToken(take: (pattern: RegExp) => RegExpExecArray | undefined): Token | undefined {
  const phrase = take(PHRASE);
  if (phrase) return { kind: "phrase", text: unescapeText(phrase[1] ?? "") };
  const range = take(RANGE);
  if (range) {
    const [text, open, from = "", to = "", close] = range;
    const bound = (value: string, inclusive: boolean): Bound | undefined =>
      value === "*" ? undefined : { value: unescapeText(value.replace(/^"|"$/g, "")), inclusive };
    return { kind: "range", text, from: bound(from, open === "["), to: bound(to, close === "]") };
  }
  const operator = take(OPERATOR);
  if (operator) return { kind: "operator", text: MEANING[operator[0]] ?? operator[0] };
  const field = take(FIELD);
  if (field) return { kind: "field", text: field[1] ?? "" };
  const word = take(WORD);
  if (!word) return undefined;
  take(BOOST);
  return { kind: "word", text: unescapeText(word[0]) };
}

const unescapeText = (text: string): string => text.replace(/\\(.)/gs, "$1");
