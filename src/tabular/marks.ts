/**
 * Which decimal mark a column uses, from all its cells. What only one reading allows decides; where every marked cell can be read two
 * ways, the declared type, the unit, the bounds and the other columns of the file are asked in this order; if they are silent too, the
 * column is undecided and says so. Never a guess without a word.
 */
import { FORMS } from "./number-form.ts";
import { type DecimalMark, otherMark } from "./numbers.ts";

/** How many cells have each form; indexed by `FORMS`. */
export type FormCounts = ArrayLike<number>;

export type MarkReason =
  | "decision"
  | "declared"
  | "evidence"
  | "whole-numbers"
  | "whole-unit"
  | "bounds"
  | "other-columns"
  | "complete-groups"
  | "not-needed"
  | "undecided";

export interface MarkHints {
  /** The officer's choice. */
  readonly decided?: DecimalMark | undefined;
  /** `decimalChar` of the field. */
  readonly declared?: DecimalMark | undefined;
  /** The field's type is integer. */
  readonly whole?: boolean | undefined;
  /** The unit counts things: jiwa, unit, kejadian. */
  readonly wholeUnit?: boolean | undefined;
  /** The largest value that can be: 100 for a share, the field's `maximum`. */
  readonly most?: number | undefined;
  /** The least. */
  readonly least?: number | undefined;
  /** What other columns of the file prove. */
  readonly fileMark?: DecimalMark | undefined;
  /** The column's numbers look like whole ones, grouped: see {@link areCompleteGroups}. */
  readonly completeGroups?: boolean | undefined;
}

/** What the sizes of a column's numbers say of the marks in them. */
export interface MarkShape {
  /** By digits: numbers of one reading. */
  readonly digits: ArrayLike<number>;
  /** Cells with two readings, and those of them that end with a zero. */
  readonly open: number;
  readonly openZeros: number;
}

/**
 * "98", "1.020", "2.415": bare numbers all below a thousand beside marked ones of exactly three digits, a last zero among them. A program
 * that writes decimals would have dropped the zero or given "98" its decimals too; one that groups writes just this.
 */
export function areCompleteGroups({ digits, open, openZeros }: MarkShape): boolean {
  if (open < 2 || (openZeros === 0 && open < 6)) return false;
  let small = 0;
  let large = 0;
  for (let size = 1; size < digits.length; size += 1) {
    if (size <= 3) small += digits[size] ?? 0;
    else large += digits[size] ?? 0;
  }
  return small > 0 && large === 0;
}

export interface MarkDecision {
  readonly mark: DecimalMark;
  readonly reason: MarkReason;
  /** Cells that only the other mark explains. */
  readonly against: number;
  /** Cells that could be read either way. */
  readonly open: number;
}

const at = (counts: FormCounts, form: number): number => counts[form] ?? 0;

/** Of one column's evidence. */
export const shapeOf = (evidence: {
  readonly forms: FormCounts;
  readonly digits: ArrayLike<number>;
  readonly openZeros: number;
}): MarkShape => ({
  digits: evidence.digits,
  open: at(evidence.forms, FORMS.dotEither) + at(evidence.forms, FORMS.commaEither),
  openZeros: evidence.openZeros,
});

/** Cells that prove a decimal dot, and a decimal comma. */
export function provenMarks(counts: FormCounts): { readonly dot: number; readonly comma: number } {
  return {
    dot: at(counts, FORMS.dotDecimal) + at(counts, FORMS.commaGroups) + at(counts, FORMS.commaThenDot),
    comma: at(counts, FORMS.commaDecimal) + at(counts, FORMS.dotGroups) + at(counts, FORMS.dotThenComma),
  };
}

/** Weighs a column's forms. */
export function weighMarks(counts: FormCounts, hints: MarkHints = {}): MarkDecision {
  const { dot, comma } = provenMarks(counts);
  const dotEither = at(counts, FORMS.dotEither);
  const commaEither = at(counts, FORMS.commaEither);
  const open = dotEither + commaEither;
  const fixed = hints.decided ?? hints.declared;
  if (fixed !== undefined) {
    const reason = hints.decided === undefined ? "declared" : "decision";
    return { mark: fixed, reason, against: fixed === "." ? comma : dot, open };
  }
  if (dot > 0 || comma > 0) {
    const mark = dot >= comma ? "." : ",";
    return { mark, reason: "evidence", against: Math.min(dot, comma), open };
  }
  if (open === 0) return { mark: ".", reason: "not-needed", against: 0, open };
  if (dotEither > 0 && commaEither > 0) return { mark: ".", reason: "undecided", against: 0, open };
  // Every marked cell looks like 1.234 (or like 1,234): this mark is the decimal one, or the grouping one.
  const asDecimal: DecimalMark = dotEither > 0 ? "." : ",";
  const asGrouping = otherMark(asDecimal);
  if (hints.whole === true) return { mark: asGrouping, reason: "whole-numbers", against: 0, open };
  // Grouped, every such cell is at least 1,000; with a decimal mark it is below 1,000.
  if (hints.most !== undefined && hints.most < 1000) return { mark: asDecimal, reason: "bounds", against: 0, open };
  if (hints.least !== undefined && hints.least >= 1000) return { mark: asGrouping, reason: "bounds", against: 0, open };
  if (hints.wholeUnit === true) return { mark: asGrouping, reason: "whole-unit", against: 0, open };
  if (hints.completeGroups === true) return { mark: asGrouping, reason: "complete-groups", against: 0, open };
  if (hints.fileMark !== undefined) return { mark: hints.fileMark, reason: "other-columns", against: 0, open };
  return { mark: asDecimal, reason: "undecided", against: 0, open };
}
