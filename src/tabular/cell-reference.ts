/** Cell references as workbooks write them. */
import type { MergedRange } from "./model.ts";

/** "AB12" as [12, 28]; [0, 0] parts where it has none. */
export function parseReference(reference: string): readonly [row: number, column: number] {
  let column = 0;
  let at = 0;
  for (; at < reference.length; at++) {
    const letter = reference.charCodeAt(at) & ~32;
    if (letter < 65 || letter > 90) break;
    column = column * 26 + (letter - 64);
  }
  let row = 0;
  for (; at < reference.length; at++) row = row * 10 + (reference.charCodeAt(at) - 48);
  return [row, column];
}

/** "A1:C3", with or without "$"; undefined for what is no range. */
export function parseRange(range: string): MergedRange | undefined {
  const [from = "", to = from] = range.replaceAll("$", "").split(":");
  const [top, left] = parseReference(from);
  const [bottom, right] = parseReference(to);
  return top > 0 && left > 0 && bottom >= top && right >= left ? { top, left, bottom, right } : undefined;
}
