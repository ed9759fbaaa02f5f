/** How a page leaves: its language and theme, compressed where the browser takes that, and that it is asked again. */
import zlib from "node:zlib";
import type { Request, Response } from "express";
import { chooseCoding } from "../http/content-coding.ts";
import { contextOf } from "../http/context.ts";
import { rememberTheme, themeOf, withTheme } from "./theme.ts";

const YEAR_SECONDS = 365 * 24 * 3600;

export function sendPage(request: Request, response: Response, html: string): void {
  describePage(request, response);
  const coding = pageCoding(request);
  if (coding !== undefined) response.setHeader("Content-Encoding", coding);
  const bytes = encodePage(withTheme(html, themeOf(request)), coding);
  response.type("html").setHeader("Content-Length", bytes.length);
  response.end(request.method === "HEAD" ? undefined : bytes);
}

/** The headers of a page, whether or not its body follows. A language or a theme that was asked for is remembered; nothing else is. */
export function describePage(request: Request, response: Response): void {
  const { lang, actor } = contextOf(request);
  if (queryText(request, "lang") !== "")
    response.append("Set-Cookie", `lang=${lang}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax`);
  rememberTheme(request, response);
  // Behind the log-in nothing is kept, and that was said at the door.
  if (!response.hasHeader("Cache-Control"))
    response.setHeader("Cache-Control", actor.role === "public" ? "no-cache" : "private, no-cache");
  response.setHeader("Content-Language", lang);
  response.setHeader("Vary", "Cookie, Accept, Accept-Encoding, Authorization");
}

export type PageCoding = "br" | "gzip" | undefined;

export const pageCoding = (request: Request): PageCoding => chooseCoding(request, ["br", "gzip"]) as PageCoding; // one of those

/** A page is small: quicker than a stream, and its length is known. */
export function encodePage(html: string, coding: PageCoding): Buffer {
  const plain = Buffer.from(html);
  if (coding === "br") return zlib.brotliCompressSync(plain, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 5 } });
  return coding === "gzip" ? zlib.gzipSync(plain) : plain;
}

/** A text of the query, at most 200 characters; the first where it was given twice, empty where it was not given. */
export function queryText(request: Request, name: string): string {
  const value: unknown = request.query[name];
  const text: unknown = Array.isArray(value) ? value[0] : value;
  return typeof text === "string" ? text.trim().slice(0, 200) : "";
}
