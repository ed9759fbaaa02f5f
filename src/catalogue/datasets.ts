/**
 * Datasets: declared by a package, found by their slug. One without a published version is in no public list and is not there for the
 * public; access levels are kept here, so that every outlet keeps them. A package that is put is for the next upload; its agency and
 * access hold at once.
 */
import type { Actor } from "../kernel/actor.ts";
import type { Effects } from "../kernel/effects.ts";
import { Fault } from "../kernel/fault.ts";
import type { AgencySlug, DatasetId, DatasetSlug, VersionNumber } from "../kernel/ids.ts";
import type { LocalisedText } from "../kernel/locale.ts";
import type { AccessLevel, DataPackage } from "../kernel/package.ts";
import type { ReadTx, WriteTx } from "../store/transaction.ts";
import { recordAudit } from "./audit.ts";
import { recordChange } from "./changes.ts";
import { indexDataset } from "./dataset-search.ts";
import { demand, readableCondition } from "./rights.ts";
import { toVersion, VERSION_COLUMNS, type Version, type VersionSelectRow } from "./versions.ts";

export interface Dataset {
  readonly id: DatasetId;
  readonly slug: DatasetSlug;
  readonly agency: AgencySlug;
  readonly access: AccessLevel;
  /** For the next upload. What the public sees is `current.package`. */
  readonly package: DataPackage;
  readonly current: Version | undefined;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Columns of `catalogue.dataset d` left-joined to its current version `v`; the names of both do not collide. */
export const DATASET_COLUMNS = `d.id, d.agency, d.access, d.package as next_package, d.created_by, d.created_at, d.updated_at,
  d.slug as own_slug, ${VERSION_COLUMNS}`;

export const DATASET_FROM =
  "from catalogue.dataset d left join catalogue.version v on v.dataset = d.id and v.number = d.current_version";

export interface DatasetSelectRow extends VersionSelectRow {
  id: DatasetId;
  own_slug: DatasetSlug;
  agency: AgencySlug;
  access: AccessLevel;
  next_package: DataPackage;
  created_by: string;
  created_at: Date;
  updated_at: Date;
}

export function toDataset(row: DatasetSelectRow): Dataset {
  // Without a current version every column of the joined version is null.
  const current = (row.number as VersionNumber | null) === null ? undefined : toVersion(row);
  return {
    id: row.id,
    slug: row.own_slug,
    agency: row.agency,
    access: row.access,
    package: row.next_package,
    current,
    createdBy: row.created_by,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

/** What the rights are weighed by. */
export const subjectOf = (dataset: Dataset) => ({
  agency: dataset.agency,
  dataset: dataset.slug,
  access: dataset.access,
  published: dataset.current !== undefined,
});

/** Undefined where there is none that the actor may read. */
export async function findDataset(tx: ReadTx, actor: Actor, slug: DatasetSlug): Promise<Dataset | undefined> {
  const { sql, values } = readableCondition(actor, 2);
  const [row] = await tx.query<DatasetSelectRow>(
    `select ${DATASET_COLUMNS} ${DATASET_FROM} where d.slug = $1 and ${sql}`,
    [slug, ...values],
  );
  return row === undefined ? undefined : toDataset(row);
}

/** Those of them that the actor may read. */
export async function readDatasets(
  tx: ReadTx,
  actor: Actor,
  slugs: readonly DatasetSlug[],
): Promise<ReadonlyMap<DatasetSlug, Dataset>> {
  if (slugs.length === 0) return new Map();
  const { sql, values } = readableCondition(actor, 2);
  const rows = await tx.query<DatasetSelectRow>(
    `select ${DATASET_COLUMNS} ${DATASET_FROM} where d.slug = any($1::text[]) and ${sql}`,
    [slugs, ...values],
  );
  return new Map(rows.map((row) => [row.own_slug, toDataset(row)]));
}

/** Throws `dataset.unknown` where there is none that the actor may read. */
export async function getDataset(tx: ReadTx, actor: Actor, slug: DatasetSlug): Promise<Dataset> {
  const dataset = await findDataset(tx, actor, slug);
  if (dataset === undefined) throw new Fault("dataset.unknown", { slug });
  return dataset;
}

/** The slugs of everything that the actor may read. */
export async function listReadableSlugs(tx: ReadTx, actor: Actor): Promise<readonly DatasetSlug[]> {
  const { sql, values } = readableCondition(actor, 1);
  const rows = await tx.query<{ slug: DatasetSlug }>(`select d.slug from catalogue.dataset d where ${sql}`, values);
  return rows.map(({ slug }) => slug);
}

/** The slugs and titles of everything published that the actor may read, by slug. */
export async function listReadableNames(
  tx: ReadTx,
  actor: Actor,
): Promise<readonly { readonly slug: DatasetSlug; readonly title: LocalisedText }[]> {
  const { sql, values } = readableCondition(actor, 1);
  return tx.query(
    `select d.slug, v.package -> 'title' as title ${DATASET_FROM} where ${sql} and v.number is not null order by d.slug collate "C"`,
    values,
  );
}

/** The slugs that begin so, whoever may read them: for finding one that is free. */
export async function listTakenSlugs(tx: ReadTx, beginning: string): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ slug: string }>("select slug from catalogue.dataset where starts_with(slug, $1)", [
    beginning,
  ]);
  return new Set(rows.map(({ slug }) => slug));
}

/** By its number, whoever asks: for the server's own work. Throws `dataset.unknown`. */
export async function getDatasetById(tx: ReadTx, id: DatasetId): Promise<Dataset> {
  const [row] = await tx.query<DatasetSelectRow>(`select ${DATASET_COLUMNS} ${DATASET_FROM} where d.id = $1`, [id]);
  if (row === undefined) throw new Fault("dataset.unknown", { slug: String(id) });
  return toDataset(row);
}

/** A dataset without data. Throws `dataset.slug-taken`, rights. */
export async function createDataset(
  tx: WriteTx,
  actor: Actor,
  pkg: DataPackage,
  effects: Pick<Effects, "now">,
): Promise<Dataset> {
  demand(actor, "dataset.create", { agency: pkg.agency, dataset: pkg.name });
  const at = effects.now();
  const [row] = await tx.query<{ id: DatasetId }>(
    `insert into catalogue.dataset (slug, agency, access, package, created_by, created_at, updated_at)
     values ($1, $2, $3, $4::jsonb, $5, $6, $6) on conflict (slug) do nothing returning id`,
    [pkg.name, pkg.agency, pkg.access, JSON.stringify(pkg), actor.key, at],
  );
  if (row === undefined) throw new Fault("dataset.slug-taken", { slug: pkg.name });
  await indexDataset(tx, row.id, pkg);
  await recordAudit(tx, actor, "dataset.create", `dataset:${pkg.name}`, at, { agency: pkg.agency, access: pkg.access });
  return getDatasetById(tx, row.id);
}

/**
 * The package for the next upload. Throws `dataset.upload-in-flight` while an upload is received or checked, and rights for both the
 * dataset's agency and the one it would move to. `pkg.name` is the dataset's slug.
 */
export async function updateDataset(
  tx: WriteTx,
  actor: Actor,
  pkg: DataPackage,
  effects: Pick<Effects, "now">,
): Promise<Dataset> {
  demand(actor, "dataset.update");
  const slug = pkg.name;
  // Locked, so that no upload begins between the look and the change.
  await tx.query("select 1 from catalogue.dataset where slug = $1 for update", [slug]);
  const dataset = await getDataset(tx, actor, slug);
  demand(actor, "dataset.update", subjectOf(dataset));
  demand(actor, "dataset.create", { agency: pkg.agency, dataset: slug });
  const waiting = await tx.query(
    "select 1 from catalogue.upload where dataset = $1 and status in ('received', 'checking') limit 1",
    [dataset.id],
  );
  if (waiting.length > 0) throw new Fault("dataset.upload-in-flight", { slug });
  const at = effects.now();
  await tx.query(
    "update catalogue.dataset set package = $2::jsonb, agency = $3, access = $4, updated_at = $5 where id = $1",
    [dataset.id, JSON.stringify(pkg), pkg.agency, pkg.access, at],
  );
  await indexDataset(tx, dataset.id, dataset.current?.package ?? pkg);
  const moved = dataset.agency !== pkg.agency || dataset.access !== pkg.access;
  await recordAudit(
    tx,
    actor,
    "dataset.update",
    `dataset:${slug}`,
    at,
    moved ? { agency: pkg.agency, access: pkg.access } : {},
  );
  if (moved && dataset.current !== undefined)
    await recordChange(tx, { kind: "metadata", dataset: dataset.id, moved: { from: dataset, to: pkg } }, at);
  return getDatasetById(tx, dataset.id);
}
