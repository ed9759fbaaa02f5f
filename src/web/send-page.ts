/** How a page leaves: its language, and that it is asked again. */
import type { Request, Response } from "express";
import { contextOf } from "../http/context.ts";

const YEAR_SECONDS = 365 * 24 * 3600;

/** A language that was asked for is remembered; nothing else is. */
export function sendPage(request: Request, response: Response, html: string): void {
  const { lang } = contextOf(request);
  if (queryText(request, "lang") !== "")
    response.setHeader("Set-Cookie", `lang=${lang}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax`);
  response.setHeader("Cache-Control", "no-cache");
  response.setHeader("Content-Language", lang);
  response.setHeader("Vary", "Cookie");
  response.type("html").send(html);
}

/** A text of the query, at most 200 characters; the first where it was given twice, empty where it was not given. */
export function queryText(request: Request, name: string): string {
  const value: unknown = request.query[name];
  const text: unknown = Array.isArray(value) ? value[0] : value;
  return typeof text === "string" ? text.trim().slice(0, 200) : "";
}
