/**
 * An officer's desk: the datasets of an agency with what is promised of each, and the uploads that somebody still has to do something
 * about. Of each only what a list shows. Reviewers and administrators, who have no agency, see those of all.
 */
import type { Actor } from "../kernel/actor.ts";
import type { DatasetSlug, UploadId, VersionNumber } from "../kernel/ids.ts";
import type { LocalisedText } from "../kernel/locale.ts";
import type { Frequency } from "../kernel/package.ts";
import type { UploadStatus } from "../kernel/upload-state.ts";
import type { ReadTx } from "../store/transaction.ts";
import { DUE_AT } from "./promises.ts";
import { demand } from "./rights.ts";

export interface DeskDataset {
  readonly slug: DatasetSlug;
  readonly title: LocalisedText;
  readonly frequency: Frequency | undefined;
  readonly version: VersionNumber | undefined;
  readonly publishedAt: Date | undefined;
  /** Undefined: nothing is promised, or nothing has been published yet. */
  readonly dueAt: Date | undefined;
  /** Something of it waits for a reviewer: the agency has kept its promise. */
  readonly sent: boolean;
}

export interface DeskUpload {
  readonly id: UploadId;
  readonly dataset: DatasetSlug;
  readonly title: LocalisedText;
  readonly fileName: string;
  readonly status: UploadStatus;
  readonly errors: number;
  readonly warnings: number;
  /** Why it was returned. */
  readonly reason: string | undefined;
  readonly releaseAt: Date | undefined;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const MOST = 500;

/** Whose: `$1` is the agency (null: all), `$2` the datasets of a token that names some. */
const OWN = "($1::text is null or d.agency = $1) and ($2::text[] is null or d.slug = any($2))";

function ownOf(actor: Actor): readonly unknown[] {
  const all = actor.role === "reviewer" || actor.role === "admin";
  return [all ? null : (actor.agency ?? ""), actor.datasets ?? null];
}

/** What is due first, then what promises nothing. Throws rights: producers and above. */
export async function listDeskDatasets(tx: ReadTx, actor: Actor): Promise<readonly DeskDataset[]> {
  demand(actor, "upload.create");
  const rows = await tx.query<{
    slug: DatasetSlug;
    title: LocalisedText;
    frequency: Frequency | null;
    version: VersionNumber | null;
    published_at: Date | null;
    due_at: Date | null;
    sent: boolean;
  }>(
    `select d.slug, d.package->'title' as title, d.package->>'frequency' as frequency, v.number as version, v.published_at,
       ${DUE_AT} as due_at,
       exists (select 1 from catalogue.upload u where u.dataset = d.id and u.status in ('submitted', 'scheduled')) as sent
     from catalogue.dataset d left join catalogue.version v on v.dataset = d.id and v.number = d.current_version
     where ${OWN} order by due_at nulls last, d.slug limit ${MOST}`,
    [...ownOf(actor)],
  );
  return rows.map((row) => ({
    slug: row.slug,
    title: row.title,
    frequency: row.frequency ?? undefined,
    version: row.version ?? undefined,
    publishedAt: row.published_at ?? undefined,
    dueAt: row.due_at ?? undefined,
    sent: row.sent,
  }));
}

/**
 * Uploads that are not over, and returned ones until a newer one of the dataset is there: returned ones first, then those that wait for
 * the officer, then those that wait for others. Throws rights.
 */
export async function listDeskUploads(tx: ReadTx, actor: Actor): Promise<readonly DeskUpload[]> {
  demand(actor, "upload.create");
  const rows = await tx.query<{
    id: UploadId;
    dataset: DatasetSlug;
    title: LocalisedText;
    file_name: string;
    status: UploadStatus;
    errors: number | null;
    warnings: number | null;
    reason: string | null;
    release_at: Date | null;
    created_at: Date;
    updated_at: Date;
  }>(
    `select u.id, d.slug as dataset, u.package->'title' as title, u.file->>'name' as file_name, u.status,
       (u.report->>'errors')::integer as errors, (u.report->>'warnings')::integer as warnings, u.reason, u.release_at,
       u.created_at, u.updated_at
     from catalogue.upload u join catalogue.dataset d on d.id = u.dataset
     where ${OWN} and u.status not in ('published', 'superseded')
       and not (u.status in ('returned', 'invalid', 'failed') and exists (
         select 1 from catalogue.upload n where n.dataset = u.dataset and n.created_at > u.created_at))
     order by array_position(array['returned', 'failed', 'invalid', 'ready', 'checking', 'received', 'submitted', 'scheduled'], u.status),
       u.updated_at desc, u.id limit ${MOST}`,
    [...ownOf(actor)],
  );
  return rows.map((row) => ({
    id: row.id,
    dataset: row.dataset,
    title: row.title,
    fileName: row.file_name,
    status: row.status,
    errors: row.errors ?? 0,
    warnings: row.warnings ?? 0,
    reason: row.reason ?? undefined,
    releaseAt: row.release_at ?? undefined,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }));
}
