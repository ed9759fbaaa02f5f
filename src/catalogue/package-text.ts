/**
 * The texts inside a data package: how long they may be, and that they can be kept as JSON in PostgreSQL: no NUL, no half of a surrogate
 * pair, no nesting without end.
 */
import { z } from "zod";
import type { Path, Problems } from "./package-problem.ts";

export const MAX_TITLE = 500;
const MAX_TEXT = 20_000;
export const MAX_LIST = 200;

export const titled = z.string().trim().min(1).max(MAX_TITLE);
export const long = z.string().trim().max(MAX_TEXT);

/** A text in Indonesian, or one for each language. */
export const localised = <T extends z.ZodType<string>>(text: T) =>
  z.union([text, z.object({ id: text, en: text.optional() })]);

const MAX_DEPTH = 32;
const UNKEEPABLE = /\0|\p{Surrogate}/u;

/** False, with a problem for each place, when a text or key of the document cannot be kept. */
export function checkText(json: unknown, problems: Problems, path: Path = []): boolean {
  if (typeof json === "string") {
    if (!UNKEEPABLE.test(json)) return true;
    problems.add(path, "package.bad-text", { rule: "Unicode, NUL" });
    return false;
  }
  if (typeof json !== "object" || json === null) return true;
  if (path.length >= MAX_DEPTH) {
    problems.add(path, "package.bad-text", { rule: `≤ ${MAX_DEPTH}` });
    return false;
  }
  let good = true;
  for (const [key, value] of Object.entries(json)) {
    const inside = [...path, Array.isArray(json) ? Number(key) : key];
    if (UNKEEPABLE.test(key)) {
      problems.add(path, "package.bad-text", { rule: "Unicode, NUL" });
      good = false;
    } else if (!checkText(value, problems, inside)) good = false;
  }
  return good;
}
