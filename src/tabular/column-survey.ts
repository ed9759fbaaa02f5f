/**
 * The evidence of one column, gathered over all its rows in one pass: forms of numbers, signs for missing values, dates, periods,
 * regions, personal data. Plain numbers are counted by their form alone; other cells are classed once for each distinct text. Memory is
 * bounded: beyond a number of distinct cells they are counted without being remembered.
 */
import type { ValueStatus } from "../kernel/value-status.ts";
import { type CellClass, classifyCell } from "./cell-class.ts";
import type { DateHint } from "./dates.ts";
import { detach } from "./detach.ts";
import { readMissing, trimCell } from "./missing.ts";
import type { CellKind } from "./model.ts";
import { decimalsOf, FORM_COUNT, FORMS, formOf, type PackedForm, scanForm, wholeDigitsOf } from "./number-form.ts";
import type { PeriodKind } from "./periods.ts";
import { findPersonal, maskPersonal, type PersonalKind } from "./personal.ts";
import { newPersonalCounts, type PersonalCounts } from "./personal-column.ts";
import { countCode, countName, newRegionCounts, type RegionCounts } from "./region-column.ts";
import type { RegionBook } from "./regions.ts";

/** Whole digits beyond this are counted as this many. */
export const MOST_DIGITS = 24;

export interface ColumnEvidence {
  readonly column: number;
  readonly title: string;
  rows: number;
  empty: number;
  /** Cells by form, indexed by `FORMS`; workbook numbers are not among them. */
  readonly forms: number[];
  /** Numbers of a workbook, exact as they stand, and the whole ones among them. */
  exact: number;
  exactWhole: number;
  /** Whole numbers from 1900 to 2100. */
  years: number;
  /** Numbers with a unit, "Rp", "%" or a mark. */
  decorated: number;
  readonly units: Map<string, number>;
  /** By digits before the decimal mark: numbers with one reading (not 0), and those with two read as decimals. */
  readonly digits: number[];
  readonly openDigits: number[];
  /** Cells with two readings that end with a zero. */
  openZeros: number;
  decimals: number;
  booleans: number;
  texts: number;
  readonly dates: { [H in DateHint]: number };
  readonly periods: { [K in PeriodKind]?: number };
  /** Symbol or word, how often, and its status. */
  readonly missing: Map<string, { count: number; readonly status?: ValueStatus | undefined }>;
  readonly statuses: { [S in ValueStatus]?: number };
  errors: number;
  uncached: number;
  exponents: number;
  monthCodes: number;
  codeLikes: number;
  /** The first cell that can be read two ways, and the first date that can. */
  firstOpen?: { readonly row: number; readonly value: string } | undefined;
  firstOpenDate?: { readonly row: number; readonly value: string } | undefined;
  /** Distinct cells besides plain numbers, as far as they were remembered. */
  distinct: number;
  distinctIsWhole: boolean;
  readonly regions: RegionCounts;
  readonly personal: PersonalCounts;
}

export interface ColumnSurvey {
  readonly evidence: ColumnEvidence;
  /** Counts one cell. Returns its class where it has one: plain numbers have none, unless `everyCell`. */
  readonly add: (cell: string, kind: CellKind | undefined, row: number) => CellClass | undefined;
  readonly finish: () => void;
}

export interface SurveyOptions {
  readonly book?: RegionBook | undefined;
  /** Class numbers too: the column may hold codes of regions. */
  readonly everyCell: boolean;
  readonly mostDistinct: number;
}

function newEvidence(column: number, title: string): ColumnEvidence {
  return {
    column,
    title,
    rows: 0,
    empty: 0,
    forms: new Array<number>(FORM_COUNT).fill(0),
    exact: 0,
    exactWhole: 0,
    years: 0,
    decorated: 0,
    units: new Map(),
    digits: new Array<number>(MOST_DIGITS + 1).fill(0),
    openDigits: new Array<number>(MOST_DIGITS + 1).fill(0),
    openZeros: 0,
    decimals: 0,
    booleans: 0,
    texts: 0,
    dates: { dmy: 0, mdy: 0, either: 0, plain: 0 },
    periods: {},
    missing: new Map(),
    statuses: {},
    errors: 0,
    uncached: 0,
    exponents: 0,
    monthCodes: 0,
    codeLikes: 0,
    distinct: 0,
    distinctIsWhole: true,
    regions: newRegionCounts(),
    personal: newPersonalCounts(),
  };
}

const bump = (counts: number[], index: number, times: number): void => {
  counts[index] = (counts[index] ?? 0) + times;
};

/** Longest cell whose class is remembered, so that remembered texts stay small. */
const LONGEST_REMEMBERED = 200;

export function createColumnSurvey(column: number, title: string, options: SurveyOptions): ColumnSurvey {
  const evidence = newEvidence(column, title);
  const { forms } = evidence;
  const classes = new Map<string, CellClass>();
  const { book, everyCell, mostDistinct } = options;

  const countForm = (packed: PackedForm, times: number, cell: string, row: number): void => {
    const form = formOf(packed);
    bump(forms, form, times);
    const decimals = decimalsOf(packed);
    if (form === FORMS.dotEither || form === FORMS.commaEither) {
      bump(evidence.openDigits, Math.min(wholeDigitsOf(packed), MOST_DIGITS), times);
      evidence.firstOpen ??= { row, value: detach(cell) };
      if (cell.charCodeAt(cell.length - 1) === 48) evidence.openZeros += times;
      return;
    }
    if (decimals > evidence.decimals) evidence.decimals = decimals;
    const whole = wholeDigitsOf(packed);
    if (whole !== 1 || cell !== "0") bump(evidence.digits, Math.min(whole, MOST_DIGITS), times);
  };

  const addExact = (cell: string): void => {
    evidence.exact += 1;
    const at = cell.indexOf(".");
    const sign = cell.charCodeAt(0) === 45 ? 1 : 0;
    if (at < 0) evidence.exactWhole += 1;
    else evidence.decimals = Math.max(evidence.decimals, cell.length - at - 1);
    const whole = (at < 0 ? cell.length : at) - sign;
    if (cell !== "0") bump(evidence.digits, Math.min(whole, MOST_DIGITS), 1);
    if (at < 0 && whole === 4 && isYear(cell)) evidence.years += 1;
    if (whole >= 10) countPersonal(evidence, findPersonal(cell), cell, 1);
  };

  const apply = (cls: CellClass, cell: string, times: number, row: number): void => {
    countNature(evidence, cls, cell, times, row);
    if (cls.nature === "number") countForm(cls.packed, times, cell, row);
  };

  const addPlain = (cell: string, packed: PackedForm, row: number): void => {
    countForm(packed, 1, cell, row);
    const { length } = cell;
    if (length === 4) {
      if (formOf(packed) === FORMS.integer && isYear(cell)) evidence.years += 1;
    } else if (length >= 10) countPersonal(evidence, findPersonal(cell), cell, 1);
  };

  const add = (cell: string, kind: CellKind | undefined, row: number): CellClass | undefined => {
    evidence.rows += 1;
    if (cell.length === 0) {
      evidence.empty += 1;
      return undefined;
    }
    if (kind !== undefined && kind !== "text") {
      if (kind === "error") evidence.errors += 1;
      else if (kind === "uncached-formula") evidence.uncached += 1;
      else if (kind === "number" && !everyCell && scanForm(cell) !== 0) {
        addExact(cell);
        return undefined;
      }
    }
    if (!everyCell) {
      const packed = scanForm(cell);
      const form = formOf(packed);
      if (form !== FORMS.other && form !== FORMS.leadingZero) {
        addPlain(cell, packed, row);
        return undefined;
      }
    }
    const known = classes.get(cell);
    if (known !== undefined) {
      known.times += 1;
      return known;
    }
    if (classes.size < mostDistinct) {
      const cls = classifyCell(cell, book);
      cls.times = 1;
      noteFirst(evidence, cls, cell, row);
      if (cell.length <= LONGEST_REMEMBERED) classes.set(detach(cell), cls);
      else apply(cls, cell, 1, row);
      return cls;
    }
    evidence.distinctIsWhole = false;
    return addUnremembered(cell, row);
  };

  /** Too many distinct cells: numbers are counted by form, texts only searched for personal data and missing signs. */
  const addUnremembered = (cell: string, row: number): CellClass | undefined => {
    const packed = scanForm(cell);
    if (packed !== 0) {
      if (kindOfColumn(evidence) === "text") countPersonal(evidence, findPersonal(cell), cell, 1);
      addPlain(cell, packed, row);
      return undefined;
    }
    if (readMissing(cell) === undefined && !/^[\s\d.,%-]/.test(cell)) {
      evidence.texts += 1;
      countPersonal(evidence, findPersonal(cell), cell, 1);
      return undefined;
    }
    const cls = classifyCell(cell, book);
    apply(cls, cell, 1, row);
    return cls;
  };

  const finish = (): void => {
    evidence.distinct = classes.size;
    for (const [cell, cls] of classes) apply(cls, cell, cls.times, 0);
    classes.clear();
  };

  return { evidence, add, finish };
}

const kindOfColumn = (evidence: ColumnEvidence): "text" | "number" =>
  evidence.texts > (evidence.forms[FORMS.integer] ?? 0) ? "text" : "number";

function noteFirst(evidence: ColumnEvidence, cls: CellClass, cell: string, row: number): void {
  const form = formOf(cls.packed);
  if (form === FORMS.dotEither || form === FORMS.commaEither) evidence.firstOpen ??= { row, value: trimCell(cell) };
  if (cls.date === "either") evidence.firstOpenDate ??= { row, value: trimCell(cell) };
}

function countNature(evidence: ColumnEvidence, cls: CellClass, cell: string, times: number, row: number): void {
  countPersonal(evidence, cls.personal, cell, times);
  if (cls.exponent) {
    evidence.exponents += times;
    evidence.personal.exponents += times;
  }
  if (cls.monthCode) evidence.monthCodes += times;
  if (cls.codeLike) evidence.codeLikes += times;
  if (cls.decorated) evidence.decorated += times;
  if (cls.unit !== undefined && evidence.units.size < 50) {
    evidence.units.set(cls.unit, (evidence.units.get(cls.unit) ?? 0) + times);
  }
  if (cls.status !== undefined) evidence.statuses[cls.status] = (evidence.statuses[cls.status] ?? 0) + times;
  if (cls.date !== undefined) evidence.dates[cls.date] += times;
  if (cls.date === "either" && row > 0) evidence.firstOpenDate ??= { row, value: trimCell(cell) };
  if (cls.period !== undefined) {
    evidence.periods[cls.period] = (evidence.periods[cls.period] ?? 0) + times;
    if (cls.period === "year" && cls.nature === "number") evidence.years += times;
  }
  if (cls.code !== undefined) countCode(evidence.regions, cls.code, times);
  else if (cls.named.length > 0) countName(evidence.regions, cls.named, times);
  if (cls.nature === "missing") {
    const symbol = trimCell(cell);
    if (symbol === "") evidence.empty += times;
    else {
      const known = evidence.missing.get(symbol);
      if (known !== undefined) known.count += times;
      else evidence.missing.set(symbol, { count: times, status: cls.status });
    }
  } else if (cls.nature === "boolean") evidence.booleans += times;
  else if (cls.nature === "text") evidence.texts += times;
}

const isYear = (cell: string): boolean => {
  const first = cell.charCodeAt(0);
  return (
    (first === 49 && cell.charCodeAt(1) === 57) || (first === 50 && (cell.charCodeAt(1) === 48 || cell === "2100"))
  );
};

function countPersonal(evidence: ColumnEvidence, kind: PersonalKind | undefined, cell: string, times: number): void {
  const { personal } = evidence;
  const { length } = cell;
  if (length >= 10 && length <= 20 && /^\d+$/.test(cell)) {
    personal.longNumbers += times;
    if (length === 16) personal.sixteen += times;
    if (length === 18) personal.eighteen += times;
  }
  if (kind === undefined) return;
  if (kind === "nik" && length !== 16) personal.sixteen += times;
  if (kind === "nip" && length !== 18) personal.eighteen += times;
  personal.hits[kind] += times;
  const examples = personal.examples[kind] ?? [];
  personal.examples[kind] = examples;
  if (examples.length < 3) examples.push(maskPersonal(cell));
}
