/** What a page of differences is made from: counts, what changed in the schema, the biggest movements, and a page of the rows that differ. */
import type { Request } from "express";
import { describeSchemaChanges, type SchemaChange } from "../catalogue/schema-changes.ts";
import { demandData, tableOfVersion, type Version } from "../catalogue/versions.ts";
import { contextOf } from "../http/context.ts";
import { Fault } from "../kernel/fault.ts";
import { type DatasetSlug, findVersionNumber, isDatasetSlug, type VersionNumber } from "../kernel/ids.ts";
import type { Lang } from "../kernel/locale.ts";
import type { Field } from "../kernel/package.ts";
import {
  type Change,
  countDiff,
  type DiffRow,
  type DiffPage as DiffRows,
  diffPage,
  listMovements,
} from "../store/diff.ts";
import { type CellChange, cellReader } from "../store/diff-cells.ts";
import { compareDecimal } from "../tabular/compare-decimal.ts";
import { readCursor } from "./dataset-address.ts";
import { createReferences, openVersions, pathAsked } from "./dataset-read.ts";
import type { WebDeps } from "./deps.ts";
import { queryText } from "./send-page.ts";
import { type NameValue, valueNamer } from "./value-names.ts";

export interface DiffPageProps {
  readonly lang: Lang;
  readonly from: Version;
  readonly to: Version;
  readonly counts: Readonly<Record<Change, number>>;
  readonly schemaChanges: readonly SchemaChange[];
  /** Of the measure that changed in most rows. */
  readonly moved: { readonly measure: Field; readonly rows: readonly DiffRow[] } | undefined;
  readonly page: DiffRows;
  readonly isFirstPage: boolean;
  readonly cells: (row: DiffRow) => readonly CellChange[];
  readonly nameOf: NameValue;
  readonly path: string;
}

export const DIFF_ROWS = 50;
const MOVEMENTS = 10;

/** `/dataset/{slug}/v{m}..v{n}`. Throws `dataset.unknown`, `version.unknown`, `version.withdrawn`, `request.bad-cursor`. */
export async function readDiff({ store, ...deps }: WebDeps, request: Request): Promise<DiffPageProps> {
  const { actor, lang } = contextOf(request);
  const { slug, numbers } = readPair(request);
  const after = queryText(request, "_after");
  return store.read(async (tx) => {
    const [from, to] = [
      (await openVersions(tx, actor, { slug, version: numbers[0] })).version,
      (await openVersions(tx, actor, { slug, version: numbers[1] })).version,
    ];
    for (const version of [from, to]) demandData(version);
    const [before, next] = [tableOfVersion(from), tableOfVersion(to)];
    const measure = movingMeasure(to);
    return {
      lang,
      from,
      to,
      counts: await countDiff(tx, before, next),
      schemaChanges: describeSchemaChanges(before, next),
      moved:
        measure === undefined || after !== ""
          ? undefined
          : { measure, rows: (await listMovements(tx, before, next, measure.name, MOVEMENTS)).filter(moves(measure)) },
      page: await diffPage(tx, before, next, {
        limit: DIFF_ROWS + 1,
        after: after === "" ? undefined : readCursor(after),
      }),
      isFirstPage: after === "",
      cells: cellReader(before, next),
      nameOf: valueNamer(to.package.schema, await createReferences(deps)(tx), lang),
      path: pathAsked(request),
    };
  });
}

function readPair(request: Request): {
  readonly slug: DatasetSlug;
  readonly numbers: readonly [VersionNumber, VersionNumber];
} {
  const { slug, version } = request.params;
  if (typeof slug !== "string" || !isDatasetSlug(slug))
    throw new Fault("dataset.unknown", { slug: String(slug).slice(0, 100) });
  const [from, to] = String(version)
    .split("..")
    .map((text) => findVersionNumber(text.slice(1)));
  if (from === undefined || to === undefined)
    throw new Fault("version.unknown", { slug, version: String(version).slice(0, 40) });
  return { slug, numbers: [from, to] };
}

/** A row may have changed in something else. */
const moves =
  ({ name }: Field) =>
  ({ before, after }: DiffRow): boolean => {
    const [old, now] = [before?.[name] ?? null, after?.[name] ?? null];
    return old !== null && now !== null && compareDecimal(old, now) !== 0;
  };

/** The measure that changed in most rows; the first where that is not known. */
function movingMeasure({ package: { schema }, cells }: Version): Field | undefined {
  const measures = schema.fields.filter(({ role }) => role === "measure");
  return measures.toSorted((a, b) => (cells?.[b.name] ?? 0) - (cells?.[a.name] ?? 0))[0];
}
