/** Powers of ten on decimal text, exactly, and the words that stand for them. */

const powers: ReadonlyMap<string, number> = new Map([
  ["ribu", 3],
  ["rb", 3],
  ["juta", 6],
  ["jt", 6],
  ["miliar", 9],
  ["milyar", 9],
  ["triliun", 12],
  ["trilyun", 12],
  ["thousand", 3],
  ["million", 6],
  ["billion", 9],
  ["trillion", 12],
]);

/** 6 for "juta"; undefined for a word that is no power of ten. */
export const scaleOfWord = (word: string): number | undefined => powers.get(word.toLowerCase().replace(/\.$/, ""));

/**
 * Moves the point of a canonical decimal: ("1.5", 6) is "1500000", ("250", -2) is "2.50".
 *
 * @returns undefined when the result would be absurdly long (more than 60 places moved).
 */
export function shiftDecimal(value: string, places: number): string | undefined {
  if (!Number.isInteger(places) || Math.abs(places) > 60) return undefined;
  const negative = value.startsWith("-");
  const [whole = "0", part = ""] = (negative ? value.slice(1) : value).split(".");
  const digits = whole + part;
  const point = whole.length + places;
  let moved: string;
  if (point <= 0) moved = `0.${"0".repeat(-point)}${digits}`;
  else if (point >= digits.length) moved = digits + "0".repeat(point - digits.length);
  else moved = `${digits.slice(0, point)}.${digits.slice(point)}`;
  const canonical = moved.replace(/^0+(?=\d)/, "");
  return negative && /[1-9]/.test(canonical) ? `-${canonical}` : canonical;
}
