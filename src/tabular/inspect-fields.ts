/**
 * What the columns of an undeclared table seem to be: type, role and unit, from the evidence of all their cells. Codes stay text however
 * numeric they look; a year is a year because its header says so; what is mostly numbers is a measure even if a cell or two is not.
 */
import type { Field, FieldRole, FieldType, TableSchema } from "../kernel/package.ts";
import { isFieldName } from "../kernel/ids.ts";
import type { ColumnEvidence } from "./column-survey.ts";
import { readDateTime } from "./dates.ts";
import { plain } from "./locate-cells.ts";
import type { LocatedColumn, LocatedTable } from "./located-table.ts";
import { FORMS } from "./number-form.ts";
import { personalKindOfHeader } from "./personal-column.ts";
import type { RegionBook } from "./regions.ts";
import type { TableEvidence } from "./table-survey.ts";
import { isCodeHead, isRegionHead } from "./totals-labels.ts";

/** A column with what it seems to be. */
export interface InferredField {
  readonly column: number;
  readonly title: string;
  readonly field: Field;
  readonly evidence: ColumnEvidence;
  readonly missing: number;
}

const TIME_HEAD = /\b(?:tahun|thn|year|periode|period|bulan|month|tanggal|tgl|date|waktu|triwulan|semester|quarter|minggu)\b/;
const SERIAL_HEAD = /^(?:no|nomor|no urut|nomor urut|id|id index|index|idx|urutan|rank|peringkat|#)\.?$/;
const NUMERIC_FORMS = Object.values(FORMS).filter((form) => form !== FORMS.other && form !== FORMS.leadingZero);

const formsOf = (evidence: ColumnEvidence, forms: readonly number[]): number => forms.reduce<number>((sum, form) => sum + (evidence.forms[form] ?? 0), 0);
const missingOf = (evidence: ColumnEvidence): number =>
  evidence.empty + [...evidence.missing.values()].reduce((sum, { count }) => sum + count, 0);
const sumOf = (counts: { readonly [key: string]: number | undefined }): number => Object.values(counts).reduce<number>((sum, count) => sum + (count ?? 0), 0);

interface Nature {
  readonly type: FieldType;
  readonly role?: FieldRole | undefined;
}

function natureOf(column: LocatedColumn, evidence: ColumnEvidence, isFirstLabel: boolean, samples: readonly string[]): Nature {
  const head = plain(column.title);
  const filled = evidence.rows - missingOf(evidence);
  const numbers = formsOf(evidence, NUMERIC_FORMS) + evidence.exact;
  if (filled === 0) return column.period === undefined && evidence.missing.size === 0 ? { type: "string" } : { type: "number", role: "measure" };
  const most = filled * 0.9;
  if ((evidence.forms[FORMS.leadingZero] ?? 0) > 0.2 * filled) return { type: "string" };
  const time = column.period === undefined ? timeOf(head, evidence, filled, samples) : undefined;
  if (time !== undefined) return time;
  if (evidence.booleans >= most) return { type: "boolean" };
  const broken = evidence.errors + evidence.uncached;
  if (numbers + broken >= filled * 0.6 && numbers > 0 && evidence.texts <= filled * 0.4) {
    if (personalKindOfHeader(column.title) !== undefined) return { type: "string" };
    if (SERIAL_HEAD.test(head) && isWhole(evidence)) return { type: "integer" };
    if (isCodeHead(column.title)) return { type: "string" };
    return { type: isWhole(evidence) ? "integer" : "number", role: "measure" };
  }
  const repeats = evidence.distinctIsWhole && evidence.distinct > 0 && evidence.distinct * 3 <= filled;
  return { type: "string", ...(isFirstLabel || repeats ? { role: "dimension" as const } : {}) };
}

/** No fraction under either reading that only one mark allows. */
const isWhole = (evidence: ColumnEvidence): boolean =>
  formsOf(evidence, [FORMS.dotDecimal, FORMS.commaDecimal, FORMS.dotEither, FORMS.commaEither, FORMS.commaThenDot, FORMS.dotThenComma]) === 0 &&
  evidence.exact === evidence.exactWhole;

function timeOf(head: string, evidence: ColumnEvidence, filled: number, samples: readonly string[]): Nature | undefined {
  const most = filled * 0.9;
  const { periods, dates } = evidence;
  const named = TIME_HEAD.test(head);
  if (named && evidence.years >= most) return { type: "year", role: "period" };
  const days = sumOf(dates);
  if (days >= most && (named || days > evidence.codeLikes)) {
    const moments = samples.filter((cell) => cell.includes(":") && readDateTime(cell) !== undefined).length;
    return { type: moments * 2 > samples.length ? "datetime" : "date", role: "period" };
  }
  const whole = sumOf(periods) - (periods.day ?? 0);
  const parts = whole - (periods.year ?? 0);
  if ((periods.month ?? 0) >= most && named) return { type: "yearmonth", role: "period" };
  if (parts >= most || (named && whole >= most)) return { type: "string", role: "period" };
  return undefined;
}

/** Region codes, or names where there are no codes. */
function regionColumns(columns: readonly LocatedColumn[], evidence: readonly ColumnEvidence[], book: RegionBook | undefined): Set<number> {
  const filled = (one: ColumnEvidence): number => Math.max(1, one.rows - missingOf(one));
  const pairs = columns.flatMap((column) => {
    const own = evidence.find((one) => one.column === column.column);
    return own === undefined || column.period !== undefined ? [] : [{ column, own }];
  });
  const codes = pairs.filter(({ column, own }) => {
    const head = plain(column.title);
    if (!isRegionHead(column.title) && !/\bkode\b|wilayah/.test(head)) return false;
    if (/rekening|jenis|kejadian|pos\b/.test(head)) return false;
    const looks = own.regions.codes > 0 ? own.regions.codes : formsOf(own, [FORMS.integer, FORMS.dotDecimal, FORMS.dotEither]) + own.exact + own.codeLikes;
    return isCodeHead(column.title) || own.regions.codes > 0 ? looks >= filled(own) * 0.8 && (isCodeHead(column.title) || own.regions.codes * 2 > filled(own)) : false;
  });
  if (codes.length > 0) return new Set(codes.map(({ column }) => column.column));
  const names = pairs.filter(({ column, own }) => {
    const isText = own.texts + own.regions.names >= filled(own) * 0.5;
    const known = book !== undefined && own.regions.names >= filled(own) * 0.5;
    return isText && (known || isRegionHead(column.title));
  });
  const finest = names[names.length - 1];
  return new Set(finest === undefined ? [] : [finest.column.column]);
}

/** A table's evidence, with the first few cells of each column. */
export interface Surveyed {
  readonly survey: TableEvidence;
  readonly samples: ReadonlyMap<number, readonly string[]>;
}

/** The schema that a table seems to have. Columns with neither a header nor a cell are left out. */
export function inferFields(table: LocatedTable, { survey, samples }: Surveyed, book: RegionBook | undefined): readonly InferredField[] {
  const regions = regionColumns(table.columns, survey.columns, book);
  const firstText = survey.columns.find((one) => one.texts + one.regions.names > 0)?.column;
  return table.columns.flatMap((column) => {
    const evidence = survey.columns.find((one) => one.column === column.column);
    if (evidence === undefined || (column.title === "" && evidence.empty === evidence.rows)) return [];
    const nature = regions.has(column.column) ? { type: "string" as const, role: "region" as const } : natureOf(column, evidence, column.column === firstText, samples.get(column.column) ?? []);
    const unit = nature.role === "measure" ? (column.unit ?? table.unit ?? unitOfCells(evidence)) : column.unit;
    const field: Field = {
      name: nameOf(column),
      type: nature.type,
      title: column.title === "" ? column.name : column.title,
      ...(nature.role === undefined ? {} : { role: nature.role }),
      ...(unit === undefined ? {} : { unit }),
    };
    return [{ column: column.column, title: column.title, field, evidence, missing: missingOf(evidence) }];
  });
}

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
