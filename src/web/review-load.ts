/** Everything that the page of one upload under review shows, read at once. Rows are shown while the upload's stage is there. */
import { type Agency, findAgency, listAgencies } from "../catalogue/agencies.ts";
import { type Dataset, getDatasetById } from "../catalogue/datasets.ts";
import { countUnread } from "../catalogue/messages.ts";
import { findDueAt } from "../catalogue/promises.ts";
import { listRegions } from "../catalogue/reference.ts";
import { findNext, type QueueItem } from "../catalogue/review-queue.ts";
import { describeSchemaChanges, type SchemaChange } from "../catalogue/schema-changes.ts";
import { getUpload, type Upload } from "../catalogue/uploads.ts";
import { getVersion, tableOfVersion, type Version } from "../catalogue/versions.ts";
import type { Actor } from "../kernel/actor.ts";
import type { UploadId } from "../kernel/ids.ts";
import { type Field, isNumeric } from "../kernel/package.ts";
import type { TableRef } from "../store/dataset-table.ts";
import { type DiffRow, diffStaged } from "../store/diff.ts";
import type { Value } from "../store/rows.ts";
import { hasStage, type StageRef, stageOf } from "../store/stage.ts";
import { nextColumns } from "../store/staged-columns.ts";
import { figuresByPeriod, type PeriodFigure, previewStaged } from "../store/staged-sums.ts";
import type { ReadTx } from "../store/transaction.ts";
import { type Reference, referenceOf } from "./value-names.ts";

const MOVED = 20;
const OTHERS = 10;
const PERIODS = 40;

export interface StagedRows {
  /** That is pointed at; undefined: the dataset has none. */
  readonly measure: Field | undefined;
  readonly measures: readonly Field[];
  readonly op: "sum" | "avg";
  readonly figures: readonly PeriodFigure[];
  /** Changed rows, the biggest movements of the measure first. */
  readonly moved: readonly DiffRow[];
  readonly removed: readonly DiffRow[];
  readonly added: readonly DiffRow[];
  /** Of a first version: the first rows of the file, in the order of the schema. */
  readonly preview: readonly (readonly Value[])[];
}

export interface UploadDifferences {
  readonly upload: Upload;
  readonly dataset: Dataset;
  /** The version that it was compared with. */
  readonly base: Version | undefined;
  /** Undefined where there is nothing to compare with. */
  readonly schemaChanges: readonly SchemaChange[] | undefined;
  /** Undefined when its rows are not kept any more. */
  readonly rows: StagedRows | undefined;
  readonly reference: Reference;
}

export interface Review extends UploadDifferences {
  readonly agency: Agency | undefined;
  readonly dueAt: Date | undefined;
  readonly next: QueueItem | undefined;
  readonly unread: number;
}

/** @param wanted  A measure's name; another one is shown where there is none of that name. Throws `upload.unknown`, rights. */
export async function loadReview(tx: ReadTx, actor: Actor, id: UploadId, wanted: string, now: Date): Promise<Review> {
  const upload = await getUpload(tx, actor, id, "upload.return");
  return {
    ...(await loadChanges(tx, upload, wanted)),
    agency: await findAgency(tx, upload.agency),
    dueAt: await findDueAt(tx, upload.dataset),
    next: await findNext(tx, actor, now, id),
    unread: await countUnread(tx, actor),
  };
}

/** What publishing an upload that the actor may read would change. */
export async function loadChanges(tx: ReadTx, upload: Upload, wanted: string): Promise<UploadDifferences> {
  const dataset = await getDatasetById(tx, upload.dataset);
  const { changes } = upload;
  const base = changes?.base == null ? undefined : await getVersion(tx, dataset, { number: changes.base });
  const stage = stageOf(upload.id, upload.package.schema);
  const table = base && tableOfVersion(base);
  return {
    upload,
    dataset,
    base,
    schemaChanges: table && describeSchemaChanges(table, nextTable(stage, table)),
    rows:
      changes !== undefined && (await hasStage(tx, stage))
        ? await loadRows(tx, upload, stage, table, wanted)
        : undefined,
    reference: referenceOf(await listRegions(tx), await listAgencies(tx)),
  };
}

/** The version that would come, for whoever asks about its form alone. */
const nextTable = (stage: StageRef, base: TableRef): TableRef => ({
  ...base,
  columns: nextColumns(stage, base),
  key: stage.key,
});

async function loadRows(
  tx: ReadTx,
  { changes }: Upload,
  stage: StageRef,
  base: TableRef | undefined,
  wanted: string,
): Promise<StagedRows> {
  const fields = stage.columns.map(({ field }) => field);
  const measures = fields.filter((field) => field.role === "measure" && isNumeric(field));
  const measure =
    measures.find(({ name }) => name === wanted) ??
    measures.find(({ name }) => (changes?.cells?.[name] ?? 0) > 0) ??
    measures.at(0);
  const period = fields.find(({ role }) => role === "period");
  const op = measure?.additive === true ? "sum" : "avg";
  const differing = async (change: DiffRow["change"], count: number | undefined, limit: number) =>
    base === undefined || !count ? [] : diffStaged(tx, stage, base, limit, { change, movedMost: measure?.name });
  return {
    measure,
    measures,
    op,
    figures:
      measure === undefined || period === undefined
        ? []
        : await figuresByPeriod(tx, stage, base, { period: period.name, measure: measure.name, op }, PERIODS),
    moved: await differing("changed", changes?.changed, MOVED),
    removed: await differing("removed", changes?.removed, OTHERS),
    added: await differing("added", changes?.added, OTHERS),
    preview: base === undefined ? await previewStaged(tx, stage, OTHERS) : [],
  };
}
