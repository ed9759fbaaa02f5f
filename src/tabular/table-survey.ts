/**
 * The evidence of a whole table: every column's, gathered in one streaming pass over all rows, and what columns say of each other: names
 * beside region codes, persons described by several columns, the decimal mark that some columns prove for the file.
 */
import type { CellClass } from "./cell-class.ts";
import { type ColumnEvidence, type ColumnSurvey, createColumnSurvey } from "./column-survey.ts";
import { provenMarks } from "./marks.ts";
import type { RawRow } from "./model.ts";
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

function fileMarkOf(columns: readonly ColumnEvidence[]): DecimalMark | undefined {
  let dot = 0;
  let comma = 0;
  for (const { forms, regions } of columns) {
    // Dotted codes of regions are no decimals.
    if (regions.codes > 0) continue;
    const proven = provenMarks(forms);
    dot += proven.dot;
    comma += proven.comma;
  }
  if (dot > 0 === comma > 0) return undefined;
  return dot > 0 ? "." : ",";
}
