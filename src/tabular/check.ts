/**
 * The check of a file against a dataset's declared schema, in two readings. The first gathers the evidence of every column over all rows
 * and decides how each is read; the second reads, checks and hands on the rows, normalised, as COPY text. Nothing is guessed from a
 * sample, nothing large is held, and whatever is wrong inside the file is a finding: only faults of ours are thrown.
 */
import { stat } from "node:fs/promises";
import type { Finding } from "../kernel/finding.ts";
import type { Rule, TableSchema } from "../kernel/package.ts";
import { type FieldEvidence, planCheck } from "./check-plan.ts";
import { type CheckProgress, createCheckProgress } from "./check-progress.ts";
import { createRowChecker } from "./check-rows.ts";
import type { CheckedTable } from "./checked-table.ts";
import { createCopyBuffer } from "./copy-text.ts";
import { type Decision, readDecisions } from "./decisions.ts";
import { type HeaderColumn, matchFields, tellLeftovers } from "./fields.ts";
import { type FileFacts, isUnreadable, type Limits, type Source } from "./model.ts";
import { openTable, type TableOpening } from "./open-table.ts";
import { loadPrevious, MOST_COMPARED, type Previous, type PreviousVersion } from "./previous.ts";
import { settleProposal, tellProposal, type UsedRecipe } from "./recipe-used.ts";
import { createRegionBook, type RegionFact } from "./regions.ts";
import { createReport, type Report, type ReportSummary } from "./report.ts";
import type { Reference } from "./row-checks.ts";
import { openSource } from "./source.ts";
import { createTableSurvey, type TableEvidence } from "./table-survey.ts";

export interface CheckRequest {
  readonly path: string;
  /** As the officer named the file. */
  readonly name: string;
  /** Where whoever received the file has hashed it already: a pass over the file less. */
  readonly sha256?: string | undefined;
  readonly sheet?: string | undefined;
  /** From 1, the largest of the sheet first. */
  readonly table?: number | undefined;
  readonly schema: TableSchema;
  readonly rules?: readonly Rule[] | undefined;
  /** The dataset's own, or that of an earlier reading of this file. Without one, a wide table gets one proposed. */
  readonly recipe?: UsedRecipe | undefined;
  /** The last published version, to hold the file against. */
  readonly previous?: PreviousVersion | undefined;
  readonly regions: readonly RegionFact[];
  readonly references: readonly Reference[];
  readonly limits?: Partial<Limits> | undefined;
  readonly decisions?: readonly Decision[] | undefined;
}

export interface CheckSink {
  progress?(progress: { bytes: number; rows: number }): void;
  /**
   * Whole lines of PostgreSQL's COPY text: the file's row number, one column for each field of the schema in order, then the statuses as
   * JSON (`{"field":"status"}`) or `\N`.
   */
  rows?(chunk: Uint8Array): Promise<void> | void;
  /** Every finding, as it is found. Counts and samples are in the result anyway. */
  finding?(finding: Finding): void;
}

export interface CheckedFile extends FileFacts {
  readonly sheet: string | null;
  readonly headerRows: readonly [number, number] | null;
}

export interface CheckResult {
  readonly file: CheckedFile;
  /** Rows handed on: body rows without totals. */
  readonly rows: number;
  readonly report: ReportSummary;
  /** How each field was read, and on what evidence. */
  readonly fields: readonly FieldEvidence[];
  /** By which it was made long; absent where it was read as it is. */
  readonly recipe?: UsedRecipe | undefined;
}

/**
 * Checks a file.
 *
 * @returns a result for any file whatever: one that cannot be read has one error and no rows.
 * @throws  the signal's reason when aborted, what the sink throws, and errors of the disk.
 */
export async function checkFile(request: CheckRequest, sink: CheckSink, signal?: AbortSignal): Promise<CheckResult> {
  const decisions = readDecisions(request.decisions);
  const report = createReport(decisions, sink.finding === undefined ? undefined : (finding) => sink.finding?.(finding));
  const progress = createCheckProgress((now) => sink.progress?.(now));
  let source: Source | undefined;
  let table: CheckedTable | undefined;
  let outcome: Outcome = { rows: 0, fields: [] };
  try {
    const { path, name, limits, sha256 } = request;
    source = await openSource(path, { name, limits, signal, sha256, read: progress.read });
    progress.opened(source.facts.bytes);
    const opening = await openTable(source, { ...request, fileName: request.name }, signal);
    progress.found();
    table = opening.table;
    for (const finding of opening.findings) report.add(finding);
    outcome = { ...outcome, ...(opening.used === undefined ? {} : { recipe: opening.used.recipe }) };
    if (table !== undefined)
      outcome = await checkTable({ ...opening, table }, request, report, { sink, progress }, signal);
    else if (report.summary().errors === 0) report.add({ code: "table/no-rows", severity: "error", params: {} });
  } catch (thrown) {
    if (!isUnreadable(thrown)) throw thrown;
    report.add(thrown.finding);
    outcome = { rows: 0, fields: [] };
  } finally {
    await source?.close();
  }
  for (const finding of source?.findings ?? []) report.add(finding);
  const facts = source?.facts ?? (await factsOfUnread(request));
  const file = { ...facts, sheet: table?.sheet ?? null, headerRows: table?.headerRows ?? null };
  return { file, ...outcome, report: report.summary() };
}

type Outcome = Pick<CheckResult, "rows" | "fields" | "recipe">;

/** What is known of a file that could not be opened. Its hash is whoever received it's to know. */
async function factsOfUnread({ path, name, sha256 = "" }: CheckRequest): Promise<FileFacts> {
  const { size } = await stat(path);
  return {
    name,
    bytes: size,
    sha256,
    format: "csv",
    encoding: null,
    delimiter: null,
    bom: false,
    lineEnding: null,
  };
}

async function checkTable(
  { table, used }: OpenedTable,
  request: CheckRequest,
  report: Report,
  { sink, progress }: { readonly sink: CheckSink; readonly progress: CheckProgress },
  signal: AbortSignal | undefined,
): Promise<Outcome> {
  const { schema } = request;
  const book = createRegionBook(request.regions);
  const match = matchFields(schema, headerOf(table, schema));
  const evidence = await survey(table, schema, match.columns, request, signal);
  for (const { row, value } of table.totals()) {
    report.add({ code: "row/total-not-stored", severity: "note", row, ...(value === "" ? {} : { value }), params: {} });
  }
  const plan = planCheck({ schema, table, match, evidence, book, decisions: readDecisions(request.decisions) });
  for (const column of plan.masked) for (const source of table.sourcesOf(column)) report.mask(source);
  const recipe = used === undefined ? undefined : settleRecipe(used.recipe, schema, plan.match.columns);
  const isProposed = recipe?.origin === "proposed";
  if (isProposed && used !== undefined) report.add(tellProposal(used.located, recipe.recipe));
  const kept = isProposed ? (used?.recipe.recipe.keep.length ?? 0) : 0;
  for (const finding of [...match.findings, ...tellLeftovers(schema, plan.match, table.columns), ...plan.findings])
    if (!isTold(finding, kept)) report.add(inFile(finding, table));
  if (evidence.rows === 0) report.add({ code: "table/no-rows", severity: "error", params: {} });
  if (plan.match.columns.every((column) => column === undefined)) return { rows: 0, fields: [], recipe };

  const previous = request.previous === undefined ? undefined : await openPrevious(request.previous, schema, report);
  const copy = createCopyBuffer();
  const checker = createRowChecker({
    schema,
    rules: request.rules ?? [],
    references: request.references,
    plan,
    book,
    report,
    corrections: readDecisions(request.decisions).corrections,
    emit: sink.rows === undefined ? undefined : copy.add,
    expectedRows: evidence.rows,
    title: table.title,
    inFile: (finding) => inFile(finding, table),
    previous,
    isReplaced: request.previous?.isReplaced === true,
  });
  let seen = 0;
  for await (const batch of table.rows(signal)) {
    signal?.throwIfAborted();
    for (const row of batch) {
      checker.check(row);
      if (copy.isFull()) await sink.rows?.(copy.take());
    }
    seen += batch.length;
    progress.checked(checker.rows(), seen / Math.max(seen, evidence.rows));
  }
  checker.finish();
  if (!copy.isEmpty()) await sink.rows?.(copy.take());
  return { rows: checker.rows(), fields: plan.evidence, recipe };
}

/** Undefined where it is too large to be held, which is told, or its rows cannot be told apart. */
async function openPrevious(
  given: PreviousVersion,
  schema: TableSchema,
  report: Report,
): Promise<Previous | undefined> {
  if (given.path !== undefined) return loadPrevious(given, schema);
  const params = { version: given.version, rows: given.rows, limit: MOST_COMPARED };
  report.add({ code: "table/not-compared", severity: "note", params });
  return undefined;
}

type OpenedTable = TableOpening & { readonly table: CheckedTable };

/** Which of its first `kept` columns stay, under what name, and which are left out, a proposal says itself. */
const isTold = ({ code, column = 0 }: Finding, kept: number): boolean =>
  column > 0 && column <= kept && (code === "table/column-by-content" || code === "table/unknown-column");

/** A finding about a column of the long table, at the place of it in the officer's file. */
function inFile(finding: Finding, { isShaped, sourcesOf }: CheckedTable): Finding {
  if (!isShaped || finding.column === undefined) return finding;
  const { column, ...rest } = finding;
  const [source] = sourcesOf(column);
  return source === undefined ? rest : { ...rest, column: source };
}

const settleRecipe = (used: UsedRecipe, schema: TableSchema, columns: readonly (number | undefined)[]): UsedRecipe =>
  used.origin === "kept" ? used : { ...used, recipe: settleProposal(used.recipe, schema, columns) };

/** A recipe names fields; where it does, its word counts and not the header's. */
function headerOf({ columns, isShaped }: CheckedTable, schema: TableSchema): readonly HeaderColumn[] {
  if (!isShaped) return columns;
  const known = new Set<string | undefined>(schema.fields.map(({ name }) => name));
  return columns.map((column) =>
    column.name !== undefined && known.has(column.name) ? { ...column, title: column.name } : column,
  );
}

async function survey(
  table: CheckedTable,
  schema: TableSchema,
  columns: readonly (number | undefined)[],
  request: CheckRequest,
  signal: AbortSignal | undefined,
): Promise<TableEvidence> {
  const regions = new Set(schema.fields.flatMap((field, index) => (field.role === "region" ? [columns[index]] : [])));
  const book = request.regions.length === 0 ? undefined : createRegionBook(request.regions);
  const survey = createTableSurvey(
    table.columns.map(({ column, title }) => ({ column, title, isRegion: regions.has(column) })),
    book,
  );
  for await (const batch of table.rows(signal)) {
    signal?.throwIfAborted();
    survey.add(batch);
  }
  return survey.finish();
}
