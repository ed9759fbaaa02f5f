/**
 * What waits for reviewers, in the order in which it should be taken: what is late against its dataset's promise first, then what has
 * waited longest. Of each only what a list shows; the rest is the upload itself.
 */
import type { Actor } from "../kernel/actor.ts";
import type { DatasetSlug, UploadId, VersionNumber } from "../kernel/ids.ts";
import type { LocalisedText, Text } from "../kernel/locale.ts";
import type { UploadStatus } from "../kernel/upload-state.ts";
import type { ReadTx } from "../store/transaction.ts";
import { DUE_AT } from "./promises.ts";
import { demand, isAllowed } from "./rights.ts";
import type { UploadChanges } from "./upload-row.ts";

export interface QueueItem {
  readonly id: UploadId;
  readonly dataset: DatasetSlug;
  readonly title: LocalisedText;
  readonly agencyName: Text;
  readonly status: "submitted" | "scheduled";
  readonly note: string | undefined;
  readonly sentBy: string;
  readonly waitingSince: Date;
  /** Of the dataset's promise; undefined: it promises no day, or has no version yet. */
  readonly dueAt: Date | undefined;
  readonly current: VersionNumber | undefined;
  readonly changes: UploadChanges | undefined;
  readonly warnings: number;
  readonly decisions: number;
  readonly releaseAt: Date | undefined;
  readonly approvedBy: string | undefined;
  /** Sent by the actor: somebody else must decide. */
  readonly own: boolean;
}

interface QueueRow {
  id: UploadId;
  dataset: DatasetSlug;
  title: LocalisedText;
  agency_name: string;
  agency_name_en: string | null;
  status: "submitted" | "scheduled";
  note: string | null;
  created_by: string;
  created_by_name: string;
  waiting_since: Date;
  due_at: Date | null;
  current_version: VersionNumber | null;
  changes: UploadChanges | null;
  warnings: number | null;
  decisions: number;
  release_at: Date | null;
  approved_by_name: string | null;
}

/** Those in one state; scheduled ones by their time. Throws rights: reviewers, administrators. */
export async function listQueue(
  tx: ReadTx,
  actor: Actor,
  status: QueueItem["status"],
  { now, limit = 200 }: { readonly now: Date; readonly limit?: number },
): Promise<readonly QueueItem[]> {
  demand(actor, "upload.return");
  const order =
    status === "scheduled" ? "u.release_at" : "case when due_at <= $2 then due_at end nulls last, waiting_since";
  const rows = await tx.query<QueueRow>(
    `select * from (
       select u.id, d.slug as dataset, u.package->'title' as title, a.name as agency_name, a.name_en as agency_name_en, u.status, u.note, u.created_by,
         u.created_by_name, coalesce(u.submitted_at, u.updated_at) as waiting_since, ${DUE_AT} as due_at, d.current_version,
         u.changes, (u.report->>'warnings')::integer as warnings, jsonb_array_length(u.decisions) as decisions, u.release_at,
         u.approved_by_name
       from catalogue.upload u join catalogue.dataset d on d.id = u.dataset join catalogue.agency a on a.slug = d.agency
         left join catalogue.version v on v.dataset = d.id and v.number = d.current_version
       where u.status = $1) u
     where $2::timestamptz is not null order by ${order}, u.id limit $3`,
    [status, now, limit],
  );
  return rows.map((row) => ({
    id: row.id,
    dataset: row.dataset,
    title: row.title,
    agencyName: { id: row.agency_name, en: row.agency_name_en ?? row.agency_name },
    status: row.status,
    note: row.note ?? undefined,
    sentBy: row.created_by_name,
    waitingSince: row.waiting_since,
    dueAt: row.due_at ?? undefined,
    current: row.current_version ?? undefined,
    changes: row.changes ?? undefined,
    warnings: row.warnings ?? 0,
    decisions: row.decisions,
    releaseAt: row.release_at ?? undefined,
    approvedBy: row.approved_by_name ?? undefined,
    own: !isAllowed(actor, "upload.publish", { uploadedBy: row.created_by }),
  }));
}

/** How many uploads are in each state that somebody still has to do something about. Throws rights. */
export async function countQueue(tx: ReadTx, actor: Actor): Promise<ReadonlyMap<UploadStatus, number>> {
  demand(actor, "upload.return");
  const rows = await tx.query<{ status: UploadStatus; count: string }>(
    `select status, count(*) as count from catalogue.upload
     where status in ('received', 'checking', 'ready', 'invalid', 'submitted', 'scheduled') group by status`,
  );
  return new Map(rows.map(({ status, count }) => [status, Number(count)]));
}

/** The one to take next: the first that the actor may decide, other than this one. */
export async function findNext(
  tx: ReadTx,
  actor: Actor,
  now: Date,
  besides?: UploadId,
): Promise<QueueItem | undefined> {
  const waiting = await listQueue(tx, actor, "submitted", { now });
  return waiting.find(({ id, own }) => !own && id !== besides);
}
