/**
 * Light, dark, or as the reader's device has it: chosen by a link (`?tema=`), remembered in a cookie, no script. A page is the same
 * for every theme but for one attribute of its root, so that it may be made once and sent to all.
 */
import type { Request, Response } from "express";

const THEMES = { terang: "light", gelap: "dark", sistem: undefined } as const;

export type ThemeName = keyof typeof THEMES;

const isTheme = (text: unknown): text is ThemeName => typeof text === "string" && Object.hasOwn(THEMES, text);

const YEAR_SECONDS = 365 * 24 * 3600;

/** What the address asks for, else what the browser chose before. */
export function themeOf(request: Request): ThemeName {
  const { tema } = request.query;
  if (isTheme(tema)) return tema;
  const before = /(?:^|;\s*)tema=([a-z]+)(?:;|$)/.exec(request.get("cookie") ?? "")?.[1];
  return isTheme(before) ? before : "sistem";
}

/** A theme that was asked for is remembered. */
export function rememberTheme(request: Request, response: Response): void {
  const { tema } = request.query;
  if (isTheme(tema)) response.append("Set-Cookie", `tema=${tema}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax`);
}

/** The document in a theme. */
export function withTheme(html: string, name: ThemeName): string {
  const theme = THEMES[name];
  return theme === undefined ? html : html.replace("<html ", `<html data-theme="${theme}" `);
}
