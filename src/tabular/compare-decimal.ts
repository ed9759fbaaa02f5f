/** Order and sums of canonical decimal texts, exactly. */

interface Scaled {
  readonly digits: bigint;
  readonly scale: number;
}

function scaledOf(value: string): Scaled {
  const at = value.indexOf(".");
  if (at < 0) return { digits: BigInt(value), scale: 0 };
  return { digits: BigInt(value.slice(0, at) + value.slice(at + 1)), scale: value.length - at - 1 };
}

const raise = ({ digits, scale }: Scaled, to: number): bigint =>
  scale === to ? digits : digits * 10n ** BigInt(to - scale);

/** Negative, zero or positive, as `a` is less than, equal to or more than `b`. */
export function compareDecimal(a: string, b: string): number {
  if (a === b) return 0;
  const [x, y] = [Number(a), Number(b)];
  if (Math.abs(x - y) > 1e-9 * Math.max(1, Math.abs(x), Math.abs(y))) return x - y;
  const [one, two] = [scaledOf(a), scaledOf(b)];
  const scale = Math.max(one.scale, two.scale);
  const [left, right] = [raise(one, scale), raise(two, scale)];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The exact sum, with the longest scale of its parts. "0" for none. */
export function sumDecimals(values: readonly string[]): string {
  const parts = values.map(scaledOf);
  const scale = parts.reduce((most, part) => Math.max(most, part.scale), 0);
  const sum = parts.reduce((total, part) => total + raise(part, scale), 0n);
  return decimalText(sum, scale);
}

/** a − b, exactly. */
export const subtractDecimal = (a: string, b: string): string =>
  sumDecimals([a, b.startsWith("-") ? b.slice(1) : b === "0" ? b : `-${b}`]);

/** `part` in per cent of `whole`'s size, to one decimal, halves away from zero; undefined where the whole is nothing. */
export function percentOf(part: string, whole: string): string | undefined {
  const [one, other] = [scaledOf(part), scaledOf(absolute(whole))];
  const scale = Math.max(one.scale, other.scale);
  const divisor = raise(other, scale);
  if (divisor === 0n) return undefined;
  const thousandths = raise(one, scale) * 1000n;
  const half = thousandths < 0n ? -divisor : divisor;
  return decimalText((thousandths * 2n + half) / (divisor * 2n), 1);
}

function decimalText(digits: bigint, scale: number): string {
  const negative = digits < 0n;
  const text = (negative ? -digits : digits).toString().padStart(scale + 1, "0");
  const cut = text.length - scale;
  const plain = scale === 0 ? text : `${text.slice(0, cut)}.${text.slice(cut)}`;
  return negative ? `-${plain}` : plain;
}

/** The value without its sign. */
export const absolute = (value: string): string => (value.startsWith("-") ? value.slice(1) : value);

/** Without zeros that say nothing: "1.50" and "1.5" are one key. */
export const plainNumber = (value: string): string => (value.includes(".") ? value.replace(/\.?0+$/, "") : value);
