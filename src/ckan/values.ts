/** Values of arguments as clients write them: "TRUE", "10", "a,b", `["a"]`, `{"a":1}`. What does not fit names its argument. */

import type { Arguments } from "./arguments.ts";
import { ActionError } from "./error.ts";

const TRUE: ReadonlySet<string> = new Set(["true", "1", "yes", "y", "on", "t"]);
const FALSE: ReadonlySet<string> = new Set(["false", "0", "no", "n", "off", "f", "none", ""]);

export function readFlag(args: Arguments, name: string, fallback: boolean): boolean {
  const value = args.get(name);
  if (value === undefined || value === null) return fallback;
  const text = String(value).toLowerCase();
  if (TRUE.has(text)) return true;
  if (FALSE.has(text)) return false;
  throw ActionError.invalid(name, `Not a boolean: ${text.slice(0, 40)}`);
}

/** A whole number from 0. */
export function readWhole(args: Arguments, name: string): number | undefined {
  const value = args.get(name);
  if (value === undefined || value === null || value === "") return undefined;
  const text = typeof value === "number" || typeof value === "string" ? String(value).trim() : "";
  if (!/^\d{1,15}$/.test(text)) throw ActionError.invalid(name, "Must be a natural number");
  return Number(text);
}

/** Undefined where it is absent or empty. */
export function readText(args: Arguments, name: string, most = 4000): string | undefined {
  const value = args.get(name);
  if (value === undefined || value === null || value === "") return undefined;
  const text = Array.isArray(value) ? value[0] : value;
  if (typeof text !== "string" && typeof text !== "number") throw ActionError.invalid(name, "Must be a text");
  if (String(text).length > most) throw ActionError.invalid(name, `Longer than ${most} characters`);
  return String(text);
}

/** Throws what CKAN says of an argument that must be there. */
export function demandText(args: Arguments, ...names: readonly string[]): string {
  for (const name of names) {
    const text = readText(args, name);
    if (text !== undefined) return text;
  }
  throw ActionError.invalid(names[0] ?? "id", "Missing value");
}

/** `["a","b"]`, "a,b" or "a". */
export function readList(args: Arguments, name: string): readonly string[] | undefined {
  const value = args.get(name);
  if (value === undefined || value === null || value === "") return undefined;
  const given = typeof value === "string" && value.trim().startsWith("[") ? parse(name, value) : value;
  const list = Array.isArray(given) ? given : String(given).split(",");
  return list.map((item) => {
    if (typeof item !== "string" && typeof item !== "number")
      throw ActionError.invalid(name, "Must be a list of texts");
    return String(item).trim();
  });
}

/** An object, or the JSON text of one. */
export function readObject(args: Arguments, name: string): Readonly<Record<string, unknown>> | undefined {
  const value = args.get(name);
  if (value === undefined || value === null || value === "") return undefined;
  const given = typeof value === "string" ? parse(name, value) : value;
  if (!isObject(given)) throw ActionError.invalid(name, "Not a dictionary");
  return given;
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function parse(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw ActionError.invalid(name, "Cannot parse JSON");
  }
}
