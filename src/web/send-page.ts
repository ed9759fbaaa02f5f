/** How a page leaves: its language and theme, and that it is asked again. */
import type { Request, Response } from "express";
import { contextOf } from "../http/context.ts";
import { rememberTheme, themeOf, withTheme } from "./theme.ts";

const YEAR_SECONDS = 365 * 24 * 3600;

/** A language or a theme that was asked for is remembered; nothing else is. */
export function sendPage(request: Request, response: Response, html: string): void {
  describePage(request, response);
  response.type("html").send(withTheme(html, themeOf(request)));
}

/** The headers of a page, whether or not its body follows. */
export function describePage(request: Request, response: Response): void {
  const { lang, actor } = contextOf(request);
  if (queryText(request, "lang") !== "")
    response.append("Set-Cookie", `lang=${lang}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax`);
  rememberTheme(request, response);
  response.setHeader("Cache-Control", actor.role === "public" ? "no-cache" : "private, no-cache");
  response.setHeader("Content-Language", lang);
  response.setHeader("Vary", "Cookie, Accept");
}

/** A text of the query, at most 200 characters; the first where it was given twice, empty where it was not given. */
export function queryText(request: Request, name: string): string {
  const value: unknown = request.query[name];
  const text: unknown = Array.isArray(value) ? value[0] : value;
  return typeof text === "string" ? text.trim().slice(0, 200) : "";
}
