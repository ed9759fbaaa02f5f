/** What every kind of list shares: a word for what cannot be read, and JSON that nobody vouches for. */

/** A document that is not what its source's kind says. The message is a word or two for whoever runs the source. */
export class BadDocument extends Error {}

export type Loose = Readonly<Record<string, unknown>>;

export const isRecord = (value: unknown): value is Loose =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The objects in what should be a list of them; what is no list has none. */
export const recordsIn = (value: unknown): readonly Loose[] => (Array.isArray(value) ? value.filter(isRecord) : []);

/** Throws BadDocument. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new BadDocument("JSON");
  }
}
