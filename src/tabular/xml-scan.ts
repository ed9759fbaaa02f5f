/**
 * A scanner for the XML inside workbooks: start tags, texts, end tags, over chunks as they are unpacked. Sheets of a million cells are the
 * reason it exists (three times as quick as a general parser), and what it does not know it refuses: DTDs and entities other than XML's five
 * and character references are never expanded, nesting and the length of a text are bounded, an end that does not match is told.
 */
import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { Unreadable } from "./model.ts";
import { brokenPart } from "./zip-package.ts";

export interface XmlHandler {
  /** `tag` is the tag's inside, for {@link attributeOf}. Names come without their prefix. */
  readonly open: (name: string, tag: string, selfClosing: boolean) => void;
  /** Undecoded: see {@link decodeXml}. Called in pieces around comments and CDATA. */
  readonly text?: ((raw: string) => void) | undefined;
  readonly close?: ((name: string) => void) | undefined;
}

interface XmlScanner {
  readonly write: (chunk: string) => void;
  /** Throws Unreadable where the document is not whole. */
  readonly end: () => void;
}

const MAX_DEPTH = 256;
/** A tag, comment or text longer than this is no workbook's. */
const MAX_TOKEN = 4 * 1024 ** 2;

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** Character references and XML's own five entities; anything else stays as it is written. */
export function decodeXml(raw: string): string {
  if (!raw.includes("&")) return raw;
  return raw.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return ENTITIES[String(name).toLowerCase()] ?? whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : "\ufffd";
  });
}

const isBlankCode = (code: number): boolean => code === 32 || code === 9 || code === 10 || code === 13;

/** The attribute's raw value, with or without a prefix as written in `name`; undefined where it is absent. */
export function rawAttributeOf(tag: string, name: string): string | undefined {
  for (let at = tag.indexOf(name, 1); at > 0; at = tag.indexOf(name, at + 1)) {
    if (!isBlankCode(tag.charCodeAt(at - 1))) continue;
    let next = at + name.length;
    while (isBlankCode(tag.charCodeAt(next))) next += 1;
    if (tag[next] !== "=") continue;
    next += 1;
    while (isBlankCode(tag.charCodeAt(next))) next += 1;
    const quote = tag[next];
    if (quote !== '"' && quote !== "'") return undefined;
    const end = tag.indexOf(quote, next + 1);
    return end < 0 ? undefined : tag.slice(next + 1, end);
  }
  return undefined;
}

export function attributeOf(tag: string, name: string): string | undefined {
  const raw = rawAttributeOf(tag, name);
  return raw === undefined ? undefined : decodeXml(raw);
}

/** Whether the tag that ends at `body`'s end is still inside a quoted attribute value (its ">" belonged to the value). */
function isInsideQuotes(body: string): boolean {
  const last = body.charCodeAt(body.length - 1);
  const looksDone = last === 34 && body.charCodeAt(body.length - 2) !== 61;
  if ((looksDone && !body.includes("'")) || !body.includes("=")) return false;
  let quote = "";
  for (const character of body) {
    if (quote === "") {
      if (character === '"' || character === "'") quote = character;
    } else if (character === quote) quote = "";
  }
  return quote !== "";
}

/** The name at the tag's start, without its prefix. */
function localName(body: string): string {
  let end = 0;
  let start = 0;
  for (; end < body.length; end++) {
    const code = body.charCodeAt(end);
    if (code === 58) start = end + 1;
    else if (code <= 32 || code === 47) break;
  }
  return body.slice(start, end);
}

/**
 * @param part      Named in what is thrown.
 * @param fragment  The text begins in the middle of a document: end tags need not match.
 */
/** Each character once, however many ">" stand between quotes. */
function tagEndAfterQuotes(text: string, from: number): number {
  let quote = 0;
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (quote !== 0) {
      if (code === quote) quote = 0;
    } else if (code === 34 || code === 39) quote = code;
    else if (code === 62) return at;
  }
  return -1;
}

export function createXmlScanner(part: string, handler: XmlHandler, fragment = false): XmlScanner {
  let rest = "";
  let depth = 0;
  let seenRoot = false;

  /** Handles what begins with "<!" or "<?" at `at`; returns where it ends, or -1 when more is needed. */
  const special = (text: string, at: number): number => {
    const closer = text.startsWith("<!--", at)
      ? "-->"
      : text.startsWith("<![CDATA[", at)
        ? "]]>"
        : text[at + 1] === "?"
          ? "?>"
          : "";
    if (closer === "") {
      if (text.length - at < 9) return -1;
      throw new Unreadable({ code: "file/xml-doctype", severity: "error", params: { part } });
    }
    const end = text.indexOf(closer, at + 2);
    if (end < 0) return -1;
    if (closer === "]]>") handler.text?.(text.slice(at + 9, end).replaceAll("&", "&amp;"));
    return end + closer.length;
  };

  const tagEnd = (text: string, from: number): number => {
    const gt = text.indexOf(">", from);
    return gt >= 0 && isInsideQuotes(text.slice(from, gt)) ? tagEndAfterQuotes(text, from) : gt;
  };

  const write = (chunk: string): void => {
    const text = rest === "" ? chunk : rest + chunk;
    let at = 0;
    for (;;) {
      const lt = text.indexOf("<", at);
      if (lt < 0) break;
      if (lt > at) {
        handler.text?.(text.slice(at, lt));
        at = lt;
      }
      const code = text.charCodeAt(lt + 1);
      if (code === 33 || code === 63) {
        const end = special(text, lt);
        if (end < 0) break;
        at = end;
        continue;
      }
      if (code === 47) {
        const gt = text.indexOf(">", lt + 2);
        if (gt < 0) break;
        depth -= 1;
        if (depth < 0 && !fragment) throw brokenPart(part);
        handler.close?.(localName(text.slice(lt + 2, gt)));
        at = gt + 1;
        continue;
      }
      const gt = tagEnd(text, lt + 1);
      if (gt < 0) break;
      const selfClosing = text.charCodeAt(gt - 1) === 47;
      const tag = text.slice(lt + 1, selfClosing ? gt - 1 : gt);
      seenRoot = true;
      if (!selfClosing) depth += 1;
      if (depth > MAX_DEPTH) throw brokenPart(part);
      handler.open(localName(tag), tag, selfClosing);
      at = gt + 1;
    }
    rest = at === 0 ? text : text.slice(at);
    if (rest.length > MAX_TOKEN) throw brokenPart(part);
  };

  const end = (): void => {
    if (!fragment && (depth !== 0 || !seenRoot || rest.trim() !== "")) throw brokenPart(part);
  };
  return { write, end };
}

/** The part's text in pieces, decoded by its byte order mark (UTF-8 where there is none). */
export async function* xmlText(stream: Readable, part: string, signal?: AbortSignal): AsyncGenerator<string> {
  let decoder: StringDecoder | undefined;
  try {
    for await (const chunk of stream) {
      signal?.throwIfAborted();
      const bytes = chunk as Buffer;
      decoder ??= new StringDecoder(bytes[0] === 0xff && bytes[1] === 0xfe ? "utf16le" : "utf8");
      yield decoder.write(bytes);
    }
  } catch (error) {
    // Damaged DEFLATE data, or more bytes than the package declared.
    if (error instanceof Unreadable || signal?.aborted === true) throw error;
    throw brokenPart(part);
  } finally {
    stream.destroy();
  }
  const last = decoder?.end();
  if (last !== undefined && last !== "") yield last;
}

/** Scans one whole part. */
export async function scanXml(
  stream: Readable,
  part: string,
  handler: XmlHandler,
  signal?: AbortSignal,
): Promise<void> {
  const scanner = createXmlScanner(part, handler);
  let first = true;
  for await (const chunk of xmlText(stream, part, signal)) {
    scanner.write(first ? chunk.replace(/^\ufeff/, "") : chunk);
    first = false;
  }
  scanner.end();
}
