/**
 * The officer's own workbook back: each offending cell filled, the first two thousand with a comment, and a first sheet that sums up and
 * lists. The original package is patched part by part and everything else passes through, so that charts, formats, merged cells and other
 * sheets survive. A file that is no XLSX, or a damaged one, is first made into a plain workbook of what could be read.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Issue } from "../kernel/finding.ts";
import { heldSheet } from "./held-sheet.ts";
import { DEFAULT_LIMITS, isUnreadable, type Limits, type Sheet, type Source } from "./model.ts";
import { plainSheetName, writePlainWorkbook } from "./plain-workbook.ts";
import type { ReportSummary } from "./report.ts";
import { openSource } from "./source.ts";
import { planComments } from "./workbook-comment-parts.ts";
import { createMarks, type Marks } from "./workbook-marks.ts";
import { findPartText, type Replacement, readPartText, writePackage } from "./workbook-package.ts";
import {
  addContentTypes,
  addFirstSheet,
  addLegacyDrawing,
  addRelations,
  freePart,
  freeSheetName,
  relativeTarget,
  withoutSelection,
} from "./workbook-parts.ts";
import { patchSheet } from "./workbook-patch-sheet.ts";
import { EMPTY_STYLES, type PatchedStyles, patchStyles } from "./workbook-styles.ts";
import { createSummarySheet } from "./workbook-summary.ts";
import { findWorkbookPart, readWorkbookParts, relationsPartOf, type WorkbookParts } from "./xlsx-parts.ts";
import { xmlText } from "./xml-scan.ts";
import { brokenPart, openZipPackage, type Package } from "./zip-package.ts";

export interface WorkbookReportInput {
  /** The file as it was uploaded. */
  readonly path: string;
  readonly name: string;
  /** The sheet that was checked; null for a CSV. */
  readonly sheet: string | null;
  readonly headerRows?: readonly [number, number] | null | undefined;
  readonly summary: Pick<ReportSummary, "errors" | "warnings" | "notes" | "groups">;
  /** Every issue, in any order. */
  readonly issues: AsyncIterable<Issue> | Iterable<Issue>;
  readonly limits?: Partial<Limits> | undefined;
}

/** A file that is no workbook and has more rows than this comes back with the rows that something is said about. */
const MAX_WHOLE_ROWS = 100_000;

const SUMMARY_NAME = "Ringkasan";
const SUMMARY_RELATION = "rIdJendela1";
const STYLES_RELATION = "rIdJendela2";
const SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/** A package with the sheet that is to be marked. */
interface Workbook {
  readonly pack: Package;
  readonly parts: WorkbookParts;
  readonly sheetPart: string;
}

async function openWorkbook(path: string, sheetName: string, limits: Limits): Promise<Workbook> {
  const pack = await openZipPackage(path, limits);
  try {
    const workbookPart = await findWorkbookPart(pack);
    if (workbookPart === undefined) throw brokenPart("xl/workbook.xml");
    const parts = await readWorkbookParts(pack, workbookPart);
    const sheet = parts.sheets.find(({ name }) => name === sheetName) ?? parts.sheets[0];
    if (sheet === undefined) throw brokenPart(workbookPart);
    return { pack, parts, sheetPart: sheet.part };
  } catch (error) {
    pack.close();
    throw error;
  }
}

/** Every part that changes, by its name. */
async function planParts(
  { pack, parts, sheetPart }: Workbook,
  marks: Marks,
  styles: PatchedStyles,
  summary: { readonly file: string; readonly filter: string },
  signal?: AbortSignal,
): Promise<Map<string, Replacement>> {
  const { workbookPart, sheets } = parts;
  const stylesPart = parts.stylesPart ?? "xl/styles.xml";
  const summaryPart = freePart(pack, "xl/worksheets/sheet", ".xml");
  const comments =
    marks.comments.length === 0 ? undefined : await planComments(pack, sheetPart, marks.comments, readPartText);
  const plan = new Map<string, Replacement>();
  const put = (name: string, replacement: Replacement): void => void plan.set(name, replacement);
  const relate = async (part: string, added: Parameters<typeof addRelations>[1]): Promise<void> => {
    if (added.length > 0)
      put(relationsPartOf(part), addRelations(await findPartText(pack, relationsPartOf(part)), added));
  };

  put(summaryPart, { file: summary.file });
  put(stylesPart, styles.xml);
  for (const [name, text] of comments?.parts ?? []) put(name, text);
  await relate(sheetPart, comments?.relations ?? []);
  await relate(workbookPart, [
    { id: SUMMARY_RELATION, type: "worksheet", target: relativeTarget(workbookPart, summaryPart) },
    ...(parts.stylesPart === undefined
      ? [{ id: STYLES_RELATION, type: "styles", target: relativeTarget(workbookPart, stylesPart) }]
      : []),
  ]);
  const name = freeSheetName(
    SUMMARY_NAME,
    sheets.map((sheet) => sheet.name),
  );
  put(workbookPart, addFirstSheet(await readPartText(pack, workbookPart), name, SUMMARY_RELATION, summary.filter));
  const types = [
    [`/${summaryPart}`, `${SPREADSHEET}.worksheet+xml`],
    [`/${stylesPart}`, `${SPREADSHEET}.styles+xml`],
    ...(comments?.contentTypes ?? []),
  ] as const;
  put(
    "[Content_Types].xml",
    addContentTypes(await readPartText(pack, "[Content_Types].xml"), types, comments !== undefined),
  );

  for (const { part } of sheets) {
    const isMarked = part === sheetPart;
    const drawing = isMarked ? comments?.drawingRelation : undefined;
    const patch = {
      fills: isMarked ? marks.fills : new Map<number, never>(),
      styleOf: styles.marked,
      head: withoutSelection,
      tail: (xml: string) => (drawing === undefined ? xml : addLegacyDrawing(xml, drawing)),
    };
    put(part, { stream: () => patchSheet(readSheetText(pack, part, signal), patch) });
  }
  return plan;
}

async function* readSheetText(pack: Package, part: string, signal?: AbortSignal): AsyncGenerator<string> {
  yield* xmlText(await pack.read(part), part, signal);
}

/** What could be opened of the original: nothing, where it is unreadable. */
async function openOriginal(input: WorkbookReportInput, signal?: AbortSignal): Promise<Source | undefined> {
  try {
    // Nobody asks for the hash.
    return await openSource(input.path, { name: input.name, limits: input.limits, signal, sha256: "" });
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    return undefined;
  }
}

const findSheet = (source: Source | undefined, name: string | null): Sheet =>
  source?.sheets.find((sheet) => sheet.name === name) ??
  source?.sheets.find(({ hidden }) => !hidden) ??
  source?.sheets[0] ??
  heldSheet(name, false, [], []);

async function countRows(sheet: Sheet, signal?: AbortSignal): Promise<number> {
  let rows = 0;
  try {
    for await (const batch of sheet.rows(signal)) rows += batch.length;
  } catch (error) {
    if (!isUnreadable(error)) throw error;
  }
  return rows;
}

/** A plain workbook of the sheet, written to `path`. */
async function makePlain(
  input: WorkbookReportInput,
  sheet: Sheet,
  marks: Marks,
  path: string,
  signal?: AbortSignal,
): Promise<void> {
  const isWhole = (await countRows(sheet, signal)) <= MAX_WHOLE_ROWS;
  const headerEnd = input.headerRows?.[1] ?? 1;
  await writePlainWorkbook(sheet, path, isWhole ? undefined : (row) => row <= headerEnd || marks.rows.has(row), signal);
}

async function stylesOf(path: string, sheetName: string, limits: Limits): Promise<PatchedStyles> {
  const { pack, parts } = await openWorkbook(path, sheetName, limits);
  try {
    return patchStyles(parts.stylesPart === undefined ? EMPTY_STYLES : await readPartText(pack, parts.stylesPart));
  } finally {
    pack.close();
  }
}

/**
 * Writes the report to the file `target`.
 *
 * @throws errors of the disk, of the issues' source, and the signal's reason. An unreadable original gives a report without its cells.
 */
export async function writeWorkbookReport(
  input: WorkbookReportInput,
  target: string,
  signal?: AbortSignal,
): Promise<void> {
  const limits: Limits = { ...DEFAULT_LIMITS, ...input.limits };
  const folder = await mkdtemp(join(tmpdir(), "jendela-report-"));
  const source = await openOriginal(input, signal);
  try {
    const sheet = findSheet(source, input.sheet);
    const isXlsx = source?.facts.format === "xlsx";
    const sheetName = isXlsx ? (sheet.name ?? "") : plainSheetName(sheet.name);
    const styles = isXlsx ? await stylesOf(input.path, sheetName, limits) : patchStyles(EMPTY_STYLES);

    const marks = createMarks(sheet.merges);
    const summaryFile = join(folder, "summary.xml");
    const summary = await createSummarySheet(
      summaryFile,
      { fileName: input.name, ...input.summary },
      sheetName,
      styles.report,
    );
    for await (const issue of input.issues) {
      marks.add(issue);
      await summary.add(issue);
    }
    const filter = await summary.finish();

    const mark = async (path: string, name: string): Promise<void> => {
      const workbook = await openWorkbook(path, name, limits);
      try {
        await writePackage(
          workbook.pack,
          await planParts(workbook, marks, styles, { file: summaryFile, filter }, signal),
          target,
          signal,
        );
      } finally {
        workbook.pack.close();
      }
    };
    const markPlain = async (rows: Sheet): Promise<void> => {
      const path = join(folder, "plain.xlsx");
      await makePlain(input, rows, marks, path, signal);
      await mark(path, plainSheetName(rows.name));
    };
    if (!isXlsx) await markPlain(sheet);
    else {
      try {
        await mark(input.path, sheetName);
      } catch (error) {
        if (!isUnreadable(error)) throw error;
        await markPlain(sheet);
      }
    }
  } finally {
    await source?.close();
    await rm(folder, { recursive: true, force: true });
  }
}
