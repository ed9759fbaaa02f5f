/** The catalogue's half of a publication: the version's row, the pointer, what it is found by, its indicators, the feed, the trail. */
import type { Actor } from "../kernel/actor.ts";
import { Fault } from "../kernel/fault.ts";
import type { DatasetId, FieldName, UploadId, VersionNumber } from "../kernel/ids.ts";
import type { DataPackage } from "../kernel/package.ts";
import type { WriteTx } from "../store/transaction.ts";
import { recordAudit } from "./audit.ts";
import { recordChange } from "./changes.ts";
import { type Contributor, contributorOf, findContributor } from "./contributor.ts";
import { indexDataset } from "./dataset-search.ts";
import { keepIndicators } from "./indicator-registry.ts";
import { getVersion, type Version } from "./versions.ts";

interface NewVersion {
  readonly dataset: DatasetId;
  /** The version it was compared with; undefined: it is the first. */
  readonly base: VersionNumber | undefined;
  readonly number: VersionNumber;
  readonly package: DataPackage;
  readonly columns: Readonly<Record<FieldName, string>>;
  readonly rows: number;
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  readonly cells?: Readonly<Record<string, number>> | undefined;
  readonly note?: string | undefined;
  readonly upload?: UploadId | undefined;
  /** The key of the actor who uploaded. */
  readonly uploadedBy: string;
  /** Absent: found by `uploadedBy`. */
  readonly uploader?: Contributor | undefined;
  /** The earlier version whose rows this one brings back. */
  readonly restoredFrom?: VersionNumber | undefined;
}

/** Locks the dataset until the transaction ends and returns its pointer: two publications of one dataset wait for each other here. */
export async function lockPointer(tx: WriteTx, dataset: DatasetId): Promise<VersionNumber | undefined> {
  const [row] = await tx.query<{ current_version: VersionNumber | null }>(
    "select current_version from catalogue.dataset where id = $1 for no key update",
    [dataset],
  );
  return row?.current_version ?? undefined;
}

/**
 * Writes version `number` and moves the pointer to it. Call it last in the publishing transaction: it takes the feed's lock. Throws
 * `dataset.moved-on` (409) when the pointer is no longer at `base`. Rights are the caller's to demand.
 */
export async function recordVersion(tx: WriteTx, actor: Actor, version: NewVersion, at: Date): Promise<Version> {
  const { dataset, base, number } = version;
  const [row] = await tx.query<{ slug: string; current_version: number | null }>(
    "select slug, current_version from catalogue.dataset where id = $1 for no key update",
    [dataset],
  );
  if (row === undefined) throw new Fault("dataset.unknown", { slug: String(dataset) });
  if ((row.current_version ?? undefined) !== base) throw new Fault("dataset.moved-on", { slug: row.slug });
  const uploader = version.uploader ?? (await findContributor(tx, version.uploadedBy));
  await tx.query(
    `insert into catalogue.version (dataset, number, package, columns, rows, added, removed, changed, note, upload, uploaded_by,
       published_by, published_at, cells, uploader, publisher, restored_from, agency_name)
     values ($1, $2, $3::jsonb, $4::jsonb, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14::jsonb, $15::jsonb, $16::jsonb, $17,
       (select name from catalogue.agency where slug = $18))`,
    [
      dataset,
      number,
      JSON.stringify(version.package),
      JSON.stringify(version.columns),
      version.rows,
      version.added,
      version.removed,
      version.changed,
      version.note ?? null,
      version.upload ?? null,
      version.uploadedBy,
      actor.key,
      at,
      version.cells === undefined ? null : JSON.stringify(version.cells),
      uploader === undefined ? null : JSON.stringify(uploader),
      JSON.stringify(contributorOf(actor)),
      version.restoredFrom ?? null,
      version.package.agency,
    ],
  );
  await tx.query("update catalogue.dataset set current_version = $2, updated_at = $3 where id = $1", [
    dataset,
    number,
    at,
  ]);
  await indexDataset(tx, dataset, version.package);
  // The row's own slug and id: the branded types are the database's.
  const recorded = await getVersion(tx, { id: dataset, slug: row.slug as Version["slug"] }, { number });
  await keepIndicators(tx, recorded);
  const { upload, added, removed, changed, restoredFrom } = version;
  const kind = restoredFrom === undefined ? "published" : "restored";
  await recordAudit(tx, actor, `version.${kind}`, `dataset:${row.slug}`, at, {
    version: number,
    upload,
    added,
    removed,
    changed,
    ...(restoredFrom === undefined ? {} : { restoredFrom, reason: version.note }),
  });
  await recordChange(tx, { kind, dataset, version: number }, at);
  return recorded;
}
