/**
 * A workbook keeps numbers as binary floats; an officer sees at most fifteen significant digits of them. This is that number as exact
 * decimal text: no exponent, no float noise ("0.30000000000000004" is "0.3"), no trailing zeros.
 */

/** Moves the decimal point of plain decimal text by whole digits: ("0.0526", 2) is "5.26". */
export function shiftPoint(decimal: string, places: number): string {
  const negative = decimal.startsWith("-");
  const [whole = "0", part = ""] = (negative ? decimal.slice(1) : decimal).split(".");
  let digits = whole + part;
  let point = whole.length + places;
  if (point <= 0) {
    digits = "0".repeat(1 - point) + digits;
    point = 1;
  }
  if (point > digits.length) digits += "0".repeat(point - digits.length);
  const left = digits.slice(0, point).replace(/^0+(?=\d)/, "");
  const right = digits.slice(point).replace(/0+$/, "");
  const text = right === "" ? left : `${left}.${right}`;
  return negative && text !== "0" ? `-${text}` : text;
}

/** Undefined for what is no finite number. */
export function plainDecimal(raw: string): string | undefined {
  if (/^-?[1-9]\d{0,14}$/.test(raw)) return raw;
  // At most fifteen digits, no zero at the end: written as it is meant.
  if (raw.length <= 16 && /^-?(?:0|[1-9]\d*)\.\d*[1-9]$/.test(raw)) return raw;
  const value = Number(raw);
  if (raw.trim() === "" || !Number.isFinite(value)) return undefined;
  const [mantissa = "0", exponent = "0"] = value.toExponential(14).split("e");
  return shiftPoint(mantissa, Number(exponent));
}
