/**
 * JSON with exact numbers. JavaScript has no number that keeps `1.50` or 19 digits, so such a value travels as the text of its JSON
 * token, marked as {@link RawJson}, and is spliced in when the answer is written. Nothing here checks the token: whoever makes one
 * has canonical text from PostgreSQL or wrote it with JSON.stringify.
 */

/** Text that is valid JSON already and goes out as it is. */
export class RawJson {
  readonly json: string;

  constructor(json: string) {
    this.json = json;
  }

  /** For whoever prints it by other means: the nearest value JavaScript has. */
  toJSON(): unknown {
    return JSON.parse(this.json);
  }
}

/**
 * Texts of JSON as the members of a list. They travel as one, which is written with commas inside: whoever completes a list (GraphQL does,
 * member by member) has one thing to look at instead of a thousand.
 */
export const rawItems = (texts: readonly string[]): readonly RawJson[] =>
  texts.length === 0 ? [] : [new RawJson(texts.join(","))];

/** As JSON.stringify without spaces, but a RawJson goes out as it is. `undefined` members are left out, as there. */
export function writeJson(value: unknown): string {
  if (value instanceof RawJson) return value.json;
  if (Array.isArray(value)) {
    let text = "[";
    for (let index = 0; index < value.length; index += 1)
      text += (index === 0 ? "" : ",") + writeJson(value[index] ?? null);
    return `${text}]`;
  }
  if (value === null || typeof value !== "object" || value instanceof Date) return JSON.stringify(value) ?? "null";
  let text = "";
  for (const [key, member] of Object.entries(value)) {
    if (member === undefined) continue;
    text += `${text === "" ? "" : ","}${JSON.stringify(key)}:${writeJson(member)}`;
  }
  return `{${text}}`;
}
