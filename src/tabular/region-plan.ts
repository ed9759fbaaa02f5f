/**
 * How a table's region columns are read: the code system and level of each, the column of names that bears witness, the regency that
 * tells districts of one name apart.
 */
import type { Finding } from "../kernel/finding.ts";
import type { Field, TableSchema } from "../kernel/package.ts";
import type { ColumnEvidence } from "./column-survey.ts";
import type { Decisions } from "./decisions.ts";
import { titleOf } from "./fields.ts";
import { chooseLevel, chooseSystem, levelOfHeader, type RegionCounts, type SystemChoice } from "./region-column.ts";
import { compileRegion, type RegionReader } from "./region-reader.ts";
import { type CodeSystem, type RegionBook, type RegionLevel, showRegion } from "./regions.ts";

export interface RegionPlan {
  readonly read: RegionReader;
  readonly level: RegionLevel | undefined;
  readonly system: CodeSystem | undefined;
  readonly findings: readonly Finding[];
  /** The column (from 1) of names that must agree with the codes. */
  readonly witness: number | undefined;
}

export interface RegionContext {
  readonly schema: TableSchema;
  readonly book: RegionBook;
  readonly decisions: Decisions;
  readonly columns: readonly ColumnEvidence[];
}

export function planRegion(field: Field, evidence: ColumnEvidence, context: RegionContext): RegionPlan {
  const { regions, title } = evidence;
  const { book, schema } = context;
  const decided = context.decisions.choice<CodeSystem>([field.name, title, titleOf(field)], ["kemendagri", "bps"]);
  const header = `${title} ${field.name}`;
  const choice = chooseSystem(regions, header, decided);
  const level = chooseLevel(regions, header);
  const provinceIsTotal =
    level !== undefined && level !== "province" && regions.levels.province * 2 <= regions.levels[level];
  const read = compileRegion(field, schema, { book, choice, level, provinceIsTotal });
  return {
    read,
    level,
    system: choice.system,
    findings: tellSystem(field, evidence, choice, book),
    witness: regions.codes > 0 ? findWitness(evidence, level, context.columns) : undefined,
  };
}

function tellSystem(
  field: Field,
  evidence: ColumnEvidence,
  choice: SystemChoice,
  book: RegionBook,
): readonly Finding[] {
  const { regions, column } = evidence;
  if (regions.colliding === 0) return [];
  const place = { column, field: field.name };
  const name = titleOf(field);
  if (choice.system === undefined) {
    const codes = [...regions.collidingCodes].sort();
    const params = {
      name,
      count: regions.colliding,
      codes: codes.join(", "),
      example: exampleOf(codes[0] ?? "", book),
    };
    return [{ code: "column/region-codes-undecided", severity: "error", ...place, params }];
  }
  const isSure =
    choice.reason === "decision" || (choice.system === "kemendagri" && regions.dotted > 0 && !choice.contradicted);
  if (isSure || choice.reason === undefined) return [];
  const params = { name, system: choice.system === "bps" ? "BPS" : "Kemendagri", reason: choice.reason };
  return [{ code: "column/region-system", severity: choice.contradicted ? "warning" : "note", ...place, params }];
}

function exampleOf(code: string, book: RegionBook): string {
  const reading = book.readCode(code);
  if (reading?.kemendagri === undefined || reading.bps === undefined) return code;
  return `${code}: ${showRegion(reading.kemendagri)} (Kemendagri) / ${showRegion(reading.bps)} (BPS)`;
}

/** The column whose cells are mostly names of regions of this level. */
function findWitness(
  code: ColumnEvidence,
  level: RegionLevel | undefined,
  columns: readonly ColumnEvidence[],
): number | undefined {
  const able = columns.filter((column) => {
    if (column === code || column.regions.codes > 0) return false;
    const filled = column.rows - column.empty;
    if (filled === 0 || column.regions.names < filled * 0.6) return false;
    return (levelOfHeader(column.title) ?? mostLevel(column.regions)) === level;
  });
  return able.sort((a, b) => b.regions.names - a.regions.names)[0]?.column;
}

const mostLevel = (counts: RegionCounts): RegionLevel => {
  const levels: readonly RegionLevel[] = ["regency", "district", "province", "village"];
  return levels.reduce(
    (best, level) => (counts.levels[level] > counts.levels[best] ? level : best),
    "regency" as RegionLevel,
  );
};

/** A column of regencies, by code or name, that may tell districts apart where the schema has no field for them. */
export function findRegencyColumn(columns: readonly ColumnEvidence[]): ColumnEvidence | undefined {
  return columns.find((column) => {
    const { regions } = column;
    const filled = column.rows - column.empty;
    const level = levelOfHeader(column.title);
    return filled > 0 && regions.levels.regency >= filled * 0.8 && (level === undefined || level === "regency");
  });
}
