/**
 * The form of a number as written, found in one walk over its characters: what its dots and commas can be. "1.234" can be two numbers,
 * "1.23" and "1.234,5" only one. Nothing is read here; `marks.ts` weighs the forms of a whole column.
 */

export const FORMS = {
  other: 0,
  integer: 1,
  leadingZero: 2,
  dotDecimal: 3,
  dotEither: 4,
  commaDecimal: 5,
  commaEither: 6,
  dotGroups: 7,
  commaGroups: 8,
  dotThenComma: 9,
  commaThenDot: 10,
} as const;

export const FORM_COUNT = 11;

/** A form with two sizes in one whole number, so that a million cells make no objects. */
export type PackedForm = number;

export const formOf = (packed: PackedForm): number => packed & 15;
/** Digits before the decimal mark (0 to 255). For a form with two readings: as if its mark were the decimal one. */
export const wholeDigitsOf = (packed: PackedForm): number => (packed >> 4) & 255;
/** Digits behind the decimal mark (0 to 255). */
export const decimalsOf = (packed: PackedForm): number => (packed >> 12) & 255;

const pack = (form: number, whole: number, decimals: number): PackedForm =>
  form | (Math.min(whole, 255) << 4) | (Math.min(decimals, 255) << 12);

const DOT = 46;
const COMMA = 44;

/** The form of a cell that holds only digits, dots, commas and a leading minus; `FORMS.other` (0) for all else. */
export function scanForm(cell: string): PackedForm {
  const { length } = cell;
  const start = cell.charCodeAt(0) === 45 ? 1 : 0;
  if (length === start || length > 120) return 0;
  let marks = 0;
  let firstMark = 0;
  let lastMark = 0;
  let firstAt = -1;
  let lastAt = -1;
  let grouped = true;
  for (let i = start; i < length; i += 1) {
    const code = cell.charCodeAt(i);
    if (code >= 48 && code <= 57) continue;
    if (code !== DOT && code !== COMMA) return 0;
    if (marks === 0) {
      firstMark = code;
      firstAt = i;
      if (i - start > 3 || i === start) grouped = false;
    } else {
      if (lastMark !== firstMark) return 0;
      if (i - lastAt !== 4) grouped = false;
    }
    marks += 1;
    lastMark = code;
    lastAt = i;
  }
  const zero = cell.charCodeAt(start) === 48;
  if (marks === 0) {
    const digits = length - start;
    return zero && digits > 1 ? pack(FORMS.leadingZero, digits, 0) : pack(FORMS.integer, digits, 0);
  }
  const behind = length - 1 - lastAt;
  if (behind === 0) return 0;
  if (marks === 1) {
    const whole = firstAt - start;
    const either = grouped && behind === 3 && !zero;
    if (firstMark === DOT) return pack(either ? FORMS.dotEither : FORMS.dotDecimal, whole, behind);
    return pack(either ? FORMS.commaEither : FORMS.commaDecimal, whole, behind);
  }
  if (!grouped || zero) return 0;
  if (firstMark === lastMark) {
    if (behind !== 3) return 0;
    return pack(firstMark === DOT ? FORMS.dotGroups : FORMS.commaGroups, length - start - marks, 0);
  }
  return pack(firstMark === DOT ? FORMS.dotThenComma : FORMS.commaThenDot, lastAt - start - marks + 1, behind);
}
