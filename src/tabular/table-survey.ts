/**
 * The evidence of a whole table: every column's, gathered in one streaming pass over all rows, and what columns say of each other: names
 * beside region codes, persons described by several columns, the decimal mark that some columns prove for the file.
 */
import type { CellClass } from "./cell-class.ts";
import { type ColumnEvidence, type ColumnSurvey, createColumnSurvey, MOST_DIGITS } from "./column-survey.ts";
import { areCompleteGroups, provenMarks } from "./marks.ts";
import type { RawRow } from "./model.ts";
import { FORMS } from "./number-form.ts";
import type { DecimalMark } from "./numbers.ts";
import { countVote } from "./region-column.ts";
import type { RegionBook } from "./regions.ts";

export interface SurveyColumn {
  readonly column: number;
  readonly title: string;
  /** The declared role is region. */
  readonly isRegion?: boolean | undefined;
}

export interface TableEvidence {
  readonly rows: number;
  readonly columns: readonly ColumnEvidence[];
  /** The one mark that columns of the file prove; undefined where none does or they differ. */
  readonly fileMark: DecimalMark | undefined;
}

export interface TableSurvey {
  readonly add: (batch: readonly RawRow[]) => void;
  readonly finish: () => TableEvidence;
}

const REGION_HEADER =
  /(?:^|[^a-z])(?:kode|code|wilayah|kab|kabupaten|kota|kabkota|kec|kecamatan|daerah|provinsi|region|bps|kemendagri|desa|kelurahan)(?:[^a-z]|$)/i;

/** Distinct cells remembered over all columns. */
const MOST_REMEMBERED = 160_000;

export function createTableSurvey(columns: readonly SurveyColumn[], book?: RegionBook): TableSurvey {
  const mostDistinct = Math.max(200, Math.min(20_000, Math.floor(MOST_REMEMBERED / Math.max(1, columns.length))));
  const mayHoldCodes = columns.map(
    ({ title, isRegion }) => isRegion === true || (book !== undefined && REGION_HEADER.test(title.replace(/_/g, " "))),
  );
  const surveys: readonly ColumnSurvey[] = columns.map(({ column, title }, index) =>
    createColumnSurvey(column, title, { book, everyCell: mayHoldCodes[index] === true, mostDistinct }),
  );
  const codeColumns = mayHoldCodes.flatMap((may, index) => (may ? [index] : []));
  const last = new Array<CellClass | undefined>(columns.length).fill(undefined);
  const places = columns.map(({ column }) => column - 1);
  const width = surveys.length;
  let rows = 0;

  const vote = (): void => {
    for (const index of codeColumns) {
      const code = last[index]?.code;
      const survey = surveys[index];
      if (code?.kemendagri === undefined || code.bps === undefined || code.kemendagri === code.bps) continue;
      if (survey === undefined) continue;
      for (let other = 0; other < width; other += 1) {
        const named = last[other]?.named;
        if (other !== index && named !== undefined && named.length > 0) countVote(survey.evidence.regions, code, named);
      }
    }
  };

  const add = (batch: readonly RawRow[]): void => {
    for (const { cells, kinds, row } of batch) {
      rows += 1;
      for (let index = 0; index < width; index += 1) {
        const place = places[index] ?? 0;
        last[index] = surveys[index]?.add(cells[place] ?? "", kinds?.[place], row);
      }
      if (codeColumns.length > 0) vote();
    }
  };

  const finish = (): TableEvidence => {
    for (const survey of surveys) survey.finish();
    const evidence = surveys.map((survey) => survey.evidence);
    return { rows, columns: evidence, fileMark: fileMarkOf(evidence) };
  };
  return { add, finish };
}

/** Columns of figures: no codes of regions, no years. */
const isOfFigures = ({ regions, years, rows, empty }: ColumnEvidence): boolean =>
  regions.codes === 0 && years * 2 <= rows - empty;

function fileMarkOf(columns: readonly ColumnEvidence[]): DecimalMark | undefined {
  const figures = columns.filter(isOfFigures);
  let dot = 0;
  let comma = 0;
  for (const { forms } of figures) {
    const proven = provenMarks(forms);
    dot += proven.dot;
    comma += proven.comma;
  }
  if (dot === 0 && comma === 0) return groupedMark(figures);
  if (dot > 0 === comma > 0) return undefined;
  return dot > 0 ? "." : ",";
}

/** The decimal mark of a file in which nothing is proven, but all columns together look like grouped whole numbers. */
function groupedMark(columns: readonly ColumnEvidence[]): DecimalMark | undefined {
  const digits = new Array<number>(MOST_DIGITS + 1).fill(0);
  const open = { dot: 0, comma: 0, zeros: 0 };
  if (columns.some(({ digits: sizes }) => sizes.some((count, size) => size > 3 && count > 0))) return undefined;
  for (const column of columns) {
    // A column of serial numbers says nothing of how the others are written.
    if ((column.forms[FORMS.dotEither] ?? 0) + (column.forms[FORMS.commaEither] ?? 0) === 0) continue;
    open.dot += column.forms[FORMS.dotEither] ?? 0;
    open.comma += column.forms[FORMS.commaEither] ?? 0;
    open.zeros += column.openZeros;
    for (let size = 0; size < digits.length; size += 1) digits[size] = (digits[size] ?? 0) + (column.digits[size] ?? 0);
  }
  if (open.dot > 0 === open.comma > 0) return undefined;
  if (!areCompleteGroups({ digits, open: open.dot + open.comma, openZeros: open.zeros })) return undefined;
  return open.dot > 0 ? "," : ".";
}
