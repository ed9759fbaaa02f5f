/**
 * Reads one numeric column: exact canonical text, under the column's decimal mark, with every suspicion told. A number that is suspected
 * is kept as read; a cell that is no number, or contradicts its column's mark, is an error.
 */
import { type Field, storageOf, type TableSchema } from "../kernel/package.ts";
import { type ColumnEvidence, MOST_DIGITS } from "./column-survey.ts";
import { compareDecimal } from "./compare-decimal.ts";
import { compileConstraints } from "./constraints.ts";
import { detach } from "./detach.ts";
import { trimCell } from "./missing.ts";
import { compileMissing } from "./missing-reader.ts";
import type { CellKind } from "./model.ts";
import {
  type DecimalMark,
  type NumberReading,
  otherMark,
  readDecimal,
  readNumber,
  readPlainDecimal,
} from "./numbers.ts";
import { type CellReader, problem, type Read, reading, simplest } from "./reading.ts";
import type { Problem } from "./report.ts";
import { isPercentUnit, isSameUnit, isWholeUnit, scaleOfUnit } from "./units.ts";

const MAX_BIGINT = "9223372036854775807";
const EXAMPLES: { readonly [M in DecimalMark]: string } = { ".": "1234.5", ",": "1234,5" };

/** How many digits before the decimal mark most numbers of a column have; undefined where they are too few or too varied to tell. */
export interface UsualDigits {
  readonly low: number;
  readonly high: number;
}

export function usualDigits(evidence: ColumnEvidence, mark: DecimalMark): UsualDigits | undefined {
  const counts = [...evidence.digits];
  const openIsDecimal = evidence.firstOpen?.value.includes(mark) === true;
  evidence.openDigits.forEach((count, digits) => {
    const at = Math.min(MOST_DIGITS, openIsDecimal ? digits : digits + 3);
    counts[at] = (counts[at] ?? 0) + count;
  });
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total < 8) return undefined;
  // Few outliers are set aside: in a large column the small numbers at the end of a long tail are no outliers.
  const cut = total < 200 ? Math.max(1, Math.floor(total / 20)) : Math.max(10, Math.floor(total / 500));
  /** The digits of the number that stands at this place when all are in order. */
  const digitsAt = (place: number): number => {
    let sum = 0;
    for (const [digits, count] of counts.entries()) {
      sum += count;
      if (sum > place) return digits;
    }
    return counts.length - 1;
  };
  const [low, high] = [digitsAt(cut), digitsAt(total - cut - 1)];
  return high - low <= 2 ? { low, high } : undefined;
}

export interface NumberColumn {
  readonly mark: DecimalMark;
  readonly usual: UsualDigits | undefined;
}

/** Does the schema itself say that a percentage may be more than all: growth, achievement of a target? */
const allowsOver100 = ({ constraints }: Field): boolean => {
  const most = constraints?.maximum ?? constraints?.exclusiveMaximum;
  return most !== undefined && compareDecimal(most, "100") > 0;
};

/** For fields of type integer and number. */
export function compileNumber(field: Field, schema: TableSchema, column: NumberColumn): CellReader {
  const { mark, usual } = column;
  const isInteger = storageOf(field) === "bigint";
  const readAbsent = compileMissing(field, schema, false);
  const check = compileConstraints(field, compareDecimal, (bound) => readDecimal(bound, "."));
  const isWhole = isWholeUnit(field.unit) && !isInteger;
  const isPercent = isPercentUnit(field.unit) && !allowsOver100(field);
  const slow = new Map<string, Read>();

  const suspect = (value: string): readonly Problem[] => {
    const at = value.indexOf(".");
    const start = value.charCodeAt(0) === 45 ? 1 : 0;
    const whole = (at < 0 ? value.length : at) - start;
    const problems: Problem[] = [];
    if (isWhole && at >= 0 && value.length - at === 4 && whole <= 3 && value.charCodeAt(start) !== 48) {
      problems.push(problem("cell/lost-grouping", "warning", { unit: field.unit ?? "" }, value.replace(".", "")));
    }
    if (isPercent && whole >= 3 && start === 0 && compareDecimal(value, "100") > 0) {
      problems.push(problem("cell/percent-over-100", "warning"));
    }
    if (
      usual !== undefined &&
      (whole <= usual.low - 3 || whole >= usual.high + 3) &&
      /[1-9]/.test(value) &&
      problems.length === 0
    ) {
      const grouped = at >= 0 && value.length - at === 4 && whole <= usual.low - 3 ? value.replace(".", "") : undefined;
      problems.push(problem("cell/far-from-others", "warning", { low: usual.low, high: usual.high }, grouped));
    }
    return check === undefined ? problems : [...problems, ...check(value)];
  };
  const hasSuspicion = isWhole || isPercent || check !== undefined;
  const [least, most] = usual === undefined ? [0, MOST_DIGITS * 8] : [usual.low - 2, usual.high + 2];

  const readSlowly = (cell: string, kind: CellKind | undefined): Read => {
    if (kind === "uncached-formula") return reading(null, [problem("cell/formula-without-value", "error")]);
    if (kind === "error") return reading(null, [problem("cell/error-value", "error")]);
    const absent = readAbsent(cell);
    if (absent !== undefined) return simplest(absent);
    const own = kind === "number" ? "." : mark;
    const number = kind === "date" ? undefined : readNumber(cell, own);
    if (number === undefined) return reading(null, [notANumber(cell, own)]);
    return settle(number, field, isInteger, suspect);
  };

  return (cell, kind) => {
    if (cell.length > 0 && (kind === undefined || kind === "number" || kind === "text")) {
      const plain = readPlainDecimal(cell, kind === "number" ? "." : mark);
      if (plain !== undefined) {
        const at = plain.indexOf(".");
        const whole = (at < 0 ? plain.length : at) - (plain.charCodeAt(0) === 45 ? 1 : 0);
        if (!isInteger || (at < 0 && whole < 19)) {
          if (!hasSuspicion && whole >= least && whole <= most) return plain;
          const problems = suspect(plain);
          return problems.length === 0 ? plain : reading(plain, problems);
        }
      }
    }
    const key = kind === undefined ? cell : `${kind}\n${cell}`;
    const known = slow.get(key);
    if (known !== undefined) return known;
    if (slow.size >= 10_000 || cell.length > 60) return readSlowly(cell, kind);
    const fresh = readSlowly(detach(cell), kind);
    slow.set(detach(key), fresh);
    return fresh;
  };
}

function settle(
  number: NumberReading,
  field: Field,
  isInteger: boolean,
  suspect: (value: string) => readonly Problem[],
): Read {
  let { value } = number;
  const problems: Problem[] = [];
  if (number.scale !== undefined && number.unscaled !== undefined) {
    // "1,5 juta" in a column of juta rupiah is 1.5.
    if (number.scale.replace("milyar", "miliar") === scaleOfUnit(field.unit)) value = number.unscaled;
    problems.push(problem("cell/number-scaled", "warning", { word: number.scale }, value));
  } else if (number.unit !== undefined && field.unit !== undefined && !isUnitOf(number.unit, field.unit)) {
    return reading(null, [problem("cell/other-unit", "error", { unit: number.unit, expected: field.unit })]);
  }
  if (number.exponent === true) problems.push(problem("cell/number-in-exponent", "warning", {}, value));
  if (isInteger) {
    const at = value.indexOf(".");
    if (at >= 0) {
      const part = value.slice(at + 1);
      if (/[1-9]/.test(part)) {
        const grouped = part.length === 3 ? value.replace(".", "").replace(/^(-?)0+(?=\d)/, "$1") : undefined;
        return reading(null, [problem("cell/not-whole", "error", {}, grouped)]);
      }
      value = value.slice(0, at);
    }
    const digits = value.startsWith("-") ? value.slice(1) : value;
    if (digits.length > 19 || (digits.length === 19 && digits > MAX_BIGINT)) {
      return reading(null, [problem("cell/number-too-large", "error")]);
    }
  }
  return simplest(reading(value, [...problems, ...suspect(value)], number.status));
}

const isUnitOf = (written: string, declared: string): boolean =>
  isSameUnit(written, declared) || declared.toLowerCase().includes(written.toLowerCase());

function notANumber(cell: string, mark: DecimalMark): Problem {
  const other = readNumber(cell, otherMark(mark));
  if (other !== undefined) {
    return problem(
      "cell/number-other-mark",
      "error",
      { mark: mark === "," ? "1.234,5" : "1,234.5" },
      other.value.replace(".", mark),
    );
  }
  const mended = trimCell(cell)
    .replace(/(?<=\d)[oO]|[oO](?=[\d.,])/g, "0")
    .replace(/(?<=\d)[lI]|[lI](?=[\d.,])/g, "1")
    .replace(/([.,])\1+/g, "$1")
    .replace(/(?<=\d)[\s_]+(?=[.,])|(?<=[.,])[\s_]+(?=\d)/g, "")
    .replace(/[.,;:?!]+$/, "");
  const meant = mended === trimCell(cell) ? undefined : readDecimal(mended, mark);
  return problem("cell/not-a-number", "error", { example: EXAMPLES[mark] }, meant?.replace(".", mark));
}
