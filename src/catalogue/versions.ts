/**
 * Versions of a dataset: which one is asked for, what it holds, and the pointer that publication moves. A version never changes once
 * it is written; withdrawing one keeps it in every list and leaves its data unanswered.
 */
import type { Actor } from "../kernel/actor.ts";
import type { Effects } from "../kernel/effects.ts";
import { Fault } from "../kernel/fault.ts";
import type { AgencySlug, DatasetId, DatasetSlug, FieldName, UploadId, VersionNumber } from "../kernel/ids.ts";
import type { DataPackage } from "../kernel/package.ts";
import { type TableRef, tableRef } from "../store/dataset-table.ts";
import type { ReadTx, WriteTx } from "../store/transaction.ts";
import { recordAudit } from "./audit.ts";
import { recordChange } from "./changes.ts";
import type { Contributor } from "./contributor.ts";
import { tellPeople } from "./messages.ts";
import { decodeCursor, encodeCursor, type Page, type PageRequest, toPage, wholeFromCursor } from "./page.ts";
import { demand } from "./rights.ts";

export interface Version {
  readonly dataset: DatasetId;
  readonly slug: DatasetSlug;
  readonly number: VersionNumber;
  /** Is it the one the pointer names? */
  readonly current: boolean;
  /** What it was checked against. */
  readonly package: DataPackage;
  /** What the agency was called then. */
  readonly agencyName: string;
  /** Field name → physical column. */
  readonly columns: Readonly<Record<FieldName, string>>;
  readonly rows: number;
  readonly added: number | undefined;
  readonly removed: number | undefined;
  readonly changed: number | undefined;
  readonly note: string | undefined;
  readonly upload: UploadId | undefined;
  readonly publishedAt: Date;
  /** Keys of actors. */
  readonly publishedBy: string;
  readonly uploadedBy: string;
  readonly withdrawn: { readonly at: Date; readonly reason: string } | undefined;
  /** By field: in how many of the changed rows its value or status is another. Undefined where no row is "changed". */
  readonly cells: Readonly<Record<string, number>> | undefined;
  readonly uploader: Contributor | undefined;
  readonly publisher: Contributor | undefined;
  /** The version whose rows it brought back. */
  readonly restoredFrom: VersionNumber | undefined;
}

/** Columns of `catalogue.version v` beside `catalogue.dataset d`, as one JSON-free row. */
export const VERSION_COLUMNS = `v.dataset, d.slug, v.number, v.number = d.current_version as current, v.package, v.columns, v.rows, v.added,
  v.removed, v.changed, v.note, v.upload, v.published_at, v.published_by, v.uploaded_by, v.withdrawn_at, v.withdrawn_reason,
  v.cells, v.uploader, v.publisher, v.restored_from, v.agency_name`;

export interface VersionSelectRow {
  dataset: DatasetId;
  slug: DatasetSlug;
  number: VersionNumber;
  current: boolean | null;
  package: DataPackage;
  agency_name: string | null;
  columns: Record<FieldName, string>;
  rows: string;
  added: string | null;
  removed: string | null;
  changed: string | null;
  note: string | null;
  upload: UploadId | null;
  published_at: Date;
  published_by: string;
  uploaded_by: string;
  withdrawn_at: Date | null;
  withdrawn_reason: string | null;
  cells: Record<string, number> | null;
  uploader: Contributor | null;
  publisher: Contributor | null;
  restored_from: VersionNumber | null;
}

const count = (text: string | null): number | undefined => (text === null ? undefined : Number(text));

export function toVersion(row: VersionSelectRow): Version {
  return {
    dataset: row.dataset,
    slug: row.slug,
    number: row.number,
    current: row.current === true,
    package: row.package,
    agencyName: row.agency_name ?? row.package.agency,
    columns: row.columns,
    rows: Number(row.rows),
    added: count(row.added),
    removed: count(row.removed),
    changed: count(row.changed),
    note: row.note ?? undefined,
    upload: row.upload ?? undefined,
    publishedAt: row.published_at,
    publishedBy: row.published_by,
    uploadedBy: row.uploaded_by,
    withdrawn: row.withdrawn_at === null ? undefined : { at: row.withdrawn_at, reason: row.withdrawn_reason ?? "" },
    cells: row.cells ?? undefined,
    uploader: row.uploader ?? undefined,
    publisher: row.publisher ?? undefined,
    restoredFrom: row.restored_from ?? undefined,
  };
}

/** What versions are looked for by; a `Dataset` will do. */
interface OfDataset {
  readonly id: DatasetId;
  readonly slug: DatasetSlug;
}

interface VersionChoice {
  readonly number?: VersionNumber | undefined;
  /** The version that was current at this time. */
  readonly asOf?: Date | undefined;
}

const FROM = "from catalogue.version v join catalogue.dataset d on d.id = v.dataset";

/**
 * The version with this number, the one current at a time, or the current one.
 * Throws `version.unknown`, `version.none-then`, `version.none-yet`. A withdrawn version is returned: {@link demandData} refuses it.
 */
export async function getVersion(
  tx: ReadTx,
  dataset: OfDataset,
  { number, asOf }: VersionChoice = {},
): Promise<Version> {
  const { id, slug } = dataset;
  const [condition, value] =
    number !== undefined
      ? ["v.number = $2", number]
      : asOf !== undefined
        ? ["v.published_at <= $2", asOf]
        : ["v.number = d.current_version", undefined];
  const [row] = await tx.query<VersionSelectRow>(
    `select ${VERSION_COLUMNS} ${FROM} where v.dataset = $1 and ${condition} order by v.number desc limit 1`,
    value === undefined ? [id] : [id, value],
  );
  if (row !== undefined) return toVersion(row);
  if (number !== undefined) throw new Fault("version.unknown", { slug, version: number });
  if (asOf !== undefined) throw new Fault("version.none-then", { slug, asOf: asOf.toISOString() });
  throw new Fault("version.none-yet", { slug });
}

const tables = new WeakMap<Version, TableRef>();

/** Where the version's rows are. Worked out once for a version that stays in memory, since every page of rows asks. */
export function tableOfVersion(version: Version): TableRef {
  const known = tables.get(version);
  if (known !== undefined) return known;
  const { dataset, number, package: pkg, columns } = version;
  const table = tableRef(dataset, number, pkg.schema, columns);
  tables.set(version, table);
  return table;
}

/** Throws `version.withdrawn` (410) with the reason when the version's data may not be answered any more. */
export function demandData(version: Version): void {
  const { withdrawn, slug, number } = version;
  if (withdrawn !== undefined)
    throw new Fault("version.withdrawn", { slug, version: number, reason: withdrawn.reason });
}

/** Newest first, withdrawn ones included. */
export async function listVersions(
  tx: ReadTx,
  dataset: OfDataset,
  { first, after }: PageRequest,
): Promise<Page<Version>> {
  const before = after === undefined ? null : wholeFromCursor(decodeCursor(after, "versions", 1)[0]);
  const [total] = await tx.query<{ count: string }>(
    "select count(*) as count from catalogue.version where dataset = $1",
    [dataset.id],
  );
  const rows = await tx.query<VersionSelectRow>(
    `select ${VERSION_COLUMNS} ${FROM} where v.dataset = $1 and ($2::bigint is null or v.number < $2) order by v.number desc limit $3`,
    [dataset.id, before, first + 1],
  );
  return toPage(rows.map(toVersion), first, Number(total?.count ?? 0), ({ number }) =>
    encodeCursor("versions", String(number)),
  );
}

/** Oldest first. */
export async function listAllVersions(tx: ReadTx, { id }: OfDataset): Promise<readonly Version[]> {
  const rows = await tx.query<VersionSelectRow>(
    `select ${VERSION_COLUMNS} ${FROM} where v.dataset = $1 order by v.number`,
    [id],
  );
  return rows.map(toVersion);
}

/** Those of one dataset with these numbers, as far as there are any, in order. */
export async function listVersionsByNumber(
  tx: ReadTx,
  dataset: DatasetId,
  numbers: readonly number[],
): Promise<readonly Version[]> {
  const rows = await tx.query<VersionSelectRow>(
    `select ${VERSION_COLUMNS} ${FROM} where v.dataset = $1 and v.number = any($2::integer[]) order by v.number`,
    [dataset, numbers],
  );
  return rows.map(toVersion);
}

/** Its data is answered no more, with the reason; it stays in every list. 409 when it already was. Reviewers and administrators. */
export async function withdrawVersion(
  tx: WriteTx,
  actor: Actor,
  dataset: OfDataset & { readonly agency: AgencySlug },
  number: VersionNumber,
  reason: string,
  effects: Pick<Effects, "now">,
): Promise<Version> {
  demand(actor, "version.withdraw");
  const version = await getVersion(tx, dataset, { number });
  const at = effects.now();
  const done = await tx.query(
    `with done as (update catalogue.version set withdrawn_at = $3, withdrawn_by = $4, withdrawn_reason = $5
                   where dataset = $1 and number = $2 and withdrawn_at is null returning number)
     select number from done`,
    [dataset.id, number, at, actor.key, reason],
  );
  if (done.length === 0) throw new Fault("version.already-withdrawn", { slug: dataset.slug, version: number });
  await recordAudit(tx, actor, "version.withdraw", `dataset:${dataset.slug}`, at, { version: number, reason });
  const event = `withdrawn:${dataset.id}:${number}`;
  const people = { agency: dataset.agency, actor: version.uploadedBy };
  await tellPeople(tx, actor, people, { kind: "withdrawn", event, dataset: dataset.id, version: number }, at);
  await recordChange(tx, { kind: "withdrawn", dataset: dataset.id, version: number }, at);
  return { ...version, withdrawn: { at, reason } };
}
