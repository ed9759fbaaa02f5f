/**
 * The words of `$filter` and of keys: literals, names, operators, punctuation. What cannot begin a word is a fault with its place; nothing
 * is skipped but spaces.
 */
import { Fault } from "../kernel/fault.ts";

export type LiteralKind = "string" | "number" | "date" | "time" | "moment" | "guid";

export interface Token {
  readonly kind: LiteralKind | "word" | "punctuation" | "end";
  /** Of a string its content, else as it is written. */
  readonly text: string;
  /** Characters before it. */
  readonly at: number;
}

const KINDS: readonly (readonly [Token["kind"], RegExp])[] = [
  ["string", /'(?:[^']|'')*'/y],
  ["guid", /[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?!\w)/y],
  ["moment", /-?\d{4,}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,12})?)?(?:Z|[+-]\d{2}:\d{2})(?!\w)/y],
  ["date", /-?\d{4,}-\d{2}-\d{2}(?!\w)/y],
  ["time", /\d{2}:\d{2}(?::\d{2}(?:\.\d{1,12})?)?(?!\w)/y],
  ["number", /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])/y],
  ["word", /[A-Za-z_][\w.]*/y],
  ["punctuation", /[(),/=:]/y],
];

/** Ends with an "end". Throws odata.bad-syntax; `option` is what is being read. */
export function readTokens(option: string, text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    while (text[at] === " " || text[at] === "\t") at += 1;
    if (at >= text.length) break;
    const token = tokenAt(text, at);
    if (token === undefined) throw badSyntax(option, text, at);
    tokens.push({
      ...token,
      text: token.kind === "string" ? token.text.slice(1, -1).replaceAll("''", "'") : token.text,
    });
    at += token.text.length;
  }
  tokens.push({ kind: "end", text: "", at });
  return tokens;
}

function tokenAt(text: string, at: number): Token | undefined {
  for (const [kind, pattern] of KINDS) {
    pattern.lastIndex = at;
    const [found] = pattern.exec(text) ?? [];
    if (found !== undefined) return { kind, text: found, at };
  }
  return undefined;
}

export const badSyntax = (option: string, text: string, at: number): Fault =>
  new Fault("odata.bad-syntax", {
    option,
    at: at + 1,
    near: text.slice(at, at + 40).replace(/\p{Cc}/gu, "�") || "…",
  });
