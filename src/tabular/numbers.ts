/**
 * Numbers as agencies type them.
 *
 * A column, not a cell, decides its decimal mark: "1.234" alone is ambiguous, "1.234" beside "1.234,5" is not. `marks.ts` weighs the
 * evidence of a whole column; this module reads one cell under a given mark, exactly, and never guesses silently. No I/O.
 */
import type { ValueStatus } from "../kernel/value-status.ts";
import { readMark, readMissing, trimCell } from "./missing.ts";
import { scaleOfWord, shiftDecimal } from "./scale.ts";
import { isKnownUnit } from "./units.ts";

export type DecimalMark = "." | ",";

export const otherMark = (mark: DecimalMark): DecimalMark => (mark === "." ? "," : ".");

/** A number and whatever stood around it. */
export interface NumberReading {
  /** Canonical text for `numeric`: ASCII, dot, no grouping, scale kept. */
  readonly value: string;
  readonly status?: ValueStatus | undefined;
  /** What was written behind the number: "ha", "%", "jiwa". */
  readonly unit?: string | undefined;
  /** "juta", "miliar": the value is already multiplied. `value` without it: `unscaled`. */
  readonly scale?: string | undefined;
  readonly unscaled?: string | undefined;
  /** "Rp" stood before it. */
  readonly currency?: boolean | undefined;
  /** Written as 1.5E+06: digits may have been lost. */
  readonly exponent?: boolean | undefined;
}

/** More digits than any statistic has; PostgreSQL would take more. */
const MAX_LENGTH = 200;

/**
 * Reads one cell as an exact decimal.
 *
 * @param cell  Raw text; surrounding white space, "Rp", "%", a unit and a status mark are set aside.
 * @param mark  The column's decimal mark.
 * @returns     Canonical text ("-1234.50"), or undefined when the cell is no number or its digits are grouped oddly ("1.23" under a
 *              decimal comma, "12 34"). Never a JS number. Does not throw.
 */
export function readDecimal(cell: string, mark: DecimalMark): string | undefined {
  return readPlainDecimal(cell, mark) ?? readNumber(cell, mark)?.value;
}

/** The quick way for what nearly every cell is: digits with at most a sign and one decimal mark. Undefined: look closer. */
export function readPlainDecimal(cell: string, mark: DecimalMark): string | undefined {
  const { length } = cell;
  if (length === 0 || length > MAX_LENGTH) return undefined;
  const markCode = mark === "." ? 46 : 44;
  const start = cell.charCodeAt(0) === 45 ? 1 : 0;
  let markAt = -1;
  for (let i = start; i < length; i += 1) {
    const code = cell.charCodeAt(i);
    if (code >= 48 && code <= 57) continue;
    if (code !== markCode || markAt >= 0 || i === start) return undefined;
    markAt = i;
  }
  if (start === length || markAt === length - 1) return undefined;
  if (cell.charCodeAt(start) === 48) {
    const whole = (markAt < 0 ? length : markAt) - start;
    if (whole > 1 || start === 1) return undefined;
  }
  return markAt < 0 || mark === "." ? cell : `${cell.slice(0, markAt)}.${cell.slice(markAt + 1)}`;
}

const CURRENCY = /^(?:rp|idr)\.?\s*/i;
const MONEY_END = /[.,]\s*(?:-{1,2}|–|=)$/;
const EXPONENT = /^(\d+(?:[.,]\d+)?)e([+-]?\d{1,3})$/i;
const WITH_UNIT = /^([\d.,\s\u00a0\u2009\u202f'’]*\d)\s*((?:%|‰|°|[a-zµ])(?:[a-z%‰°²³./\s()-]|\d(?!\d))*)$/iu;

/** Like {@link readDecimal}, with what stood around the number. */
export function readNumber(cell: string, mark: DecimalMark): NumberReading | undefined {
  if (cell.length > MAX_LENGTH) return undefined;
  let text = trimCell(cell);
  if (text.startsWith("'")) text = text.slice(1);
  const whole = readUnmarked(text, mark, undefined);
  // "12e" and "5 a" end in what could be a unit: a mark is tried first where it stands right behind the number.
  const marked = readMark(text);
  if (marked.status === undefined) return whole;
  return readUnmarked(marked.text, mark, marked.status) ?? whole;
}

function readUnmarked(
  marked: string,
  mark: DecimalMark,
  markStatus: ValueStatus | undefined,
): NumberReading | undefined {
  let text = marked;
  let status = markStatus;
  let negative = false;
  if (text.startsWith("(") && text.endsWith(")")) {
    negative = true;
    text = trimCell(text.slice(1, -1));
  }
  if (/^[±≈~]/.test(text)) {
    status ??= "estimated";
    text = trimCell(text.slice(1));
  }
  const signed = takeSign(text);
  const money = CURRENCY.exec(signed.text);
  let rest = money === null ? signed : takeSign(signed.text.slice(money[0].length));
  if (signed.negative && rest !== signed) rest = { text: rest.text, negative: !rest.negative };
  if (rest.negative) negative = !negative;
  text = rest.text;
  if (MONEY_END.test(text) && /\d/.test(text)) text = text.replace(MONEY_END, "");
  const currency = money === null ? {} : { currency: true };

  const exponent = EXPONENT.exec(text);
  if (exponent !== null) {
    const value = shiftDecimal((exponent[1] ?? "").replace(",", "."), Number(exponent[2]));
    return value === undefined ? undefined : { value: withSign(value, negative), status, exponent: true, ...currency };
  }
  const plain = readDigits(text, mark);
  if (plain !== undefined) return { value: withSign(plain, negative), status, ...currency };
  const parts = WITH_UNIT.exec(text);
  if (parts === null) return undefined;
  const digits = readDigits(parts[1] ?? "", mark);
  if (digits === undefined) return undefined;
  const around = scaled(withSign(digits, negative), trimCell(parts[2] ?? ""));
  // What is no unit is a slip of the pen ("1O5"), and then the digits before it are not the number.
  if (around.unit !== undefined && !isKnownUnit(around.unit)) return undefined;
  return { ...around, status, ...currency };
}

function scaled(value: string, words: string): NumberReading {
  const [first = "", ...others] = words.split(/\s+/);
  const scale = scaleOfWord(first);
  const unit = scale === undefined ? words : others.join(" ");
  const shifted = scale === undefined ? undefined : shiftDecimal(value, scale);
  return {
    value: shifted ?? value,
    ...(shifted === undefined ? {} : { scale: first.toLowerCase(), unscaled: value }),
    ...(unit === "" ? {} : { unit }),
  };
}

function takeSign(text: string): { readonly text: string; readonly negative: boolean } {
  const first = text.charAt(0);
  if (first === "-" || first === "−" || first === "–") return { text: trimCell(text.slice(1)), negative: true };
  if (first === "+") return { text: trimCell(text.slice(1)), negative: false };
  return { text, negative: false };
}

const GROUPED: { readonly [M in DecimalMark]: RegExp } = {
  ".": /^\d{1,3}(?:(,|[ \u00a0\u2009\u202f]|['’])\d{3}(?:\1\d{3})*)$/,
  ",": /^\d{1,3}(?:(\.|[ \u00a0\u2009\u202f]|['’])\d{3}(?:\1\d{3})*)$/,
};

/** Digits with grouping and a fraction, no sign. */
function readDigits(text: string, mark: DecimalMark): string | undefined {
  const at = text.indexOf(mark);
  const whole = at < 0 ? text : text.slice(0, at);
  const part = at < 0 ? undefined : text.slice(at + 1);
  if (part !== undefined && !/^\d+$/.test(part)) return undefined;
  let digits: string;
  if (/^\d+$/.test(whole)) digits = whole;
  else if (whole === "" && part !== undefined) digits = "0";
  else if (GROUPED[mark].test(whole)) digits = whole.replace(/\D/g, "");
  else return undefined;
  const canonical = digits.replace(/^0+(?=\d)/, "");
  return part === undefined ? canonical : `${canonical}.${part}`;
}

/** Zero has no sign. */
const withSign = (value: string, negative: boolean): string => (negative && /[1-9]/.test(value) ? `-${value}` : value);

/** Could a careful person take this cell for a number, under either mark? Missing symbols are not numbers. */
export function looksNumeric(cell: string): boolean {
  if (cell.length === 0 || cell.length > 60) return false;
  if (readPlainDecimal(cell, ".") !== undefined) return true;
  if (!/\d/.test(cell) || readMissing(cell) !== undefined) return false;
  return readNumber(cell, ".") !== undefined || readNumber(cell, ",") !== undefined;
}
