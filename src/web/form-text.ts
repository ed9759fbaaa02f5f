/** Fields of a form that was sent, read at the edge. */
import type { Request } from "express";

const bodyOf = (request: Request): Readonly<Record<string, unknown>> =>
  typeof request.body === "object" && request.body !== null ? (request.body as Record<string, unknown>) : {}; // as a form's parser makes it

/** A field as it was typed, at most 2,000 characters; the first where it was sent twice, empty where it was not sent. */
export function typedText(request: Request, name: string): string {
  const body = bodyOf(request);
  const value: unknown = Object.hasOwn(body, name) ? body[name] : undefined;
  const text: unknown = Array.isArray(value) ? value[0] : value;
  return typeof text === "string" ? text.slice(0, 2000) : "";
}

/** The same without white space around it. */
export const fieldText = (request: Request, name: string): string => typedText(request, name).trim();

/** Every value that a field was sent with, without white space around; undefined where the field was not on the form. */
export function givenTexts(request: Request, name: string): readonly string[] | undefined {
  const body = bodyOf(request);
  if (!Object.hasOwn(body, name)) return undefined;
  const value: unknown = body[name];
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.map((text) => (typeof text === "string" ? text.slice(0, 2000).trim() : ""));
}
