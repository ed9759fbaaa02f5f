/** The plan of a check: for each field its column and its reader, what is told of whole columns, and which columns are nobody's business. */
import type { Finding } from "../kernel/finding.ts";
import type { Field, TableSchema } from "../kernel/package.ts";
import type { CheckedTable } from "./checked-table.ts";
import { planColumn } from "./column-plan.ts";
import type { ColumnEvidence } from "./column-survey.ts";
import type { Decisions } from "./decisions.ts";
import { type FieldMatch, titleOf } from "./fields.ts";
import type { MarkReason } from "./marks.ts";
import type { DecimalMark } from "./numbers.ts";
import { findPersonalColumns } from "./personal-findings.ts";
import type { CellReader } from "./reading.ts";
import { chooseSystem } from "./region-column.ts";
import { findRegencyColumn, planRegion, type RegionPlan } from "./region-plan.ts";
import { compileRegion, type RegionReader } from "./region-reader.ts";
import type { CodeSystem, RegionBook } from "./regions.ts";
import type { TableEvidence } from "./table-survey.ts";
import { isTime } from "./time-reader.ts";

/** How one field was read: shown to reviewers beside the report. */
export interface FieldEvidence {
  readonly field: string;
  /** From 1; absent where the file has no such column. */
  readonly column?: number | undefined;
  readonly title?: string | undefined;
  readonly filled?: number | undefined;
  readonly decimalMark?: DecimalMark | undefined;
  readonly markReason?: MarkReason | undefined;
  readonly codeSystem?: CodeSystem | undefined;
  readonly missing: readonly {
    readonly symbol: string;
    readonly count: number;
    readonly status?: string | undefined;
  }[];
}

export interface FieldPlan {
  readonly field: Field;
  /** Place in a row's cells, from 0; -1 where the file has no such column. */
  readonly place: number;
  readonly read?: CellReader | undefined;
  readonly region?: RegionPlan | undefined;
}

export interface CheckPlan {
  readonly match: FieldMatch;
  readonly fields: readonly FieldPlan[];
  readonly findings: readonly Finding[];
  readonly masked: ReadonlySet<number>;
  readonly evidence: readonly FieldEvidence[];
  /** Tells the regency of a row where no field does; with its place in the cells. */
  readonly parent?: { readonly place: number; readonly read: RegionReader } | undefined;
  /** Cells a full row has; 0 where rows have no fixed width. */
  readonly width: number;
}

export interface PlanInput {
  readonly schema: TableSchema;
  readonly table: CheckedTable;
  readonly match: FieldMatch;
  readonly evidence: TableEvidence;
  readonly book: RegionBook;
  readonly decisions: Decisions;
}

export function planCheck(input: PlanInput): CheckPlan {
  const { schema, evidence, book, decisions } = input;
  const byContent = matchByContent(input);
  const match = byContent.match;
  const findings: Finding[] = [...byContent.findings];
  const at = new Map(evidence.columns.map((column) => [column.column, column]));
  const fields = schema.fields.map((field, index): FieldPlan => {
    const column = match.columns[index];
    const own = column === undefined ? undefined : at.get(column);
    if (column === undefined || own === undefined) return { field, place: -1 };
    if (field.role === "region" && book.facts.length > 0) {
      const region = planRegion(field, own, { schema, book, decisions, columns: evidence.columns });
      findings.push(...region.findings);
      return { field, place: column - 1, region };
    }
    const plan = planColumn(field, own, { schema, decisions, fileMark: evidence.fileMark });
    findings.push(...plan.findings);
    return { field, place: column - 1, read: plan.read };
  });
  const fieldOf = (column: number): string | undefined => schema.fields[match.columns.indexOf(column)]?.name;
  const personal = findPersonalColumns(evidence.columns, fieldOf);
  const last = input.table.columns.findLast(({ title }) => title !== "")?.column ?? 0;
  return {
    match,
    fields,
    findings: [...findings, ...personal.findings],
    masked: personal.masked,
    evidence: fields.map((plan, index) => tellEvidence(plan, at.get(match.columns[index] ?? 0))),
    parent: planParent(fields, input),
    width: input.table.isShaped ? 0 : last,
  };
}

/** A region or period field without a column takes the one unnamed column that holds nothing else; never silently. */
function matchByContent({ schema, match, evidence }: PlanInput): {
  readonly match: FieldMatch;
  readonly findings: readonly Finding[];
} {
  const columns = [...match.columns];
  let unknown = match.unknown;
  const findings: Finding[] = [];
  const wanted = schema.fields.flatMap((field, index) =>
    columns[index] === undefined && holds(field) !== undefined ? [{ field, index }] : [],
  );
  for (const { field, index } of wanted) {
    const fits = holds(field);
    const able = evidence.columns.filter(
      (column) => unknown.some((other) => other.column === column.column) && fits?.(column) === true,
    );
    const rivals = wanted.filter((other) => other.field.role === field.role && columns[other.index] === undefined);
    // A column of codes says more than one of names.
    const withCodes = able.filter((column) => field.role === "region" && column.regions.codes > column.regions.names);
    const [only] = withCodes.length === 1 ? withCodes : able;
    if (only === undefined || (able.length > 1 && withCodes.length !== 1) || rivals.length > 1) continue;
    columns[index] = only.column;
    unknown = unknown.filter(({ column }) => column !== only.column);
    const params = { name: titleOf(field), title: only.title };
    findings.push({
      code: "table/column-by-content",
      severity: "warning",
      column: only.column,
      field: field.name,
      params,
    });
  }
  return { match: { ...match, columns, unknown }, findings };
}

function holds(field: Field): ((column: ColumnEvidence) => boolean) | undefined {
  if (field.role === "region") {
    return ({ regions, rows, empty }) => rows > empty && regions.codes + regions.names >= (rows - empty) * 0.8;
  }
  if (field.role === "period" && isTime(field)) {
    return ({ periods, years, rows, empty }) => {
      const found = Object.values(periods).reduce((sum, count) => sum + count, 0);
      return rows > empty && Math.max(found, years) >= (rows - empty) * 0.9;
    };
  }
  return undefined;
}

/** Where districts are named and no field of the schema holds their regency, another column may. */
function planParent(
  fields: readonly FieldPlan[],
  { schema, evidence, book, decisions }: PlanInput,
): CheckPlan["parent"] {
  const district = fields.find(({ region }) => region?.level === "district" || region?.level === "village");
  if (district === undefined || fields.some(({ region }) => region?.level === "regency")) return undefined;
  const column = findRegencyColumn(evidence.columns);
  if (column === undefined) return undefined;
  const choice = chooseSystem(
    column.regions,
    column.title,
    decisions.choice<CodeSystem>([column.title], ["kemendagri", "bps"]),
  );
  const read = compileRegion(
    { ...district.field, constraints: undefined },
    { ...schema, primaryKey: [] },
    {
      book,
      choice,
      level: "regency",
      provinceIsTotal: false,
    },
  );
  return { place: column.column - 1, read };
}

function tellEvidence({ field, region }: FieldPlan, column: ColumnEvidence | undefined): FieldEvidence {
  if (column === undefined) return { field: field.name, missing: [] };
  return {
    field: field.name,
    column: column.column,
    title: column.title,
    filled: column.rows - column.empty,
    ...(region?.system === undefined ? {} : { codeSystem: region.system }),
    missing: [...column.missing].slice(0, 20).map(([symbol, { count, status }]) => ({ symbol, count, status })),
  };
}
