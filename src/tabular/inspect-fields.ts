/**
 * What the columns of an undeclared table seem to be: type, role and unit, from the evidence of all their cells. Codes stay text however
 * numeric they look; a year is a year because its header says so; what is mostly numbers is a measure even if a cell or two is not.
 */

import { isFieldName } from "../kernel/ids.ts";
import type { Field, FieldRole, FieldType, TableSchema } from "../kernel/package.ts";
import type { ColumnEvidence } from "./column-survey.ts";
import { readDateTime, readTime } from "./dates.ts";
import { plain } from "./locate-cells.ts";
import type { LocatedColumn, LocatedTable } from "./located-table.ts";
import { areCompleteGroups, shapeOf, weighMarks } from "./marks.ts";
import { FORMS } from "./number-form.ts";
import type { DecimalMark } from "./numbers.ts";
import { personalKindOfHeader } from "./personal-column.ts";
import type { RegionBook } from "./regions.ts";
import type { TableEvidence } from "./table-survey.ts";
import { codeDigits, isCodeHead, isRegionHead } from "./totals-labels.ts";
import { isPercentUnit, isWholeUnit } from "./units.ts";

/** A column with what it seems to be. */
export interface InferredField {
  readonly column: number;
  readonly title: string;
  readonly field: Field;
  readonly evidence: ColumnEvidence;
  readonly missing: number;
}

const TIME_HEAD =
  /\b(?:tahun|thn|year|periode|period|bulan|month|tanggal|tgl|date|waktu|triwulan|semester|quarter|minggu)\b/;
const SERIAL_HEAD = /^(?:no|nomor|no urut|nomor urut|id|id index|index|idx|urutan|rank|peringkat|#)\.?$/;
const CLOCK_HEAD = /\b(?:jam|pukul|waktu|time|hour)\b/;
/** A part of a year as a number: "minggu 52", "bulan 12". */
const PART_HEAD = /^(?:minggu|bulan|hari|triwulan|semester|week|month|day|quarter)(?: ke)?$/;
const NUMERIC_FORMS = Object.values(FORMS).filter((form) => form !== FORMS.other && form !== FORMS.leadingZero);

const formsOf = (evidence: ColumnEvidence, forms: readonly number[]): number =>
  forms.reduce<number>((sum, form) => sum + (evidence.forms[form] ?? 0), 0);
/** In a column of words, "tidak ada" is a word; only signs are missing values there. */
function missingOf(evidence: ColumnEvidence, isText = false): number {
  let missing = evidence.empty;
  for (const [symbol, { count }] of evidence.missing) if (!isText || !/\p{L}/u.test(symbol)) missing += count;
  return missing;
}
const sumOf = (counts: { readonly [key: string]: number | undefined }): number =>
  Object.values(counts).reduce<number>((sum, count) => sum + (count ?? 0), 0);

interface Nature {
  readonly type: FieldType;
  readonly role?: FieldRole | undefined;
}

function natureOf(
  column: LocatedColumn,
  evidence: ColumnEvidence,
  isFirstLabel: boolean,
  samples: readonly string[],
): Nature {
  const head = plain(column.title);
  const filled = evidence.rows - missingOf(evidence);
  const numbers = formsOf(evidence, NUMERIC_FORMS) + evidence.exact;
  if (filled === 0) {
    const isWorded = missingOf(evidence, true) < evidence.rows;
    return column.period === undefined && (evidence.missing.size === 0 || isWorded)
      ? { type: "string" }
      : { type: "number", role: "measure" };
  }
  const most = filled * 0.9;
  if ((evidence.forms[FORMS.leadingZero] ?? 0) > 0.2 * filled) return { type: "string" };
  const time = column.period === undefined ? timeOf(head, evidence, filled, samples) : undefined;
  if (time !== undefined) return time;
  if (evidence.booleans >= most) return { type: "boolean" };
  if (CLOCK_HEAD.test(head) && samples.length > 0 && samples.every((cell) => readTime(cell) !== undefined)) {
    return { type: "time" };
  }
  const broken = evidence.errors + evidence.uncached;
  if (numbers + broken >= filled * 0.6 && numbers > 0 && evidence.texts <= filled * 0.4) {
    if (personalKindOfHeader(column.title) !== undefined) return { type: "string" };
    if (SERIAL_HEAD.test(head) && isWhole(evidence)) return { type: "integer" };
    if (isCodeHead(column.title)) return { type: "string" };
    if (PART_HEAD.test(head) && isWhole(evidence)) return { type: "integer", role: "dimension" };
    return { type: isWhole(evidence) ? "integer" : "number", role: "measure" };
  }
  const isLong = samples.some((cell) => cell.length > 100);
  const repeats = evidence.distinctIsWhole && evidence.distinct > 0 && evidence.distinct * 3 <= filled;
  const isIdentity = SERIAL_HEAD.test(head) || isLong;
  return { type: "string", ...((isFirstLabel || repeats) && !isIdentity ? { role: "dimension" as const } : {}) };
}

/** No fraction under either reading that only one mark allows. */
const isWhole = (evidence: ColumnEvidence): boolean =>
  formsOf(evidence, [
    FORMS.dotDecimal,
    FORMS.commaDecimal,
    FORMS.dotEither,
    FORMS.commaEither,
    FORMS.commaThenDot,
    FORMS.dotThenComma,
  ]) === 0 && evidence.exact === evidence.exactWhole;

function timeOf(
  head: string,
  evidence: ColumnEvidence,
  filled: number,
  samples: readonly string[],
): Nature | undefined {
  const most = filled * 0.9;
  const { periods, dates } = evidence;
  const named = TIME_HEAD.test(head);
  if (named && evidence.years >= most) return { type: "year", role: "period" };
  const days = sumOf(dates);
  // "4.1.01" under "Kode Rekening" is a code; only a header that says so makes such digits a day.
  const isCode = isCodeHead(head) || samples.every((cell) => /^\d{1,2}\.\d{1,2}\.\d{2}$/.test(cell.trim()));
  if (days >= most && (named || (days > evidence.codeLikes && !isCode))) {
    const moments = samples.filter((cell) => cell.includes(":") && readDateTime(cell) !== undefined).length;
    return { type: moments * 2 > samples.length ? "datetime" : "date", role: "period" };
  }
  const whole = sumOf(periods) - (periods.day ?? 0);
  const parts = whole - (periods.year ?? 0);
  if ((periods.month ?? 0) >= most && named) return { type: "yearmonth", role: "period" };
  if (parts >= most || (named && whole >= most)) return { type: "string", role: "period" };
  return undefined;
}

/** The one column of region codes, the finest; where there are no codes, the finest one of names. */
function regionColumn(
  columns: readonly LocatedColumn[],
  { survey, samples }: Surveyed,
  book: RegionBook | undefined,
): number | undefined {
  const filled = (one: ColumnEvidence): number => Math.max(1, one.rows - missingOf(one));
  const pairs = headingsFirst(columns).flatMap((column) => {
    const own = survey.columns.find((one) => one.column === column.column);
    return own === undefined || column.period !== undefined
      ? []
      : [{ column, own, cells: samples.get(column.column) ?? [] }];
  });
  const codes = pairs.filter(({ column, own, cells }) => {
    const head = plain(column.title);
    if (/rekening|jenis|kejadian|barang|kegiatan|program/.test(head)) return false;
    const known = own.regions.codes * 2 > filled(own);
    const isHeaded = isRegionHead(column.title) || isCodeHead(column.title);
    const looks = cells.filter((cell) => CODE_LENGTHS.includes(codeDigits(cell).length)).length;
    const coded =
      isCodeHead(column.title) && cells.length > 0 && looks * 3 >= cells.length * 2 && !SERIAL_HEAD.test(head);
    return isHeaded && (known || coded);
  });
  const finest = (cells: readonly string[]): number => Math.max(0, ...cells.map((cell) => codeDigits(cell).length));
  const [code] = [...codes].sort((a, b) => finest(b.cells) - finest(a.cells));
  if (code !== undefined) return code.column.column;
  const names = pairs.filter(({ column, own }) => {
    const isText = own.texts + own.regions.names >= filled(own) * 0.5;
    const known = book !== undefined && own.regions.names >= filled(own) * 0.5;
    return isText && (known || isRegionHead(column.title));
  });
  return names[names.length - 1]?.column.column;
}

/** The last of the columns is the finest: what a heading says is coarser than what its rows say. */
const headingsFirst = (columns: readonly LocatedColumn[]): readonly LocatedColumn[] =>
  [...columns].sort((a, b) => Number(b.isHeading === true) - Number(a.isHeading === true));

const CODE_LENGTHS = [2, 4, 6, 7, 10];

/** A table's evidence, with the first few cells of each column. */
export interface Surveyed {
  readonly survey: TableEvidence;
  readonly samples: ReadonlyMap<number, readonly string[]>;
}

/** The schema that a table seems to have. Columns with neither a header nor a cell are left out. */
export function inferFields(
  table: LocatedTable,
  { survey, samples }: Surveyed,
  book: RegionBook | undefined,
): readonly InferredField[] {
  const region = regionColumn(table.columns, { survey, samples }, book);
  const firstText = survey.columns.find((one) => one.texts + one.regions.names > 0)?.column;
  return table.columns.flatMap((column) => {
    const evidence = survey.columns.find((one) => one.column === column.column);
    if (evidence === undefined || (column.title === "" && evidence.empty === evidence.rows)) return [];
    const nature =
      region === column.column
        ? { type: "string" as const, role: "region" as const }
        : natureOf(column, evidence, column.column === firstText, samples.get(column.column) ?? []);
    const unit = nature.role === "measure" ? (column.unit ?? table.unit ?? unitOfCells(evidence)) : column.unit;
    const decimalChar = isRupiah(samples.get(column.column) ?? [], evidence) ? "," : undefined;
    const isGrouped =
      nature.type === "number" && isGroupedWhole(evidence, { declared: decimalChar, unit, fileMark: survey.fileMark });
    const field: Field = {
      name: nameOf(column),
      type: isGrouped ? "integer" : nature.type,
      title: column.title === "" ? column.name : column.title,
      ...(nature.role === undefined ? {} : { role: nature.role }),
      ...(unit === undefined ? {} : { unit }),
      ...(decimalChar === undefined ? {} : { decimalChar }),
    };
    return [
      {
        column: column.column,
        title: column.title,
        field,
        evidence,
        missing: missingOf(evidence, nature.type === "string"),
      },
    ];
  });
}

interface MarkEvidence {
  readonly declared: DecimalMark | undefined;
  readonly unit: string | undefined;
  readonly fileMark: DecimalMark | undefined;
}

/** "1.234" everywhere, where the unit or the other columns say that the dot groups: whole numbers. */
function isGroupedWhole(evidence: ColumnEvidence, { declared, unit, fileMark }: MarkEvidence): boolean {
  const { forms, exact, exactWhole } = evidence;
  const fractions = formsOf(evidence, [FORMS.dotDecimal, FORMS.commaDecimal, FORMS.commaThenDot, FORMS.dotThenComma]);
  if (fractions > 0 || exact !== exactWhole) return false;
  const most = isPercentUnit(unit) ? 999 : undefined;
  const { mark, reason } = weighMarks(forms, {
    declared,
    wholeUnit: isWholeUnit(unit),
    most,
    fileMark,
    completeGroups: areCompleteGroups(shapeOf(evidence)),
  });
  return reason !== "undecided" && (forms[mark === "," ? FORMS.commaEither : FORMS.dotEither] ?? 0) === 0;
}

/** "Rp12.328" where nothing says otherwise: rupiah are grouped with dots. */
const isRupiah = (samples: readonly string[], { forms, rows }: ColumnEvidence): boolean =>
  samples.length > 0 &&
  samples.filter((cell) => /^\s*rp/i.test(cell)).length * 2 > samples.length &&
  ((forms[FORMS.dotDecimal] ?? 0) + (forms[FORMS.commaGroups] ?? 0) + (forms[FORMS.commaThenDot] ?? 0)) * 20 < rows;

/** The name was made to fit; a column of no name at all still has one. */
function nameOf({ name, column }: LocatedColumn): Field["name"] {
  const own = isFieldName(name) ? name : `kolom_${column}`;
  return own as Field["name"];
}

/** What most of the cells say behind their numbers: "%", "ha". */
function unitOfCells(evidence: ColumnEvidence): string | undefined {
  const [most] = [...evidence.units].sort((a, b) => b[1] - a[1]);
  return most !== undefined && most[1] * 2 > evidence.rows - missingOf(evidence) ? most[0] : undefined;
}

/** A schema of the fields alone, as the readers of columns want it. */
export const schemaOf = (fields: readonly InferredField[]): TableSchema => ({
  fields: fields.map(({ field }) => field),
  primaryKey: [],
  foreignKeys: [],
  missingValues: [],
});
